#pragma once
// Makes one operation, step by step. It reads the document it is given but never changes it, and it does not see its
// own earlier steps: what one operation creates is addressed by the ids that `create` gives.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "operations/generated/operation.pb.h"
#include "operations/order_key.h"

namespace flashkit::operations {

using KeyAndJson = std::pair<std::string, std::string>;  // key, compact JSON text

// A node of a batch. `parent` is the index of an earlier node of the same batch; without it placement.parent counts.
struct NewNode {
  std::string type;
  document::Placement placement;
  std::optional<std::size_t> parent;
  std::vector<KeyAndJson> properties;                  // in the order of export
  std::optional<document::TextSequence> letters = {};  // a text's, where they have formats
};

// A format of the letters from the first to the last that the spans name (there is one at least).
struct FormatStep {
  std::string key;
  std::optional<document::Value> value;  // nothing: the letters lose it
  std::vector<document::TextSpan> spans;
};

class OperationBuilder {
 public:
  OperationBuilder(base::ClientId client, std::uint64_t number);

  base::OperationId id() const { return id_; }
  bool empty() const { return operation_.steps.empty(); }

  // Gives the id the node will have.
  base::NodeId create(std::string_view type, const document::Placement& placement,
                      std::span<const KeyAndJson> properties = {});
  // A whole import or paste as one operation; ids in the order of the nodes.
  std::vector<base::NodeId> create_batch(std::span<const NewNode> nodes);
  // A copy of the live subtree, first node first. Its top gets this placement; the rest keep theirs, moved by as much.
  base::NodeId create_copy(const document::Document& document, base::NodeId source,
                           const document::Placement& placement);
  void set(base::NodeId node, std::string_view key, std::string_view json);
  void unset(base::NodeId node, std::string_view key);
  void place(base::NodeId node, const document::Placement& placement);
  void remove(base::NodeId node, bool removed = true);
  // Letters, by visible index in code points. NotFound when there is no such node or character.
  base::Result<void> insert_text(const document::Document& document, base::NodeId node, std::size_t visible_index,
                                 std::string_view utf8);
  base::Result<void> delete_text(const document::Document& document, base::NodeId node, std::size_t visible_index,
                                 std::size_t count);
  // Gives `count` letters a value of their own for `key`; an empty text takes it from them.
  base::Result<void> format_text(const document::Document& document, base::NodeId node, std::size_t visible_index,
                                 std::size_t count, std::string_view key, std::string_view json);
  // Fresh order keys for all live children, when one of them has become long.
  void spread_children(const document::Document& document, base::NodeId parent);

  // The lower-level text steps, for those that hold points already.
  document::TextRunId insert_text_after(base::NodeId node, std::optional<document::TextPoint> after,
                                        std::string_view utf8);
  void delete_span(base::NodeId node, document::TextPoint first, std::uint32_t length);
  void format_spans(base::NodeId node, const FormatStep& step);

  // The index of the step added last (or grown last); there must be one.
  std::uint32_t last_step() const { return static_cast<std::uint32_t>(operation_.steps.size() - 1); }
  // The id of the characters that the last step set as a whole text, or created a node with.
  document::TextRunId last_run() const { return {id_.client, id_.number * base::k_ids_per_operation + last_step()}; }
  Operation take() { return std::move(operation_); }

 private:
  void give_formats(base::NodeId fresh, const document::TextSequence& letters);
  base::OperationId id_;
  std::uint32_t next_node_ = 0;
  std::uint32_t next_run_ = 0;
  Operation operation_;
};

// An order key that puts a node among the live children of `parent` right before `before` (root id: at the end).
std::string order_key_before(const document::Document& document, base::NodeId parent, base::NodeId before,
                             std::string_view client_suffix);

// The pieces of a node's text with their character ids, whether or not letters were edited yet.
document::TextSequence text_of(const document::Node& node);

}  // namespace flashkit::operations
