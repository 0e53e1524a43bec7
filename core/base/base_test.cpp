#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>

#include "base/bytes.h"
#include "base/id.h"
#include "base/id_bytes.h"
#include "base/json.h"
#include "base/number.h"
#include "base/sha256.h"
#include "base/unknown_fields.h"
#include "base/utf8.h"

namespace flashkit::base {
namespace {

TEST(Sha256, MatchesTheStandardsVectors) {
  EXPECT_EQ(to_hex(sha256(bytes_of(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256(bytes_of(std::string(1'000'000, 'a')))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Numbers, AreWrittenAsEcmaScriptWritesThem) {
  const std::pair<double, const char*> cases[] = {{0, "0"},
                                                  {-0.0, "0"},
                                                  {1, "1"},
                                                  {-1.5, "-1.5"},
                                                  {1e21, "1e+21"},
                                                  {1e20, "100000000000000000000"},
                                                  {1e-6, "0.000001"},
                                                  {1e-7, "1e-7"},
                                                  {0.1, "0.1"},
                                                  {123.456, "123.456"},
                                                  {5e-324, "5e-324"},
                                                  {1.7976931348623157e308, "1.7976931348623157e+308"},
                                                  {333333333.33333329, "333333333.3333333"}};
  for (const auto& [value, text] : cases) EXPECT_EQ(shortest(value), text);
}

// Short numbers are read without strtod, to the same bits.
TEST(Numbers, AreReadAsStrtodReadsThem) {
  std::uint64_t state = 9;
  const auto below = [&](std::uint64_t count) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % count;
  };
  for (int i = 0; i < 200'000; ++i) {
    std::string text = below(2) == 0 ? "-" : "";
    const std::uint64_t whole_digits = 1 + below(12);
    text += static_cast<char>(whole_digits == 1 ? '0' + below(10) : '1' + below(9));
    for (std::uint64_t k = 1; k < whole_digits; ++k) text += static_cast<char>('0' + below(10));
    const std::uint64_t fraction_digits = below(14);
    if (fraction_digits > 0) text += '.';
    for (std::uint64_t k = 0; k < fraction_digits; ++k) text += static_cast<char>('0' + below(10));
    const double expected = std::strtod(text.c_str(), nullptr);
    const auto value = parse_number(text);
    ASSERT_TRUE(value.has_value()) << text;
    ASSERT_EQ(std::memcmp(&*value, &expected, sizeof expected), 0) << text;
  }
}

TEST(Numbers, RefuseWhatIsNotOne) {
  for (const char* text : {"", "-", "01", "1.", ".5", "1e", "NaN", "Infinity", "1e999", "0x10", "1 "}) {
    EXPECT_FALSE(parse_number(text).has_value()) << text;
  }
}

TEST(Json, KeepsWhatNobodyTouched) {
  const std::string text = R"({"z":1.50,"a":[null,true,1e3,12345678901234567890],"é":"\u0001\n","a2":{"b":-0}})";
  const auto parsed = parse_json(text);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(write_json(parsed.value()), text);
}

TEST(Json, CanonicalFormIsRfc8785) {
  const auto parsed =
      parse_json("{\"\\u20ac\":1.50,\"\\r\":2,\"\\ud83d\\ude00\":3,\"1\":[56.0,4.50,2e-3,1E30],\"\\ufb33\":0}");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(canonical_json(parsed.value()),
            "{\"\\r\":2,\"1\":[56,4.5,0.002,1e+30],\"\xE2\x82\xAC\":1.5,\"\xF0\x9F\x98\x80\":3,\"\xEF\xAC\xB3\":0}");
}

TEST(Json, OfDuplicateKeysTheLastWinsAtTheFirstPlace) {
  const auto parsed = parse_json(R"({"a":1,"b":2,"a":3,"a":4})");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(write_json(parsed.value()), R"({"a":4,"b":2})");
}

// Over a hundred times as long, were each of them compared with all the others of its name.
TEST(Json, TakesManyKeysOfOneName) {
  std::string text = "{\"b\":[7]";
  for (int i = 0; i < 200'000; ++i) text += ",\"a\":1";
  const auto parsed = parse_json(text + ",\"a\":[2],\"b\":3}");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(write_json(parsed.value()), R"({"b":3,"a":[2]})");
}

TEST(Json, CountsItsValues) {
  EXPECT_TRUE(parse_json("[1,null]", {.values = 3}).ok());
  const auto refused = parse_json("[1,null]", {.values = 2});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::Limit);
}

TEST(Json, NamesWhatIsWrong) {
  const std::pair<std::string, Errc> cases[] = {{"", Errc::Malformed},        {"{\"a\":", Errc::Malformed},
                                                {"[1]x", Errc::Malformed},    {"{\"a\":NaN}", Errc::Malformed},
                                                {"[1e999]", Errc::Malformed}, {std::string(100000, '['), Errc::Limit}};
  for (const auto& [text, code] : cases) {
    const auto parsed = parse_json(text);
    ASSERT_FALSE(parsed.ok()) << text.substr(0, 20);
    EXPECT_EQ(parsed.error().code, code) << text.substr(0, 20);
  }
  EXPECT_EQ(parse_json("[1,2", {.depth = 64, .size_bytes = 2}).error().code, Errc::Limit);
}

TEST(Json, GivesAwayAnArrayItemByItem) {
  constexpr std::string_view k_path[] = {"a", "items"};
  const std::string text =
      R"({"items":[9],"a":{"x":[1],"items":[1,"two",[3,{"items":[4]}],{"b":null}],"y":true},"z":5})";
  std::vector<std::string> items;
  const auto rest =
      parse_json_items(text, k_path, [&](const Json& item) { items.push_back(write_json(item)); }, {.values = 10});
  ASSERT_TRUE(rest.ok()) << rest.error().rule;
  EXPECT_EQ(items, (std::vector<std::string>{"1", "\"two\"", R"([3,{"items":[4]}])", R"({"b":null})"}));
  EXPECT_EQ(write_json(rest.value()), R"({"items":[9],"a":{"x":[1],"items":[],"y":true},"z":5})");
  const auto passed = parse_json_items(text, k_path, {});
  ASSERT_TRUE(passed.ok());
  EXPECT_EQ(write_json(passed.value()), write_json(rest.value()));

  std::string many = R"({"a":{"items":[0)";
  for (int i = 0; i < 100; ++i) many += ",[1,2,3]";
  many += "]}}";
  EXPECT_TRUE(parse_json_items(many, k_path, [](const Json&) {}, {.values = 10}).ok()) << "the limit is an item's";
  EXPECT_TRUE(parse_json_items(many, k_path, {}, {.values = 10}).ok());
  EXPECT_EQ(parse_json(many, {.values = 10}).error().code, Errc::Limit);
  for (const char* bad :
       {R"({"a":{"items":[1],"items":[2]}})", R"({"a":{"items":[1}})", R"({"a":{"items":[{"b":]}})"}) {
    EXPECT_FALSE(parse_json_items(bad, k_path, {}).ok()) << bad;
    EXPECT_FALSE(parse_json_items(bad, k_path, [](const Json&) {}).ok()) << bad;
  }
}

TEST(Utf8, RoundTripsAndRefusesBrokenBytes) {
  const std::string good = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
  EXPECT_TRUE(is_utf8(good));
  EXPECT_EQ(to_utf8(to_utf32(good)), good);
  EXPECT_EQ(count_code_points(good), 4u);
  for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xE2\x82"})
    EXPECT_FALSE(is_utf8(bad));
}

TEST(Ids, AreReadAsTheyAreWritten) {
  const NodeId node{{0x0123456789abcdefu, 0xfedcba9876543210u}, 42};
  EXPECT_EQ(to_text(node), "0123456789abcdeffedcba9876543210.42");
  EXPECT_EQ(parse_node_id(to_text(node)).value(), node);
  EXPECT_TRUE(parse_node_id("0").value().is_root());
  for (const char* bad : {"", "1", "0123456789abcdeffedcba9876543210.", "0123456789abcdeffedcba987654321g.1"}) {
    EXPECT_FALSE(parse_node_id(bad).ok());
  }
}

TEST(IdBytes, HoldWhatTheyWereGivenWhereverItStands) {
  for (const std::size_t length : {0u, 1u, 15u, 16u, 17u, 1000u}) {
    const std::string bytes(length, 'b');
    IdBytes id(bytes);
    IdBytes copy = id;
    IdBytes moved = std::move(id);
    EXPECT_EQ(std::string_view(moved), bytes);
    EXPECT_EQ(moved.empty(), length == 0);
    EXPECT_TRUE(copy == moved);
    copy = std::string("other");
    EXPECT_FALSE(copy == moved);
    copy = moved;
    moved = IdBytes();
    EXPECT_EQ(std::string_view(copy), bytes);
    EXPECT_TRUE(moved.empty());
  }
}

TEST(UnknownFields, AreKeptCopiedAndCompared) {
  UnknownFields none;
  none += "";
  EXPECT_TRUE(none.empty());
  UnknownFields some(std::string("a"));
  some += "bc";
  const UnknownFields copy = some;
  EXPECT_EQ(std::string_view(copy), "abc");
  EXPECT_TRUE(copy == some);
  some = none;
  EXPECT_TRUE(some == none);
  EXPECT_FALSE(copy == some);
}

}  // namespace
}  // namespace flashkit::base
