#pragma once
// Where a line may end (Unicode Standard Annex 14), from tables generated from Unicode 15.
#include <cstdint>
#include <string_view>
#include <vector>

namespace flashkit::text {

enum class LineBreak : std::uint8_t { Prohibited, Allowed, Mandatory };

// Entry i says whether a line may end before text[i]; the last entry (text.size()) is Mandatory, the first Prohibited.
std::vector<LineBreak> line_breaks(std::u32string_view text);

}  // namespace flashkit::text
