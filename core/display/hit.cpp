#include "display/hit.h"

#include <algorithm>

namespace flashkit::display {

using base::NodeId;
using geometry::Point;
using geometry::Rect;

namespace {

bool outline_is_hit(const ElementView& element, Point in_box, double tolerance_px) {
  const double distance = element.outline.distance_to(in_box);
  if (distance <= tolerance_px) return true;
  const bool inside = element.outline.contains(in_box);
  return inside && (element.filled || distance <= element.stroke_px);
}

bool segment_is_hit(const ElementView& element, Point in_box, double tolerance_px) {
  const double half = element.stroke_px / 2;
  const double reach = half > tolerance_px ? half : tolerance_px;
  if (geometry::distance_to_segment(in_box, {0, half}, {element.box.size.width, half}) <= reach) return true;
  return !element.outline.empty() && (element.outline.distance_to(in_box) <= reach || element.outline.contains(in_box));
}

// Whether clicks may take the element: itself and every group around it.
bool is_open(std::span<const ElementView> views, std::size_t index, bool unselectable) {
  if (unselectable) return true;
  for (std::size_t i = index;;) {
    if (!views[i].selectable) return false;
    if (views[i].parent < 0) return true;
    i = static_cast<std::size_t>(views[i].parent);
  }
}

std::vector<NodeId> path_of(std::span<const ElementView> views, std::size_t index) {
  std::vector<NodeId> out;
  for (std::size_t i = index;;) {
    out.push_back(views[i].node);
    if (views[i].parent < 0) break;
    i = static_cast<std::size_t>(views[i].parent);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

// Calls `found` with the path of each element that is hit, topmost first, until it answers true.
template <class Found>
void visit_hits(const PageScene& scene, Point at, const HitOptions& options, const Found& found) {
  const auto candidates = scene.top_level_in(Rect{at.x, at.y, at.x, at.y}.expanded(options.tolerance_px));
  for (auto top = candidates.rbegin(); top != candidates.rend(); ++top) {
    const auto views = scene.views(*top);
    for (std::size_t i = views.size(); i-- > 0;) {
      if (!hits(views[i], at, options.tolerance_px) || !is_open(views, i, options.unselectable)) continue;
      if (found(views, i)) return;
    }
  }
}

}  // namespace

bool hits(const ElementView& element, Point on_page, double tolerance_px) {
  if (element.kind == document::Kind::Group && !element.placeholder) return false;
  if (!element.painted_bounds.expanded(tolerance_px).contains(on_page)) return false;
  switch (element.shape) {
    case HitShape::Box:
      return element.box.contains(on_page);
    case HitShape::Outline:
      return outline_is_hit(element, element.box.to_box(on_page), tolerance_px);
    case HitShape::Segment:
      return segment_is_hit(element, element.box.to_box(on_page), tolerance_px);
  }
  return false;
}

std::vector<NodeId> hit_test(const PageScene& scene, Point on_page, const HitOptions& options) {
  std::vector<NodeId> out;
  visit_hits(scene, on_page, options, [&](std::span<const ElementView> views, std::size_t index) {
    out = path_of(views, index);
    return true;
  });
  return out;
}

std::vector<std::vector<NodeId>> hit_test_all(const PageScene& scene, Point on_page, const HitOptions& options) {
  std::vector<std::vector<NodeId>> out;
  visit_hits(scene, on_page, options, [&](std::span<const ElementView> views, std::size_t index) {
    out.push_back(path_of(views, index));
    return false;
  });
  return out;
}

std::vector<NodeId> marquee(const PageScene& scene, const Rect& on_page, const MarqueeOptions& options) {
  std::vector<NodeId> out;
  for (const std::uint32_t top : scene.top_level_in(on_page)) {
    const auto views = scene.views(top);
    bool any = false;
    bool all = true;
    for (std::size_t i = 0; i < views.size(); ++i) {
      if (views[i].kind == document::Kind::Group && views[i].end > i + 1) continue;
      if (!is_open(views, i, options.unselectable)) {
        all = all && options.rule != MarqueeRule::Inside;
        continue;
      }
      any = any || views[i].box.intersects(on_page);
      all = all && on_page.contains(views[i].box.bounds());
    }
    if (options.rule == MarqueeRule::Touching ? any : all) out.push_back(views[0].node);
  }
  return out;
}

}  // namespace flashkit::display
