#include <algorithm>

#include "display/hit.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/scenes_detail.h"
#include "session/selection_detail.h"

namespace flashkit::session {

namespace {

using base::NodeId;

class Marquee : public Gesture {
 public:
  Marquee(Desk& desk, Point view, bool add, std::optional<NodeId> click_node)
      : start_board_(board_of_view(desk, view)), start_view_(view), add_(add), click_node_(click_node) {
    if (add) before_ = desk.selected;
  }

  void move(Desk& desk, Point view, const Hold&) override {
    if (!dragging_ && !passed_threshold(start_view_, view)) return;
    dragging_ = true;
    const Point now = board_of_view(desk, view);
    rect_ = {std::min(now.x, start_board_.x), std::min(now.y, start_board_.y), std::max(now.x, start_board_.x),
             std::max(now.y, start_board_.y)};
    std::vector<NodeId> nodes = touched(desk);
    nodes.insert(nodes.end(), before_.begin(), before_.end());
    set_selection(desk, std::move(nodes));
    desk.overlay_changed = true;
  }

  void finish(Desk& desk, Point view, const Hold& hold) override {
    move(desk, view, hold);
    desk.overlay_changed = true;
    if (dragging_) return;
    if (click_node_ && add_) {
      toggle_selected(desk, *click_node_);
    } else if (click_node_) {
      set_selection(desk, {*click_node_});
    } else if (!add_) {
      set_selection(desk, {});
    }
  }

  void cancel(Desk& desk) override {
    set_selection(desk, before_);
    desk.overlay_changed = true;
  }

  bool scrolls() const override { return dragging_; }
  void show(const Desk& desk, Overlay& overlay) const override {
    if (!dragging_) return;
    Box box;
    box.x = desk.camera.to_view_x(rect_.left);
    box.y = desk.camera.to_view_y(rect_.top);
    box.width = rect_.width() * desk.camera.zoom();
    box.height = rect_.height() * desk.camera.zoom();
    overlay.marquee = box;
  }

 private:
  // Of the page where the drag began; where it touches nothing there, of the first page on which it does.
  std::vector<NodeId> touched(Desk& desk) const {
    std::vector<NodeId> first;
    const std::vector<BoardPage> pages = desk.board;
    for (const BoardPage& page : pages) {
      const Rect place = Rect::of(page.x, page.y, page.width, page.height);
      const display::PageScene* scene = scene_of(desk, page.page);
      if (scene == nullptr || !rect_.intersects(place)) continue;
      std::vector<NodeId> nodes = display::marquee(*scene, rect_.moved({-page.x, -page.y}));
      nodes.erase(std::remove_if(nodes.begin(), nodes.end(), [&](NodeId id) { return is_locked(desk.document(), id); }),
                  nodes.end());
      if (nodes.empty()) continue;
      if (place.contains(start_board_)) return nodes;
      if (first.empty()) first = std::move(nodes);
    }
    return first;
  }

  Point start_board_;
  Point start_view_;
  bool add_;
  std::optional<NodeId> click_node_;
  std::vector<NodeId> before_;
  Rect rect_;
  bool dragging_ = false;
};

}  // namespace

std::unique_ptr<Gesture> marquee_gesture(Desk& desk, Point view, bool add, std::optional<NodeId> click_node) {
  return std::make_unique<Marquee>(desk, view, add, click_node);
}

}  // namespace flashkit::session
