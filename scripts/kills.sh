#!/usr/bin/env bash
# Killed with -9 while they work, FLASHKIT_KILLS times each: servers on SQLite and files, browsers the instant that they say
# "On this device", servers on DynamoDB Local and that storage itself. `make test` does each fifty times.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
export FLASHKIT_SHARED="${FLASHKIT_SHARED:-$(cd .. && pwd)/shared}"
export FLASHKIT_FONTS="$PWD/build/fonts"
scripts/build.sh
configure release -DFLASHKIT_TESTS=ON
compile release flashkit flashkit_server_test
phase "servers on SQLite and files" build/release/bin/flashkit_server_test --gtest_filter='KillServer.*'
phase "browsers" node --test --test-reporter=spec tests/e2e/durability.test.mjs
FLASHKIT_CLOUD_PARTS=kills FLASHKIT_ONLY=cloud scripts/test.sh
