#pragma once
// JSON with one parser and one writer. Numbers keep the text they came with and objects keep their key order, so what
// nobody touched is written again as it was; `canonical` gives RFC 8785 bytes for checkpoints and hashes.
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace flashkit::base {

class Json {
 public:
  enum class Kind : std::uint8_t { Null, Boolean, Number, String, Array, Object };
  using Member = std::pair<std::string, Json>;

  Json() = default;
  static Json boolean(bool value);
  static Json number(double value);          // must be finite
  static Json raw_number(std::string text);  // must be a JSON number
  static Json string(std::string value);     // UTF-8
  static Json array(std::vector<Json> items = {});
  static Json object(std::vector<Member> members = {});

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::Null; }
  bool is_string() const { return kind_ == Kind::String; }
  bool is_number() const { return kind_ == Kind::Number; }
  bool is_array() const { return kind_ == Kind::Array; }
  bool is_object() const { return kind_ == Kind::Object; }
  bool as_bool(bool otherwise = false) const { return kind_ == Kind::Boolean ? flag_ : otherwise; }
  double as_number(double otherwise = 0) const;
  std::string_view as_string() const { return kind_ == Kind::String ? std::string_view(text_) : std::string_view(); }
  std::string_view number_text() const { return kind_ == Kind::Number ? std::string_view(text_) : std::string_view(); }
  const std::vector<Json>& items() const { return items_; }
  std::vector<Json>& items() { return items_; }
  const std::vector<Member>& members() const { return members_; }
  std::vector<Member>& members() { return members_; }
  const Json* find(std::string_view key) const;  // last of that name, or null; linear
  // The text of the member of that name; empty when there is none or it is no string.
  std::string text_at(std::string_view key) const {
    const Json* member = find(key);
    return member == nullptr ? std::string() : std::string(member->as_string());
  }
  void set(std::string key, Json value);  // replaces in place or appends

 private:
  Kind kind_ = Kind::Null;
  bool flag_ = false;
  std::string text_;  // a string's value or a number's text
  std::vector<Json> items_;
  std::vector<Member> members_;
};

struct JsonLimits {
  std::size_t depth = 64;
  std::size_t size_bytes = 256u << 20;
  std::size_t values = 5'000'000;  // each takes some 100 bytes, however short its text
};

// Accepts RFC 8259 with an optional BOM; of duplicate keys the last wins, at the place of the first. Errors carry the
// byte offset.
Result<Json> parse_json(std::string_view text, JsonLimits limits = {});
// The same without ever holding the array that lies at `path`, names of members from the outermost in: `take` is given
// one of its items after the other, and in the answer the array is empty. Items are passed over where there is no
// `take`. `limits.values` counts anew for each item. Malformed where that array stands twice.
using TakeJsonItem = std::function<void(const Json&)>;
Result<Json> parse_json_items(std::string_view text, std::span<const std::string_view> path, const TakeJsonItem& take,
                              JsonLimits limits = {});
// Compact, key order and number text kept.
std::string write_json(const Json& value);
// RFC 8785; integers beyond 2^53 keep their text.
std::string canonical_json(const Json& value);
void append_json_string(std::string& out, std::string_view text);

}  // namespace flashkit::base
