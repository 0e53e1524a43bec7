#!/usr/bin/env bash
# The sync simulator over many seeds: exit status 0 only if every seed held.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build
configure release -DFLASHKIT_TESTS=ON
compile release flashkit_simulator
exec build/release/bin/flashkit_simulator --seeds "${1:-2000}"
