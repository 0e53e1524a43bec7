#pragma once
// What an operation's bytes say of themselves, without making an operation of them: messages in memory take up to a
// hundred times their bytes, so who only needs to know whose an operation is, or whether to take it at all, looks here.
// Nothing is allocated. It gives an answer exactly where read_operation does.
#include <cstddef>
#include <string_view>

#include "base/id.h"
#include "base/result.h"

namespace flashkit::operations {

struct Peek {
  base::OperationId id;
  std::size_t steps = 0;
  std::size_t parts = 0;         // properties and text spans of all steps
  bool formats_letters = false;  // a step that programs of rules 1 would pass over
  bool unknown_step = false;     // one of a kind that this program would pass over
};

// Malformed where the bytes are no operation with a client and a number, in whatever depth. Linear.
base::Result<Peek> peek(std::string_view bytes);
// Of more steps or parts nothing is taken in: a hundred times what people do at once, and what fits into memory.
bool is_too_much(const Peek& peek);

}  // namespace flashkit::operations
