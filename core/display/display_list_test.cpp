#include "display/display_list.h"

#include <gtest/gtest.h>

#include <limits>

namespace flashkit::display {
namespace {

void write_path(DisplayListWriter& out) {
  for (const std::uint32_t word : {14u, 0u}) out.word(word);
  for (const double number : {1.0, 2.0}) out.real(number);
  out.word(2);
  for (const double number : {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}) out.real(number);
  for (const std::uint32_t word : {3u, 0u}) out.word(word);
  for (const double number : {1.0, 2.0}) out.real(number);
}

void write_solid(DisplayListWriter& out) {
  out.word(0);
  out.word(0x11223344);
}

void write_gradient_fill(DisplayListWriter& out) {
  out.begin_order(OrderKind::Fill);
  out.word(1);
  for (const double number : {0.0, 0.0, 10.0, 0.0}) out.real(number);
  out.word(1);
  out.real(0.5);
  out.word(0xFF0000FF);
  out.word(1);
  write_path(out);
  out.end_order();
}

void write_dashed_stroke(DisplayListWriter& out) {
  out.begin_order(OrderKind::Stroke);
  write_solid(out);
  out.real(2);
  out.word(1);
  out.word(2);
  out.real(10);
  out.word(2);
  out.real(4);
  out.real(8);
  write_path(out);
  out.end_order();
}

void write_glyphs(DisplayListWriter& out) {
  out.begin_order(OrderKind::Glyphs);
  out.word(out.string("font"));
  out.real(12);
  write_solid(out);
  out.word(out.string("Hi"));
  out.word(1);
  out.word(42);
  out.real(1);
  out.real(9);
  out.word(1);
  out.end_order();
}

void write_image(DisplayListWriter& out) {
  out.begin_order(OrderKind::Image);
  out.word(out.string("a.png"));
  out.word(0);
  out.word(0);
  for (const double number : {0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 10.0, 10.0}) out.real(number);
  out.word(2);
  out.end_order();
}

// A list with one order of every kind.
std::vector<std::uint32_t> sample() {
  DisplayListWriter out;
  const auto page = out.string("page");
  out.begin_order(OrderKind::Save);
  out.end_order();
  out.begin_order(OrderKind::Transform);
  for (const double number : {1.0, 0.0, 0.0, 1.0, 5.5, -7.25}) out.real(number);
  out.end_order();
  out.begin_order(OrderKind::Clip);
  write_path(out);
  out.end_order();
  out.begin_order(OrderKind::LayerBegin);
  for (const double number : {0.5, 0.0, 0.0, 10.0, 10.0}) out.real(number);
  out.end_order();
  write_gradient_fill(out);
  write_dashed_stroke(out);
  write_glyphs(out);
  out.begin_order(OrderKind::LayerEnd);
  out.end_order();
  write_image(out);
  out.begin_order(OrderKind::Placeholder);
  for (const double number : {0.0, 0.0, 10.0, 10.0}) out.real(number);
  out.word(out.string("video"));
  out.end_order();
  out.begin_order(OrderKind::Restore);
  out.end_order();
  out.row({.left = -1,
           .top = 0,
           .right = 10,
           .bottom = 20,
           .first_order = 0,
           .end_order = out.next_order(),
           .node_string = page});
  return out.finish(100, 50);
}

TEST(DisplayList, ReadsBackWhatWasWritten) {
  const auto words = sample();
  EXPECT_EQ(dump(words),
            "page 100 x 50\n"
            "row page -1 0 10 20\n"
            "  save\n"
            "    transform 1 0 0 1 5.5 -7.25\n"
            "    clip M 1 2 C 1 2 3 4 5 6 Z M 1 2\n"
            "    layer 0.5 0 0 10 10\n"
            "      fill gradient( 0 0 10 0 0.5 #ff0000ff ) evenodd M 1 2 C 1 2 3 4 5 6 Z M 1 2\n"
            "      stroke #11223344 width 2 cap 1 join 2 limit 10 dash 4 8 M 1 2 C 1 2 3 4 5 6 Z M 1 2\n"
            "      glyphs font \"font\" size 12 #11223344 text \"Hi\" 42 1 9 @1\n"
            "    end layer\n"
            "    image \"a.png\" svg 0 colours \"\" from 0 0 1 1 to 0 0 10 10 flip 2\n"
            "    placeholder 0 0 10 10 \"video\"\n"
            "  restore\n");
}

TEST(DisplayList, StoresAStringOnceAndTheEmptyOneFirst) {
  DisplayListWriter out;
  EXPECT_EQ(out.string(""), 0u);
  EXPECT_EQ(out.string("a"), out.string("a"));
  EXPECT_NE(out.string("a"), out.string("b"));
}

TEST(DisplayList, NumbersThatAreNoneBecomeZeroAndHugeOnesAreClamped) {
  EXPECT_EQ(word_of(std::numeric_limits<double>::quiet_NaN()), 0u);
  EXPECT_EQ(word_of(std::numeric_limits<double>::infinity()), 0u);
  EXPECT_EQ(word_of(-0.0), 0u);
  EXPECT_EQ(real_of(word_of(1e308)), 1e9);
  EXPECT_EQ(real_of(word_of(-1e308)), -1e9);
  EXPECT_EQ(word_of(-1e-308), 0u);
  EXPECT_EQ(real_of(word_of(0.5)), 0.5);
}

// Whatever is done to a list, `open` either refuses it or every read stays inside (the sanitizers look).
TEST(DisplayList, BrokenListsAreRefusedOrReadSafely) {
  const auto whole = sample();
  ASSERT_TRUE(DisplayListView::open(whole).ok());
  std::size_t refused = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(DisplayListView::open(std::span(whole).first(length)).ok());
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const std::uint32_t bad : {0u, 1u, 0xFFFF'FFFFu, 0x7F80'0000u, whole[i] + 1, whole[i] ^ 0x100u}) {
      auto broken = whole;
      broken[i] = bad;
      const auto text = dump(broken);
      if (text.starts_with("broken")) ++refused;
    }
  }
  EXPECT_GT(refused, whole.size());
}

TEST(DisplayList, RefusesOrdersOutOfBalance) {
  DisplayListWriter out;
  out.begin_order(OrderKind::Save);
  out.end_order();
  out.row({.end_order = out.next_order()});
  EXPECT_FALSE(DisplayListView::open(out.finish(1, 1)).ok());
}

}  // namespace
}  // namespace flashkit::display
