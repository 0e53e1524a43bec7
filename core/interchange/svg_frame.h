#pragma once
// The frame of an SVG file: how large it is by itself, and the root element that makes both painters stretch the same
// drawing to the same size. A pure function that both use, natively and in the browser.
#include <optional>
#include <string>
#include <string_view>

namespace flashkit::interchange {

struct SvgSize {
  double width_px = 0;
  double height_px = 0;
};

struct FramedSvg {
  SvgSize natural;  // above 0 and at most k_max_svg_side_px
  std::string text;
};

// The file with `width`, `height`, `viewBox` and `preserveAspectRatio` of its root written anew: it is `size` large
// (its natural size without one) and its view box fills that, as `stretchEnabled` has it. The natural size is what the
// root names in any unit but per cents; the view box gives the ratio of what is not named; else it is 300 x 150.
// Nothing for what has no root <svg>. Reads no further than the root; linear.
std::optional<FramedSvg> frame_svg(std::string_view svg, std::optional<SvgSize> size = std::nullopt);

}  // namespace flashkit::interchange
