// When a sequencer appends what, and what the journal's answer means.
#include <algorithm>
#include <map>
#include <utility>

#include "base/proto.h"
#include "base/sha256.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "sync/sequencer.h"

namespace flashkit::sync {

using base::ClientId;

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

}  // namespace flashkit::sync
