// What an operation may cost: each of these would take many times as long if a step cost more than itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "operations/apply.h"
#include "operations/builder.h"
#include "operations/random_edits_for_tests.h"

namespace flashkit::operations {
namespace {

using base::ClientId;
using base::NodeId;
using document::Document;
using document::TextPiece;

const ClientId k_eve{0xE, 1};

document::Placement lying_in(NodeId parent, std::string order) { return {.parent = parent, .order = std::move(order)}; }

NodeId page_of(Document& design) {
  OperationBuilder build(k_eve, 1);
  const NodeId page = build.create("page", lying_in({}, "V"));
  EXPECT_TRUE(apply(design, build.take()).took_effect);
  return page;
}

std::string key_of(std::size_t number) { return "key" + std::to_string(number); }

TEST(Bounds, AnOperationMayWriteAndTakeAwayManyPropertiesOfOneNode) {
  constexpr std::size_t k_count = 150'000;
  Document design;
  const NodeId page = page_of(design);
  const std::string before = describe(design);
  OperationBuilder giving(k_eve, 2);
  OperationBuilder taking(k_eve, 3);
  for (std::size_t i = 0; i < k_count; ++i) giving.set(page, key_of(i), "1");
  for (std::size_t i = 0; i < k_count; ++i) {
    if (i % 3 != 0) taking.unset(page, key_of(i));
  }
  Rollback given;
  Rollback taken;
  ASSERT_TRUE(apply(design, giving.take(), &given).took_effect);
  const std::string between = describe(design);
  ASSERT_TRUE(apply(design, taking.take(), &taken).took_effect);
  EXPECT_EQ(design.find(page)->properties.size(), k_count / 3);
  EXPECT_EQ(design.find(page)->find(design.keys().find(key_of(1))), nullptr);
  EXPECT_EQ(design.find(page)->find(design.keys().find(key_of(3)))->json_text(), "1");
  roll_back(design, std::move(taken));
  EXPECT_TRUE(describe(design) == between);
  roll_back(design, std::move(given));
  EXPECT_EQ(describe(design), before);
}

// As a list of keys in the order in which they came would have it, and back again byte for byte.
TEST(Bounds, KeysKeepTheirOrderHoweverManyThereAre) {
  Document design;
  const NodeId page = page_of(design);
  RandomEdits random(7);
  std::vector<std::pair<std::string, std::string>> expected;
  std::vector<std::pair<std::string, Rollback>> history;
  for (std::uint64_t number = 2; number < 80; ++number) {
    history.emplace_back(describe(design), Rollback());
    OperationBuilder build(k_eve, number);
    const bool fewer = number % 7 > 3;
    for (std::uint64_t steps = random.below(60); steps > 0; --steps) {
      const std::string key = key_of(random.below(150));
      const auto known =
          std::find_if(expected.begin(), expected.end(), [&](const auto& each) { return each.first == key; });
      if (random.below(4) < (fewer ? 3u : 1u)) {
        build.unset(page, key);
        if (known != expected.end()) expected.erase(known);
        continue;
      }
      const std::string value = std::to_string(random.below(1000));
      build.set(page, key, value);
      if (known != expected.end()) {
        known->second = value;
      } else {
        expected.emplace_back(key, value);
      }
    }
    ASSERT_TRUE(apply(design, build.take(), &history.back().second).took_effect);
    std::vector<std::pair<std::string, std::string>> found;
    for (const document::Property& property : design.find(page)->properties) {
      found.emplace_back(design.keys().name(property.key), property.value.json_text());
    }
    ASSERT_EQ(found, expected) << number;
    if (number % 5 != 0) continue;
    // One that breaks a rule in the end leaves nothing behind, gaps neither.
    const std::string before = describe(design);
    OperationBuilder broken(k_eve, number);
    for (const auto& [key, value] : expected) broken.unset(page, key);
    broken.set(page, "new", "1");
    broken.set(page, "last", "[");
    ASSERT_FALSE(apply(design, broken.take()).took_effect);
    ASSERT_EQ(describe(design), before);
    ASSERT_EQ(describe(Document(design)), before);
  }
  for (; !history.empty(); history.pop_back()) {
    roll_back(design, std::move(history.back().second));
    ASSERT_EQ(describe(design), history.back().first);
  }
}

TEST(Bounds, AnOperationMayMoveALargeSubtreeOften) {
  constexpr std::size_t k_children = 50'000;
  constexpr std::size_t k_moves = 20'000;
  Document design;
  const NodeId page = page_of(design);
  const std::string before = describe(design);
  OperationBuilder build(k_eve, 2);
  const NodeId outer = build.create("group", lying_in(page, "A"));
  const NodeId moved = build.create("group", lying_in(page, "B"));
  for (std::size_t i = 0; i < k_children; ++i) build.create("figure", lying_in(moved, "V"));
  for (std::size_t i = 0; i < k_moves; ++i) build.place(moved, lying_in(i % 2 == 0 ? outer : page, "B"));
  Rollback rollback;
  ASSERT_TRUE(apply(design, build.take(), &rollback).took_effect);
  roll_back(design, std::move(rollback));
  EXPECT_EQ(describe(design), before);
}

TEST(Bounds, AnImportOfManySiblingsIsTakenBackAtOnce) {
  constexpr std::size_t k_children = 150'000;
  Document design;
  const NodeId page = page_of(design);
  OperationBuilder build(k_eve, 2);
  for (std::size_t i = 0; i < k_children; ++i) build.create("figure", lying_in(page, "V"));
  Rollback rollback;
  ASSERT_TRUE(apply(design, build.take(), &rollback).took_effect);
  roll_back(design, std::move(rollback));
  EXPECT_EQ(design.node_count(), 2u);
}

// A text whose one run lies in so many pieces, each between letters of another.
struct CutText {
  static constexpr std::uint32_t k_pieces = 16'384;
  Document design;
  NodeId text;
  document::TextRunId run{k_eve, 1};
  CutText() {
    const NodeId page = page_of(design);
    OperationBuilder build(k_eve, 2);
    text = build.create("text", lying_in(page, "V"));
    EXPECT_TRUE(apply(design, build.take()).took_effect);
    std::vector<TextPiece> pieces;
    for (std::uint32_t i = 0; i < k_pieces; ++i) {
      pieces.push_back({run, i, U"a"});
      pieces.push_back({{k_eve, 2}, i, U"b"});
    }
    design.set_text_sequence(text, std::make_unique<document::TextSequence>(std::move(pieces)));
  }
  std::string letters() const { return design.find(text)->text->visible(); }
};

TEST(Bounds, ManySpansOverManyPiecesAreErasedInOneWay) {
  CutText cut;
  OperationBuilder build(k_eve, 3);
  for (std::size_t i = 0; i < k_max_spans; ++i) build.delete_span(cut.text, {cut.run, 0}, CutText::k_pieces);
  Operation operation = build.take();
  // The builder gives each span to the step before it where it can; in any case they are one step here.
  auto& all = std::get<TextDelete>(operation.steps.front().kind).spans;
  const TextSpan span = all.front();
  all.assign(k_max_spans, span);
  operation.steps.resize(1);
  ASSERT_TRUE(apply(cut.design, operation).took_effect);
  EXPECT_EQ(cut.letters(), std::string(CutText::k_pieces, 'b'));
  std::get<TextDelete>(operation.steps.front().kind).spans.back().length += 1;  // one that never was
  EXPECT_FALSE(apply(cut.design, operation).took_effect);
}

TEST(Bounds, ManySpansOverManyPiecesAreFormattedInOneWay) {
  CutText cut;
  OperationBuilder build(k_eve, 3);
  build.format_spans(cut.text,
                     {"fill", document::Value::string("red"),
                      std::vector(k_max_formatted_spans, document::TextSpan{{cut.run, 1}, CutText::k_pieces - 2})});
  ASSERT_TRUE(apply(cut.design, build.take()).took_effect);
  const auto& pieces = cut.design.find(cut.text)->text->pieces();
  const auto formatted =
      std::count_if(pieces.begin(), pieces.end(), [](const TextPiece& p) { return !p.formats.empty(); });
  EXPECT_EQ(formatted, 2 * (CutText::k_pieces - 2) - 1);
}

// Every piece of the text has a copy.
TEST(Bounds, AFormatOfLettersIsShort) {
  CutText cut;
  const auto rule_of = [&](std::size_t bytes) {
    OperationBuilder build(k_eve, 3);
    build.format_spans(cut.text, {"fill", document::Value::string(std::string(bytes - 2, 'x')), {{{cut.run, 0}, 2}}});
    return std::string(apply(cut.design, build.take()).rule);
  };
  EXPECT_EQ(rule_of(k_max_letter_format_bytes), "");
  EXPECT_EQ(rule_of(k_max_letter_format_bytes + 1), "a letter's format is at most 1 KB");
}

// Erasing by many spans at once is what erasing by one after the other is.
TEST(Bounds, SpansMayOverlapAndStandInAnyOrder) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    RandomEdits random(seed);
    document::TextSequence at_once({k_eve, 1}, "abcdefghijkl");
    std::vector<document::TextSpan> spans;
    for (std::uint64_t n = 1 + random.below(5); n > 0; --n) {
      const auto from = static_cast<std::uint32_t>(random.below(12));
      spans.push_back({{{k_eve, 1}, from}, static_cast<std::uint32_t>(random.below(14 - from))});
    }
    ASSERT_TRUE(at_once.insert({k_eve, 2}, document::TextPoint{{k_eve, 1}, 3}, "XYZ").ok());
    std::string expected = "abcdXYZefghijkl";
    bool there = true;
    for (const auto& span : spans) {
      for (std::uint32_t i = 0; i < span.length; ++i) {
        const std::uint32_t at = span.first.offset + i;
        there = there && at < 12;
        if (at < 12) expected[at < 4 ? at : at + 3] = '-';
      }
    }
    expected.erase(std::remove(expected.begin(), expected.end(), '-'), expected.end());
    ASSERT_EQ(at_once.remove(spans).ok(), there) << seed;
    if (there) {
      ASSERT_EQ(at_once.visible(), expected) << seed;
    }
  }
}

}  // namespace
}  // namespace flashkit::operations
