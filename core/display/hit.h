#pragma once
// What lies under a point or inside a marquee. Topmost first; rotation, groups and unfilled shapes are respected.
#include <vector>

#include "base/id.h"
#include "display/scene.h"
#include "geometry/geometry.h"

namespace flashkit::display {

struct HitOptions {
  double tolerance_px = 0;    // page pixels: how near to a thin line or stroke still counts (about 4 view pixels)
  bool unselectable = false;  // whether elements with selectable = false count; else clicks pass through them
};

// The topmost element at the point, as the path of ids from its outermost group to itself; empty when there is none. An
// unselectable group hides its children from clicks as well.
std::vector<base::NodeId> hit_test(const PageScene& scene, geometry::Point on_page, const HitOptions& options = {});
// All of them, topmost first, each as its path.
std::vector<std::vector<base::NodeId>> hit_test_all(const PageScene& scene, geometry::Point on_page,
                                                    const HitOptions& options = {});
// Whether this one element (not its children) is hit.
bool hits(const ElementView& element, geometry::Point on_page, double tolerance_px);

enum class MarqueeRule : std::uint8_t { Touching, Inside };
struct MarqueeOptions {
  MarqueeRule rule = MarqueeRule::Touching;
  bool unselectable = false;
};
// Top-level elements whose turned box meets the rectangle, or lies wholly inside it, bottom first. A group counts when
// one of its leaves does (Inside: when all do).
std::vector<base::NodeId> marquee(const PageScene& scene, const geometry::Rect& on_page,
                                  const MarqueeOptions& options = {});

}  // namespace flashkit::display
