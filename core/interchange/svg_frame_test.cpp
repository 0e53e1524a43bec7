#include "interchange/svg_frame.h"

#include <gtest/gtest.h>

#include <random>

namespace flashkit::interchange {
namespace {

std::string natural(std::string_view attributes) {
  const auto framed = frame_svg("<svg " + std::string(attributes) + "/>");
  if (!framed.has_value()) return "none";
  return std::to_string(framed->natural.width_px) + " x " + std::to_string(framed->natural.height_px);
}

TEST(SvgFrame, KnowsTheNaturalSizeOfEveryKindOfRoot) {
  EXPECT_EQ(natural("width='40' height='20px' viewBox='0 0 1 1'"), "40.000000 x 20.000000");
  EXPECT_EQ(natural("width='1in' height=' 72pt ' viewBox='0 0 1 1'"), "96.000000 x 96.000000");
  EXPECT_EQ(natural("width='2.54cm' height='.5IN'"), "96.000000 x 48.000000");
  EXPECT_EQ(natural("width='100%' height='100%' viewBox='0,0 30 , 10'"), "30.000000 x 10.000000");
  EXPECT_EQ(natural("width='60' viewBox='-5 -5 30 10'"), "60.000000 x 20.000000");
  EXPECT_EQ(natural("height='60' viewBox='0 0 30 10'"), "180.000000 x 60.000000");
  EXPECT_EQ(natural("width='1em' height='1em'"), "16.000000 x 16.000000");
  EXPECT_EQ(natural("width='90'"), "90.000000 x 150.000000");
  EXPECT_EQ(natural(""), "300.000000 x 150.000000");
  for (const char* odd : {"viewBox='0 0 0 10'", "viewBox='0 0 1'", "viewBox='0 0 1 1 1'", "viewBox='a'", "width='-3'",
                          "width='1e9'", "width='3furlongs'", "width='&w;' height=''"}) {
    EXPECT_EQ(natural(odd), "300.000000 x 150.000000") << odd;
  }
  EXPECT_EQ(natural("viewBox='0 0 1e300 1e300'"), "1000000.000000 x 1000000.000000");
  EXPECT_EQ(natural("viewBox='0 0 1e300 1e-300'"), "300.000000 x 150.000000");
}

TEST(SvgFrame, WritesTheRootSoThatTheViewBoxFillsIt) {
  const auto framed = frame_svg(
      "<?xml version='1.0'?><!-- <svg width='1'> --><!DOCTYPE svg [<!ENTITY a \"]><svg>\"><!-- ' -->]>\n"
      "<svg  width = '1in'\nxmlns='&a;' preserveAspectRatio=\"xMinYMin\" viewBox='0 0 .50 +1e1' id='r'><path/></svg>",
      SvgSize{200, 100.5});
  ASSERT_TRUE(framed.has_value());
  EXPECT_EQ(framed->text,
            "<?xml version='1.0'?><!-- <svg width='1'> --><!DOCTYPE svg [<!ENTITY a \"]><svg>\"><!-- ' -->]>\n"
            "<svg width=\"200\" height=\"100.5\" viewBox=\"0 0 0.5 10\" preserveAspectRatio=\"none\" xmlns='&a;' "
            "id='r'><path/></svg>");
  EXPECT_EQ(frame_svg("<s:svg/>")->text,
            "<s:svg width=\"300\" height=\"150\" viewBox=\"0 0 300 150\" preserveAspectRatio=\"none\"/>");
}

TEST(SvgFrame, LeavesWhatHasNoRoot) {
  for (const char* text : {"", "<", "<svg", "<svg a", "<svg a=", "<svg a='", "<svg a='' b>", "<html><svg/></html>",
                           "<!-- <svg/>", "<!DOCTYPE svg [ <svg/>", "<?xml <svg/>", "svg"}) {
    EXPECT_FALSE(frame_svg(text).has_value()) << text;
  }
  std::mt19937 random(5);
  const std::string_view pieces[] = {"<svg ",    "<",         ">",       "/",    "='",  "'",  "\"",
                                     " viewBox", " width",    "0 0 1 1", "<!--", "-->", "<?", "?>",
                                     "[",        "<!DOCTYPE", "]",       "1e",   "-",   "."};
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (int n = 0; n < 20; ++n) text += pieces[random() % std::size(pieces)];
    const auto framed = frame_svg(text);
    if (!framed.has_value()) continue;
    const auto again = frame_svg(framed->text, framed->natural);
    ASSERT_TRUE(again.has_value()) << text;
    EXPECT_EQ(again->text, framed->text);
  }
}

TEST(SvgFrame, IsLinear) {
  std::string tags;
  for (int i = 0; i < 1'000'000; ++i) tags += "<svg ";
  EXPECT_FALSE(frame_svg(tags).has_value());
  EXPECT_FALSE(frame_svg("<svg width='" + std::string(8'000'000, '1')).has_value());
  EXPECT_TRUE(frame_svg("<svg width='" + std::string(8'000'000, '1') + "'/>").has_value());
}

}  // namespace
}  // namespace flashkit::interchange
