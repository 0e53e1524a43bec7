#pragma once
// The stores all nodes share: journal, records and blobs, and what must never happen to them. A write is atomic and
// durable at once; what can go wrong on the way there and back is the node's (node.h).
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ports/blobs.h"
#include "ports/journal.h"
#include "ports/records.h"
#include "sync/checkpoint.h"

namespace flashkit::simulator {

class World;

struct CloudDocument {
  std::vector<std::string> entries;  // all of them, for the checks; those up to `purged` are no longer served
  std::uint64_t purged = 0;
  std::uint64_t pointer_seq = 0;  // of the newest checkpoint
  sync::ClientTable last_numbers;
};

class Cloud {
 public:
  explicit Cloud(World& world) : world_(world) {}

  ports::AppendAnswer append(base::DocumentId id, std::uint64_t seq, const std::string& entry);
  ports::JournalPage page(base::DocumentId id, std::uint64_t after_seq, std::size_t limit_bytes, bool short_page);
  std::optional<ports::Record> record(const ports::RecordKey& key) const;
  base::Result<std::uint64_t> put(const ports::RecordKey& key, const std::string& value, ports::PutCondition condition);
  base::Result<void> erase(const ports::RecordKey& key, ports::PutCondition condition);
  ports::RecordPage query(const std::string& partition, const std::string& prefix, const std::string& after,
                          std::size_t limit) const;
  base::Result<bool> put_blob(const std::string& name, const std::string& bytes);

  // Time passes: entries that a checkpoint covers are no longer kept.
  void purge(base::DocumentId id);
  // The operations of an encoded entry, from its blob if they are there.
  std::vector<std::string> operations_of(const std::string& entry) const;
  // Every checkpoint that was ever written: its number and JSON. A broken one is a violation.
  std::vector<std::pair<std::uint64_t, std::string>> checkpoints(base::DocumentId id) const;

  std::map<base::DocumentId, CloudDocument> documents;
  std::map<std::string, std::string> blobs;

 private:
  using Key = std::pair<std::string, std::string>;
  struct Stored {
    std::string value;
    std::uint64_t version = 0;
  };
  bool holds(const Key& key, ports::PutCondition condition) const;
  void check_pointer(const ports::RecordKey& key, const std::string& value);

  World& world_;
  std::map<Key, Stored> records_;
  std::uint64_t last_version_ = 0;
};

}  // namespace flashkit::simulator
