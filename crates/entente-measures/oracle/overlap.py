"""Writes overlap.csv, computed without the Rust code and from the formulas as printed: python3 overlap.py"""
import math, pathlib, random

rng = random.Random(20261125)

def rates(x, y):
    sx, sy = sum(x), sum(y)
    fk = sum(min(a / sx, b / sy) for a, b in zip(x, y))
    gr = sum((a + b) / (sx + sy) * (1 - abs(a - b) / (a + b)) for a, b in zip(x, y) if a + b > 0)
    cosine = sum(a * b for a, b in zip(x, y)) / math.hypot(*x) / math.hypot(*y)
    return fk, gr, cosine

lines = ["first,second,finger_kreinin,glick_rose,cosine"]
for _ in range(40):
    n = rng.randint(1, 25)
    x, y = ([round(rng.expovariate(0.01), 1) if rng.random() < 0.6 else 0.0 for _ in range(n)] for _ in "xy")
    x[0] += 1.0  # so that neither is empty
    y[-1] += 1.0
    lines.append(",".join([" ".join(map(str, x)), " ".join(map(str, y)), *(repr(v) for v in rates(x, y))]))
pathlib.Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")
