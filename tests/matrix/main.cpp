// The whole matrix, or some of it: flashkit_matrix [--seconds N] [--clients "5 10"] [--rates "10 20 30 40"]
// [--nemeses "kill mix"] [--longest MS] [--seed N] [--relays 1] [--cloud 1]. One JSON line for each cell; 0 only if
// every cell held. `flashkit_matrix device ...` is one device of it.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include "operations/ids.h"
#include "tests/matrix/cell.h"
#include "tests/matrix/device.h"

namespace flashkit::tests::matrix {
namespace {

int device_main(const std::vector<std::string>& words) {
  if (words.size() != 7) return 2;
  const auto document = base::parse_id<base::DocumentId>(words[5]);
  if (!document.ok()) return 2;
  DeviceOrder order;
  order.url = words[0];
  order.folder = words[1];
  order.index = std::stoull(words[2]);
  order.devices = std::stoull(words[3]);
  order.interval_ms = std::stoull(words[4]);
  order.document = document.value();
  order.capability = operations::id_bytes(document.value());
  order.seed = std::stoull(words[6]);
  return run_device(order);
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream words(text);
  std::vector<std::string> out;
  for (std::string word; words >> word;) out.push_back(word);
  return out;
}

std::vector<CellPlan> plans(std::map<std::string, std::string> options) {
  std::vector<CellPlan> out;
  CellPlan plan;
  plan.seconds = std::stoull(options["--seconds"]);
  plan.longest_fault_ms = std::stoull(options["--longest"]);
  plan.seed = std::stoull(options["--seed"]);
  for (const std::string& name : split(options["--nemeses"])) {
    for (const Nemesis each : {Nemesis::None, Nemesis::Stop, Nemesis::Kill, Nemesis::Pause, Nemesis::PartitionUp,
                               Nemesis::PartitionDown, Nemesis::Partition, Nemesis::Mix}) {
      if (name == name_of(each)) plan.nemesis = each;
    }
    for (const std::string& devices : split(options["--clients"])) {
      for (const std::string& rate : split(options["--rates"])) {
        plan.devices = std::stoull(devices);
        plan.operations_per_s = std::stoull(rate);
        plan.seed += 1;
        out.push_back(plan);
      }
    }
  }
  return out;
}

int matrix_main(const std::vector<std::string>& words) {
  std::map<std::string, std::string> options = {
      {"--seconds", "10"},
      {"--clients", "5 10"},
      {"--rates", "10 20 30 40"},
      {"--longest", "10000"},
      {"--seed", "1"},
      {"--relays", "0"},
      {"--cloud", "0"},
      {"--nemeses", "stop kill pause partition-up partition-down partition mix"}};
  for (std::size_t i = 0; i < words.size(); i += 2) {
    if (options.count(words[i]) == 0 || i + 1 == words.size()) {
      std::fprintf(stderr, "flashkit_matrix: what is %s?\n", words[i].c_str());
      return 2;
    }
    options[words[i]] = words[i + 1];
  }
  const std::vector<CellPlan> cells = plans(options);
  std::size_t most = 0;
  for (const CellPlan& each : cells) most = std::max(most, each.devices);
  std::unique_ptr<Ground> ground;
  // The stand-ins for Amazon's services are in the network of all.
  const bool on_cloud = options["--cloud"] != "0";
  if (!on_cloud && options["--relays"] == "0" && enter_own_network()) ground = make_namespaces(most);
  if (ground == nullptr) ground = make_relays(most);
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::string folder = std::filesystem::temp_directory_path() / ("flashkit-matrix-" + std::to_string(::getpid()));
  int bad = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    CellPlan plan = cells[i];
    plan.folder = folder + "/cell" + std::to_string(i);
    if (on_cloud) plan.cloud = "flashkit-matrix-" + std::to_string(::getpid()) + '-' + std::to_string(i);
    plan.server = std::filesystem::path(program).parent_path() / "flashkit";
    plan.device = program;
    const CellResult result = run_cell(plan, *ground);
    std::printf("%s\n", json_line(plan, result, *ground).c_str());
    std::fflush(stdout);
    std::error_code ignored;
    if (result.good()) std::filesystem::remove_all(plan.folder, ignored);
    if (result.good()) continue;
    bad += 1;
    for (const std::string& problem : result.problems) std::fprintf(stderr, "  %s\n", problem.c_str());
    std::fprintf(stderr, "  everything of it is kept in %s\n", plan.folder.c_str());
  }
  std::printf("{\"what\":\"matrix\",\"cells\":%zu,\"failed\":%d}\n", cells.size(), bad);
  return bad == 0 ? 0 : 1;
}

}  // namespace
}  // namespace flashkit::tests::matrix

int main(int count, char** words) {
  const std::vector<std::string> rest(words + 1, words + count);
  if (!rest.empty() && rest[0] == "device") {
    return flashkit::tests::matrix::device_main({rest.begin() + 1, rest.end()});
  }
  return flashkit::tests::matrix::matrix_main(rest);
}
