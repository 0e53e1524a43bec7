// One server writes a document for all, which saves lost appends and gathers what people do at different servers into
// one entry. Nothing rests on it: who is not answered writes what came to it, and what two servers wrote counts once
// (S3). Rules: docs/protocol.md, N8.
#include <algorithm>
#include <utility>

#include "operations/ids.h"
#include "operations/peek.h"
#include "server/live_room.h"

namespace flashkit::server {

using sync::SessionNumber;

namespace {

constexpr std::uint64_t k_write_here_ms = 10'000;  // after the preferred server did not write
constexpr std::uint64_t k_passed_wait_ms = 1'000;  // less than who waits for it takes for an answer
constexpr std::uint64_t k_stay_ms = 10'000;        // a room that others pass to is kept for so long
constexpr std::size_t k_passed_queue_bytes = 8u << 20;

}  // namespace

// ---- from here to the server that the document prefers ----

bool LiveRoom::passes_on() {
  return parts_.pass_on && !stopping_ && loop_.now_ms() >= writes_here_until_ms_ && parts_.prefers_another(document_);
}

bool LiveRoom::pass_on(const sync::AppendEntry& effect) {
  const bool again = passed_seq_ == effect.seq;  // what was passed on in this one's place was not found in the journal
  const auto under_way = sequencer_.under_way();
  if (again || !under_way || effect.entry.size() + effect.body.size() > k_passed_bytes || !passes_on()) return false;
  passed_seq_ = effect.seq;
  PassedPush passed;
  passed.document = document_;
  passed.rules = under_way->rules;
  passed.push.document = operations::id_bytes(document_);
  passed.push.operations = under_way->operations;
  passed.push.gesture_end = under_way->at_once;
  passed.push.min_reader = minimum_.reader;
  passed.push.min_writer = minimum_.writer;
  parts_.pass_on(passed, [self = shared_from_this(), effect](std::optional<std::uint64_t> head) {
    self->on_loop([effect, head](LiveRoom& room) { room.passed_on(effect, head); });
  });
  return true;
}

void LiveRoom::passed_on(const sync::AppendEntry& effect, std::optional<std::uint64_t> head) {
  if (head) {
    parts_.metrics.pushes_passed.fetch_add(1);
    perform(sequencer_.appended_elsewhere(*head, moment()));
    note_change();
    return;
  }
  parts_.metrics.pushes_not_passed.fetch_add(1);
  writes_here_until_ms_ = loop_.now_ms() + k_write_here_ms;
  sequencer_.gather_elsewhere(false);
  write_here(effect);
}

// ---- from another server ----

void LiveRoom::take_passed(SessionNumber session, PassedPush passed, PassedCallback done) {
  on_loop([early = PassedEarly{session, std::move(passed), std::move(done)}](LiveRoom& room) mutable {
    room.passed_ms_ = room.loop_.now_ms();
    room.stay_awhile();
    if (room.loading_ == Loading::Done) {
      room.write_passed_on(std::move(early));
    } else {
      room.passed_early_.push_back(std::move(early));
      room.start_loading();
    }
  });
}

void LiveRoom::write_passed_on(PassedEarly early) {
  const PassedPush& passed = early.passed;
  const bool asks_more = sync::Minimum{passed.push.min_reader, passed.push.min_writer}.exceeds(minimum_);
  // Whoever knows of the minimum writes first; it stands in that entry. And an older program's operations are not
  // written behind it: where they came they are refused (L12).
  if (asks_more || passed.rules < minimum_.writer || raising_ || stopping_ ||
      sequencer_.queued_bytes() > k_passed_queue_bytes) {
    return early.done(std::nullopt);
  }
  Passed waits;
  for (const std::string& bytes : passed.push.operations) {
    const auto read = operations::peek(bytes);
    if (!read.ok()) return early.done(std::nullopt);
    waits.last[read.value().id.client] = read.value().id.number;
  }
  waits.done = std::move(early.done);
  const SessionNumber session = early.session;
  passed_[session] = std::move(waits);
  if (members_.empty()) look_if_stale();
  sequencer_.gather_elsewhere(false);
  sequencer_.gather_for_others(true);
  sequencer_.join(session, passed.rules);
  perform(sequencer_.push(session, passed.push, sync::Role::Edit, moment()));
  loop_.after(k_passed_wait_ms, [weak = weak_from_this(), session] {
    if (const std::shared_ptr<LiveRoom> self = weak.lock()) self->settle_passed(session, std::nullopt);
  });
}

void LiveRoom::hear_passed(SessionNumber session, const sync::ServerFrame& frame) {
  const auto found = passed_.find(session);
  if (found == passed_.end()) return;
  const auto* done = std::get_if<sync::Acknowledged>(&frame.kind);
  if (done == nullptr) return settle_passed(session, std::nullopt);
  Passed& passed = found->second;
  const auto client = operations::id_from_bytes<base::ClientId>(done->client);
  const auto last = client ? passed.last.find(*client) : passed.last.end();
  if (last == passed.last.end()) return;
  passed.head = std::max(passed.head, done->seq);
  if (done->number >= last->second) passed.last.erase(last);
  if (passed.last.empty()) settle_passed(session, passed.head);
}

void LiveRoom::settle_passed(SessionNumber session, std::optional<std::uint64_t> head) {
  const auto found = passed_.find(session);
  if (found == passed_.end()) return;
  const PassedCallback done = std::move(found->second.done);
  passed_.erase(found);
  sequencer_.leave(session);
  if (head) parts_.metrics.pushes_written_for_others.fetch_add(1);
  done(head);
}

void LiveRoom::stay_awhile() {
  if (staying_) return;
  staying_ = true;
  loop_.after(k_stay_ms, [weak = weak_from_this()] {
    const std::shared_ptr<LiveRoom> self = weak.lock();
    if (!self) return;
    self->staying_ = false;
    if (self->loop_.now_ms() < self->passed_ms_ + k_stay_ms) {
      self->stay_awhile();
    } else {
      self->sequencer_.gather_for_others(false);
    }
    self->update_quiet();
  });
}

}  // namespace flashkit::server
