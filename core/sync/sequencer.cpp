#include "sync/sequencer.h"

#include <algorithm>

#include "operations/ids.h"
#include "operations/peek.h"
#include "sync/frames.h"

namespace flashkit::sync {

using base::ClientId;
using base::OperationId;

namespace {
constexpr std::size_t k_known_operations = 20'000;  // whose hashes are kept, to tell a duplicate from a conflict
}  // namespace

Sequencer::Sequencer(base::DocumentId document, Settings settings)
    : document_(document), settings_(std::move(settings)) {}

SequencerEffects Sequencer::load(std::uint64_t seq, ClientTable clients, SequencerMoment moment) {
  SequencerEffects out;
  if (seq <= head_ && seen_ > head_) {  // no newer checkpoint yet: perhaps the next read shows what is missing
    read_later(moment, out);
    return out;
  }
  // An answer that comes late, after reading went on by itself, never leads back: who wrote since would be forgotten.
  if (seq > head_) {
    head_ = seq;
    clients_ = std::move(clients);
    if (loaded_) {
      Broadcast broadcast;
      broadcast.entries.document = id_bytes(document_);
      broadcast.entries.head = head_;
      out.emplace_back(std::move(broadcast));
    }
  }
  read(out);
  return out;
}

std::uint64_t Sequencer::join(SessionNumber session, std::uint32_t rules) {
  sessions_[session] = rules;
  return head_;
}

void Sequencer::leave(SessionNumber session) { sessions_.erase(session); }

// ---- what comes in ----

SequencerEffects Sequencer::push(SessionNumber session, const Push& push, Role role, SequencerMoment moment) {
  SequencerEffects out;
  if (loaded_) {
    take_push(session, push, role, moment, out);
    maybe_append(moment, out);
  } else {
    held_.push_back({session, push, role});
  }
  return out;
}

void Sequencer::take_push(SessionNumber session, const Push& push, Role role, SequencerMoment moment,
                          SequencerEffects& out) {
  std::set<ClientId> stopped;
  if (role != Role::Edit) {
    const auto first = push.operations.empty() ? base::Result<operations::Peek>(base::Error{})
                                               : operations::peek(push.operations.front());
    reject(session, first.ok() ? first.value().id : OperationId{}, RejectReason::NoRight, out);
    return;
  }
  const bool was_empty = queue_.empty();
  for (const std::string& bytes : push.operations) take_operation(session, bytes, stopped, out);
  if (was_empty && !queue_.empty()) first_queued_ms_ = moment.now_ms;
  gesture_end_ = gesture_end_ || push.gesture_end;
}

// After a refusal the rest of that client in the push is passed over: the device pushes it again.
void Sequencer::take_operation(SessionNumber session, const std::string& bytes, std::set<ClientId>& stopped,
                               SequencerEffects& out) {
  const auto read = operations::peek(bytes);
  if (!read.ok()) {
    reject(session, {}, RejectReason::Malformed, out);
    return;
  }
  const OperationId id = read.value().id;
  const ClientId client = id.client;
  if (stopped.count(client) > 0) return;
  if (bytes.size() > k_max_operation_bytes || operations::is_too_much(read.value())) {
    stopped.insert(client);
    reject(session, id, bytes.size() > k_max_operation_bytes ? RejectReason::TooLarge : RejectReason::Malformed, out);
    return;
  }
  const base::Sha256 hash = base::sha256(base::bytes_of(bytes));
  switch (judge(id, hash)) {
    case Judgement::New:
      queue({id, bytes}, {session, hash, rules_of(session)});
      return;
    case Judgement::InJournal:
      acknowledge(session, id, out);
      return;
    case Judgement::Waiting:
      // The device came back on a new connection: that one gets the answer.
      waiting_[id].session = session;
      waiting_[id].rules = std::max(waiting_[id].rules, rules_of(session));
      return;
    case Judgement::Conflict:
      stopped.insert(client);
      reject(session, id, RejectReason::ClientConflict, out);
      return;
    case Judgement::Gap:
      stopped.insert(client);
      reject(session, id, RejectReason::Gap, out);
      return;
  }
}

Sequencer::Judgement Sequencer::judge(OperationId id, const base::Sha256& hash) const {
#ifdef FLASHKIT_MUTANT_NO_DEDUPLICATION
  return Judgement::New;
#endif
  const auto in_journal = clients_.find(id.client);
  if (in_journal != clients_.end() && id.number <= in_journal->second) {
    const auto known = known_.find(id);
    const bool other = known != known_.end() && known->second.hash != hash;
    return other ? Judgement::Conflict : Judgement::InJournal;
  }
  const auto same = waiting_.find(id);
  if (same != waiting_.end()) return same->second.hash == hash ? Judgement::Waiting : Judgement::Conflict;
#ifdef FLASHKIT_MUTANT_GAPS_ACCEPTED
  return Judgement::New;
#endif
  return id.number == last_taken(id.client) + 1 ? Judgement::New : Judgement::Gap;
}

void Sequencer::queue(Queued operation, const Waiting& waiting) {
  queued_last_[operation.id.client] = operation.id.number;
  queued_bytes_ += operation.bytes.size();
  waiting_[operation.id] = waiting;
  queue_.push_back(std::move(operation));
}

std::uint32_t Sequencer::rules_of(SessionNumber session) const {
  const auto found = sessions_.find(session);
  return found == sessions_.end() ? 0 : found->second;
}

std::uint64_t Sequencer::last_taken(ClientId client) const {
  const auto queued = queued_last_.find(client);
  const auto in_journal = clients_.find(client);
  return std::max(queued == queued_last_.end() ? 0 : queued->second,
                  in_journal == clients_.end() ? 0 : in_journal->second);
}

void Sequencer::note_entry(const Entry& entry) {
  for (const std::string& bytes : entry.operations) {
    const auto read = operations::peek(bytes);
    if (!read.ok()) continue;
    const OperationId id = read.value().id;
    std::uint64_t& last = clients_[id.client];
    if (id.number <= last) continue;
    last = id.number;
    known_[id] = {base::sha256(base::bytes_of(bytes)), entry.seq};
    known_order_.push_back(id);
    if (known_order_.size() <= k_known_operations) continue;
    known_.erase(known_order_.front());
    known_order_.pop_front();
  }
}

// ---- what goes out ----

void Sequencer::acknowledge(SessionNumber session, OperationId id, SequencerEffects& out) const {
  Acknowledged answer;
  answer.document = id_bytes(document_);
  answer.client = id_bytes(id.client);
  answer.number = id.number;
  const auto known = known_.find(id);
  answer.seq = known == known_.end() ? head_ : known->second.seq;
  out.emplace_back(SendFrame{session, server_frame(std::move(answer))});
}

void Sequencer::reject(SessionNumber session, OperationId id, RejectReason reason, SequencerEffects& out) const {
  Rejected answer;
  answer.document = id_bytes(document_);
  if (id != OperationId{}) answer.client = id_bytes(id.client);
  answer.number = id.number;
  answer.reason = reason;
  answer.text = words_for(reason);
  out.emplace_back(SendFrame{session, server_frame(std::move(answer))});
}

}  // namespace flashkit::sync
