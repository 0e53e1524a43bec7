#pragma once
// Records in memory, with the faults of MemoryWorld. For tests and the simulator; keeps nothing.
#include <map>

#include "ports/memory_world.h"
#include "ports/records.h"

namespace flashkit::ports {

class MemoryRecords final : public Records {
 public:
  explicit MemoryRecords(MemoryWorld& world) : world_(world) {}
  void get(RecordKey key, GetCallback done) override;
  void put(RecordKey key, std::string value, PutCondition condition, PutCallback done) override;
  void erase(RecordKey key, PutCondition condition, DoneCallback done) override;
  void query(std::string partition, std::string prefix, std::string after, std::size_t limit,
             PageCallback done) override;

 private:
  struct Stored {
    std::string value;
    std::uint64_t version = 0;
  };
  using Key = std::pair<std::string, std::string>;
  bool holds(const Key& key, PutCondition condition) const;

  MemoryWorld& world_;
  std::map<Key, Stored> rows_;
};

}  // namespace flashkit::ports
