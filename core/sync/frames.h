#pragma once
// Small helpers around the generated frames: documents and clients as bytes, and one-line constructors.
#include <string>
#include <string_view>
#include <utility>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/generated/frames.pb.h"

namespace flashkit::sync {

using operations::id_bytes;
using operations::id_from_bytes;

template <class Kind>
ClientFrame client_frame(Kind kind) {
  ClientFrame frame;
  frame.kind = std::move(kind);
  return frame;
}
template <class Kind>
ServerFrame server_frame(Kind kind) {
  ServerFrame frame;
  frame.kind = std::move(kind);
  return frame;
}
// Plain words for a rejection, for a person.
std::string_view words_for(RejectReason reason);

}  // namespace flashkit::sync
