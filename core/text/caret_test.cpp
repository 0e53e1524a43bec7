#include "text/caret.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/utf8.h"
#include "text/fonts_for_test.h"
#include "text/segment.h"

namespace flashkit::text {
namespace {

constexpr auto k_down = Affinity::Downstream;
constexpr auto k_up = Affinity::Upstream;

TEST(Caret, StandsBetweenLetters) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout layout = stage.lay("abc\nd", 300.0, {}, Align::Center);
  const CaretMap carets(layout, "abc\nd");
  EXPECT_DOUBLE_EQ(carets.rect({0, k_down}).x, layout.lines[0].x);
  EXPECT_NEAR(carets.rect({1, k_down}).x, layout.lines[0].x + layout.glyphs[0].advance, 1e-9);
  EXPECT_NEAR(carets.rect({3, k_down}).x, layout.lines[0].x + layout.lines[0].width, 1e-9);
  EXPECT_EQ(carets.rect({4, k_down}).line, 1u);
  EXPECT_DOUBLE_EQ(carets.rect({4, k_down}).top, layout.lines[1].top);
  EXPECT_DOUBLE_EQ(carets.rect({4, k_down}).height, layout.lines[1].height);
}

TEST(Caret, StandsInTheMiddleOfEmptyCentredText) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const CaretMap carets(stage.lay("", 300.0, {}, Align::Center), "");
  EXPECT_DOUBLE_EQ(carets.rect({0, k_down}).x, 150);
  EXPECT_EQ(carets.hit(10, 10), (CaretPosition{0, k_down}));
  EXPECT_EQ(carets.next(0), 0u);
  EXPECT_EQ(carets.right({0, k_down}).index, 0u);
  EXPECT_EQ(carets.word_at(0), (TextRange{0, 0}));
}

TEST(Caret, DividesLigatures) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const TextLayout layout = stage.lay("ffi", {}, {"Open Sans", 30});
  ASSERT_EQ(layout.glyphs.size(), 1u);
  const CaretMap carets(layout, "ffi");
  EXPECT_NEAR(carets.rect({1, k_down}).x, layout.width / 3, 1e-9);
  EXPECT_EQ(carets.hit(layout.width * 0.6, 5).index, 2u);
}

TEST(Caret, HasTwoPlacesWhereALineWraps) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const std::string_view text = "one two";
  const TextLayout layout = stage.lay(text, 35.0);
  ASSERT_EQ(layout.lines.size(), 2u);
  const CaretMap carets(layout, text);
  EXPECT_EQ(carets.rect({4, k_up}).line, 0u);
  EXPECT_EQ(carets.rect({4, k_down}).line, 1u);
  EXPECT_EQ(carets.line_end({1, k_down}), (CaretPosition{4, k_up}));
  EXPECT_EQ(carets.line_start({6, k_down}), (CaretPosition{4, k_down}));
  EXPECT_EQ(carets.hit(1000, 1), (CaretPosition{4, k_up}));
  EXPECT_EQ(carets.down({1, k_down}, carets.rect({1, k_down}).x).index, 5u);
  EXPECT_EQ(carets.up({5, k_down}, carets.rect({5, k_down}).x).index, 1u);
  EXPECT_EQ(carets.up({1, k_down}, 0).index, 0u);
  EXPECT_EQ(carets.down({5, k_down}, 0).index, 7u);
}

TEST(Caret, MovesAsSeenInTextOfTwoDirections) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const std::string_view text = "abאבcd";
  const TextLayout layout = stage.lay(text);
  const CaretMap carets(layout, text);
  std::vector<double> seen;
  CaretPosition at{0, k_down};
  for (int i = 0; i < 6; ++i) {
    seen.push_back(carets.rect(at).x);
    at = carets.right(at);
  }
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(at.index, 6u);
  for (int i = 0; i < 6; ++i) at = carets.left(at);
  EXPECT_EQ(at.index, 0u);
  // The Hebrew pair is selected as one stretch, a range over the border as two.
  EXPECT_EQ(carets.selection({2, 4}).size(), 1u);
  EXPECT_EQ(carets.selection({0, 3}).size(), 2u);
}

TEST(Caret, MovesByWords) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const std::string_view text = "Don't stop,  now\nnext";
  const CaretMap carets(stage.lay(text), text);
  EXPECT_EQ(carets.next_word(0), 5u);
  EXPECT_EQ(carets.next_word(5), 10u);
  EXPECT_EQ(carets.next_word(10), 16u);
  EXPECT_EQ(carets.next_word(21), 21u);
  EXPECT_EQ(carets.previous_word(21), 17u);
  EXPECT_EQ(carets.previous_word(13), 6u);
  EXPECT_EQ(carets.previous_word(0), 0u);
  EXPECT_EQ(carets.word_at(2), (TextRange{0, 5}));
  EXPECT_EQ(carets.word_at(5), (TextRange{5, 6}));
  EXPECT_EQ(carets.paragraph_at(8), (TextRange{0, 16}));
  EXPECT_EQ(carets.paragraph_at(20), (TextRange{17, 21}));
}

TEST(CaretProperty, WalksOverEveryGraphemeAndComesBackFromEveryPlace) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const std::string text = random_text(random);
    const TextInput input = random_input(random, text);
    const TextLayout layout = stage.lay(input);
    const CaretMap carets(layout, text);
    std::vector<std::uint32_t> walked{0};
    while (walked.back() < carets.length()) {
      const std::uint32_t next = carets.next(walked.back());
      ASSERT_GT(next, walked.back());
      ASSERT_EQ(carets.previous(next), walked.back());
      walked.push_back(next);
    }
    EXPECT_EQ(walked, grapheme_boundaries(base::to_utf32(text)));
    double selected = 0;
    for (const SelectionRect& each : carets.selection({0, carets.length()})) {
      const bool empty_line = layout.lines[each.line].begin == layout.lines[each.line].text_end;
      selected += empty_line ? 0 : each.width;
    }
    double widths = 0;
    for (const GlyphRun& run : layout.runs) widths += run.width;
    EXPECT_NEAR(selected, widths, 1e-6) << "a selection of everything is as wide as everything";
    for (const std::uint32_t index : walked) {
      for (const Affinity affinity : {k_down, k_up}) {
        const CaretRect rect = carets.rect({index, affinity});
        const CaretPosition hit = carets.hit(rect.x, rect.top + rect.height / 2);
        const CaretRect again = carets.rect(hit);
        EXPECT_NEAR(again.x, rect.x, 1e-9) << "index " << index << " affinity " << int(affinity);
        EXPECT_EQ(again.line, rect.line);
      }
    }
  }
}

TEST(CaretProperty, IsExactInTextOfOneDirection) {
  Stage& stage = shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  const char* const texts[] = {"The quick brown fox, jumps over\n\nthe lazy dog", "שלום עולם זה\nטקסט בעברית",
                               "नमस्ते दुनिया", "ab\n"};
  for (const std::string_view text : texts) {
    for (const double width : {40.0, 90.0, 1000.0}) {
      const TextLayout layout = stage.lay(text, width);
      const CaretMap carets(layout, text);
      for (std::uint32_t index = 0;; index = carets.next(index)) {
        const CaretRect rect = carets.rect({index, k_down});
        EXPECT_EQ(carets.hit(rect.x, rect.top + 1).index, index) << text << " " << width;
        if (index == carets.length()) break;
      }
      // Arrow keys visit every place once, in reading order.
      CaretPosition at{0, k_down};
      for (std::uint32_t steps = 0; at.index < carets.length(); ++steps) {
        ASSERT_LE(steps, carets.length() * 2) << "the caret is stuck at " << at.index;
        const CaretPosition moved = layout.right_to_left ? carets.left(at) : carets.right(at);
        ASSERT_EQ(moved.index, carets.next(at.index)) << text << " " << width;
        at = moved;
      }
    }
  }
}

}  // namespace
}  // namespace flashkit::text
