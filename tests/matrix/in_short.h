#pragma once
// One short cell of mixed faults, for tests that run every time. What fails is kept.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "tests/matrix/cell.h"

namespace flashkit::tests::matrix {

// `cloud`: as in CellPlan.
inline void expect_to_hold_in_short(Ground& ground, const std::string& cloud = {}) {
  const std::filesystem::path beside = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  CellPlan plan;
  plan.devices = 5;
  plan.operations_per_s = 20;
  plan.nemesis = Nemesis::Mix;
  plan.seconds = 9;
  plan.longest_fault_ms = 1500;
  plan.cloud = cloud;
  plan.server = beside / "flashkit";
  plan.device = beside / "flashkit_matrix";
  plan.folder = std::filesystem::temp_directory_path() /
                ("flashkit-matrix-" + std::to_string(::getpid()) + ground.name() + cloud);
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

}  // namespace flashkit::tests::matrix
