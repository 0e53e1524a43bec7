// Which elements a scene shows, in which order, and how each of them is drawn anew.
#include <algorithm>
#include <optional>
#include <utility>

#include "display/scene_detail.h"

namespace flashkit::display {

using base::NodeId;
using document::Document;
using document::Key;
using document::Node;
using geometry::Rect;
using geometry::Size;

namespace {

// How a live top-level element stands among its siblings; nothing when it is not shown.
struct Standing {
  std::string order;
  bool on_top = false;
};
std::optional<Standing> standing_of(const Node& node, const Inputs& inputs) {
  if (node.removed) return std::nullopt;
  const Properties properties(node, inputs);
  if (!properties.shown(inputs.options)) return std::nullopt;
  return Standing{node.placement.order, properties.flag(Key::AlwaysOnTop, false)};
}

bool same_shape(const Orders& before, const Orders& now) {
  if (before.words.size() != now.words.size() || before.string_at != now.string_at) return false;
  return std::all_of(now.string_at.begin(), now.string_at.end(),
                     [&](std::uint32_t at) { return before.words[at] == now.words[at]; });
}

}  // namespace

void PageScene::State::lift(const std::vector<NodeId>& nodes) {
  following.clear();
  for (const NodeId node : nodes) {
    if (lifted.count(node) != 0) following.insert(node);
  }
  lifted.clear();
  lifted.insert(nodes.begin(), nodes.end());
}

void PageScene::State::wish(const Drawing& drawing) {
  wishes.fonts.insert(wishes.fonts.end(), drawing.fonts_missing.begin(), drawing.fonts_missing.end());
  for (const ImageUse& use : drawing.images) {
    if (!use.known) wishes.images.push_back({strings.text(use.source), use.is_svg, false});
  }
}

// Draws one top-level element anew. Its damage is where it was and where it is, if anything differs.
bool PageScene::State::draw(Entry& entry, const Document& document, const Inputs& inputs, Damage& damage,
                            TextMemos* memos) {
  forget(entry);
  Drawing before = std::move(entry.drawing);
  entry.drawing = Drawing();
  auto drawing_context = context(document, inputs);
  drawing_context.texts = memos;
  draw_element(drawing_context, entry.drawing, entry.node, -1, 0);
  for (std::uint32_t i = 0; i < entry.drawing.views.size(); ++i) {
    const ElementView& view = entry.drawing.views[i];
    entry.drawing.reach.add(view.painted_bounds);
    entry.drawing.reach.add(view.box.bounds());
    if (view.parent >= 0) inner.insert_or_assign(view.node, Inside{entry.node, i});
  }
  wish(entry.drawing);
  const bool same = same_shape(before.orders, entry.drawing.orders);
  if (before.orders == entry.drawing.orders || following.count(entry.node) != 0) return same;
  damage.add(before.reach);
  damage.add(entry.drawing.reach);
  return same;
}

void PageScene::State::forget(const Entry& entry) {
  for (const ElementView& view : entry.drawing.views) {
    const auto found = inner.find(view.node);
    if (found != inner.end() && found->second.top == entry.node) inner.erase(found);
  }
}

void PageScene::State::draw_page(const Document& document, const Inputs& inputs, Damage& damage) {
  const Node* node = document.find(page);
  const Size new_size = page_size(document, page, inputs);
  Drawing drawing;
  auto drawing_context = context(document, inputs);
  if (node != nullptr && node->kind == document::Kind::Page) draw_background(drawing_context, drawing, *node, new_size);
  if (new_size != size || drawing.orders != background.drawing.orders) {
    damage.everything = true;
    damage.rects.clear();
  }
  size = new_size;
  wish(drawing);
  background.node = page;
  background.node_text = strings.number(base::to_text(page));
  background.drawing = std::move(drawing);
}

// The siblings in draw order; entries that stay are kept as they are, new ones are drawn.
void PageScene::State::list_again(const Document& document, const Inputs& inputs, Damage& damage) {
  std::unordered_map<NodeId, std::unique_ptr<Entry>, base::IdHash> old;
  std::vector<NodeId> old_order;
  for (auto& entry : entries) {
    old_order.push_back(entry->node);
    old.emplace(entry->node, std::move(entry));
  }
  entries.clear();
  const Node* node = document.find(page);
  std::vector<std::unique_ptr<Entry>> on_top;
  if (node != nullptr && node->kind == document::Kind::Page) {
    for (const NodeId child : node->children) {
      auto standing = standing_of(*document.find(child), inputs);
      if (!standing.has_value()) continue;
      auto found = old.find(child);
      std::unique_ptr<Entry> entry = found == old.end() ? nullptr : std::move(found->second);
      if (entry != nullptr) {
        old.erase(found);
        if (entry->order != standing->order || entry->on_top != standing->on_top) damage.add(entry->drawing.reach);
      } else {
        entry = std::make_unique<Entry>();
        entry->node = child;
        entry->node_text = strings.number(base::to_text(child));
        draw(*entry, document, inputs, damage);
      }
      entry->order = std::move(standing->order);
      entry->on_top = standing->on_top;
      (entry->on_top ? on_top : entries).push_back(std::move(entry));
    }
  }
  for (auto& entry : on_top) entries.push_back(std::move(entry));
  for (const NodeId gone : old_order) {
    const auto found = old.find(gone);
    if (found == old.end()) continue;
    damage.add(found->second->drawing.reach);
    forget(*found->second);
  }
  top_index.clear();
  std::vector<Rect> reaches;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    top_index.emplace(entries[i]->node, i);
    reaches.push_back(entries[i]->drawing.reach);
  }
  index.build(reaches);
}

// Finds what a changed node means here. True when the list of siblings is no longer right.
bool PageScene::State::mark(NodeId node, const Document& document, const Inputs& inputs,
                            std::unordered_set<NodeId, base::IdHash>& dirty) {
  bool relist = false;
  const auto look_at = [&](NodeId top) {
    const auto known = top_index.find(top);
    const Node* now = document.find(top);
    const bool here = now != nullptr && now->placement.parent == page;
    const auto standing = here ? standing_of(*now, inputs) : std::nullopt;
    if (known == top_index.end()) {
      relist = relist || standing.has_value();
      return;
    }
    const Entry& entry = *entries[known->second];
    if (!standing.has_value() || standing->order != entry.order || standing->on_top != entry.on_top) relist = true;
    if (standing.has_value()) dirty.insert(top);
  };
  // Where it was, and where it is.
  const auto inside = inner.find(node);
  look_at(inside == inner.end() ? node : inside->second.top);
  NodeId top = node;
  for (const Node* at = document.find(node); at != nullptr && !at->id.is_root(); at = document.find(top)) {
    if (at->placement.parent == page) {
      look_at(top);
      break;
    }
    top = at->placement.parent;
  }
  return relist;
}

void PageScene::State::mark_assets(const SceneChange& change, std::unordered_set<NodeId, base::IdHash>& dirty,
                                   bool& page_dirty) const {
  if (!change.fonts && change.images.empty()) return;
  std::unordered_set<std::uint32_t> sources;
  for (const std::string& image : change.images) sources.insert(strings.find(image));
  const auto uses = [&](const Drawing& drawing) {
    return std::any_of(drawing.images.begin(), drawing.images.end(),
                       [&](const ImageUse& use) { return sources.contains(use.source); });
  };
  for (const auto& entry : entries) {
    if ((change.fonts && !entry->drawing.fonts_missing.empty()) || uses(entry->drawing)) dirty.insert(entry->node);
  }
  page_dirty = page_dirty || uses(background.drawing);
}

}  // namespace flashkit::display
