"""Says whether two Parquet files hold the same numbers: same rows by key, and every column of the second as in the first.

Usage: same.py OURS THEIRS KEY... ; ends with 1 where a value differs by more than rounding.
"""

import sys

import polars as pl

ours, theirs, keys = pl.read_parquet(sys.argv[1]), pl.read_parquet(sys.argv[2]), sys.argv[3:]
ours, theirs = (frame.with_columns(pl.col(keys).cast(pl.Int64)).sort(keys) for frame in (ours, theirs))
if not ours.select(keys).equals(theirs.select(keys)):
    sys.exit(f"the rows differ: {ours.height} and {theirs.height}")
worst, cells = 0.0, 0
for name in theirs.columns:
    if name in keys:
        continue
    one, two = ours[name].cast(pl.Float64), theirs[name].cast(pl.Float64).fill_nan(None)
    if (one.is_null() != two.is_null()).any():
        sys.exit(f"{name}: a value on one side only in {(one.is_null() != two.is_null()).sum()} rows")
    difference = ((one - two).abs() / two.abs().clip(1)).max() or 0.0
    worst, cells = max(worst, difference), cells + one.len() - one.null_count()
    if difference > 1e-9:
        sys.exit(f"{name}: a difference of {difference}")
print(f"  the same numbers: {cells:,} values of {len(theirs.columns) - len(keys)} columns, largest relative difference {worst:.1e}")
