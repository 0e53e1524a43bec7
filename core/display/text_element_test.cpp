#include "display/text_element.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "base/sha256.h"
#include "display/bounds.h"
#include "display/design_for_test.h"
#include "text/fonts_for_test.h"

namespace flashkit::display {
namespace {

using geometry::Point;
using geometry::Rect;

// Builds with the bundle, bringing fonts until none is missing, as a session does.
BuiltPage build_with_fonts(const Design& design) {
  text::Stage& stage = text::shared_stage();
  BuiltPage built = design.build({.fonts = &stage.fonts});
  for (int round = 0; round < 8 && !built.report.fonts_missing.empty(); ++round) {
    for (const std::string& file : built.report.fonts_missing) {
      if (auto bytes = text::bundle_file(file)) static_cast<void>(stage.fonts.add(std::move(*bytes)).ok());
    }
    built = design.build({.fonts = &stage.fonts});
  }
  return built;
}

TEST(TextElement, WithoutFontsHasLinesButNoGlyphs) {
  Design design;
  const auto node = design.add("text", R"({"text":"one\ntwo","fontSize":10,"lineHeight":2})");
  const BuiltPage built = design.build();
  EXPECT_EQ(orders_of(built), "");
  ASSERT_EQ(built.report.texts.size(), 1u);
  EXPECT_EQ(built.report.texts[0].node, node);
  EXPECT_EQ(built.report.texts[0].height_px, 40);
  EXPECT_EQ(element_box(design.document, node, {})->size.height, 40);
}

// What its own lines say is laid out, not its source: carets count the letters of one text.
TEST(TextElement, LaysOutRichTextWithoutItsTags) {
  Design design;
  const auto node = design.add("text", R"({"text":"<p>a <b>b</b></p><p>c</p>"})");
  const auto block = layout_text(design.document, node, {});
  EXPECT_EQ(block->text, "a b\nc");
  EXPECT_EQ(block->layout.length, 5u);
}

TEST(TextElement, DrawsNoncharactersAsReplacements) {
  Design design;
  const auto node = design.add("text", R"({"text":"x"})");
  design.set(node, Key::Text, "\"a\xEF\xBF\xBF\xF4\x8F\xBF\xBF\xEF\xB7\x90\xF0\x9F\x98\x80\"");
  EXPECT_EQ(layout_text(design.document, node, {})->text, "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x98\x80");
}

TEST(TextElement, ManyGlyphsAreSeveralOrders) {
  FLASHKIT_NEED_FONTS(text::shared_stage());
  Design design;
  std::string letters;
  for (int i = 0; i < 90'000; ++i) letters += "\xEF\xAC\x83";  // U+FB03: FFI in upper case
  const auto node = design.add("text", R"({"width":1e7,"textTransform":"uppercase"})");
  design.set(node, Key::Text, "\"" + letters + "\"");
  const BuiltPage built = build_with_fonts(design);
  const auto view = DisplayListView::open(built.words);
  ASSERT_TRUE(view.ok());
  std::size_t orders = 0;
  const auto words = view.value().orders();
  for (std::size_t at = 0; at < words.size(); at += words[at] >> 8) {
    if ((words[at] & 0xFFu) == static_cast<std::uint32_t>(OrderKind::Glyphs)) ++orders;
  }
  EXPECT_EQ(orders, 2u);
}

TEST(TextElement, ThatIsEmptyShowsItsPlaceholderWhereItIsEdited) {
  FLASHKIT_NEED_FONTS(text::shared_stage());
  Design design;
  const auto node =
      design.add("text", R"({"text":"","placeholder":"Your name","fontSize":20,"width":300,"height":60})");
  const BuiltPage shown = build_with_fonts(design);
  EXPECT_NE(orders_of(shown).find("\"Your name\""), std::string::npos) << orders_of(shown);
  EXPECT_NE(orders_of(shown).find("#00000066"), std::string::npos) << orders_of(shown);
  EXPECT_EQ(DisplayListView::open(shown.words).value().row(1).flags, k_row_prompt);
  const Inputs exported{.fonts = &text::shared_stage().fonts, .options = {.for_export = true}};
  EXPECT_EQ(orders_of(design.build(exported)), "");
  // Carets and boxes are those of the letters that are there.
  EXPECT_EQ(layout_text(design.document, node, {})->text, "");
  design.set(node, Key::Text, "\"Ann\"");
  const BuiltPage written = build_with_fonts(design);
  EXPECT_EQ(orders_of(written).find("Your name"), std::string::npos);
  EXPECT_EQ(DisplayListView::open(written.words).value().row(1).flags, 0u);
}

TEST(TextElement, LettersHaveSizesAndColoursOfTheirOwn) {
  Design design;
  const auto node = design.add("text", R"({"text":"one two","fontSize":10,"fill":"blue","width":400,"lineHeight":1})");
  auto letters = std::make_unique<document::TextSequence>(document::TextRunId{{1, 1}, 1}, "one two");
  const document::TextSpan two{{{{1, 1}, 1}, 4}, 3};
  const auto give = [&](std::string_view key, const document::Value& value) {
    return letters->format({&two, 1}, key, value, {}, 32).ok();
  };
  ASSERT_TRUE(give("fill", document::Value::string("red")) && give("fontSize", document::Value::number(30)));
  ASSERT_TRUE(give("fontWeight", document::Value()) && give("textDecoration", document::Value::string("underline")));
  design.document.set_text_sequence(node, std::move(letters));
  const BuiltPage built = build_with_fonts(design);
  EXPECT_EQ(built.report.texts[0].height_px, 30) << "the line is as high as its tallest letters";
  const std::string orders = orders_of(built);
  EXPECT_NE(orders.find("size 10 #0000ffff text"), std::string::npos) << orders;
  EXPECT_NE(orders.find("size 30 #ff0000ff text"), std::string::npos) << orders;
  EXPECT_NE(orders.find("fill #ff0000ff nonzero R"), std::string::npos) << "and its line: " << orders;
}

TEST(TextElement, ReadsLineHeightsAsTheFormatWritesThem) {
  for (const auto& [json, height] : std::vector<std::pair<const char*, double>>{
           {"1.5", 15}, {"\"1.5\"", 15}, {"\"150%\"", 15}, {"null", 12}, {"0", 0}}) {
    Design design;
    const auto node = design.add("text", R"({"text":"x","fontSize":10})");
    design.set(node, Key::LineHeight, json);
    EXPECT_NEAR(design.build().report.texts[0].height_px, height, 1e-9) << json;
  }
}

TEST(TextElement, IsAsHighAsItsLinesAtLeastAndAlignedInWhatIsLeft) {
  for (const auto& [align, offset] :
       std::vector<std::pair<const char*, double>>{{"top", 0}, {"middle", 45}, {"bottom", 90}, {"what", 0}}) {
    Design design;
    const auto node = design.add("text", R"({"text":"x","fontSize":10,"lineHeight":1,"height":100})");
    design.set(node, Key::VerticalAlign, std::string("\"") + align + "\"");
    EXPECT_EQ(layout_text(design.document, node, {})->offset_y, offset) << align;
    design.set(node, Key::Text, "\"1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n10\\n11\\n12\"");
    const auto block = layout_text(design.document, node, {});
    EXPECT_EQ(block->box.size.height, 120) << "grown downwards";
    EXPECT_EQ(block->offset_y, 0);
  }
}

TEST(TextElement, DrawsGlyphsOfAllLinesInOneOrder) {
  FLASHKIT_NEED_FONTS(text::shared_stage());
  Design design;
  design.add("text", R"({"text":"Ab\ncd","width":200,"fontSize":20,"fill":"red","align":"left","opacity":0.5})");
  const std::string drawn = orders_of(build_with_fonts(design));
  EXPECT_NE(drawn.find("size 20 #ff000080 text \"Ab\\ncd\""), std::string::npos) << drawn;
  EXPECT_EQ(drawn.find("glyphs"), drawn.rfind("glyphs")) << "one order: " << drawn;
  for (const char* offset : {" @0", " @1", " @3", " @4"}) EXPECT_NE(drawn.find(offset), std::string::npos) << drawn;
  EXPECT_EQ(drawn.find("layer"), std::string::npos);
}

TEST(TextElement, StrokesUnderTheFillAndDecorates) {
  FLASHKIT_NEED_FONTS(text::shared_stage());
  Design design;
  const auto node = design.add("text", R"({"text":"Ab","width":100,"fontSize":20,"strokeWidth":3,"opacity":0.5})");
  design.set(node, Key::Stroke, "\"blue\"");
  design.set(node, Key::TextDecoration, "\" underline\"");
  design.set(node, Key::Fill, "\"linear-gradient(90deg,red,lime)\"");
  const std::string drawn = orders_of(build_with_fonts(design));
  const std::size_t stroke = drawn.find("stroke #0000ffff width 3 cap 0 join 1");
  const std::size_t glyphs = drawn.find("glyphs");
  const std::size_t line = drawn.find("fill gradient( 0 12 100 12 0 #ff0000ff 1 #00ff00ff )");
  EXPECT_LT(drawn.find("layer 0.5"), stroke) << drawn;
  EXPECT_LT(stroke, glyphs) << drawn;
  EXPECT_LT(glyphs, line) << drawn;
  EXPECT_NE(line, std::string::npos) << drawn;
}

// The painted bounds hold every point of every outline, and carets find the lines where they are drawn.
TEST(TextElement, BoundsHoldTheInk) {
  FLASHKIT_NEED_FONTS(text::shared_stage());
  std::mt19937_64 random(8);
  for (int round = 0; round < 60; ++round) {
    Design design;
    std::string json = "{\"text\":";
    base::append_json_string(json, text::random_text(random));
    json += R"(,"x":100,"y":100,"width":120,"height":90,"fontFamily":"Lobster","fontSize":30,"rotation":33})";
    const auto node = design.add("text", json);
    if (holds_markup(design.document.find(node)->string(Key::Text))) continue;
    build_with_fonts(design);
    const text::FontLibrary& fonts = text::shared_stage().fonts;
    PageScene scene(design.page);
    scene.update(design.document, {.fonts = &fonts}, {});
    const auto block = layout_text(design.document, node, {.fonts = &fonts});
    const Rect bounds = scene.find(node)->painted_bounds.expanded(1e-6);
    EXPECT_EQ(scene.find(node)->box, block->box);
    for (const text::GlyphRun& run : block->layout.runs) {
      if (run.font == text::k_no_font) continue;
      const double scale = run.size_px / fonts.info(run.font).metrics.units_per_em;
      for (auto i = run.glyphs_begin; i < run.glyphs_end; ++i) {
        const text::Glyph& glyph = block->layout.glyphs[i];
        for (const auto& p : fonts.outline(run.font, glyph.id).points) {
          const Point at{glyph.x + static_cast<double>(p.x) * scale, glyph.y - static_cast<double>(p.y) * scale};
          ASSERT_TRUE(bounds.contains(block->to_page().apply(at)));
        }
      }
    }
  }
}

TEST(TextElement, IsLaidOutAgainWhenItsFontsCome) {
  const auto catalog = text::bundle_catalog();
  if (!catalog) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  Design design;
  design.add("text", R"({"text":"Hello"})");
  design.add("figure", R"({"x":500})");
  text::FontLibrary fonts;
  fonts.set_catalog(*catalog);
  PageScene scene(design.page);
  scene.update(design.document, {.fonts = &fonts}, {});
  ASSERT_EQ(scene.report().fonts_missing.size(), 1u);
  ASSERT_TRUE(fonts.add(*text::bundle_file(scene.report().fonts_missing[0])).ok());
  const Damage damage = scene.update(design.document, {.fonts = &fonts}, {.fonts = true});
  EXPECT_EQ(damage.rects.size(), 1u);
  EXPECT_TRUE(scene.report().fonts_missing.empty());
}

// A scene remembers layouts of texts that are drawn again. Whatever changes, its words are those of a build from
// nothing.
TEST(TextElement, RememberedLinesAreTheLinesThatWouldBeMade) {
  FLASHKIT_NEED_FONTS(text::shared_stage());
  const Inputs inputs{.fonts = &text::shared_stage().fonts};
  Design design;
  std::vector<base::NodeId> nodes;
  for (const char* json : {R"({"text":"The quick brown fox","width":90})", R"({"text":"jumps over","fill":"red"})"})
    nodes.push_back(design.add("text", json));
  build_with_fonts(design);
  PageScene scene(design.page);
  scene.update(design.document, inputs, {});
  Dice dice(5);
  constexpr Key k_keys[] = {Key::Text, Key::FontSize, Key::Align, Key::LineHeight, Key::TextTransform, Key::FontFamily};
  constexpr const char* k_sentences[][2] = {{"\"The quick brown fox\"", "\"a lazy dog\""},
                                            {"20", "31.5"},
                                            {"\"left\"", "\"justify\""},
                                            {"1.2", "2"},
                                            {"\"none\"", "\"uppercase\""},
                                            {"\"Roboto\"", "\"Poppins\""}};
  for (int step = 0; step < 120; ++step) {
    const base::NodeId node = nodes[dice.below(nodes.size())];
    if (dice.below(2) == 0) {
      document::Placement placement = design.document.find(node)->placement;
      placement.x = dice.between(0, 300);
      if (dice.below(3) == 0) placement.width = dice.between(40, 200);
      design.document.place(node, placement);
    } else {
      const auto which = dice.below(std::size(k_keys));
      design.set(node, k_keys[which], k_sentences[which][dice.below(2)]);
    }
    scene.update(design.document, inputs, {.nodes = {node}});
    const auto fresh = design.build(inputs).words;
    ASSERT_TRUE(std::equal(fresh.begin(), fresh.end(), scene.words().begin(), scene.words().end())) << "step " << step;
  }
}

// The same bytes natively and in WebAssembly, with the bundle: shaping, wrapping, strokes, decoration.
TEST(TextElement, TheSameBytesOnEveryPlatform) {
  FLASHKIT_NEED_FONTS(text::shared_stage());
  Design design;
  const char* const texts[] = {"The quick brown fox", "שלום עולם 123", "नमस्ते दुनिया", "سلام عليكم", "漢字とかな"};
  int y = 0;
  for (const char* text : texts) {
    std::string json = "{\"text\":";
    base::append_json_string(json, text);
    json += ",\"x\":50,\"y\":" + std::to_string(y += 150) +
            R"(,"width":170.5,"fontSize":31.3,"lineHeight":1.37,"letterSpacing":0.03,"rotation":12.5,
               "strokeWidth":1.5,"textDecoration":"underline line-through","align":"justify"})";
    design.add("text", json);
  }
  const auto words = build_with_fonts(design).words;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(words.data());
  EXPECT_EQ(base::to_hex(base::sha256({bytes, words.size() * 4})),
            "19d6d2c5ba91e9724d673d23b020c6c5f312449f3f1d038d54e74fafda5c623b");
}

}  // namespace
}  // namespace flashkit::display
