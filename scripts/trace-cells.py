#!/usr/bin/env python3
"""Random cells of a store back to the publishers' own files, without any code of entente but the command that is tested.

  scripts/trace-cells.py STORE N [--seed S] [--bin target/release/entente] [--show]

For each of N cells, `entente why TABLE:FILE:LINE --json` names a file and a line. The file is then opened here with Python's own readers,
and the line must hold the value. What a card declares is allowed for: missing codes, other spellings of a column, days, and states found
from a name or code, which are held against the list of the Correlates of War. Needs: pyarrow pandas openpyxl xlrd pyreadr.
"""

import argparse, bz2, collections, csv, datetime, functools, glob, gzip, io, json, lzma, math, os, pathlib, random, re, subprocess, sys
import tempfile, tomllib, unicodedata, warnings, zipfile
import pyarrow.parquet as pq

warnings.filterwarnings("ignore")
csv.field_size_limit(1 << 30)
ROOT = pathlib.Path(__file__).resolve().parent.parent
CARDS = {}
for path in glob.glob(str(ROOT / "crates/entente-sources/src/*.toml")):
    card = tomllib.load(open(path, "rb"))
    for table in card["table"]:
        CARDS[table["name"]] = (card, table)
EVENTS = ("gdelt1_", "gdelt2_", "icews_")


@functools.cache
def register():
    """Names of states by number, from the file in the repository: ISO code, abbreviation, names in all languages."""
    names = collections.defaultdict(set)
    for row in csv.DictReader(open(ROOT / "crates/entente-core/data/states.csv", encoding="utf-8")):
        names[int(row["number"])] |= {fold(t) for t in [row["name"], row["iso3"], row["iso2"], row["iso_number"], row["cow_abbrev"], row["gw_abbrev"], *(re.sub(r"@.*", "", t) for t in re.split(r"[|;]", row["aliases"]))] if t}
    for row in csv.DictReader(open(ROOT / "crates/entente-core/data/names.csv", encoding="utf-8")):
        names[int(row["number"])].add(fold(row["name"]))
    return names


def fold(text):
    text = "".join(c for c in unicodedata.normalize("NFKD", str(text)) if not unicodedata.combining(c)).lower()
    return " ".join(re.sub(r"[^\w ]", " ", re.sub(r"[.'’]", "", text.split("[")[0])).split())


@functools.cache
def raw(path, entry):
    """Bytes of a file or of an entry of a zip, unpacked."""
    data = open(path, "rb").read()
    if entry and data[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(data))
        return book.read(next(n for n in book.namelist() if n.split("/")[-1] == entry))
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    return bz2.decompress(data) if data[:3] == b"BZh" else lzma.decompress(data) if data[:5] == b"\xfd7zXZ" else data


@functools.cache
def rows(path, entry, table, layout_name):
    """The file as a function from a line to its cells by name of the column (a list where there is no header)."""
    card, _ = CARDS[table]
    layout = next(l for l in card["layout"] if l["name"] == layout_name)
    form = layout["format"]
    if form in ("csv", "tsv"):
        data = raw(path, entry)
        data = data[3:] if data[:3] == b"\xef\xbb\xbf" else data
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252")
        skip = layout.get("header_line", 1) - 1
        lines = text.split("\n")[skip:]
        quoting = csv.QUOTE_MINIMAL if layout.get("is_quoted", True) else csv.QUOTE_NONE
        reader = csv.reader((l + "\n" for l in lines), delimiter=layout.get("separator", "\t" if form == "tsv" else ","), quoting=quoting)
        header, found, before = layout.get("positions"), {}, 0
        for cells in reader:
            if header is None:
                header = [c.strip() for c in cells]
            else:
                found[skip + before + 1] = cells
            before = reader.line_num
        def get(line):
            cells = found.get(line)
            if cells is not None and len(cells) < len(header):  # a line broken inside a cell
                more = found.get(line + 1, [])
                cells = cells[:-1] + [cells[-1].strip() + " " + more[0].strip()] + more[1:] if more else cells
            return cells and collections.OrderedDict(zip(header, cells))
        return get
    import pandas
    if form == "stata":
        frame = pandas.read_stata(io.BytesIO(raw(path, entry)), convert_categoricals=False, convert_dates=False, convert_missing=False)
        return lambda line: dict(frame.iloc[line - 1]) if 0 < line <= len(frame) else None
    if form == "r":
        import pyreadr
        with tempfile.NamedTemporaryFile(suffix=".rda") as file:
            file.write(open(path, "rb").read()); file.flush()
            frames = [f for f in pyreadr.read_r(file.name).values()]
        return lambda line: [dict(f.iloc[line - 1]) for f in frames if 0 < line <= len(f)]
    sheets = pandas.read_excel(io.BytesIO(raw(path, entry)), sheet_name=None, header=None, dtype=object)
    out = {}
    for name, sheet in sheets.items():
        values = sheet.values.tolist()
        out[name] = values
    head = layout.get("header_line", 1)
    def get(line):
        return [dict(zip([str(h).strip() for h in v[head - 1]], v[line - 1])) for v in out.values() if len(v) >= max(line, head)] + \
               [dict(enumerate(v[line - 1])) for v in out.values() if len(v) >= line]
    return get


def blank(cell):
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell)) or str(cell).strip() in ("", "nan", "<NA>", "NaT", "None")


def number(cell):
    text = str(cell).strip()
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?( km)?", text) or re.fullmatch(r"-?[\d.]+ km", text):
        text = text.replace(",", "").replace(" km", "")
    try:
        return float(text)
    except ValueError:
        return None


def same(value, cell):
    """The value of the store and the publisher's cell are one and the same."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        if isinstance(cell, (datetime.date, datetime.datetime)):
            return cell.isoformat()[:10] == value.isoformat()[:10]
        text, n = str(cell).strip(), number(cell)
        forms = ["%Y-%m-%d", "%Y%m%d", "%m/%d/%Y", "%d/%m/%Y", "%d:%m:%Y", "%m/%d/%y", "%d-%b-%y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y%m", "%Y-%m"]
        for form in forms:
            try:
                day = datetime.datetime.strptime(text, form).date()
            except ValueError:
                continue
            if day == value or (form in ("%Y%m", "%Y-%m") and (day.year, day.month) == (value.year, value.month)):
                return True
        return n is not None and datetime.date(1970, 1, 1) + datetime.timedelta(days=int(n)) == value if n is not None and abs(n) < 1e6 else False
    if isinstance(value, (int, float)):
        n = number(cell)
        return n is not None and (n == value or abs(n - value) <= 1e-12 * abs(value) or
                                  (isinstance(value, float) and n and abs(n - value) <= 1e-6 * abs(value) and isinstance(cell, float)))
    a, b = " ".join(str(value).split()), " ".join(str(cell).split())
    n, m = number(a), number(b)
    return a == b or (n is not None and n == m)


def check(table, column, value, record):
    """A verdict about one cell: (class, is it verified; None for what cannot be checked here)."""
    card, spec = CARDS[table]
    is_reason = column.endswith("_missing")
    name = column[:-8] if is_reason else column
    own = next((c for c in spec["column"] if c["name"] == name), None)
    if own is None:
        return "no column of the card", None
    names = own.get("from", name)
    names = [names] if isinstance(names, str) else names
    names = [n for n in names if n]
    kind = own["type"]
    records = record if isinstance(record, list) else [record]
    cells = [r[n] for r in records for n in names if n in r]
    missing = own.get("missing", {})
    if is_reason:
        if not cells:
            return "reason for a derived cell", None
        told = [missing.get("" if blank(c) else str(c).strip(), None) or next((w for k, w in missing.items() if number(k) is not None and number(k) == number(c)), None) for c in cells]
        return "reason", (value in told) or (value is None and not all(told)) or (None if value in missing.values() else False)
    if value is None:
        if not cells:
            return "missing, derived", None
        is_gone = any(blank(c) or str(c).strip() in missing or any(number(k) is not None and number(k) == number(c) for k in missing) for c in cells)
        if is_gone:
            return "missing", True
        if kind in ("from_name", "from_code", "from_gw", "cow"):
            return "name without a number", None
        return "missing by rule", None
    if kind in ("from_name", "from_code", "from_gw"):
        told = cells or [c for r in records for c in r.values()]
        named = card.get("names", {})
        for cell in told:
            text = str(cell).strip()
            entry = named.get(text)
            codes = [entry] if isinstance(entry, int) else list(entry.values()) if isinstance(entry, dict) else []
            key = str(int(number(text))) if number(text) is not None and number(text).is_integer() else text
            if value in codes or fold(key) in register()[value] or (kind == "from_gw" and number(text) == value):
                return "state from a name or code", True
        if cells and kind == "from_gw":
            return "state from the other list", None
        return ("state from a name or code", False) if cells else ("state, derived", None)
    if cells:
        if any(same(value, c) for c in cells):
            return "cell", True
        if isinstance(value, datetime.date):
            # A day in three columns that stand together.
            for r in records:
                told = [number(c) for c in r.values()]
                if any(told[n:n + 3] in ([value.year, value.month, value.day], [value.day, value.month, value.year], [value.month, value.day, value.year]) for n in range(len(told))):
                    return "day from its parts", True
        if own.get("words") or isinstance(value, str):
            return "word for a code", None
        return "cell", False
    wide = [c for r in records for c in r.values()]
    if any(same(value, c) or (isinstance(value, str) and len(value) > 2 and value in str(c)) for c in wide):
        return "derived, its value stands in the row", True
    return "derived", None


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("store"); args.add_argument("n", type=int)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--bin", default=str(ROOT / "target/release/entente"))
    args.add_argument("--show", action="store_true")
    args = args.parse_args()
    manifest = json.load(open(os.path.join(args.store, "manifest.json")))
    rng = random.Random(args.seed)
    newest = {}
    in_use = tomllib.load(open(os.path.join(args.store, "entente.lock"), "rb"))["source"]
    tables = collections.defaultdict(list)
    for part in manifest["parts"]:
        newest[part["table"]] = max(newest.get(part["table"], ""), part["version"])
    for part in manifest["parts"]:
        versions = {p["version"] for p in manifest["parts"] if p["table"] == part["table"]}
        used = in_use[part["source"]]["version"]
        if part["version"] == (used if used in versions else max(versions)):
            tables[part["table"]].append(part)
    verified, classes, failed = collections.defaultdict(collections.Counter), collections.Counter(), []
    for _ in range(args.n):
        table = rng.choice(sorted(tables))
        part = rng.choice(tables[table])
        data = pq.ParquetFile(os.path.join(args.store, part["store_file"]))
        row = rng.randrange(data.metadata.num_rows)
        columns = [c for c in data.schema_arrow.names if c not in ("source_line", "source_file")]
        column = rng.choice(columns)
        group = 0
        while row >= data.metadata.row_group(group).num_rows:
            row -= data.metadata.row_group(group).num_rows
            group += 1
        cells = data.read_row_group(group).slice(row, 1).to_pylist()[0]
        value, line = cells[column], cells["source_line"]
        item = f"{table}:{part['file']}:{line}"
        told = subprocess.run([args.bin, "--store", args.store, "--json", "why", item], capture_output=True, text=True)
        def fail(why):
            failed.append(f"{item} {column} = {value!r}: {why}")
            verified[table]["failed"] += 1
        if told.returncode:
            fail(f"why: {told.stderr.strip()}"); continue
        answers = json.loads(told.stdout)["rows"]
        def shows(answer):
            text = dict(answer["cells"]).get(column)
            return text is None if value is None else text is not None and (text == str(value) or same(value, text))
        answer = next((a for a in answers if shows(a) and a["line"] == line), None)
        if answer is None:
            fail("why tells another value"); continue
        if table.startswith(EVENTS):
            classes["aggregated events"] += 1; verified[table]["unverifiable"] += 1; continue
        entry = answer["file"].split("/")[-1] if "/" in answer["file"] else None
        record = rows(answer["origin"], entry, table, part["layout"])(line)
        if not record:
            fail("the file has no such line"); continue
        what, verdict = check(table, column, value, record)
        classes[what if verdict is not None else "not checked: " + what] += 1
        if verdict is None:
            verified[table]["unverifiable"] += 1
            if args.show:
                print("not checked:", item, column, repr(value), what)
        elif verdict:
            verified[table]["verified"] += 1
        else:
            fail(f"{what}: the row is {str(record)[:600]}")
    print(f"{'table':<28} {'verified':>8} {'not checked':>12} {'failed':>7}")
    for table in sorted(verified):
        c = verified[table]
        print(f"{table:<28} {c['verified']:>8} {c['unverifiable']:>12} {c['failed']:>7}")
    total = sum(verified.values(), collections.Counter())
    print(f"{'all':<28} {total['verified']:>8} {total['unverifiable']:>12} {total['failed']:>7}\n")
    for what, n in classes.most_common():
        print(f"{n:>6} {what}")
    for line in failed:
        print("FAILED", line)
    sys.exit(1 if failed else 0)


main()
