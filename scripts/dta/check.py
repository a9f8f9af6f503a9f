"""Holds NAME.dta, as pandas reads it, against NAME.csv of the same panel, which has a column of words behind each column."""

import csv
import json
import sys
from pathlib import Path

import pandas

LETTERS = {
    "missing": ".a", "not_covered": ".b", "not_applicable": ".c", "undefined": ".d", "too_few": ".e", "unmatched": ".f", "withheld": ".g",
}


def main(folder: Path, name: str) -> None:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = json.loads((folder / f"{name}.entente.json").read_text(encoding="utf-8"))["columns"]
    frame = pandas.read_stata(folder / f"{name}.dta", convert_categoricals=False, convert_missing=True)
    with pandas.read_stata(folder / f"{name}.dta", iterator=True) as reader:
        labels, codes, title = reader.variable_labels(), reader.value_labels(), reader.data_label
    assert title.startswith("Dyad-years, "), title
    assert list(frame.columns) == [c["name"] for c in columns], "names"
    assert len(frame) == len(rows), (len(frame), len(rows))
    values = missing = 0
    for column in columns:
        of = column["name"]
        label = column["label"] if len(column["label"]) <= 80 else column["label"][:77] + "..."
        assert labels[of] == label, (of, labels[of])
        if column["codes"]:
            plain = {code: text for code, text in codes[of].items() if code < 2147483621}
            assert plain == {c["code"]: c["means"] for c in column["codes"]}, (of, codes[of])
        for found, row in zip(frame[of].tolist(), rows):
            status = row.get(f"{of}_status", "observed")
            if status in LETTERS:
                missing += 1
                expected = "" if column["type"] == "text" else LETTERS[status]
                assert (found if column["type"] == "text" else str(found)) == expected, (of, row, found)
            else:
                values += 1
                expected = row[of] if column["type"] == "text" else float(row[of])
                assert found == expected, (of, row[of], found)
    # As people read it: a column with codes becomes words.
    words = pandas.read_stata(folder / f"{name}.dta", columns=["ccode1"] + [c["name"] for c in columns if c["codes"]])
    for column in (c for c in columns if c["codes"]):
        known = set(words[column["name"]].dropna().unique())
        assert known <= {c["means"] for c in column["codes"]}, (column["name"], known)
    print(f"pandas {pandas.__version__}: {name}.dta, {len(columns)} columns, {values} values and {missing} missing values as in the CSV")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
