// Made by tools/generate.mjs from schema/operation.proto.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id_bytes.h"
#include "base/result.h"
#include "base/unknown_fields.h"

namespace flashkit::operations {

struct NodeRef {
  base::IdBytes client;
  std::uint64_t number = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const NodeRef&) const = default;
};
void encode(const NodeRef& message, std::string& out);
base::Result<NodeRef> decode_node_ref(std::string_view bytes);

struct Placement {
  std::optional<NodeRef> parent;
  std::string order;
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  double rotation = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Placement&) const = default;
};
void encode(const Placement& message, std::string& out);
base::Result<Placement> decode_placement(std::string_view bytes);

struct Property {
  std::string key;
  std::string value;
  bool unset = false;
  base::UnknownFields unknown_fields;
  bool operator==(const Property&) const = default;
};
void encode(const Property& message, std::string& out);
base::Result<Property> decode_property(std::string_view bytes);

struct Create {
  std::uint32_t index = 0;
  std::string type;
  std::optional<Placement> placement;
  std::vector<Property> properties;
  base::UnknownFields unknown_fields;
  bool operator==(const Create&) const = default;
};
void encode(const Create& message, std::string& out);
base::Result<Create> decode_create(std::string_view bytes);

struct Set {
  std::optional<NodeRef> node;
  std::vector<Property> properties;
  base::UnknownFields unknown_fields;
  bool operator==(const Set&) const = default;
};
void encode(const Set& message, std::string& out);
base::Result<Set> decode_set(std::string_view bytes);

struct Place {
  std::optional<NodeRef> node;
  std::optional<Placement> placement;
  base::UnknownFields unknown_fields;
  bool operator==(const Place&) const = default;
};
void encode(const Place& message, std::string& out);
base::Result<Place> decode_place(std::string_view bytes);

struct Remove {
  std::optional<NodeRef> node;
  bool removed = false;
  base::UnknownFields unknown_fields;
  bool operator==(const Remove&) const = default;
};
void encode(const Remove& message, std::string& out);
base::Result<Remove> decode_remove(std::string_view bytes);

struct TextPoint {
  base::IdBytes client;
  std::uint64_t number = 0;
  std::uint32_t offset = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const TextPoint&) const = default;
};
void encode(const TextPoint& message, std::string& out);
base::Result<TextPoint> decode_text_point(std::string_view bytes);

struct TextSpan {
  std::optional<TextPoint> first;
  std::uint32_t length = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const TextSpan&) const = default;
};
void encode(const TextSpan& message, std::string& out);
base::Result<TextSpan> decode_text_span(std::string_view bytes);

struct TextInsert {
  std::optional<NodeRef> node;
  std::uint32_t index = 0;
  std::optional<TextPoint> after;
  std::string text;
  base::UnknownFields unknown_fields;
  bool operator==(const TextInsert&) const = default;
};
void encode(const TextInsert& message, std::string& out);
base::Result<TextInsert> decode_text_insert(std::string_view bytes);

struct TextDelete {
  std::optional<NodeRef> node;
  std::vector<TextSpan> spans;
  base::UnknownFields unknown_fields;
  bool operator==(const TextDelete&) const = default;
};
void encode(const TextDelete& message, std::string& out);
base::Result<TextDelete> decode_text_delete(std::string_view bytes);

struct TextFormat {
  std::optional<NodeRef> node;
  std::vector<TextSpan> spans;
  std::optional<Property> property;
  base::UnknownFields unknown_fields;
  bool operator==(const TextFormat&) const = default;
};
void encode(const TextFormat& message, std::string& out);
base::Result<TextFormat> decode_text_format(std::string_view bytes);

struct Step {
  std::variant<std::monostate, Create, Set, Place, Remove, TextInsert, TextDelete, TextFormat> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const Step&) const = default;
};
void encode(const Step& message, std::string& out);
base::Result<Step> decode_step(std::string_view bytes);

struct Operation {
  std::string client;
  std::uint64_t number = 0;
  std::uint32_t schema = 0;
  std::vector<Step> steps;
  base::UnknownFields unknown_fields;
  bool operator==(const Operation&) const = default;
};
void encode(const Operation& message, std::string& out);
base::Result<Operation> decode_operation(std::string_view bytes);

}  // namespace flashkit::operations
