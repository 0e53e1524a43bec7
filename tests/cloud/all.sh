#!/usr/bin/env bash
# What runs on the stand-ins: the contracts, tapes and crowds, then the program itself, its server on DynamoDB and S3, straight and
# through faults. scripts/cloud.sh calls this with the addresses in the environment.
set -euo pipefail
build=${1:-build/release}
ctest --test-dir "$build" -j2 --verbose --no-tests=error -R '^flashkit_cloud_test' &
contracts=$!

# The program, beside them: its tests wait for servers and folders most of the time.
program() {
  "$FLASHKIT_PROGRAM" cloud init && FLASHKIT_CLOUD=aws node --test --test-reporter=spec cli/sync.test.mjs &&
    AWS_ENDPOINT_URL_DYNAMODB=$FLASHKIT_DYNAMODB_FAULTS AWS_ENDPOINT_URL_S3=$FLASHKIT_S3_FAULTS FLASHKIT_CLOUD=aws \
      node --test --test-reporter=spec cli/sync.test.mjs
}
export FLASHKIT_PROGRAM="$PWD/$build/bin/flashkit"
status=0
(
  export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=FLASHKITTEST AWS_SECRET_ACCESS_KEY=flashkit-test-secret
  export AWS_ENDPOINT_URL_DYNAMODB=$FLASHKIT_DYNAMODB AWS_ENDPOINT_URL_S3=$FLASHKIT_S3 FLASHKIT_TABLE=flashkit-program
  export FLASHKIT_PERSONAL_BUCKET=flashkit-program-personal FLASHKIT_PUBLIC_BUCKET=flashkit-program-public
  program
) || status=$?
wait "$contracts" || status=$?
exit "$status"
