#include "server/live_room.h"

#include <algorithm>
#include <utility>

#include "operations/ids.h"
#include "sync/frames.h"

namespace flashkit::server {

using base::Errc;
using base::Result;
using sync::AppendOutcome;
using sync::Role;
using sync::SessionNumber;

namespace {

constexpr std::size_t k_read_page_bytes = 1u << 20;
constexpr std::size_t k_queue_limit_bytes = 64u << 20;  // of operations waiting to be appended, or held before that
constexpr std::uint64_t k_preview_after_ms = 2'000;
constexpr std::uint64_t k_preview_gap_ms = 30'000;  // each is paid for: a picture painted, a blob and a record written
constexpr std::uint32_t k_schema = 1;

Frame encode_frame(const sync::ServerFrame& frame) { return std::make_shared<const std::string>(base::encoded(frame)); }

AppendOutcome outcome_of(const ports::AppendAnswer& answer) {
  switch (answer.what) {
    case ports::AppendAnswer::What::Appended:
      return AppendOutcome::Appended;
    case ports::AppendAnswer::What::Taken:
      return AppendOutcome::Taken;
    case ports::AppendAnswer::What::Unknown:
      return AppendOutcome::Unknown;
    case ports::AppendAnswer::What::Failed:
      return AppendOutcome::Failed;
  }
  return AppendOutcome::Unknown;
}

}  // namespace

LiveRoom::LiveRoom(base::DocumentId document, Parts& parts, States& states, Pictures& pictures, Versions& versions,
                   Loop& loop)
    : document_(document),
      parts_(parts),
      states_(states),
      pictures_(pictures),
      versions_(versions),
      loop_(loop),
      rights_(parts.records),
      reader_(parts.journal, parts.blobs),
      sequencer_(
          document,
          {.node = parts.node, .schema = k_schema, .group_ms = parts.group_ms, .alone_ms = parts.group_alone_ms}) {}

sync::SequencerMoment LiveRoom::moment() {
  const auto bits = parts_.random.id<base::EntryToken>();
  return {.now_ms = loop_.now_ms(), .random_high = bits.high, .random_low = bits.low};
}

void LiveRoom::update_quiet() {
  peopled_.store(!members_.empty());
  quiet_.store(members_.empty() && waiting_.empty() && opening_.empty() && sequencer_.idle() &&
               loading_ != Loading::UnderWay && !making_checkpoint_ && !raising_ && !staying_);
  settle_flush();
}

// ---- opening ----

void LiveRoom::open(OpenWish wish) {
  on_loop([wish = std::move(wish)](LiveRoom& room) mutable {
    room.opening_.insert(wish.session);
    if (room.loading_ == Loading::Done) {
      room.admit(wish);
    } else {
      room.waiting_.push_back(std::move(wish));
      room.start_loading();
    }
  });
}

void LiveRoom::start_loading() {
  if (loading_ != Loading::Not) return;
  loading_ = Loading::UnderWay;
  states_.checkpoint_head(document_, [self = shared_from_this()](Result<CheckpointHead> head) {
    self->on_loop([head = std::move(head)](LiveRoom& room) { room.loaded(head); });
  });
}

void LiveRoom::loaded(Result<CheckpointHead> head) {
  if (!head.ok()) {
    fail_waiting(head.error());
    return;
  }
  checkpoint_seq_ = std::max(checkpoint_seq_, head.value().seq);
  hear_minimum(head.value().minimum);
  perform(sequencer_.load(head.value().seq, std::move(head).value().clients, moment()));
}

void LiveRoom::fail_waiting(const base::Error& error) {
  parts_.log.error("a document cannot be loaded", {{"document", base::to_hex(document_)}, {"why", error.rule}});
  loading_ = Loading::Not;
  for (const OpenWish& wish : std::exchange(waiting_, {})) refuse(wish, 503, "the document cannot be read just now");
  for (const PassedEarly& early : std::exchange(passed_early_, {})) early.done(std::nullopt);
}

void LiveRoom::refuse(const OpenWish& wish, unsigned code, const char* text) {
  if (opening_.erase(wish.session) == 0) return;
  const std::shared_ptr<RoomMember> member = wish.member.lock();
  if (member) member->opened(document_, {.trouble_code = code, .trouble = text});
}

void LiveRoom::admit(const OpenWish& wish) {
  const auto answer = [self = shared_from_this(), wish](Result<std::optional<Rights>> rights) {
    self->on_loop([wish, rights = std::move(rights)](LiveRoom& room) {
      if (!rights.ok()) {
        room.refuse(wish, 503, "the rights cannot be read just now");
      } else if (!rights.value()) {
        room.refuse(wish, 404, "there is no such design here");
      } else {
        room.join(wish, *rights.value());
      }
    });
  };
  rights_.read(document_, [this, self = shared_from_this(), wish, answer](Result<std::optional<Rights>> rights) {
    if (!rights.ok() || rights.value() || !wish.create || wish.claim.capability_hash.empty()) {
      answer(std::move(rights));
      return;
    }
    const Rights fresh{.owner = wish.claim.user, .grants = {{wish.claim.capability_hash, Role::Edit}}};
    rights_.create(document_, fresh, [answer](Result<Rights> made) {
      if (made.ok()) {
        answer(std::optional<Rights>(std::move(made).value()));
      } else {
        answer(made.error());
      }
    });
  });
}

void LiveRoom::join(const OpenWish& wish, const Rights& rights) {
  const bool knows_more = parts_.watch_journal_ms != 0 && wish.after_seq > sequencer_.head();
  if (knows_more) {
    look_first(wish, rights);
  } else {
    seat(wish, rights);
  }
}

void LiveRoom::seat(const OpenWish& wish, const Rights& rights) {
  const std::shared_ptr<RoomMember> member = wish.member.lock();
  if (!member || opening_.count(wish.session) == 0) return;
  const Role role = role_of(rights, wish.claim);
  if (role == Role::None) {
    refuse(wish, 403, "this address gives no right to the design");
    return;
  }
  if (wish.rules < minimum_.reader) {
    refuse(wish, 426, k_outdated);
    return;
  }
  opening_.erase(wish.session);
  const std::uint64_t head = sequencer_.join(wish.session, wish.rules);
  if (members_.empty()) look_if_stale();
  members_[wish.session] = {wish.member, wish.peer, wish.claim, role, wish.rules, {}};
  member->opened(document_, {.trouble_code = 0,
                             .trouble = "",
                             .role = role,
                             .head = head,
                             .checkpoint_seq = checkpoint_seq_,
                             .minimum = minimum_});
  greet(*member, wish.session);
  if (!rights.owner.empty() && wish.claim.user == rights.owner) list_for(rights.owner);
  watch_rights();
  watch_journal();
  watch_presence();
}

void LiveRoom::leave(SessionNumber session) {
  on_loop([session](LiveRoom& room) {
    room.opening_.erase(session);
    room.ahead_.erase(session);
    room.sequencer_.leave(session);
    const auto found = room.members_.find(session);
    if (found == room.members_.end()) return;
    const Member gone = std::move(found->second);
    room.members_.erase(found);
    room.say_goodbye(gone);
    if (room.members_.empty() && room.preview_wanted_ms_ != 0) room.preview_now();
    room.version_when_left();
  });
}

// ---- what members send ----

void LiveRoom::push(SessionNumber session, sync::Push push, std::function<void()> counted) {
  on_loop([session, push = std::move(push), counted = std::move(counted)](LiveRoom& room) {
    counted();
    const auto found = room.members_.find(session);
    room.parts_.metrics.operations_pushed.fetch_add(push.operations.size());
    if (room.sequencer_.queued_bytes() + room.held_bytes_ > k_queue_limit_bytes) {
      const auto member = found == room.members_.end() ? nullptr : found->second.member.lock();
      if (member) member->too_much();
      return;
    }
    room.take_push(session, push);
  });
}

// ---- what the sequencer decides ----

void LiveRoom::perform(sync::SequencerEffects effects) {
  for (sync::SequencerEffect& effect : effects) {
    std::visit([this](auto& each) { perform_one(std::move(each)); }, effect);
  }
}

void LiveRoom::perform_one(sync::AppendEntry effect) {
  if (!pass_on(effect)) write_here(std::move(effect));
}

void LiveRoom::write_here(sync::AppendEntry effect) {
  if (effect.body_blob.empty()) {
    append(std::move(effect));
    return;
  }
#ifdef FLASHKIT_MUTANT_ENTRY_BEFORE_BODY
  parts_.blobs.put_if_absent(effect.body_blob, std::make_shared<const std::string>(effect.body),
                             [](const Result<bool>&) {});
  return append(std::move(effect));
#endif
  const auto body = std::make_shared<const std::string>(std::move(effect.body));
  parts_.blobs.put_if_absent(effect.body_blob, body, [self = shared_from_this(), effect](Result<bool> put) {
    self->on_loop([effect, good = put.ok()](LiveRoom& room) {
      if (good) {
        room.append(effect);
      } else {
        room.appended(AppendOutcome::Failed, room.loop_.now_ms());
      }
    });
  });
}

void LiveRoom::append(sync::AppendEntry effect) {
  parts_.journal.append_if(
      document_, effect.seq, std::move(effect.entry),
      [self = shared_from_this(), started = loop_.now_ms()](ports::AppendAnswer answer) {
        if (answer.what == ports::AppendAnswer::What::Failed) {
          self->parts_.log.error("an append failed", {{"why", answer.error.rule}});
        }
        self->on_loop([outcome = outcome_of(answer), started](LiveRoom& room) { room.appended(outcome, started); });
      });
}

void LiveRoom::appended(AppendOutcome outcome, std::uint64_t started_ms) {
  parts_.metrics.append_seconds.add_ms(static_cast<double>(loop_.now_ms() - started_ms));
  if (outcome == AppendOutcome::Appended) {
    parts_.metrics.entries_appended.fetch_add(1);
    looked_ms_ = loop_.now_ms();
  }
  if (outcome == AppendOutcome::Taken) parts_.metrics.appends_lost.fetch_add(1);
  if (outcome == AppendOutcome::Unknown) parts_.metrics.appends_unclear.fetch_add(1);
  perform(sequencer_.appended(outcome, moment()));
  maybe_checkpoint();
  if (outcome != AppendOutcome::Appended) return;
  const bool for_others = members_.empty() && staying_;  // who passed it on has their people, and sees to the rest
  if (!for_others) note_change();
  if (parts_.tell) parts_.tell({.document = document_, .head = sequencer_.head(), .rights = false});
}

void LiveRoom::note_change() {
  preview_later();
  version_later();
}

void LiveRoom::perform_one(sync::ReadEntries effect) { read_page(effect.after_seq, ++reading_); }

void LiveRoom::perform_one(sync::LoadAgain /*effect*/) {
  states_.checkpoint_head(document_, [self = shared_from_this()](Result<CheckpointHead> head) {
    self->on_loop([head = std::move(head)](LiveRoom& room) {
      if (head.ok()) {
        room.loaded(head);
      } else {
        room.perform(room.sequencer_.read_failed(room.moment()));
      }
    });
  });
}

void LiveRoom::read_page(std::uint64_t after_seq, std::uint64_t reading) {
  reader_.read(document_, after_seq, k_read_page_bytes,
               [self = shared_from_this(), after_seq, reading](Result<EntryPage> page) {
                 self->on_loop([after_seq, reading, page = std::move(page)](LiveRoom& room) {
                   if (reading != room.reading_) return;
                   if (!page.ok()) {
                     room.perform(room.sequencer_.read_failed(room.moment()));
                     if (room.loading_ == Loading::UnderWay) room.fail_waiting(page.error());
                     return;
                   }
                   const EntryPage& got = page.value();
                   room.perform(room.sequencer_.entries_read(got.entries, got.complete, room.moment()));
                   room.hear_minimum(room.sequencer_.minimum());  // also of what nobody was told: while it loads
                   if (!got.complete) {
                     room.read_page(after_seq + got.entries.size(), reading);
                     return;
                   }
                   room.read_to_the_end();
                   if (room.loading_ == Loading::UnderWay && room.sequencer_.loaded()) {
                     room.loading_ = Loading::Done;
                     room.entries_since_checkpoint_ = room.sequencer_.head() - room.checkpoint_seq_;
                     for (const OpenWish& wish : std::exchange(room.waiting_, {})) room.admit(wish);
                     for (PassedEarly& early : std::exchange(room.passed_early_, {})) {
                       room.write_passed_on(std::move(early));
                     }
                     room.versions_.keep_what_was_left(room.document_, room.sequencer_.head(), [](const auto&) {});
                   }
                 });
               });
}

void LiveRoom::perform_one(sync::SendFrame effect) {
  const auto found = members_.find(effect.session);
  if (found == members_.end()) return hear_passed(effect.session, effect.frame);
  if (const auto member = found->second.member.lock()) member->frame(encode_frame(effect.frame));
}

void LiveRoom::perform_one(sync::Broadcast effect) {
  if (effect.entries.entries.empty()) {
    const Frame head = encode_frame(sync::server_frame(std::move(effect.entries)));
    for (const auto& [session, each] : members_) {
      if (const auto member = each.member.lock()) member->frame(head);
    }
    return;
  }
  for (const sync::Entry& entry : effect.entries.entries) hear_minimum({entry.min_reader, entry.min_writer});
  const std::uint64_t first = effect.entries.entries.front().seq;
  const std::uint64_t last = effect.entries.entries.back().seq;
  const Frame frame = encode_frame(sync::server_frame(std::move(effect.entries)));
  entries_since_checkpoint_ += last - first + 1;
  bytes_since_checkpoint_ += frame->size();
  for (const auto& [session, each] : members_) {
    if (const auto member = each.member.lock()) member->entries(document_, {first, last, frame});
  }
}

void LiveRoom::perform_one(sync::WakeAt effect) {
  const std::uint64_t now = loop_.now_ms();
  const std::uint64_t generation = ++wake_generation_;
  const std::uint64_t delay_ms = effect.at_ms > now ? effect.at_ms - now : 0;
  loop_.after(delay_ms, [weak = weak_from_this(), generation] {
    const std::shared_ptr<LiveRoom> self = weak.lock();
    if (!self || generation != self->wake_generation_) return;
    self->perform(self->sequencer_.wake(self->moment()));
    self->update_quiet();
  });
}

void LiveRoom::maybe_checkpoint() {
  if (minimum_.reader > parts_.program.rules) return;  // who knows its rules makes it
  const bool due = entries_since_checkpoint_ >= k_checkpoint_entries || bytes_since_checkpoint_ >= k_checkpoint_bytes;
  if (!due || making_checkpoint_ || loading_ != Loading::Done) return;
  making_checkpoint_ = true;
  entries_since_checkpoint_ = 0;
  bytes_since_checkpoint_ = 0;
  states_.make_checkpoint(document_, [self = shared_from_this()](Result<std::uint64_t> made) {
    self->on_loop([made = std::move(made)](LiveRoom& room) {
      room.making_checkpoint_ = false;
      if (made.ok()) {
        room.checkpoint_seq_ = made.value();
      } else {
        room.parts_.log.error("a checkpoint could not be made",
                              {{"document", base::to_hex(room.document_)}, {"why", made.error().rule}});
      }
    });
  });
}

// When changes settle; while they go on, every half minute, and never more often; and when the last one leaves.
void LiveRoom::preview_later() {
  const std::uint64_t now = loop_.now_ms();
  if (preview_wanted_ms_ == 0) preview_wanted_ms_ = now;
  const std::uint64_t generation = ++preview_generation_;
  const std::uint64_t gap_ms = preview_not_before_ms_ > now ? preview_not_before_ms_ - now : 0;
  loop_.after(std::max(k_preview_after_ms, gap_ms), [weak = weak_from_this(), generation] {
    const std::shared_ptr<LiveRoom> self = weak.lock();
    if (!self || self->preview_wanted_ms_ == 0) return;
    const std::uint64_t then = self->loop_.now_ms();
    const bool settled = generation == self->preview_generation_;
    const bool overdue = then - self->preview_wanted_ms_ >= k_preview_gap_ms;
    if ((settled || overdue) && then >= self->preview_not_before_ms_) self->preview_now();
  });
}

void LiveRoom::preview_now() {
  preview_wanted_ms_ = 0;
  preview_not_before_ms_ = loop_.now_ms() + k_preview_gap_ms;
  // Without one now, the next change or the next one who asks makes it.
  pictures_.make_preview(document_, [](const Result<void>&) {});
}

// ---- stopping ----

void LiveRoom::flush(std::function<void()> done) {
  on_loop([done = std::move(done)](LiveRoom& room) {
    room.flushing_.push_back(done);
    room.stopping_ = true;
    // As if the time for company were over.
    sync::SequencerMoment later = room.moment();
    later.now_ms += sync::k_group_alone_ms + sync::k_group_ms;
    room.perform(room.sequencer_.wake(later));
  });
}

void LiveRoom::settle_flush() {
  if (flushing_.empty() || !sequencer_.idle()) return;
  for (const std::function<void()>& done : std::exchange(flushing_, {})) done();
}

}  // namespace flashkit::server
