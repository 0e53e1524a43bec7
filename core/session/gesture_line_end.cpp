#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"

namespace flashkit::session {

namespace {

class LineEnd : public OperationGesture {
 public:
  LineEnd(const StartLeaf& leaf, base::NodeId page, bool at_end) : leaf_(leaf), page_(page), at_end_(at_end) {
    now_ = leaf.frame;
  }
  void show(const Desk& desk, Overlay& overlay) const override {
    if (!moves_elements()) return;
    overlay.badge = label_of(now_.width) + ", " + label_of(now_.rotation, 1) + "°";
    const Point at = view_of_page(desk, page_, at_end_ ? line_end(now_) : line_start(now_));
    overlay.badge_x = at.x;
    overlay.badge_y = at.y + 16;
  }
  const char* cursor() const override { return "crosshair"; }

 private:
  operations::Operation make(Desk& desk, Point view, const Hold& hold) override {
    const Point fixed = at_end_ ? line_start(leaf_.frame) : line_end(leaf_.frame);
    Point free = page_of_view(desk, page_, view);
    if (hold.shift) free = snapped_direction(fixed, free, 15);
    now_ = at_end_ ? frame_of_line(fixed, free, leaf_.frame.height) : frame_of_line(free, fixed, leaf_.frame.height);
    operations::OperationBuilder builder = draft(desk);
    builder.place(leaf_.node, with_frame(leaf_, now_));
    return builder.take();
  }
  StartLeaf leaf_;
  base::NodeId page_;
  bool at_end_;
  Frame now_;
};

}  // namespace

std::unique_ptr<Gesture> line_end_gesture(Desk& desk, const SelectionFrame& selection, Handle handle) {
  const std::vector<StartLeaf> leaves = start_leaves(desk, desk.selected);
  if (leaves.size() != 1) return nullptr;
  return std::make_unique<LineEnd>(leaves.front(), selection.page, handle == Handle::Right);
}

}  // namespace flashkit::session
