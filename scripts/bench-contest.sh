#!/usr/bin/env bash
# What a contest costs, beside the same games in NumPy and SciPy in the same run: solving, its growth from 3 to 200 states, and 10,000
# draws of the counterfactual of three players with multipliers (ours on all cores, SciPy's on one and from fewer draws, so also given per
# core). Check sums of the answers must agree, else it fails. It never fails on a slow run.
set -euo pipefail
cd "$(dirname "$0")/.."

draws=${DRAWS:-60}
target=${CARGO_TARGET_DIR:-target}
cargo build --quiet --release --package entente-measures --example bench_contest
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$target/release/examples/bench_contest" >"$work/ours"
if python=$(scripts/install-peers.sh); then
    "$python" scripts/peers/contest.py "$draws" >"$work/scipy"
else
    echo "skipped: SciPy could not be installed"
    : >"$work/scipy"
fi
awk -v cores="$(nproc)" '
    FNR == NR { seconds[$1] = $2; sum[$1] = $3; next }
    !($1 in seconds) { printf "%-22s %12.3f ms\n", $1, $2 * 1e3; next }
    {
        printf "%-22s %12.3f ms   SciPy %12.1f ms   %8.0f times", $1, $2 * 1e3, seconds[$1] * 1e3, seconds[$1] / $2
        if ($1 ~ /^draws/) {
            printf ", per core %.0f; first more in %.2f and %.2f of the draws\n", seconds[$1] / $2 / cores, $3, sum[$1]
        } else {
            apart = ($3 - sum[$1]) / $3
            if (apart > 1e-6 || apart < -1e-6) { print "   DIFFERENT ANSWERS"; wrong = 1 } else print ""
        }
    }
    END { exit wrong }' "$work/scipy" "$work/ours"
