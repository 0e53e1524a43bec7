#pragma once
// What an operation does to a document. `apply` is total and atomic: an operation that breaks a rule changes nothing,
// and every replica decides the same. Nothing here knows about other people, journals or time.
#include <memory>
#include <variant>
#include <vector>

#include "document/document.h"
#include "operations/generated/operation.pb.h"
#include "operations/limits.h"

namespace flashkit::operations {

// Registers of a node that are not properties, numbered beside the keys of the key table.
inline constexpr document::KeyNumber k_placement_register = 0xFFFFFFFF;
inline constexpr document::KeyNumber k_removed_register = 0xFFFFFFFE;

enum class What : std::uint8_t { Created, Erased, Property, Placement, Removed, Text };

// One register that was written (with the value it had already, too). `key` is set for Property and Text (characters
// of the property `text` changed). Erased: a roll back took the node away again.
struct Change {
  What what = What::Created;
  base::NodeId node;
  document::KeyNumber key = 0;
  bool operator==(const Change&) const = default;
};

// The register that a change wrote: its key, k_placement_register or k_removed_register (Created and Erased too).
document::KeyNumber register_of(const Change& change);

struct Applied {
  bool took_effect = false;
  const char* rule = "";  // the rule it broke, when it did not take effect
  std::vector<Change> changes;
};

// What roll_back needs to take one operation back. Good for one use, in reverse order of the applies.
class Rollback {
 public:
  struct Created {
    base::NodeId node;
  };
  struct Added {
    base::NodeId node;
    document::KeyNumber key;
  };
  struct Overwritten {
    base::NodeId node;
    document::KeyNumber key;
    document::Value value;
  };
  struct Unset {
    base::NodeId node;
    std::size_t index;
    document::Property property;
  };
  struct Placed {
    base::NodeId node;
    std::unique_ptr<document::Placement> placement;  // apart, for it is large and the other records are many
  };
  struct RemovedSet {
    base::NodeId node;
    bool removed;
  };
  struct TextState {
    base::NodeId node;
    std::unique_ptr<document::TextSequence> text;
    document::TextRunId base;
  };
  using Record = std::variant<Created, Added, Overwritten, Unset, Placed, RemovedSet, TextState>;
  std::vector<Record> records;  // in the order of the writes
};

// Applies all steps or none. Linear in the size of the operation and, for text steps, of the text. Steps and fields
// that are not known to this version are passed over.
Applied apply(document::Document& document, const Operation& operation, Rollback* rollback = nullptr);
// The exact reverse: the canonical checkpoint is the same bytes as before. Gives what it wrote, or adds it to
// `changes`.
std::vector<Change> roll_back(document::Document& document, Rollback&& rollback);
void roll_back(document::Document& document, Rollback&& rollback, std::vector<Change>& changes);

}  // namespace flashkit::operations
