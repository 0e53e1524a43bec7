#include "interchange/recolour.h"

#include <gtest/gtest.h>

#include <random>

namespace flashkit::interchange {
namespace {

TEST(Recolour, ComparesColoursByWhatTheyMean) {
  const char* map = R"x({"rgb(255, 255, 255)":"#010203","red":"rgba(0,0,255,0.5)"})x";
  EXPECT_EQ(svg_recolour(R"(<svg><path fill="#FFF" stroke = 'white' d="white"/><a fill="#ff0000"/></svg>)", map),
            R"(<svg><path fill="#010203" stroke = '#010203' d="white"/><a fill="#0000ff80"/></svg>)");
}

TEST(Recolour, ReadsStyleAttributesAndStyleSheets) {
  const char* map = R"({"#000":"#fff"})";
  EXPECT_EQ(
      svg_recolour(R"(<svg><style>.a{fill:#000;stroke: black !important}/* fill:#000 */ b{color:#000}</style>)"
                   R"(<g style="stroke-width:2; fill : #000000;stop-color:black"/></svg>)",
                   map),
      R"(<svg fill="#ffffff"><style>.a{fill:#ffffff;stroke:#ffffff !important}/* fill:#000 */ b{color:#ffffff}</style>)"
      R"(<g style="stroke-width:2; fill :#ffffff;stop-color:#ffffff"/></svg>)");
}

TEST(Recolour, TurnsAGradientIntoADefinition) {
  EXPECT_EQ(
      svg_recolour(R"(<svg a="1"><path fill="red"/></svg>)",
                   R"x({"red":"linear-gradient(90deg, #000 0%, #fff 100%)"})x"),
      R"(<svg a="1"><defs xmlns="http://www.w3.org/2000/svg"><linearGradient id="flashkit-gradient-0" x1="0" y1="0.5")"
      R"( x2="1" y2="0.5"><stop offset="0" stop-color="#000000"/><stop offset="1" stop-color="#ffffff"/>)"
      R"x(</linearGradient></defs><path fill="url(#flashkit-gradient-0)"/></svg>)x");
}

TEST(Recolour, GivesTheRootABlackThatShapesHaveWithoutSayingSo) {
  const char* map = R"x({"red":"#ff00ff","rgb(0, 0, 0)":"#010203"})x";
  EXPECT_EQ(svg_recolour(R"(<!-- <svg> --><svg a="1"><svg><path/></svg></svg>)", map),
            R"(<!-- <svg> --><svg fill="#010203" a="1"><svg><path/></svg></svg>)");
  EXPECT_EQ(svg_recolour(R"(<svg fill="none"><path/></svg>)", map), R"(<svg fill="none"><path/></svg>)");
  EXPECT_EQ(svg_recolour(R"(<svg style="a:b; fill : none"><path/></svg>)", map),
            R"(<svg style="a:b; fill : none"><path/></svg>)");
  EXPECT_EQ(svg_recolour("<svg><path/></svg>", R"({"#0000":"#fff"})"), "<svg><path/></svg>");
  EXPECT_EQ(
      svg_recolour("<svg><path/></svg>", R"x({"black":"linear-gradient(90deg, #000 0%, #fff 100%)"})x").substr(0, 60),
      R"x(<svg fill="url(#flashkit-gradient-0)"><defs xmlns="http://ww)x");
}

TEST(Recolour, IsLinearInBlanksAndColons) {
  std::string css = "<svg><style>" + std::string(200'000, ' ') + "a";
  for (int i = 0; i < 200'000; ++i) css += " :";
  css += "</style></svg>";
  EXPECT_EQ(svg_recolour(css, R"({"red":"blue"})"), css);
}

TEST(Recolour, LeavesCommentsTextAndBrokenMarkupAlone) {
  const char* map = R"({"red":"blue"})";
  for (const char* svg :
       {"", "<", "<svg", "<svg fill=", "<svg fill='red", "<!-- <a fill='red'> --><svg/>", "fill=\"red\"",
        "<svg><!-- <a fill=\"red\"/>", "<![CDATA[<a fill=\"red\"/>]]>", "<svg><style>a{fill:red}"}) {
    EXPECT_EQ(svg_recolour(svg, map), svg);
  }
  for (const char* bad : {"", "[]", "{", R"({"red":5})", R"({"red":"no colour"})"}) {
    EXPECT_EQ(svg_recolour("<svg fill='red'/>", bad), "<svg fill='red'/>");
  }
}

TEST(Recolour, ReplacingAColourByItselfKeepsEverythingElse) {
  std::mt19937 random(3);
  const std::string alphabet = "<>/='\" ;:{}!-?[]afillstyle#0";
  for (int i = 0; i < 20'000; ++i) {
    std::string svg = "<svg ";
    for (int n = 0; n < 40; ++n) svg += alphabet[random() % alphabet.size()];
    EXPECT_EQ(svg_recolour(svg, R"({"#123456":"#123456"})"), svg);
  }
}

}  // namespace
}  // namespace flashkit::interchange
