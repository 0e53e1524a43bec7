#include "document/document.h"

#include <algorithm>
#include <utility>

namespace flashkit::document {

using base::NodeId;

namespace {

using KnownKeys = boost::unordered_flat_map<std::string_view, KeyNumber>;

// The same for every design, so no design has it made for itself.
const KnownKeys& known_keys() {
  static const KnownKeys known = [] {
    KnownKeys out;
    for (KeyNumber i = 1; i < k_known_keys; ++i) {
      const std::string_view name = name_of(static_cast<Key>(i));
      if (!name.empty()) out.emplace(name, i);
    }
    return out;
  }();
  return known;
}

}  // namespace

KeyNumber KeyTable::number(std::string_view name) {
  if (const auto known = find(name)) return *known;
  const auto number = static_cast<KeyNumber>(k_known_keys + names_.size());
  names_.emplace_back(name);
  numbers_.emplace(name, number);
  return number;
}

std::optional<KeyNumber> KeyTable::find(std::string_view name) const {
  if (const auto known = known_keys().find(name); known != known_keys().end()) return known->second;
  const auto found = numbers_.find(name);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::string_view KeyTable::name(KeyNumber number) const {
  if (number < k_known_keys) return name_of(static_cast<Key>(number));
  FLASHKIT_ASSERT(number - k_known_keys < names_.size());
  return names_[number - k_known_keys];
}

Document::Document() {
  Node root;
  root.kind = Kind::Root;
  root.type = "root";
  nodes_.emplace(NodeId{}, std::make_unique<Node>(std::move(root)));
}

namespace {

Node copy_of(const Node& node) {
  Node out;
  out.id = node.id;
  out.kind = node.kind;
  out.type = node.type;
  out.placement = node.placement;
  out.removed = node.removed;
  out.properties = node.properties;
  out.children = node.children;
  if (node.text != nullptr) out.text = std::make_unique<TextSequence>(*node.text);
  out.text_base = node.text_base;
  return out;
}

}  // namespace

Document::Document(const Document& other) : keys_(other.keys_) {
  nodes_.reserve(other.nodes_.size());
  for (const auto& [id, node] : other.nodes_) nodes_.emplace(id, std::make_unique<Node>(copy_of(*node)));
}

Document& Document::operator=(const Document& other) {
  if (this != &other) *this = Document(other);
  return *this;
}

const Node* Document::find(NodeId id) const {
  const auto found = nodes_.find(id);
  return found == nodes_.end() ? nullptr : found->second.get();
}

Node& Document::at(NodeId id) {
  const auto found = nodes_.find(id);
  FLASHKIT_ASSERT(found != nodes_.end());
  return *found->second;
}

std::vector<NodeId> Document::in_tree_order() const {
  std::vector<NodeId> out;
  out.reserve(nodes_.size());
  std::vector<NodeId> open{NodeId{}};
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    out.push_back(id);
    const auto& children = find(id)->children;
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  return out;
}

std::vector<NodeId> Document::live_children(NodeId id) const {
  std::vector<NodeId> out;
  const Node* node = find(id);
  if (node == nullptr) return out;
  for (const NodeId child : node->children) {
    if (!find(child)->removed) out.push_back(child);
  }
  return out;
}

bool Document::is_live(NodeId id) const {
  for (const Node* node = find(id); node != nullptr; node = find(node->placement.parent)) {
    if (node->id.is_root()) return true;
    if (node->removed) return false;
  }
  return false;
}

NodeId Document::page_of(NodeId id) const {
  for (const Node* node = find(id); node != nullptr && !node->id.is_root(); node = find(node->placement.parent)) {
    if (node->kind == Kind::Page) return node->id;
  }
  return {};
}

bool Document::is_ancestor(NodeId ancestor, NodeId of) const {
  for (const Node* node = find(of); node != nullptr; node = find(node->placement.parent)) {
    if (node->id == ancestor) return true;
    if (node->id.is_root()) return false;
  }
  return false;
}

void Document::link(const Node& node) {
  auto& children = at(node.placement.parent).children;
  const auto before = [this](NodeId a, NodeId b) {
    const int compared = find(a)->placement.order.compare(find(b)->placement.order);
    return compared != 0 ? compared < 0 : a < b;
  };
  if (children.empty() || !before(node.id, children.back())) {  // most come on top
    children.push_back(node.id);
    return;
  }
  children.insert(std::upper_bound(children.begin(), children.end(), node.id, before), node.id);
}

void Document::unlink(const Node& node) {
  auto& children = at(node.placement.parent).children;
  children.erase(std::find(children.begin(), children.end(), node.id));
}

Node& Document::create(NodeId id, std::string_view type, Placement placement) {
  FLASHKIT_ASSERT(!id.is_root() && find(id) == nullptr && find(placement.parent) != nullptr);
  Node node;
  node.id = id;
  node.kind = kind_of(type);
  node.type = type;
  node.placement = std::move(placement);
  node.text_base = {id.client, id.number};
  Node& placed = *nodes_.emplace(id, std::make_unique<Node>(std::move(node))).first->second;
  link(placed);
  return placed;
}

void Document::erase(NodeId id) {
  const Node& node = at(id);
  FLASHKIT_ASSERT(node.children.empty() && !id.is_root());
  unlink(node);
  nodes_.erase(id);
}

void Document::place(NodeId id, Placement placement) {
  FLASHKIT_ASSERT(find(placement.parent) != nullptr && !is_ancestor(id, placement.parent));
  Node& node = at(id);
  unlink(node);
  node.placement = std::move(placement);
  link(node);
}

void Document::set_removed(NodeId id, bool removed) { at(id).removed = removed; }

std::optional<Value> Document::set(const Node& node, KeyNumber key, Value value) {
  auto& properties = const_cast<Node&>(node).properties;  // ours, and this document is not const
  for (Property& property : properties) {
    if (property.key == key) return std::exchange(property.value, std::move(value));
  }
  constexpr std::size_t k_usual = 8;  // so many at once: most elements get more than one
  if (properties.capacity() == 0) properties.reserve(k_usual);
  properties.push_back({key, std::move(value)});
  return std::nullopt;
}

void Document::unset(NodeId id, KeyNumber key) {
  auto& properties = at(id).properties;
  properties.erase(
      std::remove_if(properties.begin(), properties.end(), [key](const Property& p) { return p.key == key; }),
      properties.end());
}

void Document::insert_property(NodeId id, std::size_t index, Property property) {
  auto& properties = at(id).properties;
  FLASHKIT_ASSERT(index <= properties.size());
  properties.insert(properties.begin() + static_cast<std::ptrdiff_t>(index), std::move(property));
}

void Document::set_text_sequence(NodeId id, std::unique_ptr<TextSequence> text) { at(id).text = std::move(text); }

void Document::set_text_base(NodeId id, TextRunId base) { at(id).text_base = base; }

}  // namespace flashkit::document
