#include <algorithm>
#include <cmath>

#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/scenes_detail.h"
#include "session/selection_detail.h"

namespace flashkit::session {

namespace {

using base::NodeId;

class Move : public Gesture {
 public:
  Move(Desk& desk, Point view, std::optional<NodeId> click_node)
      : start_view_(view), page_(desk.page), click_node_(click_node) {
    start_ = page_of_view(desk, page_, view);
  }

  void move(Desk& desk, Point view, const Hold& hold) override {
    if (!dragging_ && !passed_threshold(start_view_, view)) return;
    if (!dragging_) begin(desk);
    show_preview_operation(desk, make(desk, view, hold));
    desk.presence_dirty = desk.overlay_changed = true;
  }

  void finish(Desk& desk, Point view, const Hold& hold) override {
    if (!dragging_ && !passed_threshold(start_view_, view)) {
      if (click_node_) set_selection(desk, {*click_node_});
      return;
    }
    if (!dragging_) begin(desk);
    operations::Operation operation = make(desk, view, hold);
    const std::vector<NodeId> copies = copies_;
    if (delta_ == Point{} && copies.empty()) {
      drop_preview(desk);
    } else if (commit_operation(desk, std::move(operation)) && !copies.empty()) {
      set_selection(desk, copies);
    }
    set_current_page_of_selection(desk);
    desk.presence_dirty = desk.overlay_changed = true;
  }

  void cancel(Desk& desk) override {
    drop_preview(desk);
    desk.presence_dirty = desk.overlay_changed = true;
  }

  void show(const Desk& desk, Overlay& overlay) const override {
    if (!dragging_) return;
    for (const display::SnapLine& line : lines_) overlay.snap_lines.push_back(message_of(desk, page_, line));
    overlay.badge = label_of(around_.left + delta_.x) + ", " + label_of(around_.top + delta_.y);
    const Point below = view_of_page(desk, page_, {around_.center().x + delta_.x, around_.bottom + delta_.y});
    overlay.badge_x = below.x;
    overlay.badge_y = below.y + 12;
  }
  const char* cursor() const override { return "move"; }
  bool moves_elements() const override { return dragging_; }

 private:
  void begin(Desk& desk) {
    dragging_ = true;
    nodes_ = desk.selected;
    leaves_ = start_leaves(desk, nodes_);
    for (const StartLeaf& leaf : leaves_) around_.add(bounds_of(leaf.frame));
    if (const display::PageScene* scene = scene_of(desk, page_)) snapper_.emplace(*scene, nodes_);
  }

  Point snapped(const Desk& desk, Point wish, const Hold& hold, bool same_page) {
    lines_.clear();
    const bool across = std::abs(wish.x) >= std::abs(wish.y);
    if (hold.shift) wish = across ? Point{wish.x, 0} : Point{0, wish.y};
    if (hold.command || !snapper_ || !same_page || around_.empty()) return wish;
    display::SnapResult result = snapper_->move(around_, wish, magnet_px(desk));
    if (hold.shift) {
      result.delta = across ? Point{result.delta.x, 0} : Point{0, result.delta.y};
      const auto free = across ? display::SnapAxis::X : display::SnapAxis::Y;
      result.lines.erase(std::remove_if(result.lines.begin(), result.lines.end(),
                                        [&](const display::SnapLine& line) { return line.axis != free; }),
                         result.lines.end());
    }
    lines_ = std::move(result.lines);
    // Where nothing else decides, elements stand on whole pixels.
    const Point at = leaves_.size() == 1 ? Point{leaves_.front().frame.x, leaves_.front().frame.y}
                                         : Point{around_.left, around_.top};
    if (result.delta.x != 0 && !has_line(display::SnapAxis::X)) result.delta.x = whole(at.x + result.delta.x) - at.x;
    if (result.delta.y != 0 && !has_line(display::SnapAxis::Y)) result.delta.y = whole(at.y + result.delta.y) - at.y;
    return result.delta;
  }

  bool has_line(display::SnapAxis axis) const {
    return std::any_of(lines_.begin(), lines_.end(), [&](const display::SnapLine& line) { return line.axis == axis; });
  }

  operations::Operation make(Desk& desk, Point view, const Hold& hold) {
    drop_preview(desk);
    const BoardPage* under = board_page_at(desk, view);
    const NodeId target = under == nullptr ? page_ : under->page;
    delta_ = snapped(desk, page_of_view(desk, page_, view) - start_, hold, target == page_);
    copies_.clear();
    operations::OperationBuilder builder = draft(desk);
    if (hold.alt) {
      copy_all(desk, builder);
    } else {
      move_all(desk, builder, target);
    }
    return builder.take();
  }

  void copy_all(Desk& desk, operations::OperationBuilder& builder) {
    std::map<NodeId, std::string> orders = orders_of_copies(desk, nodes_);
    for (const NodeId id : nodes_) {
      if (!is_element(desk.document(), id)) continue;
      document::Placement placement = desk.document().find(id)->placement;
      placement.x += delta_.x;
      placement.y += delta_.y;
      placement.order = orders[id];
      copies_.push_back(builder.create_copy(desk.document(), id, tidied(std::move(placement))));
    }
  }

  void move_all(Desk& desk, operations::OperationBuilder& builder, NodeId target) {
    Point shift;  // between the coordinates of two pages
    const BoardPage* from = board_page(desk, page_);
    const BoardPage* to = board_page(desk, target);
    if (from != nullptr && to != nullptr) shift = {from->x - to->x, from->y - to->y};
    const bool other_page = target != page_;
    std::string last;
    for (const NodeId id : nodes_) {
      const document::Node* node = desk.document().find(id);
      if (node == nullptr) continue;  // taken back by someone while it was dragged
      const bool changes_page = other_page && node->placement.parent == page_;
      const Point by = changes_page ? delta_ + shift : delta_;
      std::string order;
      if (changes_page) {
        last = last.empty() ? operations::order_key_before(desk.document(), target, {}, suffix_of(desk))
                            : operations::order_key_between(last, {}, suffix_of(desk));
        order = last;
        if (node->kind == document::Kind::Group) place_moved(builder, id, node->placement, {}, target, order);
      }
      for (const StartLeaf& leaf : leaves_) {
        if (!desk.document().is_ancestor(id, leaf.node)) continue;
        const bool is_top = leaf.node == id && changes_page;
        place_moved(builder, leaf.node, leaf.placement, by, is_top ? target : leaf.placement.parent,
                    is_top ? order : leaf.placement.order);
      }
    }
  }

  static void place_moved(operations::OperationBuilder& builder, NodeId id, document::Placement placement, Point by,
                          NodeId parent, const std::string& order) {
    placement.parent = parent;
    placement.order = order;
    placement.x += by.x;
    placement.y += by.y;
    builder.place(id, tidied(std::move(placement)));
  }

  static void set_current_page_of_selection(Desk& desk) {
    if (desk.selected.empty()) return;
    set_current_page(desk, desk.document().page_of(desk.selected.front()));
  }

  Point start_view_;
  Point start_;
  NodeId page_;
  std::optional<NodeId> click_node_;
  bool dragging_ = false;
  std::vector<NodeId> nodes_;
  std::vector<StartLeaf> leaves_;
  Rect around_;
  std::optional<display::Snapper> snapper_;
  std::vector<display::SnapLine> lines_;
  Point delta_;
  std::vector<NodeId> copies_;
};

}  // namespace

std::unique_ptr<Gesture> move_gesture(Desk& desk, Point view, std::optional<NodeId> click_node) {
  return std::make_unique<Move>(desk, view, click_node);
}

}  // namespace flashkit::session
