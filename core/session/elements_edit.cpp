// Deleting, duplicating and setting properties.
#include <algorithm>
#include <cmath>

#include "display/text_element.h"
#include "document/value.h"
#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/insert_detail.h"
#include "session/letter_styles_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;

void delete_selection(Desk& desk) {
  if (!can_edit(desk) || desk.text_edit) return;
  operations::OperationBuilder builder = draft(desk);
  bool kept = false;
  for (const NodeId id : desk.selected) {
    if (can_remove(desk.document(), id)) {
      builder.remove(id);
    } else {
      kept = true;
    }
  }
  if (kept) say_notice(desk.device, "info", "Locked elements stay. Unlock them to delete them.");
  commit(desk, std::move(builder));
}

void duplicate_selection(Desk& desk) {
  end_text_edit(desk);
  constexpr double k_step_px = 20;
  operations::OperationBuilder builder = draft(desk);
  std::vector<NodeId> copies;
  std::map<NodeId, std::string> orders = orders_of_copies(desk, desk.selected);
  for (const NodeId id : desk.selected) {
    document::Placement placement = desk.document().find(id)->placement;
    placement.x += k_step_px;
    placement.y += k_step_px;
    placement.order = orders[id];
    copies.push_back(builder.create_copy(desk.document(), id, placement));
  }
  if (commit(desk, std::move(builder))) set_selection(desk, copies);
}

namespace {

// The nodes a message means: those it names, else the selection; elements of a group for a property that groups lack.
std::vector<NodeId> meant(const Desk& desk, const std::vector<std::string>& named) {
  std::vector<NodeId> out;
  for (const NodeId id : named.empty() ? desk.selected : nodes_of(desk, named)) {
    if (desk.document().is_live(id)) out.push_back(id);
  }
  return out;
}

bool is_placement_key(std::string_view key) {
  return key == "x" || key == "y" || key == "rotation" || key == "width" || key == "height";
}

// The keys that make sense on a group itself; the rest is set on what it holds.
bool is_group_key(std::string_view key) {
  return key == "opacity" || key == "visible" || key == "selectable" || key == "removable" || key == "name" ||
         key == "alwaysOnTop" || key == "showInExport" || key == "custom" || key == "animations";
}

void set_one(Desk& desk, operations::OperationBuilder& builder, NodeId id, const PropertyValue& property) {
  const document::Node& node = *desk.document().find(id);
  const bool element = node.kind != document::Kind::Page && node.kind != document::Kind::Root;
  if (element && is_placement_key(property.key)) return;  // SetPlacement is for these
  if (property.key == "children" || property.key == "pages" || property.key == "type") return;
  if (node.kind == document::Kind::Group && !is_group_key(property.key)) {
    for (const NodeId leaf : leaves_of(desk.document(), id)) {
      if (leaf != id) set_one(desk, builder, leaf, property);
    }
    return;
  }
  const auto key = desk.document().keys().find(property.key);
  if (node.kind == document::Kind::Text && document::is_known(key) &&
      display::is_letter_property(static_cast<Field>(key))) {
    give_style(desk, builder, id, static_cast<Field>(key), property.value);
  } else if (property.value.empty()) {
    builder.unset(id, property.key);
  } else {
    builder.set(id, property.key, property.value);
  }
}

}  // namespace

void set_properties(Desk& desk, const SetProperties& message) {
  if (!can_edit(desk) || desk.gesture != nullptr) return;
  finish_burst(desk);
  drop_preview(desk);
  operations::OperationBuilder builder = draft(desk);
  for (const PropertyValue& property : message.properties) {
    if (property.key.empty() || !(property.value.empty() || is_json(property.value))) continue;
    for (const NodeId id : meant(desk, message.nodes)) set_one(desk, builder, id, property);
  }
  if (message.live) {
    show_preview(desk, std::move(builder));
    return;
  }
  before_outside_change(desk);
  commit(desk, std::move(builder));
  after_outside_change(desk);
}

void set_placement(Desk& desk, const SetPlacement& message) {
  if (!can_edit(desk) || desk.gesture != nullptr) return;
  for (const auto& number : {message.x, message.y, message.width, message.height, message.rotation}) {
    if (number && !std::isfinite(*number)) return;
  }
  finish_burst(desk);
  drop_preview(desk);
  operations::OperationBuilder builder = draft(desk);
  for (const NodeId id : meant(desk, message.nodes)) {
    const auto frame = frame_of_node(desk, id);
    if (!frame || !is_element(desk.document(), id)) continue;
    Frame wished = *frame;
    wished.x = message.x.value_or(wished.x);
    wished.y = message.y.value_or(wished.y);
    wished.width = std::max(message.width.value_or(wished.width), 1.0);
    wished.height = std::max(message.height.value_or(wished.height), 1.0);
    const bool group = is_group(desk.document(), id);
    const double turned = message.rotation.value_or(wished.rotation) - wished.rotation;
    const Scaling scaling = scaling_between(*frame, wished, Handle::BottomRight, false);
    const Point by = Point{wished.x, wished.y} - Point{frame->x, frame->y};
    for (const StartLeaf& leaf : start_leaves(desk, {id})) {
      Frame to = group ? scaled(leaf.frame, scaling) : wished;
      if (group) to = {to.x + by.x, to.y + by.y, to.width, to.height, to.rotation};
      to = turned_about(to, point_in(wished, 0.5, 0.5), turned);
      document::Placement placement = with_frame(leaf, to);
      if (leaf.kind == document::Kind::Text && message.height && !group) placement.height = wished.height;
      builder.place(leaf.node, placement);
    }
  }
  if (message.live) {
    show_preview(desk, std::move(builder));
  } else {
    commit(desk, std::move(builder));
  }
}

void rename_design(Desk& desk, const Rename& message) {
  if (!can_edit(desk)) return;
  operations::OperationBuilder builder = draft(desk);
  builder.set({}, document::name_of(Field::Name), document::Value::string(message.name).json_text());
  if (!commit(desk, std::move(builder))) return;
}

}  // namespace flashkit::session
