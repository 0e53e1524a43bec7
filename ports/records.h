#pragma once
// Small values under (partition, sort key), with a version that every write raises: what a conditional write compares.
// Maps to one DynamoDB table and to one SQLite table. No transaction spans two records.
// Callbacks: exactly once, never from inside the call, on any thread.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace flashkit::ports {

struct RecordKey {
  std::string partition;  // at most 1024 bytes
  std::string sort;       // at most 512 bytes
  bool operator==(const RecordKey&) const = default;
};

struct Record {
  RecordKey key;
  std::string value;          // at most k_record_limit_bytes
  std::uint64_t version = 0;  // of the last write; never used twice for one key within one life of the record
};

struct PutCondition {
  enum class Kind : std::uint8_t { Always, IfAbsent, IfVersion };
  Kind kind = Kind::Always;
  std::uint64_t version = 0;
  static PutCondition always() { return {}; }
  static PutCondition if_absent() { return {.kind = Kind::IfAbsent, .version = 0}; }
  static PutCondition if_version(std::uint64_t version) { return {.kind = Kind::IfVersion, .version = version}; }
};

struct RecordPage {
  std::vector<Record> records;  // in the order of their sort keys, bytewise
  bool complete = false;        // false: ask again after the last of them
};

inline constexpr std::size_t k_record_limit_bytes = 300'000;

class Records {
 public:
  using GetCallback = std::function<void(base::Result<std::optional<Record>>)>;
  // The new version. Errors: Conflict (the condition did not hold: nothing was written), Limit, Unavailable (it may or
  // may not have been written).
  using PutCallback = std::function<void(base::Result<std::uint64_t>)>;
  using DoneCallback = std::function<void(base::Result<void>)>;
  using PageCallback = std::function<void(base::Result<RecordPage>)>;

  Records() = default;
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;
  virtual ~Records() = default;

  // Sees every write that was answered before the call.
  virtual void get(RecordKey key, GetCallback done) = 0;
  virtual void put(RecordKey key, std::string value, PutCondition condition, PutCallback done) = 0;
  // IfAbsent makes no sense here and is answered Conflict when the record is there. Erasing nothing is fine.
  virtual void erase(RecordKey key, PutCondition condition, DoneCallback done) = 0;
  // Records of one partition whose sort key begins with `prefix` and is greater than `after` (empty: from the start).
  virtual void query(std::string partition, std::string prefix, std::string after, std::size_t limit,
                     PageCallback done) = 0;
};

}  // namespace flashkit::ports
