#include "document/node.h"

#include <algorithm>

namespace flashkit::document {
namespace {

std::string_view default_of(Kind kind, Key key) {
  for (const PropertyRow& row : properties_of(kind)) {
    if (row.key == key) return row.default_json;
  }
  return "null";
}

}  // namespace

const Value* Node::find(KeyNumber key) const {
  const auto found =
      std::find_if(properties.begin(), properties.end(), [key](const Property& p) { return p.key == key; });
  return found == properties.end() ? nullptr : &found->value;
}

double Node::number(Key key) const {
  const Value* value = find(key);
  if (value != nullptr && value->is_number()) return value->as_number(0);
  const auto parsed = Value::parse(default_of(kind, key));
  return parsed.ok() ? parsed.value().as_number(0) : 0;
}

bool Node::flag(Key key) const {
  const Value* value = find(key);
  const bool otherwise = default_of(kind, key) == "true";
  return value == nullptr ? otherwise : value->as_bool(otherwise);
}

std::string Node::string(Key key) const {
  const Value* value = find(key);
  if (value != nullptr && value->is_string()) return value->as_string();
  const auto parsed = Value::parse(default_of(kind, key));
  return parsed.ok() ? parsed.value().as_string() : std::string();
}

Kind kind_of(std::string_view type) {
  if (type == "root" || type == "unknown") return Kind::Unknown;
  for (const Kind kind : {Kind::Page, Kind::Text, Kind::Image, Kind::Svg, Kind::Figure, Kind::Line, Kind::Group,
                          Kind::Table, Kind::Video, Kind::Gif}) {
    if (name_of(kind) == type) return kind;
  }
  return Kind::Unknown;
}

}  // namespace flashkit::document
