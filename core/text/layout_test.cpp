#include "text/layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <set>

#include "base/sha256.h"
#include "base/utf8.h"
#include "text/fonts_for_test.h"

namespace flashkit::text {
namespace {

std::vector<std::uint32_t> glyph_ids(const TextLayout& layout) {
  std::vector<std::uint32_t> ids;
  for (const Glyph& glyph : layout.glyphs) ids.push_back(glyph.id);
  return ids;
}

TEST(Layout, KernsLatin) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextStyle style{"Roboto", 100};
  EXPECT_LT(stage.lay("AV", {}, style).width, stage.lay("A", {}, style).width + stage.lay("V", {}, style).width - 1);
}

TEST(Layout, MakesLigaturesUnlessLettersAreSpaced) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout tight = stage.lay("fi", {}, {"Noto Sans", 100});
  const TextLayout plain = stage.lay("ffi", {}, {"Open Sans", 100});
  EXPECT_EQ(plain.glyphs.size(), 1u);
  const TextLayout spaced = stage.lay("ffi", {}, {"Open Sans", 100, {}, 0.1});
  ASSERT_EQ(spaced.glyphs.size(), 3u);
  EXPECT_NEAR(spaced.glyphs[0].advance, stage.lay("f", {}, {"Open Sans", 100}).width + 10, 1e-9);
  EXPECT_EQ(tight.lines.size(), 1u);
}

TEST(Layout, JoinsArabicFromRightToLeft) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout word = stage.lay("سلم", 500.0);
  ASSERT_EQ(word.runs.size(), 1u);
  EXPECT_TRUE(word.right_to_left);
  EXPECT_EQ(word.runs[0].level, 1);
  EXPECT_EQ(stage.fonts.info(word.runs[0].font).family, "Noto Sans Arabic");
  EXPECT_TRUE(std::is_sorted(word.glyphs.begin(), word.glyphs.end(),
                             [](const Glyph& a, const Glyph& b) { return a.cluster > b.cluster; }));
  EXPECT_NEAR(word.lines[0].x + word.lines[0].width, 500, 1e-9);
  std::set<std::uint32_t> alone;
  for (const char* letter : {"س", "ل", "م"}) alone.insert(stage.lay(letter).glyphs[0].id);
  for (const Glyph& glyph : word.glyphs) {
    if (glyph.cluster == 2) continue;
    EXPECT_EQ(alone.count(glyph.id), 0u) << "letter " << glyph.cluster << " did not join";
  }
  // Letter spacing would tear the letters apart.
  EXPECT_EQ(stage.lay("سلم", 500.0, {"Roboto", 14, {}, 0.5}).width, word.width);
}

TEST(Layout, ReordersDevanagari) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout ki = stage.lay("कि");
  ASSERT_EQ(ki.glyphs.size(), 2u);
  EXPECT_EQ(ki.glyphs[1].id, stage.lay("क").glyphs[0].id) << "the vowel sign stands before its letter";
  EXPECT_EQ(ki.glyphs[0].cluster, 0u);
  EXPECT_EQ(ki.glyphs[1].cluster, 0u);
  EXPECT_EQ(stage.lay("नमस्ते").glyphs.size(), 5u);
}

TEST(Layout, OrdersMixedDirections) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout layout = stage.lay("one אבג two");
  EXPECT_FALSE(layout.right_to_left);
  std::vector<std::uint32_t> clusters;
  for (const Glyph& glyph : layout.glyphs) clusters.push_back(glyph.cluster);
  EXPECT_EQ(clusters, (std::vector<std::uint32_t>{0, 1, 2, 3, 6, 5, 4, 7, 8, 9, 10}));
  // Hebrew letters in the majority: the same words from the right.
  const TextLayout hebrew = stage.lay("אבגד ab");
  EXPECT_TRUE(hebrew.right_to_left);
  clusters.clear();
  for (const Glyph& glyph : hebrew.glyphs) clusters.push_back(glyph.cluster);
  EXPECT_EQ(clusters, (std::vector<std::uint32_t>{5, 6, 4, 3, 2, 1, 0}));
  EXPECT_FALSE(stage.lay("אב ab").right_to_left) << "a tie is left to right";
}

TEST(Layout, PlacesLinesAsABrowserDoes) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  TextInput input;
  input.text = "x\ny";
  input.styles = {{0, 100, {"Roboto", 100}}};
  input.line_height = 1.5;
  const TextLayout layout = stage.lay(input);
  const FontMetrics& metrics = stage.fonts.info(layout.runs[0].font).metrics;
  const double ascent = 100.0 * metrics.ascent / metrics.units_per_em;
  const double descent = 100.0 * metrics.descent / metrics.units_per_em;
  ASSERT_EQ(layout.lines.size(), 2u);
  EXPECT_DOUBLE_EQ(layout.lines[0].height, 150);
  EXPECT_DOUBLE_EQ(layout.lines[0].baseline, (150 - (ascent + descent)) / 2 + ascent);
  EXPECT_DOUBLE_EQ(layout.lines[1].top, 150);
  EXPECT_DOUBLE_EQ(layout.height, 300);
  EXPECT_DOUBLE_EQ(layout.glyphs[0].y, layout.lines[0].baseline);
  input.line_height.reset();
  EXPECT_DOUBLE_EQ(stage.lay(input).lines[0].height,
                   ascent + descent + 100.0 * metrics.line_gap / metrics.units_per_em);
}

TEST(Layout, AlignsWithoutTheSpacesThatHang) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const double width = stage.lay("abc").width;
  for (const char* text : {"abc", "abc   "}) {
    EXPECT_DOUBLE_EQ(stage.lay(text, 200.0, {}, Align::Left).lines[0].x, 0);
    EXPECT_DOUBLE_EQ(stage.lay(text, 200.0, {}, Align::Center).lines[0].x, (200 - width) / 2);
    EXPECT_DOUBLE_EQ(stage.lay(text, 200.0, {}, Align::Right).lines[0].x, 200 - width);
    EXPECT_DOUBLE_EQ(stage.lay(text).width, width);
  }
  EXPECT_EQ(stage.lay("abc    ", width).lines.size(), 1u);
  const TextLayout hebrew = stage.lay("אבג  ", 200.0);
  EXPECT_NEAR(hebrew.lines[0].x + hebrew.lines[0].width, 200, 1e-9);
  EXPECT_LT(hebrew.runs[0].x, hebrew.lines[0].x) << "the spaces hang to the left";
  // Without a wrap width lines are aligned within the widest.
  const TextLayout free = stage.lay("wide line\nx", {}, {}, Align::Right);
  EXPECT_DOUBLE_EQ(free.box_width, free.width);
  EXPECT_DOUBLE_EQ(free.lines[1].x + free.lines[1].width, free.width);
}

TEST(Layout, JustifiesEveryLineButTheLast) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout layout = stage.lay("one two three four five six seven", 90.0, {}, Align::Justify);
  ASSERT_GT(layout.lines.size(), 2u);
  for (std::size_t i = 0; i + 1 < layout.lines.size(); ++i) {
    EXPECT_NEAR(layout.lines[i].width, 90, 1e-9);
    EXPECT_DOUBLE_EQ(layout.lines[i].x, 0);
  }
  EXPECT_LT(layout.lines.back().width, 89);
  EXPECT_LT(stage.lay("one two\nthree", 300.0, {}, Align::Justify).lines[0].width, 200);
}

TEST(Layout, SplitsWordsThatDoNotFit) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout layout = stage.lay("a incomprehensibilities", 40.0);
  EXPECT_TRUE(layout.broke_word);
  EXPECT_EQ(layout.lines[0].end, 2u) << "a whole word is not split while a break before it exists";
  for (const Line& line : layout.lines) EXPECT_LE(line.width, 40.02);
  // At least one grapheme stands on a line, however narrow: e with its accent is one.
  const TextLayout narrow = stage.lay("e\xCC\x81x", 0.0);
  ASSERT_EQ(narrow.lines.size(), 2u);
  EXPECT_EQ(narrow.lines[0].end, 2u);
  EXPECT_FALSE(stage.lay("one two", 40.0).broke_word);
}

TEST(Layout, ShapesAnewWhereALineCutsALigature) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextStyle style{"Open Sans", 40};
  const double f = stage.lay("f", {}, style).width;
  const TextLayout layout = stage.lay("ffi", f * 1.5, style);
  ASSERT_GT(layout.lines.size(), 1u);
  EXPECT_EQ(layout.glyphs[0].id, stage.lay("f", {}, style).glyphs[0].id);
  for (const Line& line : layout.lines) EXPECT_LE(line.width, f * 1.5 + 0.02);
}

TEST(Layout, HasALineForEveryParagraph) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout empty = stage.lay("");
  ASSERT_EQ(empty.lines.size(), 1u);
  EXPECT_DOUBLE_EQ(empty.lines[0].height, 14 * 1.2);
  EXPECT_TRUE(empty.glyphs.empty());
  const TextLayout trailing = stage.lay("a\n");
  ASSERT_EQ(trailing.lines.size(), 2u);
  EXPECT_TRUE(trailing.lines[0].hard_break);
  EXPECT_EQ(trailing.lines[0].text_end, 1u);
  EXPECT_EQ(trailing.lines[0].end, 2u);
  EXPECT_EQ(trailing.lines[1].begin, 2u);
  EXPECT_FALSE(trailing.lines[1].hard_break);
  EXPECT_EQ(stage.lay("a\r\n\r\nb").lines.size(), 3u);
}

TEST(Layout, TransformsCaseAndKeepsTheIndexesOfTheInput) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  TextInput input;
  input.text = "Straße";
  input.transform = CaseTransform::Uppercase;
  const TextLayout upper = stage.lay(input);
  EXPECT_EQ(glyph_ids(upper), glyph_ids(stage.lay("STRASSE")));
  EXPECT_EQ(upper.length, 6u);
  EXPECT_EQ(upper.glyphs[4].cluster, 4u);
  EXPECT_EQ(upper.glyphs[5].cluster, 4u);
  EXPECT_EQ(upper.glyphs[6].cluster, 5u);
  input.text = "ΟΔΟΣ ΣΑΣ";
  input.transform = CaseTransform::Lowercase;
  EXPECT_EQ(glyph_ids(stage.lay(input)), glyph_ids(stage.lay("οδος σας")));
  input.text = "don't stop, ﬁve 3rd ǆ";
  input.transform = CaseTransform::Capitalize;
  EXPECT_EQ(glyph_ids(stage.lay(input)), glyph_ids(stage.lay("Don't Stop, Five 3rd ǅ")));
}

TEST(Layout, StandsInForWhatAFontLacks) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const auto family = [&](std::string_view text) {
    return stage.fonts.info(stage.lay(text, {}, {"Anton", 20}).runs[0].font).family;
  };
  EXPECT_EQ(family("A"), "Anton");
  EXPECT_EQ(family("ב"), "Noto Sans Hebrew");
  EXPECT_EQ(family("ไทย"), "Noto Sans Thai");
  EXPECT_EQ(family("漢字"), "Noto Sans SC");
  EXPECT_EQ(family("漢字かな"), "Noto Sans JP");
  EXPECT_EQ(family("한국어"), "Noto Sans KR");
  EXPECT_EQ(family("😀"), "Noto Emoji");
  // A family of people is one cluster of one font.
  const TextLayout people = stage.lay("👨‍👩‍👧", {}, {"Anton", 20});
  EXPECT_EQ(people.runs.size(), 1u);
  EXPECT_EQ(people.glyphs[0].cluster, 0u);
}

TEST(Layout, SaysWhichFilesItMisses) {
  Stage stage;
  FLASHKIT_NEED_FONTS(stage);
  TextInput input;
  input.text = "Aא";
  const TextLayout first = layout_paragraphs(stage.fonts, input);
  const FontCatalog& catalog = stage.fonts.catalog();
  std::vector<std::string> expected{catalog.faces()[*catalog.resolve("Roboto", {})].file,
                                    catalog.faces()[*catalog.resolve("Noto Sans Hebrew", {})].file};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(first.missing, expected);
  EXPECT_EQ(first.runs[0].font, k_no_font);
  EXPECT_GT(first.width, 0);
  const TextLayout full = stage.lay(input);
  EXPECT_TRUE(full.missing.empty());
  EXPECT_DOUBLE_EQ(full.height, first.height) << "line boxes do not wait for bytes";
}

TEST(Layout, TakesManyStyles) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  TextInput input;
  input.text = "small BIG small";
  const TextStyle small{"Roboto", 10};
  const TextStyle big{"Roboto", 40, {700, false}, 0, true, true};
  input.styles = {{0, 6, small}, {6, 9, big}, {9, 15, small}};
  const TextLayout layout = stage.lay(input);
  ASSERT_EQ(layout.runs.size(), 3u);
  EXPECT_DOUBLE_EQ(layout.lines[0].height, 48);
  EXPECT_DOUBLE_EQ(layout.runs[1].size_px, 40);
  EXPECT_EQ(layout.runs[1].style, 1u);
  ASSERT_EQ(layout.decorations.size(), 2u);
  EXPECT_EQ(layout.decorations[0].kind, DecorationKind::Underline);
  EXPECT_DOUBLE_EQ(layout.decorations[0].x, layout.runs[1].x);
  EXPECT_DOUBLE_EQ(layout.decorations[0].width, layout.runs[1].width);
  EXPECT_GT(layout.decorations[0].y, layout.lines[0].baseline);
  EXPECT_LT(layout.decorations[1].y, layout.lines[0].baseline);
}

TEST(Layout, BearsSenselessNumbers) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const double bad[] = {-1,
                        0,
                        1e300,
                        std::numeric_limits<double>::infinity(),
                        -std::numeric_limits<double>::infinity(),
                        std::numeric_limits<double>::quiet_NaN()};
  for (const double value : bad) {
    TextInput input;
    input.text = "some text אבג\n\xFF\xFE bytes\t\x01";
    input.styles = {{0, 20, {"Roboto", value, {0, true}, value}}};
    input.width_px = value;
    input.line_height = value;
    const TextLayout layout = stage.lay(input);
    EXPECT_EQ(layout.lines.back().end, layout.length);
  }
}

TEST(LayoutProperty, LinesCoverTheTextAndFitTheBox) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const std::string text = random_text(random);
    const TextInput input = random_input(random, text);
    const TextLayout layout = stage.lay(input);
    EXPECT_EQ(layout.length, base::count_code_points(text));
    std::uint32_t at = 0;
    double y = 0;
    for (const Line& line : layout.lines) {
      EXPECT_EQ(line.begin, at);
      EXPECT_LE(line.begin, line.text_end);
      EXPECT_LE(line.text_end, line.end);
      EXPECT_DOUBLE_EQ(line.top, y);
      at = line.end;
      y += line.height;
      double right = 0;
      for (std::uint32_t r = line.runs_begin; r < line.runs_end; ++r) {
        const GlyphRun& run = layout.runs[r];
        EXPECT_NEAR(run.x, r > line.runs_begin ? right : run.x, 1e-6) << "runs stand side by side";
        right = run.x + run.width;
        double advances = 0;
        for (std::uint32_t g = run.glyphs_begin; g < run.glyphs_end; ++g) {
          EXPECT_GE(layout.glyphs[g].cluster, run.begin);
          EXPECT_LT(layout.glyphs[g].cluster, run.end);
          advances += layout.glyphs[g].advance;
        }
        EXPECT_NEAR(advances, run.width, 1e-6);
        EXPECT_GE(run.begin, line.begin);
        EXPECT_LE(run.end, line.text_end);
      }
    }
    EXPECT_EQ(at, layout.length);
    EXPECT_NEAR(layout.height, y, 1e-9);
    EXPECT_EQ(dump(layout_paragraphs(stage.fonts, input), stage.fonts), dump(layout, stage.fonts)) << "the same again";
  }
}

TEST(LayoutProperty, OnlyOneGraphemeMayBeWiderThanTheBox) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    std::mt19937_64 random(seed);
    const std::string text = random_text(random);
    const TextLayout layout = stage.lay(text, 60.0, {"Open Sans", 12});
    for (const Line& line : layout.lines)
      EXPECT_LE(line.width, 60 + 1.0 / 32) << "seed " << seed << " line at " << line.begin;
  }
}

// One digest for native and WebAssembly builds. After an intended change of the layout or of the fonts, run with
// FLASHKIT_PRINT_GOLDEN=1 and look at the dump before the new digest is written here.
TEST(LayoutGolden, IsTheSameEverywhere) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  struct Sample {
    const char* text;
    const char* family;
    double size_px;
    double width_px;
    Align align;
    double letter_spacing_em;
  };
  const Sample samples[] = {
      {"AVATAR office, 50% off! “Quotes” – dash", "Roboto", 33, 240, Align::Center, 0},
      {"The quick brown fox jumps over the lazy dog", "Playfair Display", 17.5, 150, Align::Justify, 0.03},
      {"BIG SALE", "Anton", 96, 400, Align::Left, -0.02},
      {"السلام عليكم 123 (abc) ورحمة الله", "Roboto", 24, 200, Align::Start, 0},
      {"שלום עולם hello", "Open Sans", 20, 120, Align::Right, 0.1},
      {"नमस्ते दुनिया कि क्षत्रिय", "Poppins", 30, 180, Align::Center, 0},
      {"বাংলা தமிழ் తెలుగు ไทย", "Roboto", 22, 90, Align::Left, 0},
      {"日本語のテキスト、改行。한국어 텍스트", "Montserrat", 18, 140, Align::Justify, 0},
      {"😀👨‍👩‍👧🇩🇪 ✓ ★ → ∑", "Lobster", 28, 300, Align::Left, 0},
      {"Donaudampfschifffahrtsgesellschaft e\xCC\x81te\xCC\x81 Straße", "Oswald", 21, 110, Align::Left, 0},
  };
  std::string all;
  for (const Sample& each : samples) {
    TextStyle style{each.family, each.size_px};
    style.letter_spacing_em = each.letter_spacing_em;
    style.underline = true;
    TextInput input;
    input.text = each.text;
    input.styles = {{0, 0xFFFFFFFFu, style}};
    input.width_px = each.width_px;
    input.align = each.align;
    const TextLayout layout = stage.lay(input);
    EXPECT_TRUE(layout.missing.empty());
    all += dump(layout, stage.fonts);
    for (const GlyphRun& run : layout.runs) {
      for (std::uint32_t g = run.glyphs_begin; g < run.glyphs_end; ++g) {
        for (const OutlinePoint& point : stage.fonts.outline(run.font, layout.glyphs[g].id).points) {
          const float pair[2] = {point.x, point.y};
          all.append(reinterpret_cast<const char*>(pair), sizeof pair);
        }
      }
    }
  }
  if (std::getenv("FLASHKIT_PRINT_GOLDEN") != nullptr) std::fwrite(all.data(), 1, all.size(), stdout);
  EXPECT_EQ(base::to_hex(base::sha256(base::bytes_of(all))),
            "c032a59ead0f93f684859351570507846ad453d3844132b9bfcbd9ea822b38d2");
}

// The same over many texts: also what no example thought of must agree between builds.
TEST(LayoutGolden, IsTheSameEverywhereForTextsFromSeeds) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  base::Sha256Hasher hasher;
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    std::mt19937_64 random(seed);
    const std::string text = random_text(random);
    const std::string dumped = dump(stage.lay(random_input(random, text)), stage.fonts);
    hasher.add(base::bytes_of(dumped));
  }
  EXPECT_EQ(base::to_hex(hasher.finish()), "882aa2afae34a9837f62dbdcbf879475d27e679bb92e886c0a655018e2ade3ca");
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

// Each would take ten times as long or more if lines, items, pieces or spaces were looked at anew for each other. No
// fonts: the work is the same without glyphs.
TEST(LayoutWork, GrowsWithTheTextAlone) {
  const FontLibrary none;
  TextInput input;
  input.width_px = 1;
  const std::string scripts = repeated("a\xD7\x90", 60'000);
  input.text = scripts;
  EXPECT_EQ(layout_paragraphs(none, input).lines.size(), 120'000u);
  const std::string spaces = repeated("\xE3\x80\x80", 250'000);  // U+3000: a line may end behind each of them
  input.text = spaces;
  EXPECT_EQ(layout_paragraphs(none, input).lines.size(), 1u);
  // Tabs go back to the level of the paragraph, so that one item has many pieces.
  const std::string tabs = repeated("\xD7\x90\t", 60'000) + "\n" + repeated("a", 75'000);
  input.text = tabs;
  input.width_px.reset();
  EXPECT_GE(layout_paragraphs(none, input).runs.size(), 120'000u);
}

TEST(LayoutWork, OfLinesUnderTextGrowsWithTheTextAlone) {
  const FontLibrary none;
  const std::string text(300'000, 'a');
  TextInput input;
  input.text = text;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    input.styles.push_back({i, i + 1, {"Roboto", i % 2 == 0 ? 10.0 : 12.0, {}, 0, true, true}});
  }
  EXPECT_EQ(layout_paragraphs(none, input).decorations.size(), 2 * text.size());
}

}  // namespace
}  // namespace flashkit::text
