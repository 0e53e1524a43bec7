#!/usr/bin/env bash
# Builds the product: build/bin/flashkit, build/engine (WebAssembly), build/fonts, build/web.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build/bin

build_native() { configure release -DFLASHKIT_TESTS=OFF && compile release flashkit && ln -sf ../release/bin/flashkit build/bin/flashkit; }
build_engine() { scripts/wasm_libraries.sh >/dev/null && configure wasm -DFLASHKIT_TESTS=OFF && compile wasm engine; }
build_fonts() { node tools/fonts.mjs build/fonts; }
build_web() { npm run --silent --prefix web build -- --outDir ../build/web --emptyOutDir; }

echo "Building the native program (the first time takes some minutes)"
build_native
echo "Building the engine for the browser"
build_engine
echo "Collecting fonts"
build_fonts
echo "Building the web app"
build_web
