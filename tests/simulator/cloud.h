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
#include "server/versions.h"
#include "sync/checkpoint.h"
#include "sync/generated/frames.pb.h"
#include "sync/limits.h"

namespace flashkit::simulator {

class World;
using base::DocumentId;

// An entry as devices get it: its operations in place.
struct WholeEntry {
  sync::Entry entry;
  std::string bytes;
};

struct CloudDocument {
  std::vector<std::string> entries;  // all of them, for the checks; those up to `purged` are no longer served
  std::vector<WholeEntry> whole;
  std::uint64_t purged = 0;
  std::uint64_t pointer_seq = 0;  // of the newest checkpoint
  sync::ClientTable last_numbers;
  sync::Minimum recorded;  // by the record
  sync::Minimum said;      // by the last entry
  sync::Minimum asked;     // by operations
  // The number that a client had reached at an entry: (the entry's number, the client's), rising.
  std::map<base::ClientId, std::vector<std::pair<std::uint64_t, std::uint64_t>>> reached;
  std::uint64_t reached_at(base::ClientId client, std::uint64_t seq) const;
};

class Cloud {
 public:
  explicit Cloud(World& world) : world_(world) {}

  ports::AppendAnswer append(base::DocumentId id, std::uint64_t seq, const std::string& entry);
  ports::JournalPage page(base::DocumentId id, std::uint64_t after_seq, std::size_t limit_bytes, bool short_page);
  std::optional<ports::Record> record(const ports::RecordKey& key) const;
  base::Result<std::uint64_t> put(const ports::RecordKey& key, const std::string& value, ports::PutCondition condition,
                                  const sync::Program& by);
  base::Result<void> erase(const ports::RecordKey& key, ports::PutCondition condition);
  ports::RecordPage query(const std::string& partition, const std::string& prefix, const std::string& after,
                          std::size_t limit) const;
  base::Result<bool> put_blob(const std::string& name, const std::string& bytes);

  // Time passes: entries that a checkpoint covers are no longer kept.
  void purge(base::DocumentId id);
  // Every checkpoint that was ever written: its number and JSON. A broken one is a violation.
  std::vector<std::pair<std::uint64_t, std::string>> checkpoints(base::DocumentId id) const;
  // Every version that is listed, the same way; one that is not whole is a violation (V4).
  std::map<std::uint64_t, server::Version> versions(base::DocumentId id) const;
  std::string version_json(const server::Version& version) const;

  std::map<base::DocumentId, CloudDocument> documents;
  std::map<std::string, std::string> blobs;

 private:
  using Key = std::pair<std::string, std::string>;
  struct Stored {
    std::string value;
    std::uint64_t version = 0;
  };
  bool holds(const Key& key, ports::PutCondition condition) const;
  CloudDocument* document_of(const ports::RecordKey& key);
  void check_pointer(const ports::RecordKey& key, const std::string& value, const sync::Program& by);
  void check_checkpoint(const ports::RecordKey& key, const std::string& value, const sync::Program& by);
  void check_version(const ports::RecordKey& key, const std::string& value, const sync::Program& by);

  World& world_;
  std::map<Key, Stored> records_;
  std::uint64_t last_version_ = 0;
};

}  // namespace flashkit::simulator
