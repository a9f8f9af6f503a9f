#!/usr/bin/env bash
# What it costs to import a folder of publishers' files, in processor seconds and memory, beside what pandas and polars need merely to
# read the texts among them. Processor time of all children counts; each is run some times and the least is taken, as others may use
# the machine. It prints and never fails on a slow run. The folder: the first argument, ENTENTE_TEST_DATA, or shared/data beside the
# repository.
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

# import PATH...: into a new store
import() {
    rm -rf "$work/store"
    ENTENTE_STORE="$work/store" "$entente" data add --json "$@"
}

# measure NAME COMMAND...: notes seconds and memory in $work/NAME, and what the command prints in $work/NAME.output.
measure() {
    local name=$1
    shift
    python3 scripts/peers/measure.py "$runs" "$@" >"$work/$name" 2>"$work/$name.output"
}

# report NAME TITLE ROWS: one line.
report() {
    awk -v title="$2" -v rows="$3" '{ printf "%-46s %6.2f s %5d MB %9d rows %9.0f rows/s\n", title, $1, $2, rows, rows / $1 }' "$work/$1"
}

# ratio NAME PEER
ratio() {
    paste "$work/$1" "$work/$2" | awk -v peer="$2" '{ printf "  the same texts: %.2f of the time and %.2f of the memory of %s\n", $1 / $4, $2 / $5, peer }'
}

rows_of() { grep -o '"rows": [0-9]*' "$work/$1.output" | awk '{ sum += $2 } END { print sum + 0 }'; }

export -f import
export work entente
mapfile -d '' texts < <(find -L "$data" -type f -regextype posix-extended -iregex '.*\.(csv|tsv|tab)(\.gz)?' -print0 | sort -z)
echo "least processor seconds of $runs runs each, user and system, children too; memory of all processes together"
measure all bash -c 'import "$@"' import "$data"
report all "entente: reads, checks, resolves, stores all" "$(rows_of all)"
measure texts bash -c 'import "$@"' import "${texts[@]}"
report texts "entente: the same, of csv and tsv only" "$(rows_of texts)"

if python=$(scripts/install-peers.sh); then
    for peer in pandas polars; do
        measure "$peer" "$python" scripts/peers/read_csv.py "$peer" "$data"
        read -r files rows unread <"$work/$peer.output"
        report "$peer" "$peer: reads csv and tsv, no more ($files files)" "$rows"
        [ "$unread" -eq 0 ] || echo "  $unread files it could not read"
        ratio texts "$peer"
    done
else
    echo "skipped: pandas and polars could not be installed"
fi
