#pragma once
// Text of two directions (Unicode Standard Annex 9): levels by FriBidi from our own Unicode 15 classes, and the
// product's rule for the base direction.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace flashkit::text {

// Right to left only if more than half of the letters are (Polotno's rule); no letters is left to right.
bool is_right_to_left(std::u32string_view text);
// Embedding level of every code point of one paragraph (rules X1 to I2); odd is right to left.
std::vector<std::uint8_t> bidi_levels(std::u32string_view paragraph, bool right_to_left);
// The levels of one line made ready for reordering (rule L1: spaces at its end and separators take the base level).
std::vector<std::uint8_t> line_levels(std::u32string_view line, std::span<const std::uint8_t> levels,
                                      bool right_to_left);
// Rule L2: for items with these levels in the order of the text, their indexes from left to right.
std::vector<std::uint32_t> visual_order(std::span<const std::uint8_t> levels);

}  // namespace flashkit::text
