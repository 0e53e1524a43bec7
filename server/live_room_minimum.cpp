// A document may need programs that know newer rules than some of those that come: docs/protocol.md, L12.
#include <utility>

#include "operations/ids.h"
#include "server/live_room.h"
#include "sync/frames.h"
#include "sync/minimum.h"

namespace flashkit::server {

using base::Result;
using sync::Role;
using sync::SessionNumber;

void LiveRoom::take_push(SessionNumber session, const sync::Push& push) {
  const auto found = members_.find(session);
  const Role role = found == members_.end() ? Role::None : found->second.role;
  // What the operations say themselves counts as well: no device can forget it at the cost of others.
  const sync::Minimum wanted =
      sync::Minimum{push.min_reader, push.min_writer}.raised_by(sync::asked_by(push.operations));
  if (role == Role::Edit && found->second.rules < minimum_.writer) {
    reject_first(found->second, push, sync::RejectReason::TooOld);
  } else if (raising_ || (role == Role::Edit && wanted.exceeds(minimum_))) {
    held_.push_back({session, push});
    if (!raising_) raise_for(wanted);
  } else {
    sequencer_.gather_elsewhere(passes_on());
    perform(sequencer_.push(session, push, role, moment()));
  }
}

void LiveRoom::reject_first(const Member& member, const sync::Push& push, sync::RejectReason reason) {
  const std::shared_ptr<RoomMember> to = member.member.lock();
  if (!to || push.operations.empty()) return;
  const auto first = operations::read_operation(push.operations.front());
  const base::OperationId id = first.ok() ? first.value().id : base::OperationId{};
  to->frame(std::make_shared<const std::string>(
      base::encoded(sync::server_frame(sync::Rejected{.document = operations::id_bytes(document_),
                                                      .client = operations::id_bytes(id.client),
                                                      .number = id.number,
                                                      .reason = reason,
                                                      .text = std::string(sync::words_for(reason)),
                                                      .unknown_fields = {}}))));
}

// The record first, the operations after it: whoever opens the document later, on whatever server, meets the minimum.
void LiveRoom::raise_for(sync::Minimum wanted) {
  raising_ = true;
  states_.raise_minimum(document_, wanted, [self = shared_from_this()](Result<sync::Minimum> minimum) {
    self->on_loop([minimum = std::move(minimum)](LiveRoom& room) { room.minimum_raised(minimum); });
  });
}

void LiveRoom::minimum_raised(const Result<sync::Minimum>& minimum) {
  raising_ = false;
  if (minimum.ok()) hear_minimum(minimum.value());
  for (const HeldPush& held : std::exchange(held_, {})) {
    const auto found = members_.find(held.session);
    if (minimum.ok()) {
      take_push(held.session, held.push);
    } else if (found != members_.end()) {
      reject_first(found->second, held.push, sync::RejectReason::Gap);  // it is pushed again
    }
  }
}

// From the record, or from an entry that another server wrote. Who does not know the rules sees nothing that follows.
void LiveRoom::hear_minimum(sync::Minimum minimum) {
  if (!minimum.exceeds(minimum_)) return;
  minimum_ = minimum_.raised_by(minimum);
  sequencer_.raise_minimum(minimum_);
  std::vector<SessionNumber> gone;
  for (const auto& [session, each] : members_) {
    if (each.rules >= minimum_.reader) continue;
    if (const auto member = each.member.lock()) member->outdated(document_);
    gone.push_back(session);
  }
  for (const SessionNumber session : gone) {
    sequencer_.leave(session);
    const Member left = std::move(members_[session]);
    members_.erase(session);
    say_goodbye(left);
  }
}

}  // namespace flashkit::server
