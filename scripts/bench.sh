#!/usr/bin/env bash
# Benchmarks beside named peers: JSON lines on standard output, words on standard error.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build/bench
configure release -DFLASHKIT_TESTS=OFF -DFLASHKIT_BENCH=ON >&2 && compile release core_bench >&2
node bench/scene.mjs 5000 build/bench/scene-5000.json
node bench/scene.mjs 30 build/bench/scene-30.json
roboto=$(node -e 'const f=JSON.parse(require("fs").readFileSync("build/fonts/fonts.json"));const x=(f.faces??f).find((a)=>a.family==="Roboto"&&a.weight===400&&!a.italic);console.log("build/fonts/"+x.file+(x.file.includes(".")?"":".ttf"))')
echo "engine, natively" >&2
build/release/bin/core_bench build/bench/scene-5000.json build/bench/scene-30.json build/fonts
echo "peers: @napi-rs/canvas, Yjs" >&2
node bench/render.mjs "$roboto"
node bench/collaboration.mjs
echo "fan-out beside y-websocket" >&2
node bench/fanout.mjs
