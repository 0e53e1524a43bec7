// Where people are in a document: passed on, never stored, between servers as well. docs/protocol.md, L8 and N9.
#include <utility>

#include "operations/ids.h"
#include "server/live_room.h"
#include "sync/frames.h"

namespace flashkit::server {

using sync::SessionNumber;

void LiveRoom::presence(SessionNumber session, std::string payload) {
  on_loop([session, payload = std::move(payload)](LiveRoom& room) mutable {
    const auto found = room.members_.find(session);
    if (found == room.members_.end()) return;
    found->second.last_presence = std::move(payload);
    room.relay(found->second.peer, found->second.last_presence, session);
    room.show_elsewhere(found->second.peer, found->second.last_presence);
  });
}

Frame LiveRoom::presence_frame(const std::string& peer, const std::string& payload) const {
  return std::make_shared<const std::string>(base::encoded(sync::server_frame(sync::Presence{
      .document = operations::id_bytes(document_), .peer = peer, .payload = payload, .unknown_fields = {}})));
}

void LiveRoom::relay(const std::string& peer, const std::string& payload, SessionNumberOrNone except) {
  const Frame frame = presence_frame(peer, payload);
  for (const auto& [session, other] : members_) {
    if (session == except) continue;
    const auto member = other.member.lock();
    if (!member) continue;
    if (payload.empty()) {
      member->frame(frame);  // who left must not stay on a peer's screen, so this one is never left out
    } else {
      member->presence(frame);
    }
  }
}

void LiveRoom::show_elsewhere(const std::string& peer, const std::string& payload) const {
  if (parts_.show) parts_.show({document_, peer, payload});
}

// Everybody who is there, here and elsewhere, for one who comes. The first one asks the other servers.
void LiveRoom::greet(RoomMember& member, SessionNumber session) {
  for (const auto& [number, other] : members_) {
    if (number == session || other.last_presence.empty()) continue;
    member.presence(presence_frame(other.peer, other.last_presence));
  }
  for (const auto& [peer, other] : elsewhere_) member.presence(presence_frame(peer, other.payload));
  if (members_.size() == 1) show_elsewhere({}, {});
}

void LiveRoom::say_goodbye(const Member& member) {
  if (member.last_presence.empty()) return;
  relay(member.peer, {}, std::nullopt);
  show_elsewhere(member.peer, {});
}

bool LiveRoom::presence_elsewhere(const std::string& server, const PresenceNews& news) {
  if (!peopled_.load()) return false;
  on_loop([server, news](LiveRoom& room) { room.take_elsewhere(server, news); });
  return true;
}

void LiveRoom::take_elsewhere(const std::string& server, const PresenceNews& news) {
  if (news.peer.empty()) {  // somebody asks who is here
    for (const auto& [session, each] : members_) {
      if (!each.last_presence.empty()) show_elsewhere(each.peer, each.last_presence);
    }
    return;
  }
  const auto found = elsewhere_.find(news.peer);
  if (news.payload.empty()) {
    if (found == elsewhere_.end()) return;
    elsewhere_.erase(found);
    relay(news.peer, {}, std::nullopt);
    return;
  }
  const bool same = found != elsewhere_.end() && found->second.payload == news.payload;
  elsewhere_[news.peer] = {server, news.payload, loop_.now_ms()};
  if (!same) relay(news.peer, news.payload, std::nullopt);
}

// Says again who is here, as letters may be lost, and lets go of those of whom nothing was heard for long: their server
// may be gone.
void LiveRoom::watch_presence() {
  if (!parts_.show || watching_presence_) return;
  watching_presence_ = true;
  loop_.after(k_presence_again_ms, [weak = weak_from_this()] {
    const std::shared_ptr<LiveRoom> self = weak.lock();
    if (!self) return;
    self->watching_presence_ = false;
    const std::uint64_t now = self->loop_.now_ms();
    std::erase_if(self->elsewhere_, [&](const auto& each) {
      if (now < each.second.heard_ms + k_presence_forget_ms) return false;
      self->relay(each.first, {}, std::nullopt);
      return true;
    });
    if (self->members_.empty()) {
      self->elsewhere_.clear();
      return;
    }
    for (const auto& [session, each] : self->members_) {
      if (!each.last_presence.empty()) self->show_elsewhere(each.peer, each.last_presence);
    }
    self->watch_presence();
  });
}

}  // namespace flashkit::server
