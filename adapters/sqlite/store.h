#pragma once
// Journal and records in one SQLite file. One writer thread takes everything that waits into one transaction (group
// commit) and answers after the commit, so an answer means: on the disk. One reader thread serves the reads. Callbacks
// run on these threads and must be short.
#include <memory>
#include <string>

#include "ports/journal.h"
#include "ports/records.h"

namespace flashkit::adapters::sqlite {

// Of schema/server.sql, as PRAGMA user_version says it in the file.
inline constexpr std::uint64_t k_schema_version = 2;

struct StoreOptions {
  std::string path;
  bool check = true;                            // integrity and gaplessness, before anything is served
  std::size_t waiting_limit_bytes = 64u << 20;  // of writes; beyond it writes fail with Unavailable
  std::size_t waiting_limit_reads = 4096;       // beyond it reads fail with Unavailable
};

struct StoreCounts {
  std::uint64_t commits = 0;
  std::uint64_t writes = 0;
};

class Store {
 public:
  // Errors: Unavailable (the file cannot be opened or written), Unsupported (of a newer version), Corrupt (the check
  // found damage or a gap).
  static base::Result<std::unique_ptr<Store>> open(StoreOptions options);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  virtual ports::Journal& journal() = 0;
  virtual ports::Records& records() = 0;
  virtual StoreCounts counts() const = 0;
  // Finishes what waits and closes the file. Calls after it are never answered.
  virtual void stop() = 0;

 protected:
  Store() = default;
};

}  // namespace flashkit::adapters::sqlite
