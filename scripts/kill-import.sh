#!/usr/bin/env bash
# Kills `entente data add` at random moments and looks at what is left: the store as it was before or as it is after, nothing else.
#
#   scripts/kill-import.sh [N]     N attempts, 50 where not said
#
# ENTENTE_TEST_DATA  the publishers' files   [../shared/data]
# ENTENTE_BIN        the program             [target/release/entente]
# KILL_SEED          seed of the moments     [1]
# KILL_SETS          folders that are added  [atop cow-mid cow-nmc polity5 sipri-at unga-idealpoints]
set -euo pipefail
cd "$(dirname "$0")/.."
n=${1:-50}
data=${ENTENTE_TEST_DATA:-$PWD/../shared/data}
bin=${ENTENTE_BIN:-$PWD/target/release/entente}
seed=${KILL_SEED:-1}
read -ra sets <<<"${KILL_SETS:-atop cow-mid cow-nmc polity5 sipri-at unga-idealpoints}"
if [ ! -d "$data" ]; then
    echo "skipped: kills during an import: no data at $data" >&2
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
store=$work/store
export ENTENTE_STORE=$store NO_COLOR=1
folders=("${sets[@]/#/$data/}")

sums() { (cd "$store" && find . -name '*.parquet' -not -path './staging/*' -print0 | sort -z | xargs -0 sha256sum); }
now() { date +%s.%N; }

"$bin" --quiet data add "$data/cow-states" "$data/gw-states" >/dev/null
cp -r "$store" "$work/base"
"$bin" data list --json >"$work/old.json"
start=$(now)
"$bin" --quiet data add "${folders[@]}" >/dev/null
time=$(awk -v a="$start" -v b="$(now)" 'BEGIN { print b - a }')
"$bin" data list --json >"$work/new.json"
sums >"$work/new.sums"
cmp -s "$work/old.json" "$work/new.json" && { echo "the import changes nothing" >&2; exit 1; }
echo "seed $seed, $n kills within 1.1 x $time s, sets: ${sets[*]}"

RANDOM=$seed
old=0 new=0 fail=0 killed=0
bad() { echo "FAIL: attempt $i, killed at $at s: $1" >&2; fail=$((fail + 1)); }
for i in $(seq "$n"); do
    rm -rf "$store" && cp -r "$work/base" "$store"
    at=$(awk -v r="$RANDOM" -v s="$RANDOM" -v t="$time" 'BEGIN { printf "%.4f", (r * 32768 + s) / 1073741824 * 1.1 * t }')
    setsid "$bin" --quiet data add "${folders[@]}" >/dev/null 2>&1 &
    pid=$!
    sleep "$at"
    kill -KILL -- "-$pid" 2>/dev/null && killed=$((killed + 1))
    wait "$pid" 2>/dev/null || true
    "$bin" data verify >/dev/null 2>"$work/says" || { bad "verify: $(cat "$work/says")"; continue; }
    "$bin" data list --json >"$work/is.json" || { bad "list"; continue; }
    if cmp -s "$work/is.json" "$work/old.json"; then old=$((old + 1)); elif cmp -s "$work/is.json" "$work/new.json"; then new=$((new + 1)); else
        bad "neither the old nor the new content"
        continue
    fi
    "$bin" --quiet data add "${folders[@]}" >/dev/null 2>"$work/says" || { bad "again: $(cat "$work/says")"; continue; }
    sums | cmp -s - "$work/new.sums" || { bad "the files of a second run are others"; continue; }
    [ -z "$(find "$store/staging" -mindepth 1 2>/dev/null)" ] || bad "something is left in staging"
done
echo "$((n - fail)) pass, $fail fail; killed in work $killed; old content $old, new $new"
[ "$fail" -eq 0 ]
