#include <algorithm>

#include "session/elements_detail.h"
#include "session/input_detail.h"

namespace flashkit::session {

namespace {

constexpr double k_margin_px = 28;
constexpr double k_most_px_per_ms = 1.1;
constexpr double k_step_ms = 16;
// How much of the bare board may come into view beyond the pages.
constexpr double k_bare_px = 120;

// How fast to go towards larger coordinates: from the edge's margin on, faster with every pixel.
double speed_along(double at, double length) {
  const double beyond = at < k_margin_px ? at - k_margin_px : std::max(at - (length - k_margin_px), 0.0);
  return std::clamp(beyond / k_margin_px / 2, -1.0, 1.0) * k_most_px_per_ms;
}

Rect all_pages(const Desk& desk) {
  Rect out;
  for (const BoardPage& page : desk.board) out.add(Rect::of(page.x, page.y, page.width, page.height));
  return out;
}

Point edge_speed(const Desk& desk) {
  const ViewSize& view = desk.device.view;
  if (desk.gesture == nullptr || !desk.gesture->scrolls() || view.empty() || desk.board.empty()) return {};
  const double least = std::min(view.width_px, view.height_px);
  if (least < 4 * k_margin_px) return {};
  Point speed{speed_along(desk.pointer.x, view.width_px), speed_along(desk.pointer.y, view.height_px)};
  const Rect pages = all_pages(desk);
  const auto ends = [](double speed_px, double near_px, double far_px, double length_px) {
    return (speed_px < 0 && near_px > k_bare_px) || (speed_px > 0 && far_px < length_px - k_bare_px);
  };
  if (ends(speed.x, desk.camera.to_view_x(pages.left), desk.camera.to_view_x(pages.right), view.width_px)) speed.x = 0;
  if (ends(speed.y, desk.camera.to_view_y(pages.top), desk.camera.to_view_y(pages.bottom), view.height_px)) speed.y = 0;
  return speed;
}

}  // namespace

void scroll_at_edge(Desk& desk) {
  const Point speed = edge_speed(desk);
  if (speed == Point{}) return;
  const double now = desk.device.now_ms;
  const double passed = now - desk.scrolled_ms;
  const double ms = passed > 0 && passed < 4 * k_step_ms ? passed : k_step_ms;
  desk.scrolled_ms = now;
  desk.camera.pan_by(-speed.x * ms, -speed.y * ms, now);
  desk.gesture->move(desk, desk.pointer, desk.hold);
  desk.overlay_changed = true;
}

std::optional<double> scrolls_at_ms(const Desk& desk) {
  if (edge_speed(desk) == Point{}) return std::nullopt;
  return std::max(desk.scrolled_ms, desk.device.now_ms - k_step_ms) + k_step_ms;
}

}  // namespace flashkit::session
