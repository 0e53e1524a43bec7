#pragma once
// The gestures of the pointer, one file each. Each is made at pointer down; positions are kept in page pixels, so that
// the board may be scrolled and zoomed under a drag.
#include <memory>

#include "session/desk_detail.h"
#include "session/handles_detail.h"

namespace flashkit::session {

inline constexpr double k_drag_threshold_px = 3;

// An element with its own placement, as it stood when the gesture began.
struct StartLeaf {
  base::NodeId node;
  document::Kind kind = document::Kind::Unknown;
  document::Placement placement;
  Frame frame;  // as drawn
  double font_size = 0;
};
std::vector<StartLeaf> start_leaves(Desk& desk, const std::vector<base::NodeId>& nodes);
// Coordinates to a thousandth of a pixel: finer than any painter shows, and readable in the inspector.
document::Placement tidied(document::Placement placement);
document::Placement with_frame(const StartLeaf& leaf, const Frame& frame);
// Placement and, for texts, font size after a scale of this factor.
void place_scaled(operations::OperationBuilder& builder, const StartLeaf& leaf, const Frame& frame, double factor);
double whole(double value);  // the nearest whole number
bool passed_threshold(Point from_view, Point to_view);
std::string label_of(double value, int decimals = 0);
// A snap line in view pixels.
SnapLine message_of(const Desk& desk, base::NodeId page, const display::SnapLine& line);

// A gesture that is one operation on what was selected: shown with every move, done when the pointer is let go. Without
// a move it is nothing.
class OperationGesture : public Gesture {
 public:
  void move(Desk& desk, Point view, const Hold& hold) final;
  void finish(Desk& desk, Point view, const Hold& hold) final;
  void cancel(Desk& desk) final;
  bool moves_elements() const final { return moved_; }

 private:
  // The operation for a pointer here; no preview of it stands meanwhile.
  virtual operations::Operation make(Desk& desk, Point view, const Hold& hold) = 0;
  bool moved_ = false;
};

std::unique_ptr<Gesture> pan_gesture(Point view);
// `click_node`: what the press was on and a click without a drag selects.
std::unique_ptr<Gesture> marquee_gesture(Desk& desk, Point view, bool add, std::optional<base::NodeId> click_node);
std::unique_ptr<Gesture> move_gesture(Desk& desk, Point view, std::optional<base::NodeId> click_node);
std::unique_ptr<Gesture> resize_gesture(Desk& desk, Point view, const SelectionFrame& selection, Handle handle);
std::unique_ptr<Gesture> line_end_gesture(Desk& desk, const SelectionFrame& selection, Handle handle);
std::unique_ptr<Gesture> rotate_gesture(Desk& desk, Point view, const SelectionFrame& selection);
std::unique_ptr<Gesture> draw_gesture(Desk& desk, Point view, Tool tool);

}  // namespace flashkit::session
