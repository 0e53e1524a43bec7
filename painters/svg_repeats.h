#pragma once
// How often an SVG file draws things again by reference (<use>, <pattern>, <mask>, ... all by `href`), found without
// drawing it: a few lines can ask for thousands of millions of shapes. Reads the text only; it need not be well formed.
#include <cstdint>
#include <string_view>

namespace flashkit::painters {

// The elements that `svg` draws, those that are drawn again counted again; never more than `limit` + 1. Cycles count
// once.
std::uint64_t drawn_elements(std::string_view svg, std::uint64_t limit);

}  // namespace flashkit::painters
