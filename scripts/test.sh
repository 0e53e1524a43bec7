#!/usr/bin/env bash
# Everything that must hold. Continuous integration calls this through `make test`; so can you.
# Each phase writes its log to build/logs and prints its minutes at the end. FLASHKIT_ONLY="check wasm" runs some phases.
# FLASHKIT_ALL=1 (make test-all) adds the phase that is not part of every run: threads.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
rm -rf build/logs && mkdir -p build/logs
export FLASHKIT_SHARED="${FLASHKIT_SHARED:-$(cd .. && pwd)/shared}"
export FLASHKIT_FONTS="$PWD/build/fonts"
export ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-14

# logged NAME command...: output to build/logs/NAME.log; shown only when it fails.
logged() {
  local log="build/logs/$1.log"; shift
  "$@" >"$log" 2>&1 || { tail -n 150 "$log"; return 1; }
}
native_tests() {
  configure asan && compile asan all headers && ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 \
    LSAN_OPTIONS="suppressions=$PWD/tools/lsan.supp:print_suppressions=0" \
    logged native ctest --test-dir build/asan -j3 --verbose --no-tests=error -LE slow
}
thread_tests() {
  configure tsan && compile tsan flashkit_server_test flashkit_adapters_test &&
    TSAN_OPTIONS="suppressions=$PWD/tools/tsan.supp:external_symbolizer_path=$ASAN_SYMBOLIZER_PATH" logged threads ctest --test-dir build/tsan -j1 --verbose --no-tests=error -R '^flashkit_(server|adapters)_test$'
}
wasm_tests() {
  scripts/wasm_libraries.sh >/dev/null && configure wasm -DFLASHKIT_TESTS=ON && compile wasm all &&
    logged wasm ctest --test-dir build/wasm -j2 --verbose --no-tests=error
}
product() { scripts/build.sh; }
web_tests() {
  logged types npm run --silent --prefix web types && logged web npm run --silent --prefix web test &&
    logged lint npm run --silent --prefix web lint
}
# One folder for two lanes: the second waits for the first, and has nothing left to do.
optimized_tests() {
  flock 9 && configure release -DFLASHKIT_TESTS=ON && compile release flashkit flashkit_cloud_test flashkit_simulator slow_tests
} 9>build/release.lock
simulations() {
  optimized_tests &&
    logged simulator ctest --test-dir build/release --verbose --no-tests=error -R '^flashkit_simulator$' &&
    logged mutants ctest --test-dir build/release -j2 --verbose --no-tests=error -R '^flashkit_(simulator|dynamodb)_mutant'
}
# Exit status 77: the stand-ins for Amazon's services cannot be had; then the tests say so, each as skipped.
cloud_tests() {
  optimized_tests || return 1
  local status=0
  scripts/cloud.sh run tests/cloud/all.sh build/release >build/logs/cloud.log 2>&1 || status=$?
  if [ "$status" = 77 ]; then
    grep '^cloud:' build/logs/cloud.log
    logged cloud ctest --test-dir build/release --verbose --no-tests=error -R '^flashkit_cloud_test'
    return
  fi
  [ "$status" = 0 ] || { tail -n 150 build/logs/cloud.log; return 1; }
}
deploy_tests() { logged deploy node --test --test-reporter=spec deploy/; }
browser_tests() {
  logged screens npm run --silent --prefix web browser &&
    logged browser node --test --test-concurrency=2 --test-reporter=spec tests/e2e/ tests/parity/
}

further="threads"
wanted() {
  if [ -n "${FLASHKIT_ONLY:-}" ]; then [[ " $FLASHKIT_ONLY " == *" $1 "* ]]; return; fi
  [ -n "${FLASHKIT_ALL:-}" ] || [[ " $further " != *" $1 "* ]]
}
run() { if wanted "$1"; then phase "$2" "${@:3}"; fi; }
# beside NAME "words" command...: runs while the phases behind it do, for they wait about as often as they work; `join NAME`
# waits for it. `behind` is the same with only the processor time that nobody else asks for.
beside() { lane normal "$@"; }
behind() { lane idle "$@"; }
lane() {
  local class=$1; shift
  if ! wanted "$1"; then return; fi
  printf '\n\033[1m== %s (beside what follows)\033[0m\n' "$2"
  set -m
  (
    set -e
    if [ "$class" = idle ]; then chrt --idle --pid 0 "$BASHPID"; fi
    "${@:3}"
  ) >"build/beside-$1.log" 2>&1 &
  set +m
  besides+=("$! $SECONDS $1 $2")
  trap 'for one in "${besides[@]}"; do kill -- "-${one%% *}" 2>/dev/null; done; true' EXIT
}
besides=()
join() {
  local pid start name words left=()
  for one in "${besides[@]}"; do
    read -r pid start name words <<<"$one"
    if [ "$name" != "$1" ]; then left+=("$one"); continue; fi
    wait "$pid" || { tail -n 150 "build/beside-$name.log"; printf '\n\033[1m== %s failed\033[0m\n' "$words" >&2; print_phases; exit 1; }
    phases+=$(printf '%5.1f min  %s (beside others)' "$(awk "BEGIN{print ($SECONDS-$start)/60}")" "$words")$'\n'
  done
  besides=("${left[@]}")
}

run deps    "set-up" env FLASHKIT_TESTING=1 scripts/deps.sh
run check   "hygiene" logged check node tools/check.mjs
run deploy  "the template for Amazon's services" deploy_tests
run fonts   "fonts" node tools/fonts.mjs build/fonts
beside native "native tests with address and undefined-behaviour sanitizers" native_tests
run product "the product" product
behind simulations "the sync simulator; planted bugs must be caught" simulations
run web     "web: lint and unit tests" web_tests
run wasm    "core tests as WebAssembly" wasm_tests
join native
run browser "end to end in a real browser" browser_tests
run cloud   "stand-ins for Amazon's services" cloud_tests
join simulations
run threads "server tests with the thread sanitizer" thread_tests
print_phases
if [ -z "${FLASHKIT_ALL:-}${FLASHKIT_ONLY:-}" ]; then echo "not run: $further (make test-all runs them too)"; fi
node tools/count_tests.mjs build/logs
