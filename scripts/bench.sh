#!/usr/bin/env bash
# Runs one warm assessment many times with the release build and prints the median and the worst. It prints and never fails on a
# slow run: a busy machine is no fault of the code.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=20
bar=500
entente="${CARGO_TARGET_DIR:-target}/release/entente"
[ -x "$entente" ] || cargo build --release --package entente-cli

assess() { "$entente" assess russia china --year 2021 >/dev/null; }

assess # warms the file cache
times=()
for _ in $(seq "$runs"); do
    start=$(date +%s%N)
    assess
    end=$(date +%s%N)
    times+=($(((end - start) / 1000000)))
done

mapfile -t sorted < <(printf '%s\n' "${times[@]}" | sort -n)
median=$(((sorted[(runs - 1) / 2] + sorted[runs / 2]) / 2))
worst=${sorted[runs - 1]}
echo "assess, warm, $runs runs: median $median ms, worst $worst ms (bar: $bar ms)"
