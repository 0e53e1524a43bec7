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

namespace {
const char* read_into(std::string_view bytes, NodeRef& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.client = base::IdBytes(reader.read_bytes());
        break;
      }
      case 2: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a NodeRef" : nullptr;
}
}  // namespace

base::Result<NodeRef> decode_node_ref(std::string_view bytes) {
  base::Result<NodeRef> out = NodeRef();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
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

namespace {
const char* read_into(std::string_view bytes, Placement& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.parent.emplace())) return rule;
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
  return reader.failed() ? "the bytes are not a Placement" : nullptr;
}
}  // namespace

base::Result<Placement> decode_placement(std::string_view bytes) {
  base::Result<Placement> out = Placement();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Property& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.key.empty()) writer.bytes_field(1, message.key);
  if (!message.value.empty()) writer.bytes_field(2, message.value);
  if (message.unset) writer.varint_field(3, message.unset ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Property& message) {
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
  return reader.failed() ? "the bytes are not a Property" : nullptr;
}
}  // namespace

base::Result<Property> decode_property(std::string_view bytes) {
  base::Result<Property> out = Property();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Create& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.index != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.index));
  if (!message.type.empty()) writer.bytes_field(2, message.type);
  if (message.placement.has_value()) writer.bytes_field(3, base::encoded(*message.placement));
  for (const auto& value : message.properties) writer.bytes_field(4, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Create& message) {
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
        if (const char* rule = read_into(inner, message.placement.emplace())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.properties.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Create" : nullptr;
}
}  // namespace

base::Result<Create> decode_create(std::string_view bytes) {
  base::Result<Create> out = Create();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Set& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  for (const auto& value : message.properties) writer.bytes_field(2, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Set& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.node.emplace())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.properties.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Set" : nullptr;
}
}  // namespace

base::Result<Set> decode_set(std::string_view bytes) {
  base::Result<Set> out = Set();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Place& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  if (message.placement.has_value()) writer.bytes_field(2, base::encoded(*message.placement));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Place& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.node.emplace())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.placement.emplace())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Place" : nullptr;
}
}  // namespace

base::Result<Place> decode_place(std::string_view bytes) {
  base::Result<Place> out = Place();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Remove& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  if (message.removed) writer.varint_field(2, message.removed ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Remove& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.node.emplace())) return rule;
        break;
      }
      case 2: {
        message.removed = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Remove" : nullptr;
}
}  // namespace

base::Result<Remove> decode_remove(std::string_view bytes) {
  base::Result<Remove> out = Remove();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TextPoint& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.client.empty()) writer.bytes_field(1, message.client);
  if (message.number != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.number));
  if (message.offset != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.offset));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TextPoint& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.client = base::IdBytes(reader.read_bytes());
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
  return reader.failed() ? "the bytes are not a TextPoint" : nullptr;
}
}  // namespace

base::Result<TextPoint> decode_text_point(std::string_view bytes) {
  base::Result<TextPoint> out = TextPoint();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TextSpan& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.first.has_value()) writer.bytes_field(1, base::encoded(*message.first));
  if (message.length != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.length));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TextSpan& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.first.emplace())) return rule;
        break;
      }
      case 2: {
        message.length = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a TextSpan" : nullptr;
}
}  // namespace

base::Result<TextSpan> decode_text_span(std::string_view bytes) {
  base::Result<TextSpan> out = TextSpan();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TextInsert& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  if (message.index != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.index));
  if (message.after.has_value()) writer.bytes_field(3, base::encoded(*message.after));
  if (!message.text.empty()) writer.bytes_field(4, message.text);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TextInsert& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.node.emplace())) return rule;
        break;
      }
      case 2: {
        message.index = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.after.emplace())) return rule;
        break;
      }
      case 4: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a TextInsert" : nullptr;
}
}  // namespace

base::Result<TextInsert> decode_text_insert(std::string_view bytes) {
  base::Result<TextInsert> out = TextInsert();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TextDelete& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  for (const auto& value : message.spans) writer.bytes_field(2, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TextDelete& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.node.emplace())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.spans.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a TextDelete" : nullptr;
}
}  // namespace

base::Result<TextDelete> decode_text_delete(std::string_view bytes) {
  base::Result<TextDelete> out = TextDelete();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TextFormat& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.node.has_value()) writer.bytes_field(1, base::encoded(*message.node));
  for (const auto& value : message.spans) writer.bytes_field(2, base::encoded(value));
  if (message.property.has_value()) writer.bytes_field(3, base::encoded(*message.property));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TextFormat& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.node.emplace())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.spans.emplace_back())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.property.emplace())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a TextFormat" : nullptr;
}
}  // namespace

base::Result<TextFormat> decode_text_format(std::string_view bytes) {
  base::Result<TextFormat> out = TextFormat();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
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

namespace {
const char* read_into(std::string_view bytes, Step& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Create>())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Set>())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Place>())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Remove>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<TextInsert>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<TextDelete>())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<TextFormat>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Step" : nullptr;
}
}  // namespace

base::Result<Step> decode_step(std::string_view bytes) {
  base::Result<Step> out = Step();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Operation& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.client.empty()) writer.bytes_field(1, message.client);
  if (message.number != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.number));
  if (message.schema != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.schema));
  for (const auto& value : message.steps) writer.bytes_field(4, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Operation& message) {
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
        if (const char* rule = read_into(inner, message.steps.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Operation" : nullptr;
}
}  // namespace

base::Result<Operation> decode_operation(std::string_view bytes) {
  base::Result<Operation> out = Operation();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

}  // namespace flashkit::operations
