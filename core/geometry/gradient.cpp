#include "geometry/color.h"
#include "geometry/color_detail.h"

namespace flashkit::geometry {
namespace {

constexpr std::string_view k_function = "linear-gradient(";
constexpr std::size_t k_max_gradient_bytes = 64u << 10;

// The text up to the next comma outside parentheses; the rest loses the comma.
std::string_view take_part(std::string_view& rest) {
  int depth = 0;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    if (rest[at] == '(') ++depth;
    if (rest[at] == ')') --depth;
    if (rest[at] == ',' && depth <= 0) break;
  }
  const std::string_view part = trimmed(rest.substr(0, at));
  rest = at < rest.size() ? rest.substr(at + 1) : std::string_view();
  return part;
}

// "to right", "to top left": on the unit box, corners lie at 45 degrees.
std::optional<double> angle_of_side(std::string_view words) {
  double x = 0;
  double y = 0;
  while (!(words = trimmed(words)).empty()) {
    std::size_t end = 0;
    while (end < words.size() && !is_space(words[end])) ++end;
    const std::string_view word = words.substr(0, end);
    words.remove_prefix(end);
    if ((word == "left" || word == "right") && x == 0) {
      x = word == "left" ? -1 : 1;
    } else if ((word == "top" || word == "bottom") && y == 0) {
      y = word == "top" ? -1 : 1;
    } else {
      return std::nullopt;
    }
  }
  if (x == 0 && y == 0) return std::nullopt;
  return normalized_degrees(direction_degrees({x, y}) + 90);
}

struct OpenStop {
  Color color;
  std::optional<double> offset;
};

// A colour with up to two positions; with two, the colour stands at both.
bool add_stop(std::string_view part, std::vector<OpenStop>& stops) {
  int depth = 0;
  std::size_t end = 0;
  for (; end < part.size() && (depth > 0 || !is_space(part[end])); ++end) {
    if (part[end] == '(') ++depth;
    if (part[end] == ')') --depth;
  }
  const auto color = parse_color(part.substr(0, end));
  if (!color.has_value()) return false;
  std::string_view positions = trimmed(part.substr(end));
  std::size_t added = 0;
  while (!positions.empty()) {
    const auto measure = take_measure(positions);
    if (!measure.has_value() || added == 2 || (measure->unit != "%" && measure->value != 0)) return false;
    stops.push_back({*color, measure->value / 100});
    ++added;
    positions = trimmed(positions);
  }
  if (added == 0) stops.push_back({*color, std::nullopt});
  return true;
}

// CSS Images 3, section 3.4.3: ends default to 0 and 1, nobody goes back, gaps are shared evenly.
std::vector<GradientStop> placed(std::vector<OpenStop>& open) {
  if (!open.front().offset.has_value()) open.front().offset = 0;
  if (!open.back().offset.has_value()) open.back().offset = 1;
  double reached = 0;
  for (OpenStop& stop : open) {
    if (!stop.offset.has_value()) continue;
    double offset = *stop.offset;
    offset = offset > 1 ? 1 : offset;
    reached = offset > reached ? offset : reached;
    stop.offset = reached;
  }
  std::vector<GradientStop> out;
  std::size_t last = 0;
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (!open[i].offset.has_value()) continue;
    const double from = open[last].offset.value_or(0);
    const double step = i > last ? (*open[i].offset - from) / static_cast<double>(i - last) : 0;
    for (std::size_t k = last + 1; k < i; ++k)
      out.push_back({from + step * static_cast<double>(k - last), open[k].color});
    out.push_back({*open[i].offset, open[i].color});
    last = i;
  }
  return out;
}

}  // namespace

bool looks_like_gradient(std::string_view css) {
  css = trimmed(css);
  return lower_case(css.substr(0, k_function.size())) == k_function;
}

std::optional<LinearGradient> parse_linear_gradient(std::string_view css) {
  css = trimmed(css);
  if (css.size() > k_max_gradient_bytes || !looks_like_gradient(css)) return std::nullopt;
  while (!css.empty() && (css.back() == ';' || is_space(css.back()))) css.remove_suffix(1);
  if (css.back() != ')') return std::nullopt;
  const std::string text = lower_case(css.substr(k_function.size(), css.size() - k_function.size() - 1));
  std::string_view rest = text;
  LinearGradient out;
  std::vector<OpenStop> stops;
  for (bool first = true; !rest.empty(); first = false) {
    std::string_view part = take_part(rest);
    if (first) {
      std::optional<double> angle;
      std::string_view after = part;
      if (part.starts_with("to ")) {
        angle = angle_of_side(part.substr(3));
        if (!angle.has_value()) return std::nullopt;
      } else if (const auto measure = take_measure(after); measure.has_value() && after.empty()) {
        angle = angle_of(*measure);
        if (!angle.has_value()) return std::nullopt;
      }
      if (angle.has_value()) {
        out.angle_degrees = normalized_degrees(*angle);
        continue;
      }
    }
    if (!add_stop(part, stops) || stops.size() > k_max_gradient_stops) return std::nullopt;
  }
  if (stops.empty()) return std::nullopt;
  out.stops = placed(stops);
  const Point along{sin_degrees(out.angle_degrees), -cos_degrees(out.angle_degrees)};
  const double reach = ((along.x < 0 ? -along.x : along.x) + (along.y < 0 ? -along.y : along.y)) / 2;
  out.from = Point{0.5, 0.5} - along * reach;
  out.to = Point{0.5, 0.5} + along * reach;
  return out;
}

GradientLine gradient_line(const LinearGradient& gradient, const Rect& box) {
  const double w = box.width();
  const double h = box.height();
  const Point from{box.left + gradient.from.x * w, box.top + gradient.from.y * h};
  const Point across = gradient.to - gradient.from;
  const double square = dot(across, across);
  if (!(w > 0 && h > 0 && square > 0)) return {from, {box.left + gradient.to.x * w, box.top + gradient.to.y * h}};
  // The offset at a point is slope . (point - from); the line of painting runs along the slope.
  const Point slope{across.x / (w * square), across.y / (h * square)};
  return {from, from + slope * (1 / dot(slope, slope))};
}

}  // namespace flashkit::geometry
