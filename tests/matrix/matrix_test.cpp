// The matrix in short: real processes, devices with databases on disk, every kind of fault in turn. `make matrix` runs
// the whole of it; tests/cloud has this for a server on DynamoDB and S3.
#include "tests/matrix/in_short.h"

namespace flashkit::tests::matrix {
namespace {

// The test with relays makes a thread, so it stands second; each test program may enter a network once.
TEST(Matrix, HoldsInShortWhereDevicesHaveNetworksOfTheirOwn) {
  std::unique_ptr<Ground> ground = enter_own_network() ? make_namespaces(5) : nullptr;
  if (ground == nullptr) GTEST_SKIP() << "this machine allows no network namespaces (or `ip` and `tc` are missing)";
  expect_to_hold_in_short(*ground);
}

TEST(Matrix, HoldsInShortThroughRelays) {
  const std::unique_ptr<Ground> ground = make_relays(5);
  expect_to_hold_in_short(*ground);
}

}  // namespace
}  // namespace flashkit::tests::matrix
