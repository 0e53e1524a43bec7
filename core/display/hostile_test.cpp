// Values that no editor writes but files hold: every key of every kind with every kind of nonsense. The page must
// build, its list must be whole, and its numbers finite (open checks that).
#include <gtest/gtest.h>

#include "display/bounds.h"
#include "display/design_for_test.h"
#include "display/hit.h"
#include "display/text_element.h"
#include "text/fonts_for_test.h"

namespace flashkit::display {
namespace {

const char* const k_values[] = {"null",        "true",        "false",    "0",
                                "-0.0",        "-1",          "1e308",    "-1e308",
                                "1e-308",      "4294967296",  "0.5",      "\"\"",
                                "\"1\"",       "\"NaN\"",     "[]",       "{}",
                                "[1,2]",       "[-1,1e308]",  "[[[]]]",   "{\"a\":{\"intensity\":1e308}}",
                                "\"\\u0000\"", "\"\\ud800\"", "\"rgb(\"", "\"linear-gradient(red)\"",
                                "[0,0]",       "[1e-300]"};

void check(const Design& design, const std::string& what) {
  const ImageTable images = {{"a.png", {.size_px = {1e308, 1e-308}}}, {"1", {.size_px = {-1, 5}}}};
  const Inputs inputs{.images = &images};
  PageScene scene(design.page);
  scene.update(design.document, inputs, {});
  const auto opened = DisplayListView::open(scene.words());
  ASSERT_TRUE(opened.ok()) << what << ": " << opened.error().rule;
  for (std::size_t i = 0; i < scene.top_level_count(); ++i) {
    for (const ElementView& view : scene.views(i)) {
      const geometry::Rect& b = view.painted_bounds;
      ASSERT_TRUE(b.left - b.left == 0 && b.right - b.right == 0 && b.top - b.top == 0 && b.bottom - b.bottom == 0)
          << what;
      ASSERT_TRUE(view.box.size.width > 0 && view.box.size.height > 0) << what;
      static_cast<void>(element_box(design.document, view.node, inputs));
    }
  }
  static_cast<void>(hit_test_all(scene, {50, 50}, {.tolerance_px = 5}));
  static_cast<void>(marquee(scene, {0, 0, 500, 500}));
}

class Hostile : public testing::TestWithParam<document::Kind> {};
TEST_P(Hostile, ValuesInEveryKey) {
  const std::string type(document::name_of(GetParam()));
  const bool is_page = GetParam() == document::Kind::Page;
  for (const auto& row : document::properties_of(GetParam())) {
    for (const char* value : k_values) {
      const auto parsed = document::Value::parse(value);
      if (!parsed.ok()) continue;  // no JSON: never gets into a document
      Design design;
      const auto node = is_page ? design.page : design.add(type, R"({"text":"Abc","src":"a.png","strokeWidth":2})");
      design.document.set(node, document::number_of(row.key), parsed.value());
      check(design, type + "." + std::string(document::name_of(row.key)) + " = " + value);
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Kinds, Hostile,
                         testing::Values(document::Kind::Page, document::Kind::Text, document::Kind::Image,
                                         document::Kind::Svg, document::Kind::Figure, document::Kind::Line,
                                         document::Kind::Group));

TEST(Hostile, Placements) {
  const double numbers[] = {0, -0.0, -1, 1e308, -1e308, 1e-308, 360, -1e9, 0.1};
  for (const char* type : {"figure", "line", "image", "text"}) {
    for (const double width : numbers) {
      for (const double height : numbers) {
        Design design;
        const auto node = design.add(type, R"({"text":"Ab","src":"a.png","subType":"star","endHead":"circle"})");
        document::Placement placement = design.document.find(node)->placement;
        placement.x = width;
        placement.y = height;
        placement.width = width;
        placement.height = height;
        placement.rotation = width;
        design.document.place(node, placement);
        check(design, std::string(type) + " of " + std::to_string(width) + " x " + std::to_string(height));
      }
    }
  }
}

TEST(Hostile, DashesThatWouldNeverEndAreLeftOut) {
  Design design;
  const char* const dashes[] = {"[1e-9]", "[0,0]", "[1e-300,1]", "[-1,2]", "[\"1\"]"};
  for (const char* dash : dashes) {
    const auto node = design.add("line", R"({"width":1e7,"height":2})");
    design.set(node, Key::Dash, dash);
  }
  const std::string drawn = orders_of(design.build());
  EXPECT_EQ(drawn.find("dash"), std::string::npos) << drawn;
}

// One order of so many glyphs could not say how long it is.
TEST(Hostile, TextsWithoutEnd) {
  Design design;
  const std::string letters = "\"" + std::string(4'500'000, 'a') + "\"";
  const auto node = design.add("text", R"({"width":1e7,"height":50})");
  design.set(node, Key::Text, letters);
  const Inputs inputs{.fonts = &text::shared_stage().fonts};
  EXPECT_EQ(orders_of(design.build(inputs)),
            "  save\n    transform 1 0 0 1 0 0\n    placeholder 0 0 10000000 50 \"too-long\"\n  restore\n");
  EXPECT_EQ(layout_text(design.document, node, inputs)->layout.length, 0u);
}

TEST(Hostile, PagesThatAreNone) {
  Design design;
  const auto figure = design.add("figure", "{}");
  for (const base::NodeId node : {figure, base::NodeId{}, base::NodeId{{9, 9}, 9}}) {
    const BuiltPage built = build_page(design.document, node, {});
    ASSERT_TRUE(DisplayListView::open(built.words).ok());
    EXPECT_EQ(DisplayListView::open(built.words).value().page_width_px(), 1);
  }
  EXPECT_FALSE(layout_text(design.document, figure, {}).has_value());
}

}  // namespace
}  // namespace flashkit::display
