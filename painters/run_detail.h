#pragma once
// Runs the orders of one page on a Cairo context. What it needs lives in the painter.
#include <cairo.h>

#include <map>

#include "painters/glyphs.h"
#include "painters/image_store.h"
#include "painters/order_reader_detail.h"

namespace flashkit::painters {

enum class Medium { Pixels, Pdf, Svg };

class Run {
 public:
  Run(cairo_t* to, Medium medium, const display::DisplayListView& page, GlyphStore& glyphs, ImageStore& images)
      : to_(to), medium_(medium), page_(page), glyphs_(glyphs), images_(images) {}
  void paint();

 private:
  struct ImageOrder {
    std::string_view source;
    std::string_view colours;
    double crop_x, crop_y, crop_width, crop_height;
    double x, y, width, height;
    std::uint32_t flags;
  };

  void order(std::size_t at);
  void begin_layer(OrderReader in);
  void end_layer();
  void stroke(OrderReader in);
  void glyphs(OrderReader in);
  void glyph_masks(OrderReader in, text::FontId font, double size_px, std::uint32_t count);
  void glyph_outlines(OrderReader in, text::FontId font, double size_px, std::uint32_t count);
  void glyph_text(OrderReader in, text::FontId font, double size_px, std::uint32_t text, std::uint32_t count);
  void collect_glyph_bytes(std::size_t first_order, std::size_t end_order);
  void image(OrderReader in);
  void flip(const ImageOrder& image);
  void svg_image(const ImageOrder& image, const SvgImage& drawing);
  // Into `whole`, of which only `part` can be seen. False when librsvg fails.
  bool paint_drawing(const SvgImage& drawing, const DrawingBox& whole, const DrawingBox& part);
  void raster_on_pixels(const ImageOrder& image, Bitmap& bitmap);
  void raster_as_object(const ImageOrder& image, Bitmap& bitmap);

  cairo_t* to_;
  Medium medium_;
  const display::DisplayListView& page_;
  GlyphStore& glyphs_;
  ImageStore& images_;
  std::vector<double> opacities_;
  // Of the row being written to PDF: by text string, the bytes at which some glyph begins, ascending. Several runs
  // share one text, and a run's last glyph ends where the next one of any run begins.
  std::map<std::uint32_t, std::vector<std::uint32_t>> glyph_bytes_;
};

}  // namespace flashkit::painters
