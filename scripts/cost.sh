#!/usr/bin/env bash
# What an hour of editing costs on DynamoDB and S3, measured over stand-ins: one JSON line on standard output, words on standard
# error. docs/cost.md explains it. Where the stand-ins cannot be had, it says so and prints nothing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build/bench
status=0
scripts/cloud.sh run node bench/cost.mjs "$PWD/build/bench/cost.json" >&2 || status=$?
if [ "$status" = 77 ]; then exit 0; fi
[ "$status" = 0 ] || exit "$status"
cat build/bench/cost.json
