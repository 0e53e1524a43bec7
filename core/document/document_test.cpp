#include "document/document.h"

#include <gtest/gtest.h>

#include <array>

#include "document/markup.h"

namespace flashkit::document {
namespace {

using base::ClientId;
using base::NodeId;

const ClientId k_ann{1, 1};
const ClientId k_bob{2, 2};
NodeId node(std::uint64_t number) { return {k_ann, number}; }

TEST(Document, OrdersChildrenByOrderKeyThenId) {
  Document design;
  design.create(node(3), "page", {.parent = {}, .order = "b"});
  design.create(node(2), "page", {.parent = {}, .order = "b"});
  design.create(node(1), "page", {.parent = {}, .order = "c"});
  EXPECT_EQ(design.live_children({}), (std::vector{node(2), node(3), node(1)}));
  design.set_removed(node(3), true);
  EXPECT_EQ(design.live_children({}), (std::vector{node(2), node(1)}));
}

TEST(Document, ARemovedGroupHidesWhatLiesInIt) {
  Document design;
  design.create(node(1), "page", {.parent = {}, .order = "a"});
  design.create(node(2), "group", {.parent = node(1), .order = "a"});
  design.create(node(3), "text", {.parent = node(2), .order = "a"});
  EXPECT_TRUE(design.is_live(node(3)));
  design.set_removed(node(2), true);
  EXPECT_FALSE(design.is_live(node(3)));
  EXPECT_EQ(design.page_of(node(3)), node(1));
}

// Short literals are read without the parser; the parser decides what they are.
TEST(Value, ShortLiteralsAreWhatTheParserReads) {
  const char* const texts[] = {"\"\"",
                               "\"plain text\"",
                               "\"a\\nb\"",
                               "\"a\"b\"",
                               "\"open",
                               "\"é\"",
                               "\"\x01\"",
                               "\"\x7f\"",
                               "\"",
                               "0",
                               "-0",
                               "-1.50",
                               "01",
                               "1.",
                               ".5",
                               "-",
                               "1e5",
                               "--1",
                               "1-2",
                               "123456789012345678",
                               "1234567890123456789012",
                               "true",
                               "false",
                               "null",
                               "True",
                               "",
                               "[1]",
                               "{\"a\":1}",
                               " 1",
                               "1 "};
  for (const char* text : texts) {
    const auto fast = Value::parse(text);
    const auto parsed = base::parse_json(text);
    ASSERT_EQ(fast.ok(), parsed.ok()) << text;
    if (!parsed.ok()) continue;
    const Value slow = Value::from_json(parsed.value());
    EXPECT_EQ(fast.value(), slow) << text;
    EXPECT_EQ(fast.value().json_text(), slow.json_text()) << text;
    EXPECT_EQ(fast.value().as_number(7), slow.as_number(7)) << text;
    EXPECT_EQ(fast.value().kind(), slow.kind()) << text;
  }
}

// A short text stands in the value, a longer one apart; nobody sees the difference.
TEST(Value, TextsOfEveryLengthAreCopiedAndMoved) {
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string text(length, 'x');
    Value value = Value::string(text);
    const Value copy = value;
    EXPECT_EQ(value.json_text(), "\"" + text + "\"");
    Value moved = std::move(value);
    EXPECT_EQ(moved, copy);
    EXPECT_EQ(moved.as_string(), text);
    for (const char* other : {"1", "0.12345678901234567", "\"a long text that stands apart\"", "null"}) {
      ASSERT_TRUE(Value::read(other, moved));
      EXPECT_EQ(moved.json_text(), other);
      moved = copy;
      EXPECT_EQ(moved, copy);
      moved = Value(moved);
      EXPECT_EQ(moved, copy);
    }
    EXPECT_FALSE(Value::read("[", moved));
  }
  EXPECT_EQ(Value::parse("0.12345678901234567").value().as_number(0), 0.12345678901234567);
  EXPECT_EQ(Value::parse("-1e5").value().as_number(0), -1e5);
}

TEST(Keys, EveryKnownNameIsFoundAndNoOther) {
  for (KeyNumber number = 1; number < k_known_keys; ++number) {
    const std::string name(name_of(static_cast<Key>(number)));
    if (name.empty()) continue;
    EXPECT_EQ(key_of(name), static_cast<Key>(number));
    EXPECT_EQ(key_of(name + "x"), Key{});
  }
  EXPECT_EQ(key_of(""), Key{});
  EXPECT_EQ(key_of("Fill"), Key{});
}

TEST(Document, GivesDefaultsOfTheKindForAbsentAndNullValues) {
  Document design;
  design.create(node(1), "page", {.parent = {}, .order = "a"});
  design.create(node(2), "table", {.parent = node(1), .order = "a"});
  design.set(node(2), number_of(Key::FontSize), Value());
  EXPECT_EQ(design.find(node(2))->number(Key::FontSize), 30);
  EXPECT_EQ(design.find(node(2))->string(Key::VerticalAlign), "middle");
}

TEST(TextSequence, TwoPeopleTypingKeepTheirLettersInJournalOrder) {
  TextSequence text({k_ann, 1}, "ac");
  const TextPoint after_a{{k_ann, 1}, 0};
  ASSERT_TRUE(text.insert({k_ann, 2}, after_a, "b").ok());
  ASSERT_TRUE(text.insert({k_bob, 1}, after_a, "X\xC3\xA9").ok());
  EXPECT_EQ(text.visible(),
            "aX\xC3\xA9"
            "bc");
}

TEST(TextSequence, WhatFollowsARemovedCharacterStillFindsItsPlace) {
  TextSequence text({k_ann, 1}, "hello");
  ASSERT_TRUE(text.remove(std::array{TextSpan{{{k_ann, 1}, 1}, 3}}).ok());
  ASSERT_TRUE(text.insert({k_bob, 1}, TextPoint{{k_ann, 1}, 2}, "-").ok());
  EXPECT_EQ(text.visible(), "h-o");
  EXPECT_EQ(text.point_at(1), (TextPoint{{k_bob, 1}, 0}));
  EXPECT_FALSE(text.point_at(3).has_value());
  EXPECT_FALSE(text.insert({k_bob, 2}, TextPoint{{k_ann, 1}, 5}, "x").ok());
}

TEST(Markup, IsATagWithItsEnd) {
  for (const char* tag : {"<p>", "x<br/>", "<LI class='a'>", "</em >", "<p\n>", "<strong\tid=1>"}) {
    EXPECT_TRUE(holds_tag(tag, TagSet::Quill)) << tag;
    EXPECT_TRUE(holds_tag(tag, TagSet::RichText)) << tag;
  }
  for (const char* more : {"<b>x</b>", "<h1>", "<a href=\"x\">"}) {
    EXPECT_FALSE(holds_tag(more, TagSet::Quill)) << more;
    EXPECT_TRUE(holds_tag(more, TagSet::RichText)) << more;
  }
  for (const char* no : {"", "<", "<>", "<p", "</", "a < b", "<pre>x</pre>", "<strongly>", "<strong", "<p7>", "< p>"})
    EXPECT_FALSE(holds_tag(no, TagSet::RichText)) << no;
  const auto second = next_tag("<p>a</p>", 3, TagSet::Quill);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->begin, 4u);
  EXPECT_EQ(second->end, 8u);
}

// Hours, were the end of each looked for on its own.
TEST(Markup, IsLookedForOnce) {
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) text += "<p ";
  EXPECT_FALSE(holds_tag(text, TagSet::RichText));
  EXPECT_TRUE(holds_tag(text + ">", TagSet::RichText));
}

}  // namespace
}  // namespace flashkit::document
