#include <algorithm>
#include <set>

#include "display/bounds.h"
#include "display/text_element.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/scenes_detail.h"

namespace flashkit::session {

using base::NodeId;
using document::Document;
using document::Kind;
using document::Node;

bool is_element(const Document& document, NodeId id) {
  const Node* node = document.find(id);
  return node != nullptr && node->kind != Kind::Root && node->kind != Kind::Page && document.is_live(id);
}

bool is_page(const Document& document, NodeId id) {
  const Node* node = document.find(id);
  return node != nullptr && node->kind == Kind::Page && document.is_live(id);
}

bool is_group(const Document& document, NodeId id) {
  const Node* node = document.find(id);
  return node != nullptr && node->kind == Kind::Group;
}

std::vector<NodeId> leaves_of(const Document& document, NodeId id) {
  if (!is_group(document, id)) return {id};
  std::vector<NodeId> out;
  for (const NodeId child : document.live_children(id)) {
    const std::vector<NodeId> inside = leaves_of(document, child);
    out.insert(out.end(), inside.begin(), inside.end());
  }
  return out;
}

std::vector<NodeId> leaves_of(const Document& document, const std::vector<NodeId>& nodes) {
  std::vector<NodeId> out;
  for (const NodeId node : nodes) {
    const std::vector<NodeId> inside = leaves_of(document, node);
    out.insert(out.end(), inside.begin(), inside.end());
  }
  return out;
}

bool flag_of_all(const Document& document, NodeId id, Field key) {
  const std::vector<NodeId> leaves = leaves_of(document, id);
  return std::all_of(leaves.begin(), leaves.end(), [&](NodeId leaf) { return document.find(leaf)->flag(key); });
}

bool is_locked(const Document& document, NodeId id) { return !flag_of_all(document, id, Field::Draggable); }
bool can_move(const Document& document, NodeId id) { return !is_locked(document, id); }
bool can_resize(const Document& document, NodeId id) { return flag_of_all(document, id, Field::Resizable); }
bool can_remove(const Document& document, NodeId id) { return flag_of_all(document, id, Field::Removable); }

bool is_plain_text(const Document& document, NodeId id) {
  const Node* node = document.find(id);
  if (node == nullptr || node->kind != Kind::Text || !document.is_live(id)) return false;
  const std::string text = node->string(Field::Text);
  return node->flag(Field::ContentEditable) && !display::is_too_long(text) && !display::holds_markup(text);
}

namespace {

// Where a node stands in drawing order: the indexes of its ancestors and itself among their siblings.
std::vector<std::size_t> drawing_path(const Document& document, NodeId id) {
  std::vector<std::size_t> path;
  for (const Node* node = document.find(id); node != nullptr && !node->id.is_root();
       node = document.find(node->placement.parent)) {
    const auto& siblings = document.find(node->placement.parent)->children;
    const auto place = std::find(siblings.begin(), siblings.end(), node->id);
    path.push_back(static_cast<std::size_t>(place - siblings.begin()));
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace

std::vector<NodeId> tidy(const Document& document, const std::vector<NodeId>& nodes) {
  std::set<NodeId> chosen;
  for (const NodeId id : nodes) {
    if (is_element(document, id)) chosen.insert(id);
  }
  std::vector<std::pair<std::vector<std::size_t>, NodeId>> sorted;
  for (const NodeId id : chosen) {
    bool inside_other = false;
    for (const Node* node = document.find(document.find(id)->placement.parent); node != nullptr && !node->id.is_root();
         node = document.find(node->placement.parent)) {
      inside_other = inside_other || chosen.count(node->id) != 0;
    }
    if (!inside_other) sorted.emplace_back(drawing_path(document, id), id);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<NodeId> out;
  for (auto& [path, id] : sorted) out.push_back(id);
  return out;
}

NodeId top_level_of(const Document& document, NodeId id) {
  const Node* node = document.find(id);
  while (node != nullptr && !node->id.is_root()) {
    const Node* parent = document.find(node->placement.parent);
    if (parent == nullptr || parent->kind == Kind::Page) return node->id;
    node = parent;
  }
  return id;
}

display::Inputs inputs_of(const Desk& desk) {
  display::Inputs inputs;
  inputs.fonts = &desk.device.fonts;
  inputs.images = &desk.device.images;
  return inputs;
}

namespace {

Frame frame_of_box(const geometry::TurnedBox& box) {
  return {box.origin.x, box.origin.y, box.size.width, box.size.height, box.rotation_degrees};
}

}  // namespace

std::optional<Frame> frame_of_node(Desk& desk, NodeId id) {
  const NodeId page = desk.document().page_of(id);
  if (page.is_root()) return std::nullopt;
  if (const display::PageScene* scene = scene_of(desk, page)) {
    if (const display::ElementView* element = scene->find(id)) return frame_of_box(element->box);
  }
  const auto box = display::element_box(desk.document(), id, inputs_of(desk));
  if (!box) return std::nullopt;
  return frame_of_box(*box);
}

bool height_follows_lines(Desk& desk, NodeId text) {
  const display::PageScene* scene = scene_of(desk, desk.document().page_of(text));
  const display::ElementView* view = scene == nullptr ? nullptr : scene->find(text);
  const document::Node* node = desk.document().find(text);
  return view == nullptr || node == nullptr || node->placement.height <= view->text_height_px * 1.05 + 1;
}

std::optional<Frame> frame_of_nodes(Desk& desk, const std::vector<NodeId>& nodes) {
  if (nodes.size() == 1) return frame_of_node(desk, nodes.front());
  Rect around;
  for (const NodeId id : nodes) {
    if (const auto frame = frame_of_node(desk, id)) around.add(bounds_of(*frame));
  }
  if (around.empty()) return std::nullopt;
  return frame_of(around);
}

const BoardPage* board_page(const Desk& desk, NodeId page) {
  for (const BoardPage& candidate : desk.board) {
    if (candidate.page == page) return &candidate;
  }
  return nullptr;
}

const BoardPage* board_page_at(const Desk& desk, Point view, double slack_view_px) {
  const Point board = board_of_view(desk, view);
  const double slack = slack_view_px / desk.camera.zoom();
  for (const BoardPage& page : desk.board) {
    if (Rect::of(page.x, page.y, page.width, page.height).expanded(slack).contains(board)) return &page;
  }
  return nullptr;
}

Point board_of_view(const Desk& desk, Point view) {
  return {desk.camera.to_board_x(view.x), desk.camera.to_board_y(view.y)};
}

Point page_of_view(const Desk& desk, NodeId page, Point view) {
  const BoardPage* place = board_page(desk, page);
  const Point board = board_of_view(desk, view);
  return place == nullptr ? board : board - Point{place->x, place->y};
}

Point view_of_page(const Desk& desk, NodeId page, Point on_page) {
  const BoardPage* place = board_page(desk, page);
  const Point board = place == nullptr ? on_page : on_page + Point{place->x, place->y};
  return {desk.camera.to_view_x(board.x), desk.camera.to_view_y(board.y)};
}

Frame view_frame(const Desk& desk, NodeId page, const Frame& on_page) {
  const Point origin = view_of_page(desk, page, {on_page.x, on_page.y});
  const double zoom = desk.camera.zoom();
  return {origin.x, origin.y, on_page.width * zoom, on_page.height * zoom, on_page.rotation};
}

double magnet_px(const Desk& desk) { return 6 / desk.camera.zoom(); }

std::optional<NodeId> node_of(const Desk& desk, std::string_view text) {
  const auto id = base::parse_node_id(text);
  if (!id.ok() || desk.document().find(id.value()) == nullptr) return std::nullopt;
  return id.value();
}

std::vector<NodeId> nodes_of(const Desk& desk, const std::vector<std::string>& texts) {
  std::vector<NodeId> out;
  for (const std::string& text : texts) {
    if (const auto id = node_of(desk, text)) out.push_back(*id);
  }
  return out;
}

std::string suffix_of(Desk& desk) { return operations::order_suffix(next_operation(desk).client); }

}  // namespace flashkit::session
