#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "text/bidi.h"
#include "text/line_break.h"
#include "text/segment.h"

namespace flashkit::text {
namespace {

std::string unicode_file(const std::string& name) {
  const char* folder = std::getenv("FLASHKIT_UNICODE");
  return std::string(folder != nullptr ? folder : "/usr/share/unicode") + "/" + name;
}

struct BreakCase {
  std::u32string text;
  std::vector<std::uint32_t> boundaries;
  std::string source;
};

// The three break tests share one form: "÷ 0020 × 0308 ÷ 0020 ÷ # ...".
std::vector<BreakCase> read_break_cases(const std::string& name) {
  std::vector<BreakCase> cases;
  std::ifstream in(unicode_file(name));
  for (std::string line; std::getline(in, line);) {
    line = line.substr(0, line.find('#'));
    std::istringstream words(line);
    BreakCase next;
    next.source = line;
    for (std::string word; words >> word;) {
      if (word == "÷") {
        next.boundaries.push_back(static_cast<std::uint32_t>(next.text.size()));
      } else if (word != "×") {
        next.text.push_back(static_cast<char32_t>(std::stoul(word, nullptr, 16)));
      }
    }
    if (!next.text.empty()) cases.push_back(next);
  }
  return cases;
}

TEST(LineBreaks, PassEveryLineOfTheUnicodeTest) {
  const auto cases = read_break_cases("auxiliary/LineBreakTest.txt");
  if (cases.empty()) GTEST_SKIP() << "no unicode-data here";
  EXPECT_EQ(cases.size(), 7654u);
  for (const BreakCase& each : cases) {
    const auto breaks = line_breaks(each.text);
    std::vector<std::uint32_t> boundaries;
    for (std::uint32_t i = 0; i < breaks.size(); ++i) {
      if (breaks[i] != LineBreak::Prohibited) boundaries.push_back(i);
    }
    EXPECT_EQ(boundaries, each.boundaries) << each.source;
  }
}

TEST(Graphemes, PassEveryLineOfTheUnicodeTest) {
  const auto cases = read_break_cases("auxiliary/GraphemeBreakTest.txt");
  if (cases.empty()) GTEST_SKIP() << "no unicode-data here";
  EXPECT_EQ(cases.size(), 602u);
  for (const BreakCase& each : cases) EXPECT_EQ(grapheme_boundaries(each.text), each.boundaries) << each.source;
}

TEST(Words, PassEveryLineOfTheUnicodeTest) {
  const auto cases = read_break_cases("auxiliary/WordBreakTest.txt");
  if (cases.empty()) GTEST_SKIP() << "no unicode-data here";
  EXPECT_EQ(cases.size(), 1823u);
  for (const BreakCase& each : cases) EXPECT_EQ(word_boundaries(each.text), each.boundaries) << each.source;
}

// Takes what stands before the separator away from the text. No streams here: making one takes longer than a case does.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}
std::uint32_t number_of(std::string_view text, int base) {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number, base);
  EXPECT_TRUE(read.ec == std::errc() && read.ptr == text.data() + text.size()) << text;
  return number;
}

struct BidiCase {
  std::u32string text;
  bool right_to_left = false;
  std::vector<int> levels;  // -1: taken out by X9
  std::vector<std::uint32_t> order;
};

// Of "automatic direction" lines the resolved paragraph level is used: finding it is not this room's rule.
BidiCase read_bidi_case(std::string_view line) {
  BidiCase out;
  std::string_view codes = take_part(line, ';');
  while (!codes.empty()) out.text.push_back(number_of(take_part(codes, ' '), 16));
  take_part(line, ';');
  out.right_to_left = take_part(line, ';') == "1";
  std::string_view levels = take_part(line, ';');
  while (!levels.empty()) {
    const std::string_view level = take_part(levels, ' ');
    out.levels.push_back(level == "x" ? -1 : static_cast<int>(number_of(level, 10)));
  }
  std::string_view order = take_part(line, ';');
  while (!order.empty()) out.order.push_back(number_of(take_part(order, ' '), 10));
  return out;
}

bool passes(const BidiCase& each) {
  const auto levels = line_levels(each.text, bidi_levels(each.text, each.right_to_left), each.right_to_left);
  std::vector<std::uint8_t> kept;
  std::vector<std::uint32_t> indexes;
  for (std::uint32_t i = 0; i < levels.size(); ++i) {
    if (each.levels[i] < 0) continue;
    if (levels[i] != each.levels[i]) return false;
    kept.push_back(levels[i]);
    indexes.push_back(i);
  }
  std::vector<std::uint32_t> order;
  for (const std::uint32_t index : visual_order(kept)) order.push_back(indexes[index]);
  return order == each.order;
}

TEST(Bidi, PassesTheUnicodeCharacterTest) {
  std::ifstream in(unicode_file("BidiCharacterTest.txt"));
  if (!in) GTEST_SKIP() << "no unicode-data here";
  std::size_t count = 0;
  std::size_t failed = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    ++count;
    if (passes(read_bidi_case(line))) continue;
    ++failed;
    if (failed <= 10) ADD_FAILURE() << line;
  }
  EXPECT_EQ(count, 91707u);
  EXPECT_EQ(failed, 0u);
}

}  // namespace
}  // namespace flashkit::text
