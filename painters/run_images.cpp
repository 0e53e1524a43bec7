#include <algorithm>
#include <cmath>

#include "base/sha256.h"
#include "painters/run_detail.h"

namespace flashkit::painters {
namespace {

// Cairo only reads from the surface; the level must outlive it.
SurfacePtr surface_of(const Level& level) {
  auto* data = reinterpret_cast<unsigned char*>(const_cast<std::uint32_t*>(level.pixels.data()));
  return SurfacePtr(
      cairo_image_surface_create_for_data(data, CAIRO_FORMAT_ARGB32, level.width, level.height, level.width * 4));
}

// Fills the current path from the level; `to_level` takes the space in force to the level's pixels.
void fill_from(cairo_t* to, const Level& level, const cairo_matrix_t& to_level, cairo_extend_t extend) {
  const SurfacePtr surface = surface_of(level);
  cairo_pattern_t* pattern = cairo_pattern_create_for_surface(surface.get());
  cairo_pattern_set_matrix(pattern, &to_level);
  cairo_pattern_set_filter(pattern, CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend(pattern, extend);
  cairo_set_source(to, pattern);
  cairo_fill(to);
  cairo_pattern_destroy(pattern);
  cairo_set_source_rgb(to, 0, 0, 0);  // lets go of the pattern before the surface goes
}

void attach(cairo_surface_t* surface, const char* type, base::ByteView bytes) {
  auto* copy = new base::Bytes(base::copy_of(bytes));
  const auto release = [](void* data) { delete static_cast<base::Bytes*>(data); };
  if (cairo_surface_set_mime_data(surface, type, copy->data(), copy->size(), release, copy) != CAIRO_STATUS_SUCCESS) {
    release(copy);
  }
}

}  // namespace

void Run::image(OrderReader in) {
  ImageOrder order{};
  order.source = page_.string(in.word());
  (void)in.word();  // whether it is an SVG: the bytes say so themselves
  order.colours = page_.string(in.word());
  for (double* number : {&order.crop_x, &order.crop_y, &order.crop_width, &order.crop_height, &order.x, &order.y,
                         &order.width, &order.height}) {
    *number = in.real();
  }
  order.flags = in.word();
  if (!(order.crop_width > 0 && order.crop_height > 0 && order.width > 0 && order.height > 0)) return;
  const auto facts = images_.facts(order.source);
  if (facts.ok() && facts.value().is_svg) {
    if (const SvgImage* drawing = images_.svg(order.source, order.colours)) {
      svg_image(order, *drawing);
      return;
    }
  } else if (facts.ok()) {
    if (Bitmap* bitmap = images_.bitmap(order.source)) {
      if (medium_ == Medium::Pixels) {
        raster_on_pixels(order, *bitmap);
      } else {
        raster_as_object(order, *bitmap);
      }
      return;
    }
  }
  paint_placeholder(to_, order.x, order.y, order.width, order.height);
}

void Run::flip(const ImageOrder& order) {
  const bool flip_x = (order.flags & 1) != 0;
  const bool flip_y = (order.flags & 2) != 0;
  if (!flip_x && !flip_y) return;
  cairo_translate(to_, order.x + order.width / 2, order.y + order.height / 2);
  cairo_scale(to_, flip_x ? -1 : 1, flip_y ? -1 : 1);
  cairo_translate(to_, -order.x - order.width / 2, -order.y - order.height / 2);
}

void Run::raster_on_pixels(const ImageOrder& order, Bitmap& bitmap) {
  cairo_save(to_);
  flip(order);
  cairo_matrix_t m;
  cairo_get_matrix(to_, &m);
  const double along_x = std::sqrt(m.xx * m.xx + m.yx * m.yx) * order.width / (order.crop_width * bitmap.width());
  const double along_y = std::sqrt(m.xy * m.xy + m.yy * m.yy) * order.height / (order.crop_height * bitmap.height());
  const Level& level = bitmap.level(level_for(std::max(along_x, along_y)));
  const double kx = order.crop_width * level.width / order.width;
  const double ky = order.crop_height * level.height / order.height;
  cairo_matrix_t to_level;
  cairo_matrix_init(&to_level, kx, 0, 0, ky, order.crop_x * level.width - order.x * kx,
                    order.crop_y * level.height - order.y * ky);
  cairo_new_path(to_);
  if (m.xy == 0 && m.yx == 0 && std::fabs(m.xx) > 0 && std::fabs(m.yy) > 0) {
    // Upright edges end on whole pixels, as browsers have it, while the inside stays where it was.
    double left = order.x;
    double top = order.y;
    double right = order.x + order.width;
    double bottom = order.y + order.height;
    cairo_user_to_device(to_, &left, &top);
    cairo_user_to_device(to_, &right, &bottom);
    if (left > right) std::swap(left, right);
    if (top > bottom) std::swap(top, bottom);
    left = std::floor(left + 0.5);
    top = std::floor(top + 0.5);
    right = std::max(left + 1, std::floor(right + 0.5));
    bottom = std::max(top + 1, std::floor(bottom + 0.5));
    cairo_matrix_t inverse = m;
    if (cairo_matrix_invert(&inverse) == CAIRO_STATUS_SUCCESS) {
      cairo_matrix_multiply(&to_level, &inverse, &to_level);
      cairo_identity_matrix(to_);
      cairo_rectangle(to_, left, top, right - left, bottom - top);
    }
  } else {
    cairo_rectangle(to_, order.x, order.y, order.width, order.height);
  }
  fill_from(to_, level, to_level, CAIRO_EXTEND_PAD);
  cairo_restore(to_);
}

// In PDF and SVG the image stands whole, as the JPEG file that it came from where that can be.
void Run::raster_as_object(const ImageOrder& order, Bitmap& bitmap) {
  const Level& level = bitmap.level(0);
  cairo_save(to_);
  flip(order);
  cairo_new_path(to_);
  cairo_rectangle(to_, order.x, order.y, order.width, order.height);
  cairo_clip(to_);
  const double scale_x = order.width / (order.crop_width * level.width);
  const double scale_y = order.height / (order.crop_height * level.height);
  cairo_translate(to_, order.x - order.crop_x * level.width * scale_x, order.y - order.crop_y * level.height * scale_y);
  cairo_scale(to_, scale_x, scale_y);
  const SurfacePtr surface = surface_of(level);
  if (const base::Bytes* jpeg = images_.plain_jpeg(order.source)) {
    attach(surface.get(), CAIRO_MIME_TYPE_JPEG, *jpeg);
  }
  const std::string name = base::to_hex(base::sha256(base::bytes_of(order.source)));
  attach(surface.get(), CAIRO_MIME_TYPE_UNIQUE_ID, base::bytes_of(name));
  cairo_set_source_surface(to_, surface.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(to_), CAIRO_FILTER_BILINEAR);
  cairo_paint(to_);
  cairo_set_source_rgb(to_, 0, 0, 0);
  cairo_restore(to_);
}

}  // namespace flashkit::painters
