// Made by tools/generate.mjs from schema/operation.proto.
#include "operations/generated/operation.pb.h"

#include <cmath>
#include <utility>

#include "base/proto.h"

namespace flashkit::operations {

void encode(const NodeRef& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.client.empty()) writer.bytes_field(1, message.client);
  if (message.number != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.number));
  out += message.unknown_fields;
}

base::Result<NodeRef> decode_node_ref(std::string_view bytes) {
  NodeRef message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.client = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a NodeRef", 0};
  return message;
}

void encode(const Placement& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.parent.has_value()) writer.bytes_field(1, base::encoded(*message.parent));
  if (!message.order.empty()) writer.bytes_field(2, message.order);
  if (message.x != 0 || std::signbit(message.x)) writer.double_field(3, message.x);
  if (message.y != 0 || std::signbit(message.y)) writer.double_field(4, message.y);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(5, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(6, message.height);
  if (message.rotation != 0 || std::signbit(message.rotation)) writer.double_field(7, message.rotation);
  out += message.unknown_fields;
}

base::Result<Placement> decode_placement(std::string_view bytes) {
  Placement message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_node_ref(inner);
        if (!value.ok()) return value.error();
        message.parent = std::move(value).value();
        break;
      }
      case 2: {
        message.order = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.x = reader.read_double();
        break;
      }
      case 4: {
        message.y = reader.read_double();
        break;
      }
      case 5: {
        message.width = reader.read_double();
        break;
      }
      case 6: {
        message.height = reader.read_double();
        break;
      }
      case 7: {
        message.rotation = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a Placement", 0};
  return message;
}

void encode(const Property& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.key.empty()) writer.bytes_field(1, message.key);
  if (!message.value.empty()) writer.bytes_field(2, message.value);
  if (message.unset) writer.varint_field(3, message.unset ? 1 : 0);
  out += message.unknown_fields;
}

base::Result<Property> decode_property(std::string_view bytes) {
  Property message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.key = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.value = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.unset = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a Property", 0};
  return message;
}

void encode(const Create& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.index != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.index));
  if (!message.type.empty()) writer.bytes_field(2, message.type);
  if (message.placement.has_value()) writer.bytes_field(3, base::encoded(*message.placement));
  for (const auto& value : message.properties) writer.bytes_field(4, base::encoded(value));
  out += message.unknown_fields;
}

base::Result<Create> decode_create(std::string_view bytes) {
  Create message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.index = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.type = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_placement(inner);
        if (!value.ok()) return value.error();
        message.placement = std::move(value).value();
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_property(inner);
        if (!value.ok()) return value.error();
        message.properties.push_back(std::move(value).value());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a Create", 0};
  return message;
}

void encode(const Set& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  for (const auto& value : message.properties) writer.bytes_field(2, base::encoded(value));
  out += message.unknown_fields;
}

base::Result<Set> decode_set(std::string_view bytes) {
  Set message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_node_ref(inner);
        if (!value.ok()) return value.error();
        message.node = std::move(value).value();
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_property(inner);
        if (!value.ok()) return value.error();
        message.properties.push_back(std::move(value).value());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a Set", 0};
  return message;
}

void encode(const Place& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  if (message.placement.has_value()) writer.bytes_field(2, base::encoded(*message.placement));
  out += message.unknown_fields;
}

base::Result<Place> decode_place(std::string_view bytes) {
  Place message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_node_ref(inner);
        if (!value.ok()) return value.error();
        message.node = std::move(value).value();
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_placement(inner);
        if (!value.ok()) return value.error();
        message.placement = std::move(value).value();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a Place", 0};
  return message;
}

void encode(const Remove& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  if (message.removed) writer.varint_field(2, message.removed ? 1 : 0);
  out += message.unknown_fields;
}

base::Result<Remove> decode_remove(std::string_view bytes) {
  Remove message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_node_ref(inner);
        if (!value.ok()) return value.error();
        message.node = std::move(value).value();
        break;
      }
      case 2: {
        message.removed = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a Remove", 0};
  return message;
}

void encode(const TextPoint& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.client.empty()) writer.bytes_field(1, message.client);
  if (message.number != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.number));
  if (message.offset != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.offset));
  out += message.unknown_fields;
}

base::Result<TextPoint> decode_text_point(std::string_view bytes) {
  TextPoint message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.client = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.offset = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a TextPoint", 0};
  return message;
}

void encode(const TextSpan& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.first.has_value()) writer.bytes_field(1, base::encoded(*message.first));
  if (message.length != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.length));
  out += message.unknown_fields;
}

base::Result<TextSpan> decode_text_span(std::string_view bytes) {
  TextSpan message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_text_point(inner);
        if (!value.ok()) return value.error();
        message.first = std::move(value).value();
        break;
      }
      case 2: {
        message.length = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a TextSpan", 0};
  return message;
}

void encode(const TextInsert& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  if (message.index != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.index));
  if (message.after.has_value()) writer.bytes_field(3, base::encoded(*message.after));
  if (!message.text.empty()) writer.bytes_field(4, message.text);
  out += message.unknown_fields;
}

base::Result<TextInsert> decode_text_insert(std::string_view bytes) {
  TextInsert message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_node_ref(inner);
        if (!value.ok()) return value.error();
        message.node = std::move(value).value();
        break;
      }
      case 2: {
        message.index = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_text_point(inner);
        if (!value.ok()) return value.error();
        message.after = std::move(value).value();
        break;
      }
      case 4: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a TextInsert", 0};
  return message;
}

void encode(const TextDelete& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  for (const auto& value : message.spans) writer.bytes_field(2, base::encoded(value));
  out += message.unknown_fields;
}

base::Result<TextDelete> decode_text_delete(std::string_view bytes) {
  TextDelete message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_node_ref(inner);
        if (!value.ok()) return value.error();
        message.node = std::move(value).value();
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_text_span(inner);
        if (!value.ok()) return value.error();
        message.spans.push_back(std::move(value).value());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a TextDelete", 0};
  return message;
}

void encode(const TextFormat& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  for (const auto& value : message.spans) writer.bytes_field(2, base::encoded(value));
  if (message.property.has_value()) writer.bytes_field(3, base::encoded(*message.property));
  out += message.unknown_fields;
}

base::Result<TextFormat> decode_text_format(std::string_view bytes) {
  TextFormat message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_node_ref(inner);
        if (!value.ok()) return value.error();
        message.node = std::move(value).value();
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_text_span(inner);
        if (!value.ok()) return value.error();
        message.spans.push_back(std::move(value).value());
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_property(inner);
        if (!value.ok()) return value.error();
        message.property = std::move(value).value();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a TextFormat", 0};
  return message;
}

void encode(const Step& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (const auto* value = std::get_if<Create>(&message.kind)) {
    writer.bytes_field(1, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Set>(&message.kind)) {
    writer.bytes_field(2, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Place>(&message.kind)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Remove>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<TextInsert>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<TextDelete>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  if (const auto* value = std::get_if<TextFormat>(&message.kind)) {
    writer.bytes_field(7, base::encoded(*value));
  }
  out += message.unknown_fields;
}

base::Result<Step> decode_step(std::string_view bytes) {
  Step message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_create(inner);
        if (!value.ok()) return value.error();
        message.kind = std::move(value).value();
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_set(inner);
        if (!value.ok()) return value.error();
        message.kind = std::move(value).value();
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_place(inner);
        if (!value.ok()) return value.error();
        message.kind = std::move(value).value();
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_remove(inner);
        if (!value.ok()) return value.error();
        message.kind = std::move(value).value();
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_text_insert(inner);
        if (!value.ok()) return value.error();
        message.kind = std::move(value).value();
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_text_delete(inner);
        if (!value.ok()) return value.error();
        message.kind = std::move(value).value();
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_text_format(inner);
        if (!value.ok()) return value.error();
        message.kind = std::move(value).value();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a Step", 0};
  return message;
}

void encode(const Operation& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.client.empty()) writer.bytes_field(1, message.client);
  if (message.number != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.number));
  if (message.schema != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.schema));
  for (const auto& value : message.steps) writer.bytes_field(4, base::encoded(value));
  out += message.unknown_fields;
}

base::Result<Operation> decode_operation(std::string_view bytes) {
  Operation message;
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.client = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.schema = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_step(inner);
        if (!value.ok()) return value.error();
        message.steps.push_back(std::move(value).value());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  if (reader.failed()) return base::Error{base::Errc::Malformed, "the bytes are not a Operation", 0};
  return message;
}

}  // namespace flashkit::operations
