#pragma once
// One live connection: says hello, opens documents, passes pushes to their rooms, and sends entries in order without
// gap, from a room's news while they are next in line and from the journal otherwise. Rules: docs/protocol.md.
#include <memory>

#include "server/live.h"
#include "server/live_hub.h"

namespace flashkit::server {

struct LiveOwner {
  std::string user;  // may be empty
};

std::shared_ptr<LiveSession> make_live_session(LiveHub& hub, Parts& parts, LiveOwner owner,
                                               std::shared_ptr<LiveSocket> socket, Loop& loop);

}  // namespace flashkit::server
