#include "display/bounds.h"

#include "display/element_detail.h"

namespace flashkit::display {

using base::NodeId;
using document::Kind;
using geometry::Rect;
using geometry::TurnedBox;

namespace {

// Deeper groups than are drawn count as boxes of their own, as they do in a scene.
std::optional<TurnedBox> box_of(const document::Document& document, const document::Node& node, const Inputs& inputs,
                                int depth) {
  const Properties properties(node, inputs);
  if (node.kind == Kind::Text) return layout_text(document, node.id, inputs)->box;
  if (node.kind != Kind::Group || depth >= k_max_depth) return properties.box();
  Rect all;
  for (const NodeId child : node.children) {
    const document::Node& below = *document.find(child);
    if (below.removed || !Properties(below, inputs).shown(inputs.options)) continue;
    const auto box = box_of(document, below, inputs, depth + 1);
    if (box.has_value()) all.add(box->bounds());
  }
  if (all.empty()) return std::nullopt;
  return TurnedBox::of(all);
}

}  // namespace

std::optional<TurnedBox> element_box(const document::Document& document, NodeId node, const Inputs& inputs) {
  const document::Node* found = document.find(node);
  if (found == nullptr || found->kind == Kind::Root || found->kind == Kind::Page || !document.is_live(node))
    return std::nullopt;
  return box_of(document, *found, inputs, 0);
}

Rect boxes_bounds(const PageScene& scene, std::span<const NodeId> nodes) {
  Rect out;
  for (const NodeId node : nodes) {
    if (const ElementView* view = scene.find(node); view != nullptr) out.add(view->box.bounds());
  }
  return out;
}

Rect painted_bounds(const PageScene& scene, std::span<const NodeId> nodes) {
  Rect out;
  for (const NodeId node : nodes) {
    if (const ElementView* view = scene.find(node); view != nullptr) out.add(view->painted_bounds);
  }
  return out;
}

Rect page_bounds(const PageScene& scene) { return Rect::of(0, 0, scene.size().width, scene.size().height); }

}  // namespace flashkit::display
