#pragma once
// A disk in memory under SQLite (a VFS) that keeps apart what was written and what was synced. It can fail the Nth
// call, run full, die in the middle of a transaction, and lose unsynced writes when the power goes.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace flashkit::simulator {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
  bool one_in(std::uint64_t count) { return count != 0 && below(count) == 0; }
  std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + below(most - least + 1); }

 private:
  std::uint64_t state_;
};

struct DiskFile {
  // What a write or a truncation that is not synced did, so that it can be taken back: most are synced, few are lost.
  struct Change {
    std::uint64_t offset = 0;  // of a write; the new size of a truncation
    std::size_t size = 0;      // of a write
    bool truncation = false;
    std::size_t size_before = 0;
    std::string replaced;  // the bytes that stood where it wrote, or that it cut off
  };
  std::string now;  // what a reader sees
  std::vector<Change> unsynced;
  bool exists_durably = false;

  // What is left for certain when the power goes.
  std::string durable() const;
};

class FaultyDisk {
 public:
  explicit FaultyDisk(std::uint64_t seed);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  const char* vfs_name() const { return name_.c_str(); }

  // Every write, truncation and sync fails with this chance (one in `count`; 0: never).
  std::uint64_t fail_one_in = 0;
  bool full = false;
  // After so many more calls that change something everything fails, until revive(); -1: never.
  std::int64_t dies_after = -1;
  bool dead() const { return dead_; }

  // The process ends: what it wrote stays in the system's hands. With `power_loss` each unsynced change survives by
  // chance only, and some by halves.
  void revive(bool power_loss);

  // What is on it for certain, by file; and a disk that holds just that. Nothing may be open.
  using Picture = std::map<std::string, std::string>;
  Picture picture() const;
  void restore(const Picture& picture);

  // For the VFS.
  int change_allowed();
  std::map<std::string, std::shared_ptr<DiskFile>> files;
  Random random;

 private:
  std::string name_;
  void* vfs_ = nullptr;
  bool dead_ = false;
};

}  // namespace flashkit::simulator
