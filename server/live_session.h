#pragma once
// One live connection: says hello, opens documents, passes pushes to their rooms, and sends entries in order without
// gap, from a room's news while they are next in line and from the journal otherwise. Rules: docs/protocol.md.
#include <memory>

#include "server/live.h"
#include "server/live_hub.h"

namespace flashkit::server {

struct LiveOwner {
  std::string user;   // may be empty
  std::string token;  // of the sign-in; looked at again now and then; empty: never
};

inline constexpr std::uint64_t k_sign_in_every_ms = 60'000;

std::shared_ptr<LiveSession> make_live_session(LiveHub& hub, Parts& parts, LiveOwner owner,
                                               std::shared_ptr<LiveSocket> socket, Loop& loop);

}  // namespace flashkit::server
