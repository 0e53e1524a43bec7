#include "sync/journal_state.h"

#include "operations/ids.h"

namespace flashkit::sync {

base::Result<std::vector<Replayed>> JournalState::apply(const Entry& entry, operations::Listing listing) {
  if (entry.seq != state_.seq + 1) return base::Error{base::Errc::Conflict, "entries are replayed in order", entry.seq};
  if (entry.operations.empty() && !entry.body_blob.empty()) {
    return base::Error{base::Errc::NotFound, "an entry is replayed with its body", entry.seq};
  }
  std::vector<Replayed> out;
  out.reserve(entry.operations.size());
  for (const std::string& bytes : entry.operations) out.push_back(apply_operation(bytes, listing));
  state_.seq = entry.seq;
  return out;
}

Replayed JournalState::apply_operation(std::string_view bytes, operations::Listing listing) {
  const auto read = operations::read_operation(bytes);
  if (!read.ok()) return {};
  const base::OperationId id = read.value().id;
  std::uint64_t& last = state_.clients[id.client];
  if (id.number <= last) return {id, false, {}};
  last = id.number;
  operations::Applied applied = operations::apply(state_.document, read.value().operation, nullptr, listing);
  return {id, applied.took_effect, std::move(applied.changes)};
}

}  // namespace flashkit::sync
