#!/usr/bin/env bash
# Reads a Stata file of ours with pandas and with R's haven, and holds every value, label and missing value against the CSV of the same panel.
# The panel rests on the list of states and an invented file; where the publishers' files are, also on theirs, for codes and coverage.
# ENTENTE names the program, ENTENTE_TEST_DATA the publishers' files.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
program=${ENTENTE:-$target/release/entente}
data=${ENTENTE_TEST_DATA:-../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
store="$work/store"

with=()
if [ -d "$data" ]; then
    "$program" --store "$store" --quiet data add "$data/cow-nmc/NMC-60-abridged.csv" "$data/cow-states/majors2024.csv" \
        "$data/cow-contiguity/contdird.csv" "$data/derived/tss_rivalries.csv.gz" >/dev/null
    with=(--with all)
else
    echo "WARNING: no publishers' files at $data; the columns checked are those of an invented file alone"
fi
cat >"$work/own.csv" <<'CSV'
ccode,year,small,wide,large,real,word
2,1985,1,1000,100000,0.1,plain
2,1986,-127,-32767,-2147483647,1e-300,"with, comma and ""quotes"""
2,1987,100,32740,2147483620,-1.7976931348623157e307,Curaçao 中国
200,1985,,,,,
200,1986,NA,0,2000000000,NA,NA
220,1987,0,7,0,123456.789,
CSV
panel=("$program" --store "$store" --quiet panel --unit undirected --join "$work/own.csv" --status "${with[@]}")
"${panel[@]}" --years 1984..1988 -o "$work/p.csv" --also "$work/p.dta"
"${panel[@]}" --years 2012..2018 --states USA,GBR,FRA -o "$work/q.csv" --also "$work/q.dta"

python=$(scripts/install-peers.sh)
for name in p q; do
    "$python" scripts/dta/check.py "$work" "$name"
done

if ! Rscript -e 'library(haven)' >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && apt-get install --yes --no-install-recommends r-base-core r-cran-haven r-cran-jsonlite; } >/dev/null 2>&1 || true
fi
if Rscript -e 'library(haven)' >/dev/null 2>&1; then
    for name in p q; do
        Rscript scripts/dta/check.R "$work" "$name"
    done
else
    echo "WARNING: no R with haven; the Stata file was read with pandas alone"
fi
