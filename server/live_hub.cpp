#include "server/live_hub.h"

#include <utility>

namespace flashkit::server {

std::shared_ptr<LiveRoom> LiveHub::hold(base::DocumentId document) {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::shared_ptr<LiveRoom>& room = rooms_[document];
  if (!room) {
    Loop& loop = *parts_.loops[base::IdHash()(document) % parts_.loops.size()];
    room = std::make_shared<LiveRoom>(document, parts_, states_, pictures_, versions_, loop);
    parts_.metrics.rooms.fetch_add(1);
  }
  room->holders.fetch_add(1);
  return room;
}

void LiveHub::rights_changed(base::DocumentId document) {
  heard({.document = document, .head = 0, .rights = true});
  if (parts_.tell) parts_.tell({.document = document, .head = 0, .rights = true});
}

void LiveHub::heard(const DocumentNews& news) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = rooms_.find(news.document);
  if (found == rooms_.end()) return;
  if (news.rights) found->second->rights_changed();
  if (news.head != 0) found->second->hint(news.head);
}

void LiveHub::take_passed(PassedPush passed, PassedCallback done) {
  const std::shared_ptr<LiveRoom> room = hold(passed.document);
  room->take_passed(next_session(), std::move(passed),
                    [this, room, done = std::move(done)](std::optional<std::uint64_t> head) {
                      release(*room);
                      done(head);
                    });
}

std::vector<base::DocumentId> LiveHub::heard_presence(const PresenceMessage& message) {
  std::vector<base::DocumentId> absent;
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const PresenceNews& news : message.presence) {
    const auto found = rooms_.find(news.document);
    const bool seen = found != rooms_.end() && found->second->presence_elsewhere(message.from, news);
    if (!seen && (absent.empty() || absent.back() != news.document)) absent.push_back(news.document);
  }
  return absent;
}

void LiveHub::sweep() {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::size_t before = rooms_.size();
  std::erase_if(rooms_, [](const auto& each) { return each.second->holders.load() == 0 && each.second->quiet(); });
  parts_.metrics.rooms.fetch_sub(static_cast<std::int64_t>(before - rooms_.size()));
}

void LiveHub::flush(std::function<void()> done) {
  std::vector<std::shared_ptr<LiveRoom>> rooms;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [document, room] : rooms_) rooms.push_back(room);
  }
  const auto left = std::make_shared<std::atomic<std::size_t>>(rooms.size() + 1);
  const auto one_less = [left, done = std::move(done)] {
    if (left->fetch_sub(1) == 1) done();
  };
  for (const std::shared_ptr<LiveRoom>& room : rooms) room->flush(one_less);
  one_less();
}

}  // namespace flashkit::server
