#include "session/camera.h"

#include <algorithm>
#include <cmath>

namespace flashkit::session {

void CameraView::changed(double now_ms) {
  changed_ms_ = now_ms;
  settled_ = false;
}

void CameraView::zoom_to(double zoom, Anchor about, double now_ms) {
  if (!std::isfinite(zoom) || !std::isfinite(about.view_x) || !std::isfinite(about.view_y)) return;
  const double next = std::clamp(zoom, k_least_zoom, k_most_zoom);
  if (next == zoom_) return;
  const double ratio = next / zoom_;
  x_ = about.view_x - (about.view_x - x_) * ratio;
  y_ = about.view_y - (about.view_y - y_) * ratio;
  zoom_ = next;
  changed(now_ms);
}

void CameraView::zoom_by(double factor, Anchor about, double now_ms) { zoom_to(zoom_ * factor, about, now_ms); }

void CameraView::pan_by(double view_dx, double view_dy, double now_ms) {
  if (!std::isfinite(view_dx) || !std::isfinite(view_dy) || (view_dx == 0 && view_dy == 0)) return;
  constexpr double k_far = 1e7;
  x_ = std::clamp(x_ + view_dx, -k_far, k_far);
  y_ = std::clamp(y_ + view_dy, -k_far, k_far);
  changed(now_ms);
}

void CameraView::fit(const Box& box, const ViewSize& view, double most_zoom, double now_ms) {
  if (view.empty() || box.width < 0 || box.height < 0) return;
  const double room_x = std::max(view.width_px - 2 * view.margin_px(), view.width_px / 2);
  const double room_y = std::max(view.height_px - 2 * view.margin_px(), view.height_px / 2);
  const double zoom = std::min({room_x / std::max(box.width, 1.0), room_y / std::max(box.height, 1.0), most_zoom});
  zoom_ = std::clamp(zoom, k_least_zoom, k_most_zoom);
  x_ = view.width_px / 2 - (box.x + box.width / 2) * zoom_;
  y_ = view.height_px / 2 - (box.y + box.height / 2) * zoom_;
  changed(now_ms);
}

void CameraView::reveal(const Box& box, const ViewSize& view, double now_ms) {
  if (view.empty()) return;
  const double height = box.height * zoom_;
  const double x = view.width_px / 2 - (box.x + box.width / 2) * zoom_;
  const double y = height > view.height_px - 2 * view.margin_px()
                       ? view.margin_px() - box.y * zoom_
                       : view.height_px / 2 - (box.y + box.height / 2) * zoom_;
  if (x == x_ && y == y_) return;
  x_ = x;
  y_ = y;
  changed(now_ms);
}

bool CameraView::settle(double now_ms) {
  if (settled_ || now_ms < settles_at_ms()) return false;
  settled_ = true;
  return true;
}

double wheel_zoom_factor(double delta) {
  // A rational stand-in for exp(-delta / 250): the same bits everywhere, and its own reverse for the reverse step.
  const double t = std::clamp(delta, -400.0, 400.0) / 500;
  return (1 - t) / (1 + t);
}

}  // namespace flashkit::session
