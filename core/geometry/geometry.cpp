#include "geometry/geometry.h"

#include <cmath>

namespace flashkit::geometry {
namespace {

constexpr double k_pi = 3.14159265358979323846;
bool is_finite(double value) { return value - value == 0; }

// Taylor series on [0, pi/4]; the first term left out is below 1e-19.
double sine_near_zero(double x) {
  const double s = x * x;
  double sum = 1;
  for (int n = 8; n >= 1; --n) sum = 1 - sum * s / ((2 * n) * (2 * n + 1));
  return x * sum;
}
double cosine_near_zero(double x) {
  const double s = x * x;
  double sum = 1;
  for (int n = 8; n >= 1; --n) sum = 1 - sum * s / ((2 * n - 1) * (2 * n));
  return sum;
}

// Arc tangent in degrees for 0 <= t <= 1: twice halved, then the series.
double arc_tangent_degrees(double t) {
  if (t == 1) return 45;
  double halvings = 1;
  for (int i = 0; i < 3; ++i) {
    t = t / (1 + std::sqrt(1 + t * t));
    halvings *= 2;
  }
  const double s = t * t;
  double sum = 0;
  for (int n = 14; n >= 0; --n) sum = 1.0 / (2 * n + 1) - sum * s;
  return t * sum * halvings * (180 / k_pi);
}

}  // namespace

double length(Point a) { return std::sqrt(a.x * a.x + a.y * a.y); }
double distance(Point a, Point b) { return length(a - b); }

double distance_to_segment(Point point, Point from, Point to) {
  const Point along = to - from;
  const double square = dot(along, along);
  double t = square > 0 ? dot(point - from, along) / square : 0;
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  return distance(point, from + along * t);
}

Rect bounds_of(std::span<const Point> points) {
  Rect out;
  for (const Point p : points) out.add(p);
  return out;
}

Rect intersection(const Rect& a, const Rect& b) {
  if (!a.intersects(b)) return {};
  return {a.left > b.left ? a.left : b.left, a.top > b.top ? a.top : b.top, a.right < b.right ? a.right : b.right,
          a.bottom < b.bottom ? a.bottom : b.bottom};
}

double normalized_degrees(double angle_degrees) {
  if (!is_finite(angle_degrees)) return 0;
  double out = std::fmod(angle_degrees, 360);
  if (out < 0) out += 360;
  return out < 360 ? out + 0.0 : 0.0;
}

double sin_degrees(double angle_degrees) {
  double angle = normalized_degrees(angle_degrees);
  double sign = 1;
  if (angle >= 180) {
    angle -= 180;
    sign = -1;
  }
  if (angle > 90) angle = 180 - angle;
  if (angle == 0) return 0;
  if (angle == 90) return sign;
  if (angle == 30) return sign / 2;
  return sign * (angle <= 45 ? sine_near_zero(angle * (k_pi / 180)) : cosine_near_zero((90 - angle) * (k_pi / 180)));
}

double cos_degrees(double angle_degrees) { return sin_degrees(normalized_degrees(angle_degrees) + 90); }

double direction_degrees(Point vector) {
  const double x = vector.x < 0 ? -vector.x : vector.x;
  const double y = vector.y < 0 ? -vector.y : vector.y;
  if (!(x + y > 0) || !is_finite(x) || !is_finite(y)) return 0;
  double angle = y <= x ? arc_tangent_degrees(y / x) : 90 - arc_tangent_degrees(x / y);
  if (vector.x < 0) angle = 180 - angle;
  return vector.y < 0 ? -angle : angle;
}

Affine Affine::rotation_degrees(double angle_degrees) {
  const double s = sin_degrees(angle_degrees);
  const double c = cos_degrees(angle_degrees);
  return {c, s, -s, c, 0, 0};
}

Rect Affine::bounds(const Rect& rect) const {
  if (rect.empty()) return rect;
  Rect out;
  for (const Point corner : {Point{rect.left, rect.top}, Point{rect.right, rect.top}, Point{rect.right, rect.bottom},
                             Point{rect.left, rect.bottom}})
    out.add(apply(corner));
  return out;
}

std::optional<Affine> Affine::inverse() const {
  const double determinant = a * d - b * c;
  if (determinant == 0 || !is_finite(determinant)) return std::nullopt;
  return Affine{d / determinant,
                -b / determinant,
                -c / determinant,
                a / determinant,
                (c * f - d * e) / determinant,
                (b * e - a * f) / determinant};
}

Affine TurnedBox::to_page() const {
  return Affine::translation(origin.x, origin.y) * Affine::rotation_degrees(rotation_degrees);
}

Point TurnedBox::to_box(Point on_page) const {
  const double s = sin_degrees(rotation_degrees);
  const double c = cos_degrees(rotation_degrees);
  const Point from = on_page - origin;
  return {c * from.x + s * from.y, c * from.y - s * from.x};
}

Point TurnedBox::center() const { return to_page().apply({size.width / 2, size.height / 2}); }

Rect TurnedBox::bounds() const { return to_page().bounds(Rect::of(0, 0, size.width, size.height)); }

bool TurnedBox::contains(Point on_page) const {
  return Rect::of(0, 0, size.width, size.height).contains(to_box(on_page));
}

bool TurnedBox::intersects(const Rect& rect) const {
  if (!bounds().intersects(rect)) return false;
  if (rotation_degrees == 0) return true;
  // The page's axes do not part them; what is left is the box's own axes.
  Rect turned;
  for (const Point corner : {Point{rect.left, rect.top}, Point{rect.right, rect.top}, Point{rect.right, rect.bottom},
                             Point{rect.left, rect.bottom}})
    turned.add(to_box(corner));
  return turned.intersects(Rect::of(0, 0, size.width, size.height));
}

}  // namespace flashkit::geometry
