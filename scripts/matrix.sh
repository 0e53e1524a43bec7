#!/usr/bin/env bash
# The matrix of tests/matrix, whole or in part (its options pass through): one JSON line for each cell, exit status 0 only if
# every cell held.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build
configure release -DFLASHKIT_TESTS=ON >&2
compile release flashkit flashkit_matrix >&2
case " $* " in
  *" --cloud 1 "*) exec scripts/cloud.sh run build/release/bin/flashkit_matrix "$@" ;;
  *) exec build/release/bin/flashkit_matrix "$@" ;;
esac
