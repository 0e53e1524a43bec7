#include <algorithm>

#include "display/element_detail.h"

namespace flashkit::display {

using document::Key;
using geometry::Path;
using geometry::Point;
using geometry::Rect;

namespace {

// Corners of our own shapes on the unit box.
struct Shape {
  std::string_view name;
  std::size_t count;
  Point corners[16];
};
constexpr Shape k_shapes[] = {
    {"triangle", 3, {{0.5, 0}, {1, 1}, {0, 1}}},
    {"rightTriangle", 3, {{0, 0}, {1, 1}, {0, 1}}},
    {"diamond", 4, {{0.5, 0}, {1, 0.5}, {0.5, 1}, {0, 0.5}}},
    {"skewedRectangle", 4, {{0.25, 0}, {1, 0}, {0.75, 1}, {0, 1}}},
    {"bookmark", 5, {{0, 0}, {1, 0}, {1, 1}, {0.5, 0.75}, {0, 1}}},
    {"cross",
     12,
     {{0.35, 0},
      {0.65, 0},
      {0.65, 0.35},
      {1, 0.35},
      {1, 0.65},
      {0.65, 0.65},
      {0.65, 1},
      {0.35, 1},
      {0.35, 0.65},
      {0, 0.65},
      {0, 0.35},
      {0.35, 0.35}}},
    {"rightArrow", 7, {{0, 0.25}, {0.5, 0.25}, {0.5, 0}, {1, 0.5}, {0.5, 1}, {0.5, 0.75}, {0, 0.75}}},
    {"leftArrow", 7, {{1, 0.25}, {0.5, 0.25}, {0.5, 0}, {0, 0.5}, {0.5, 1}, {0.5, 0.75}, {1, 0.75}}},
    {"downArrow", 7, {{0.25, 0}, {0.75, 0}, {0.75, 0.5}, {1, 0.5}, {0.5, 1}, {0, 0.5}, {0.25, 0.5}}},
    {"upArrow", 7, {{0.25, 1}, {0.75, 1}, {0.75, 0.5}, {1, 0.5}, {0.5, 0}, {0, 0.5}, {0.25, 0.5}}},
};

// Shapes of the format's catalogue that are not drawn yet. Sorted. Besides these there are blob1 to blob32.
constexpr std::string_view k_catalogue[] = {
    "arc",        "asterisk1",  "asterisk2",    "butterfly",   "cloud",    "cylinder",    "diamond2",
    "door",       "drop1",      "drop2",        "explosion",   "flag",     "flower",      "frame",
    "heart1",     "home",       "home2",        "hourglass",   "house",    "keyhole",     "kiss",
    "leaf",       "lightning1", "lightning2",   "magnet",      "mithosis", "orangeRicky", "party",
    "pillow",     "polygon",    "rainbow",      "rhodeIsland", "shell",    "shield1",     "shield2",
    "softFlower", "softStar",   "speechBubble", "stairs1",     "stairs2",  "teewee",
};

bool is_blob(std::string_view name) {
  if (!name.starts_with("blob")) return false;
  const std::string_view number = name.substr(4);
  if (number.empty() || number.size() > 2 || number[0] < '1' || number[0] > '9') return false;
  if (number.size() == 2 && (number[1] < '0' || number[1] > '9')) return false;
  const int value = number.size() == 1 ? number[0] - '0' : (number[0] - '0') * 10 + (number[1] - '0');
  return value <= 32;
}

const Shape* shape_of(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(k_shapes), std::end(k_shapes), [name](const Shape& shape) { return shape.name == name; });
  return found == std::end(k_shapes) ? nullptr : found;
}

bool is_drawn(std::string_view name) {
  return name == "rect" || name == "circle" || name == "star" || name == "pentagon" || name == "hexagon" ||
         shape_of(name) != nullptr;
}

}  // namespace

bool is_catalogue_shape(std::string_view sub_type) {
  return is_drawn(sub_type) || is_blob(sub_type) ||
         std::find(std::begin(k_catalogue), std::end(k_catalogue), sub_type) != std::end(k_catalogue);
}

bool is_plain_rectangle(std::string_view sub_type) { return sub_type == "rect" || !is_catalogue_shape(sub_type); }

std::optional<Path> figure_outline(std::string_view sub_type, const Rect& box, double corner_radius) {
  if (sub_type == "circle") return Path::ellipse(box);
  if (sub_type == "pentagon") return Path::regular_polygon(box, 5);
  if (sub_type == "hexagon") return Path::regular_polygon(box, 6);
  if (sub_type == "star") return Path::star(box, 5, 0.3819660112501051);  // the spikes of a pentagram
  if (const Shape* shape = shape_of(sub_type); shape != nullptr) {
    std::vector<Point> corners;
    for (std::size_t i = 0; i < shape->count; ++i)
      corners.push_back({box.left + shape->corners[i].x * box.width(), box.top + shape->corners[i].y * box.height()});
    return Path::polygon(corners);
  }
  if (is_plain_rectangle(sub_type)) return Path::rounded_rectangle(box, corner_radius);
  return std::nullopt;
}

std::vector<double> dash_of(const Properties& properties, double unit_px, double length_px) {
  static constexpr std::size_t k_max_dashes = 32;
  static constexpr double k_max_repeats = 20'000;
  const document::Value* value = properties.find(Key::Dash);
  if (value == nullptr || value->kind() != base::Json::Kind::Array) return {};
  std::vector<double> out;
  double sum = 0;
  const base::Json json = value->as_json();
  for (const base::Json& item : json.items()) {
    if (!item.is_number() || !(item.as_number() >= 0) || out.size() == k_max_dashes) return {};
    out.push_back(within(item.as_number() * unit_px, 0, k_far_px));
    sum += out.back();
  }
  if (!(sum > 0.01) || length_px / sum > k_max_repeats) return {};
  return out;
}

void draw_figure(Canvas& canvas, const Properties& properties) {
  const Rect box = canvas.local();
  const std::string sub_type = properties.text(Key::SubType, "rect");
  const double radius = properties.number(Key::CornerRadius, 0);
  const auto outline = figure_outline(sub_type, box, radius);
  const Paint fill = paint_of(properties.text(Key::Fill, k_figure_fill), box);
  const Paint stroke = paint_of(properties.text(Key::Stroke, k_figure_stroke), box);
  const double stroke_px = within(properties.number(Key::StrokeWidth, 0), 0, k_far_px);
  const bool fills = !fill.invisible();
  const bool strokes = stroke_px > 0 && !stroke.invisible();
  double opacity = properties.opacity();
  if (!outline.has_value()) {
    if (opacity > 0 && (fills || strokes)) draw_placeholder(canvas, Reason::Figure, sub_type);
    return;
  }
  const bool is_box = is_plain_rectangle(sub_type) && !(radius > 0);
  if (!is_box || (strokes && !fills)) {
    canvas.view.shape = HitShape::Outline;
    canvas.view.outline = *outline;
    // What paints nothing at all can still be taken by its inside.
    canvas.view.filled = fills || !strokes;
    canvas.view.stroke_px = strokes ? stroke_px : 0;
  }
  if (opacity == 0) return;
  const bool layered = opacity < 1 && fills && strokes;
  if (layered) {
    canvas.out.begin_layer(opacity, box);
    opacity = 1;
  }
  if (fills && is_box) canvas.out.fill(fill, opacity, box);
  if (fills && !is_box) canvas.out.fill(fill, opacity, *outline);
  if (strokes) {
    // Inside: twice as wide, and the outer half cut away.
    canvas.out.save();
    canvas.out.clip(*outline);
    canvas.out.stroke(
        stroke, opacity,
        {.width_px = 2 * stroke_px, .dash_px = dash_of(properties, stroke_px, 2 * (box.width() + box.height()))},
        *outline);
    canvas.out.restore();
  }
  if (layered) canvas.out.end_layer();
}

}  // namespace flashkit::display
