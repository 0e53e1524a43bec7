// What a device says first, as frames: for tests that speak the live protocol by hand, over a socket or without one.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "operations/ids.h"
#include "sync/frames.h"
#include "sync/limits.h"

namespace flashkit::server::testing {

inline sync::Hello hello_frame(std::uint32_t least = 1, std::uint32_t most = 1) {
  sync::Hello hello;
  hello.protocol_least = least;
  hello.protocol_most = most;
  hello.rules = sync::k_rules;
  return hello;
}

// `after` is the last number that the device holds.
inline sync::Open open_frame(base::DocumentId document, const std::string& capability, bool create,
                             std::uint64_t after = 0) {
  sync::Open open;
  open.document = operations::id_bytes(document);
  open.capability = capability;
  open.create = create;
  open.after_seq = after;
  return open;
}

inline sync::Push push_frame(base::DocumentId document, std::vector<std::string> operations, bool gesture_end = true) {
  sync::Push push;
  push.document = operations::id_bytes(document);
  push.operations = std::move(operations);
  push.gesture_end = gesture_end;
  return push;
}

}  // namespace flashkit::server::testing
