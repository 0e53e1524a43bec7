#pragma once
// Snapping while moving and resizing: to the page's edges and centre, to the edges and centres of other elements, and
// to equal gaps between neighbours. Page pixels. The same input gives the same answer; nothing moves farther than the
// magnet. A Snapper is made once when a gesture begins.
#include <cstdint>
#include <span>
#include <vector>

#include "base/id.h"
#include "display/scene.h"
#include "geometry/geometry.h"

namespace flashkit::display {

enum class SnapAxis : std::uint8_t { X, Y };  // X: a vertical line that fixes an x
enum class SnapKind : std::uint8_t {
  Page,     // edge or centre of the page
  Element,  // edge or centre of another element
  Gap,      // equal distances between neighbours
  Size,     // resizing: as wide or as high as another element
};

// A line to show: position is its x (axis X) or y, from/to its extent along the other axis. For Gap and Size lines the
// axis is that of the measured distance: the line runs from `from` to `to` along the axis at `position` on the other
// one, and distance_px is its length. For the others distance_px is the clear distance from the moved box to what it
// aligns with, 0 when they overlap.
struct SnapLine {
  SnapAxis axis = SnapAxis::X;
  SnapKind kind = SnapKind::Element;
  double position = 0;
  double from = 0;
  double to = 0;
  double distance_px = 0;
  bool operator==(const SnapLine&) const = default;
};

struct SnapResult {
  geometry::Point delta;        // the wished movement, adjusted
  std::vector<SnapLine> lines;  // X first; those that hold after the adjustment
};

struct ResizedEdges {
  bool left = false, top = false, right = false, bottom = false;
};

class Snapper {
 public:
  // The other boxes are upright bounds; order does not matter. At most k_max_others count: those first in the span.
  static constexpr std::size_t k_max_others = 2'000;
  Snapper(geometry::Size page, std::span<const geometry::Rect> others);
  // From the top-level elements of a scene that are not `moved` (nor groups around them), lie on the page at least in
  // part, and are no background: nothing that covers the whole page.
  Snapper(const PageScene& scene, std::span<const base::NodeId> moved);

  // The box that would be moved by `wish`: the delta to use instead.
  SnapResult move(const geometry::Rect& box, geometry::Point wish, double magnet_px) const;
  // The edges that are dragged by `wish`, the others stay. The delta may be used for the edges named and only for them.
  SnapResult resize(const geometry::Rect& box, ResizedEdges edges, geometry::Point wish, double magnet_px) const;

 private:
  void prepare();
  geometry::Size page_;
  std::vector<geometry::Rect> others_;
  struct Target {
    double position = 0;
    bool is_page = false;
    std::uint32_t other = 0;
  };
  std::vector<Target> targets_x_;  // sorted by position
  std::vector<Target> targets_y_;
};

}  // namespace flashkit::display
