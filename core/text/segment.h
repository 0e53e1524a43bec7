#pragma once
// Boundaries between graphemes and between words (Unicode Standard Annex 29). Tables are generated from Unicode 15.
#include <cstdint>
#include <string_view>
#include <vector>

namespace flashkit::text {

// Indexes at which a boundary stands, 0 and text.size() included; {0} for empty text.
std::vector<std::uint32_t> grapheme_boundaries(std::u32string_view text);
std::vector<std::uint32_t> word_boundaries(std::u32string_view text);

}  // namespace flashkit::text
