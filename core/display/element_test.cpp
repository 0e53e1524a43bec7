#include <gtest/gtest.h>

#include "display/design_for_test.h"
#include "display/element_detail.h"

namespace flashkit::display {
namespace {

const ImageTable k_images = {{"wide.png", {.size_px = {200, 100}}},
                             {"square.png", {.size_px = {200, 200}}},
                             {"no-size.svg", {}},
                             {"gone.png", {.failed = true}}};

std::string orders_of(std::string_view type, std::string_view json) {
  Design design;
  design.add(type, json);
  return display::orders_of(design.build({.images = &k_images}));
}
// Without Save, Transform and Restore, where the element stands at (0, 0).
std::string inner(std::string_view type, std::string_view json) {
  const std::string all = orders_of(type, json);
  const std::string head = "  save\n    transform 1 0 0 1 0 0\n";
  const std::string tail = "  restore\n";
  EXPECT_TRUE(all.starts_with(head) && all.ends_with(tail)) << all;
  return all.substr(head.size(), all.size() - head.size() - tail.size());
}

TEST(Page, HasABackgroundRowEvenWhenItPaintsNothing) {
  Design design;
  const std::string id = base::to_text(design.page);
  EXPECT_EQ(dump(design.build().words),
            "page 1080 x 1080\nrow " + id + " 0 0 1080 1080\n  fill #ffffffff nonzero R 0 0 1080 1080\n");
  for (const char* none : {"\"\"", "\"transparent\"", "\"rgba(1,2,3,0)\"", "\"linear-gradient(nonsense)\""}) {
    design.set(design.page, Key::Background, none);
    EXPECT_EQ(dump(design.build().words), "page 1080 x 1080\nrow " + id + " 0 0 1080 1080\n") << none;
  }
}

TEST(Page, TakesItsSizeFromItselfOrFromTheRoot) {
  Design design;
  design.set({}, Key::Width, "640");
  EXPECT_EQ(page_size(design.document, design.page), (geometry::Size{640, 1080}));
  design.set(design.page, Key::Height, "\"auto\"");
  design.set(design.page, Key::Width, "300");
  EXPECT_EQ(page_size(design.document, design.page), (geometry::Size{300, 1080}));
  for (const char* senseless : {"-5", "0", "\"12\"", "[]", "null"}) {
    design.set(design.page, Key::Width, senseless);
    EXPECT_EQ(page_size(design.document, design.page).width, 640) << senseless;
  }
  design.set(design.page, Key::Width, "1e300");
  EXPECT_EQ(page_size(design.document, design.page).width, k_max_page_px);
}

TEST(Page, PaintsGradientsAndCoversItselfWithImagesFromTheTopLeft) {
  Design design;
  design.set({}, Key::Width, "100");
  design.set({}, Key::Height, "200");
  design.set(design.page, Key::Background, "\"linear-gradient(90deg, red, blue)\"");
  EXPECT_NE(dump(design.build().words).find("fill gradient( 0 100 100 100 0 #ff0000ff 1 #0000ffff )"),
            std::string::npos);
  design.set(design.page, Key::Background, "\"square.png\"");
  const BuiltPage built = design.build({.images = &k_images});
  EXPECT_NE(dump(built.words).find("image \"square.png\" svg 0 colours \"\" from 0 0 0.5 1 to 0 0 100 200 flip 0"),
            std::string::npos);
  EXPECT_EQ(built.report.images, (std::vector<ImageNote>{{"square.png", false, true}}));
  const BuiltPage unknown = design.build();
  ASSERT_EQ(unknown.report.placeholders.size(), 1u);
  EXPECT_EQ(unknown.report.placeholders[0], (PlaceholderNote{design.page, Reason::ImageLoading}));
}

TEST(Figure, TurnsAboutItsTopLeftCorner) {
  EXPECT_EQ(orders_of("figure", R"({"x":10,"y":20,"width":30,"height":40,"rotation":90,"fill":"red"})"),
            "  save\n    transform 0 1 -1 0 10 20\n    fill #ff0000ff nonzero R 0 0 30 40\n  restore\n");
}

TEST(Figure, StrokesInsideItsOutline) {
  EXPECT_EQ(inner("figure", R"({"width":30,"height":40,"fill":"red","stroke":"#00f","strokeWidth":4,"dash":[2,1]})"),
            "    fill #ff0000ff nonzero R 0 0 30 40\n"
            "    save\n"
            "      clip M 0 0 L 30 0 L 30 40 L 0 40 Z\n"
            "      stroke #0000ffff width 8 cap 0 join 0 limit 10 dash 8 4 M 0 0 L 30 0 L 30 40 L 0 40 Z\n"
            "    restore\n");
}

TEST(Figure, FoldsOpacityIntoASinglePrimitiveAndLayersTwo) {
  EXPECT_EQ(inner("figure", R"({"width":8,"height":8,"fill":"#ff000080","opacity":0.5})"),
            "    fill #ff000040 nonzero R 0 0 8 8\n");
  EXPECT_EQ(inner("figure", R"({"width":8,"height":8,"fill":"red","strokeWidth":1,"stroke":"blue","opacity":0.5})"),
            "    layer 0.5 0 0 8 8\n"
            "      fill #ff0000ff nonzero R 0 0 8 8\n"
            "      save\n"
            "        clip M 0 0 L 8 0 L 8 8 L 0 8 Z\n"
            "        stroke #0000ffff width 2 cap 0 join 0 limit 10 M 0 0 L 8 0 L 8 8 L 0 8 Z\n"
            "      restore\n"
            "    end layer\n");
  EXPECT_EQ(orders_of("figure", R"({"opacity":0})"), "");
}

TEST(Figure, ClampsTheCornerRadiusToHalfTheShortSide) {
  EXPECT_EQ(inner("figure", R"({"width":20,"height":10,"fill":"red","cornerRadius":99})").substr(0, 44),
            "    fill #ff0000ff nonzero M 5 0 L 15 0 C 17");
  EXPECT_EQ(figure_outline("rect", {0, 0, 20, 10}, 99), figure_outline("rect", {0, 0, 20, 10}, 5));
}

TEST(Figure, DrawsWhatIsInNoCatalogueAsARectangleAndMarksTheRestOfIt) {
  for (const char* plain : {"", "rect", "ellipse", "line", "blob0", "blob33", "blob", "RECT"}) {
    EXPECT_TRUE(is_plain_rectangle(plain)) << plain;
  }
  for (const char* later : {"blob1", "blob32", "heart1", "speechBubble", "cloud", "teewee"}) {
    EXPECT_FALSE(figure_outline(later, {0, 0, 1, 1}, 0).has_value()) << later;
    Design design;
    const auto node = design.add("figure", std::string("{\"subType\":\"") + later + "\"}");
    const BuiltPage built = design.build();
    EXPECT_EQ(built.report.placeholders, (std::vector<PlaceholderNote>{{node, Reason::Figure, later}}));
    EXPECT_NE(display::orders_of(built).find("placeholder 0 0 100 100 \"figure\""), std::string::npos);
  }
}

TEST(Figure, EveryDrawnShapeFillsItsBox) {
  for (const char* shape :
       {"rect", "circle", "star", "triangle", "rightTriangle", "diamond", "pentagon", "hexagon", "cross", "rightArrow",
        "leftArrow", "downArrow", "upArrow", "skewedRectangle", "bookmark"}) {
    const auto outline = figure_outline(shape, {10, 20, 40, 100}, 0);
    ASSERT_TRUE(outline.has_value()) << shape;
    const geometry::Rect bounds = outline->bounds();
    EXPECT_NEAR(bounds.left, 10, 1e-9) << shape;
    EXPECT_NEAR(bounds.top, 20, 1e-9) << shape;
    EXPECT_NEAR(bounds.right, 40, 1e-9) << shape;
    EXPECT_NEAR(bounds.bottom, 100, 1e-9) << shape;
  }
}

TEST(Line, RunsThroughTheMiddleWithHeadsOfItsThickness) {
  EXPECT_EQ(inner("line", R"({"width":100,"height":10,"color":"red","dash":[2,1]})"),
            "    stroke #ff0000ff width 10 cap 0 join 0 limit 10 dash 20 10 M 0 5 L 100 5\n");
  EXPECT_EQ(inner("line", R"({"width":100,"height":2,"color":"red","startHead":"arrow","endHead":"bar"})"),
            "    stroke #ff0000ff width 2 cap 0 join 0 limit 10 M 0 1 L 100 1\n"
            "    stroke #ff0000ff width 2 cap 1 join 1 limit 10 M 6 -3 L 0 1 L 6 5 M 100 5 L 100 -3\n");
  EXPECT_EQ(inner("line", R"({"width":100,"height":2,"color":"red","endHead":"square"})"),
            "    stroke #ff0000ff width 2 cap 0 join 0 limit 10 M 0 1 L 100 1\n"
            "    fill #ff0000ff nonzero M 100 5 L 92 5 L 92 -3 L 100 -3 Z\n");
  EXPECT_EQ(inner("line", R"({"width":100,"height":2,"color":"red","endHead":"pirate flag","opacity":0.5})"),
            "    stroke #ff000080 width 2 cap 0 join 0 limit 10 M 0 1 L 100 1\n");
}

TEST(Line, IsPaintedWithinItsBounds) {
  Design design;
  const auto line = design.add("line", R"({"x":100,"y":100,"width":50,"height":4,"startHead":"arrow"})");
  PageScene scene(design.page);
  scene.update(design.document, {}, {.everything = true});
  EXPECT_EQ(scene.find(line)->painted_bounds, (geometry::Rect{98, 92, 150, 112}));
}

TEST(Image, CropsFromTheTopLeftToTheBoxesProportions) {
  EXPECT_EQ(inner("image", R"({"src":"square.png","width":100,"height":50})"),
            "    image \"square.png\" svg 0 colours \"\" from 0 0 1 0.5 to 0 0 100 50 flip 0\n");
  EXPECT_EQ(inner("image", R"({"src":"wide.png","cropX":0.5,"cropWidth":0.5,"flipX":true})"),
            "    image \"wide.png\" svg 0 colours \"\" from 0.5 0 0.5 1 to 0 0 100 100 flip 1\n");
  EXPECT_EQ(inner("image", R"({"src":"wide.png","stretchEnabled":true,"flipY":true})"),
            "    image \"wide.png\" svg 0 colours \"\" from 0 0 1 1 to 0 0 100 100 flip 2\n");
}

TEST(Image, NeedsItsSizeOnlyForCropping) {
  EXPECT_EQ(inner("image", R"({"src":"new.png"})"), "    placeholder 0 0 100 100 \"image-loading\"\n");
  EXPECT_EQ(inner("image", R"({"src":"new.png","stretchEnabled":true})"),
            "    image \"new.png\" svg 0 colours \"\" from 0 0 1 1 to 0 0 100 100 flip 0\n");
  EXPECT_EQ(inner("image", R"({"src":"no-size.svg"})"),
            "    image \"no-size.svg\" svg 1 colours \"\" from 0 0 1 1 to 0 0 100 100 flip 0\n");
  EXPECT_EQ(inner("image", R"({"src":"gone.png"})"), "    placeholder 0 0 100 100 \"image-missing\"\n");
  EXPECT_EQ(inner("image", "{}"), "    placeholder 0 0 100 100 \"image-missing\"\n");
}

TEST(Image, HasRoundCornersBordersAndOpacityAsAWhole) {
  EXPECT_EQ(
      inner("image", R"({"src":"square.png","width":2,"height":2,"borderSize":1,"borderColor":"red","opacity":0.5})"),
      "    layer 0.5 0 0 2 2\n"
      "      image \"square.png\" svg 0 colours \"\" from 0 0 1 1 to 0 0 2 2 flip 0\n"
      "      save\n"
      "        clip M 0 0 L 2 0 L 2 2 L 0 2 Z\n"
      "        stroke #ff0000ff width 2 cap 0 join 0 limit 10 M 0 0 L 2 0 L 2 2 L 0 2 Z\n"
      "      restore\n"
      "    end layer\n");
  EXPECT_TRUE(
      inner("image", R"({"src":"square.png","cornerRadius":10})").starts_with("    save\n      clip M 10 0 L 90"));
}

TEST(Svg, StretchesByDefaultAndPassesItsColoursOn) {
  EXPECT_EQ(
      inner("svg", R"({"src":"data:image/svg+xml,x","colorsReplace":{"red":"blue"}})"),
      "    image \"data:image/svg+xml,x\" svg 1 colours \"{\"red\":\"blue\"}\" from 0 0 1 1 to 0 0 100 100 flip 0\n");
  EXPECT_NE(inner("svg", R"({"src":"a.svg","colorsReplace":[]})").find("colours \"\""), std::string::npos);
  EXPECT_TRUE(is_svg_source("https://x/y.svg?z=1"));
  EXPECT_FALSE(is_svg_source("data:image/png;base64,x.svg"));
}

TEST(Group, HasTheUnionOfItsChildrenAndOneLayer) {
  Design design;
  const auto group = design.add("group", R"({"opacity":0.5,"x":999})");
  design.add(group, "figure", R"({"x":10,"y":10,"width":10,"height":10,"fill":"red"})");
  design.add(group, "figure", R"({"x":50,"y":40,"width":10,"height":10,"fill":"blue"})");
  design.add(group, "figure", R"({"x":500,"visible":false})");
  const BuiltPage built = design.build();
  EXPECT_EQ(display::orders_of(built),
            "  layer 0.5 10 10 60 50\n"
            "    save\n      transform 1 0 0 1 10 10\n      fill #ff0000ff nonzero R 0 0 10 10\n    restore\n"
            "    save\n      transform 1 0 0 1 50 40\n      fill #0000ffff nonzero R 0 0 10 10\n    restore\n"
            "  end layer\n");
  EXPECT_NE(dump(built.words).find("row " + base::to_text(group) + " 10 10 60 50"), std::string::npos);
}

TEST(Group, ThatIsEmptyOrHiddenLeavesNothing) {
  Design design;
  design.add("group", "{}");
  const auto hidden = design.add("group", R"({"visible":false})");
  design.add(hidden, "figure", "{}");
  EXPECT_EQ(display::orders_of(design.build()), "");
}

TEST(Order, AlwaysOnTopIsDrawnLast) {
  Design design;
  const auto top = design.add("figure", R"({"alwaysOnTop":true})");
  const auto low = design.add("figure", "{}");
  PageScene scene(design.page);
  scene.update(design.document, {}, {.everything = true});
  EXPECT_EQ(scene.top_level(0), low);
  EXPECT_EQ(scene.top_level(1), top);
}

TEST(Order, ExportLeavesOutWhatItShouldNotShow) {
  Design design;
  design.add("figure", R"({"showInExport":false})");
  EXPECT_NE(display::orders_of(design.build()), "");
  EXPECT_EQ(display::orders_of(design.build({.options = {.for_export = true}})), "");
}

struct ObstacleCase {
  const char* type;
  const char* json;
  const char* reason;  // "" when it is drawn
};
class Obstacles : public testing::TestWithParam<ObstacleCase> {};
TEST_P(Obstacles, MarkTheWholeElement) {
  const std::string dumped = orders_of(GetParam().type, GetParam().json);
  const std::string reason = GetParam().reason;
  if (reason.empty()) {
    EXPECT_EQ(dumped.find("placeholder"), std::string::npos) << dumped;
  } else {
    EXPECT_NE(dumped.find("\"" + reason + "\"\n"), std::string::npos) << dumped;
    EXPECT_EQ(dumped.find("fill"), std::string::npos);
  }
}
INSTANTIATE_TEST_SUITE_P(
    Table, Obstacles,
    testing::Values(ObstacleCase{"text", R"({"text":"a <strong>b</strong>"})", "rich-text"},
                    ObstacleCase{"text", R"({"text":"a < b > c <x> <b"})", ""},
                    ObstacleCase{"text", R"({"text":"a","curveEnabled":true})", "curved-text"},
                    ObstacleCase{"text", R"({"text":"a","curveEnabled":true,"curvePower":0})", ""},
                    ObstacleCase{"text", R"({"text":"a","backgroundEnabled":true})", "text-background"},
                    ObstacleCase{"figure", R"({"shadowEnabled":true})", "shadow"},
                    ObstacleCase{"figure", R"({"shadowEnabled":true,"shadowOpacity":0})", ""},
                    ObstacleCase{"figure", R"({"shadowEnabled":true,"shadowColor":"#12345600"})", ""},
                    ObstacleCase{"figure", R"({"shadowEnabled":true,"fill":"transparent"})", ""},
                    ObstacleCase{"figure", R"({"shadowEnabled":true,"fill":"","strokeWidth":2})", "shadow"},
                    ObstacleCase{"figure", R"({"subType":"heart1","opacity":0})", ""},
                    ObstacleCase{"figure", R"({"subType":"heart1","fill":""})", ""},
                    ObstacleCase{"line", R"({"shadowEnabled":true,"color":"transparent"})", ""},
                    ObstacleCase{"text", R"({"text":"","shadowEnabled":true})", ""},
                    ObstacleCase{"text", R"({"text":"a","opacity":0,"shadowEnabled":true})", ""},
                    ObstacleCase{"text", R"({"text":"a","backgroundEnabled":true,"backgroundOpacity":0})", ""},
                    ObstacleCase{"text", R"({"text":"a","backgroundEnabled":true,"backgroundColor":"#0000"})", ""},
                    ObstacleCase{"image", R"({"src":"","opacity":0})", ""},
                    ObstacleCase{"table", R"({"opacity":0})", ""}, ObstacleCase{"lottie", R"({"opacity":0})", ""},
                    ObstacleCase{"figure", R"({"blurEnabled":true})", "blur"},
                    ObstacleCase{"figure", R"({"blurEnabled":true,"blurRadius":0})", ""},
                    ObstacleCase{"image", R"({"src":"wide.png","brightnessEnabled":true,"brightness":0.1})",
                                 "brightness"},
                    ObstacleCase{"image", R"({"src":"wide.png","brightnessEnabled":true})", ""},
                    ObstacleCase{"image", R"({"src":"wide.png","sepiaEnabled":true})", "sepia"},
                    ObstacleCase{"image", R"({"src":"wide.png","grayscaleEnabled":true})", "grayscale"},
                    ObstacleCase{"image", R"({"src":"wide.png","filters":{"warm":{}}})", "filter"},
                    ObstacleCase{"image", R"({"src":"wide.png","filters":{"warm":{"intensity":0}}})", ""},
                    ObstacleCase{"image", R"({"src":"wide.png","filters":[]})", ""},
                    ObstacleCase{"image", R"({"src":"wide.png","clipSrc":"m.svg"})", "clip"},
                    ObstacleCase{"svg", R"({"src":"a.svg","maskSrc":"m.png"})", "mask"},
                    ObstacleCase{"figure", R"({"blendMode":"multiply"})", "blend-mode"},
                    ObstacleCase{"figure", R"({"blendMode":"normal"})", ""}, ObstacleCase{"table", "{}", "table"},
                    ObstacleCase{"video", "{}", "video"}, ObstacleCase{"gif", "{}", "gif"},
                    ObstacleCase{"lottie", "{}", "unknown-type"}, ObstacleCase{"page", "{}", "unknown-type"}));

TEST(Obstacles, OfAGroupMarkItAsAWhole) {
  Design design;
  const auto group = design.add("group", R"({"blendMode":"screen"})");
  design.add(group, "figure", R"({"subType":"heart1"})");
  design.add(group, "figure", R"({"x":200})");
  const BuiltPage built = design.build();
  EXPECT_EQ(display::orders_of(built), "  placeholder 0 0 300 100 \"blend-mode\"\n");
  EXPECT_EQ(built.report.placeholders, (std::vector<PlaceholderNote>{{group, Reason::BlendMode, "screen"}}));
}

TEST(Obstacles, AreNoneOfAGroupThatIsNotSeen) {
  Design design;
  const auto group = design.add("group", R"({"blendMode":"screen","opacity":0})");
  design.add(group, "table", "{}");
  design.add(design.add("group", R"({"blendMode":"screen"})"), "text", R"({"text":""})");
  const BuiltPage built = design.build();
  EXPECT_EQ(display::orders_of(built), "");
  EXPECT_TRUE(built.report.placeholders.empty());
}

TEST(Obstacles, GroupsBeyondTheDepthLimitAreMarked) {
  Design design;
  base::NodeId parent = design.page;
  for (int i = 0; i < 5000; ++i) parent = design.add(parent, "group", "{}");
  design.add(parent, "figure", "{}");
  EXPECT_NE(display::orders_of(design.build()).find("too-deep"), std::string::npos);
}

// The defaults that drawing writes down for speed are those of the schema.
TEST(Properties, DefaultsAgreeWithTheSchema) {
  Design bare;
  Design full;
  for (const char* type : {"figure", "line", "svg", "image", "text"}) {
    bare.add(type, R"({"text":"x","src":"wide.png"})");
    const auto node = full.add(type, R"({"text":"x","src":"wide.png"})");
    for (const auto& row : document::properties_of(document::kind_of(type))) {
      const std::string_view name = document::name_of(row.key);
      const bool placed = name == "x" || name == "y" || name == "width" || name == "height" || name == "rotation";
      if (!placed && name != "text" && name != "src") full.set(node, row.key, row.default_json);
    }
  }
  for (const auto& row : document::properties_of(document::Kind::Page)) full.set(full.page, row.key, row.default_json);
  EXPECT_EQ(dump(bare.build({.images = &k_images}).words), dump(full.build({.images = &k_images}).words));
}

}  // namespace
}  // namespace flashkit::display
