// Devices, a server on DynamoDB and S3, and every kind of fault between them, in short (tests/matrix has the whole).
#include "adapters/aws/ground_for_test.h"
#include "tests/matrix/in_short.h"

namespace flashkit::tests::cloud {
namespace {

TEST(Matrix, HoldsInShortOnDynamoDbAndS3) {
  if (adapters::aws::stand_in("FLASHKIT_DYNAMODB").empty()) GTEST_SKIP() << "the stand-ins do not run here";
  const std::unique_ptr<matrix::Ground> ground = matrix::make_relays(5);
  matrix::expect_to_hold_in_short(*ground, "flashkit-matrix-" + std::to_string(::getpid()));
}

}  // namespace
}  // namespace flashkit::tests::cloud
