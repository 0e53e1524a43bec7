#pragma once
// What somebody changed in a design's file, as operations. The file as it was last known (`base`) and as it is now are
// compared node by node and register by register, so that only what was changed is said and everything that others did
// meanwhile stays. Pure: the same input gives the same operations.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "document/document.h"
#include "operations/generated/operation.pb.h"

namespace flashkit::cli {

struct FileChange {
  const document::Document& base;     // what the file said when it was last written or read
  const document::Document& current;  // what the design is now, with everything that waits
  std::string_view file;              // Polotno JSON of any version
  base::ClientId client;
  std::uint64_t first_number = 1;  // of the first operation; the others follow without a gap
};

// The operations in their order; none when nothing was changed. Each holds or fails for itself: a text is edited letter
// by letter in one of its own, and so is each move to another parent. Errors: those of interchange::import_polotno, and
// Limit when one value alone is too large for an operation.
base::Result<std::vector<operations::Operation>> changes_of(const FileChange& change);

}  // namespace flashkit::cli
