#include "painters/svg_repeats.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace flashkit::painters {
namespace {

std::uint64_t elements(std::string_view svg, std::uint64_t limit) { return svg_weight(svg, limit).elements; }

std::pair<std::uint64_t, std::uint64_t> layers(std::string_view svg) {
  const SvgWeight weight = svg_weight(svg, 1000);
  return {weight.layers, weight.layers_at_once};
}

TEST(SvgRepeats, CountsWhatIsDrawnAgain) {
  EXPECT_EQ(elements("<svg><g><rect/><rect></rect></g></svg>", 1000), 5u);  // and the file itself
  EXPECT_EQ(elements("<svg><g id='a'><rect/><rect/></g><use href=\"#a\"/><use xlink:href='#a'/></svg>", 1000),
            1u + 1u + 3u + 2u + 2u * 3u);
}

TEST(SvgRepeats, StopsCountingAtTheLimitAndInCircles) {
  std::string tower = "<g id='u0'><rect/></g>";
  for (int i = 1; i < 40; ++i) {
    tower += "<g id='u" + std::to_string(i) + "'>";
    for (int k = 0; k < 10; ++k) tower += "<use href='#u" + std::to_string(i - 1) + "'/>";
    tower += "</g>";
  }
  EXPECT_EQ(elements("<svg>" + tower + "</svg>", 5000), 5001u);
  EXPECT_LT(elements("<svg><g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g></svg>", 5000), 20u);
}

TEST(SvgRepeats, PassesOverCommentsAndQuotedMarks) {
  EXPECT_EQ(elements("<svg><!-- <a/><b/> --><![CDATA[<c/>]]><text title='a > b'/></svg>", 1000), 3u);
}

TEST(SvgRepeats, CountsTheSurfacesThatOpacityMasksAndFiltersNeed) {
  using Layers = std::pair<std::uint64_t, std::uint64_t>;
  EXPECT_EQ(layers("<svg><path fill-opacity='.5' opacity='1' style='opacity: 1;mask:none' clip-path='url(#a)'/></svg>"),
            Layers(0, 0));
  EXPECT_EQ(layers("<svg><g opacity='.5'><g style='opacity:0.1'><a/></g></g><b filter='url(#f)'/></svg>"),
            Layers(3, 2));
  EXPECT_EQ(layers("<svg><g id='x' opacity='.5'><a mask='url(#m)'/></g><g opacity='.2'><use href='#x'/></g></svg>"),
            Layers(1 + 2 + 1 + 3, 1 + 3));
  EXPECT_EQ(
      layers("<svg><pattern id='p'><a opacity='.5'/></pattern><g opacity='.1'><b fill='url(#p)'/></g></svg>").second,
      2u);
  EXPECT_EQ(layers("<svg><style>a{opacity:.3}</style><g><a/></g></svg>").second, 3u);
  EXPECT_EQ(layers("<svg><filter><feBlend/><feFlood/></filter><filter><feBlend/></filter><a filter='x'/></svg>").second,
            3u);
}

TEST(SvgRepeats, ReadsAnyBytes) {
  std::mt19937_64 random(7);
  const std::string pieces[] = {"<", ">",    "/>",  "</g>", "<g id='", "'", "\"", "<use href='#a'",
                                " ", "<!--", "-->", "id=",  "#",       "\0"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += pieces[random() % std::size(pieces)];
    EXPECT_LE(elements(text, 100), 101u);
  }
}

}  // namespace
}  // namespace flashkit::painters
