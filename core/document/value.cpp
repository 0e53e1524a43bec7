#include "document/value.h"

#include <limits>

#include "base/assert.h"
#include "base/number.h"

namespace flashkit::document {

using base::Json;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A string of plain ASCII, which stands in JSON as it is.
bool is_plain_string(std::string_view text) {
  if (text.size() < 2 || text.back() != '"') return false;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const char c = text[i];
    if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\') return false;
  }
  return true;
}

// RFC 8259, section 6, without exponents.
bool is_plain_number(std::string_view text) {
  std::size_t i = text[0] == '-' ? 1 : 0;
  const std::size_t start = i;
  while (i < text.size() && is_digit(text[i])) ++i;
  if (i == start || (text[start] == '0' && i - start > 1)) return false;
  if (i == text.size()) return true;
  if (text[i] != '.') return false;
  const std::size_t fraction = ++i;
  while (i < text.size() && is_digit(text[i])) ++i;
  return i == text.size() && i > fraction;
}

}  // namespace

char* Value::far() const {
  char* out = nullptr;
  std::memcpy(&out, bytes_, sizeof out);
  return out;
}

std::string_view Value::far_text() const {
  std::uint32_t length = 0;
  std::memcpy(&length, bytes_ + k_far_length_at, sizeof length);
  return {far() + sizeof(double), length};
}

void Value::copy_far() {
  const std::string_view text = far_text();
  char* copy = new char[sizeof(double) + text.size()];
  std::memcpy(copy, far(), sizeof(double) + text.size());
  std::memcpy(bytes_, &copy, sizeof copy);
}

void Value::free_far() { delete[] far(); }

double Value::number_value() const {
  double out = 0;
  if (is_far()) {
    std::memcpy(&out, far(), sizeof out);
  } else {
    out = base::parse_number(json_text()).value_or(0);
  }
  return out;
}

void Value::put_inside(Json::Kind kind, std::string_view json_text) {
  if (is_far()) free_far();
  std::memcpy(bytes_, json_text.data(), json_text.size());
  bytes_[k_bytes - 1] = static_cast<char>(static_cast<unsigned>(kind) | json_text.size() << k_length_shift);
}

void Value::put(Json::Kind kind, std::string_view json_text, double number) {
  if (json_text.size() <= k_most_inside) return put_inside(kind, json_text);
  FLASHKIT_ASSERT(json_text.size() <= std::numeric_limits<std::uint32_t>::max());
  const auto length = static_cast<std::uint32_t>(json_text.size());
  char* apart = new char[sizeof(double) + json_text.size()];
  std::memcpy(apart, &number, sizeof number);
  std::memcpy(apart + sizeof number, json_text.data(), json_text.size());
  if (is_far()) free_far();
  std::memcpy(bytes_, &apart, sizeof apart);
  std::memcpy(bytes_ + k_far_length_at, &length, sizeof length);
  bytes_[k_bytes - 1] = static_cast<char>(static_cast<unsigned>(kind) | k_far);
}

// Most properties are one short literal; those need no parser, and no number is computed before somebody asks for it.
// What is anything else, or broken, goes the long way.
bool Value::read_short(std::string_view json_text) {
  if (json_text.empty()) return false;
  const char first = json_text.front();
  if (first == '"') {
    if (!is_plain_string(json_text)) return false;
    put(Json::Kind::String, json_text);
    return true;
  }
  if (json_text.size() > k_most_inside) return false;
  if (is_digit(first) || first == '-') {
    if (!is_plain_number(json_text)) return false;
    put_inside(Json::Kind::Number, json_text);
    return true;
  }
  if (json_text == "true" || json_text == "false") {
    put_inside(Json::Kind::Boolean, json_text);
    return true;
  }
  if (json_text != "null") return false;
  put_inside(Json::Kind::Null, json_text);
  return true;
}

bool Value::read(std::string_view json_text, Value& into) {
  if (into.read_short(json_text)) return true;
  auto json = base::parse_json(json_text);
  into = json.ok() ? from_json(json.value()) : Value();
  return json.ok();
}

base::Result<Value> Value::parse(std::string_view json_text) {
  Value out;
  if (out.read_short(json_text)) return out;
  FLASHKIT_TRY(const Json json, base::parse_json(json_text));
  return from_json(json);
}

Value Value::from_json(const Json& json) {
  Value out;
  out.put(json.kind(), base::write_json(json), json.is_number() ? json.as_number() : 0);
  return out;
}

Value Value::number(double value) {
  Value out;
  out.put(Json::Kind::Number, base::shortest(value), value == 0 ? 0 : value);
  return out;
}

Value Value::string(std::string_view text) {
  std::string json;
  base::append_json_string(json, text);
  Value out;
  out.put(Json::Kind::String, json);
  return out;
}

Value Value::boolean(bool value) {
  Value out;
  out.put(Json::Kind::Boolean, value ? "true" : "false");
  return out;
}

bool Value::as_bool(bool otherwise) const { return kind() == Json::Kind::Boolean ? json_text() == "true" : otherwise; }

std::string Value::as_string(std::string_view otherwise) const {
  if (!is_string()) return std::string(otherwise);
  const std::string_view inner = json_text().substr(1, json_text().size() - 2);
  if (inner.find('\\') == std::string_view::npos) return std::string(inner);
  return std::string(as_json().as_string());
}

Json Value::as_json() const {
  auto parsed = base::parse_json(json_text());
  FLASHKIT_ASSERT(parsed.ok());
  return std::move(parsed).value();
}

}  // namespace flashkit::document
