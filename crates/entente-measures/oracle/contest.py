"""Writes contest.csv, games and their equilibria, computed with SciPy and without the Rust code: python3 contest.py

Damped best responses first, each by bisection on the price of force; what they settle on gives the slots in use, and scipy.optimize.root
solves the conditions of Karush, Kuhn and Tucker on those. A game counts if the residuals are below 1e-12 and no unused slot is worth more
than the price.
"""
import pathlib

import numpy as np
from scipy.optimize import brentq, root

rng = np.random.default_rng(20261126)


def draw(number):
    n = int(rng.integers(2, 6))
    r = 1.0 if number % 2 == 0 else round(float(rng.uniform(0.3, 0.95)), 3)
    kinds = ["force"] * n if number % 3 else [str(k) for k in rng.choice(["force", "quadratic", "linear"], n)]
    states = [(kind, round(float(np.exp(rng.normal(0, 0.8))), 4)) for kind in kinds]
    theatres = []
    for k in range(int(rng.integers(2, 6))):
        size = int(rng.integers(2, n + 1))
        members = [0] if k == 0 else []
        members += [int(i) for i in rng.permutation(n) if i not in members][: size - len(members)]
        stalemate = round(float(rng.uniform(0.1, 1.5)), 4) if rng.random() < 0.3 else 0.0
        efficacy = [round(float(rng.uniform(0.3, 1.5)), 4) for _ in members]
        theatres.append((round(float(np.exp(rng.normal(0, 0.8))), 4), stalemate, list(zip(members, efficacy))))
    named = {i for _, _, members in theatres for i, _ in members}
    for i in set(range(n)) - named:
        theatres.append((1.0, 0.0, [(i, 1.0), ((i + 1) % n, 1.0)]))
    return r, states, theatres


def slots_of(theatres):
    return [(i, k, v, b, s) for k, (v, s, members) in enumerate(theatres) for i, b in members]


def slope(x, e, r, slots):
    i, k, v, b, s = slots[e]
    total = s + sum((c * x[f]) ** r for f, (_, l, _, c, _) in enumerate(slots) if l == k)
    others = total - (b * x[e]) ** r
    rise = b if r == 1 else r * (b * x[e]) ** r / x[e]
    return v * rise * others / total**2


def best_response(i, x, r, states, slots):
    own = [e for e, slot in enumerate(slots) if slot[0] == i]
    kind, size = states[i]

    def demand(e, mu):
        _, k, v, b, s = slots[e]
        others = s + sum((c * x[f]) ** r for f, (_, l, _, c, _) in enumerate(slots) if l == k and f != e)
        others = max(others, 1e-20)
        if r == 1:
            return max(0.0, np.sqrt(v * others / (b * mu)) - others / b)
        excess = lambda y: np.log(v * r * b**r * others) + (r - 1) * y - 2 * np.log(others + b**r * np.exp(r * y)) - np.log(mu)
        return float(np.exp(brentq(excess, -200, 60, xtol=1e-14)))

    total = lambda mu: sum(demand(e, mu) for e in own)
    if kind == "linear":
        mu = size
    elif kind == "force":
        mu = np.exp(brentq(lambda l: total(np.exp(l)) - size, -40, 40, xtol=1e-14))
    else:
        mu = np.exp(brentq(lambda l: 2 * size * total(np.exp(l)) - np.exp(l), -40, 40, xtol=1e-14))
    return own, [demand(e, mu) for e in own]


def solve(r, states, theatres):
    slots = slots_of(theatres)
    x = np.ones(len(slots))
    for i, (kind, size) in enumerate(states):
        own = [e for e, slot in enumerate(slots) if slot[0] == i]
        x[own] = (size if kind == "force" else 0.3) / len(own)
    for _ in range(400):
        before = x.copy()
        for i in range(len(states)):
            own, answer = best_response(i, x, r, states, slots)
            x[own] = 0.5 * x[own] + 0.5 * np.array(answer)
        if np.max(np.abs(x - before)) < 1e-11:
            break
    else:
        return None
    used = [e for e in range(len(slots)) if x[e] > 1e-7]
    if any(1e-9 < x[e] <= 1e-7 for e in range(len(slots))):
        return None  # too near a corner to tell
    priced = [i for i, (kind, _) in enumerate(states) if kind == "force"]

    def unpack(z):
        full = np.zeros(len(slots))
        full[used] = np.exp(z[: len(used)])
        mu = {i: np.exp(z[len(used) + j]) for j, i in enumerate(priced)}
        for i, (kind, size) in enumerate(states):
            total = sum(full[e] for e in used if slots[e][0] == i)
            if kind == "quadratic":
                mu[i] = 2 * size * total
            if kind == "linear":
                mu[i] = size
        return full, mu

    def residual(z):
        full, mu = unpack(z)
        first = [np.log(slope(full, e, r, slots) / mu[slots[e][0]]) for e in used]
        return first + [sum(full[e] for e in used if slots[e][0] == i) / states[i][1] - 1 for i in priced]

    start = [np.log(x[e]) for e in used]
    start += [np.log(max(slope(x, e, r, slots) for e in used if slots[e][0] == i)) for i in priced]
    found = root(residual, start, method="hybr", tol=1e-13)
    if max(map(abs, residual(found.x))) > 1e-12:
        return None
    full, mu = unpack(found.x)
    for e in set(range(len(slots))) - set(used):
        if slope(full, e, r, slots) > mu[slots[e][0]] * (1 + 1e-9):
            return None
    return full


lines, tried = ["decisiveness,states,theatres,forces"], 0
while len(lines) < 71:
    r, states, theatres = draw(tried)
    tried += 1
    with np.errstate(all="ignore"):
        try:
            found = solve(r, states, theatres)
        except ValueError:
            found = None
    if found is None:
        continue
    lines.append(",".join([
        repr(r),
        " ".join(f"{kind}:{size}" for kind, size in states),
        " ".join(f"{v}/{s}/" + "+".join(f"{i}*{b}" for i, b in members) for v, s, members in theatres),
        " ".join(repr(float(x)) for x in found),
    ]))
print(f"{len(lines) - 1} of {tried} games settled")
pathlib.Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")
