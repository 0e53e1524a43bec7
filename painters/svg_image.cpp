#include "painters/svg_image.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <cmath>

#include "painters/assets.h"
#include "painters/bitmap.h"
#include "painters/limits.h"
#include "painters/svg_repeats.h"

namespace flashkit::painters {
namespace {

using base::Errc;
using base::Error;
using base::Result;

// A raster inside an SVG could be a bomb that no limit of librsvg stops.
bool rasters_are_sane(std::string_view svg) {
  std::size_t at = svg.find("data:image/");
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(svg.find_first_of("\"')<", at), svg.size());
    const auto bytes = decode_data_url(svg.substr(at, end - at));
    if (bytes.ok()) {
      const auto size = probe_image(bytes.value());
      if (!size.ok() && size.error().code == Errc::Limit) return false;
    }
    at = svg.find("data:image/", end);
  }
  return true;
}

struct PixelSize {
  double width = 0;
  double height = 0;
};

// As browsers do: what is named holds, the view box gives the ratio of what is not, and 300 x 150 the rest.
PixelSize natural_size(RsvgHandle* handle) {
  gboolean has_width = FALSE;
  gboolean has_height = FALSE;
  gboolean has_box = FALSE;
  RsvgLength width{};
  RsvgLength height{};
  RsvgRectangle box{};
  rsvg_handle_get_intrinsic_dimensions(handle, &has_width, &width, &has_height, &height, &has_box, &box);
  const bool width_known = has_width != FALSE && width.unit != RSVG_UNIT_PERCENT && width.length > 0;
  const bool height_known = has_height != FALSE && height.unit != RSVG_UNIT_PERCENT && height.length > 0;
  const bool box_known = has_box != FALSE && box.width > 0 && box.height > 0;
  double natural_width = 0;
  double natural_height = 0;
  if (width_known && height_known &&
      rsvg_handle_get_intrinsic_size_in_pixels(handle, &natural_width, &natural_height)) {
    return {natural_width, natural_height};
  }
  if (!box_known) return {};
  return {box.width, box.height};
}

}  // namespace

struct SvgImage::Handle {
  RsvgHandle* handle = nullptr;
  explicit Handle(RsvgHandle* taken) : handle(taken) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { g_object_unref(handle); }
};

SvgImage::SvgImage(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
SvgImage::SvgImage(SvgImage&&) noexcept = default;
SvgImage& SvgImage::operator=(SvgImage&&) noexcept = default;
SvgImage::~SvgImage() = default;

Result<SvgImage> SvgImage::open(base::ByteView bytes) {
  if (bytes.size() > k_max_svg_bytes) return Error{Errc::Limit, "the SVG file is larger than 32 MB", bytes.size()};
  if (!rasters_are_sane(base::text_of(bytes))) return Error{Errc::Limit, "an image in the SVG file is too large"};
  if (drawn_elements(base::text_of(bytes), k_max_svg_elements) > k_max_svg_elements) {
    return Error{Errc::Limit, "the SVG file draws over 200 thousand shapes"};
  }
  GError* error = nullptr;
  RsvgHandle* raw = rsvg_handle_new_from_data(bytes.data(), bytes.size(), &error);
  if (raw == nullptr) {
    g_clear_error(&error);
    return Error{Errc::Malformed, "the SVG file cannot be read"};
  }
  SvgImage out(std::make_unique<Handle>(raw));
  rsvg_handle_set_dpi(raw, 96);
  const PixelSize size = natural_size(raw);
  const bool sane = std::isfinite(size.width) && std::isfinite(size.height) && size.width < 1e6 && size.height < 1e6;
  out.width_px_ = sane ? size.width : 0;
  out.height_px_ = sane ? size.height : 0;
  return out;
}

bool SvgImage::draw(cairo_t* to, double width, double height) const {
  cairo_save(to);
  const bool natural = width_px_ > 0 && height_px_ > 0;
  const RsvgRectangle viewport{0, 0, natural ? width_px_ : width, natural ? height_px_ : height};
  if (natural) cairo_scale(to, width / width_px_, height / height_px_);
  GError* error = nullptr;
  const bool drawn = rsvg_handle_render_document(handle_->handle, to, &viewport, &error) != FALSE;
  g_clear_error(&error);
  cairo_restore(to);
  return drawn;
}

bool is_svg(base::ByteView bytes) {
  std::string_view text = base::text_of(bytes.first(bytes.size() < 4096 ? bytes.size() : 4096));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t tag = text.find("<svg");
  if (tag == std::string_view::npos) return false;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

}  // namespace flashkit::painters
