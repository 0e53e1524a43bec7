#pragma once
// Paths of lines and cubic curves, as verbs and points. Curves are never approximated when stored; `flatten` is for
// hit-testing and measuring. Nothing here strokes or fills: that is a painter's work.
#include <cstdint>
#include <span>
#include <vector>

#include "geometry/geometry.h"

namespace flashkit::geometry {

enum class PathVerb : std::uint8_t { Move, Line, Cubic, Close };  // 1, 1, 3, 0 points
enum class FillRule : std::uint8_t { NonZero, EvenOdd };

// One run of straight lines; a closed one ends where it began, without repeating the point.
struct Polyline {
  std::vector<Point> points;
  bool closed = false;
};

class Path {
 public:
  void move(Point to);
  void line(Point to);
  void cubic(Point control1, Point control2, Point to);
  void close();
  void append(const Path& other);

  bool empty() const { return verbs_.empty(); }
  const std::vector<PathVerb>& verbs() const { return verbs_; }
  const std::vector<Point>& points() const { return points_; }
  bool operator==(const Path&) const = default;

  Path transformed(const Affine& by) const;
  // Around all points, control points included: never too small.
  Rect control_bounds() const;
  // Around the curve itself, to 1e-9 of its size.
  Rect bounds() const;
  // No point of the curve is further than `tolerance_px` from the lines; at most 64 lines a curve.
  std::vector<Polyline> flatten(double tolerance_px) const;
  // Open runs count as closed. `tolerance_px` is that of flatten.
  bool contains(Point point, FillRule rule = FillRule::NonZero, double tolerance_px = 0.05) const;
  // From the point to the drawn line; infinity for an empty path.
  double distance_to(Point point, double tolerance_px = 0.05) const;

  static Path rectangle(const Rect& rect);
  // Corners of quarter ellipses as cubics; the radius is clamped to half of the shorter side.
  static Path rounded_rectangle(const Rect& rect, double radius_px);
  static Path ellipse(const Rect& rect);  // four cubics, from the top clockwise
  static Path polygon(std::span<const Point> points);
  // Regular, the first corner upright above the centre; then stretched so that its bounds fill the rectangle.
  static Path regular_polygon(const Rect& rect, int corners);
  // As above with inner corners at `inner_ratio` of the outer radius.
  static Path star(const Rect& rect, int spikes, double inner_ratio);

 private:
  std::vector<PathVerb> verbs_;
  std::vector<Point> points_;
};

// The ratio of control arm to radius that makes a cubic the best quarter of a circle.
inline constexpr double k_quarter_arm = 0.5522847498307936;

}  // namespace flashkit::geometry
