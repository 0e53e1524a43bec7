#include "tests/simulator/cloud.h"

#include <algorithm>
#include <limits>

#include "base/proto.h"
#include "base/sha256.h"
#include "operations/ids.h"
#include "server/states.h"
#include "sync/frames.h"
#include "sync/limits.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

using base::Errc;
using base::Error;
using ports::AppendAnswer;

AppendAnswer Cloud::append(DocumentId id, std::uint64_t seq, const std::string& entry) {
  CloudDocument& document = documents[id];
  if (seq == 0 || seq > document.entries.size() + 1) {
    world_.fail("I1", "an entry was written beyond head + 1");
    return {AppendAnswer::What::Failed, {}, Error{Errc::Conflict, "an append may not leave a gap"}};
  }
  if (seq <= document.entries.size()) return {AppendAnswer::What::Taken, document.entries[seq - 1], {}};
  auto decoded = sync::decode_entry(entry);
  if (!decoded.ok() || decoded.value().seq != seq) world_.fail("I1", "an entry was written at another number");
  WholeEntry whole{std::move(decoded).value(), entry};
  if (std::string& body = whole.entry.body_blob; !body.empty()) {
    const auto found = blobs.find(body);
    if (found == blobs.end()) {
      world_.fail("I14", "an entry names a blob that is not stored");
      return {AppendAnswer::What::Failed, {}, Error{Errc::NotFound, "the body is not there"}};
    }
    whole.entry.operations = sync::decode_entry_body(found->second).value().operations;
    body.clear();
    whole.bytes = base::encoded(whole.entry);
  }
  world_.builds.check_entry(document, whole.entry);
  document.entries.push_back(entry);
  for (const std::string& bytes : whole.entry.operations) {
    const auto read = operations::read_operation(bytes);
    if (!read.ok()) continue;
    const base::OperationId operation = read.value().id;
    document.last_numbers[operation.client] = operation.number;
    auto& reached = document.reached[operation.client];
    if (reached.empty() || reached.back().second < operation.number) reached.emplace_back(seq, operation.number);
  }
  document.whole.push_back(std::move(whole));
  world_.note("journal", id.low, seq);
  return {AppendAnswer::What::Appended, {}, {}};
}

std::uint64_t CloudDocument::reached_at(base::ClientId client, std::uint64_t seq) const {
  const auto found = reached.find(client);
  if (found == reached.end()) return 0;
  const auto behind = std::upper_bound(found->second.begin(), found->second.end(),
                                       std::pair{seq, std::numeric_limits<std::uint64_t>::max()});
  return behind == found->second.begin() ? 0 : std::prev(behind)->second;
}

ports::JournalPage Cloud::page(DocumentId id, std::uint64_t after_seq, std::size_t limit_bytes, bool short_page) {
  const CloudDocument& document = documents[id];
  ports::JournalPage out;
  std::size_t bytes = 0;
  std::uint64_t seq = std::max(after_seq, document.purged);
  while (seq < document.entries.size()) {
    const std::string& next = document.entries[seq];
    const bool enough = bytes + next.size() > limit_bytes || (short_page && world_.random.one_in(3));
    if (!out.entries.empty() && enough) break;
    bytes += next.size();
    out.entries.push_back({++seq, next});
  }
  out.complete = seq >= document.entries.size();
  return out;
}

// ---- records ----

bool Cloud::holds(const Key& key, ports::PutCondition condition) const {
  const auto found = records_.find(key);
  switch (condition.kind) {
    case ports::PutCondition::Kind::Always:
      return true;
    case ports::PutCondition::Kind::IfAbsent:
      return found == records_.end();
    case ports::PutCondition::Kind::IfVersion:
      return found != records_.end() && found->second.version == condition.version;
  }
  return false;
}

std::optional<ports::Record> Cloud::record(const ports::RecordKey& key) const {
  const auto found = records_.find({key.partition, key.sort});
  if (found == records_.end()) return std::nullopt;
  return ports::Record{key, found->second.value, found->second.version};
}

base::Result<std::uint64_t> Cloud::put(const ports::RecordKey& key, const std::string& value,
                                       ports::PutCondition condition, const sync::Program& by) {
  const Key at{key.partition, key.sort};
  if (!holds(at, condition)) return Error{Errc::Conflict, "the record is not as the condition wants it"};
  if (key.sort == "META") check_pointer(key, value, by);
  if (key.sort.rfind("C#", 0) == 0) check_checkpoint(key, value, by);
  if (key.sort.rfind("V#", 0) == 0) check_version(key, value, by);
  records_[at] = {value, ++last_version_};
  return last_version_;
}

CloudDocument* Cloud::document_of(const ports::RecordKey& key) {
  for (const DocumentId id : world_.documents) {
    if (key.partition == "D#" + base::to_hex(id)) return &documents[id];
  }
  return nullptr;
}

// A checkpoint's blob is stored before anything points to it (I14), the pointer only moves forward (I5), the minimum is
// only raised (L12).
void Cloud::check_pointer(const ports::RecordKey& key, const std::string& value, const sync::Program& by) {
  const auto read = server::read_checkpoint_pointer(value);
  if (!read.ok()) return world_.fail("I5", "a checkpoint's pointer cannot be read");
  const server::CheckpointPointer& to = read.value();
  CloudDocument* document = document_of(key);
  if (document == nullptr) return;
  if (document->recorded.exceeds(to.minimum)) world_.fail("L12", "a design's minimum was lowered");
  const bool raised = to.minimum.exceeds(document->recorded);
  document->recorded = to.minimum;
  if (raised && to.seq == document->pointer_seq) return world_.note("minimum", to.minimum.reader, to.minimum.writer);
  if (blobs.count(to.blob) == 0) world_.fail("I14", "a checkpoint was pointed to before it was stored");
  if (to.seq <= document->pointer_seq) world_.fail("I5", "a checkpoint's pointer moved back");
  if (to.seq > document->entries.size()) world_.fail("I5", "a checkpoint is of entries that do not exist");
  world_.builds.check_made(*document, to.seq, by, "a checkpoint");
  document->pointer_seq = to.seq;
  world_.note("checkpoint", to.seq);
}

void Cloud::check_checkpoint(const ports::RecordKey& key, const std::string& value, const sync::Program& by) {
  const auto at = server::read_checkpoint_pointer(value);
  const CloudDocument* document = document_of(key);
  if (at.ok() && document != nullptr) world_.builds.check_made(*document, at.value().seq, by, "a checkpoint");
}

// V4: what is listed is whole from its first moment, and another name changes nothing of what it is.
void Cloud::check_version(const ports::RecordKey& key, const std::string& value, const sync::Program& by) {
  const auto read = server::read_version(value);
  if (!read.ok()) return world_.fail("V4", "a version's record cannot be read");
  const server::Version& version = read.value();
  const CloudDocument* document = document_of(key);
  if (document == nullptr) return;
  if (version.seq == 0 || version.seq > document->entries.size()) {
    return world_.fail("V1", "a version is of entries that do not exist");
  }
  if (blobs.count(version.blob) == 0) return world_.fail("V4", "a version was listed before it was stored");
  const auto before = records_.find({key.partition, key.sort});
  if (before == records_.end()) {
    world_.note("version", version.seq);
    return world_.builds.check_made(*document, version.seq, by, "a version");
  }
  const server::Version was = server::read_version(before->second.value).value();
  if (was.blob != version.blob || was.seq != version.seq) world_.fail("V4", "a version became another");
  if (was.saved && !version.saved) world_.fail("V3", "a version that a person saved is no longer kept for ever");
}

base::Result<void> Cloud::erase(const ports::RecordKey& key, ports::PutCondition condition) {
  const Key at{key.partition, key.sort};
  if (records_.count(at) == 0) return {};
  if (!holds(at, condition)) return Error{Errc::Conflict, "the record is not as the condition wants it"};
  records_.erase(at);
  return {};
}

ports::RecordPage Cloud::query(const std::string& partition, const std::string& prefix, const std::string& after,
                               std::size_t limit) const {
  ports::RecordPage out;
  out.complete = true;
  for (const auto& [key, stored] : records_) {
    if (key.first != partition || key.second.rfind(prefix, 0) != 0 || key.second <= after) continue;
    if (out.records.size() >= limit) {
      out.complete = false;
      break;
    }
    out.records.push_back({{key.first, key.second}, stored.value, stored.version});
  }
  return out;
}

// ---- blobs ----

base::Result<bool> Cloud::put_blob(const std::string& name, const std::string& bytes) {
  if (base::to_hex(base::sha256(base::bytes_of(bytes))) != name) {
    world_.fail("I14", "a blob's bytes do not match its name");
    return Error{Errc::Corrupt, "the bytes do not hash to the name"};
  }
  return blobs.emplace(name, bytes).second;
}

// ---- for the checks ----

// S12: never the entry that the checkpoint stands at.
void Cloud::purge(DocumentId id) {
  CloudDocument& document = documents[id];
  if (document.pointer_seq > 0) document.purged = document.pointer_seq - 1;
  world_.note("purged", id.low, document.purged);
}

std::map<std::uint64_t, server::Version> Cloud::versions(DocumentId id) const {
  std::map<std::uint64_t, server::Version> out;
  for (const ports::Record& row : query("D#" + base::to_hex(id), "V#", "", 100'000).records) {
    server::Version version = server::read_version(row.value).value();
    if (row.key.sort != server::version_key(id, version.seq).sort) {
      world_.fail("V1", "a version stands at the number of another");
    }
    out[version.seq] = std::move(version);
  }
  return out;
}

// Its checkpoint's JSON. Nothing but its own blob is needed (V4).
std::string Cloud::version_json(const server::Version& version) const {
  const auto blob = blobs.find(version.blob);
  if (blob == blobs.end()) return {};
  auto json = server::unpack_checkpoint(blob->second, version.json_hash);
  return json.ok() ? std::move(json).value() : std::string();
}

std::vector<std::pair<std::uint64_t, std::string>> Cloud::checkpoints(DocumentId id) const {
  std::vector<std::pair<std::uint64_t, std::string>> out;
  for (const ports::Record& row : query("D#" + base::to_hex(id), "C#", "", 100'000).records) {
    const auto at = server::read_checkpoint_pointer(row.value);
    const auto blob = at.ok() ? blobs.find(at.value().blob) : blobs.end();
    if (blob == blobs.end()) {
      world_.fail("I14", "a checkpoint's blob is missing");
      continue;
    }
    auto json = server::unpack_checkpoint(blob->second, at.value().json_hash);
    if (json.ok()) {
      out.emplace_back(at.value().seq, std::move(json).value());
    } else {
      world_.fail("I5", "a stored checkpoint does not match its hash");
    }
  }
  return out;
}

}  // namespace flashkit::simulator
