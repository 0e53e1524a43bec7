// A document may need programs that know newer rules than some of those that come: docs/protocol.md, L12.
#include <algorithm>
#include <utility>

#include "operations/ids.h"
#include "operations/peek.h"
#include "server/live_room.h"
#include "sync/frames.h"
#include "sync/minimum.h"

namespace flashkit::server {

using base::Result;
using sync::Role;
using sync::SessionNumber;

namespace {

// So far may a design go beyond what its server knows: one release, which comes and opens it to everybody again.
constexpr std::uint32_t k_rules_ahead = 1;

bool holds_unknown_step(const sync::Push& push) {
  return std::any_of(push.operations.begin(), push.operations.end(), [](const std::string& bytes) {
    const auto peek = operations::peek(bytes);
    return peek.ok() && peek.value().unknown_step;
  });
}

// What the operations ask by what they are no device can forget at the cost of others. What it says beyond that holds
// up to the rules that the server knows, and above them only with a kind of step that the server does not know: else
// anybody could lock everybody out with a number.
sync::Minimum wanted_by(const sync::Push& push, std::uint32_t rules) {
  if (push.operations.empty()) return {};
  sync::Minimum said{push.min_reader, push.min_writer};
  if (said.exceeds({rules, rules}) && !holds_unknown_step(push)) {
    said = {said.reader > rules ? 0 : said.reader, said.writer > rules ? 0 : said.writer};
  }
  return said.raised_by(sync::asked_by(push.operations));
}

std::size_t size_of(const sync::Push& push) {
  std::size_t out = 0;
  for (const std::string& operation : push.operations) out += operation.size();
  return out;
}

}  // namespace

void LiveRoom::take_push(SessionNumber session, const sync::Push& push) {
  const auto found = members_.find(session);
  const Role role = found == members_.end() ? Role::None : found->second.role;
  const std::uint32_t mine = parts_.program.rules;
  const sync::Minimum wanted = wanted_by(push, mine);
  const bool asks_more = role == Role::Edit && wanted.exceeds(minimum_);
  const std::uint32_t most = asks_more ? std::min(found->second.rules, mine + k_rules_ahead) : 0;
  if (role == Role::Edit && found->second.rules < minimum_.writer) {
    reject_first(found->second, push, sync::RejectReason::TooOld);
  } else if (asks_more && wanted.exceeds({most, most})) {
    reject_first(found->second, push, sync::RejectReason::TooOld);
  } else if (raising_ || asks_more) {
    held_bytes_ += size_of(push);
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
  const auto first = operations::peek(push.operations.front());
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
  held_bytes_ = 0;
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
