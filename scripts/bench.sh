#!/usr/bin/env bash
# Benchmarks beside named peers: JSON lines on standard output, words on standard error.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build/bench
configure release -DFLASHKIT_TESTS=OFF -DFLASHKIT_BENCH=ON >&2 && compile release core_bench device_bench >&2
node bench/scene.mjs 5000 build/bench/scene-5000.json urls
node bench/scene.mjs 30 build/bench/scene-30.json
roboto=$(node bench/roboto.mjs build/fonts)
echo "engine, natively" >&2
build/release/bin/core_bench build/bench/scene-5000.json build/bench/scene-30.json build/fonts
echo "rendering beside @napi-rs/canvas" >&2
node bench/render.mjs "$roboto"
echo "collaboration beside Yjs, Loro and Automerge" >&2
node bench/collaboration.mjs
echo "canvas beside Konva, in Chromium" >&2
for scene in 30 5000 10000 5000-one-page; do
  if [ "$scene" != 30 ]; then
    node bench/scene.mjs "${scene%%-*}" "build/bench/scene-$scene.json" urls "${scene#*-}"
  fi
  build/release/bin/core_bench checkpoint "build/bench/scene-$scene.json" "build/bench/checkpoint-$scene.json"
done
node bench/canvas.mjs build/bench
echo "fan-out beside y-websocket and Hocuspocus" >&2
node bench/fanout.mjs
echo "an hour of editing on DynamoDB and S3, in dollars, over stand-ins" >&2
scripts/cost.sh
# On DynamoDB Local as well, where it can be had.
with_cloud() {
  local status=0
  scripts/cloud.sh run "$@" || status=$?
  if [ "$status" = 77 ]; then "$@"; else return "$status"; fi
}
echo "from an edit to the other device" >&2
with_cloud node bench/latency.mjs
echo "four servers" >&2
scripts/cloud.sh run node bench/routing.mjs || [ $? = 77 ]
echo "connections" >&2
with_cloud node bench/connections.mjs
