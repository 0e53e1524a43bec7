// The matrix in short: real processes, devices with databases on disk, every kind of fault in turn. `make matrix` runs
// the whole of it.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "tests/matrix/cell.h"

namespace flashkit::tests::matrix {
namespace {

void expect_to_hold(Ground& ground) {
  const std::filesystem::path beside = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  CellPlan plan;
  plan.devices = 5;
  plan.operations_per_s = 20;
  plan.nemesis = Nemesis::Mix;
  plan.seconds = 9;
  plan.longest_fault_ms = 1500;
  plan.server = beside / "flashkit";
  plan.device = beside / "flashkit_matrix";
  plan.folder =
      std::filesystem::temp_directory_path() / ("flashkit-matrix-" + std::to_string(::getpid()) + ground.name());
  const CellResult result = run_cell(plan, ground);
  std::printf("%s\n", json_line(plan, result, ground).c_str());
  EXPECT_EQ(result.lost, 0u);
  EXPECT_EQ(result.duplicated, 0u);
  EXPECT_EQ(result.diverged, 0u);
  EXPECT_EQ(result.problems, std::vector<std::string>()) << "everything of it is kept in " << plan.folder;
  EXPECT_GT(result.acknowledged, 20u) << "there was too little load to prove anything";
  EXPECT_GT(result.faults, 2u);
  std::error_code ignored;
  if (result.good()) std::filesystem::remove_all(plan.folder, ignored);
}

// The test with relays makes a thread, so it stands second; each test program may enter a network once.
TEST(Matrix, HoldsInShortWhereDevicesHaveNetworksOfTheirOwn) {
  std::unique_ptr<Ground> ground = enter_own_network() ? make_namespaces(5) : nullptr;
  if (ground == nullptr) GTEST_SKIP() << "this machine allows no network namespaces (or `ip` and `tc` are missing)";
  expect_to_hold(*ground);
}

TEST(Matrix, HoldsInShortThroughRelays) {
  const std::unique_ptr<Ground> ground = make_relays(5);
  expect_to_hold(*ground);
}

}  // namespace
}  // namespace flashkit::tests::matrix
