#include <algorithm>

#include "session/elements_detail.h"
#include "session/selection_detail.h"

namespace flashkit::session {

using base::NodeId;

void set_current_page(Desk& desk, NodeId page) {
  if (desk.page == page) return;
  desk.page = page;
  desk.selection_changed = true;
  desk.presence_dirty = true;
}

void set_selection(Desk& desk, std::vector<NodeId> nodes) {
  std::vector<NodeId> next = tidy(desk.document(), nodes);
  if (!next.empty()) {
    // Elements of one page only: the page of the topmost one.
    const NodeId page = desk.document().page_of(next.back());
    next.erase(std::remove_if(next.begin(), next.end(), [&](NodeId id) { return desk.document().page_of(id) != page; }),
               next.end());
    set_current_page(desk, page);
  }
  if (next == desk.selected) return;
  desk.selected = std::move(next);
  desk.selection_changed = desk.overlay_changed = desk.presence_dirty = true;
}

bool is_selected(const Desk& desk, NodeId node) {
  return std::find(desk.selected.begin(), desk.selected.end(), node) != desk.selected.end();
}

void toggle_selected(Desk& desk, NodeId node) {
  std::vector<NodeId> next = desk.selected;
  if (is_selected(desk, node)) {
    next.erase(std::find(next.begin(), next.end(), node));
  } else {
    next.push_back(node);
  }
  set_selection(desk, std::move(next));
}

void prune_selection(Desk& desk) {
  const bool stands = std::all_of(desk.selected.begin(), desk.selected.end(),
                                  [&](NodeId id) { return is_element(desk.document(), id); });
  if (!stands) set_selection(desk, desk.selected);
  if (desk.hovered && !is_element(desk.document(), *desk.hovered)) desk.hovered.reset();
  if (!is_page(desk.document(), desk.page)) {
    set_current_page(desk, desk.board.empty() ? NodeId{} : desk.board.front().page);
  }
}

void select_all(Desk& desk) {
  std::vector<NodeId> nodes;
  for (const NodeId id : desk.document().live_children(desk.page)) {
    if (desk.document().find(id)->flag(document::Key::Selectable) && !is_locked(desk.document(), id)) {
      nodes.push_back(id);
    }
  }
  set_selection(desk, std::move(nodes));
}

void select_nodes(Desk& desk, const Select& message) {
  std::vector<NodeId> nodes = nodes_of(desk, message.nodes);
  for (const NodeId id : nodes) {
    if (is_page(desk.document(), id)) set_current_page(desk, id);
  }
  if (message.add) nodes.insert(nodes.end(), desk.selected.begin(), desk.selected.end());
  set_selection(desk, std::move(nodes));
}

namespace {

// How many nodes of the path are shared with the ancestors of something selected.
std::size_t entered_depth(const Desk& desk, const std::vector<NodeId>& path) {
  std::size_t deepest = 0;
  for (const NodeId id : desk.selected) {
    const document::Node* node = desk.document().find(id);
    const NodeId parent = node == nullptr ? NodeId{} : node->placement.parent;
    const auto place = std::find(path.begin(), path.end(), parent);
    if (place != path.end()) deepest = std::max(deepest, static_cast<std::size_t>(place - path.begin()) + 1);
  }
  return deepest;
}

}  // namespace

NodeId pick(const Desk& desk, const std::vector<NodeId>& path) {
  return path[std::min(entered_depth(desk, path), path.size() - 1)];
}

std::optional<NodeId> pick_deeper(const Desk& desk, const std::vector<NodeId>& path) {
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    if (is_selected(desk, path[i])) return path[i + 1];
  }
  return std::nullopt;
}

}  // namespace flashkit::session
