#include "base/utf8.h"
#include "display/orders_detail.h"

namespace flashkit::display {

using geometry::Path;
using geometry::PathVerb;
using geometry::Point;
using geometry::Rect;

StringPool::StringPool() { number(""); }

std::uint32_t StringPool::number(std::string_view text) {
  const auto [found, is_new] = numbers_.emplace(std::string(text), static_cast<std::uint32_t>(texts_.size()));
  if (!is_new) return found->second;
  if (!base::is_utf8(text)) {
    const std::uint32_t repaired = number(base::to_utf8(base::to_utf32(text)));
    numbers_[std::string(text)] = repaired;
    return repaired;
  }
  texts_.push_back(&found->first);
  bytes_ += text.size();
  return found->second;
}

std::uint32_t StringPool::find(std::string_view text) const {
  const auto found = numbers_.find(std::string(text));
  return found == numbers_.end() ? 0 : found->second;
}

bool Paint::invisible() const {
  for (const auto& stop : stops) {
    if (stop.color.alpha != 0) return false;
  }
  return !stops.empty() || color.alpha == 0;
}

Paint paint_of(std::string_view css, const Rect& box) {
  Paint out;
  if (const auto color = geometry::parse_color(css); color.has_value()) {
    out.color = *color;
  } else if (const auto gradient = geometry::parse_linear_gradient(css); gradient.has_value()) {
    out.stops = gradient->stops;
    out.line = geometry::gradient_line(*gradient, box);
  } else if (css.empty() || css == "none") {
    out.color = geometry::k_transparent;
  }
  return out;
}

void OrderWriter::begin(OrderKind kind) {
  open_ = out_.words.size();
  out_.words.push_back(static_cast<std::uint32_t>(kind));
}

void OrderWriter::end() {
  const std::size_t length = out_.words.size() - open_;
  FLASHKIT_ASSERT(length < 1u << 24);
  out_.words[open_] |= static_cast<std::uint32_t>(length) << 8;
}

void OrderWriter::text(std::string_view text) {
  out_.string_at.push_back(static_cast<std::uint32_t>(out_.words.size()));
  out_.words.push_back(strings_.number(text));
}

void OrderWriter::transform(const geometry::Affine& by) {
  begin(OrderKind::Transform);
  for (const double number : {by.a, by.b, by.c, by.d, by.e, by.f}) real(number);
  end();
}

void OrderWriter::clip(const Path& by) {
  begin(OrderKind::Clip);
  path(by);
  end();
}

std::size_t OrderWriter::begin_layer(double opacity, const Rect& bounds) {
  begin(OrderKind::LayerBegin);
  const std::size_t layer = out_.words.size();
  real(opacity);
  for (const double edge : {bounds.left, bounds.top, bounds.right, bounds.bottom}) real(edge);
  end();
  return layer;
}

void OrderWriter::correct_layer(std::size_t layer, const Rect& bounds) {
  std::size_t at = layer;
  for (const double edge : {bounds.left, bounds.top, bounds.right, bounds.bottom}) out_.words[++at] = word_of(edge);
}

void OrderWriter::paint(const Paint& paint, double opacity) {
  if (paint.stops.empty()) {
    word(0);
    word(geometry::with_opacity(paint.color, opacity).rgba());
    return;
  }
  word(1);
  for (const double number : {paint.line.from.x, paint.line.from.y, paint.line.to.x, paint.line.to.y}) real(number);
  word(static_cast<std::uint32_t>(paint.stops.size()));
  for (const auto& stop : paint.stops) {
    real(stop.offset);
    word(geometry::with_opacity(stop.color, opacity).rgba());
  }
}

void OrderWriter::path(const Path& path) {
  const std::size_t size_at = out_.words.size();
  word(0);
  const Point* at = path.points().data();
  for (const PathVerb verb : path.verbs()) {
    word(static_cast<std::uint32_t>(verb));
    const int points = verb == PathVerb::Cubic ? 3 : verb == PathVerb::Close ? 0 : 1;
    for (int i = 0; i < points; ++i, ++at) {
      real(at->x);
      real(at->y);
    }
  }
  out_.words[size_at] = static_cast<std::uint32_t>(out_.words.size() - size_at - 1);
}

void OrderWriter::fill(const Paint& with, double opacity, const Path& what) {
  begin(OrderKind::Fill);
  paint(with, opacity);
  word(0);
  path(what);
  end();
}

void OrderWriter::fill(const Paint& with, double opacity, const Rect& rect) {
  begin(OrderKind::Fill);
  paint(with, opacity);
  word(0);
  word(5);
  word(4);
  for (const double number : {rect.left, rect.top, rect.width(), rect.height()}) real(number);
  end();
}

void OrderWriter::stroke(const Paint& with, double opacity, const StrokeStyle& style, const Path& what) {
  begin(OrderKind::Stroke);
  paint(with, opacity);
  real(style.width_px);
  word(style.cap);
  word(style.join);
  real(10);
  word(static_cast<std::uint32_t>(style.dash_px.size()));
  for (const double dash : style.dash_px) real(dash);
  path(what);
  end();
}

void OrderWriter::placeholder(const Rect& box, std::string_view reason) {
  begin(OrderKind::Placeholder);
  for (const double number : {box.left, box.top, box.width(), box.height()}) real(number);
  text(reason);
  end();
}

}  // namespace flashkit::display
