#include "session/frame_math.h"

#include <algorithm>
#include <cmath>

namespace flashkit::session {

Axes axes_of(double rotation_degrees) {
  const double sine = geometry::sin_degrees(rotation_degrees);
  const double cosine = geometry::cos_degrees(rotation_degrees);
  return {{cosine, sine}, {-sine, cosine}};
}

Point point_in(const Frame& frame, double across, double downwards) {
  const Axes axes = axes_of(frame.rotation);
  return Point{frame.x, frame.y} + axes.along * (across * frame.width) + axes.down * (downwards * frame.height);
}

std::array<Point, 4> corners_of(const Frame& frame) {
  return {point_in(frame, 0, 0), point_in(frame, 1, 0), point_in(frame, 1, 1), point_in(frame, 0, 1)};
}

Point to_local(const Frame& frame, Point page) {
  const Axes axes = axes_of(frame.rotation);
  const Point from = page - Point{frame.x, frame.y};
  return {dot(from, axes.along), dot(from, axes.down)};
}

bool contains(const Frame& frame, Point page, double slack) {
  const Point local = to_local(frame, page);
  return local.x >= -slack && local.y >= -slack && local.x <= frame.width + slack && local.y <= frame.height + slack;
}

Rect bounds_of(const Frame& frame) { return turned_box_of(frame).bounds(); }

Frame frame_of(const Rect& rect) { return {rect.left, rect.top, rect.width(), rect.height(), 0}; }

geometry::TurnedBox turned_box_of(const Frame& frame) {
  return {{frame.x, frame.y}, {frame.width, frame.height}, frame.rotation};
}

Frame turned_about(const Frame& frame, Point centre, double degrees) {
  const Axes axes = axes_of(degrees);
  const Point from = Point{frame.x, frame.y} - centre;
  const Point origin = centre + axes.along * from.x + axes.down * from.y;
  return {origin.x, origin.y, frame.width, frame.height, normal_degrees(frame.rotation + degrees)};
}

int pull_x(Handle handle) {
  switch (handle) {
    case Handle::TopLeft:
    case Handle::BottomLeft:
    case Handle::Left:
      return -1;
    case Handle::TopRight:
    case Handle::BottomRight:
    case Handle::Right:
      return 1;
    case Handle::None:
    case Handle::Top:
    case Handle::Bottom:
      return 0;
  }
  return 0;
}

int pull_y(Handle handle) {
  switch (handle) {
    case Handle::TopLeft:
    case Handle::TopRight:
    case Handle::Top:
      return -1;
    case Handle::BottomLeft:
    case Handle::BottomRight:
    case Handle::Bottom:
      return 1;
    case Handle::None:
    case Handle::Left:
    case Handle::Right:
      return 0;
  }
  return 0;
}

bool is_corner(Handle handle) { return pull_x(handle) != 0 && pull_y(handle) != 0; }

Point handle_point(const Frame& frame, Handle handle) {
  return point_in(frame, (pull_x(handle) + 1) / 2.0, (pull_y(handle) + 1) / 2.0);
}

namespace {

// The fraction of a side that stays in place.
double fixed_fraction(int pull, bool from_centre) { return from_centre || pull == 0 ? 0.5 : pull > 0 ? 0 : 1; }

double grown(double side, int pull, double moved, bool from_centre) {
  return side + pull * moved * (from_centre ? 2 : 1);
}

// One factor for both sides. At a corner the pointer is projected on the diagonal; at a side that side decides.
double common_factor(const Frame& start, int across, int downwards, Point size) {
  if (across == 0) return start.height > 0 ? size.y / start.height : 1;
  if (downwards == 0) return start.width > 0 ? size.x / start.width : 1;
  const double diagonal = start.width * start.width + start.height * start.height;
  return diagonal > 0 ? (size.x * start.width + size.y * start.height) / diagonal : 1;
}

}  // namespace

Frame resized(const Frame& start, Handle handle, Point moved, const ResizeRules& rules) {
  const Axes axes = axes_of(start.rotation);
  const int across = pull_x(handle);
  const int downwards = pull_y(handle);
  Point size{grown(start.width, across, dot(moved, axes.along), rules.from_centre),
             grown(start.height, downwards, dot(moved, axes.down), rules.from_centre)};
  if (rules.keep_ratio) {
    const double smaller = std::min(start.width, start.height);
    const double least = smaller > 0 ? rules.least_px / smaller : 1;
    const double factor = std::max(common_factor(start, across, downwards, size), std::min(least, 1.0));
    size = {start.width * factor, start.height * factor};
  } else {
    size = {across == 0 ? start.width : std::max(size.x, rules.least_px),
            downwards == 0 ? start.height : std::max(size.y, rules.least_px)};
  }
  const double keep_x = fixed_fraction(across, rules.from_centre);
  const double keep_y = fixed_fraction(downwards, rules.from_centre);
  const Point fixed = point_in(start, keep_x, keep_y);
  const Point origin = fixed - axes.along * (keep_x * size.x) - axes.down * (keep_y * size.y);
  return {origin.x, origin.y, size.x, size.y, start.rotation};
}

Scaling scaling_between(const Frame& before, const Frame& after, Handle handle, bool from_centre) {
  Scaling out;
  out.fixed =
      point_in(before, fixed_fraction(pull_x(handle), from_centre), fixed_fraction(pull_y(handle), from_centre));
  out.x = before.width > 0 ? after.width / before.width : 1;
  out.y = before.height > 0 ? after.height / before.height : 1;
  return out;
}

Frame scaled(const Frame& frame, const Scaling& scaling) {
  const Point from = Point{frame.x, frame.y} - scaling.fixed;
  const Point origin = scaling.fixed + Point{from.x * scaling.x, from.y * scaling.y};
  const Axes axes = axes_of(frame.rotation);
  // A turned frame in an uneven scale would shear; its sides take the growth along their own direction instead.
  const Point along{axes.along.x * scaling.x, axes.along.y * scaling.y};
  const Point down{axes.down.x * scaling.x, axes.down.y * scaling.y};
  return {origin.x, origin.y, frame.width * geometry::length(along), frame.height * geometry::length(down),
          frame.rotation};
}

Frame frame_of_line(Point start, Point end, double thickness) {
  const Point run = end - start;
  const double rotation = normal_degrees(geometry::direction_degrees(run));
  const Point origin = start - axes_of(rotation).down * (thickness / 2);
  return {origin.x, origin.y, std::max(geometry::length(run), 1.0), thickness, rotation};
}

Point line_start(const Frame& frame) { return point_in(frame, 0, 0.5); }
Point line_end(const Frame& frame) { return point_in(frame, 1, 0.5); }

Point snapped_direction(Point start, Point end, double step) {
  const Point run = end - start;
  if (run == Point{}) return end;
  const double snapped = std::floor(geometry::direction_degrees(run) / step + 0.5) * step;
  return start + axes_of(snapped).along * geometry::length(run);
}

double normal_degrees(double degrees) {
  if (!std::isfinite(degrees)) return 0;
  const double out = geometry::normalized_degrees(degrees);
  const double whole = std::floor(out + 0.5);
  if (std::abs(out - whole) > 1e-9) return out;
  return whole >= 360 ? 0 : whole;
}

TurnedBox message_of(const Frame& frame) {
  TurnedBox out;
  out.x = frame.x;
  out.y = frame.y;
  out.width = frame.width;
  out.height = frame.height;
  out.rotation = frame.rotation;
  return out;
}

}  // namespace flashkit::session
