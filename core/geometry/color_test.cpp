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
    testing::Values(GradientCase{"linear-gradient(red, blue)", "0: 0 #ff0000 1 #0000ff"},
                    GradientCase{" LINEAR-GRADIENT(90deg,red 10%,blue 90.5%); ", "90: 0.1 #ff0000 0.905 #0000ff"},
                    GradientCase{"linear-gradient(360deg, red, blue)", "0: 0 #ff0000 1 #0000ff"},
                    GradientCase{"linear-gradient(to right, red, blue)", "90: 0 #ff0000 1 #0000ff"},
                    GradientCase{"linear-gradient(to bottom, red, blue)", "180: 0 #ff0000 1 #0000ff"},
                    GradientCase{"linear-gradient(to top left, red, blue)", "315: 0 #ff0000 1 #0000ff"},
                    GradientCase{"linear-gradient(0.25turn, red)", "90: 0 #ff0000"},
                    GradientCase{"linear-gradient(45deg, rgba(1, 2, 3, 0.5) 0%, hsl(0,0%,0%) 100%)",
                                 "45: 0 #01020380 1 #000000"},
                    GradientCase{"linear-gradient(red, lime, blue)", "0: 0 #ff0000 0.5 #00ff00 1 #0000ff"},
                    GradientCase{"linear-gradient(red 50%, lime 20%, blue)", "0: 0.5 #ff0000 0.5 #00ff00 1 #0000ff"},
                    GradientCase{"linear-gradient(red -50%, blue 150%)", "0: 0 #ff0000 1 #0000ff"},
                    GradientCase{"linear-gradient(red 20% 40%, blue)", "0: 0.2 #ff0000 0.4 #ff0000 1 #0000ff"},
                    GradientCase{"linear-gradient()", nullptr}, GradientCase{"linear-gradient(90deg)", nullptr},
                    GradientCase{"linear-gradient(red, blue", nullptr}, GradientCase{"linear-gradient(", nullptr},
                    GradientCase{"linear-gradient(to nowhere, red)", nullptr},
                    GradientCase{"linear-gradient(red, , blue)", nullptr},
                    GradientCase{"linear-gradient(red 10px, blue)", nullptr},
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
