#!/usr/bin/env bash
# Recomputes the numeric tables of the built-in case from the publishers' own files and compares them byte for byte. The files are not
# part of the repository: ENTENTE_TEST_DATA names their folder, else shared/data beside the repository is tried.
set -euo pipefail
cd "$(dirname "$0")/.."

data=${ENTENTE_TEST_DATA:-../shared/data}
if [ ! -d "$data" ]; then
    echo "skipped: derived tables: no data at $data"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet openpyxl
"$work/venv/bin/python" cases/russia-china/derive/derive.py "$data" "$work"
for table in deliveries milex overlap trade votes; do
    cmp "$work/$table.csv" "cases/russia-china/$table.csv"
    echo "same: $table.csv"
done
