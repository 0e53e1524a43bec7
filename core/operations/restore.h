#pragma once
// Brings a document back to an earlier state of its own with ordinary operations: whoever applies them needs to know
// nothing of versions, and the ordinary undo takes them back. What is the same already is not written, so what others
// do elsewhere meanwhile is kept. Pure and deterministic.
#include <cstddef>
#include <vector>

#include "document/document.h"
#include "operations/generated/operation.pb.h"

namespace flashkit::operations {

// An operation of a restore stays below this (unless one value alone is larger), so that the operation that undoes it
// fits as well.
inline constexpr std::size_t k_restore_bytes = 8u << 20;
// Pieces of text that one operation takes out or puts in letter by letter; texts beyond that are set as a whole.
inline constexpr std::size_t k_restore_text_pieces = 2000;

// The operations, numbered from `next` on, that make everything live in `then` live in `now` with the same values and
// nothing else; mostly one, none when there is no difference. Letters keep their ids where `now` still shows them;
// those that were taken away since are typed again at their old places. What `now` never had is made anew. Linear in
// both documents (texts: n log n).
std::vector<Operation> restore(const document::Document& now, const document::Document& then, base::OperationId next,
                               std::size_t limit_bytes = k_restore_bytes);

}  // namespace flashkit::operations
