#!/usr/bin/env bash
# How long a newcomer waits: builds the release program from nothing in a folder of its own and asks for the first verdict.
# It prints and never fails on a slow machine. Crates that are not on the machine yet are downloaded, and that time counts.
set -euo pipefail
cd "$(dirname "$0")/.."

bar=300
target=$(mktemp -d)
trap 'rm -rf "$target"' EXIT

start=$(date +%s)
CARGO_TARGET_DIR="$target" cargo run --release -- assess russia china --year 2021
end=$(date +%s)

seconds=$((end - start))
echo "clean clone to first verdict: $seconds s (bar: $bar)"
