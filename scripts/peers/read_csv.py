"""Reads every text table of a folder with pandas or polars, and does nothing with it: no check, no state resolved, nothing written.

Prints a line: files and rows read, files it could not read. Usage: read_csv.py pandas|polars FOLDER
"""

import gzip
import sys
from pathlib import Path

ENDINGS = (".csv", ".tsv", ".tab", ".csv.gz", ".tsv.gz")


def header_line(path):
    """The first line that has at least three cells, as SIPRI's files begin with a few lines of words, and its separator."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="latin-1") as lines:
        for number, line in zip(range(30), lines):
            separator = max("\t,;", key=line.count)
            if line.count(separator) >= 2:
                return number, separator
    return 0, ","


def rows_pandas(path):
    import pandas

    skip, separator = header_line(path)
    return len(pandas.read_csv(path, sep=separator, skiprows=skip, encoding="latin-1", low_memory=False))


def rows_polars(path):
    import polars

    skip, separator = header_line(path)
    options = {"separator": separator, "skip_lines": skip, "infer_schema_length": None, "truncate_ragged_lines": True}
    return len(polars.read_csv(path, encoding="utf8-lossy", **options))


def main():
    read = {"pandas": rows_pandas, "polars": rows_polars}[sys.argv[1]]
    paths = sorted(p for p in Path(sys.argv[2]).rglob("*") if p.name.lower().endswith(ENDINGS) and p.is_file())
    files, rows, unread = 0, 0, 0
    for path in paths:
        try:
            rows += read(path)
            files += 1
        except Exception:  # A file that is refused is counted; which error it was does not matter here.
            unread += 1
    print(f"{files} {rows} {unread}")


main()
