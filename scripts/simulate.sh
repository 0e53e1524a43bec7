#!/usr/bin/env bash
# The sync simulator over many seeds: simulate.sh [SEEDS [FROM]]. Exit status 0 only if every seed held; else it ends with
# the first seed that did not and the command that plays it again.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build
configure release -DFLASHKIT_TESTS=ON
compile release flashkit_simulator
exec build/release/bin/flashkit_simulator --progress --seeds "${1:-2000}" --from "${2:-1}"
