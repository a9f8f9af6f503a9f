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

import() {
    rm -rf "$work/store"
    ENTENTE_STORE="$work/store" "$entente" data add "$data" --json
}

# measure NAME COMMAND...: runs the command and notes "seconds MB" of the run with the least seconds in $work/NAME. The memory is the
# sum over the processes at their largest, looked at every 20 ms.
measure() {
    local name=$1
    shift
    python3 scripts/peers/measure.py "$runs" "$@" >"$work/$name" 2>"$work/$name.output"
}

export -f import
export work entente data
measure entente bash -c import
rows=$(grep -o '"rows": [0-9]*' "$work/entente.output" | awk '{ sum += $2 } END { print sum + 0 }')
read -r seconds memory <"$work/entente"
awk -v s="$seconds" -v m="$memory" -v r="$rows" -v n="$runs" \
    'BEGIN { printf "least processor time of %d runs each\n%-42s %6.2f s  %5d MB  %d rows, %d rows/s\n", n, "entente: read, check, resolve, store all", s, m, r, r / s }'

if python=$(scripts/install-peers.sh); then
    for peer in pandas polars; do
        measure "$peer" "$python" scripts/peers/read_csv.py "$peer" "$data"
        read -r peer_seconds peer_memory <"$work/$peer"
        read -r files peer_rows unread <"$work/$peer.output"
        awk -v p="$peer" -v s="$peer_seconds" -v m="$peer_memory" -v r="$peer_rows" -v f="$files" -v u="$unread" -v es="$seconds" -v em="$memory" \
            'BEGIN { printf "%-42s %6.2f s  %5d MB  %d rows of %d files, %d unread; entente takes %.2f of its time, %.2f of its memory\n", p ": read the texts, no more", s, m, r, f, u, es / s, em / m }'
    done
else
    echo "skipped: pandas and polars could not be installed"
fi
