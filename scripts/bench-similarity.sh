#!/usr/bin/env bash
# What the similarity of all pairs costs, beside NumPy in the same run on the same files of the same store: every alliance dyad-year of
# 1816 to 2018, and every dyad-year of votes in the General Assembly. Compared are processor seconds of computing alone, without reading
# and writing, on one thread each, and wall seconds with all processors; each is run some times and the least is taken. It fails where
# the numbers differ, and never on a slow run. The folder of publishers' files: the first argument, ENTENTE_TEST_DATA, or shared/data
# beside the repository.
set -euo pipefail
cd "$(dirname "$0")/.."

data=${1:-${ENTENTE_TEST_DATA:-../shared/data}}
if [ ! -d "$data" ]; then
    echo "skipped: no data at $data"
    exit 0
fi
runs=${RUNS:-5}
entente="${CARGO_TARGET_DIR:-target}/release/entente"
[ -x "$entente" ] || cargo build --release --package entente-cli
python=$(scripts/install-peers.sh) || { echo "skipped: NumPy could not be installed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ENTENTE_STORE="$work/store"
"$entente" data add --quiet "$data"/{atop,derived,cow-nmc,cow-states,unga-votes} >/dev/null
"$python" scripts/peers/similarity.py prepare "$ENTENTE_STORE" "$work/input.npz"

# ours THREADS WHAT YEARS: processor seconds, wall seconds, rows. Each turn computes all from what was read, as a writer asks for it.
ours() {
    RAYON_NUM_THREADS=$1 "$entente" similarity --quiet --over "$2" --years "$3" --timings "$runs" -o "$work/$2.parquet" 2>&1 |
        awk '/^timing/ { rows = $2; if (!n++ || $8 < cpu) cpu = $8; if (n == 1 || $11 < wall) wall = $11 } END { print cpu, wall, rows }'
}

# theirs THREADS WHAT: the same.
theirs() {
    OPENBLAS_NUM_THREADS=$1 "$python" scripts/peers/similarity.py "$2" "$work/input.npz" "$work/$2.npz" "$runs"
}

compare() {
    local what=$1 years=$2 all
    all=$(nproc)
    read -r our_cpu _ rows <<<"$(ours 1 "$what" "$years")"
    read -r their_cpu alone _ <<<"$(theirs 1 "$what")"
    read -r _ our_wall _ <<<"$(ours "$all" "$what" "$years")"
    # Its threads do not always help it: the better of the two counts.
    read -r _ their_wall _ <<<"$(theirs "$all" "$what")"
    their_wall=$(printf '%s\n' "$alone" "$their_wall" | sort -g | head -1)
    awk -v what="$what" -v rows="$rows" -v a="$our_cpu" -v b="$their_cpu" -v c="$our_wall" -v d="$their_wall" -v all="$all" 'BEGIN {
        printf "%s, %d pairs and years, eleven measures; least of the runs\n", what, rows
        printf "  processor, one thread:    entente %.4f s (%.0f ns a row), NumPy %.4f s: %.1f times as fast\n", a, a / rows * 1e9, b, b / a
        printf "  wall, %2d threads:         entente %.4f s, NumPy %.4f s: %.1f times as fast\n", all, c, d, d / c }'
    "$python" scripts/peers/similarity.py compare "$what" "$work/$what.npz" "$work/$what.parquet"
}

compare alliances 1816..2018
compare votes 1946..2015
echo "the whole command, reading and writing Parquet too, least of $runs runs: processor s, MB, wall s"
for what in alliances votes; do
    echo "  $what: $(python3 scripts/peers/measure.py "$runs" "$entente" similarity --quiet --over "$what" --years 1816..2018 -o "$work/whole.parquet")"
done
