#include "display/snap.h"

#include <algorithm>
#include <optional>

namespace flashkit::display {

using geometry::Point;
using geometry::Rect;

namespace {

// Numbers nearer than this are one place: what was aligned by arithmetic is aligned.
constexpr double k_same_px = 1e-6;
bool same(double a, double b) { return a - b <= k_same_px && b - a <= k_same_px; }
double magnitude(double value) { return value < 0 ? -value : value; }

// A rectangle seen along one axis: near and far on it, low and high across it.
struct Span {
  double near = 0, far = 0, low = 0, high = 0;
  double middle() const { return (near + far) / 2; }
  double length() const { return far - near; }
  bool beside(const Span& other) const { return low < other.high && other.low < high; }
};
Span span_of(const Rect& rect, SnapAxis axis) {
  return axis == SnapAxis::X ? Span{rect.left, rect.right, rect.top, rect.bottom}
                             : Span{rect.top, rect.bottom, rect.left, rect.right};
}

// The smallest correction so far; of equal ones the first stays.
struct Best {
  double limit = 0;
  std::optional<double> correction;
  void offer(double wanted) {
    if (magnitude(wanted) > limit) return;
    if (!correction.has_value() || magnitude(wanted) < magnitude(*correction)) correction = wanted;
  }
};

double clear_distance(const Span& a, const Span& b) {
  if (a.low > b.high) return a.low - b.high;
  return b.low > a.high ? b.low - a.high : 0;
}

// Those beside the box, in order along the axis.
std::vector<Span> neighbours(const std::vector<Rect>& others, const Span& box, SnapAxis axis) {
  std::vector<Span> out;
  for (const Rect& other : others) {
    const Span span = span_of(other, axis);
    if (span.beside(box)) out.push_back(span);
  }
  std::sort(out.begin(), out.end(), [](const Span& a, const Span& b) {
    if (a.near != b.near) return a.near < b.near;
    if (a.far != b.far) return a.far < b.far;
    return a.low != b.low ? a.low < b.low : a.high < b.high;
  });
  return out;
}

// The pairs that follow each other with air between.
struct Pair {
  Span first, second;
  double gap() const { return second.near - first.far; }
};
std::vector<Pair> pairs_of(const std::vector<Span>& row) {
  std::vector<Pair> out;
  std::size_t furthest = 0;  // the one that reaches furthest so far
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i].near > row[furthest].far) out.push_back({row[furthest], row[i]});
    if (row[i].far > row[furthest].far) furthest = i;
  }
  return out;
}

SnapLine gap_line(SnapAxis axis, double from, double to, const Span& a, const Span& b) {
  const double low = std::max(a.low, b.low);
  const double high = std::min(a.high, b.high);
  return {axis, SnapKind::Gap, (low + high) / 2, from, to, to - from};
}

void offer_gaps(const std::vector<Span>& row, const Span& box, Best& best) {
  for (const Pair& pair : pairs_of(row)) {
    if (pair.gap() >= box.length()) best.offer((pair.first.far + pair.second.near - box.length()) / 2 - box.near);
    best.offer(pair.second.far + pair.gap() - box.near);
    best.offer(pair.first.near - pair.gap() - box.far);
  }
}

// The gap lines that hold for a box at its final place.
void add_gap_lines(const std::vector<Span>& row, const Span& box, SnapAxis axis, std::vector<SnapLine>& lines) {
  const auto add = [&](const SnapLine& line) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  };
  for (const Pair& pair : pairs_of(row)) {
    const SnapLine between = gap_line(axis, pair.first.far, pair.second.near, pair.first, pair.second);
    if (box.near >= pair.first.far && box.far <= pair.second.near &&
        same(box.near - pair.first.far, pair.second.near - box.far)) {
      add(gap_line(axis, pair.first.far, box.near, pair.first, box));
      add(gap_line(axis, box.far, pair.second.near, box, pair.second));
    }
    if (same(box.near, pair.second.far + pair.gap())) {
      add(between);
      add(gap_line(axis, pair.second.far, box.near, pair.second, box));
    }
    if (same(box.far, pair.first.near - pair.gap())) {
      add(gap_line(axis, box.far, pair.first.near, box, pair.first));
      add(between);
    }
  }
}

}  // namespace

Snapper::Snapper(geometry::Size page, std::span<const Rect> others) : page_(page) {
  for (const Rect& other : others) {
    if (!other.empty() && others_.size() < k_max_others) others_.push_back(other);
  }
  prepare();
}

Snapper::Snapper(const PageScene& scene, std::span<const base::NodeId> moved) : page_(scene.size()) {
  std::vector<base::NodeId> taken;
  for (const base::NodeId node : moved) {
    const auto path = scene.path_to(node);
    if (!path.empty()) taken.push_back(path.front());
  }
  std::sort(taken.begin(), taken.end());
  const Rect page = Rect::of(0, 0, page_.width, page_.height);
  for (std::size_t i = 0; i < scene.top_level_count() && others_.size() < k_max_others; ++i) {
    if (std::binary_search(taken.begin(), taken.end(), scene.top_level(i))) continue;
    const Rect box = scene.views(i).empty() ? Rect{} : scene.views(i)[0].box.bounds();
    if (box.intersects(page) && !box.contains(page)) others_.push_back(box);
  }
  prepare();
}

void Snapper::prepare() {
  const auto fill = [&](SnapAxis axis, double page_length, std::vector<Target>& targets) {
    for (const double position : {0.0, page_length / 2, page_length}) targets.push_back({position, true, 0});
    for (std::uint32_t i = 0; i < others_.size(); ++i) {
      const Span span = span_of(others_[i], axis);
      for (const double position : {span.near, span.middle(), span.far}) targets.push_back({position, false, i});
    }
    std::sort(targets.begin(), targets.end(), [](const Target& a, const Target& b) {
      if (a.position != b.position) return a.position < b.position;
      return a.is_page != b.is_page ? a.is_page : a.other < b.other;
    });
  };
  fill(SnapAxis::X, page_.width, targets_x_);
  fill(SnapAxis::Y, page_.height, targets_y_);
}

namespace {

// Corrections that bring `source` to the nearest place on either side.
template <class Targets>
void offer_nearest(const Targets& targets, double source, Best& best) {
  const auto at = std::lower_bound(targets.begin(), targets.end(), source,
                                   [](const auto& target, double value) { return target.position < value; });
  if (at != targets.end()) best.offer(at->position - source);
  if (at != targets.begin()) best.offer((at - 1)->position - source);
}

// The line through everything that lies at `position`, if anything does.
template <class Targets>
std::optional<SnapLine> line_at(const Targets& targets, const std::vector<Rect>& others, double position,
                                const Span& box, SnapAxis axis, double page_across) {
  std::optional<SnapLine> out;
  auto at = std::lower_bound(targets.begin(), targets.end(), position - k_same_px,
                             [](const auto& target, double value) { return target.position < value; });
  double nearest = -1;
  for (; at != targets.end() && same(at->position, position); ++at) {
    if (!out.has_value()) out = SnapLine{axis, SnapKind::Element, at->position, box.low, box.high, 0};
    if (at->is_page) {
      out->kind = SnapKind::Page;
      out->from = std::min(out->from, 0.0);
      out->to = std::max(out->to, page_across);
      continue;
    }
    const Span other = span_of(others[at->other], axis);
    out->from = std::min(out->from, other.low);
    out->to = std::max(out->to, other.high);
    const double distance = clear_distance(box, other);
    nearest = nearest < 0 ? distance : std::min(nearest, distance);
  }
  if (out.has_value() && nearest > 0) out->distance_px = nearest;
  return out;
}

void add_line(const std::optional<SnapLine>& line, std::vector<SnapLine>& lines) {
  if (line.has_value() && std::find(lines.begin(), lines.end(), *line) == lines.end()) lines.push_back(*line);
}

}  // namespace

SnapResult Snapper::move(const Rect& box, Point wish, double magnet_px) const {
  SnapResult out{wish, {}};
  if (box.empty()) return out;
  const Rect wished = box.moved(wish);
  const auto correct = [&](SnapAxis axis, const std::vector<Target>& targets) {
    const Span span = span_of(wished, axis);
    Best best{magnet_px, {}};
    for (const double source : {span.near, span.middle(), span.far}) offer_nearest(targets, source, best);
    offer_gaps(neighbours(others_, span, axis), span, best);
    return best.correction.value_or(0);
  };
  out.delta.x += correct(SnapAxis::X, targets_x_);
  out.delta.y += correct(SnapAxis::Y, targets_y_);
  const Rect placed = box.moved(out.delta);
  const auto show = [&](SnapAxis axis, const std::vector<Target>& targets, double page_across) {
    const Span span = span_of(placed, axis);
    for (const double source : {span.near, span.middle(), span.far})
      add_line(line_at(targets, others_, source, span, axis, page_across), out.lines);
    add_gap_lines(neighbours(others_, span, axis), span, axis, out.lines);
  };
  show(SnapAxis::X, targets_x_, page_.height);
  show(SnapAxis::Y, targets_y_, page_.width);
  return out;
}

SnapResult Snapper::resize(const Rect& box, ResizedEdges edges, Point wish, double magnet_px) const {
  SnapResult out{wish, {}};
  if (box.empty()) return out;
  // Along one axis: which edge is dragged and the correction for it.
  const auto correct = [&](SnapAxis axis, bool near, bool far, double by, const std::vector<Target>& targets) {
    if (near == far) return 0.0;
    const Span span = span_of(box, axis);
    const double source = (near ? span.near : span.far) + by;
    Best best{magnet_px, {}};
    offer_nearest(targets, source, best);
    for (const Rect& other : others_) {
      const double length = span_of(other, axis).length();
      best.offer((near ? span.far - length : span.near + length) - source);
    }
    return best.correction.value_or(0);
  };
  out.delta.x += correct(SnapAxis::X, edges.left, edges.right, wish.x, targets_x_);
  out.delta.y += correct(SnapAxis::Y, edges.top, edges.bottom, wish.y, targets_y_);

  Rect placed = box;
  if (edges.left) placed.left += out.delta.x;
  if (edges.right) placed.right += out.delta.x;
  if (edges.top) placed.top += out.delta.y;
  if (edges.bottom) placed.bottom += out.delta.y;
  const auto show = [&](SnapAxis axis, bool near, bool far, const std::vector<Target>& targets, double page_across) {
    if (near == far) return;
    const Span span = span_of(placed, axis);
    add_line(line_at(targets, others_, near ? span.near : span.far, span, axis, page_across), out.lines);
    for (const Rect& rect : others_) {
      const Span other = span_of(rect, axis);
      if (!same(other.length(), span.length())) continue;
      out.lines.push_back({axis, SnapKind::Size, (span.low + span.high) / 2, span.near, span.far, span.length()});
      out.lines.push_back({axis, SnapKind::Size, (other.low + other.high) / 2, other.near, other.far, other.length()});
      break;
    }
  };
  show(SnapAxis::X, edges.left, edges.right, targets_x_, page_.height);
  show(SnapAxis::Y, edges.top, edges.bottom, targets_y_, page_.width);
  return out;
}

}  // namespace flashkit::display
