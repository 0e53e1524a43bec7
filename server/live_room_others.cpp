// What a room does because other servers write to the same journal. Rules: docs/protocol.md, part "Several servers".
#include <algorithm>
#include <utility>

#include "server/live_room.h"

namespace flashkit::server {

using base::Result;

// N2: who comes from a server that is ahead of this one is no stranger with a newer past; the journal tells.
void LiveRoom::look_first(const OpenWish& wish, const Rights& rights) {
  ahead_[wish.session] = {wish, rights, std::nullopt};
  parts_.journal.head(document_, [self = shared_from_this(), session = wish.session](Result<std::uint64_t> head) {
    self->on_loop([session, head = std::move(head)](LiveRoom& room) {
      const auto found = room.ahead_.find(session);
      if (found == room.ahead_.end()) return;
      if (!head.ok()) {
        const OpenWish late = std::move(found->second.wish);
        room.ahead_.erase(found);
        room.refuse(late, 503, "the document cannot be read just now");
        return;
      }
      found->second.reaches = head.value();
      room.hear_of(head.value());
      room.seat_those_ahead();
    });
  });
}

void LiveRoom::seat_those_ahead() {
  std::vector<Ahead> ready;
  for (const auto& [session, each] : ahead_) {
    if (each.reaches && sequencer_.head() >= std::min(*each.reaches, each.wish.after_seq)) ready.push_back(each);
  }
  for (const Ahead& each : ready) {
    ahead_.erase(each.wish.session);
    seat(each.wish, each.rights);
  }
}

// Other servers write to the same journal: whatever else tells of it, looking finds it in the end.
void LiveRoom::watch_journal() {
  if (parts_.watch_journal_ms == 0 || watching_journal_) return;
  watching_journal_ = true;
  const std::uint64_t spread = moment().random_low % (parts_.watch_journal_ms / 4 + 1);
  loop_.after(parts_.watch_journal_ms + spread, [weak = weak_from_this()] {
    const std::shared_ptr<LiveRoom> self = weak.lock();
    if (!self) return;
    self->watching_journal_ = false;
    if (self->members_.empty()) return;
    self->look();
    self->watch_journal();
  });
}

void LiveRoom::hint(std::uint64_t head) {
  on_loop([head](LiveRoom& room) { room.hear_of(head); });
}

void LiveRoom::look() {
  parts_.journal.head(document_, [self = shared_from_this()](Result<std::uint64_t> head) {
    self->on_loop([head = std::move(head)](LiveRoom& room) {
      if (!head.ok()) return;
      room.looked_ms_ = room.loop_.now_ms();
      room.hear_of(head.value());
    });
  });
}

void LiveRoom::hear_of(std::uint64_t head) {
  told_ = std::max(told_, head);
  perform(sequencer_.hint(head, moment()));
}

// A room that nobody was in has not looked.
void LiveRoom::look_if_stale() {
  if (parts_.watch_journal_ms != 0 && loop_.now_ms() > looked_ms_ + parts_.watch_journal_ms) look();
}

void LiveRoom::read_to_the_end() {
  looked_ms_ = loop_.now_ms();
  seat_those_ahead();
  // A reading that was under way when the word came may have missed what it told of. Once more is enough: words may be
  // wrong, and looking finds everything in the end.
  const std::uint64_t told = std::exchange(told_, 0);
  if (told > sequencer_.head()) perform(sequencer_.hint(told, moment()));
}

}  // namespace flashkit::server
