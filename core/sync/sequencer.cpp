#include "sync/sequencer.h"

#include <algorithm>

#include "base/proto.h"
#include "operations/ids.h"
#include "operations/peek.h"
#include "sync/frames.h"

namespace flashkit::sync {

using base::ClientId;
using base::OperationId;

namespace {
constexpr std::size_t k_known_operations = 20'000;  // whose hashes are kept, to tell a duplicate from a conflict
constexpr std::uint64_t k_pause_least_ms = 20;
constexpr std::uint64_t k_pause_most_ms = 2'000;
constexpr std::uint64_t k_turn_least_ms = 10;
constexpr std::uint64_t k_turn_most_ms = 250;
constexpr std::uint64_t k_at_work_ms = 3'000;  // who wrote so long ago counts as writing
}  // namespace

Sequencer::Sequencer(base::DocumentId document, Settings settings)
    : document_(document), settings_(std::move(settings)) {}

SequencerEffects Sequencer::load(std::uint64_t seq, ClientTable clients, SequencerMoment moment) {
  SequencerEffects out;
  if (seq <= head_ && seen_ > head_) {  // no newer checkpoint yet: perhaps the next read shows what is missing
    read_later(moment, out);
    return out;
  }
  head_ = seq;
  clients_ = std::move(clients);
  if (loaded_) {
    Broadcast broadcast;
    broadcast.entries.document = id_bytes(document_);
    broadcast.entries.head = head_;
    out.emplace_back(std::move(broadcast));
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

// ---- appending ----

void Sequencer::maybe_append(SequencerMoment moment, SequencerEffects& out) {
  if (!loaded_ || reading_) return;
  const bool pausing = in_flight_.has_value() && in_flight_->state == Flight::Pausing;
  if (in_flight_.has_value() && !pausing) return;
  if (read_failed_ || pausing) {
    if (moment.now_ms < not_before_ms_) {
      out.emplace_back(WakeAt{not_before_ms_});
    } else if (read_failed_) {
      read(out);
    } else {
      append_again(moment, out);
    }
    return;
  }
  if (queue_.empty()) {
    gesture_end_ = false;
    return;
  }
  const bool at_once = gesture_end_ || gathered_elsewhere_ || queued_bytes_ >= k_max_entry_bytes;
  const std::uint64_t company_ms = gathered_for_others_ ? settings_.group_ms / 2 : settings_.group_ms;
  const std::uint64_t wait_ms = gathered_for_others_ || sessions_.size() > 1 ? company_ms : settings_.alone_ms;
  const std::uint64_t due_ms = std::max(not_before_ms_, at_once ? moment.now_ms : first_queued_ms_ + wait_ms);
  if (moment.now_ms < due_ms) {
    out.emplace_back(WakeAt{due_ms});
  } else {
    append_next(moment, out);
  }
}

void Sequencer::append_next(SequencerMoment moment, SequencerEffects& out) {
  InFlight flight;
  flight.entry.seq = head_ + 1;
  flight.entry.token = operations::id_bytes(moment.random_high, moment.random_low);
  flight.entry.node = settings_.node;
  flight.entry.schema = settings_.schema;
  flight.entry.min_reader = minimum_.reader;
  flight.entry.min_writer = minimum_.writer;
  flight.at_once = gesture_end_;
  flight.rules = waiting_[queue_.front().id].rules;
  std::size_t bytes = 0;
  while (!queue_.empty() && (bytes == 0 || bytes + queue_.front().bytes.size() <= k_max_entry_bytes)) {
    Queued& next = queue_.front();
    bytes += next.bytes.size();
    queued_bytes_ -= next.bytes.size();
    flight.rules = std::min(flight.rules, waiting_[next.id].rules);
    flight.entry.operations.push_back(next.bytes);
    flight.operations.push_back(std::move(next));
    queue_.pop_front();
  }
  first_queued_ms_ = moment.now_ms;
  in_flight_ = std::move(flight);
  append_began_ms_ = moment.now_ms;
  emit_append(out);
#ifdef FLASHKIT_MUTANT_ACKNOWLEDGE_BEFORE_APPEND
  for (const Queued& operation : in_flight_->operations) acknowledge(waiting_[operation.id].session, operation.id, out);
#endif
}

void Sequencer::emit_append(SequencerEffects& out) const {
  AppendEntry append;
  append.seq = in_flight_->entry.seq;
  append.entry = base::encoded(in_flight_->entry);
  if (append.entry.size() > k_max_inline_entry_bytes) {
    EntryBody body;
    body.operations = in_flight_->entry.operations;
    append.body = base::encoded(body);
    append.body_blob = base::to_hex(base::sha256(base::bytes_of(append.body)));
    Entry pointer = in_flight_->entry;
    pointer.operations.clear();
    pointer.body_blob = append.body_blob;
    append.entry = base::encoded(pointer);
  }
  out.emplace_back(std::move(append));
}

// The very same entry with the same token at the same number: were the first try to land late, nothing is written
// twice.
void Sequencer::append_again(SequencerMoment moment, SequencerEffects& out) {
  append_began_ms_ = moment.now_ms;
  in_flight_->state = Flight::Appending;
  emit_append(out);
}

void Sequencer::pause(SequencerMoment moment) {
  failures_ = std::min<std::uint32_t>(failures_ + 1, 7);
  const std::uint64_t most_ms = std::min(k_pause_least_ms << failures_, k_pause_most_ms);
  not_before_ms_ = moment.now_ms + most_ms / 2 + moment.random_low % (most_ms / 2 + 1);
}

// ---- sharing a journal with other servers (N5) ----

std::uint64_t Sequencer::others_at_work(SequencerMoment moment) const {
  return static_cast<std::uint64_t>(std::count_if(others_ms_.begin(), others_ms_.end(), [&](const auto& other) {
    return moment.now_ms < other.second + k_at_work_ms;
  }));
}

void Sequencer::measure_append(SequencerMoment moment) {
  const std::uint64_t took_ms = moment.now_ms < append_began_ms_ ? 0 : moment.now_ms - append_began_ms_;
  const std::uint64_t measured = std::clamp(2 * took_ms, k_turn_least_ms, k_turn_most_ms);
  turn_ms_ = turn_ms_ == 0 ? measured : (3 * turn_ms_ + measured) / 4;
}

// Who has just won would win again, for the others still have to read its entry: it lets each of them have a turn.
void Sequencer::give_way(SequencerMoment moment) {
  losses_ = 0;
  const std::uint64_t others = others_at_work(moment);
  if (others > 0) not_before_ms_ = moment.now_ms + others * turn_ms_ + moment.random_low % turn_ms_;
}

// The more often in a row, the sooner again: were it later each time, one that is unlucky would never come in.
void Sequencer::pause_after_loss(SequencerMoment moment) {
  losses_ += 1;
  const std::uint64_t others = others_at_work(moment);
  const std::uint64_t turns = others > losses_ ? others - losses_ : 1;
  not_before_ms_ = moment.now_ms + moment.random_low % (turns * turn_ms_ + 1);
}

SequencerEffects Sequencer::appended(AppendOutcome outcome, SequencerMoment moment) {
  SequencerEffects out;
  if (!in_flight_.has_value() || in_flight_->state != Flight::Appending) return out;
  measure_append(moment);
  switch (outcome) {
    case AppendOutcome::Appended:
      settle(out);
      give_way(moment);
      break;
    case AppendOutcome::Taken:
      // Perhaps by an earlier try of ours: reading on tells, and what is in the journal then is not queued again.
      pause_after_loss(moment);
      seen_ = std::max(seen_, in_flight_->entry.seq);
      queue_again(out);
#ifndef FLASHKIT_MUTANT_STALE_HEAD_AFTER_LOSS
      read(out);
#endif
      break;
    case AppendOutcome::Unknown:
#ifdef FLASHKIT_MUTANT_LOST_ANSWER_IS_SUCCESS
      settle(out);
      break;
#endif
#ifdef FLASHKIT_MUTANT_LOST_ANSWER_IS_FAILURE
      head_ += 1;
      queue_again(out);
      break;
#endif
      in_flight_->state = Flight::Reading;
      read(out);
      break;
    case AppendOutcome::Failed:
      in_flight_->state = Flight::Pausing;
      pause(moment);
      break;
  }
  maybe_append(moment, out);
  return out;
}

std::optional<UnderWay> Sequencer::under_way() const {
  if (!in_flight_.has_value() || in_flight_->state != Flight::Appending) return std::nullopt;
  return UnderWay{in_flight_->entry.operations, in_flight_->rules, in_flight_->at_once};
}

SequencerEffects Sequencer::appended_elsewhere(std::uint64_t head, SequencerMoment moment) {
  SequencerEffects out;
  if (!in_flight_.has_value() || in_flight_->state != Flight::Appending) return out;
#ifdef FLASHKIT_MUTANT_PASSED_IS_WRITTEN
  settle(out);
  maybe_append(moment, out);
  return out;
#endif
  if (head_ >= std::max(head, in_flight_->entry.seq)) {  // read already: the others' news were quicker
    queue_again(out);
    maybe_append(moment, out);
    return out;
  }
  in_flight_->state = Flight::Reading;
  if (!reading_) read(out);
  return out;
}

// It is in the journal: only now anybody hears of it.
void Sequencer::settle(SequencerEffects& out) {
  InFlight done = std::move(*in_flight_);
  in_flight_.reset();
  failures_ = 0;
  not_before_ms_ = 0;
  note_entry(done.entry);
  if (done.entry.seq > head_) {  // else a hint has shown it to us already
    head_ = done.entry.seq;
    Broadcast broadcast;
    broadcast.entries.document = id_bytes(document_);
    broadcast.entries.entries.push_back(done.entry);
    broadcast.entries.head = head_;
    out.emplace_back(std::move(broadcast));
  }
  // One acknowledgement for each client and connection: the last number says it all.
  std::map<std::pair<SessionNumber, ClientId>, std::uint64_t> last;
  for (const Queued& operation : done.operations) {
    last[{waiting_[operation.id].session, operation.id.client}] = operation.id.number;
    waiting_.erase(operation.id);
  }
  for (const auto& [key, number] : last) acknowledge(key.first, {key.second, number}, out);
  if (head_ > done.entry.seq) judge_queue_again(out);  // others may have written behind it what waits here
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

// ---- catching up ----

void Sequencer::read(SequencerEffects& out) {
  reading_ = true;
  read_failed_ = false;
  out.emplace_back(ReadEntries{head_});
}

SequencerEffects Sequencer::entries_read(const std::vector<Entry>& entries, bool complete, SequencerMoment moment) {
  SequencerEffects out;
  Broadcast broadcast;
  for (const Entry& entry : entries) {
    seen_ = std::max(seen_, entry.seq);
    if (entry.seq <= head_) continue;
    if (entry.seq != head_ + 1) break;
    note_entry(entry);
#ifndef FLASHKIT_MUTANT_MINIMUM_FORGOTTEN
    raise_minimum({entry.min_reader, entry.min_writer});
#endif
    if (loaded_ && entry.node != settings_.node) others_ms_[entry.node] = moment.now_ms;
    head_ = entry.seq;
    broadcast.entries.entries.push_back(entry);
  }
  std::erase_if(others_ms_, [&](const auto& other) { return moment.now_ms >= other.second + k_at_work_ms; });
  if (!broadcast.entries.entries.empty()) {
    broadcast.entries.document = id_bytes(document_);
    broadcast.entries.head = head_;
    if (loaded_) out.emplace_back(std::move(broadcast));
    // Someone else wrote where our entry would go: its answer (Taken) is on its way, unless it was lost.
    if (in_flight_.has_value() && in_flight_->state != Flight::Appending && head_ >= in_flight_->entry.seq) {
      queue_again(out);
    }
    if (!in_flight_.has_value()) judge_queue_again(out);
  }
  if (!complete || !reading_) return out;
  if (seen_ > head_) {
    out.emplace_back(LoadAgain{});
    return out;
  }
  reading_ = false;
  if (in_flight_.has_value() && in_flight_->state == Flight::Reading) {
    in_flight_->state = Flight::Pausing;  // the slot is empty
    pause(moment);
  }
  if (!in_flight_.has_value()) judge_queue_again(out);
  if (!loaded_) {
    loaded_ = true;
    std::vector<Held> held = std::move(held_);
    held_.clear();
    for (const Held& one : held) take_push(one.session, one.push, one.role, moment, out);
  }
  maybe_append(moment, out);
  return out;
}

SequencerEffects Sequencer::read_failed(SequencerMoment moment) {
  SequencerEffects out;
  read_later(moment, out);
  return out;
}

void Sequencer::read_later(SequencerMoment moment, SequencerEffects& out) {
  reading_ = false;
  read_failed_ = true;
  pause(moment);
  out.emplace_back(WakeAt{not_before_ms_});
}

SequencerEffects Sequencer::hint(std::uint64_t head, SequencerMoment moment) {
  SequencerEffects out;
#ifdef FLASHKIT_MUTANT_HINT_IS_TRUTH
  if (loaded_ && !in_flight_.has_value()) head_ = std::max(head_, head);
#endif
  if (loaded_ && head > head_ && !reading_ && !(in_flight_.has_value() && in_flight_->state == Flight::Reading)) {
    read(out);
  }
  maybe_append(moment, out);
  return out;
}

SequencerEffects Sequencer::wake(SequencerMoment moment) {
  SequencerEffects out;
  if (read_failed_ && moment.now_ms >= not_before_ms_) {
    read(out);
    return out;
  }
  maybe_append(moment, out);
  return out;
}

void Sequencer::queue_again(SequencerEffects& out) {
  for (auto operation = in_flight_->operations.rbegin(); operation != in_flight_->operations.rend(); ++operation) {
    queued_bytes_ += operation->bytes.size();
    queue_.push_front(std::move(*operation));
  }
  in_flight_.reset();
  judge_queue_again(out);
}

// The journal went on: what is in it by now is acknowledged, what no longer follows is refused.
void Sequencer::judge_queue_again(SequencerEffects& out) {
  std::deque<Queued> before = std::move(queue_);
  const auto waiting = std::move(waiting_);
  queue_.clear();
  waiting_.clear();
  queued_last_.clear();
  queued_bytes_ = 0;
  std::set<ClientId> stopped;
  for (Queued& operation : before) {
    const OperationId id = operation.id;
    if (stopped.count(id.client) > 0) continue;
    const auto known = waiting.find(id);
    const Waiting who = known == waiting.end() ? Waiting() : known->second;
    switch (judge(id, who.hash)) {
      case Judgement::New:
#ifndef FLASHKIT_MUTANT_OLDER_WRITES_ON
        if (who.rules < minimum_.writer) {  // L12: it came before the minimum did, and would stand behind it
          stopped.insert(id.client);
          reject(who.session, id, RejectReason::TooOld, out);
          break;
        }
#endif
        queue(std::move(operation), who);
        break;
      case Judgement::InJournal:
        acknowledge(who.session, id, out);
        break;
      case Judgement::Waiting:
        break;
      case Judgement::Conflict:
        stopped.insert(id.client);
        reject(who.session, id, RejectReason::ClientConflict, out);
        break;
      case Judgement::Gap:
        stopped.insert(id.client);
        reject(who.session, id, RejectReason::Gap, out);
        break;
    }
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
