#include "document/value.h"

#include <algorithm>

#include "base/number.h"

namespace flashkit::document {

using base::Json;

namespace {

// A string of plain ASCII, which stands in JSON as it is.
bool is_plain_string(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  const std::string_view inner = text.substr(1, text.size() - 2);
  return std::all_of(inner.begin(), inner.end(), [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

bool is_short_number(std::string_view text) {
  constexpr std::size_t k_short = 18;
  return !text.empty() && text.size() <= k_short &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '.'; });
}

}  // namespace

// Most properties are one short literal; those need no parser. What is anything else, or broken, goes the long way.
bool Value::read_short(std::string_view json_text) {
  if (is_plain_string(json_text)) {
    kind_ = Json::Kind::String;
    text_ = json_text;
    return true;
  }
  if (json_text == "true" || json_text == "false") {
    kind_ = Json::Kind::Boolean;
    text_ = json_text;
    return true;
  }
  if (!is_short_number(json_text)) return false;
  const auto number = base::parse_number(json_text);
  if (!number.has_value()) return false;
  kind_ = Json::Kind::Number;
  text_ = json_text;
  number_ = *number;
  return true;
}

bool Value::read(std::string_view json_text, Value& into) {
  if (into.read_short(json_text)) return true;
  auto json = base::parse_json(json_text);
  if (!json.ok()) return false;
  into = from_json(json.value());
  return true;
}

base::Result<Value> Value::parse(std::string_view json_text) {
  Value out;
  if (out.read_short(json_text)) return out;
  FLASHKIT_TRY(const Json json, base::parse_json(json_text));
  return from_json(json);
}

Value Value::from_json(const Json& json) {
  Value out;
  out.kind_ = json.kind();
  out.text_ = base::write_json(json);
  if (json.is_number()) out.number_ = json.as_number();
  return out;
}

Value Value::number(double value) {
  Value out;
  out.kind_ = Json::Kind::Number;
  out.text_ = base::shortest(value);
  out.number_ = value == 0 ? 0 : value;
  return out;
}

Value Value::string(std::string_view text) {
  Value out;
  out.kind_ = Json::Kind::String;
  out.text_.clear();
  base::append_json_string(out.text_, text);
  return out;
}

Value Value::boolean(bool value) {
  Value out;
  out.kind_ = Json::Kind::Boolean;
  out.text_ = value ? "true" : "false";
  return out;
}

bool Value::as_bool(bool otherwise) const { return kind_ == Json::Kind::Boolean ? text_ == "true" : otherwise; }

std::string Value::as_string(std::string_view otherwise) const {
  if (kind_ != Json::Kind::String) return std::string(otherwise);
  const std::string_view inner(text_.data() + 1, text_.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return std::string(inner);
  return std::string(as_json().as_string());
}

Json Value::as_json() const {
  auto parsed = base::parse_json(text_);
  FLASHKIT_ASSERT(parsed.ok());
  return std::move(parsed).value();
}

}  // namespace flashkit::document
