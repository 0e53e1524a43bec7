#include "painters/painter.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <algorithm>
#include <cmath>

#include "painters/encode.h"
#include "painters/limits.h"
#include "painters/run_detail.h"

namespace flashkit::painters {
namespace {

using base::Bytes;
using base::Errc;
using base::Error;
using base::Result;

struct ContextRelease {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using ContextPtr = std::unique_ptr<cairo_t, ContextRelease>;

struct PixelSize {
  int width = 0;
  int height = 0;
};

Result<PixelSize> output_size(const display::DisplayListView& page, double scale) {
  if (!(scale > 0) || !std::isfinite(scale)) return Error{Errc::Malformed, "the scale is not a number above 0"};
  const double width = std::max(1.0, std::round(page.page_width_px() * scale));
  const double height = std::max(1.0, std::round(page.page_height_px() * scale));
  if (!(width <= k_max_output_side && height <= k_max_output_side)) {
    return Error{Errc::Limit, "a side of the picture would be longer than 32000 pixels; choose a smaller scale"};
  }
  if (width * height > static_cast<double>(k_max_output_pixels)) {
    return Error{Errc::Limit, "the picture would have over 100 million pixels; choose a smaller scale"};
  }
  return PixelSize{static_cast<int>(width), static_cast<int>(height)};
}

}  // namespace

struct Painter::State {
  State(const text::FontLibrary& fonts, AssetSource& assets) : glyphs(fonts), images(assets) {}

  Result<SurfacePtr> pixels(const display::DisplayListView& page, double scale, bool on_white) {
    FLASHKIT_TRY(const PixelSize size, output_size(page, scale));
    SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size.width, size.height));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
      return Error{Errc::Limit, "there is not enough memory for the picture"};
    }
    const ContextPtr context(cairo_create(surface.get()));
    if (on_white) {
      cairo_set_source_rgb(context.get(), 1, 1, 1);
      cairo_paint(context.get());
    }
    cairo_scale(context.get(), scale, scale);
    Run(context.get(), Medium::Pixels, page, glyphs, images).paint();
    if (cairo_status(context.get()) != CAIRO_STATUS_SUCCESS) {
      return Error{Errc::Limit, "the painter ran out of memory"};
    }
    return surface;
  }

  GlyphStore glyphs;
  ImageStore images;
};

Painter::Painter(const text::FontLibrary& fonts, AssetSource& assets)
    : state_(std::make_unique<State>(fonts, assets)) {}
Painter::~Painter() = default;

ImageStore& Painter::images() { return state_->images; }

Result<Bytes> Painter::png(const display::DisplayListView& page, double scale) {
  FLASHKIT_TRY(const SurfacePtr surface, state_->pixels(page, scale, false));
  return encode_png(surface.get());
}

Result<Bytes> Painter::jpeg(const display::DisplayListView& page, double scale, int quality) {
  FLASHKIT_TRY(const SurfacePtr surface, state_->pixels(page, scale, true));
  return encode_jpeg(surface.get(), std::clamp(quality, 1, 100));
}

Result<Bytes> Painter::pdf(std::span<const display::DisplayListView> pages, double dpi) {
  if (pages.empty()) return Error{Errc::NotFound, "the design has no page"};
  const double scale = 72 / (dpi >= 1 && dpi <= 10'000 ? dpi : 72);
  Bytes out;
  const SurfacePtr surface(cairo_pdf_surface_create_for_stream(append_bytes, &out, 1, 1));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "Flashkit");
  for (const display::DisplayListView& page : pages) {
    const double width = page.page_width_px() * scale;
    const double height = page.page_height_px() * scale;
    cairo_pdf_surface_set_size(surface.get(), width, height);
    const ContextPtr context(cairo_create(surface.get()));
    cairo_rectangle(context.get(), 0, 0, width, height);
    cairo_clip(context.get());
    cairo_scale(context.get(), scale, scale);
    Run(context.get(), Medium::Pdf, page, state_->glyphs, state_->images).paint();
    cairo_show_page(context.get());
    if (cairo_status(context.get()) != CAIRO_STATUS_SUCCESS) return Error{Errc::Limit, "the PDF could not be written"};
  }
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
    return Error{Errc::Limit, "the PDF could not be written"};
  }
  return out;
}

Result<Bytes> Painter::svg(const display::DisplayListView& page, double scale) {
  FLASHKIT_TRY(const PixelSize size, output_size(page, scale));
  Bytes out;
  const SurfacePtr surface(cairo_svg_surface_create_for_stream(append_bytes, &out, size.width, size.height));
  cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PX);
  const ContextPtr context(cairo_create(surface.get()));
  cairo_rectangle(context.get(), 0, 0, size.width, size.height);
  cairo_clip(context.get());
  cairo_scale(context.get(), scale, scale);
  Run(context.get(), Medium::Svg, page, state_->glyphs, state_->images).paint();
  cairo_surface_finish(surface.get());
  if (cairo_status(context.get()) != CAIRO_STATUS_SUCCESS) return Error{Errc::Limit, "the SVG could not be written"};
  return out;
}

}  // namespace flashkit::painters
