#include "document/document.h"

#include <algorithm>
#include <utility>

namespace flashkit::document {

using base::NodeId;

KeyNumber KeyTable::number(std::string_view name) {
  if (const KeyNumber known = find(name); known != k_no_key) return known;
  const auto number = static_cast<KeyNumber>(k_known_keys + names_.size());
  names_.emplace_back(name);
  numbers_.emplace(name, number);
  return number;
}

KeyNumber KeyTable::find(std::string_view name) const {
  if (const Key known = key_of(name); known != Key{}) return number_of(known);
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? k_no_key : found->second;
}

std::string_view KeyTable::name(KeyNumber number) const {
  if (number < k_known_keys) return name_of(static_cast<Key>(number));
  FLASHKIT_ASSERT(number - k_known_keys < names_.size());
  return names_[number - k_known_keys];
}

Document::Document() {
  auto root = std::make_unique<Node>();
  root->kind = Kind::Root;
  root->type = "root";
  nodes_.emplace(NodeId{}, std::move(root));
}

namespace {

constexpr KeyNumber k_gap = k_no_key;

void note_known(Node& node, KeyNumber key, bool has) {
  if (key >= k_known_keys) return;
  const std::uint64_t bit = std::uint64_t{1} << (key % 64);
  node.known[key / 64] = has ? node.known[key / 64] | bit : node.known[key / 64] & ~bit;
}

void find_places(Node& node) {
  if (node.properties.size() < k_many_properties) {
    node.places.reset();
    return;
  }
  if (node.places == nullptr) node.places = std::make_unique<PropertyPlaces>();
  PropertyPlaces& places = *node.places;
  places.by_key.clear();
  places.gaps = 0;
  for (std::size_t i = 0; i < node.properties.size(); ++i) {
    const KeyNumber key = node.properties[i].key;
    if (key == k_gap) {
      ++places.gaps;
    } else {
      places.by_key.emplace(key, static_cast<std::uint32_t>(i));
    }
  }
}

std::unique_ptr<Node> copy_of(const Node& node) {
  auto out = std::make_unique<Node>();
  out->id = node.id;
  out->kind = node.kind;
  out->type = node.type;
  out->placement = node.placement;
  out->removed = node.removed;
  out->properties = node.properties;
  out->children = node.children;
  out->known = node.known;
  out->children_heights = node.children_heights;
  if (node.text != nullptr) out->text = std::make_unique<TextSequence>(*node.text);
  out->text_base = node.text_base;
  find_places(*out);
  return out;
}

}  // namespace

Document::Document(const Document& other) : keys_(other.keys_) {
  nodes_.reserve(other.nodes_.size());
  for (const auto& [id, node] : other.nodes_) nodes_.emplace(id, copy_of(*node));
}

Document& Document::operator=(const Document& other) {
  if (this != &other) *this = Document(other);
  return *this;
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

std::size_t Document::height(const Node& node) { return std::min(node.children_heights.size(), k_height_limit); }

// Goes up only as far as something changes: the height of a node is that of its highest child and one.
void Document::count_height(Node& parent, std::optional<std::size_t> was, std::optional<std::size_t> now) {
  for (Node* node = &parent;; node = &at(node->placement.parent)) {
    std::vector<std::uint32_t>& heights = node->children_heights;
    const std::size_t before = height(*node);
    if (was.has_value()) --heights[*was];
    if (now.has_value()) {
      if (heights.size() <= *now) heights.resize(*now + 1);
      ++heights[*now];
    }
    while (!heights.empty() && heights.back() == 0) heights.pop_back();
    const std::size_t after = height(*node);
    if (after == before || node->id.is_root()) return;
    was = before;
    now = after;
  }
}

bool Document::stands_before(NodeId a, NodeId b) const {
  const int compared = find(a)->placement.order.compare(find(b)->placement.order);
  return compared != 0 ? compared < 0 : a < b;
}

void Document::link(const Node& node) {
  Node& parent = at(node.placement.parent);
  auto& children = parent.children;
  count_height(parent, std::nullopt, height(node));
  const auto before = [this](NodeId a, NodeId b) { return stands_before(a, b); };
  if (children.empty() || !before(node.id, children.back())) {  // most come on top
    children.push_back(node.id);
    return;
  }
  children.insert(std::upper_bound(children.begin(), children.end(), node.id, before), node.id);
}

void Document::unlink(const Node& node) {
  Node& parent = at(node.placement.parent);
  auto& children = parent.children;
  count_height(parent, height(node), std::nullopt);
  if (children.back() == node.id) {  // most of what is taken back came on top
    children.pop_back();
    return;
  }
  children.erase(std::lower_bound(children.begin(), children.end(), node.id,
                                  [this](NodeId a, NodeId b) { return stands_before(a, b); }));
}

Node& Document::create(NodeId id, std::string_view type, Placement placement) {
  FLASHKIT_ASSERT(!id.is_root() && find(id) == nullptr && find(placement.parent) != nullptr);
  auto made = std::make_unique<Node>();
  Node& node = *made;
  node.id = id;
  node.kind = kind_of(type);
  node.type = type;
  node.placement = std::move(placement);
  node.text_base = {id.client, id.number};
  nodes_.emplace(id, std::move(made));
  link(node);
  return node;
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

namespace {

// Ours, and the document that was called is not const.
Node& own(const Node& node) { return const_cast<Node&>(node); }

}  // namespace

Document::Slot Document::slot(const Node& node, KeyNumber key) {
  Node& mine = own(node);
  auto& properties = mine.properties;
  if (const auto index = node.index_of(key)) return {properties[*index].value, *index, false};
  constexpr std::size_t k_usual = 8;  // so many at once: most elements get more than one
  if (properties.capacity() == 0) properties.reserve(k_usual);
  const std::size_t index = properties.size();
  properties.emplace_back().key = key;  // made where it stands
  note_known(mine, key, true);
  if (mine.places != nullptr) {
    mine.places->by_key.emplace(key, static_cast<std::uint32_t>(index));
  } else if (index + 1 == k_many_properties) {
    find_places(mine);
  }
  return {properties.back().value, index, true};
}

Value& Document::value_at(const Node& node, std::size_t index) { return own(node).properties[index].value; }

void Document::remove_last(const Node& node) {
  Node& mine = own(node);
  const KeyNumber key = mine.properties.back().key;
  mine.properties.pop_back();
  note_known(mine, key, false);
  if (mine.places == nullptr) return;
  mine.places->by_key.erase(key);
  if (mine.properties.size() < k_many_properties) mine.places.reset();
}

std::optional<Document::Taken> Document::take(const Node& node, KeyNumber key) {
  const auto index = node.index_of(key);
  if (!index.has_value()) return std::nullopt;
  Node& mine = own(node);
  Property& property = mine.properties[*index];
  Taken out{std::exchange(property.value, {}), *index, mine.places != nullptr};
  note_known(mine, key, false);
  if (out.left_gap) {
    property.key = k_gap;
    mine.places->by_key.erase(key);
    ++mine.places->gaps;
  } else {
    mine.properties.erase(mine.properties.begin() + static_cast<std::ptrdiff_t>(*index));
  }
  return out;
}

void Document::put_back(const Node& node, KeyNumber key, Taken taken) {
  Node& mine = own(node);
  note_known(mine, key, true);
  if (taken.left_gap) {
    mine.properties[taken.index] = {key, std::move(taken.value)};
    mine.places->by_key.emplace(key, static_cast<std::uint32_t>(taken.index));
    --mine.places->gaps;
  } else {
    mine.properties.insert(mine.properties.begin() + static_cast<std::ptrdiff_t>(taken.index),
                           {key, std::move(taken.value)});
  }
}

std::vector<std::uint32_t> Document::close_gaps(const Node& node) {
  std::vector<std::uint32_t> gaps;
  if (node.places == nullptr || node.places->gaps == 0) return gaps;
  Node& mine = own(node);
  for (std::size_t i = 0; i < mine.properties.size(); ++i) {
    if (mine.properties[i].key == k_gap) gaps.push_back(static_cast<std::uint32_t>(i));
  }
  std::erase_if(mine.properties, [](const Property& property) { return property.key == k_gap; });
  find_places(mine);
  return gaps;
}

void Document::open_gaps(const Node& node, const std::vector<std::uint32_t>& gaps) {
  Node& mine = own(node);
  std::vector<Property> closed = std::exchange(mine.properties, {});
  mine.properties.reserve(closed.size() + gaps.size());
  auto gap = gaps.begin();
  for (Property& property : closed) {
    for (; gap != gaps.end() && *gap == mine.properties.size(); ++gap) mine.properties.push_back({k_gap, {}});
    mine.properties.push_back(std::move(property));
  }
  mine.properties.resize(closed.size() + gaps.size());
  find_places(mine);
}

void Document::set_text_sequence(NodeId id, std::unique_ptr<TextSequence> text) { at(id).text = std::move(text); }

void Document::set_text_base(NodeId id, TextRunId base) { at(id).text_base = base; }

}  // namespace flashkit::document
