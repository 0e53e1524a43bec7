#pragma once
// Where the eye stands over the board: view = board * zoom + offset. Zooming keeps the point under the pointer in its
// place. Settled is said when nothing changed for 150 ms, so that the painter may paint sharply then.
#include <algorithm>

#include "session/generated/local.pb.h"

namespace flashkit::session {

inline constexpr double k_least_zoom = 0.02;
inline constexpr double k_most_zoom = 64;
inline constexpr double k_settle_ms = 150;
inline constexpr double k_fit_margin_px = 48;
inline constexpr double k_fit_margin_share = 0.06;  // of the width, where that is less: a phone has none to give away

struct ViewSize {
  double width_px = 0;
  double height_px = 0;
  double pixel_ratio = 1;
  bool empty() const { return width_px <= 0 || height_px <= 0; }
  double margin_px() const { return std::min(k_fit_margin_px, k_fit_margin_share * width_px); }
};

class CameraView {
 public:
  double zoom() const { return zoom_; }
  double x() const { return x_; }
  double y() const { return y_; }
  bool settled() const { return settled_; }

  double to_board_x(double view_x) const { return (view_x - x_) / zoom_; }
  double to_board_y(double view_y) const { return (view_y - y_) / zoom_; }
  double to_view_x(double board_x) const { return board_x * zoom_ + x_; }
  double to_view_y(double board_y) const { return board_y * zoom_ + y_; }

  struct Anchor {
    double view_x = 0;
    double view_y = 0;
  };
  // Multiplies the zoom, within its limits, about a point of the view.
  void zoom_by(double factor, Anchor about, double now_ms);
  void zoom_to(double zoom, Anchor about, double now_ms);
  void pan_by(double view_dx, double view_dy, double now_ms);
  // Shows the whole box with a margin, no larger than `most_zoom`.
  void fit(const Box& board_box, const ViewSize& view, double most_zoom, double now_ms);
  // Brings the box into view at the present zoom: its middle to the middle, or its top where it is taller than the
  // view.
  void reveal(const Box& board_box, const ViewSize& view, double now_ms);

  // True when this moment is the one in which the camera settles.
  bool settle(double now_ms);
  double settles_at_ms() const { return changed_ms_ + k_settle_ms; }

 private:
  void changed(double now_ms);
  double zoom_ = 1;
  double x_ = 0;
  double y_ = 0;
  double changed_ms_ = 0;
  bool settled_ = true;
};

// How much one wheel step of `delta` pixels multiplies the zoom.
double wheel_zoom_factor(double delta);

}  // namespace flashkit::session
