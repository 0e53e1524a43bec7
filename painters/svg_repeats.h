#pragma once
// How much an SVG file asks for, found without drawing it: things are drawn again by reference (<use>, <pattern>,
// <mask>, ... all by `href`), and a few lines can ask for thousands of millions of shapes; opacity, masks and filters
// are drawn through surfaces as large as the picture. Reads the text only; it need not be well formed.
#include <cstdint>
#include <string_view>

namespace flashkit::painters {

// What is drawn again counts again. Cycles count once.
struct SvgWeight {
  std::uint64_t elements = 0;
  std::uint64_t layers = 0;          // surfaces made for them, about
  std::uint64_t layers_at_once = 0;  // as deep as they nest, or more
};

// No number is more than `limit` + 1, or than the file's own elements.
SvgWeight svg_weight(std::string_view svg, std::uint64_t limit);

}  // namespace flashkit::painters
