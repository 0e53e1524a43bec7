// CSS Color 4's lab() and oklab() as sRGB. The matrices are those of its section 17, multiplied into one for each
// space.
#include <cmath>

#include "geometry/color_detail.h"

namespace flashkit::geometry {
namespace {

using Row = std::array<double, 3>;
using Matrix = std::array<Row, 3>;

// From the cubes of lab's f, under the white of D50, and of oklab's cones to linear red, green and blue.
constexpr Matrix k_from_lab{Row{3.0222336523, -1.6173859980, -0.4048476543},
                            Row{-0.9438482462, 1.9162543774, 0.0275938688},
                            Row{0.0693862739, -0.2289767598, 1.1595904859}};
constexpr Matrix k_from_oklab{Row{4.0767416361, -3.3077115393, 0.2309699032},
                              Row{-1.2684379733, 2.6097573493, -0.3413193760},
                              Row{-0.0041960761, -0.7034186179, 1.7076146941}};

double cube(double x) { return x * x * x; }

// The power 5/12 of what lies between 0 and 1, by roots alone: other powers differ between machines.
double to_five_twelfths(double x) {
  const double target = x * std::sqrt(std::sqrt(x));
  double root = 1;
  for (int step = 0; step < 16; ++step) root = (2 * root + target / (root * root)) / 3;  // Newton's, from above
  return root;
}

// One channel of sRGB: what a screen cannot show is cut off at what it can.
double encoded(double linear) {
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 1;
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * to_five_twelfths(linear) - 0.055;
}

Channels mixed(const Matrix& matrix, const Row& by) {
  const auto channel = [&](const Row& row) { return encoded(row[0] * by[0] + row[1] * by[1] + row[2] * by[2]); };
  return {channel(matrix[0]), channel(matrix[1]), channel(matrix[2])};
}

}  // namespace

Channels channels_of_lab(double lightness, double a, double b) {
  const double middle = (lightness + 16) / 116;
  const auto undone = [](double f) { return f > 6.0 / 29 ? cube(f) : (116 * f - 16) * 27 / 24389; };
  return mixed(k_from_lab, {undone(middle + a / 500), undone(middle), undone(middle - b / 200)});
}

Channels channels_of_oklab(double lightness, double a, double b) {
  return mixed(k_from_oklab, {cube(lightness + 0.3963377774 * a + 0.2158037573 * b),
                              cube(lightness - 0.1055613458 * a - 0.0638541728 * b),
                              cube(lightness - 0.0894841775 * a - 1.2914855480 * b)});
}

}  // namespace flashkit::geometry
