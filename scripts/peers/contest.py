"""The tasks of bench_contest in NumPy and SciPy: one line of name, seconds and check sum each. A few best responses by water filling, all
slots of a state at once; then scipy.optimize.root on the conditions of Karush, Kuhn and Tucker with their Jacobian, at once where a similar
game was solved before; multipliers by scipy.optimize.brentq. Usage: contest.py DRAWS
"""

import sys
import time

import numpy as np
from scipy.optimize import brentq, root

np.seterr(all="ignore")  # a start that leads nowhere overflows, and the next is tried


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53


def game(n, k, r, crowd):
    numbers = Numbers(n)
    force = np.array([0.5 + 4.0 * numbers.next() for _ in range(n)])
    state, theatre, value, reach = [], [], [], []
    for j in range(k):
        members = list(dict.fromkeys((j + m * (1 + j // n)) % n for m in range(max(2, min(crowd, n)))))
        v = 0.2 + numbers.next()
        for i in members:
            state.append(i)
            theatre.append(j)
            value.append(v)
            reach.append(0.4 + 0.6 * numbers.next())
    return r, force, np.array(state), np.array(theatre), np.array(value), np.array(reach)


def response(v, b, o, budget, r, mu):
    """Best response of one state in all its slots; mu is the price at the start."""
    if r == 1.0:
        used = np.ones(len(v), bool)
        while True:
            level = (budget + np.sum(o[used] / b[used])) / np.sum(np.sqrt(v[used] * o[used] / b[used]))
            x = np.where(used, np.sqrt(v * o / b) * level - o / b, 0.0)
            if np.all(x >= 0):
                return x, 1 / level**2
            used &= x > 0
    # Newton on the logarithms of the price and of each share's odds.
    def shares(l):
        tau = l + np.log(o) / r - np.log(b * v * r)
        y = np.maximum(-tau * r / (1 + r), -tau * r / (1 - r))
        for _ in range(50):
            p = 1 / (1 + np.exp(-y))
            step = (-np.logaddexp(0, y) - np.logaddexp(0, -y) - y / r - tau) / (2 * p - 1 + 1 / r)
            y += step
            if np.max(np.abs(step)) < 1e-13 * max(1, np.max(np.abs(y))):
                break
        return 1 / (1 + np.exp(-y))

    l = np.log(mu)
    for _ in range(50):
        p = shares(l)
        x = v * r * p * (1 - p) / np.exp(l)
        excess = np.log(x.sum() / budget)
        slope = -(x / (r * (2 * p - 1 + 1 / r))).sum() / x.sum()
        l -= excess / slope
        if abs(excess) < 1e-14:
            break
    return x, np.exp(l)


def slopes(x, r, theatre, value, reach, count):
    phi = (reach * x) ** r
    total = np.bincount(theatre, phi, count)[theatre]
    return value * r * phi * (total - phi) / (x * total**2) if r < 1 else value * reach * (total - phi) / total**2


def regret(x, g, force, state):
    most = np.zeros(len(force))
    np.maximum.at(most, state, g)
    return np.max(most * force - np.bincount(state, g * x, len(force)))


def polish(x, g, problem, count):
    """SciPy on the slots in use, with the Jacobian."""
    r, force, state, theatre, value, reach = problem
    used = np.flatnonzero(x > 1e-9)
    n, m = len(force), len(used)
    st, th, v, b = state[used], theatre[used], value[used], reach[used]

    def equations(z):
        y, mu = np.exp(z[:m]), np.exp(z[m:])
        phi = (b * y) ** r
        total = np.bincount(th, phi, count)[th]
        left = v * r * phi * (total - phi) / (y * total**2) / mu[st] - 1
        return np.concatenate([left, np.bincount(st, y, n) / force - 1])

    def jacobian(z):
        y, mu = np.exp(z[:m]), np.exp(z[m:])
        phi = (b * y) ** r
        total = np.bincount(th, phi, count)[th]
        base = v * r * phi * (total - phi) / (y * total**2) / mu[st]
        same = th[:, None] == th[None, :]
        # d ln g / d ln phi_f of each slot of the theatre.
        pull = np.where(same, r * phi[None, :] * (1 / (total - phi)[:, None] - 2 / total[:, None]), 0.0)
        own = r - 1 - 2 * r * phi / total
        np.fill_diagonal(pull, own)
        out = np.zeros((m + n, m + n))
        out[:m, :m] = base[:, None] * pull
        out[np.arange(m), m + st] = -base
        out[m + st, np.arange(m)] = y / force[st]
        return out

    mu = np.zeros(n)
    np.maximum.at(mu, state, g)
    found = root(equations, np.log(np.concatenate([x[used], mu])), jac=jacobian, method="hybr", tol=1e-14)
    y = np.zeros(len(x))
    y[used] = np.exp(found.x[:m])
    return y if r == 1.0 else np.maximum(y, 1e-290)


def solve(problem, start=None):
    r, force, state, theatre, value, reach = problem
    n, count = len(force), int(theatre.max()) + 1
    own = [np.flatnonzero(state == i) for i in range(n)]
    allowed = 1e-10 * np.bincount(state, value, n).min()
    x = force[state] * value / np.bincount(state, value, n)[state] if start is None else start.copy()
    phi = (reach * x) ** r
    total = np.bincount(theatre, phi, count)
    mu = np.full(n, value.mean() / force.mean())

    def polished(x, g):
        y = polish(x, g, problem, count)
        is_right = np.all(np.isfinite(y)) and regret(y, slopes(y, r, theatre, value, reach, count), force, state) <= allowed
        return y if is_right else None

    if start is not None:
        y = polished(x, slopes(x, r, theatre, value, reach, count))
        if y is not None:
            return y
    for sweep in range(400):
        for i in range(n):
            e = own[i]
            o = total[theatre[e]] - phi[e]
            best, mu[i] = response(value[e], reach[e], o, force[i], r, mu[i])
            x[e] = 0.5 * x[e] + 0.5 * best
            new = (reach[e] * x[e]) ** r
            total[theatre[e]] += new - phi[e]
            phi[e] = new
        total = np.bincount(theatre, phi, count)
        g = slopes(x, r, theatre, value, reach, count)
        gap = regret(x, g, force, state)
        if gap <= allowed:
            return x
        # At corners the slots in use must be known first.
        every, near = (3, 0.02) if r < 1 else (10, 1e-5)
        if sweep % every == every - 1 and gap < near * value.sum():
            y = polished(x, g)
            if y is not None:
                return y
    raise ArithmeticError("not converged")


def least(runs, task):
    best, total = float("inf"), 0.0
    for _ in range(runs):
        start = time.perf_counter()
        total = task()
        best = min(best, time.perf_counter() - start)
    return best, total


def counterfactual(r, europe, pacific, border, reach_e, reach_p, force):
    """Multipliers of the two parties to the border, as bench_contest."""
    state, theatre = np.array([0, 2, 1, 2, 0, 1]), np.array([0, 0, 1, 1, 2, 2])
    value = np.array([europe, europe, pacific, pacific, border, border])
    reach = np.array([1, reach_e, 1, reach_p, 1, 1])
    success = lambda x, e, f: (reach[e] * x[e]) ** r / ((reach[e] * x[e]) ** r + (reach[f] * x[f]) ** r)
    there = slice(0, 4)
    without = solve((r, force, state[there], theatre[there], value[there], reach[there]))
    last = [solve((r, force, state, theatre, value, reach))]
    out = []
    for i, (e, f) in enumerate([(0, 1), (2, 3)]):
        target = success(without, e, f)

        def excess(log_m):
            budget = force.copy()
            budget[i] *= np.exp(log_m)
            start = last[0] * (budget / np.bincount(state, last[0], 3))[state]
            last[0] = solve((r, budget, state, theatre, value, reach), start)
            return success(last[0], e, f) - target

        out.append(np.exp(brentq(excess, 0.0, np.log(50.0), xtol=1e-12)))
    return out


def draws(number):
    rng = np.random.default_rng(1)
    more = 0
    for _ in range(number):
        force = np.array([1.0, 2.0, 5.0]) * np.exp(rng.normal(0, 1, 3) * [0.15, 0.2, 0.05])
        u = rng.uniform(size=6)
        first, second = counterfactual(0.5 + 0.5 * u[0], 0.5 + u[1], 0.5 + u[2], 0.1 + 0.9 * u[3], 0.4 + 0.5 * u[4], 0.4 + 0.5 * u[5], force)
        more += first > second
    return more / number


for name, n, k, r, crowd in [
    ("solve_12x30_r1", 12, 30, 1.0, 3),
    ("solve_12x30_r0.7", 12, 30, 0.7, 3),
    ("solve_12x30_all_r1", 12, 30, 1.0, 12),
    ("solve_12x30_all_r0.7", 12, 30, 0.7, 12),
    ("solve_3_r0.8", 3, 6, 0.8, 3),
    ("solve_10_r0.8", 10, 20, 0.8, 3),
    ("solve_30_r0.8", 30, 60, 0.8, 3),
    ("solve_100_r0.8", 100, 200, 0.8, 3),
]:
    problem = game(n, k, r, crowd)
    seconds, total = least(2, lambda: float(np.sum(solve(problem) ** 2)))
    print(f"{name} {seconds:.9f} {total:.10f}", flush=True)
number = int(sys.argv[1])
seconds, share = least(1, lambda: draws(number))
# One process: two of them would halve it.
print(f"draws_10000 {seconds * 10000 / number:.9f} {share:.10f}", flush=True)
