#include <cmath>

#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"

namespace flashkit::session {

namespace {

class Rotate : public OperationGesture {
 public:
  Rotate(Desk& desk, Point view, const SelectionFrame& selection)
      : page_(selection.page), frame_(selection.frame), centre_(point_in(selection.frame, 0.5, 0.5)) {
    start_degrees_ = geometry::direction_degrees(page_of_view(desk, page_, view) - centre_);
    leaves_ = start_leaves(desk, desk.selected);
  }
  void show(const Desk& desk, Overlay& overlay) const override {
    if (!moves_elements()) return;
    overlay.badge = label_of(normal_degrees(frame_.rotation + turned_), 1) + "°";
    overlay.badge_x = pointer_.x + 16;
    overlay.badge_y = pointer_.y + 16;
    overlay.frame = session::message_of(view_frame(desk, page_, turned_about(frame_, centre_, turned_)));
  }
  const char* cursor() const override { return "alias"; }
  bool scrolls() const override { return false; }

 private:
  operations::Operation make(Desk& desk, Point view, const Hold& hold) override {
    pointer_ = view;
    const double step = hold.shift ? 15 : 0.1;
    const double wish =
        frame_.rotation + geometry::direction_degrees(page_of_view(desk, page_, view) - centre_) - start_degrees_;
    turned_ = std::floor(wish / step + 0.5) * step - frame_.rotation;
    operations::OperationBuilder builder = draft(desk);
    for (const StartLeaf& leaf : leaves_) {
      builder.place(leaf.node, with_frame(leaf, turned_about(leaf.frame, centre_, turned_)));
    }
    return builder.take();
  }
  base::NodeId page_;
  Frame frame_;
  Point centre_;
  double start_degrees_ = 0;
  double turned_ = 0;
  Point pointer_;
  std::vector<StartLeaf> leaves_;
};

}  // namespace

std::unique_ptr<Gesture> rotate_gesture(Desk& desk, Point view, const SelectionFrame& selection) {
  return std::make_unique<Rotate>(desk, view, selection);
}

}  // namespace flashkit::session
