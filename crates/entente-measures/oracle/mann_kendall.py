"""Writes mann_kendall.csv with pymannkendall 1.4.3 (Hussain & Mahmud 2019), which needs numpy and scipy: python3 mann_kendall.py

Residuals around the slope that are equal in exact arithmetic differ in the last bit, and pymannkendall ranks them by it. Its ranking is
replaced by one that rounds to nine decimals first.
"""
import pathlib
import numpy as np, pymannkendall as mk, pymannkendall.pymannkendall as inner
from scipy.stats import rankdata

inner.rankdata = lambda values: rankdata(np.round(values, 9))

rng = np.random.default_rng(20261125)
lines = ["values,z,var_s,lags,z_serial,var_serial"]
for case in range(60):
    n = int(rng.integers(8, 50))
    noise = rng.normal(size=n)
    rho = rng.uniform(-0.6, 0.9)
    for i in range(1, n):
        noise[i] += rho * noise[i - 1]
    x = np.round(noise + rng.uniform(-0.1, 0.1) * np.arange(n), 1 if case % 2 else 6)  # every other one with ties
    plain = mk.original_test(x)
    lags = [1, 3, n - 1][case % 3]
    serial = mk.hamed_rao_modification_test(x, lag=lags)
    row = [" ".join(map(repr, x.tolist())), *map(repr, [float(plain.z), float(plain.var_s), lags])]
    row += [repr(float(v)) if serial.var_s > 0 else "" for v in (serial.z, serial.var_s)]
    lines.append(",".join(row))
pathlib.Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")
