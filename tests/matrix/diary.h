#pragma once
// What the devices of a cell wrote down, over all their lives.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace flashkit::tests::matrix {

using Promise = std::pair<std::string, std::uint64_t>;  // a client's hex and its number

// Of one device. read() goes on where it ended.
struct DiaryReader {
  explicit DiaryReader(std::string file) : path(std::move(file)) {}
  void read();
  // Before the device is started again: what it said until now is of its past.
  void begin_life();

  std::string path;
  std::set<Promise> made;
  std::map<std::string, std::uint64_t> stored;        // each client's last number that is said to be on the device
  std::map<std::string, std::uint64_t> acknowledged;  // ... and in the cloud
  std::vector<std::string> bad;
  std::uint64_t seq = 0;
  bool loaded = false;  // since its last start
  std::string still;    // "SEQ HASH" since its last start; empty: something waits
  std::size_t offset = 0;

 private:
  void take(const std::string& line);
};

}  // namespace flashkit::tests::matrix
