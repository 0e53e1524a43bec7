#pragma once
// Colours and gradients as CSS writes them, with Polotno's rules for linear-gradient. The texts come from files and may
// be hostile: every parser is linear in its input, allocates only what its limits allow, and answers nothing for what
// it does not know.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geometry/geometry.h"

namespace flashkit::geometry {

// Not premultiplied.
struct Color {
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
  bool operator==(const Color&) const = default;
  constexpr std::uint32_t rgba() const {  // 0xRRGGBBAA
    return std::uint32_t{red} << 24 | std::uint32_t{green} << 16 | std::uint32_t{blue} << 8 | alpha;
  }
  static constexpr Color from_rgba(std::uint32_t rgba) {
    return {static_cast<std::uint8_t>(rgba >> 24), static_cast<std::uint8_t>(rgba >> 16 & 255),
            static_cast<std::uint8_t>(rgba >> 8 & 255), static_cast<std::uint8_t>(rgba & 255)};
  }
};
inline constexpr Color k_transparent{0, 0, 0, 0};
inline constexpr Color k_black{};

// The alpha times `opacity` (0 to 1), rounded.
Color with_opacity(Color color, double opacity);

// Named colours, `transparent`, #rgb #rgba #rrggbb #rrggbbaa, rgb() rgba() hsl() hsla() hwb() lab() lch() oklab()
// oklch() and color(srgb ...) with commas or spaces, numbers or per cents, hues with units, in any case and with space
// around. Values beyond their range are clamped. What sRGB cannot show is cut off channel by channel, which browsers do
// too: it may shift the hue of the most vivid colours, where mapping them into the gamut would cost more than posts are
// worth.
std::optional<Color> parse_color(std::string_view css);
// #rrggbb, or #rrggbbaa when not opaque.
std::string to_css(Color color);

struct GradientStop {
  double offset = 0;  // 0 to 1, never less than the stop before
  Color color;
  bool operator==(const GradientStop&) const = default;
};
inline constexpr std::size_t k_max_gradient_stops = 256;

// On the unit box: `from` and `to` are fractions of the painted box. No angle means 0deg, bottom to top (unlike CSS).
// Diagonal lines reach to the corners of the unit box, as CSS has it.
struct LinearGradient {
  double angle_degrees = 0;
  std::vector<GradientStop> stops;  // at least one
  Point from{0.5, 1};
  Point to{0.5, 0};
  bool operator==(const LinearGradient&) const = default;
};
// Whether the text begins like a linear gradient, well formed or not: such a text is never an image's address.
bool looks_like_gradient(std::string_view css);
std::optional<LinearGradient> parse_linear_gradient(std::string_view css);

// The two points between which to paint so that a gradient of the unit box fills `box`: lines of one colour are skewed
// with the box, as objectBoundingBox has it.
struct GradientLine {
  Point from;
  Point to;
};
GradientLine gradient_line(const LinearGradient& gradient, const Rect& box);

}  // namespace flashkit::geometry
