#pragma once
// Points, rectangles, affine transforms and angles, in page pixels with x to the right and y down. Everything is
// deterministic: only + - * / sqrt floor, so that the same numbers come out natively and in WebAssembly. Angles are
// always degrees, clockwise on the screen, and say so in their names.
#include <optional>
#include <span>

namespace flashkit::geometry {

struct Point {
  double x = 0;
  double y = 0;
  bool operator==(const Point&) const = default;
};
constexpr Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
constexpr Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
constexpr Point operator*(Point a, double factor) { return {a.x * factor, a.y * factor}; }
constexpr double dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
constexpr double cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }
double length(Point a);
double distance(Point a, Point b);
double distance_to_segment(Point point, Point from, Point to);

struct Size {
  double width = 0;
  double height = 0;
  bool operator==(const Size&) const = default;
};

// Edges are inclusive. The default is the empty rectangle: it holds nothing, and joining it changes nothing. A
// rectangle without width or height that holds a point or a line is not empty.
struct Rect {
  double left = 1;
  double top = 1;
  double right = 0;
  double bottom = 0;
  bool operator==(const Rect&) const = default;

  static constexpr Rect of(double x, double y, double width, double height) { return {x, y, x + width, y + height}; }
  constexpr double width() const { return right - left; }
  constexpr double height() const { return bottom - top; }
  constexpr bool empty() const { return !(left <= right && top <= bottom); }
  constexpr Point center() const { return {(left + right) / 2, (top + bottom) / 2}; }
  constexpr Size size() const { return {width(), height()}; }
  constexpr bool contains(Point p) const { return p.x >= left && p.x <= right && p.y >= top && p.y <= bottom; }
  constexpr bool contains(const Rect& other) const {
    return other.empty() || (other.left >= left && other.right <= right && other.top >= top && other.bottom <= bottom);
  }
  constexpr bool intersects(const Rect& other) const {
    return !empty() && !other.empty() && left <= other.right && other.left <= right && top <= other.bottom &&
           other.top <= bottom;
  }
  // Grown on all sides; an empty rectangle stays empty.
  constexpr Rect expanded(double by) const {
    return empty() ? *this : Rect{left - by, top - by, right + by, bottom + by};
  }
  constexpr Rect moved(Point by) const { return {left + by.x, top + by.y, right + by.x, bottom + by.y}; }
  constexpr void add(Point p) { add(Rect{p.x, p.y, p.x, p.y}); }
  constexpr void add(const Rect& other) {
    if (other.empty()) return;
    if (empty()) {
      *this = other;
      return;
    }
    left = other.left < left ? other.left : left;
    top = other.top < top ? other.top : top;
    right = other.right > right ? other.right : right;
    bottom = other.bottom > bottom ? other.bottom : bottom;
  }
};
Rect bounds_of(std::span<const Point> points);
Rect intersection(const Rect& a, const Rect& b);

// Exact at every multiple of 90; within 1e-15 elsewhere. Angles that are not finite count as 0.
double sin_degrees(double angle_degrees);
double cos_degrees(double angle_degrees);
// The direction of (x, y) in (-180, 180]: 0 to the right, 90 down. Exact for the eight compass directions, within 1e-12
// degrees elsewhere. (0, 0) gives 0.
double direction_degrees(Point vector);
// The same angle in [0, 360).
double normalized_degrees(double angle_degrees);

// x' = a x + c y + e, y' = b x + d y + f: the order of canvas, Cairo and SVG.
struct Affine {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
  bool operator==(const Affine&) const = default;

  static constexpr Affine translation(double x, double y) { return {1, 0, 0, 1, x, y}; }
  static constexpr Affine scaling(double x, double y) { return {x, 0, 0, y, 0, 0}; }
  static Affine rotation_degrees(double angle_degrees);
  constexpr Point apply(Point p) const { return {a * p.x + c * p.y + e, b * p.x + d * p.y + f}; }
  // The upright rectangle around the turned one.
  Rect bounds(const Rect& rect) const;
  // Nothing when the transform flattens the plane.
  std::optional<Affine> inverse() const;
};
// First `inner`, then `outer`.
constexpr Affine operator*(const Affine& outer, const Affine& inner) {
  return {outer.a * inner.a + outer.c * inner.b,           outer.b * inner.a + outer.d * inner.b,
          outer.a * inner.c + outer.c * inner.d,           outer.b * inner.c + outer.d * inner.d,
          outer.a * inner.e + outer.c * inner.f + outer.e, outer.b * inner.e + outer.d * inner.f + outer.f};
}

// A rectangle turned about its own top left corner, which is how the format places elements.
struct TurnedBox {
  Point origin;  // the top left corner, which turning leaves where it is
  Size size;
  double rotation_degrees = 0;
  bool operator==(const TurnedBox&) const = default;

  static TurnedBox of(const Rect& rect) { return {{rect.left, rect.top}, rect.size(), 0}; }
  Affine to_page() const;             // from the box's own pixels (0..width, 0..height)
  Point to_box(Point on_page) const;  // the reverse
  Point center() const;
  Rect bounds() const;
  bool contains(Point on_page) const;
  // Whether the two have a point in common (separating axes; touching counts).
  bool intersects(const Rect& rect) const;
};

}  // namespace flashkit::geometry
