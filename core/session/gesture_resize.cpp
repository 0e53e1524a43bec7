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
    operations::Operation operation = make(desk, view, hold);
    if (single_ && leaves_.front().kind == Kind::Text && is_text_side()) with_lines_height(desk, operation);
    commit_operation(desk, std::move(operation));
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
    if (hold.command || rules.from_centre || frame_.rotation != 0 || !snapper_) return moved;
    if (rules.keep_ratio) return snapped_in_proportion(desk, moved, rules);
    display::SnapResult result = snapper_->resize(bounds_of(frame_), edges(), moved, magnet_px(desk));
    lines_ = std::move(result.lines);
    // Where nothing else decides, edges stand on whole pixels.
    if (!has_line(display::SnapAxis::X)) result.delta.x = onto_whole(edge_x(frame_), result.delta.x);
    if (!has_line(display::SnapAxis::Y)) result.delta.y = onto_whole(edge_y(frame_), result.delta.y);
    return result.delta;
  }

  // Only one of the two edges can be met in proportion: the nearer one decides how large the frame becomes.
  Point snapped_in_proportion(const Desk& desk, Point moved, const ResizeRules& rules) {
    const Frame wish = resized(frame_, handle_, moved, rules);
    const Point grown{edge_x(wish) - edge_x(frame_), edge_y(wish) - edge_y(frame_)};
    display::SnapResult result = snapper_->resize(bounds_of(frame_), edges(), grown, magnet_px(desk));
    lines_ = std::move(result.lines);
    const bool by_x = pull_x(handle_) != 0 && has_line(display::SnapAxis::X) && frame_.width > 0;
    const bool by_y = pull_y(handle_) != 0 && has_line(display::SnapAxis::Y) && frame_.height > 0;
    if (!by_x && !by_y) {
      lines_.clear();
      return moved;
    }
    const bool x_decides = by_x && (!by_y || std::abs(result.delta.x - grown.x) <= std::abs(result.delta.y - grown.y));
    const double factor = x_decides ? 1 + pull_x(handle_) * result.delta.x / frame_.width
                                    : 1 + pull_y(handle_) * result.delta.y / frame_.height;
    const auto other = x_decides ? display::SnapAxis::Y : display::SnapAxis::X;
    lines_.erase(
        std::remove_if(lines_.begin(), lines_.end(), [&](const display::SnapLine& line) { return line.axis == other; }),
        lines_.end());
    // Along the diagonal, so that both sides ask for the same factor.
    return {pull_x(handle_) * (factor - 1) * frame_.width, pull_y(handle_) * (factor - 1) * frame_.height};
  }

  display::ResizedEdges edges() const {
    return {pull_x(handle_) < 0, pull_y(handle_) < 0, pull_x(handle_) > 0, pull_y(handle_) > 0};
  }
  double edge_x(const Frame& frame) const { return pull_x(handle_) > 0 ? frame.x + frame.width : frame.x; }
  double edge_y(const Frame& frame) const { return pull_y(handle_) > 0 ? frame.y + frame.height : frame.y; }
  static double onto_whole(double edge, double by) { return whole(edge + by) - edge; }
  bool has_line(display::SnapAxis axis) const {
    return std::any_of(lines_.begin(), lines_.end(), [&](const display::SnapLine& line) { return line.axis == axis; });
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
      if (height_follows_lines(desk, leaf.node)) placement.height = 0;
      builder.place(leaf.node, placement);
      return;
    }
    place_scaled(builder, leaf, now_, leaf.frame.width > 0 ? now_.width / leaf.frame.width : 1);
  }

  // A box that follows its lines is stored as high as they are in the new width, for programs that do not lay out text.
  void with_lines_height(Desk& desk, operations::Operation& operation) const {
    if (operation.steps.size() != 1) return;
    auto* place = std::get_if<operations::Place>(&operation.steps.front().kind);
    if (place == nullptr || !place->placement || place->placement->height != 0) return;
    show_preview_operation(desk, operation);
    if (const auto frame = frame_of_node(desk, leaves_.front().node)) place->placement->height = frame->height;
    drop_preview(desk);
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
