"""The directed COW panel in NumPy, as a careful scientist would write it: dense lookups by state and year, no loops over pairs.

Reads the same Parquet files of the store, builds the rows from the list of states, lays alliances, majors, contiguity, capabilities,
distance and two sets of disputes on them, and writes a Parquet file. Usage: panel.py STORE FIRST LAST OUTPUT
"""

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

store, first, last, output = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
parts = json.loads((store / "manifest.json").read_text())["parts"]


def read(table, columns):
    of = [p for p in parts if p["table"] == table]
    newest = max(p["version"] for p in of)
    part = next(p for p in of if p["version"] == newest)
    covers = [int(y) for y in part["covers"].split("..")]
    return {c: pq.read_table(store / part["store_file"], columns=[c]).column(0).to_numpy() for c in columns}, covers


def days(values):
    """Days since 1970, with no day as the end of time."""
    days = values.astype("datetime64[D]")
    return np.where(np.isnat(days), np.datetime64("2100-01-01"), days)


# The rows: for each year the states with a day in it, and of their pairs those that share one.
states, _ = read("cow_states", ["ccode", "start", "end"])
codes = np.unique(states["ccode"])
place = np.full(1000, -1)
place[codes] = np.arange(len(codes))
start, end = days(states["start"]), days(states["end"])
end = np.where(end >= np.datetime64("2016-12-31"), np.datetime64("2100-01-01"), end)
n, years = len(codes), last - first + 1
shared = np.zeros((n, n, years), dtype=bool)
for y in range(years):
    lo, hi = np.datetime64(f"{first + y}-01-01"), np.datetime64(f"{first + y}-12-31")
    alive = np.flatnonzero((start <= hi) & (end >= lo))
    s, e = np.maximum(start[alive], lo), np.minimum(end[alive], hi)
    together = np.maximum(s[:, None], s[None, :]) <= np.minimum(e[:, None], e[None, :])
    at = place[states["ccode"][alive]]
    np.logical_or.at(shared, (at[:, None], at[None, :], y), together)
shared[np.arange(n), np.arange(n)] = False
one, two, year = np.nonzero(shared)
row = np.full((n, n, years), -1, dtype=np.int32)
row[one, two, year] = np.arange(len(one), dtype=np.int32)
out = {"ccode1": codes[one], "ccode2": codes[two], "year": (year + first).astype(np.int32)}


def inside(table_year):
    return (table_year >= first) & (table_year <= last)


def of_states(table, columns):
    data, _ = read(table, ["ccode", "year", *columns])
    keep = inside(data["year"]) & (place[data["ccode"]] >= 0)
    for c in columns:
        dense = np.full((n, years), np.nan)
        dense[place[data["ccode"][keep]], data["year"][keep] - first] = data[c][keep]
        out[f"{c}1"], out[f"{c}2"] = dense[one, year], dense[two, year]


def of_pairs(table, columns, lay, both_ways=False):
    data, (covered_from, covered_to) = read(table, ["ccode1", "ccode2", "year", *columns])
    if both_ways:
        turned = data | {"ccode1": data["ccode2"], "ccode2": data["ccode1"]}
        data = {c: np.concatenate([data[c], turned[c]]) for c in data}
    keep = inside(data["year"]) & (place[data["ccode1"]] >= 0) & (place[data["ccode2"]] >= 0)
    data = {c: v[keep] for c, v in data.items()}
    rows = row[place[data["ccode1"]], place[data["ccode2"]], data["year"] - first]
    known = rows >= 0
    covered = (out["year"] >= covered_from) & (out["year"] <= covered_to)
    for name, values in lay({c: v[known] for c, v in data.items()}).items():
        column = np.where(covered, 0.0, np.nan)
        np.maximum.at(column, rows[known], values)
        out[name] = column


of_pairs(
    "atop_dyads",
    ["defense", "offense", "neutral", "nonagg", "consul"],
    lambda d: {"atop_alliance": np.ones(len(d["year"]))} | {f"atop_{c}": d[c] for c in ["defense", "offense", "neutral", "nonagg", "consul"]},
)
majors, (covered_from, covered_to) = read("cow_majors", ["ccode", "start_year", "end_year"])
dense = np.full((n, years), np.nan)
dense[:, max(covered_from - first, 0) : covered_to - first + 1] = 0
for code, a, b in zip(majors["ccode"], majors["start_year"], majors["end_year"]):
    b = covered_to if np.isnan(b) else int(b)
    dense[place[code], max(a - first, 0) : min(b, covered_to) - first + 1] = 1
out["cowmaj1"], out["cowmaj2"] = dense[one, year], dense[two, year]
# The nearest of two grades is the smaller number, so the largest of six less it is kept.
of_pairs("cow_contiguity_dyads", ["conttype"], lambda d: {"conttype": 6.0 - d["conttype"]})
out["conttype"] = np.where(out["conttype"] > 0, 6.0 - out["conttype"], out["conttype"])
of_states("cow_nmc", ["milex", "milper", "irst", "pec", "tpop", "upop", "cinc"])

capitals, _ = read("capitals_cow", ["ccode", "start", "end", "lat", "lon"])
a, b = days(capitals["start"]), days(capitals["end"])
lat, lon = np.full((n, years), np.nan), np.full((n, years), np.nan)
last_capital = int(str(max(p["covers"] for p in parts if p["table"] == "capitals_cow")).split("..")[1])
for y in range(min(years, last_capital - first + 1)):
    lo, hi = np.datetime64(f"{first + y}-01-01"), np.datetime64(f"{first + y}-12-31")
    alive = np.flatnonzero((a <= hi) & (b >= lo) & (place[capitals["ccode"]] >= 0))
    # The one that is the capital first in the year is written last.
    alive = alive[np.argsort(np.maximum(a[alive], lo), kind="stable")[::-1]]
    at = place[capitals["ccode"][alive]]
    lat[at, y], lon[at, y] = capitals["lat"][alive], capitals["lon"][alive]
lat1, lat2 = np.radians(lat[one, year]), np.radians(lat[two, year])
half = np.radians(lon[one, year] - lon[two, year]) / 2
h = np.sin((lat1 - lat2) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(half) ** 2
out["capdist"] = 2 * 6378.137 * np.arcsin(np.minimum(np.sqrt(h), 1))


of_pairs("cow_mid_dyads", ["strtyr"], lambda d: {"cowmidongoing": np.ones(len(d["year"])), "cowmidonset": (d["strtyr"] == d["year"]).astype(float)})
of_pairs("gml_mid_dyads", ["midonset"], lambda d: {"gmlmidongoing": np.ones(len(d["year"])), "gmlmidonset": d["midonset"].astype(float)}, both_ways=True)

whole = ("atop_", "cowmaj", "conttype", "milex", "milper", "irst", "pec", "cowmid", "gmlmid")
arrays = {}
for name, values in out.items():
    if name.startswith(whole):
        missing = np.isnan(values)
        arrays[name] = pa.array(np.where(missing, 0, values).astype(np.int32), mask=missing)
    else:
        arrays[name] = pa.array(values, from_pandas=True)
pq.write_table(pa.table(arrays), output)
print(len(one), len(arrays))
