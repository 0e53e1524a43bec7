#pragma once
// One paragraph on its way to lines: shaped once, then cut. Indexes are code points of the case-transformed paragraph.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/line_break.h"
#include "text/shaper_detail.h"

namespace flashkit::text {

struct Paragraph {
  std::u32string_view text;
  std::vector<ShapedItem> items;
  std::vector<LineBreak> breaks;
  std::vector<std::uint32_t> cuts;   // boundaries between graphemes at which a too long word may be split
  std::vector<std::uint8_t> levels;  // per code point
  std::vector<double> width_before;  // sum of the cluster widths before a code point, in text order
  std::vector<bool> safe;            // a line may begin here without shaping anew
  bool right_to_left = false;
};

struct Cut {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t visible_end = 0;  // without the spaces that hang
  bool broke_word = false;
};

// Width and place of every cluster, from the shaped items.
void measure(Paragraph& paragraph);
// The items lie side by side in text order: the first one that ends behind `begin`.
std::vector<ShapedItem>::const_iterator first_item_after(const Paragraph& paragraph, std::uint32_t begin);
// Those of an item's glyphs, in the shaper's order, whose clusters begin within begin..end.
std::span<const ShapedGlyph> clusters_between(std::span<const ShapedGlyph> glyphs, std::uint32_t begin,
                                              std::uint32_t end);
// The glyphs of an item between two indexes, shaped anew where cutting would be wrong.
std::vector<ShapedGlyph> glyphs_between(const Paragraph& paragraph, const ShapedItem& shaped, std::uint32_t begin,
                                        std::uint32_t end, Shaper& shaper);
// Fills lines greedily. An empty paragraph has one empty line.
std::vector<Cut> cut_into_lines(const Paragraph& paragraph, Shaper& shaper, double limit_px);

}  // namespace flashkit::text
