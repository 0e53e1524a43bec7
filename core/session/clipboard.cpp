// Elements as text on the system's clipboard: our own JSON, read back with limits, since anything may be pasted.
#include <cmath>

#include "base/json.h"
#include "document/value.h"
#include "interchange/rich_text.h"
#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/input_detail.h"
#include "session/insert_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::Json;
using base::NodeId;

namespace {

constexpr std::string_view k_mark = "flashkit-elements";
constexpr std::size_t k_most_pasted = 20'000;
constexpr int k_most_depth = 60;
constexpr double k_paste_step_px = 20;

Json written(const document::Document& document, NodeId id) {
  const document::Node& node = *document.find(id);
  Json properties = Json::object();
  for (const document::Property& property : node.properties) {
    const std::string_view name = document.keys().name(property.key);
    if (name == "id" || name == "children" || name == "type") continue;
    properties.members().emplace_back(std::string(name), property.value.as_json());
  }
  Json children = Json::array();
  for (const NodeId child : document.live_children(id)) children.items().push_back(written(document, child));
  Json out = Json::object();
  out.set("type", Json::string(node.type));
  Json placement = Json::array();
  const document::Placement& at = node.placement;
  for (const double number : {at.x, at.y, at.width, at.height, at.rotation}) {
    placement.items().push_back(Json::number(number));
  }
  out.set("placement", std::move(placement));
  out.set("properties", std::move(properties));
  if (node.text != nullptr && node.text->has_formats()) {
    out.set("letters", Json::string(interchange::write_rich_text(*node.text)));
  }
  out.set("children", std::move(children));
  return out;
}

bool read_node(const Json& json, std::optional<std::size_t> parent, Point by, int depth,
               std::vector<operations::NewNode>& out) {
  const Json* type = json.find("type");
  const Json* placement = json.find("placement");
  if (type == nullptr || !type->is_string() || placement == nullptr || placement->items().size() != 5) return false;
  if (type->as_string() == "page" || type->as_string() == "root") return false;
  if (depth > k_most_depth || out.size() >= k_most_pasted) return false;
  operations::NewNode node;
  node.type = type->as_string();
  const std::vector<Json>& at = placement->items();
  for (const Json& number : at) {
    if (!number.is_number() || !std::isfinite(number.as_number())) return false;
  }
  node.placement.x = at[0].as_number() + by.x;
  node.placement.y = at[1].as_number() + by.y;
  node.placement.width = at[2].as_number();
  node.placement.height = at[3].as_number();
  node.placement.rotation = at[4].as_number();
  node.parent = parent;
  if (const Json* properties = json.find("properties")) {
    for (const auto& [key, value] : properties->members()) node.properties.emplace_back(key, base::write_json(value));
  }
  if (const Json* letters = json.find("letters")) node.letters = interchange::read_rich_text(letters->as_string());
  const std::size_t index = out.size();
  out.push_back(std::move(node));
  const Json* children = json.find("children");
  if (children == nullptr || children->items().empty()) return true;
  const std::vector<std::string> keys = operations::order_keys_between({}, {}, children->items().size(), "V");
  for (std::size_t i = 0; i < children->items().size(); ++i) {
    const std::size_t child = out.size();
    if (!read_node(children->items()[i], index, by, depth + 1, out)) return false;
    out[child].placement.order = keys[i];
  }
  return true;
}

void paste_elements(Desk& desk, std::string_view text) {
  const auto parsed = base::parse_json(text);
  if (!parsed.ok()) return;
  const Json* elements = parsed.value().find(k_mark);
  if (elements == nullptr || elements->items().empty()) return;
  const Json* source = parsed.value().find("page");
  const bool same_page = source != nullptr && source->as_string() == base::to_text(desk.page);
  const double step = same_page ? k_paste_step_px * ++desk.pastes : 0;
  std::vector<operations::NewNode> nodes;
  std::vector<std::size_t> tops;
  for (const Json& element : elements->items()) {
    tops.push_back(nodes.size());
    if (!read_node(element, std::nullopt, {step, step}, 0, nodes)) {
      say_notice(desk.device, "warning", "What is on the clipboard can not be pasted here.");
      return;
    }
  }
  const std::string below = [&] {
    const std::vector<NodeId> siblings = desk.document().live_children(desk.page);
    return siblings.empty() ? std::string() : desk.document().find(siblings.back())->placement.order;
  }();
  const std::vector<std::string> keys = operations::order_keys_between(below, {}, tops.size(), suffix_of(desk));
  for (std::size_t i = 0; i < tops.size(); ++i) {
    nodes[tops[i]].placement.parent = desk.page;
    nodes[tops[i]].placement.order = keys[i];
  }
  operations::OperationBuilder builder = draft(desk);
  const std::vector<NodeId> ids = builder.create_batch(nodes);
  std::vector<NodeId> chosen;
  for (const std::size_t top : tops) chosen.push_back(ids[top]);
  if (commit(desk, std::move(builder))) set_selection(desk, std::move(chosen));
}

void paste_as_text_element(Desk& desk, std::string_view text) {
  Insert insert;
  insert.type = "text";
  PropertyValue letters;
  letters.key = "text";
  letters.value = document::Value::string(text).json_text();
  insert.properties.push_back(std::move(letters));
  insert_element(desk, insert);
}

}  // namespace

void copy_selection(Desk& desk, bool cut) {
  Clipboard out;
  desk.copied.reset();
  if (desk.text_edit) {
    const text::TextRange range = selected_range(*desk.text_edit);
    if (range.begin == range.end) return;
    out.text = selected_text(*desk.text_edit);
    desk.copied = out;
    desk.device.say(std::move(out));
    if (cut) replace_range(desk, range, {});
    return;
  }
  if (desk.selected.empty()) return;
  Json elements = Json::array();
  for (const NodeId id : desk.selected) elements.items().push_back(written(desk.document(), id));
  for (const NodeId leaf : leaves_of(desk.document(), desk.selected)) {
    const document::Node& node = *desk.document().find(leaf);
    if (node.kind != document::Kind::Text) continue;
    if (!out.text.empty()) out.text += '\n';
    out.text += node.string(Field::Text);
  }
  Json all = Json::object();
  all.set(std::string(k_mark), std::move(elements));
  all.set("page", Json::string(base::to_text(desk.page)));
  out.elements = base::write_json(all);
  desk.copied = out;
  desk.device.say(std::move(out));
  desk.pastes = cut ? -1 : 0;
  if (cut) delete_selection(desk);
}

void paste(Desk& desk, const Paste& message) {
  if (!can_edit(desk)) return;
  cancel_gesture(desk);
  const bool own = message.copied && desk.copied;
  const std::string& text = own ? desk.copied->text : message.text;
  const std::string& elements = own ? desk.copied->elements : message.elements;
  if (desk.text_edit) {
    if (!text.empty()) paste_text(desk, text);
  } else if (!elements.empty()) {
    paste_elements(desk, elements);
  } else if (!text.empty()) {
    paste_as_text_element(desk, text);
  }
}

}  // namespace flashkit::session
