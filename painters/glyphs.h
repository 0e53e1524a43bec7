#pragma once
// Glyphs for Cairo: as coverage masks at quarter pixels for upright text of a usual size on pixels, as outlines for
// everything else on pixels, and as font faces for PDF and SVG, where text stays text.
#include <cairo.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "text/fonts.h"

namespace flashkit::painters {

struct SurfaceRelease {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, SurfaceRelease>;

// Coverage of one glyph; its top left pixel stands at `left`, `top` from the pixel of the glyph's origin.
struct GlyphMask {
  SurfacePtr surface;  // null for a glyph without ink
  int left = 0;
  int top = 0;
};

class GlyphStore {
 public:
  explicit GlyphStore(const text::FontLibrary& fonts) : fonts_(&fonts) {}
  ~GlyphStore();
  GlyphStore(const GlyphStore&) = delete;
  GlyphStore& operator=(const GlyphStore&) = delete;

  const text::FontLibrary& fonts() const { return *fonts_; }
  // The glyph at `size_px`, its origin `quarter_x` and `quarter_y` fourths of a pixel (0 to 3) right of and below the
  // corner of a pixel. Good until the next call.
  const GlyphMask& mask(text::FontId font, std::uint32_t glyph, double size_px, int quarter_x, int quarter_y);
  // Adds the outline to the current path, origin at x, y in the space in force.
  void add_outline(cairo_t* to, text::FontId font, std::uint32_t glyph, double size_px, double x, double y);
  // Null when FreeType cannot read the file.
  cairo_font_face_t* face(text::FontId font);

 private:
  using Key = std::tuple<std::uint32_t, std::uint32_t, float, int>;
  const text::FontLibrary* fonts_;
  text::OutlineCache outlines_;
  std::map<Key, GlyphMask> masks_;
  std::size_t mask_bytes_ = 0;
  std::map<std::uint32_t, cairo_font_face_t*> faces_;
};

}  // namespace flashkit::painters
