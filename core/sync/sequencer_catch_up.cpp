// How a sequencer reads what others wrote into its journal, and what that makes of the operations that wait.
#include <algorithm>
#include <deque>
#include <set>
#include <utility>
#include <vector>

#include "operations/ids.h"
#include "sync/frames.h"
#include "sync/sequencer.h"

namespace flashkit::sync {

using base::ClientId;
using base::OperationId;

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
  forget_idle_others(moment);
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

}  // namespace flashkit::sync
