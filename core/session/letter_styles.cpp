#include <algorithm>

#include "display/text_element.h"
#include "document/value.h"
#include "session/actions_detail.h"
#include "session/elements_detail.h"
#include "session/letter_styles_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;
using document::Value;

namespace {

// The selected letters of the text under edit, where it is this one; empty when there are none.
text::TextRange selected_letters(const Desk& desk, NodeId text) {
  if (!desk.text_edit || desk.text_edit->node != text || desk.text_edit->composing) return {};
  return selected_range(*desk.text_edit);
}

bool same_json(std::string_view a, std::string_view b) {
  const auto left = Value::parse(a);
  const auto right = Value::parse(b);
  return left.ok() && right.ok() && left.value() == right.value();
}

// What the text as a whole has, or the default.
std::string json_of(const document::Node& node, Field key) {
  const Value* value = node.find(key);
  if (value != nullptr && !value->is_null()) return std::string(value->json_text());
  for (const document::PropertyRow& row : document::properties_of(node.kind)) {
    if (row.key == key) return std::string(row.default_json);
  }
  return "null";
}

bool any_letter_has(const document::Node& node, std::string_view key) {
  if (node.text == nullptr) return false;
  const auto has = [&](const document::TextPiece& piece) {
    return !piece.removed && find_format(piece.formats, key) != nullptr;
  };
  return std::any_of(node.text->pieces().begin(), node.text->pieces().end(), has);
}

}  // namespace

void give_style(Desk& desk, operations::OperationBuilder& builder, NodeId text, Field key, std::string_view json) {
  const document::Node& node = *desk.document().find(text);
  const std::string_view name = document::name_of(key);
  const text::TextRange range = selected_letters(desk, text);
  if (range.begin != range.end) {
    // What the whole text has anyway is nothing of their own.
    const bool as_the_rest = json.empty() || same_json(json, json_of(node, key));
    (void)builder
        .format_text(desk.document(), text, range.begin, range.end - range.begin, name, as_the_rest ? "" : json)
        .ok();
    return;
  }
  if (json.empty()) {
    builder.unset(text, name);
  } else {
    builder.set(text, name, json);
  }
  if (any_letter_has(node, name)) {
    (void)builder.format_text(desk.document(), text, 0, node.text->visible_length(), name, "").ok();
  }
}

std::optional<std::string> style_of_selected_letters(const Desk& desk, NodeId text, Field key) {
  const text::TextRange range = selected_letters(desk, text);
  const document::Node& node = *desk.document().find(text);
  if (range.begin == range.end || node.text == nullptr) return std::nullopt;
  std::size_t before = 0;
  for (const document::TextPiece& piece : node.text->pieces()) {
    if (piece.removed) continue;
    before += piece.text.size();
    if (before <= range.begin) continue;
    const document::LetterFormat* format = find_format(piece.formats, document::name_of(key));
    return format == nullptr ? std::nullopt : std::optional(std::string(format->value.json_text()));
  }
  return std::nullopt;
}

void toggle_style(Desk& desk, ActionKind kind) {
  const Field key = kind == ActionKind::Bold     ? Field::FontWeight
                    : kind == ActionKind::Italic ? Field::FontStyle
                                                 : Field::TextDecoration;
  SetProperties wish;
  bool all = true;
  std::vector<NodeId> texts;
  for (const NodeId leaf : leaves_of(desk.document(), desk.selected)) {
    if (desk.document().find(leaf)->kind == document::Kind::Text) texts.push_back(leaf);
  }
  if (texts.empty()) return;
  std::string lines;  // other decorations stay
  for (const NodeId id : texts) {
    const document::Node& node = *desk.document().find(id);
    const std::string json = style_of_selected_letters(desk, id, key).value_or(json_of(node, key));
    const auto value = Value::parse(json);
    const std::string said = value.ok() ? value.value().as_string() : std::string();
    if (key == Field::TextDecoration) {
      all = all && said.find("underline") != std::string::npos;
      if (said.find("line-through") != std::string::npos) lines = "line-through";
    } else {
      all = all && (said == "bold" || said == "700" || said == "italic" || json == "700");
    }
    wish.nodes.push_back(base::to_text(id));
  }
  PropertyValue property;
  property.key = document::name_of(key);
  std::string value = all ? "normal" : kind == ActionKind::Bold ? "bold" : "italic";
  if (key == Field::TextDecoration) value = all ? lines : lines.empty() ? "underline" : "underline " + lines;
  property.value = Value::string(value).json_text();
  wish.properties.push_back(std::move(property));
  set_properties(desk, wish);
}

void note_selected_letters(Desk& desk) {
  const document::Node* node = desk.document().find(desk.text_edit->node);
  if (node != nullptr && node->text != nullptr && node->text->has_formats()) desk.selection_changed = true;
}

}  // namespace flashkit::session
