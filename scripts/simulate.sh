#!/usr/bin/env bash
# The sync simulator over many seeds: simulate.sh [SEEDS [FROM [BUG]]]. Exit status 0 only if every seed held; else it ends
# with the first seed that did not and the command that plays it again. With a planted bug (tests/simulator/tests.cmake) it
# should.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build
configure release -DFLASHKIT_TESTS=ON
program=flashkit_simulator${3:+_mutant_${3,,}}
compile release "$program"
exec "build/release/bin/$program" --progress --seeds "${1:-2000}" --from "${2:-1}"
