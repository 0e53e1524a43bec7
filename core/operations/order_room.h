#pragma once
// Order keys grow where somebody puts one thing after another into the same gap, and a key of the longest kind leaves
// none behind it. Whoever comes there then gives everything in that parent a fresh key.
#include "document/document.h"
#include "operations/generated/operation.pb.h"

namespace flashkit::operations {

// Where the operation puts something under a key that is too long to be valid, it spreads the live children of that
// parent, in the order that was meant. It adds steps at the end: ids that steps made stay theirs.
void make_room(const document::Document& document, Operation& operation);

}  // namespace flashkit::operations
