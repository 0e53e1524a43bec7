#include <algorithm>
#include <cmath>

#include "painters/order_reader_detail.h"

namespace flashkit::painters {
namespace {

struct Channels {
  double red, green, blue, alpha;
};

Channels channels_of(std::uint32_t rgba) {
  const auto at = [rgba](int shift) { return (rgba >> shift & 255) / 255.0; };
  return {at(24), at(16), at(8), at(0)};
}

// An exclamation mark in a circle.
void paint_mark(cairo_t* to, double x, double y, double radius) {
  if (radius < 4) return;
  cairo_set_source_rgba(to, 90 / 255.0, 94 / 255.0, 104 / 255.0, 0.9);
  cairo_new_path(to);
  cairo_arc(to, x, y, radius, 0, 6.283185307179586);
  cairo_fill(to);
  cairo_set_source_rgb(to, 1, 1, 1);
  cairo_rectangle(to, x - radius * 0.1, y - radius * 0.55, radius * 0.2, radius * 0.65);
  cairo_rectangle(to, x - radius * 0.1, y + radius * 0.3, radius * 0.2, radius * 0.2);
  cairo_fill(to);
}

}  // namespace

Paint set_source(cairo_t* to, OrderReader& in) {
  if (in.word() == 0) {
    const std::uint32_t rgba = in.word();
    const Channels c = channels_of(rgba);
    cairo_set_source_rgba(to, c.red, c.green, c.blue, c.alpha);
    return {(rgba & 255) == 255, false};
  }
  const double x0 = in.real();
  const double y0 = in.real();
  const double x1 = in.real();
  const double y1 = in.real();
  cairo_pattern_t* pattern = cairo_pattern_create_linear(x0, y0, x1, y1);
  Paint out{true, true};
  for (std::uint32_t count = in.word(); count-- > 0;) {
    const double offset = in.real();
    const std::uint32_t rgba = in.word();
    const Channels c = channels_of(rgba);
    cairo_pattern_add_color_stop_rgba(pattern, offset, c.red, c.green, c.blue, c.alpha);
    out.opaque = out.opaque && (rgba & 255) == 255;
  }
  cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD);
  cairo_set_source(to, pattern);
  cairo_pattern_destroy(pattern);
  return out;
}

void set_path(cairo_t* to, OrderReader& in) {
  cairo_new_path(to);
  const std::size_t words = in.word();
  const std::size_t end = in.at() + words;
  while (in.at() < end) {
    switch (in.word()) {
      case 0: {
        const double x = in.real();
        const double y = in.real();
        cairo_move_to(to, x, y);
        break;
      }
      case 1: {
        const double x = in.real();
        const double y = in.real();
        cairo_line_to(to, x, y);
        break;
      }
      case 2: {
        double p[6];
        for (double& number : p) number = in.real();
        cairo_curve_to(to, p[0], p[1], p[2], p[3], p[4], p[5]);
        break;
      }
      case 3:
        cairo_close_path(to);
        break;
      case 4: {
        double p[4];
        for (double& number : p) number = in.real();
        cairo_rectangle(to, p[0], p[1], p[2], p[3]);
        break;
      }
      default:
        return;
    }
  }
}

void paint_placeholder(cairo_t* to, double x, double y, double width, double height) {
  if (!(width > 0 && height > 0)) return;
  cairo_save(to);
  cairo_new_path(to);
  cairo_rectangle(to, x, y, width, height);
  cairo_clip(to);
  cairo_set_source_rgba(to, 120 / 255.0, 124 / 255.0, 134 / 255.0, 0.14);
  cairo_paint(to);
  cairo_set_source_rgba(to, 120 / 255.0, 124 / 255.0, 134 / 255.0, 0.35);
  cairo_set_dash(to, nullptr, 0, 0);
  cairo_set_line_width(to, 1);
  const double step = std::max(14.0, (width + height) / 60);
  for (double along = step; along < width + height; along += step) {
    cairo_move_to(to, x + along, y);
    cairo_line_to(to, x + along - height, y + height);
  }
  cairo_stroke(to);
  cairo_set_line_width(to, 2);
  cairo_rectangle(to, x, y, width, height);
  cairo_stroke(to);
  paint_mark(to, x + width / 2, y + height / 2, std::min(28.0, std::min(width, height) / 3));
  cairo_restore(to);
}

}  // namespace flashkit::painters
