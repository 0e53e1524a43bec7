#include "operations/builder.h"

#include "base/utf8.h"
#include "operations/ids.h"
#include "operations/letter_formats.h"
#include "operations/limits.h"

namespace flashkit::operations {
namespace {

using base::Errc;
using base::Error;
using base::NodeId;
using base::Result;
using document::Document;
using document::Node;
using document::TextSequence;

Placement message_of(const document::Placement& placement) {
  Placement out;
  out.parent = node_ref(placement.parent);
  out.order = placement.order;
  out.x = placement.x;
  out.y = placement.y;
  out.width = placement.width;
  out.height = placement.height;
  out.rotation = placement.rotation;
  return out;
}

TextPoint message_of(const document::TextPoint& point) {
  TextPoint out;
  out.client = id_bytes(point.run.client);
  out.number = point.run.number;
  out.offset = point.offset;
  return out;
}

// The letters of a visible range. NotFound when there is no such node or character.
Result<std::vector<document::TextSpan>> visible_spans(const Document& document, NodeId node, std::size_t visible_index,
                                                      std::size_t count) {
  const Node* found = document.find(node);
  if (found == nullptr) return Error{Errc::NotFound, "the node is there", 0};
  std::vector<document::TextSpan> out;
  const TextSequence text = text_of(*found);
  std::size_t skip = visible_index;
  for (const document::TextPiece& piece : text.pieces()) {
    if (piece.removed || count == 0) continue;
    const std::size_t length = piece.text.size();
    if (skip >= length) {
      skip -= length;
      continue;
    }
    const std::size_t taken = std::min(count, length - skip);
    out.push_back({{piece.run, piece.offset + static_cast<std::uint32_t>(skip)}, static_cast<std::uint32_t>(taken)});
    skip = 0;
    count -= taken;
  }
  if (count > 0) return Error{Errc::NotFound, "a text point names a character", visible_index};
  return out;
}

Step step_of(decltype(Step::kind) kind) {
  Step step;
  step.kind = std::move(kind);
  return step;
}

}  // namespace

OperationBuilder::OperationBuilder(base::ClientId client, std::uint64_t number) : id_{client, number} {
  operation_.client = id_bytes(client);
  operation_.number = number;
  operation_.schema = document::k_schema_version;
}

NodeId OperationBuilder::create(std::string_view type, const document::Placement& placement,
                                std::span<const KeyAndJson> properties) {
  Create create;
  create.index = next_node_++;
  create.type = type;
  create.placement = message_of(placement);
  for (const auto& [key, json] : properties) {
    Property property;
    property.key = key;
    property.value = json;
    create.properties.push_back(std::move(property));
  }
  const NodeId id{id_.client, id_.number * base::k_ids_per_operation + create.index};
  operation_.steps.push_back(step_of(std::move(create)));
  return id;
}

std::vector<NodeId> OperationBuilder::create_batch(std::span<const NewNode> nodes) {
  std::vector<NodeId> ids;
  ids.reserve(nodes.size());
  for (const NewNode& node : nodes) {
    document::Placement placement = node.placement;
    if (node.parent.has_value()) {
      FLASHKIT_ASSERT(*node.parent < ids.size());
      placement.parent = ids[*node.parent];
    }
    ids.push_back(create(node.type, placement, node.properties));
    if (node.letters.has_value()) give_formats(ids.back(), *node.letters);
  }
  return ids;
}

NodeId OperationBuilder::create_copy(const Document& document, NodeId source, const document::Placement& placement) {
  const Node* top = document.find(source);
  FLASHKIT_ASSERT(top != nullptr && !source.is_root());
  const double move_x = placement.x - top->placement.x;
  const double move_y = placement.y - top->placement.y;
  std::vector<std::pair<NodeId, NodeId>> open{{source, placement.parent}};
  NodeId first;
  while (!open.empty()) {
    const auto [from, parent] = open.back();
    open.pop_back();
    const Node& node = *document.find(from);
    document::Placement there = node.placement;
    if (from == source) there = placement;
    if (from != source) {
      there.parent = parent;
      there.x += move_x;
      there.y += move_y;
    }
    std::vector<KeyAndJson> properties;
    for (const document::Property& property : node.properties) {
      if (property.key == document::number_of(document::Key::Id)) continue;  // names the original
      properties.emplace_back(document.keys().name(property.key), property.value.json_text());
    }
    const NodeId made = create(node.type, there, properties);
    if (node.text != nullptr) give_formats(made, *node.text);
    if (from == source) first = made;
    for (const NodeId child : document.live_children(from)) open.emplace_back(child, made);
  }
  return first;
}

// The node was created by the last step, with these letters.
void OperationBuilder::give_formats(NodeId fresh, const TextSequence& letters) {
  const TextSequence plain(last_run(), letters.visible());
  for (const FormatStep& format : format_steps(plain, letters)) format_spans(fresh, format);
}

void OperationBuilder::set(NodeId node, std::string_view key, std::string_view json) {
  Property property;
  property.key = key;
  property.value = json;
  // Several keys of one node in a row share a step.
  if (!operation_.steps.empty()) {
    auto* last = std::get_if<Set>(&operation_.steps.back().kind);
    if (last != nullptr && last->node == node_ref(node)) {
      last->properties.push_back(std::move(property));
      return;
    }
  }
  Set set;
  set.node = node_ref(node);
  set.properties.push_back(std::move(property));
  operation_.steps.push_back(step_of(std::move(set)));
}

void OperationBuilder::unset(NodeId node, std::string_view key) {
  Property property;
  property.key = key;
  property.unset = true;
  Set set;
  set.node = node_ref(node);
  set.properties.push_back(std::move(property));
  operation_.steps.push_back(step_of(std::move(set)));
}

void OperationBuilder::place(NodeId node, const document::Placement& placement) {
  Place place;
  place.node = node_ref(node);
  place.placement = message_of(placement);
  operation_.steps.push_back(step_of(std::move(place)));
}

void OperationBuilder::remove(NodeId node, bool removed) {
  Remove remove;
  remove.node = node_ref(node);
  remove.removed = removed;
  operation_.steps.push_back(step_of(std::move(remove)));
}

Result<void> OperationBuilder::insert_text(const Document& document, NodeId node, std::size_t visible_index,
                                           std::string_view utf8) {
  const Node* found = document.find(node);
  if (found == nullptr) return Error{Errc::NotFound, "the node is there", 0};
  std::optional<document::TextPoint> after;
  if (visible_index > 0) {
    after = text_of(*found).point_at(visible_index - 1);
    if (!after.has_value()) return Error{Errc::NotFound, "a text point names a character", visible_index};
  }
  insert_text_after(node, after, utf8);
  return {};
}

Result<void> OperationBuilder::delete_text(const Document& document, NodeId node, std::size_t visible_index,
                                           std::size_t count) {
  FLASHKIT_TRY(const auto spans, visible_spans(document, node, visible_index, count));
  for (const document::TextSpan& span : spans) delete_span(node, span.first, span.length);
  return {};
}

Result<void> OperationBuilder::format_text(const Document& document, NodeId node, std::size_t visible_index,
                                           std::size_t count, std::string_view key, std::string_view json) {
  FormatStep step;
  FLASHKIT_TRY(step.spans, visible_spans(document, node, visible_index, count));
  step.key = key;
  if (!json.empty()) {
    FLASHKIT_TRY(step.value, document::Value::parse(json));
  }
  if (!step.spans.empty()) format_spans(node, step);
  return {};
}

document::TextRunId OperationBuilder::insert_text_after(NodeId node, std::optional<document::TextPoint> after,
                                                        std::string_view utf8) {
  TextInsert insert;
  insert.node = node_ref(node);
  // Runs count down from the top, nodes up from 0: within one operation no two share an id.
  insert.index = static_cast<std::uint32_t>(base::k_ids_per_operation - 1) - next_run_++;
  if (after.has_value()) insert.after = message_of(*after);
  insert.text = utf8;
  const document::TextRunId run{id_.client, id_.number * base::k_ids_per_operation + insert.index};
  operation_.steps.push_back(step_of(std::move(insert)));
  return run;
}

void OperationBuilder::delete_span(NodeId node, document::TextPoint first, std::uint32_t length) {
  TextSpan span;
  span.first = message_of(first);
  span.length = length;
  if (!operation_.steps.empty()) {
    auto* last = std::get_if<TextDelete>(&operation_.steps.back().kind);
    if (last != nullptr && last->node == node_ref(node)) {
      TextSpan& before = last->spans.back();
      if (before.first->client == span.first->client && before.first->number == span.first->number &&
          before.first->offset + before.length == span.first->offset) {
        before.length += length;
      } else {
        last->spans.push_back(std::move(span));
      }
      return;
    }
  }
  TextDelete text_delete;
  text_delete.node = node_ref(node);
  text_delete.spans.push_back(std::move(span));
  operation_.steps.push_back(step_of(std::move(text_delete)));
}

void OperationBuilder::format_spans(NodeId node, const FormatStep& step) {
  TextFormat format;
  format.node = node_ref(node);
  for (const document::TextSpan& span : step.spans) {
    TextSpan& out = format.spans.emplace_back();
    out.first = message_of(span.first);
    out.length = span.length;
  }
  format.property.emplace();
  format.property->key = step.key;
  format.property->unset = !step.value.has_value();
  if (step.value.has_value()) format.property->value = step.value->json_text();
  operation_.steps.push_back(step_of(std::move(format)));
}

void OperationBuilder::spread_children(const Document& document, NodeId parent) {
  const std::vector<NodeId> children = document.live_children(parent);
  bool is_long = false;
  for (const NodeId child : children) {
    is_long = is_long || document.find(child)->placement.order.size() >= k_long_order_key_bytes;
  }
  if (!is_long) return;
  const auto keys = order_keys_between({}, {}, children.size(), order_suffix(id_.client));
  for (std::size_t i = 0; i < children.size(); ++i) {
    document::Placement placement = document.find(children[i])->placement;
    placement.order = keys[i];
    place(children[i], placement);
  }
}

std::string order_key_before(const Document& document, NodeId parent, NodeId before, std::string_view client_suffix) {
  std::string left;
  for (const NodeId child : document.live_children(parent)) {
    const std::string& order = document.find(child)->placement.order;
    if (child == before) return order_key_between(left, order, client_suffix);
    left = order;
  }
  return order_key_between(left, {}, client_suffix);
}

TextSequence text_of(const Node& node) {
  if (node.text != nullptr) return *node.text;
  const document::Value* value = node.find(document::Key::Text);
  return TextSequence(node.text_base, value == nullptr ? std::string() : value->as_string());
}

}  // namespace flashkit::operations
