#pragma once
// Who and what the tests of sync speak of: one design, two people, operations and entries.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/proto.h"
#include "operations/builder.h"
#include "sync/frames.h"

namespace flashkit::sync {

inline const base::DocumentId k_document{9, 9};
inline const base::ClientId k_ann{0xA, 1};
inline const base::ClientId k_bob{0xB, 2};

// Sets the design's name.
inline std::string operation(base::ClientId client, std::uint64_t number, std::string_view value = "1") {
  operations::OperationBuilder build(client, number);
  build.set({}, "name", value);
  return base::encoded(build.take());
}

inline Entry entry(std::uint64_t seq, std::vector<std::string> operations) {
  Entry out;
  out.seq = seq;
  out.operations = std::move(operations);
  return out;
}

}  // namespace flashkit::sync
