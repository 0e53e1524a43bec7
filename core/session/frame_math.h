#pragma once
// Turned boxes and what handles do to them: pure arithmetic on page pixels. A frame turns about its top left corner, as
// in the document; y points down, degrees are clockwise.
#include <array>

#include "geometry/geometry.h"
#include "session/generated/local.pb.h"

namespace flashkit::session {

using geometry::Point;
using geometry::Rect;

struct Frame {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  double rotation = 0;
  bool operator==(const Frame&) const = default;
};

// The frame's own directions: along its width and along its height.
struct Axes {
  Point along;
  Point down;
};
Axes axes_of(double rotation_degrees);
double normal_degrees(double degrees);  // 0 up to 360; noise near whole degrees tidied

Point point_in(const Frame& frame, double across, double downwards);  // fractions of width and height
std::array<Point, 4> corners_of(const Frame& frame);                  // clockwise from the top left
Point to_local(const Frame& frame, Point page);                       // pixels along and down from the frame's origin
bool contains(const Frame& frame, Point page, double slack = 0);
Rect bounds_of(const Frame& frame);
Frame frame_of(const Rect& rect);
geometry::TurnedBox turned_box_of(const Frame& frame);
// Turns a frame about a point of the page.
Frame turned_about(const Frame& frame, Point centre, double degrees);

enum class Handle { None, TopLeft, Top, TopRight, Right, BottomRight, Bottom, BottomLeft, Left };
inline constexpr std::array<Handle, 8> k_handles{Handle::TopLeft,     Handle::Top,    Handle::TopRight,   Handle::Right,
                                                 Handle::BottomRight, Handle::Bottom, Handle::BottomLeft, Handle::Left};
// -1, 0 or 1 in each direction: which sides the handle pulls.
int pull_x(Handle handle);
int pull_y(Handle handle);
bool is_corner(Handle handle);
Point handle_point(const Frame& frame, Handle handle);

struct ResizeRules {
  bool keep_ratio = false;
  bool from_centre = false;
  double least_px = 1;
};
// The frame after its handle was dragged by `moved` page pixels. The opposite side (or the centre) stays where it was.
Frame resized(const Frame& start, Handle handle, Point moved, const ResizeRules& rules);

// What a resize of an upright frame did to everything in it: a scale about a fixed point.
struct Scaling {
  Point fixed;
  double x = 1;
  double y = 1;
};
Scaling scaling_between(const Frame& before, const Frame& after, Handle handle, bool from_centre);
Frame scaled(const Frame& frame, const Scaling& scaling);

// A line runs along the middle of its frame; this is the frame whose line has these ends.
Frame frame_of_line(Point start, Point end, double thickness);
Point line_start(const Frame& frame);
Point line_end(const Frame& frame);
// Moves `end` so that the direction from `start` is a multiple of `step` degrees.
Point snapped_direction(Point start, Point end, double step);

TurnedBox message_of(const Frame& frame);

}  // namespace flashkit::session
