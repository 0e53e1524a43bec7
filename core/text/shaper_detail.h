#pragma once
// From a paragraph to shaped items: stretches of one style, font, script and direction, with HarfBuzz's glyphs in font
// units. Indexes are code points of the (case-transformed) paragraph.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/font_picker_detail.h"
#include "text/layout.h"
#include "text/library_detail.h"
#include "text/unicode.h"

namespace flashkit::text {

struct Item {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t style = 0;
  FontId font = k_no_font;
  Script script = Script::Zyyy;
  std::uint8_t level = 0;
  double size_px = 0;
  double unit_px = 0;     // pixels per font unit
  double spacing_px = 0;  // letter spacing after a cluster
};

struct ShapedGlyph {
  std::uint32_t id = 0;
  std::uint32_t cluster = 0;  // first code point in the paragraph
  std::int32_t advance = 0;
  std::int32_t x_offset = 0;
  std::int32_t y_offset = 0;
  bool unsafe_to_break = false;  // a line that begins with this cluster must be shaped anew
};

// Glyphs from left to right.
struct ShapedItem {
  Item item;
  std::vector<ShapedGlyph> glyphs;
};

struct ParagraphText {
  std::u32string_view text;
  std::span<const std::uint32_t> styles;     // per code point
  std::span<const std::uint32_t> graphemes;  // boundaries
  std::span<const std::uint8_t> levels;      // per code point
};

std::vector<Item> itemize(const ParagraphText& paragraph, FontPicker& picker, std::span<const StyleRun> styles,
                          const FontLibrary& fonts);

// Owns HarfBuzz's buffer; one per layout.
class Shaper {
 public:
  Shaper(const FontLibrary& fonts, std::string_view language);
  ~Shaper();
  Shaper(const Shaper&) = delete;
  Shaper& operator=(const Shaper&) = delete;
  // Shapes begin..end of the item; the paragraph around it is context, so letters join as if it were whole.
  std::vector<ShapedGlyph> shape(std::u32string_view paragraph, const Item& item, std::uint32_t begin,
                                 std::uint32_t end);

 private:
  const FontLibrary& fonts_;
  hb_buffer_t* buffer_;
  hb_language_t language_;
};

}  // namespace flashkit::text
