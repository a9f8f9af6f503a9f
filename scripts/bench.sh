#!/usr/bin/env bash
# Runs warm assessments many times with the release build and prints the median and the worst: the built-in case, and a pair over a
# store of all of the publishers' files where these are at hand (ENTENTE_TEST_DATA, else shared/data beside the repository). It prints
# and never fails on a slow run: a busy machine is no fault of the code.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=20
data=${ENTENTE_TEST_DATA:-../shared/data}
entente="${CARGO_TARGET_DIR:-target}/release/entente"
[ -x "$entente" ] || cargo build --release --package entente-cli

# bench TITLE BAR ARGUMENT...
bench() {
    local title=$1 bar=$2 times=() sorted start end
    shift 2
    "$entente" "$@" >/dev/null # warms the file cache
    for _ in $(seq "$runs"); do
        start=$(date +%s%N)
        "$entente" "$@" >/dev/null
        end=$(date +%s%N)
        times+=($(((end - start) / 1000000)))
    done
    mapfile -t sorted < <(printf '%s\n' "${times[@]}" | sort -n)
    local median=$(((sorted[(runs - 1) / 2] + sorted[runs / 2]) / 2))
    echo "$title, warm, $runs runs: median $median ms, worst ${sorted[runs - 1]} ms (bar: $bar ms)"
}

bench "assess" 500 assess russia china --year 2021
if [ -d "$data" ]; then
    store=$(mktemp -d)
    trap 'rm -rf "$store"' EXIT
    export ENTENTE_STORE="$store"
    # A file that is refused is no reason not to measure.
    "$entente" data add "$data" >/dev/null 2>&1 || true
    bench "assess over a full store" 350 assess USA JPN --year 2015
else
    echo "skipped: assess over a full store: no data at $data"
fi
