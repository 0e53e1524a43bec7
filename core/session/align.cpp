// Alignment and equal gaps.
#include <algorithm>

#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;

namespace {

void move_by(Desk& desk, operations::OperationBuilder& builder, NodeId id, Point by) {
  if (by == Point{}) return;
  for (const NodeId leaf : leaves_of(desk.document(), id)) {
    document::Placement placement = desk.document().find(leaf)->placement;
    placement.x += by.x;
    placement.y += by.y;
    builder.place(leaf, tidied(std::move(placement)));
  }
}

}  // namespace

void align_selection(Desk& desk, Edge edge) {
  finish_burst(desk);
  if (desk.selected.empty()) return;
  // One element is aligned to its page, several to the box around them.
  const auto around = frame_of_nodes(desk, desk.selected);
  const BoardPage* page = board_page(desk, desk.document().page_of(desk.selected.front()));
  if (!around || page == nullptr) return;
  const Rect to = desk.selected.size() == 1 ? Rect::of(0, 0, page->width, page->height) : bounds_of(*around);
  operations::OperationBuilder builder = draft(desk);
  for (const NodeId id : desk.selected) {
    const auto frame = frame_of_node(desk, id);
    if (!frame || !can_move(desk.document(), id)) continue;
    const Rect own = bounds_of(*frame);
    Point by;
    switch (edge) {
      case Edge::Left:
        by.x = to.left - own.left;
        break;
      case Edge::Center:
        by.x = to.center().x - own.center().x;
        break;
      case Edge::Right:
        by.x = to.right - own.right;
        break;
      case Edge::Top:
        by.y = to.top - own.top;
        break;
      case Edge::Middle:
        by.y = to.center().y - own.center().y;
        break;
      case Edge::Bottom:
        by.y = to.bottom - own.bottom;
        break;
    }
    move_by(desk, builder, id, by);
  }
  commit(desk, std::move(builder));
}

void distribute_selection(Desk& desk, bool horizontally) {
  finish_burst(desk);
  struct Item {
    NodeId id;
    double begin;
    double end;
  };
  std::vector<Item> items;
  for (const NodeId id : desk.selected) {
    const auto frame = frame_of_node(desk, id);
    if (!frame || !can_move(desk.document(), id)) continue;
    const Rect own = bounds_of(*frame);
    items.push_back(horizontally ? Item{id, own.left, own.right} : Item{id, own.top, own.bottom});
  }
  if (items.size() < 3) return;
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.begin + a.end < b.begin + b.end; });
  double free = items.back().end - items.front().begin;
  for (const Item& item : items) free -= item.end - item.begin;
  const double gap = free / static_cast<double>(items.size() - 1);
  operations::OperationBuilder builder = draft(desk);
  double at = items.front().end + gap;
  for (std::size_t i = 1; i + 1 < items.size(); ++i) {
    const double by = at - items[i].begin;
    move_by(desk, builder, items[i].id, horizontally ? Point{by, 0} : Point{0, by});
    at += items[i].end - items[i].begin + gap;
  }
  commit(desk, std::move(builder));
}

}  // namespace flashkit::session
