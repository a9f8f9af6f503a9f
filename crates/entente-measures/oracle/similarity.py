"""Writes similarity.csv from loops over items and over pairs of items, without joint counts; exact fractions until the last step.

Needs nothing but Python; where scipy is installed, tau-b is checked against it: python3 similarity.py
"""
import itertools, math, pathlib, random
from fractions import Fraction as F

try:
    from scipy.stats import kendalltau
except ImportError:
    kendalltau = None

rng = random.Random(20261125)
DISTANCES = {"nominal": lambda a, b: int(a != b), "absolute": lambda a, b: abs(a - b), "squared": lambda a, b: (a - b) ** 2}

def observed(x, y, d):
    return F(sum(d(a, b) for a, b in zip(x, y)), len(x))

def expected(x, y, d):
    return F(sum(d(a, b) for a in x for b in y), len(x) * len(y))

def corrected(x, y, d, chance):
    return None if chance == 0 else float(1 - observed(x, y, d) / chance)

def sign(v):
    return (v > 0) - (v < 0)

def tau_b(x, y):
    pairs = list(itertools.combinations(range(len(x)), 2))
    balance = sum(sign(x[i] - x[j]) * sign(y[i] - y[j]) for i, j in pairs)
    free_x, free_y = (sum(v[i] != v[j] for i, j in pairs) for v in (x, y))
    if free_x * free_y == 0:
        return None
    value = balance / math.sqrt(free_x * free_y)
    if kendalltau:
        assert abs(value - kendalltau(x, y).statistic) < 1e-12
    return value

columns = ["first", "second"] + [f"{k}_{d}" for k in ("kappa", "pi") for d in DISTANCES]
columns += [f"{k}_{d}" for k in ("s", "a") for d in ("absolute", "squared")] + ["tau_b"]
lines = [",".join(columns)]
for case in range(60):
    n = rng.randint(1, 60)
    weights = [rng.random() ** 3 + 0.01 for _ in range(4)]
    x = rng.choices(range(4), weights, k=n)
    y = [a if rng.random() < 0.5 else rng.choices(range(4), weights)[0] for a in x]
    if case < 3:
        y = [2] * n  # one constant side
    if case == 3:
        x = y = [1] * n  # both constant and equal
    row = ["".join(map(str, x)), "".join(map(str, y))]
    row += [corrected(x, y, d, expected(x, y, d)) for d in DISTANCES.values()]
    row += [corrected(x, y, d, expected(x + y, x + y, d)) for d in DISTANCES.values()]
    scale = {"absolute": 3, "squared": 9}
    row += [float(1 - 2 * observed(x, y, DISTANCES[k]) / m) for k, m in scale.items()]
    row += [float(2 * (expected(x, y, DISTANCES[k]) - observed(x, y, DISTANCES[k])) / m) for k, m in scale.items()]
    row.append(tau_b(x, y))
    lines.append(",".join("" if v is None else v if isinstance(v, str) else repr(v) for v in row))
pathlib.Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")
