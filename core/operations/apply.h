#pragma once
// What an operation does to a document. `apply` is total and atomic: an operation that breaks a rule changes nothing,
// and every replica decides the same. Nothing here knows about other people, journals or time.
#include <memory>
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
  Change() = default;
  Change(What changed, base::NodeId of, document::KeyNumber key_number) : node(of), key(key_number), what(changed) {}
  base::NodeId node;
  document::KeyNumber key = 0;
  What what = What::Created;
  bool operator==(const Change&) const = default;
};

// The register that a change wrote: its key, k_placement_register or k_removed_register (Created and Erased too).
document::KeyNumber register_of(const Change& change);

struct Applied {
  bool took_effect = false;
  const char* rule = "";  // the rule it broke, when it did not take effect
  std::vector<Change> changes;
};
// Whether `apply` lists what changed. Who replays a journal to store what comes of it needs no list.
enum class Listing : std::uint8_t { Changes, Nothing };

// What roll_back needs to take one operation back. Good for one use, in reverse order of the applies. Most records are
// of properties, so a record is small and what it may need beside that stands in the list of its kind, in the same
// order.
class Rollback {
 public:
  enum class Kind : std::uint8_t {
    Created,
    Added,
    Overwritten,
    Taken,
    TakenWithGap,
    GapsClosed,
    Placed,
    Removed,
    Text
  };
  struct Record {
    static constexpr std::uint32_t k_kind_bits = 4;
    Record(Kind kind, const document::Node& of, document::KeyNumber key_number, std::size_t index)
        : node(&of),
          key(key_number),
          kind_and_index(static_cast<std::uint32_t>(index) << k_kind_bits | static_cast<std::uint32_t>(kind)) {}
    const document::Node* node;  // of the document that the operation was applied to
    document::KeyNumber key;
    std::uint32_t kind_and_index;  // the kind below, above it where the property stands, or the removed flag
    Kind kind() const { return static_cast<Kind>(kind_and_index & ((1u << k_kind_bits) - 1)); }
    std::size_t index() const { return kind_and_index >> k_kind_bits; }
  };
  struct TextState {
    std::unique_ptr<document::TextSequence> text;
    document::TextRunId base;
  };
  void note(Kind kind, const document::Node& node, document::KeyNumber key = 0, std::size_t index = 0) {
    records.emplace_back(kind, node, key, index);
  }

  std::vector<Record> records;          // in the order of the writes
  std::vector<document::Value> values;  // of Overwritten, Taken and TakenWithGap
  std::vector<document::Placement> placements;
  std::vector<TextState> texts;
  std::vector<std::vector<std::uint32_t>> gaps;
};

// Applies all steps or none. Linear in the size of the operation; for text steps, too, of the text with every step, and
// where properties are taken away, of the nodes that had them. Steps and fields that are not known to this version are
// passed over.
Applied apply(document::Document& document, const Operation& operation, Rollback* rollback = nullptr,
              Listing listing = Listing::Changes);
// The exact reverse, on the same document (a copy will not do): the canonical checkpoint is the same bytes as before.
// Gives what it wrote, or adds it to `changes`.
std::vector<Change> roll_back(document::Document& document, Rollback&& rollback);
void roll_back(document::Document& document, Rollback&& rollback, std::vector<Change>& changes);

}  // namespace flashkit::operations
