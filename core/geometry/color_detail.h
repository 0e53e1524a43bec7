#pragma once
// What the parsers of this room share.
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "geometry/color.h"

namespace flashkit::geometry {

std::optional<Color> named_color(std::string_view lower_case);

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
std::string_view trimmed(std::string_view text);
std::string lower_case(std::string_view ascii);

// A number at the start of the text with the unit after it ("90deg", "50%", ".5"); the text loses both.
struct Measure {
  double value = 0;
  std::string_view unit;
};
std::optional<Measure> take_measure(std::string_view& text);
// An angle in degrees: deg (or nothing), turn, rad, grad.
std::optional<double> angle_of(const Measure& measure);

using Channels = std::array<double, 3>;  // red, green and blue of sRGB, 0 to 1
// Lightness 0 to 100; a and b are about -125 to 125.
Channels channels_of_lab(double lightness, double a, double b);
// Lightness 0 to 1; a and b are about -0.4 to 0.4.
Channels channels_of_oklab(double lightness, double a, double b);

}  // namespace flashkit::geometry
