#include <algorithm>
#include <cmath>

#include "painters/limits.h"
#include "painters/run_detail.h"

namespace flashkit::painters {
namespace {

// How a drawing reaches the page: upright onto a surface of its own, and that through a matrix.
struct Way {
  cairo_matrix_t to_surface;    // from the space in force; only shifts and enlarges
  cairo_matrix_t from_surface;  // to the device
  int width = 1;
  int height = 1;
};

// Of one axis: where `from` to `to` of the space in force lie on the device, and on a surface that has whole pixels of
// the device.
struct Axis {
  double scale;   // to the device, maybe turned round
  double offset;  //
  double first;   // pixels of the device
  double last;
  Axis(double by, double shift, double from, double to) : scale(by), offset(shift) {
    const double a = by * from + shift;
    const double b = by * to + shift;
    first = std::floor(std::min(a, b) + 1e-6);
    last = std::max(first + 1, std::ceil(std::max(a, b) - 1e-6));
  }
  bool turned() const { return scale < 0; }
  double surface_scale() const { return std::fabs(scale); }
  double surface_offset() const { return turned() ? last - offset : offset - first; }
  double sign() const { return turned() ? -1 : 1; }
  double edge() const { return turned() ? last : first; }
};

// The part of the box that the clip in force leaves.
DrawingBox seen(cairo_t* to, const DrawingBox& box) {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  cairo_clip_extents(to, &left, &top, &right, &bottom);
  left = std::max(left, box.x);
  top = std::max(top, box.y);
  right = std::min(right, box.x + box.width);
  bottom = std::min(bottom, box.y + box.height);
  return {left, top, right - left, bottom - top};
}

bool nothing(double number, double beside) { return std::fabs(number) <= 1e-9 * std::fabs(beside); }

// Upright, flipped or turned by a quarter: pixel by pixel as if it had been drawn in place.
std::optional<Way> exact_way(const cairo_matrix_t& m, const DrawingBox& part) {
  const bool straight = nothing(m.xy, m.yy) && nothing(m.yx, m.xx);
  const bool quarter = nothing(m.xx, m.yx) && nothing(m.yy, m.xy);
  if (!straight && !quarter) return std::nullopt;
  const Axis x(straight ? m.xx : m.yx, straight ? m.x0 : m.y0, part.x, part.x + part.width);
  const Axis y(straight ? m.yy : m.xy, straight ? m.y0 : m.x0, part.y, part.y + part.height);
  Way out{};
  out.width = static_cast<int>(x.last - x.first);
  out.height = static_cast<int>(y.last - y.first);
  cairo_matrix_init(&out.to_surface, x.surface_scale(), 0, 0, y.surface_scale(), x.surface_offset(),
                    y.surface_offset());
  if (straight) {
    cairo_matrix_init(&out.from_surface, x.sign(), 0, 0, y.sign(), x.edge(), y.edge());
  } else {
    cairo_matrix_init(&out.from_surface, 0, x.sign(), y.sign(), 0, y.edge(), x.edge());
  }
  return out;
}

// Any other way, or with fewer pixels: the part fills the surface.
Way stretched_way(const cairo_matrix_t& m, const DrawingBox& part, double scale_x, double scale_y) {
  Way out{};
  out.width = static_cast<int>(std::max(1.0, std::ceil(part.width * scale_x - 1e-6)));
  out.height = static_cast<int>(std::max(1.0, std::ceil(part.height * scale_y - 1e-6)));
  const double by_x = out.width / part.width;
  const double by_y = out.height / part.height;
  cairo_matrix_init(&out.to_surface, by_x, 0, 0, by_y, -part.x * by_x, -part.y * by_y);
  out.from_surface = m;
  cairo_matrix_translate(&out.from_surface, part.x, part.y);
  cairo_matrix_scale(&out.from_surface, 1 / by_x, 1 / by_y);
  return out;
}

Way way_of(const cairo_matrix_t& m, const DrawingBox& part, const DrawingBox& whole, double finer, double most_pixels) {
  const double scale_x = finer * std::hypot(m.xx, m.yx);
  const double scale_y = finer * std::hypot(m.xy, m.yy);
  const double shown = part.width * scale_x * part.height * scale_y;
  const double all = whole.width * scale_x * whole.height * scale_y;
  double shrink = std::min({1.0, std::sqrt(k_max_svg_pixels / shown), std::sqrt(most_pixels / all)});
  // Cairo draws on no longer sides; and of a drawing with layers no side of the whole may be longer.
  const bool layered = most_pixels < k_max_svg_whole_pixels;
  const DrawingBox& limited = layered ? whole : part;
  shrink =
      std::min({shrink, k_max_output_side / (limited.width * scale_x), k_max_output_side / (limited.height * scale_y)});
  if (shrink == 1 && finer == 1) {
    if (const auto exact = exact_way(m, part)) return *exact;
  }
  return stretched_way(m, part, shrink * scale_x, shrink * scale_y);
}

}  // namespace

// librsvg never sees our context: it can only draw upright, and it does not restore what it saved when it fails.
bool Run::paint_drawing(const SvgImage& drawing, const DrawingBox& whole, const DrawingBox& part) {
  constexpr double k_finer = 4;  // where shapes stay shapes: Cairo keeps their points as fractions of a pixel
  const bool pixels = medium_ == Medium::Pixels;
  cairo_matrix_t m;
  cairo_get_matrix(to_, &m);
  // Too thin to be seen, and its matrix would be without an inverse.
  if (!(part.width * std::hypot(m.xx, m.yx) > 1e-3 && part.height * std::hypot(m.xy, m.yy) > 1e-3)) return true;
  const Way way = way_of(m, part, whole, pixels ? 1 : k_finer, drawing.most_pixels());
  const cairo_rectangle_t extents{0, 0, static_cast<double>(way.width), static_cast<double>(way.height)};
  const SurfacePtr surface(pixels ? cairo_image_surface_create(CAIRO_FORMAT_ARGB32, way.width, way.height)
                                  : cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents));
  cairo_t* upright = cairo_create(surface.get());
  cairo_set_matrix(upright, &way.to_surface);
  const bool drawn = drawing.draw(upright, whole) && cairo_status(upright) == CAIRO_STATUS_SUCCESS;
  cairo_destroy(upright);
  if (!drawn || cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return false;
  cairo_set_matrix(to_, &way.from_surface);
  cairo_set_source_surface(to_, surface.get(), 0, 0);
  // The clip makes the edge; without padding it would fade twice. In files padding would turn shapes into pixels.
  if (pixels) cairo_pattern_set_extend(cairo_get_source(to_), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter(cairo_get_source(to_), CAIRO_FILTER_BILINEAR);
  cairo_paint(to_);
  cairo_set_source_rgb(to_, 0, 0, 0);
  return true;
}

void Run::svg_image(const ImageOrder& order, const SvgImage& drawing) {
  const double whole_width = order.width / order.crop_width;
  const double whole_height = order.height / order.crop_height;
  if (!(whole_width < 1e7 && whole_height < 1e7)) return;
  const DrawingBox box{order.x, order.y, order.width, order.height};
  const DrawingBox whole{order.x - order.crop_x * whole_width, order.y - order.crop_y * whole_height, whole_width,
                         whole_height};
  cairo_save(to_);
  flip(order);
  cairo_new_path(to_);
  cairo_rectangle(to_, box.x, box.y, box.width, box.height);
  cairo_clip(to_);
  const DrawingBox part = seen(to_, box);
  const bool drawn = !(part.width > 0 && part.height > 0) || paint_drawing(drawing, whole, part);
  cairo_restore(to_);
  if (!drawn) paint_placeholder(to_, order.x, order.y, order.width, order.height);
}

}  // namespace flashkit::painters
