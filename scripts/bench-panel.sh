#!/usr/bin/env bash
# What a full panel costs, from the store on the disk to a finished Parquet file: processor seconds, wall seconds, memory; beside NumPy
# on the same files in the same run, beside peacesciencer where R has it, and beside the least that writing so many bytes can cost here.
# Each is run some times and the least is taken. It prints and never fails on a slow run; it fails where the numbers differ.
# The folder of publishers' files: the first argument, ENTENTE_TEST_DATA, or shared/data beside the repository.
set -euo pipefail
cd "$(dirname "$0")/.."

data=${1:-${ENTENTE_TEST_DATA:-../shared/data}}
if [ ! -d "$data" ]; then
    echo "skipped: no data at $data"
    exit 0
fi
runs=${RUNS:-3}
entente="${CARGO_TARGET_DIR:-target}/release/entente"
[ -x "$entente" ] || cargo build --release --package entente-cli
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ENTENTE_STORE="$work/store"
"$entente" data add --quiet "$data" >/dev/null

measure() {
    local name=$1
    shift
    python3 scripts/peers/measure.py "$runs" "$@" >"$work/$name" 2>"$work/$name.output"
}

report() {
    awk -v title="$2" '{ printf "%-58s %6.2f s processor %6.2f s wall %5d MB\n", title, $1, $3, $2 }' "$work/$1"
}

few=atop_alliance,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul,cowmaj,conttype,cow_nmc,capdist,cowmidongoing,cowmidonset,gmlmidongoing,gmlmidonset
many=$few,init,sidea,orig,dyadigos,rivalries_tss,isard_democracy,isard_gdp_pop
panel() { "$entente" panel --quiet --years 1816..2025 "$@"; }

echo "directed pairs 1816-2025, 2,252,760 rows; least of $runs runs"
measure few "$entente" panel --quiet --bare --years 1816..2025 --with "$few" -o "$work/few.parquet"
report few "entente: 31 columns"
measure many "$entente" panel --quiet --bare --years 1816..2025 --with "$many" -o "$work/many.parquet"
report many "entente: 64 columns"
measure all "$entente" panel --quiet --bare --years 1816..2025 --with all -o "$work/all.parquet"
report all "entente: every variable"

# The limit: the bytes of the columns in memory, copied once.
python3 - "$work/many" "$(stat -c %s "$work/many.parquet")" <<'PY'
import sys, time
size = 1 << 28
block = bytearray(size)
best = 1e9
for _ in range(5):
    start = time.perf_counter()
    bytes(block)
    best = min(best, time.perf_counter() - start)
bandwidth = 2 * size / best
wall = float(open(sys.argv[1]).read().split()[2])
written, plain = int(sys.argv[2]), 2_252_760 * (40 * 4 + 24 * 8)
print(f"  memory moves {bandwidth / 1e9:.1f} GB/s in this run; the columns are {plain / 1e9:.2f} GB plain and {written / 1e6:.0f} MB in the file")
print(f"  writing is at {plain / wall / bandwidth:.3f} of that for the plain bytes, {written / wall / bandwidth:.4f} for those of the file")
PY

if python=$(scripts/install-peers.sh); then
    measure numpy "$python" scripts/peers/panel.py "$ENTENTE_STORE" 1816 2025 "$work/numpy.parquet"
    report numpy "NumPy: the same 31 columns"
    paste "$work/few" "$work/numpy" | awk '{ printf "  entente needs %.2f of its processor time (%.1f times as fast) and %.2f of its memory\n", $1 / $4, $4 / $1, $2 / $5 }'
    "$python" scripts/peers/same.py "$work/few.parquet" "$work/numpy.parquet" ccode1 ccode2 year
else
    echo "skipped: NumPy could not be installed"
fi

if command -v Rscript >/dev/null && Rscript -e 'stopifnot(requireNamespace("peacesciencer", quietly = TRUE))' 2>/dev/null; then
    measure peacesciencer Rscript scripts/peers/panel.R
    report peacesciencer "peacesciencer: 64 columns"
    paste "$work/many" "$work/peacesciencer" | awk '{ printf "  entente needs 1/%.0f of its processor time and %.2f of its memory\n", $4 / $1, $2 / $5 }'
else
    echo "peacesciencer is not installed; on another day and the same kind of machine it took 54 processor seconds and 3,550 MB for 64 columns"
    awk '{ printf "  against that figure: 1/%.0f of the processor time, %.2f of the memory\n", 54 / $1, $2 / 3550 }' "$work/many"
fi
