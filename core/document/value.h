#pragma once
// A register's value: JSON text that is written again exactly as it came. Numbers are parsed once.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace flashkit::document {

class Value {
 public:
  Value() = default;                                             // null
  static base::Result<Value> parse(std::string_view json_text);  // any JSON; kept compact, number texts kept
  // The same, where the value will stand. False: it is no JSON, and `into` is anything.
  static bool read(std::string_view json_text, Value& into);
  static Value from_json(const base::Json& json);
  static Value number(double value);  // finite
  static Value string(std::string_view text);
  static Value boolean(bool value);

  const std::string& json_text() const { return text_; }
  bool is_null() const { return kind_ == base::Json::Kind::Null; }
  bool is_number() const { return kind_ == base::Json::Kind::Number; }
  bool is_string() const { return kind_ == base::Json::Kind::String; }
  base::Json::Kind kind() const { return kind_; }
  double as_number(double otherwise) const { return is_number() ? number_ : otherwise; }
  bool as_bool(bool otherwise) const;
  std::string as_string(std::string_view otherwise = {}) const;  // decoded
  base::Json as_json() const;
  bool operator==(const Value& other) const { return text_ == other.text_; }

 private:
  bool read_short(std::string_view json_text);
  std::string text_ = "null";
  double number_ = 0;
  base::Json::Kind kind_ = base::Json::Kind::Null;
};

}  // namespace flashkit::document
