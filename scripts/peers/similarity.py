"""Similarity of all pairs with NumPy, vectorised by year as a careful scientist would: one-hot matrices, one product for all joint
counts of a year, every measure over all its pairs at once. Inputs come from the files of a store, prepared beforehand by this script and
by no code of ours.

Usage: similarity.py prepare STORE INPUT.npz
       similarity.py alliances|votes INPUT.npz OUTPUT.npz RUNS      prints processor and wall seconds, the least of the runs, and pairs
       similarity.py compare alliances|votes OUTPUT.npz OURS.parquet
"""

import datetime
import sys
import time
from pathlib import Path

import numpy as np

FIRST, LAST = 1816, 2018
UNANIMOUS_OUT, LEAST = True, 20


def prepare(store, path):
    import polars as pl

    def table(name):
        files = [f for f in Path(store).rglob("*.parquet") if f.name.startswith(name + "-")]
        if len(files) != 1:
            sys.exit(f"{len(files)} files of {name} in {store}; a store with one version of it is needed")
        return pl.read_parquet(files[0])

    states = table("cow_states")
    # A member on the last day of the list goes on.
    ends = [datetime.date.max if goes_on else end for end, goes_on in zip(states["end"], states["is_ongoing"])]
    spells = list(zip(states["ccode"], states["start"], ends))
    members, strangers = [], []
    for year in range(FIRST, LAST + 1):
        new_year, eve = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        there = {}
        for code, start, end in spells:
            if start <= eve and end >= new_year:
                there.setdefault(code, []).append((max(start, new_year), min(end, eve)))
        members += [(year, code) for code in sorted(there)]
        partial = [c for c in sorted(there) if there[c] != [(new_year, eve)]]
        for n, a in enumerate(partial):
            for b in partial[n + 1 :]:
                if not any(x[0] <= y[1] and y[0] <= x[1] for x in there[a] for y in there[b]):
                    strangers.append((year, a, b))
    d = table("atop_dyads")
    one = lambda *names: sum((d[n].to_numpy() == 1) for n in names) > 0
    category = np.where(one("defense", "offense"), 3, np.where(one("neutral", "consul"), 2, np.where(one("nonagg"), 1, 0)))
    ties = np.stack([d["year"].to_numpy(), d["ccode1"].to_numpy(), d["ccode2"].to_numpy(), category], 1)
    nmc = table("cow_nmc").select("year", "ccode", "cinc").drop_nulls()

    calls = table("unga_roll_calls").select("rcid", "date")
    votes = table("unga_votes").filter(pl.col("vote").cast(pl.Utf8).is_in(["yes", "abstain", "no"])).join(calls, on="rcid", how="left")
    votes = votes.with_columns(pl.coalesce(pl.col("date").dt.year(), pl.col("year")).alias("calendar"))
    votes = votes.with_columns(
        pl.when((pl.col("ccode") == 260) & (pl.col("calendar") >= 1990)).then(255)
        .when((pl.col("ccode") == 678) & (pl.col("calendar") >= 1990)).then(679)
        .when((pl.col("ccode") == 713) & (pl.col("date") < datetime.date(1949, 12, 8))).then(710)
        .otherwise(pl.col("ccode")).alias("code"),
        pl.col("vote").cast(pl.Utf8).replace_strict({"yes": 0, "abstain": 1, "no": 2}, return_dtype=pl.Int64).alias("category"),
    )
    cast = votes.select("calendar", "rcid", "code", "category").to_numpy()
    np.savez(
        path,
        members=np.array(members, np.int32),
        strangers=np.array(strangers, np.int32).reshape(-1, 3),
        ties=ties.astype(np.int32),
        cinc_key=nmc.select("year", "ccode").to_numpy().astype(np.int32),
        cinc=nmc["cinc"].to_numpy(),
        votes=cast.astype(np.int32),
    )


def by_year(rows):
    """Rows of each year, which is their first column."""
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    years, starts = np.unique(rows[:, 0], return_index=True)
    return dict(zip(years.tolist(), np.split(rows, starts[1:])))


def joint_counts(hot):
    """Joint counts of all pairs from one-hot matrices, categories by states by items: K by K by pairs."""
    k, n, items = hot.shape
    flat = hot.reshape(k * n, items)
    joint = (flat @ flat.T).reshape(k, n, k, n)
    i, j = np.triu_indices(n, 1)
    return joint.transpose(0, 2, 1, 3)[:, :, i, j].astype(np.float64), i, j


def distances(joint, d):
    return np.tensordot(d, joint, axes=([0, 1], [0, 1]))


def expected(x, y, d):
    return np.einsum("ap,ab,bp->p", x, d, y, optimize=True)


def tau_b(joint, x, y):
    k = len(x)
    balance = 0
    below = np.zeros_like(joint[0])
    for a in range(k - 2, -1, -1):
        below = below + joint[a + 1]
        sums = np.cumsum(below, 0)
        less = sums - below
        more = sums[-1] - sums
        balance = balance + (joint[a] * (more - less)).sum(0)
    untied = lambda m: ((m.sum(0)) ** 2 - (m * m).sum(0)) / 2
    return balance / np.sqrt(untied(x) * untied(y))


def rank_kappa(joint, x, y, n):
    k = len(x)
    there = (x + y > 0).astype(np.float64)
    rank = np.cumsum(there, 0) - there
    observed = chance = 0
    for a in range(k):
        for b in range(a + 1, k):
            step = (rank[b] - rank[a]) ** 2
            observed = observed + step * (joint[a, b] + joint[b, a])
            chance = chance + step * (x[a] * y[b] + x[b] * y[a])
    return np.clip(1 - (observed / n) / (chance / n**2), -1, 1)


def common(joint, square, nominal):
    """Joint table to its margins, total, observed squares and chance, and pi."""
    x, y = joint.sum(1), joint.sum(0)
    n = x.sum(0)
    seen = distances(joint, square) / n
    chance = expected(x, y, square) / n**2
    mean = (x + y) / 2
    pi = 1 - (distances(joint, nominal) / n) / (expected(mean, mean, nominal) / n**2)
    return x, y, n, seen, chance, pi


def grid(k):
    steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))).astype(np.float64)
    return steps, steps**2, (steps > 0).astype(np.float64)


def alliances(data):
    members, ties, strangers = by_year(data["members"]), by_year(data["ties"]), by_year(data["strangers"])
    order = np.argsort(data["cinc_key"][:, 0], kind="stable")
    cinc_years, starts = np.unique(data["cinc_key"][order, 0], return_index=True)
    cinc = dict(zip(cinc_years.tolist(), zip(np.split(data["cinc_key"][order, 1], starts[1:]), np.split(data["cinc"][order], starts[1:]))))
    absolute, square, nominal = grid(4)
    parts = []
    for year in range(FIRST, LAST + 1):
        codes = members[year][:, 1]
        n = len(codes)
        place = np.full(1000, -1)
        place[codes] = np.arange(n)
        rows = ties[year]
        rows = rows[(rows[:, 1] < 1000) & (rows[:, 2] < 1000)]
        i, j = place[rows[:, 1]], place[rows[:, 2]]
        known = (i >= 0) & (j >= 0)
        valued = np.zeros((n, n), np.int8)
        valued[i[known], j[known]] = rows[known, 3]
        np.fill_diagonal(valued, 3)
        hot = (valued[None] == np.arange(4, dtype=np.int8)[:, None, None]).astype(np.float32)
        joint, i, j = joint_counts(hot)
        x, y, total, seen, chance, pi = common(joint, square, nominal)
        some = joint[1:, 1:].sum((0, 1))
        binary = np.array([[joint[0, 0], joint[0, 1:].sum(0)], [joint[1:, 0].sum(0), some]])
        bx, by, _, b_seen, b_chance, b_pi = common(binary, grid(2)[1], grid(2)[2])
        if year in cinc:
            weight = np.zeros(1000)
            weight[cinc[year][0]] = cinc[year][1]
            weight = weight[codes]
            weight = weight / weight.sum()
            apart = 0
            for step in (1, 2, 3):
                at_least = (valued >= step).astype(np.float64)
                own = at_least @ weight
                apart = apart + own[i] + own[j] - 2 * ((at_least * weight) @ at_least.T)[i, j]
            by_weight = 1 - 2 * apart / 3
        else:
            by_weight = np.full(len(i), np.nan)
        columns = [
            1 - 2 * (distances(joint, absolute) / total) / 3,
            1 - 2 * seen / 9,
            1 - 2 * b_seen,
            pi,
            b_pi,
            1 - seen / chance,
            rank_kappa(joint, x, y, total),
            1 - b_seen / b_chance,
            tau_b(joint, x, y),
            2 * (chance - seen) / 9,
            by_weight,
        ]
        parts.append(rows_of(year, codes, i, j, strangers, columns))
    return np.concatenate(parts, 1)


def rows_of(year, codes, i, j, strangers, columns):
    rows = np.vstack([codes[i], codes[j], np.full(len(i), year), *columns])
    if year in strangers:
        for _, a, b in strangers[year]:
            rows = rows[:, ~((rows[0] == a) & (rows[1] == b))]
    return rows


def votes(data):
    members, strangers, cast_by_year = by_year(data["members"]), by_year(data["strangers"]), by_year(data["votes"])
    absolute, square, nominal = grid(3)
    parts = []
    for year, rows in cast_by_year.items():
        calls, call = np.unique(rows[:, 1], return_inverse=True)
        member = np.zeros(1000, bool)
        member[members[year][:, 1]] = True
        used = np.ones(len(calls), bool)
        if UNANIMOUS_OUT:
            seen = np.zeros((len(calls), 3), bool)
            seen[call, rows[:, 3]] = True
            used = seen.sum(1) > 1
        ours = member[rows[:, 2]]
        codes = np.unique(rows[ours, 2])
        place = np.full(1000, -1)
        place[codes] = np.arange(len(codes))
        kept = ours & used[call]
        given = np.full((len(codes), len(calls)), 3, np.int8)
        given[place[rows[kept, 2]], call[kept]] = rows[kept, 3]
        hot = (given[None] == np.arange(3, dtype=np.int8)[:, None, None]).astype(np.float32)
        joint, i, j = joint_counts(hot)
        x, y, total, seen, chance, pi = common(joint, square, nominal)
        same = joint[0, 0] + joint[1, 1] + joint[2, 2]
        opposed = joint[0, 2] + joint[2, 0]
        yesno = joint[0, 0] + joint[2, 2] + opposed
        kappa = 1 - seen / chance
        columns = [
            1 - 2 * (distances(joint, absolute) / total) / 2,
            1 - 2 * seen / 4,
            pi,
            kappa,
            rank_kappa(joint, x, y, total),
            tau_b(joint, x, y),
            2 * (chance - seen) / 4,
            (same + 0.5 * (total - same - opposed)) / total,
            same / total,
            np.where(yesno >= LEAST, (joint[0, 0] + joint[2, 2]) / yesno, np.nan),
        ]
        few = total < LEAST
        columns = [total] + [np.where(few, np.nan, column) for column in columns]
        parts.append(rows_of(year, codes, i, j, strangers, columns))
    return np.concatenate(parts, 1)


NAMES = {
    "alliances": "s_abs_valued s_sq_valued s_abs_binary pi_valued pi_binary kappa_valued kappa_rank_valued kappa_binary tau_b a_valued s_abs_valued_cinc".split(),
    "votes": "n_votes s_abs s_sq pi kappa kappa_rank tau_b a agree3 agree_strict agree_yesno".split(),
}


def compare(what, theirs, ours):
    import polars as pl

    rows, table = np.load(theirs)["rows"], pl.read_parquet(ours)
    for n, key in enumerate(("ccode1", "ccode2", "year")):
        if len(table) != rows.shape[1] or not (table[key].to_numpy() == rows[n]).all():
            sys.exit(f"{what}: the rows are not the same: {len(table)} and {rows.shape[1]}")
    print(f"{what}: {rows.shape[1]} rows with the same keys; largest difference and values compared")
    is_equal = True
    for n, name in enumerate(NAMES[what]):
        mine, other = table[name].to_numpy().astype(np.float64), rows[n + 3]
        known = np.isfinite(mine)
        other_known = np.isfinite(other)
        apart = np.abs(mine - other)[known & other_known]
        largest = apart.max() if len(apart) else 0.0
        is_equal &= largest < 1e-9 and (known == other_known).all() and len(apart) > 0
        print(f"  {name:18} {largest:.1e} {len(apart):9d}, {(known != other_known).sum()} with a value on one side alone")
    sys.exit(0 if is_equal else f"{what}: not the same numbers")


def main():
    if sys.argv[1] == "prepare":
        return prepare(*sys.argv[2:])
    if sys.argv[1] == "compare":
        return compare(*sys.argv[2:])
    what, given, written, runs = sys.argv[1:]
    data = dict(np.load(given))
    run = {"alliances": alliances, "votes": votes}[what]
    spent = []
    np.seterr(divide="ignore", invalid="ignore")
    for _ in range(int(runs)):
        before = time.process_time(), time.perf_counter()
        rows = run(data)
        spent.append((time.process_time() - before[0], time.perf_counter() - before[1]))
    print(f"{min(s[0] for s in spent):.4f} {min(s[1] for s in spent):.4f} {rows.shape[1]}")
    np.savez(written, rows=rows)


main()
