"""Asks the same questions of `entente sql` and of SQLite, and compares every bit of the answers.

SQLite is a second engine that shares no code with ours. Its sums are replaced here by exact ones in fractions, so that answers have to be
equal and not close. Needs a program built with the feature `sql` and a store with the tables named below:

    ENTENTE_STORE=... python3 sqlite.py target/debug/entente
"""

import csv
import io
import re
import sqlite3
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

PROGRAM = sys.argv[1]
TABLES = ["cow_nmc", "sipri_deliveries", "cow_states", "polity5", "atop_members"]


class Exact:
    """A sum in fractions, which a window may take values away from."""

    def __init__(self):
        self.values = []

    def step(self, x):
        if x is not None:
            self.values.append(x)

    def inverse(self, x):
        if x is not None:
            self.values.remove(x)

    def value(self):
        return self.finalize()

    def total(self):
        return sum(map(Fraction, self.values))


class Sum(Exact):
    def finalize(self):
        if not self.values:
            return None
        whole = all(isinstance(x, int) for x in self.values)
        return int(self.total()) if whole else float(self.total())


class Mean(Exact):
    def finalize(self):
        return float(self.total() / len(self.values)) if self.values else None


class Variance(Exact):
    def finalize(self):
        n = len(self.values)
        if n < 2:
            return None
        mean = self.total() / n
        return float(sum((Fraction(x) - mean) ** 2 for x in self.values) / (n - 1))


class Median(Exact):
    def finalize(self):
        values, n = sorted(self.values), len(self.values)
        if not n:
            return None
        return float((Fraction(values[(n - 1) // 2]) + Fraction(values[n // 2])) / 2)


def ours(*arguments):
    done = subprocess.run([PROGRAM, "sql", "-q", "--seconds", "300", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def load(base, table):
    kinds = [line.split() for line in ours("--tables", table).splitlines()[1:]]
    make = {"bigint": int, "double": float}
    rows = list(csv.reader(io.StringIO(ours("--format", "csv", f"SELECT * FROM {table}"))))[1:]
    cells = [[None if cell == "" else make.get(kind, str)(cell) for cell, (_, kind) in zip(row, kinds)] for row in rows]
    columns = ", ".join(f'"{name}"' for name, _ in kinds)
    base.execute(f"CREATE TABLE {table} ({columns})")
    base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(kinds))})", cells)
    if {"ccode", "year"} <= {name for name, _ in kinds}:
        base.execute(f"CREATE INDEX of_{table} ON {table} (ccode, year)")


def shown(cell):
    if cell is None or cell == "":
        return ""
    try:
        return repr(float(cell))
    except ValueError:
        return cell


def main():
    base = sqlite3.connect(":memory:")
    for name, function in [("sum", Sum), ("avg", Mean), ("var", Variance), ("median", Median)]:
        base.create_window_function(name, 1, function)
    for table in TABLES:
        load(base, table)
    text = Path(__file__).with_name("questions.sql").read_text()
    questions = [q.strip() for q in re.split(r";\s*\n", text) if q.strip()]
    wrong = 0
    for question in questions:
        answer = list(csv.reader(io.StringIO(ours("--format", "csv", question))))[1:]
        mine = sorted([shown(cell) for cell in row] for row in answer)
        other = sorted([shown(cell) for cell in row] for row in base.execute(question))
        wrong += mine != other
        print("equal  " if mine == other else "UNEQUAL", f"{len(mine):6} rows ", " ".join(question.split())[:100])
    print(f"{len(questions) - wrong} of {len(questions)} equal")
    return int(wrong > 0)


sys.exit(main())
