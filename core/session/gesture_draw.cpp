#include <algorithm>

#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/insert_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

namespace {

// A tool that makes an element: dragged to its size, or clicked for a usual one.
class Draw : public Gesture {
 public:
  Draw(Desk& desk, Point view, Tool tool) : start_view_(view), page_(desk.page), tool_(tool) {
    start_ = page_of_view(desk, page_, view);
    if (!desk.hold.command) start_ = {whole(start_.x), whole(start_.y)};
    element_ = element_of_tool(desk, tool);
  }
  void move(Desk& desk, Point view, const Hold& hold) override {
    if (!dragging_ && !passed_threshold(start_view_, view)) return;
    dragging_ = true;
    drop_preview(desk);
    operations::OperationBuilder builder = make(desk, view, hold);
    // An empty text has nothing to show while it is drawn.
    if (tool_ != Tool::Text) show_preview(desk, std::move(builder));
    desk.overlay_changed = true;
  }
  void finish(Desk& desk, Point view, const Hold& hold) override {
    move(desk, view, hold);
    drop_preview(desk);
    desk.tool = Tool::Select;
    desk.design_changed = desk.overlay_changed = true;
    operations::OperationBuilder builder = make(desk, view, hold);
    if (!commit(desk, std::move(builder))) return;
    set_selection(desk, {made_});
    if (tool_ == Tool::Text) begin_text_edit(desk, made_, false);
  }
  void cancel(Desk& desk) override {
    drop_preview(desk);
    desk.tool = Tool::Select;
    desk.design_changed = desk.overlay_changed = true;
  }
  void show(const Desk& desk, Overlay& overlay) const override {
    if (!dragging_) return;
    overlay.frame = session::message_of(view_frame(desk, page_, frame_));
    overlay.badge = label_of(frame_.width) + " × " + label_of(frame_.height);
    const Rect around = bounds_of(frame_);
    const Point below = view_of_page(desk, page_, {around.center().x, around.bottom});
    overlay.badge_x = below.x;
    overlay.badge_y = below.y + 12;
  }
  const char* cursor() const override { return "crosshair"; }
  bool scrolls() const override { return dragging_; }

 private:
  operations::OperationBuilder make(Desk& desk, Point view, const Hold& hold) {
    Point now = page_of_view(desk, page_, view);
    if (!hold.command) now = {whole(now.x), whole(now.y)};
    NewElement element = element_;
    if (!dragging_) {
      const bool text = tool_ == Tool::Text;
      element.frame.x = text ? start_.x : start_.x - element.frame.width / 2;
      element.frame.y = text ? start_.y : start_.y - element.frame.height / 2;
    } else if (tool_ == Tool::Line) {
      element.frame =
          frame_of_line(start_, hold.shift ? snapped_direction(start_, now, 15) : now, element.frame.height);
    } else {
      element.frame = dragged(now, hold);
    }
    frame_ = element.frame;
    if (tool_ == Tool::Text) element.frame.height = 0;
    operations::OperationBuilder builder = draft(desk);
    made_ = add_element(desk, builder, page_, element);
    return builder;
  }

  Frame dragged(Point now, const Hold& hold) const {
    Point size = now - start_;
    if (hold.shift) {
      const double side = std::max(size.x < 0 ? -size.x : size.x, size.y < 0 ? -size.y : size.y);
      size = {size.x < 0 ? -side : side, size.y < 0 ? -side : side};
    }
    const Point from = hold.alt ? start_ - size : start_;
    const Point to = start_ + size;
    return {std::min(from.x, to.x), std::min(from.y, to.y),
            std::max(std::max(from.x, to.x) - std::min(from.x, to.x), 1.0),
            std::max(std::max(from.y, to.y) - std::min(from.y, to.y), 1.0), 0};
  }

  Point start_view_;
  base::NodeId page_;
  Tool tool_;
  Point start_;
  NewElement element_;
  Frame frame_;
  base::NodeId made_;
  bool dragging_ = false;
};

}  // namespace

std::unique_ptr<Gesture> draw_gesture(Desk& desk, Point view, Tool tool) {
  return std::make_unique<Draw>(desk, view, tool);
}

}  // namespace flashkit::session
