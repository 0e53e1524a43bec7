#!/usr/bin/env bash
# Benchmarks beside named peers: JSON lines on standard output, words on standard error.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build/bench
configure release -DFLASHKIT_TESTS=OFF -DFLASHKIT_BENCH=ON >&2 && compile release core_bench >&2
node bench/scene.mjs 5000 build/bench/scene-5000.json urls
node bench/scene.mjs 30 build/bench/scene-30.json
roboto=$(node bench/roboto.mjs build/fonts)
echo "engine, natively" >&2
build/release/bin/core_bench build/bench/scene-5000.json build/bench/scene-30.json build/fonts
echo "peers: @napi-rs/canvas, Yjs" >&2
node bench/render.mjs "$roboto"
node bench/collaboration.mjs
echo "canvas beside Konva, in Chromium" >&2
for scene in 30 5000 10000 5000-one-page; do
  if [ "$scene" != 30 ]; then
    node bench/scene.mjs "${scene%%-*}" "build/bench/scene-$scene.json" urls "${scene#*-}"
  fi
  build/release/bin/core_bench checkpoint "build/bench/scene-$scene.json" "build/bench/checkpoint-$scene.json"
done
node bench/canvas.mjs build/bench
echo "fan-out beside y-websocket" >&2
node bench/fanout.mjs
echo "an hour of editing on DynamoDB and S3, in dollars, over stand-ins" >&2
scripts/cost.sh
