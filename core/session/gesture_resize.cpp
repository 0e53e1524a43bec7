#include <algorithm>
#include <cmath>

#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/scenes_detail.h"

namespace flashkit::session {

namespace {

using base::NodeId;
using document::Kind;

// Pictures keep their proportion at the corners, and at every handle when the element says so.
bool keeps_ratio(const document::Node& node, Handle handle) {
  switch (node.kind) {
    case Kind::Image:
    case Kind::Svg:
    case Kind::Gif:
    case Kind::Video:
      return is_corner(handle) || node.flag(Field::KeepRatio);
    case Kind::Text:
      return is_corner(handle);
    case Kind::Root:
    case Kind::Page:
    case Kind::Figure:
    case Kind::Line:
    case Kind::Group:
    case Kind::Table:
    case Kind::Unknown:
      return false;
  }
  return false;
}

bool is_upright(double rotation) { return std::floor(rotation / 90) * 90 == rotation; }

// What the frames and the handle of a selection became.
class Resize : public Gesture {
 public:
  Resize(Desk& desk, Point view, const SelectionFrame& selection, Handle handle)
      : start_view_(view), page_(selection.page), frame_(selection.frame), handle_(handle) {
    start_ = page_of_view(desk, page_, view);
    nodes_ = desk.selected;
    leaves_ = start_leaves(desk, nodes_);
    const document::Document& document = desk.document();
    single_ = nodes_.size() == 1 && !is_group(document, nodes_.front()) && leaves_.size() == 1;
    for (const StartLeaf& leaf : leaves_) {
      const document::Node& node = *document.find(leaf.node);
      ratio_ = ratio_ || keeps_ratio(node, handle);
      // Turned elements and letters can not be stretched in one direction as part of a selection.
      if (!single_) must_keep_ = must_keep_ || leaf.kind == Kind::Text || !is_upright(leaf.frame.rotation);
    }
    now_ = frame_;
    if (const display::PageScene* scene = scene_of(desk, page_)) snapper_.emplace(*scene, nodes_);
  }

  void move(Desk& desk, Point view, const Hold& hold) override {
    if (!dragging_ && !passed_threshold(start_view_, view)) return;
    dragging_ = true;
    show_preview_operation(desk, make(desk, view, hold));
    desk.presence_dirty = desk.overlay_changed = true;
  }
  void finish(Desk& desk, Point view, const Hold& hold) override {
    if (!dragging_ && !passed_threshold(start_view_, view)) return;
    dragging_ = true;
    commit_operation(desk, make(desk, view, hold));
    desk.presence_dirty = desk.overlay_changed = true;
  }
  void cancel(Desk& desk) override {
    drop_preview(desk);
    desk.presence_dirty = desk.overlay_changed = true;
  }
  void show(const Desk& desk, Overlay& overlay) const override {
    if (!dragging_) return;
    for (const display::SnapLine& line : lines_) overlay.snap_lines.push_back(message_of(desk, page_, line));
    overlay.badge = label_of(now_.width) + " × " + label_of(now_.height);
    const Rect around = bounds_of(now_);
    const Point below = view_of_page(desk, page_, {around.center().x, around.bottom});
    overlay.badge_x = below.x;
    overlay.badge_y = below.y + 12;
  }
  const char* cursor() const override { return resize_cursor(handle_, frame_.rotation); }
  bool moves_elements() const override { return dragging_; }

 private:
  Point snapped(const Desk& desk, Point moved, const Hold& hold, const ResizeRules& rules) {
    lines_.clear();
    if (hold.command || rules.keep_ratio || rules.from_centre || frame_.rotation != 0 || !snapper_) return moved;
    const display::ResizedEdges edges{pull_x(handle_) < 0, pull_y(handle_) < 0, pull_x(handle_) > 0,
                                      pull_y(handle_) > 0};
    display::SnapResult result = snapper_->resize(bounds_of(frame_), edges, moved, magnet_px(desk));
    lines_ = std::move(result.lines);
    return result.delta;
  }

  operations::Operation make(Desk& desk, Point view, const Hold& hold) {
    drop_preview(desk);
    ResizeRules rules;
    rules.from_centre = hold.alt;
    // Shift asks for the other way where proportion is only a habit, never where it is a rule.
    rules.keep_ratio = must_keep_ || (single_ && is_text_side() ? false : ratio_ != (hold.shift && !is_rule(desk)));
    const Point moved = snapped(desk, page_of_view(desk, page_, view) - start_, hold, rules);
    now_ = resized(frame_, handle_, moved, rules);
    operations::OperationBuilder builder = draft(desk);
    if (single_) {
      make_single(desk, builder);
    } else {
      const Scaling scaling = scaling_between(frame_, now_, handle_, rules.from_centre);
      for (const StartLeaf& leaf : leaves_) place_scaled(builder, leaf, scaled(leaf.frame, scaling), scaling.x);
    }
    return builder.take();
  }

  bool is_text_side() const { return leaves_.front().kind == Kind::Text && !is_corner(handle_); }
  bool is_rule(const Desk& desk) const {
    if (!single_) return false;
    const document::Node* node = desk.document().find(leaves_.front().node);
    if (node == nullptr) return false;
    return node->kind == Kind::Text || (node->kind != Kind::Figure && node->flag(Field::KeepRatio));
  }

  void make_single(Desk& desk, operations::OperationBuilder& builder) {
    const StartLeaf& leaf = leaves_.front();
    if (leaf.kind == Kind::Text && is_text_side()) {
      document::Placement placement = with_frame(leaf, now_);
      // A box that was as high as its lines goes on following them; a stored height above that is the person's wish.
      if (text_follows_lines(desk, leaf)) placement.height = 0;
      builder.place(leaf.node, placement);
      return;
    }
    place_scaled(builder, leaf, now_, leaf.frame.width > 0 ? now_.width / leaf.frame.width : 1);
  }

  bool text_follows_lines(Desk& desk, const StartLeaf& leaf) const {
    const display::PageScene* scene = scene_of(desk, page_);
    const display::ElementView* view = scene == nullptr ? nullptr : scene->find(leaf.node);
    return view == nullptr || leaf.placement.height <= view->text_height_px * 1.05 + 1;
  }

  Point start_view_;
  Point start_;
  NodeId page_;
  Frame frame_;
  Frame now_;
  Handle handle_;
  std::vector<NodeId> nodes_;
  std::vector<StartLeaf> leaves_;
  bool single_ = false;
  bool ratio_ = false;
  bool must_keep_ = false;
  bool dragging_ = false;
  std::optional<display::Snapper> snapper_;
  std::vector<display::SnapLine> lines_;
};

}  // namespace

std::unique_ptr<Gesture> resize_gesture(Desk& desk, Point view, const SelectionFrame& selection, Handle handle) {
  return std::make_unique<Resize>(desk, view, selection, handle);
}

}  // namespace flashkit::session
