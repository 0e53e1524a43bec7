#pragma once
// One design as a tree of nodes. These are the primitives that `operations`, `interchange` and the checkpoint reader
// build on; nobody else changes a Document. The state is a pure function of the calls made, in their order.
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/node.h"

namespace flashkit::document {

inline constexpr std::size_t k_height_limit = 127;  // more than any tree may be deep

// Names of keys: the known ones keep their permanent numbers, unknown names get the next free number as they come.
class KeyTable {
 public:
  KeyNumber number(std::string_view name);      // adds an unknown name
  KeyNumber find(std::string_view name) const;  // k_no_key for a name that was never met
  std::string_view name(KeyNumber number) const;

 private:
  struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
  };
  std::vector<std::string> names_;  // the unknown ones
  std::unordered_map<std::string, KeyNumber, NameHash, std::equal_to<>> numbers_;
};

class Document {
 public:
  Document();  // the root alone
  Document(const Document& other);
  Document& operator=(const Document& other);
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  ~Document() = default;

  const Node* find(base::NodeId id) const {
    const auto found = nodes_.find(id);
    return found == nodes_.end() ? nullptr : found->second.get();
  }
  const Node& root() const { return *find(base::NodeId{}); }
  std::size_t node_count() const { return nodes_.size(); }
  // Every node, root first, parents before children, children in order; removed ones included.
  std::vector<base::NodeId> in_tree_order() const;
  // Children that are not removed, bottom first.
  std::vector<base::NodeId> live_children(base::NodeId id) const;
  // False for a node that is removed or lies under a removed one.
  bool is_live(base::NodeId id) const;
  // The page a node lies on; the root's id when there is none.
  base::NodeId page_of(base::NodeId id) const;
  bool is_ancestor(base::NodeId ancestor, base::NodeId of) const;  // a node is its own ancestor
  // Levels below the node, up to k_height_limit. Kept with every change, for a walk would cost the whole subtree.
  static std::size_t height(const Node& node);

  KeyTable& keys() { return keys_; }
  const KeyTable& keys() const { return keys_; }

  // The node must be new, its parent must be there.
  Node& create(base::NodeId id, std::string_view type, Placement placement);
  void erase(base::NodeId id);                       // a leaf: the reverse of create
  void place(base::NodeId id, Placement placement);  // the new parent must be there and not below the node
  void set_removed(base::NodeId id, bool removed);
  // Where a key's value is to be written, appended when it is new. Good until the next change of the node.
  struct Slot {
    Value& value;
    std::size_t index;
    bool added;
  };
  Slot slot(const Node& node, KeyNumber key);  // the node is one of this document's
  void set(base::NodeId id, KeyNumber key, Value value) { slot(at(id), key).value = std::move(value); }
  Value& value_at(const Node& node, std::size_t index);
  // The reverse of a slot that was added, which is the last one.
  void remove_last(const Node& node);
  // Takes a key away and gives where it stood. With many properties a gap stays there until `close_gaps`, so that an
  // operation that takes many away moves the others once; nothing but a change sees a node with gaps.
  struct Taken {
    Value value;
    std::size_t index;
    bool left_gap;
  };
  std::optional<Taken> take(const Node& node, KeyNumber key);
  void put_back(const Node& node, KeyNumber key, Taken taken);  // the reverse
  std::vector<std::uint32_t> close_gaps(const Node& node);      // gives where they were
  void open_gaps(const Node& node, const std::vector<std::uint32_t>& gaps);
  void set_text_sequence(base::NodeId id, std::unique_ptr<TextSequence> text);
  void set_text_base(base::NodeId id, TextRunId base);
  // Gives the sequence away: the node has none then.
  std::unique_ptr<TextSequence> take_text_sequence(base::NodeId id) { return std::move(at(id).text); }

 private:
  Node& at(base::NodeId id);
  bool stands_before(base::NodeId a, base::NodeId b) const;
  void count_height(Node& parent, std::optional<std::size_t> was, std::optional<std::size_t> now);
  void link(const Node& node);
  void unlink(const Node& node);
  // Flat, for every step looks a node up; the nodes themselves stay where they are.
  boost::unordered_flat_map<base::NodeId, std::unique_ptr<Node>, base::IdHash> nodes_;
  KeyTable keys_;
};

}  // namespace flashkit::document
