#pragma once
// One cell of the matrix: some devices write at a rate into one design through one server on its folder, one kind of
// fault comes again and again, everything heals, and then everything must be right.
#include <cstdint>
#include <string>
#include <vector>

#include "tests/matrix/ground.h"

namespace flashkit::tests::matrix {

enum class Nemesis : std::uint8_t {
  None,
  Stop,           // SIGTERM to devices or the server, later started again
  Kill,           // the same with -9
  Pause,          // SIGSTOP, SIGCONT
  PartitionUp,    // what some devices send does not arrive
  PartitionDown,  // what the server sends to them does not arrive
  Partition,      // both
  Mix             // each time another one
};
inline constexpr Nemesis k_all_nemeses[] = {Nemesis::Stop,        Nemesis::Kill,          Nemesis::Pause,
                                            Nemesis::PartitionUp, Nemesis::PartitionDown, Nemesis::Partition};
const char* name_of(Nemesis nemesis);

struct CellPlan {
  std::size_t devices = 5;
  std::uint64_t operations_per_s = 10;  // of all devices together
  Nemesis nemesis = Nemesis::None;
  std::uint64_t seconds = 10;  // with faults
  std::uint64_t longest_fault_ms = 10'000;
  std::uint64_t converged_within_ms = 60'000;  // I11
  std::uint64_t seed = 1;
  std::string folder;  // empty, for this cell alone
  std::string cloud;   // the name of its server's table and buckets on stand-ins; empty: it stands on its folder
  std::string server;  // the program `flashkit`
  std::string device;  // a program that knows run_device, and the words before its own
};

struct CellResult {
  std::uint64_t faults = 0;
  std::uint64_t operations = 0;    // of which somebody was told that they are safe, on the device or in the cloud
  std::uint64_t acknowledged = 0;  // of those, by the server before the devices came to rest
  std::uint64_t lost = 0;
  std::uint64_t duplicated = 0;
  std::uint64_t diverged = 0;  // devices that ended with another state than the journal's, or with something waiting
  double converged_s = 0;
  std::vector<std::string> problems;  // everything else that cannot be
  bool good() const { return lost == 0 && duplicated == 0 && diverged == 0 && problems.empty(); }
};

// The ground must have room for so many devices and be whole.
CellResult run_cell(const CellPlan& plan, Ground& ground);
std::string json_line(const CellPlan& plan, const CellResult& result, const Ground& ground);

}  // namespace flashkit::tests::matrix
