#include "sync/view.h"

#include <algorithm>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/journal_state.h"

namespace flashkit::sync {

using base::NodeId;
using base::OperationId;
using operations::Change;
using operations::What;

namespace {

// Stands for every register of a node that nobody wrote since it was created.
constexpr document::KeyNumber k_whole_node = 0xFFFFFFFD;

struct ChangeHash {
  std::size_t operator()(const Change& change) const {
    return base::IdHash::mix(base::IdHash()(change.node),
                             std::uint64_t{change.key} << 8 | static_cast<std::uint64_t>(change.what));
  }
};

// Each change once, at the place of the first.
void deduplicate(std::vector<Change>& changes) {
  boost::unordered_flat_set<Change, ChangeHash> seen;
  seen.reserve(changes.size());
  changes.erase(std::remove_if(changes.begin(), changes.end(), [&](const Change& c) { return !seen.insert(c).second; }),
                changes.end());
}

void append(std::vector<Change>& to, const std::vector<Change>& from) { to.insert(to.end(), from.begin(), from.end()); }

}  // namespace

void View::note(Writers& writers, OperationId id, const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    writers[{change.node, operations::register_of(change)}] = id;
    if (change.what == What::Created) writers[{change.node, k_whole_node}] = id;
  }
}

OperationId View::last_writer(NodeId node, document::KeyNumber key) const {
  for (const Writers* writers : {&pending_writers_, &confirmed_writers_}) {
    const auto found = writers->find({node, key});
    if (found != writers->end()) return found->second;
  }
  for (const Writers* writers : {&pending_writers_, &confirmed_writers_}) {
    const auto found = writers->find({node, k_whole_node});
    if (found != writers->end()) return found->second;
  }
  return {};
}

operations::LastWriter View::last_writers() const {
  return [this](NodeId node, document::KeyNumber key) { return last_writer(node, key); };
}

std::uint64_t View::last_number(base::ClientId client) const {
  const auto found = clients_.find(client);
  std::uint64_t last = found == clients_.end() ? 0 : found->second;
  const auto rejected = rejected_.find(client);
  if (rejected != rejected_.end()) last = std::max(last, rejected->second);
  for (const Pending& pending : pending_) {
    if (pending.id.client == client) last = std::max(last, pending.id.number);
  }
  return last;
}

void View::keep(Pending pending) {
  waiting_.insert(pending.id);
  pending_.push_back(std::move(pending));
}

void View::erase_pending(OperationId id) {
  waiting_.erase(id);
  pending_.erase(std::find_if(pending_.begin(), pending_.end(), [&](const Pending& p) { return p.id == id; }));
}

void View::apply_pending(Pending& pending) {
  pending.rollback = {};
  operations::Applied applied = operations::apply(document_, pending.operation, &pending.rollback);
  pending.took_effect = applied.took_effect;
  pending.changes = std::move(applied.changes);
  note(pending_writers_, pending.id, pending.changes);
}

void View::roll_back_pending(std::vector<Change>& changes) {
  if (rolled_back_) return;
  rolled_back_ = true;
  for (auto pending = pending_.rbegin(); pending != pending_.rend(); ++pending) {
    operations::roll_back(document_, std::move(pending->rollback), changes);
  }
  pending_writers_.clear();
}

void View::apply_pending_again(std::vector<Change>& changes) {
  if (!rolled_back_) return;
  rolled_back_ = false;
  for (Pending& pending : pending_) {
    apply_pending(pending);
    append(changes, pending.changes);
  }
}

base::Result<View::Loaded> View::load(const DocumentLoaded& loaded) {
  JournalState state;
  if (!loaded.checkpoint.empty()) {
    FLASHKIT_TRY(Checkpoint checkpoint, read_checkpoint(loaded.checkpoint));
    state = JournalState(std::move(checkpoint));
  }
  Writers writers;
  Loaded out;
  for (const Entry& entry : loaded.entries) {
    FLASHKIT_TRY(const auto replayed, state.apply(entry, operations::Listing::Changes));
    for (const Replayed& one : replayed) {
      note(writers, one.id, one.changes);
      if (!one.took_effect && is_pending(one.id)) out.no_effect.push_back(one.id);
    }
  }
  std::deque<Pending> before = std::move(pending_);
  Checkpoint fresh = state.take();
  document_ = std::move(fresh.document);
  seq_ = fresh.seq;
  clients_ = std::move(fresh.clients);
  confirmed_writers_ = std::move(writers);
  pending_writers_.clear();
  pending_.clear();
  waiting_.clear();
  rolled_back_ = false;
  add_from_other_tab(loaded.outbox);
  // What the device does not know yet stays, unless the device has put it aside.
  for (Pending& pending : before) {
    const auto known = clients_.find(pending.id.client);
    const bool confirmed = known != clients_.end() && pending.id.number <= known->second;
    const bool kept = std::any_of(loaded.rejected.begin(), loaded.rejected.end(), [&](const KeptOperation& kept_one) {
      return kept_one.number == pending.id.number && kept_one.client == operations::id_bytes(pending.id.client);
    });
    if (confirmed || kept || is_pending(pending.id)) continue;
    apply_pending(pending);
    out.unstored.push_back(pending.bytes);
    keep(std::move(pending));
  }
  return out;
}

operations::Applied View::add_local(const operations::Operation& operation) {
  Pending pending;
  operations::Applied applied = operations::apply(document_, operation, &pending.rollback);
  if (!applied.took_effect) return applied;
  pending.id = *operations::id_of(operation);
  pending.bytes = base::encoded(operation);
  pending.operation = operation;
  pending.took_effect = true;
  pending.changes = applied.changes;
  note(pending_writers_, pending.id, pending.changes);
  keep(std::move(pending));
  return applied;
}

std::vector<Change> View::add_from_other_tab(std::span<const std::string> operations) {
  std::vector<Change> changes;
  for (const std::string& bytes : operations) {
    auto read = operations::read_operation(bytes);
    if (!read.ok()) continue;
    const OperationId id = read.value().id;
    const auto known = clients_.find(id.client);
    if ((known != clients_.end() && id.number <= known->second) || is_pending(id)) continue;
    Pending pending;
    pending.id = id;
    pending.bytes = bytes;
    pending.operation = std::move(read.value().operation);
    apply_pending(pending);
    append(changes, pending.changes);
    keep(std::move(pending));
  }
  deduplicate(changes);
  return changes;
}

void View::confirm_operation(const std::string& bytes, Confirmed& out) {
  // The common case: what comes is what waits first, and it stands on the same ground. Nothing to repaint.
  if (!rolled_back_ && !pending_.empty() && pending_.front().bytes == bytes) {
    const Pending& first = pending_.front();
    clients_[first.id.client] = first.id.number;
    note(confirmed_writers_, first.id, first.changes);
    if (!first.took_effect) out.no_effect.push_back(first.id);
    waiting_.erase(first.id);
    pending_.pop_front();
    if (pending_.empty()) pending_writers_.clear();
    return;
  }
  const auto read = operations::read_operation(bytes);
  if (!read.ok()) return;
  const OperationId id = read.value().id;
  std::uint64_t& last = clients_[id.client];
  if (id.number <= last) return;
  last = id.number;
#ifndef FLASHKIT_MUTANT_NO_REBASE
  roll_back_pending(out.changes);
#endif
  const operations::Applied applied = operations::apply(document_, read.value().operation);
  note(confirmed_writers_, id, applied.changes);
  append(out.changes, applied.changes);
  if (!is_pending(id)) return;
  if (!applied.took_effect) out.no_effect.push_back(id);
  erase_pending(id);
}

View::Confirmed View::confirm(std::span<const Entry> entries) {
  Confirmed out;
  std::size_t coming = 0;
  for (const Entry& entry : entries) coming += entry.operations.size();
  confirmed_writers_.reserve(confirmed_writers_.size() + coming);
  for (const Entry& entry : entries) {
    if (entry.seq <= seq_) continue;
    if (entry.seq != seq_ + 1 || (entry.operations.empty() && !entry.body_blob.empty())) {
      out.gap = true;
      break;
    }
    for (const std::string& bytes : entry.operations) confirm_operation(bytes, out);
    seq_ = entry.seq;
  }
  apply_pending_again(out.changes);
  deduplicate(out.changes);
  return out;
}

std::vector<Change> View::remove_pending(OperationId id) {
  std::vector<Change> changes;
  if (!is_pending(id)) return changes;
  std::uint64_t& last = rejected_[id.client];
  last = std::max(last, id.number);
  roll_back_pending(changes);
  erase_pending(id);
  apply_pending_again(changes);
  deduplicate(changes);
  return changes;
}

}  // namespace flashkit::sync
