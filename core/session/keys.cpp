#include <algorithm>

#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/input_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;

namespace {

// Presses of one arrow in a row are one undo step.
constexpr double k_nudge_join_ms = 1000;

bool nudge(Desk& desk, const std::string& key, const Hold& hold) {
  Point by;
  if (key == "ArrowLeft") by = {-1, 0};
  if (key == "ArrowRight") by = {1, 0};
  if (key == "ArrowUp") by = {0, -1};
  if (key == "ArrowDown") by = {0, 1};
  if (by == Point{}) return false;
  if (!can_edit(desk) || desk.selected.empty() || desk.gesture != nullptr) return true;
  by = by * (hold.shift ? 10 : 1);
  operations::OperationBuilder builder = draft(desk);
  for (const NodeId id : desk.selected) {
    if (!can_move(desk.document(), id)) continue;
    for (const NodeId leaf : leaves_of(desk.document(), id)) {
      document::Placement placement = desk.document().find(leaf)->placement;
      placement.x += by.x;
      placement.y += by.y;
      builder.place(leaf, tidied(std::move(placement)));
    }
  }
  CommitOptions options;
  options.join = desk.nudged_ms + k_nudge_join_ms > desk.device.now_ms;
  if (commit(desk, std::move(builder), options)) desk.nudged_ms = desk.device.now_ms;
  return true;
}

void escape(Desk& desk) {
  if (desk.gesture != nullptr) {
    cancel_gesture(desk);
  } else if (desk.tool != Tool::Select) {
    choose_tool(desk, Tool::Select);
  } else if (desk.selected.size() == 1 &&
             is_group(desk.document(), desk.document().find(desk.selected.front())->placement.parent)) {
    set_selection(desk, {desk.document().find(desk.selected.front())->placement.parent});
  } else {
    set_selection(desk, {});
  }
}

// The element after (or before) the selected one, in drawing order, and around.
void cycle(Desk& desk, bool backward) {
  std::vector<NodeId> all;
  for (const NodeId id : desk.document().live_children(desk.page)) {
    const document::Node* node = desk.document().find(id);
    if (node->flag(document::Key::Selectable) && node->flag(document::Key::Visible)) all.push_back(id);
  }
  if (all.empty()) return;
  const NodeId last = desk.selected.empty() ? NodeId{} : top_level_of(desk.document(), desk.selected.back());
  const auto at = std::find(all.begin(), all.end(), last);
  std::size_t index = static_cast<std::size_t>(at - all.begin());
  if (at == all.end()) {
    index = backward ? all.size() - 1 : 0;
  } else {
    index = (index + (backward ? all.size() - 1 : 1)) % all.size();
  }
  set_selection(desk, {all[index]});
}

void enter(Desk& desk) {
  if (desk.selected.size() != 1) return;
  const NodeId id = desk.selected.front();
  if (is_group(desk.document(), id)) {
    const std::vector<NodeId> inside = desk.document().live_children(id);
    if (!inside.empty()) set_selection(desk, {inside.back()});
    return;
  }
  begin_text_edit(desk, id, true);
}

}  // namespace

void choose_tool(Desk& desk, Tool tool) {
  if (desk.tool == tool) return;
  cancel_gesture(desk);
  end_text_edit(desk);
  desk.tool = tool;
  desk.design_changed = desk.overlay_changed = true;
}

void on_key(Desk& desk, const Key& message) {
  desk.hold = hold_of(desk, message.modifiers);
  if (message.key == " ") desk.hold.space = message.down && !desk.text_edit;
  if (desk.gesture != nullptr && message.key != "Escape") {
    // A modifier pressed or let go changes the drag at once.
    desk.gesture->move(desk, desk.pointer, desk.hold);
    return;
  }
  if (!message.down) return;
  if (desk.text_edit && desk.gesture == nullptr) {
    text_key(desk, message, desk.hold);
    return;
  }
  if (nudge(desk, message.key, desk.hold)) return;
  if (message.key == "Escape") escape(desk);
  if (message.key == "Enter") enter(desk);
  if (message.key == "Tab") cycle(desk, desk.hold.shift);
  if (message.key == "Delete" || message.key == "Backspace") delete_selection(desk);
}

}  // namespace flashkit::session
