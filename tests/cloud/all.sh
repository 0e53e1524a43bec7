#!/usr/bin/env bash
# What runs on the stand-ins: the contracts, tapes and crowds, then the program itself, its server on DynamoDB and S3, straight and
# through faults. scripts/cloud.sh calls this with the addresses in the environment.
set -euo pipefail
build=${1:-build/release}
ctest --test-dir "$build" --verbose --no-tests=error -R '^flashkit_cloud_test$'

export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=FLASHKITTEST AWS_SECRET_ACCESS_KEY=flashkit-test-secret
export AWS_ENDPOINT_URL_DYNAMODB=$FLASHKIT_DYNAMODB AWS_ENDPOINT_URL_S3=$FLASHKIT_S3
export FLASHKIT_PERSONAL_BUCKET=flashkit-program-personal FLASHKIT_PUBLIC_BUCKET=flashkit-program-public
export FLASHKIT_PROGRAM="$PWD/$build/bin/flashkit" FLASHKIT_TABLE=flashkit-program
"$FLASHKIT_PROGRAM" cloud init
export FLASHKIT_CLOUD=aws
node --test --test-reporter=spec cli/sync.test.mjs
export AWS_ENDPOINT_URL_DYNAMODB=$FLASHKIT_DYNAMODB_FAULTS AWS_ENDPOINT_URL_S3=$FLASHKIT_S3_FAULTS
node --test --test-reporter=spec cli/sync.test.mjs
