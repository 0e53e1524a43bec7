#include "geometry/color.h"

#include <gtest/gtest.h>

#include <random>

namespace flashkit::geometry {
namespace {

struct ColorCase {
  const char* css;
  const char* expected;  // as to_css writes it; null: no colour
};
class Colors : public testing::TestWithParam<ColorCase> {};
TEST_P(Colors, Parse) {
  const auto color = parse_color(GetParam().css);
  if (GetParam().expected == nullptr) {
    EXPECT_FALSE(color.has_value()) << GetParam().css;
  } else {
    ASSERT_TRUE(color.has_value()) << GetParam().css;
    EXPECT_EQ(to_css(*color), GetParam().expected) << GetParam().css;
  }
}
INSTANTIATE_TEST_SUITE_P(
    Table, Colors,
    testing::Values(ColorCase{"red", "#ff0000"}, ColorCase{" RebeccaPurple ", "#663399"},
                    ColorCase{"aliceblue", "#f0f8ff"}, ColorCase{"yellowgreen", "#9acd32"},
                    ColorCase{"transparent", "#00000000"}, ColorCase{"reddish", nullptr}, ColorCase{"", nullptr},
                    ColorCase{"#f0a", "#ff00aa"}, ColorCase{"#F0A8", "#ff00aa88"}, ColorCase{"#12aBfF", "#12abff"},
                    ColorCase{"#12abff80", "#12abff80"}, ColorCase{"#ff", nullptr}, ColorCase{"#fffff", nullptr},
                    ColorCase{"#ggg", nullptr}, ColorCase{"rgb(0, 161, 255)", "#00a1ff"},
                    ColorCase{"rgb(0 161 255)", "#00a1ff"}, ColorCase{"rgba(98,197,255,1)", "#62c5ff"},
                    ColorCase{"rgba(98 197 255 / 50%)", "#62c5ff80"}, ColorCase{"rgb(1,2,3,.5)", "#01020380"},
                    ColorCase{"RGB( 100% , 0% , 50% )", "#ff0080"}, ColorCase{"rgb(300,-20,1e2)", "#ff0064"},
                    ColorCase{"rgb(1,2)", nullptr}, ColorCase{"rgb(1,2,3,4,5)", nullptr},
                    ColorCase{"rgb(1,2,3", nullptr}, ColorCase{"rgb(1,,3)", nullptr}, ColorCase{"rgb(a,b,c)", nullptr},
                    ColorCase{"rgb(1e999,0,0)", nullptr}, ColorCase{"hsl(120, 100%, 50%)", "#00ff00"},
                    ColorCase{"hsl(-240deg 100% 50%)", "#00ff00"}, ColorCase{"hsla(0.5turn,100%,50%,0.5)", "#00ffff80"},
                    ColorCase{"hsl(0,0%,50%)", "#808080"}, ColorCase{"hsl(30px,0%,50%)", nullptr},
                    ColorCase{"cmyk(1,2,3)", nullptr}, ColorCase{"url(a.png)", nullptr}));

// Values of CSS Color 4 and of its tests in the web platform's suite.
INSTANTIATE_TEST_SUITE_P(
    CssColor4, Colors,
    testing::Values(
        ColorCase{"hwb(150 20% 10%)", "#33e68c"}, ColorCase{"hwb(90deg 10% 10%)", "#80e61a"},
        ColorCase{"HWB(45 40% 80% / 50%)", "#55555580"}, ColorCase{"hwb(0.5turn 0 0)", "#00ffff"},
        ColorCase{"hwb(10px 0% 0%)", nullptr}, ColorCase{"hwb(none 0% 0%)", "#ff0000"},
        ColorCase{"lab(46.2775% -47.5621 48.5837)", "#008000"}, ColorCase{"lch(46.2775% 67.9892 134.3912)", "#008000"},
        ColorCase{"oklab(51.975% -0.1403 0.10768)", "#008000"}, ColorCase{"oklch(51.975% 0.17686 142.495)", "#008000"},
        ColorCase{"lab(29.2345% 39.3825 20.0664)", "#7d2329"}, ColorCase{"lab(52.2345% 40.1645 59.9971)", "#c65d06"},
        ColorCase{"lab(60.2345% -5.3654 58.956)", "#9d9318"}, ColorCase{"lab(62.2345% -34.9638 47.7721)", "#68a639"},
        ColorCase{"lab(67.5345% -8.6911 -41.6019)", "#62acef"}, ColorCase{"lch(29.2345% 44.2 27)", "#7d2329"},
        ColorCase{"lch(52.2345% 72.2 56.2)", "#c65d06"}, ColorCase{"lch(62.2345% 59.2 126.2)", "#68a639"},
        ColorCase{"oklch(40.1% 0.123 21.57)", "#7d2429"}, ColorCase{"oklch(59.69% 0.156 49.77)", "#c65d07"},
        ColorCase{"oklab(55% 0 -0.2)", "#4761e4"}, ColorCase{"oklch(50% 0.2 270)", "#3b51d3"},
        ColorCase{"oklch(0.55 37.5% 345deg / 0.5)", "#ac478580"}, ColorCase{"lab(0 0 0)", "#000000"},
        ColorCase{"lab(100% 0 0)", "#ffffff"}, ColorCase{"oklab(1 0 0)", "#ffffff"},
        ColorCase{"oklch(0% 0 0)", "#000000"}, ColorCase{"lab(150 0 0)", "#ffffff"},
        ColorCase{"lch(50 -20 40)", "#777777"}, ColorCase{"lab(50% none none)", "#777777"},
        ColorCase{"lab(2 0 0)", "#070707"}, ColorCase{"lab(29.69% 44.888% -29.04%)", "#800080"},
        // Beyond what sRGB can show: cut off, channel by channel.
        ColorCase{"oklch(70% 0.4 150)", "#00d600"}, ColorCase{"lab(50 1e300 -1e300)", "#0000ff"},
        ColorCase{"lch(50 1e308 1e308turn)", "#ff00ff"}, ColorCase{"lab(50 1)", nullptr},
        ColorCase{"lab(50 1 2 3 4)", nullptr}, ColorCase{"lch(50 1 2px)", nullptr}, ColorCase{"lab 50 1 2)", nullptr},
        ColorCase{"color(srgb 1 0.5 0)", "#ff8000"}, ColorCase{"color( SRGB 25% 50% 75% / 50% )", "#4080bf80"},
        ColorCase{"color(srgb 2 -1 none)", "#ff0000"}, ColorCase{"color(srgb)", nullptr},
        ColorCase{"color(srgb 1 1)", nullptr}, ColorCase{"color(srgb-linear 1 1 1)", nullptr},
        ColorCase{"color(display-p3 1 1 1)", nullptr}, ColorCase{"color(1 1 1)", nullptr},
        ColorCase{"color()", nullptr}));

TEST(Color, OpacityMultipliesTheAlpha) {
  EXPECT_EQ(with_opacity({1, 2, 3, 200}, 0.5), (Color{1, 2, 3, 100}));
  EXPECT_EQ(with_opacity({1, 2, 3, 200}, 7), (Color{1, 2, 3, 200}));
  EXPECT_EQ(with_opacity({1, 2, 3, 200}, -1).alpha, 0);
}

struct GradientCase {
  const char* css;
  const char* expected;  // angle: offset colour ...; null: no gradient
};
std::string described(const LinearGradient& gradient) {
  char text[64];
  std::snprintf(text, sizeof text, "%g:", gradient.angle_degrees);
  std::string out = text;
  for (const auto& stop : gradient.stops) {
    std::snprintf(text, sizeof text, " %g ", stop.offset);
    out += text + to_css(stop.color);
  }
  return out;
}
class Gradients : public testing::TestWithParam<GradientCase> {};
TEST_P(Gradients, Parse) {
  const auto gradient = parse_linear_gradient(GetParam().css);
  if (GetParam().expected == nullptr) {
    EXPECT_FALSE(gradient.has_value()) << GetParam().css;
  } else {
    ASSERT_TRUE(gradient.has_value()) << GetParam().css;
    EXPECT_EQ(described(*gradient), GetParam().expected) << GetParam().css;
  }
}
INSTANTIATE_TEST_SUITE_P(
    Table, Gradients,
    testing::Values(
        GradientCase{"linear-gradient(red, blue)", "0: 0 #ff0000 1 #0000ff"},
        GradientCase{" LINEAR-GRADIENT(90deg,red 10%,blue 90.5%); ", "90: 0.1 #ff0000 0.905 #0000ff"},
        GradientCase{"linear-gradient(360deg, red, blue)", "0: 0 #ff0000 1 #0000ff"},
        GradientCase{"linear-gradient(to right, red, blue)", "90: 0 #ff0000 1 #0000ff"},
        GradientCase{"linear-gradient(to bottom, red, blue)", "180: 0 #ff0000 1 #0000ff"},
        GradientCase{"linear-gradient(to top left, red, blue)", "315: 0 #ff0000 1 #0000ff"},
        GradientCase{"linear-gradient(0.25turn, red)", "90: 0 #ff0000"},
        GradientCase{"linear-gradient(45deg, rgba(1, 2, 3, 0.5) 0%, hsl(0,0%,0%) 100%)", "45: 0 #01020380 1 #000000"},
        GradientCase{"linear-gradient(oklch(51.975% 0.17686 142.495) 10%, hwb(0 0% 0%))", "0: 0.1 #008000 1 #ff0000"},
        GradientCase{"linear-gradient(red, lime, blue)", "0: 0 #ff0000 0.5 #00ff00 1 #0000ff"},
        GradientCase{"linear-gradient(red 50%, lime 20%, blue)", "0: 0.5 #ff0000 0.5 #00ff00 1 #0000ff"},
        GradientCase{"linear-gradient(red -50%, blue 150%)", "0: 0 #ff0000 1 #0000ff"},
        GradientCase{"linear-gradient(red 20% 40%, blue)", "0: 0.2 #ff0000 0.4 #ff0000 1 #0000ff"},
        GradientCase{"linear-gradient()", nullptr}, GradientCase{"linear-gradient(90deg)", nullptr},
        GradientCase{"linear-gradient(red, blue", nullptr}, GradientCase{"linear-gradient(", nullptr},
        GradientCase{"linear-gradient(to nowhere, red)", nullptr},
        GradientCase{"linear-gradient(red, , blue)", nullptr}, GradientCase{"linear-gradient(red 10px, blue)", nullptr},
        GradientCase{"radial-gradient(red, blue)", nullptr}, GradientCase{"", nullptr}));

TEST(Gradient, RunsOverTheUnitBox) {
  const auto right = parse_linear_gradient("linear-gradient(90deg, red, blue)");
  EXPECT_EQ(right->from, (Point{0, 0.5}));
  EXPECT_EQ(right->to, (Point{1, 0.5}));
  const auto up = parse_linear_gradient("linear-gradient(red, blue)");
  EXPECT_EQ(up->from, (Point{0.5, 1}));
  EXPECT_EQ(up->to, (Point{0.5, 0}));
  const auto diagonal = parse_linear_gradient("linear-gradient(135deg, red, blue)");
  EXPECT_NEAR(diagonal->from.x, 0, 1e-12);
  EXPECT_NEAR(diagonal->to.y, 1, 1e-12);
}

// A point of the box has the same offset along the line as its fraction has on the unit box.
TEST(Gradient, IsSkewedWithItsBox) {
  const Rect box{100, 50, 500, 150};
  for (const char* css :
       {"linear-gradient(30deg,red,blue)", "linear-gradient(to left,red,blue)", "linear-gradient(200deg,red,blue)"}) {
    const auto gradient = parse_linear_gradient(css);
    const GradientLine line = gradient_line(*gradient, box);
    const Point along = line.to - line.from;
    const Point unit_along = gradient->to - gradient->from;
    for (const Point unit : {Point{0, 0}, Point{1, 0}, Point{0.3, 0.9}, Point{1, 1}}) {
      const Point at{box.left + unit.x * box.width(), box.top + unit.y * box.height()};
      EXPECT_NEAR(dot(at - line.from, along) / dot(along, along),
                  dot(unit - gradient->from, unit_along) / dot(unit_along, unit_along), 1e-12)
          << css;
    }
  }
  const GradientLine flat = gradient_line(*parse_linear_gradient("linear-gradient(red,blue)"), {5, 5, 5, 5});
  EXPECT_EQ(flat.from, flat.to);
}

// Hostile texts end quickly, without allocating more than their limits, and never crash.
TEST(Hostile, TextsAreRefusedOrParsed) {
  std::string many = "linear-gradient(";
  for (int i = 0; i < 5000; ++i) many += "red,";
  EXPECT_FALSE(parse_linear_gradient(many + "red)").has_value());
  EXPECT_FALSE(parse_linear_gradient("linear-gradient(" + std::string(1 << 20, '(') + ")").has_value());
  EXPECT_FALSE(parse_color("rgb(" + std::string(1 << 20, '1') + ")").has_value());
  std::mt19937_64 random(11);
  static const char* const k_pieces[] = {"linear-gradient(",
                                         "rgb(",
                                         ")",
                                         ",",
                                         " ",
                                         "90deg",
                                         "to ",
                                         "left",
                                         "%",
                                         "-",
                                         ".",
                                         "e",
                                         "1e9",
                                         "red",
                                         "#",
                                         "ff",
                                         "/",
                                         "\xFF",
                                         "none",
                                         "lab(",
                                         "oklch(",
                                         "hwb(",
                                         "color(srgb ",
                                         "0"};
  for (int round = 0; round < 20000; ++round) {
    std::string text = random() % 2 == 0 ? "linear-gradient(" : "";
    for (auto n = random() % 12; n > 0; --n) text += k_pieces[random() % std::size(k_pieces)];
    static_cast<void>(parse_color(text));
    const auto gradient = parse_linear_gradient(text);
    if (!gradient.has_value()) continue;
    double last = 0;
    for (const auto& stop : gradient->stops) {
      EXPECT_GE(stop.offset, last) << text;
      EXPECT_LE(stop.offset, 1) << text;
      last = stop.offset;
    }
  }
}

}  // namespace
}  // namespace flashkit::geometry
