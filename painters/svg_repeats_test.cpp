#include "painters/svg_repeats.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace flashkit::painters {
namespace {

TEST(SvgRepeats, CountsWhatIsDrawnAgain) {
  EXPECT_EQ(drawn_elements("<svg><g><rect/><rect></rect></g></svg>", 1000), 5u);  // and the file itself
  EXPECT_EQ(drawn_elements("<svg><g id='a'><rect/><rect/></g><use href=\"#a\"/><use xlink:href='#a'/></svg>", 1000),
            1u + 1u + 3u + 2u + 2u * 3u);
}

TEST(SvgRepeats, StopsCountingAtTheLimitAndInCircles) {
  std::string tower = "<g id='u0'><rect/></g>";
  for (int i = 1; i < 40; ++i) {
    tower += "<g id='u" + std::to_string(i) + "'>";
    for (int k = 0; k < 10; ++k) tower += "<use href='#u" + std::to_string(i - 1) + "'/>";
    tower += "</g>";
  }
  EXPECT_EQ(drawn_elements("<svg>" + tower + "</svg>", 5000), 5001u);
  EXPECT_LT(drawn_elements("<svg><g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g></svg>", 5000), 20u);
}

TEST(SvgRepeats, PassesOverCommentsAndQuotedMarks) {
  EXPECT_EQ(drawn_elements("<svg><!-- <a/><b/> --><![CDATA[<c/>]]><text title='a > b'/></svg>", 1000), 3u);
}

TEST(SvgRepeats, ReadsAnyBytes) {
  std::mt19937_64 random(7);
  const std::string pieces[] = {"<", ">",    "/>",  "</g>", "<g id='", "'", "\"", "<use href='#a'",
                                " ", "<!--", "-->", "id=",  "#",       "\0"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += pieces[random() % std::size(pieces)];
    EXPECT_LE(drawn_elements(text, 100), 101u);
  }
}

}  // namespace
}  // namespace flashkit::painters
