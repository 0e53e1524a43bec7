#!/usr/bin/env bash
# What runs on the stand-ins, side by side, for most of it waits: the contracts, tapes and crowds; servers and storage killed; the
# matrix in short; the program itself with its server on DynamoDB and S3, straight and through faults. scripts/cloud.sh calls this
# with the addresses in the environment. Each part's words come at its end. FLASHKIT_CLOUD_PARTS="kills faults" runs some parts.
set -euo pipefail
build=${1:-build/release}
export FLASHKIT_PROGRAM="$PWD/$build/bin/flashkit"
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

tests() { timeout $((900 + 20 * ${FLASHKIT_KILLS:-50})) "$build/bin/flashkit_cloud_test" --gtest_filter="$1"; }
# program NAME DYNAMODB S3 TEST...: a table and buckets of its own.
program() {
  export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=FLASHKITTEST AWS_SECRET_ACCESS_KEY=flashkit-test-secret
  export AWS_ENDPOINT_URL_DYNAMODB=$2 AWS_ENDPOINT_URL_S3=$3 FLASHKIT_TABLE=$1
  export FLASHKIT_PERSONAL_BUCKET=$1-personal FLASHKIT_PUBLIC_BUCKET=$1-public
  local tries=1  # through many faults it may give up, and is asked again, as a person would
  until "$FLASHKIT_PROGRAM" cloud init; do [ "$tries" -lt 5 ] || return 1; tries=$((tries + 1)); done
  FLASHKIT_CLOUD=aws node --test --test-concurrency=3 --test-reporter=spec "${@:4}"
}

folders="cli/sync.test.mjs cli/sync_faults.test.mjs cli/sync_blobs.test.mjs"
names=()
pids=()
part() {  # NAME command...
  local name=$1; shift
  [[ " ${FLASHKIT_CLOUD_PARTS:-$name} " == *" $name "* ]] || return 0
  ( SECONDS=0; status=0; "$@" || status=$?; echo "part $name: $SECONDS s, exit status $status"; exit "$status" ) >"$logs/$name" 2>&1 &
  names+=("$name")
  pids+=("$!")
}
part kills tests 'KillStorage.*'
part contracts tests '-KillStorage.*:Matrix.*'
part matrix tests 'Matrix.*'
part program program flashkit-program "$FLASHKIT_DYNAMODB" "$FLASHKIT_S3" $folders tests/cloud/direct.test.mjs
part faults program flashkit-faults "$FLASHKIT_DYNAMODB_FAULTS" "$FLASHKIT_S3_FAULTS" $folders
status=0
for at in "${!pids[@]}"; do
  wait "${pids[at]}" || status=$?
  cat "$logs/${names[at]}"
done
exit "$status"
