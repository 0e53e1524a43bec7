#!/usr/bin/env bash
# Records what this build writes down (tests/corpus/recorded/README.md), in a new folder named by the day.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
configure release -DFLASHKIT_TESTS=ON
compile release flashkit_record
day=$(date -u +%F)
folder=tests/corpus/recorded/$day
for again in b c d e; do [ ! -e "$folder" ] || folder=tests/corpus/recorded/$day$again; done
build/release/bin/flashkit_record "$folder"
echo "recorded in $folder"
