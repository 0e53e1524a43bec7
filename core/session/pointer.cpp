#include <algorithm>
#include <cmath>

#include "display/hit.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/input_detail.h"
#include "session/scenes_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;

Hold hold_of(const Desk& desk, const std::optional<Modifiers>& modifiers) {
  const Modifiers held = modifiers.value_or(Modifiers{});
  return {held.shift, held.alt, desk.device.mac ? held.meta : held.control, held.space};
}

namespace {

std::vector<NodeId> path_at(Desk& desk, Point view) {
  const BoardPage* under = board_page_at(desk, view);
  if (under == nullptr) return {};
  const NodeId page = under->page;
  const display::PageScene* scene = scene_of(desk, page);
  if (scene == nullptr) return {};
  display::HitOptions options;
  options.tolerance_px = 4 / desk.camera.zoom();
  return display::hit_test(*scene, page_of_view(desk, page, view), options);
}

void double_click(Desk& desk, const std::vector<NodeId>& path, Point view) {
  if (const auto deeper = pick_deeper(desk, path)) {
    set_selection(desk, {*deeper});
    if (*deeper != path.back()) return;
  }
  const document::Node* leaf = desk.document().find(path.back());
  if (leaf == nullptr || leaf->kind != document::Kind::Text || desk.selected.size() != 1) return;
  if (desk.selected.front() == path.back() && begin_text_edit(desk, path.back(), false)) {
    desk.gesture = select_letters(desk, view, 2, false);
  }
}

void press_on(Desk& desk, const std::vector<NodeId>& path, const Pointer& message, Point view) {
  if (message.click_count >= 2 && !desk.hold.shift) {
    double_click(desk, path, view);
    if (desk.gesture != nullptr || desk.text_edit) return;
  }
  const NodeId node = pick(desk, path);
  const bool movable = can_edit(desk) && can_move(desk.document(), node);
  if (!movable) {
    desk.gesture = marquee_gesture(desk, view, desk.hold.shift, node);
    return;
  }
  if (desk.hold.shift) {
    toggle_selected(desk, node);
    if (is_selected(desk, node)) desk.gesture = move_gesture(desk, view, std::nullopt);
    return;
  }
  // A press on what is selected may begin a drag of everything; only a click singles it out.
  if (is_selected(desk, node)) {
    const bool all_movable = std::all_of(desk.selected.begin(), desk.selected.end(),
                                         [&](NodeId id) { return can_move(desk.document(), id); });
    if (!all_movable) set_selection(desk, {node});
    desk.gesture = move_gesture(desk, view, node);
    return;
  }
  set_selection(desk, {node});
  desk.gesture = move_gesture(desk, view, std::nullopt);
}

bool press_handle(Desk& desk, const Pointer& message, Point view) {
  const auto selection = selection_frame(desk);
  if (!selection || desk.hold.shift) return false;
  const HandleHit hit = handle_at(desk, *selection, view, message.device == "touch");
  if (!hit) return false;
  if (hit.rotate) {
    desk.gesture = rotate_gesture(desk, view, *selection);
  } else if (selection->line) {
    desk.gesture = line_end_gesture(desk, *selection, hit.handle);
  } else {
    desk.gesture = resize_gesture(desk, view, *selection, hit.handle);
  }
  return desk.gesture != nullptr;
}

void press_left(Desk& desk, const Pointer& message, Point view) {
  if (over_edited_text(desk, view)) {
    desk.gesture = select_letters(desk, view, message.click_count, desk.hold.shift);
    return;
  }
  const bool was_editing = desk.text_edit.has_value();
  end_text_edit(desk);
  if (const BoardPage* under = board_page_at(desk, view)) set_current_page(desk, under->page);
  if (desk.tool != Tool::Select && can_edit(desk) && !desk.board.empty()) {
    set_selection(desk, {});
    desk.gesture = draw_gesture(desk, view, desk.tool);
    return;
  }
  // A double click on a handle is meant for the element (editing letters near a corner).
  if (message.click_count < 2 && press_handle(desk, message, view)) return;
  const std::vector<NodeId> path = path_at(desk, view);
  if (!path.empty()) {
    press_on(desk, path, message, view);
    return;
  }
  if (!desk.hold.shift || was_editing) set_selection(desk, {});
  desk.gesture = marquee_gesture(desk, view, desk.hold.shift, std::nullopt);
}

void press(Desk& desk, const Pointer& message, Point view) {
  if (desk.gesture != nullptr) {
    if (message.button == 2) cancel_gesture(desk);
    return;
  }
  const bool pans = message.button == 1 || (message.button == 0 && (desk.hold.space || desk.tool == Tool::Pan));
  if (pans) {
    desk.gesture = pan_gesture(view);
  } else if (message.button == 0) {
    press_left(desk, message, view);
  } else if (message.button == 2) {
    end_text_edit(desk);
    const std::vector<NodeId> path = path_at(desk, view);
    if (!path.empty() && !is_selected(desk, pick(desk, path))) set_selection(desk, {pick(desk, path)});
  }
  desk.overlay_changed = true;
}

void hover(Desk& desk, Point view) {
  std::optional<NodeId> over;
  if (desk.tool == Tool::Select && !desk.hold.space && desk.pointer_inside) {
    const std::vector<NodeId> path = path_at(desk, view);
    if (!path.empty()) over = pick(desk, path);
  }
  if (over == desk.hovered) return;
  desk.hovered = over;
  desk.overlay_changed = true;
}

}  // namespace

void cancel_gesture(Desk& desk) {
  if (desk.gesture == nullptr) return;
  const std::unique_ptr<Gesture> gesture = std::move(desk.gesture);
  gesture->cancel(desk);
  desk.overlay_changed = desk.presence_dirty = true;
}

void on_pointer(Desk& desk, const Pointer& message) {
  if (!std::isfinite(message.x) || !std::isfinite(message.y)) return;
  const Point view{message.x, message.y};
  desk.hold = hold_of(desk, message.modifiers);
  desk.presence_dirty = true;
  desk.pointer = view;
  desk.pointer_inside = message.phase != PointerPhase::Leave;
  switch (message.phase) {
    case PointerPhase::Down:
      press(desk, message, view);
      break;
    case PointerPhase::Move:
      if (desk.gesture != nullptr) {
        desk.gesture->move(desk, view, desk.hold);
      } else {
        hover(desk, view);
      }
      break;
    case PointerPhase::Up:
      if (desk.gesture != nullptr) {
        const std::unique_ptr<Gesture> gesture = std::move(desk.gesture);
        gesture->finish(desk, view, desk.hold);
        desk.overlay_changed = desk.presence_dirty = true;
        hover(desk, view);
      }
      break;
    case PointerPhase::Cancel:
      cancel_gesture(desk);
      break;
    case PointerPhase::Leave:
      hover(desk, view);
      break;
  }
}

std::string cursor_now(Desk& desk) {
  if (desk.gesture != nullptr) return desk.gesture->cursor();
  if (desk.hold.space || desk.tool == Tool::Pan) return "grab";
  if (over_edited_text(desk, desk.pointer)) return "text";
  if (desk.tool == Tool::Text) return "text";
  if (desk.tool != Tool::Select) return "crosshair";
  if (const auto selection = selection_frame(desk)) {
    const HandleHit hit = handle_at(desk, *selection, desk.pointer, false);
    if (hit.rotate) return "alias";
    if (hit.handle != Handle::None)
      return selection->line ? "crosshair" : resize_cursor(hit.handle, selection->frame.rotation);
  }
  const bool over_movable = desk.hovered && can_edit(desk) && can_move(desk.document(), *desk.hovered);
  return over_movable ? "move" : "default";
}

}  // namespace flashkit::session
