#include <algorithm>
#include <cmath>

#include "session/elements_detail.h"
#include "session/input_detail.h"
#include "session/selection_detail.h"

namespace flashkit::session {

void camera_moved(Desk& desk) {
  desk.overlay_changed = true;
  if (!desk.selected.empty() || desk.text_edit || desk.gesture != nullptr) return;
  // With nothing selected the page worked on is the one that is looked at.
  const ViewSize& view = desk.device.view;
  const double middle = desk.camera.to_board_y(view.height_px / 2);
  const BoardPage* nearest = nullptr;
  double least = 0;
  for (const BoardPage& page : desk.board) {
    const double away = std::max({page.y - middle, middle - (page.y + page.height), 0.0});
    if (nearest != nullptr && away >= least) continue;
    nearest = &page;
    least = away;
  }
  if (nearest != nullptr) set_current_page(desk, nearest->page);
}

namespace {

Box box_of(const BoardPage& page) {
  Box out;
  out.x = page.x;
  out.y = page.y;
  out.width = page.width;
  out.height = page.height;
  return out;
}

CameraView::Anchor middle_of(const ViewSize& view) { return {view.width_px / 2, view.height_px / 2}; }

}  // namespace

void view_resized(Desk& desk, const ViewSize& before) {
  const ViewSize& view = desk.device.view;
  if (!desk.fitted && !view.empty() && !desk.board.empty()) {
    desk.fitted = true;
    fit_page(desk);
    return;
  }
  if (before.empty() || view.empty()) return;
  desk.camera.pan_by((view.width_px - before.width_px) / 2, (view.height_px - before.height_px) / 2,
                     desk.device.now_ms);
  camera_moved(desk);
}

void fit_page(Desk& desk) {
  const BoardPage* page = board_page(desk, desk.page);
  if (page == nullptr) return;
  desk.camera.fit(box_of(*page), desk.device.view, 1, desk.device.now_ms);
  desk.overlay_changed = true;
}

void zoom_actual(Desk& desk) {
  desk.camera.zoom_to(1, middle_of(desk.device.view), desk.device.now_ms);
  camera_moved(desk);
}

void zoom_selection(Desk& desk) {
  const auto frame = frame_of_nodes(desk, desk.selected);
  const BoardPage* page = frame ? board_page(desk, desk.page) : nullptr;
  if (page == nullptr) {
    fit_page(desk);
    return;
  }
  const Rect around = bounds_of(*frame).moved({page->x, page->y});
  Box box;
  box.x = around.left;
  box.y = around.top;
  box.width = around.width();
  box.height = around.height();
  desk.camera.fit(box, desk.device.view, 4, desk.device.now_ms);
  desk.overlay_changed = true;
}

void zoom_step(Desk& desk, bool in) {
  // The next of the usual steps: 2, 3, 5, 7.5, 10 ... percent would jump; these double in two steps.
  constexpr double k_root = 1.4142135623730951;
  desk.camera.zoom_by(in ? k_root : 1 / k_root, middle_of(desk.device.view), desk.device.now_ms);
  camera_moved(desk);
}

void show_page(Desk& desk, base::NodeId page) {
  const BoardPage* place = board_page(desk, page);
  if (place == nullptr) return;
  set_selection(desk, {});
  set_current_page(desk, page);
  desk.camera.reveal(box_of(*place), desk.device.view, desk.device.now_ms);
  desk.overlay_changed = true;
}

void on_wheel(Desk& desk, const Wheel& message) {
  const Modifiers held = message.modifiers.value_or(Modifiers{});
  const double now = desk.device.now_ms;
  if (!std::isfinite(message.delta_x) || !std::isfinite(message.delta_y)) return;
  if (held.control || held.meta) {
    desk.camera.zoom_by(wheel_zoom_factor(message.delta_y), {message.x, message.y}, now);
  } else if (held.shift && message.delta_x == 0) {
    desk.camera.pan_by(-message.delta_y, 0, now);
  } else {
    desk.camera.pan_by(-message.delta_x, -message.delta_y, now);
  }
  camera_moved(desk);
  // What is held stays under the pointer.
  if (desk.gesture != nullptr && desk.gesture->scrolls()) desk.gesture->move(desk, desk.pointer, desk.hold);
}

void on_pinch(Desk& desk, const Pinch& message) {
  const double now = desk.device.now_ms;
  if (!(message.scale > 0) || !std::isfinite(message.scale)) return;
  desk.camera.pan_by(message.move_x, message.move_y, now);
  desk.camera.zoom_by(message.scale, {message.x, message.y}, now);
  camera_moved(desk);
}

}  // namespace flashkit::session
