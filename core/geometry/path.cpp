#include "geometry/path.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace flashkit::geometry {
namespace {

constexpr std::size_t k_max_lines_per_curve = 64;

Point cubic_at(const Point* p, double t) {
  const double u = 1 - t;
  return p[0] * (u * u * u) + p[1] * (3 * u * u * t) + p[2] * (3 * u * t * t) + p[3] * (t * t * t);
}

void flatten_cubic(const Point* p, double tolerance_px, std::vector<Point>& out) {
  const double bend = std::max(length(p[0] - p[1] * 2 + p[2]), length(p[1] - p[2] * 2 + p[3]));
  // |B''| <= 6 bend, and a chord over 1/n strays by at most |B''| / (8 n^2).
  const double wanted = std::sqrt(0.75 * bend / tolerance_px) + 1;
  const std::size_t lines =
      wanted < static_cast<double>(k_max_lines_per_curve) ? static_cast<std::size_t>(wanted) : k_max_lines_per_curve;
  for (std::size_t i = 1; i < lines; ++i)
    out.push_back(cubic_at(p, static_cast<double>(i) / static_cast<double>(lines)));
  out.push_back(p[3]);
}

// Adds the points of a cubic where it turns back in x or in y.
void add_turns(const Point* p, Rect& bounds) {
  const auto solve = [&](double p0, double p1, double p2, double p3) {
    // B' / 3 = a t^2 + b t + c
    const double a = p3 - 3 * p2 + 3 * p1 - p0;
    const double b = 2 * (p2 - 2 * p1 + p0);
    const double c = p1 - p0;
    const auto add = [&](double t) {
      if (t > 0 && t < 1) bounds.add(cubic_at(p, t));
    };
    if (a == 0) {
      if (b != 0) add(-c / b);
      return;
    }
    const double inside = b * b - 4 * a * c;
    if (inside < 0) return;
    // The stable form: no subtraction of near equals.
    const double q = -0.5 * (b + (b < 0 ? -std::sqrt(inside) : std::sqrt(inside)));
    add(q / a);
    if (q != 0) add(c / q);
  };
  solve(p[0].x, p[1].x, p[2].x, p[3].x);
  solve(p[0].y, p[1].y, p[2].y, p[3].y);
}

Path fitted(const std::vector<Point>& corners, const Rect& rect) {
  const Rect bounds = bounds_of(corners);
  std::vector<Point> out;
  out.reserve(corners.size());
  for (const Point p : corners)
    out.push_back({rect.left + (p.x - bounds.left) / bounds.width() * rect.width(),
                   rect.top + (p.y - bounds.top) / bounds.height() * rect.height()});
  return Path::polygon(out);
}

}  // namespace

void Path::move(Point to) {
  verbs_.push_back(PathVerb::Move);
  points_.push_back(to);
}
void Path::line(Point to) {
  verbs_.push_back(PathVerb::Line);
  points_.push_back(to);
}
void Path::cubic(Point control1, Point control2, Point to) {
  verbs_.push_back(PathVerb::Cubic);
  points_.insert(points_.end(), {control1, control2, to});
}
void Path::close() { verbs_.push_back(PathVerb::Close); }

void Path::append(const Path& other) {
  verbs_.insert(verbs_.end(), other.verbs_.begin(), other.verbs_.end());
  points_.insert(points_.end(), other.points_.begin(), other.points_.end());
}

Path Path::transformed(const Affine& by) const {
  Path out = *this;
  for (Point& p : out.points_) p = by.apply(p);
  return out;
}

Rect Path::control_bounds() const { return bounds_of(points_); }

Rect Path::bounds() const {
  Rect out;
  const Point* at = points_.data();
  for (const PathVerb verb : verbs_) {
    switch (verb) {
      case PathVerb::Move:
      case PathVerb::Line:
        out.add(*at++);
        break;
      case PathVerb::Cubic:
        add_turns(at - 1, out);
        out.add(at[2]);
        at += 3;
        break;
      case PathVerb::Close:
        break;
    }
  }
  return out;
}

std::vector<Polyline> Path::flatten(double tolerance_px) const {
  std::vector<Polyline> out;
  const double tolerance = tolerance_px > 1e-6 ? tolerance_px : 1e-6;
  const Point* at = points_.data();
  for (const PathVerb verb : verbs_) {
    switch (verb) {
      case PathVerb::Move:
        out.push_back({{*at++}, false});
        break;
      case PathVerb::Line:
        out.back().points.push_back(*at++);
        break;
      case PathVerb::Cubic:
        flatten_cubic(at - 1, tolerance, out.back().points);
        at += 3;
        break;
      case PathVerb::Close:
        out.back().closed = true;
        break;
    }
  }
  return out;
}

bool Path::contains(Point point, FillRule rule, double tolerance_px) const {
  int winding = 0;
  for (const Polyline& run : flatten(tolerance_px)) {
    for (std::size_t i = 0; i < run.points.size(); ++i) {
      const Point a = run.points[i];
      const Point b = run.points[i + 1 < run.points.size() ? i + 1 : 0];
      if (a.y <= point.y && b.y > point.y && geometry::cross(b - a, point - a) > 0) ++winding;
      if (b.y <= point.y && a.y > point.y && geometry::cross(b - a, point - a) < 0) --winding;
    }
  }
  return rule == FillRule::NonZero ? winding != 0 : winding % 2 != 0;
}

double Path::distance_to(Point point, double tolerance_px) const {
  double nearest = std::numeric_limits<double>::infinity();
  for (const Polyline& run : flatten(tolerance_px)) {
    for (std::size_t i = 0; i + 1 < run.points.size(); ++i)
      nearest = std::min(nearest, distance_to_segment(point, run.points[i], run.points[i + 1]));
    if (run.closed || run.points.size() == 1)
      nearest = std::min(nearest, distance_to_segment(point, run.points.back(), run.points.front()));
  }
  return nearest;
}

Path Path::rectangle(const Rect& rect) {
  const Point corners[] = {
      {rect.left, rect.top}, {rect.right, rect.top}, {rect.right, rect.bottom}, {rect.left, rect.bottom}};
  return polygon(corners);
}

Path Path::rounded_rectangle(const Rect& rect, double radius_px) {
  const double r = std::min(radius_px, std::min(rect.width(), rect.height()) / 2);
  if (!(r > 0)) return rectangle(rect);
  const double k = r - r * k_quarter_arm;  // how far the control point stays from the corner
  Path out;
  out.move({rect.left + r, rect.top});
  out.line({rect.right - r, rect.top});
  out.cubic({rect.right - k, rect.top}, {rect.right, rect.top + k}, {rect.right, rect.top + r});
  out.line({rect.right, rect.bottom - r});
  out.cubic({rect.right, rect.bottom - k}, {rect.right - k, rect.bottom}, {rect.right - r, rect.bottom});
  out.line({rect.left + r, rect.bottom});
  out.cubic({rect.left + k, rect.bottom}, {rect.left, rect.bottom - k}, {rect.left, rect.bottom - r});
  out.line({rect.left, rect.top + r});
  out.cubic({rect.left, rect.top + k}, {rect.left + k, rect.top}, {rect.left + r, rect.top});
  out.close();
  return out;
}

Path Path::ellipse(const Rect& rect) {
  const Point c = rect.center();
  const double ax = rect.width() / 2 * k_quarter_arm;
  const double ay = rect.height() / 2 * k_quarter_arm;
  Path out;
  out.move({c.x, rect.top});
  out.cubic({c.x + ax, rect.top}, {rect.right, c.y - ay}, {rect.right, c.y});
  out.cubic({rect.right, c.y + ay}, {c.x + ax, rect.bottom}, {c.x, rect.bottom});
  out.cubic({c.x - ax, rect.bottom}, {rect.left, c.y + ay}, {rect.left, c.y});
  out.cubic({rect.left, c.y - ay}, {c.x - ax, rect.top}, {c.x, rect.top});
  out.close();
  return out;
}

Path Path::polygon(std::span<const Point> points) {
  Path out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i == 0) {
      out.move(points[i]);
    } else {
      out.line(points[i]);
    }
  }
  if (!points.empty()) out.close();
  return out;
}

Path Path::regular_polygon(const Rect& rect, int corners) {
  std::vector<Point> points;
  for (int i = 0; i < corners; ++i) {
    const double angle = 360.0 * i / corners;
    points.push_back({sin_degrees(angle), -cos_degrees(angle)});
  }
  return fitted(points, rect);
}

Path Path::star(const Rect& rect, int spikes, double inner_ratio) {
  std::vector<Point> points;
  for (int i = 0; i < 2 * spikes; ++i) {
    const double angle = 180.0 * i / spikes;
    const double radius = i % 2 == 0 ? 1 : inner_ratio;
    points.push_back({radius * sin_degrees(angle), -radius * cos_degrees(angle)});
  }
  return fitted(points, rect);
}

}  // namespace flashkit::geometry
