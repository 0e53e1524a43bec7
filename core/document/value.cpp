#include "document/value.h"

#include "base/number.h"

namespace flashkit::document {

using base::Json;

base::Result<Value> Value::parse(std::string_view json_text) {
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
