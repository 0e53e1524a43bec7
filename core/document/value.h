#pragma once
// A register's value: JSON text that is written again exactly as it came. A design is mostly short values, so a value
// takes sixteen bytes: a text of up to fifteen stands in it, a longer one apart.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace flashkit::document {

class Value {
 public:
  Value() { be_null(); }
  Value(const Value& other) {
    take_words(other);
    if (is_far()) copy_far();
  }
  Value(Value&& other) noexcept {
    take_words(other);
    other.be_null();
  }
  Value& operator=(const Value& other) {
    if (this != &other) *this = Value(other);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    if (this == &other) return *this;
    if (is_far()) free_far();
    take_words(other);
    other.be_null();
    return *this;
  }
  ~Value() {
    if (is_far()) free_far();
  }

  static base::Result<Value> parse(std::string_view json_text);  // any JSON; kept compact, number texts kept
  // The same, where the value will stand. False: it is no JSON, and `into` is null.
  static bool read(std::string_view json_text, Value& into);
  static Value from_json(const base::Json& json);
  static Value number(double value);  // finite
  static Value string(std::string_view text);
  static Value boolean(bool value);

  // Good until the value changes or moves.
  std::string_view json_text() const {
    return is_far() ? far_text() : std::string_view(bytes_, tag() >> k_length_shift);
  }
  base::Json::Kind kind() const { return static_cast<base::Json::Kind>(tag() & k_kind_mask); }
  bool is_null() const { return kind() == base::Json::Kind::Null; }
  bool is_number() const { return kind() == base::Json::Kind::Number; }
  bool is_string() const { return kind() == base::Json::Kind::String; }
  double as_number(double otherwise) const { return is_number() ? number_value() : otherwise; }
  bool as_bool(bool otherwise) const;
  std::string as_string(std::string_view otherwise = {}) const;  // decoded
  base::Json as_json() const;
  bool operator==(const Value& other) const { return json_text() == other.json_text(); }

 private:
  // The last byte: the kind, whether the text stands apart, and how long it is if not. Apart: a pointer to the number
  // (if it is one) and the text, and the text's length.
  static constexpr std::size_t k_bytes = 16;
  static constexpr std::size_t k_most_inside = k_bytes - 1;
  static constexpr unsigned k_kind_mask = 7;
  static constexpr unsigned k_far = 8;
  static constexpr unsigned k_length_shift = 4;
  static constexpr std::size_t k_far_length_at = sizeof(char*);

  unsigned tag() const { return static_cast<unsigned char>(bytes_[k_bytes - 1]); }
  bool is_far() const { return (tag() & k_far) != 0; }
  void take_words(const Value& other) { std::memcpy(bytes_, other.bytes_, k_bytes); }
  void be_null() {
    std::memcpy(bytes_, "null", 4);
    bytes_[k_bytes - 1] = 4 << k_length_shift;
  }
  char* far() const;
  std::string_view far_text() const;
  void copy_far();
  void free_far();
  double number_value() const;
  bool read_short(std::string_view json_text);
  // Takes the place of what was there. The number counts only if it is one.
  void put(base::Json::Kind kind, std::string_view json_text, double number = 0);
  void put_inside(base::Json::Kind kind, std::string_view json_text);

  alignas(char*) char bytes_[k_bytes];
};

}  // namespace flashkit::document
