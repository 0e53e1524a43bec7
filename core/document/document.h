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

// Names of keys: the known ones keep their permanent numbers, unknown names get the next free number as they come.
class KeyTable {
 public:
  KeyNumber number(std::string_view name);  // adds an unknown name
  std::optional<KeyNumber> find(std::string_view name) const;
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

  const Node* find(base::NodeId id) const;
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

  KeyTable& keys() { return keys_; }
  const KeyTable& keys() const { return keys_; }

  // The node must be new, its parent must be there.
  Node& create(base::NodeId id, std::string_view type, Placement placement);
  void erase(base::NodeId id);                       // a leaf: the reverse of create
  void place(base::NodeId id, Placement placement);  // the new parent must be there and not below the node
  void set_removed(base::NodeId id, bool removed);
  // Gives what stood there before; appends a key that is new.
  std::optional<Value> set(base::NodeId id, KeyNumber key, Value value) { return set(at(id), key, std::move(value)); }
  std::optional<Value> set(const Node& node, KeyNumber key, Value value);  // one of this document's
  void unset(base::NodeId id, KeyNumber key);
  // The reverse of unset: puts a key back at its old place in the order.
  void insert_property(base::NodeId id, std::size_t index, Property property);
  void set_text_sequence(base::NodeId id, std::unique_ptr<TextSequence> text);
  void set_text_base(base::NodeId id, TextRunId base);

 private:
  Node& at(base::NodeId id);
  void link(const Node& node);
  void unlink(const Node& node);
  // Flat, for every step looks a node up; the nodes themselves stay where they are.
  boost::unordered_flat_map<base::NodeId, std::unique_ptr<Node>, base::IdHash> nodes_;
  KeyTable keys_;
};

}  // namespace flashkit::document
