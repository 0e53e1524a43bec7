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

std::optional<std::size_t> Node::index_of(KeyNumber key) const {
  if (!may_have(key)) return std::nullopt;
  if (places != nullptr) {
    const auto found = places->by_key.find(key);
    if (found == places->by_key.end()) return std::nullopt;
    return found->second;
  }
  for (std::size_t i = 0; i < properties.size(); ++i) {
    if (properties[i].key == key) return i;
  }
  return std::nullopt;
}

const Value* Node::find(KeyNumber key) const {
  const auto index = index_of(key);
  return index.has_value() ? &properties[*index].value : nullptr;
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
