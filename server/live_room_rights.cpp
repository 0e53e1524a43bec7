// Who may do what in a room, and how it hears that this changes.
#include <utility>

#include "server/live_room.h"

namespace flashkit::server {

using base::Result;
using sync::Role;
using sync::SessionNumber;

namespace {
constexpr std::uint64_t k_rights_every_ms = 10'000;
}  // namespace

void LiveRoom::rights_changed() {
  on_loop([](LiveRoom& room) {
    room.rights_.read(room.document_, [self = room.shared_from_this()](Result<std::optional<Rights>> rights) {
      self->on_loop([rights = std::move(rights)](LiveRoom& again) { again.apply_rights(rights); });
    });
  });
}

void LiveRoom::watch_rights() {
  if (watching_rights_) return;
  watching_rights_ = true;
  loop_.after(k_rights_every_ms, [weak = weak_from_this()] {
    const std::shared_ptr<LiveRoom> self = weak.lock();
    if (!self) return;
    self->watching_rights_ = false;
    if (self->members_.empty()) return;
    self->rights_changed();
    self->watch_rights();
  });
}

void LiveRoom::apply_rights(const Result<std::optional<Rights>>& rights) {
  if (!rights.ok()) return;  // asked again in ten seconds
  std::vector<SessionNumber> gone;
  for (auto& [session, each] : members_) {
    const Role role = rights.value() ? role_of(*rights.value(), each.claim) : Role::None;
    if (role == each.role) continue;
#ifdef FLASHKIT_MUTANT_RIGHT_BACK_UNNOTICED
    if (role > each.role) continue;
#endif
    each.role = role;
    if (const auto member = each.member.lock()) member->role_changed(document_, role);
    if (role == Role::None) gone.push_back(session);
  }
  for (const SessionNumber session : gone) {
    sequencer_.leave(session);
    const Member left = std::move(members_[session]);
    members_.erase(session);
    say_goodbye(left);
  }
}

// Whoever wrote the rights may have died before the list, or signed in somewhere else since.
void LiveRoom::list_for(const std::string& owner) {
  if (listed_for_ == owner) return;
  listed_for_ = owner;
  rights_.list_as_owned(document_, owner, [self = shared_from_this()](const Result<void>& listed) {
    if (listed.ok()) return;
    self->on_loop([](LiveRoom& room) { room.listed_for_.clear(); });  // who opens it next tries again
  });
}

}  // namespace flashkit::server
