// Made by tools/generate.mjs from schema/local.proto.
#include "session/generated/local.pb.h"

#include <cmath>
#include <utility>

#include "base/proto.h"

namespace flashkit::session {

void encode(const Start& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.seed.empty()) writer.bytes_field(1, message.seed);
  if (!message.font_catalog.empty()) writer.bytes_field(2, message.font_catalog);
  if (!message.platform.empty()) writer.bytes_field(3, message.platform);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Start& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.seed = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.font_catalog = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.platform = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Start" : nullptr;
}
}  // namespace

base::Result<Start> decode_start(std::string_view bytes) {
  base::Result<Start> out = Start();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const NewDesign& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(1, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(2, message.height);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, NewDesign& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.width = reader.read_double();
        break;
      }
      case 2: {
        message.height = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a NewDesign" : nullptr;
}
}  // namespace

base::Result<NewDesign> decode_new_design(std::string_view bytes) {
  base::Result<NewDesign> out = NewDesign();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const OpenDesign& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.capability.empty()) writer.bytes_field(2, message.capability);
  if (const auto* value = std::get_if<NewDesign>(&message.source)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<std::string>(&message.source)) {
    writer.bytes_field(4, *value);
  }
  if (!message.name.empty()) writer.bytes_field(5, message.name);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, OpenDesign& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.capability = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.source.emplace<NewDesign>())) return rule;
        break;
      }
      case 4: {
        message.source = std::string(reader.read_bytes());
        break;
      }
      case 5: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a OpenDesign" : nullptr;
}
}  // namespace

base::Result<OpenDesign> decode_open_design(std::string_view bytes) {
  base::Result<OpenDesign> out = OpenDesign();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const CloseDesign& message, std::string& out) {
  base::ProtoWriter writer(out);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, CloseDesign& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a CloseDesign" : nullptr;
}
}  // namespace

base::Result<CloseDesign> decode_close_design(std::string_view bytes) {
  base::Result<CloseDesign> out = CloseDesign();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Viewport& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(1, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(2, message.height);
  if (message.pixel_ratio != 0 || std::signbit(message.pixel_ratio)) writer.double_field(3, message.pixel_ratio);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Viewport& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.width = reader.read_double();
        break;
      }
      case 2: {
        message.height = reader.read_double();
        break;
      }
      case 3: {
        message.pixel_ratio = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Viewport" : nullptr;
}
}  // namespace

base::Result<Viewport> decode_viewport(std::string_view bytes) {
  base::Result<Viewport> out = Viewport();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Modifiers& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.shift) writer.varint_field(1, message.shift ? 1 : 0);
  if (message.control) writer.varint_field(2, message.control ? 1 : 0);
  if (message.alt) writer.varint_field(3, message.alt ? 1 : 0);
  if (message.meta) writer.varint_field(4, message.meta ? 1 : 0);
  if (message.space) writer.varint_field(5, message.space ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Modifiers& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.shift = reader.read_varint() != 0;
        break;
      }
      case 2: {
        message.control = reader.read_varint() != 0;
        break;
      }
      case 3: {
        message.alt = reader.read_varint() != 0;
        break;
      }
      case 4: {
        message.meta = reader.read_varint() != 0;
        break;
      }
      case 5: {
        message.space = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Modifiers" : nullptr;
}
}  // namespace

base::Result<Modifiers> decode_modifiers(std::string_view bytes) {
  base::Result<Modifiers> out = Modifiers();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Pointer& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.phase != PointerPhase{}) writer.varint_field(1, static_cast<std::uint64_t>(message.phase));
  if (message.x != 0 || std::signbit(message.x)) writer.double_field(2, message.x);
  if (message.y != 0 || std::signbit(message.y)) writer.double_field(3, message.y);
  if (message.button != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.button));
  if (message.click_count != 0) writer.varint_field(5, static_cast<std::uint64_t>(message.click_count));
  if (!message.device.empty()) writer.bytes_field(6, message.device);
  if (message.modifiers.has_value()) writer.bytes_field(7, base::encoded(*message.modifiers));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Pointer& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.phase = static_cast<PointerPhase>(reader.read_varint());
        break;
      }
      case 2: {
        message.x = reader.read_double();
        break;
      }
      case 3: {
        message.y = reader.read_double();
        break;
      }
      case 4: {
        message.button = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 5: {
        message.click_count = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 6: {
        message.device = std::string(reader.read_bytes());
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.modifiers.emplace())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Pointer" : nullptr;
}
}  // namespace

base::Result<Pointer> decode_pointer(std::string_view bytes) {
  base::Result<Pointer> out = Pointer();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Wheel& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.x != 0 || std::signbit(message.x)) writer.double_field(1, message.x);
  if (message.y != 0 || std::signbit(message.y)) writer.double_field(2, message.y);
  if (message.delta_x != 0 || std::signbit(message.delta_x)) writer.double_field(3, message.delta_x);
  if (message.delta_y != 0 || std::signbit(message.delta_y)) writer.double_field(4, message.delta_y);
  if (message.modifiers.has_value()) writer.bytes_field(5, base::encoded(*message.modifiers));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Wheel& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.x = reader.read_double();
        break;
      }
      case 2: {
        message.y = reader.read_double();
        break;
      }
      case 3: {
        message.delta_x = reader.read_double();
        break;
      }
      case 4: {
        message.delta_y = reader.read_double();
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.modifiers.emplace())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Wheel" : nullptr;
}
}  // namespace

base::Result<Wheel> decode_wheel(std::string_view bytes) {
  base::Result<Wheel> out = Wheel();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Pinch& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.x != 0 || std::signbit(message.x)) writer.double_field(1, message.x);
  if (message.y != 0 || std::signbit(message.y)) writer.double_field(2, message.y);
  if (message.scale != 0 || std::signbit(message.scale)) writer.double_field(3, message.scale);
  if (message.move_x != 0 || std::signbit(message.move_x)) writer.double_field(4, message.move_x);
  if (message.move_y != 0 || std::signbit(message.move_y)) writer.double_field(5, message.move_y);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Pinch& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.x = reader.read_double();
        break;
      }
      case 2: {
        message.y = reader.read_double();
        break;
      }
      case 3: {
        message.scale = reader.read_double();
        break;
      }
      case 4: {
        message.move_x = reader.read_double();
        break;
      }
      case 5: {
        message.move_y = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Pinch" : nullptr;
}
}  // namespace

base::Result<Pinch> decode_pinch(std::string_view bytes) {
  base::Result<Pinch> out = Pinch();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Key& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.key.empty()) writer.bytes_field(1, message.key);
  if (message.down) writer.varint_field(2, message.down ? 1 : 0);
  if (message.modifiers.has_value()) writer.bytes_field(3, base::encoded(*message.modifiers));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Key& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.key = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.down = reader.read_varint() != 0;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.modifiers.emplace())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Key" : nullptr;
}
}  // namespace

base::Result<Key> decode_key(std::string_view bytes) {
  base::Result<Key> out = Key();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TextInput& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.text.empty()) writer.bytes_field(1, message.text);
  if (message.composing) writer.varint_field(2, message.composing ? 1 : 0);
  if (message.end) writer.varint_field(3, message.end ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TextInput& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.composing = reader.read_varint() != 0;
        break;
      }
      case 3: {
        message.end = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a TextInput" : nullptr;
}
}  // namespace

base::Result<TextInput> decode_text_input(std::string_view bytes) {
  base::Result<TextInput> out = TextInput();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Action& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.kind != ActionKind{}) writer.varint_field(1, static_cast<std::uint64_t>(message.kind));
  if (!message.node.empty()) writer.bytes_field(2, message.node);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Action& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.kind = static_cast<ActionKind>(reader.read_varint());
        break;
      }
      case 2: {
        message.node = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Action" : nullptr;
}
}  // namespace

base::Result<Action> decode_action(std::string_view bytes) {
  base::Result<Action> out = Action();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ChooseTool& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.tool != Tool{}) writer.varint_field(1, static_cast<std::uint64_t>(message.tool));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ChooseTool& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.tool = static_cast<Tool>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ChooseTool" : nullptr;
}
}  // namespace

base::Result<ChooseTool> decode_choose_tool(std::string_view bytes) {
  base::Result<ChooseTool> out = ChooseTool();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PropertyValue& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.key.empty()) writer.bytes_field(1, message.key);
  if (!message.value.empty()) writer.bytes_field(2, message.value);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PropertyValue& message) {
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
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a PropertyValue" : nullptr;
}
}  // namespace

base::Result<PropertyValue> decode_property_value(std::string_view bytes) {
  base::Result<PropertyValue> out = PropertyValue();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Insert& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.type.empty()) writer.bytes_field(1, message.type);
  for (const auto& value : message.properties) writer.bytes_field(2, base::encoded(value));
  if (message.x.has_value()) writer.double_field(3, *message.x);
  if (message.y.has_value()) writer.double_field(4, *message.y);
  if (message.width.has_value()) writer.double_field(5, *message.width);
  if (message.height.has_value()) writer.double_field(6, *message.height);
  if (message.offset != 0 || std::signbit(message.offset)) writer.double_field(7, message.offset);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Insert& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.type = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.properties.emplace_back())) return rule;
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
        message.offset = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Insert" : nullptr;
}
}  // namespace

base::Result<Insert> decode_insert(std::string_view bytes) {
  base::Result<Insert> out = Insert();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SetProperties& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.nodes) writer.bytes_field(1, value);
  for (const auto& value : message.properties) writer.bytes_field(2, base::encoded(value));
  if (message.live) writer.varint_field(3, message.live ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SetProperties& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.nodes.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.properties.emplace_back())) return rule;
        break;
      }
      case 3: {
        message.live = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SetProperties" : nullptr;
}
}  // namespace

base::Result<SetProperties> decode_set_properties(std::string_view bytes) {
  base::Result<SetProperties> out = SetProperties();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SetPlacement& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.nodes) writer.bytes_field(1, value);
  if (message.x.has_value()) writer.double_field(2, *message.x);
  if (message.y.has_value()) writer.double_field(3, *message.y);
  if (message.width.has_value()) writer.double_field(4, *message.width);
  if (message.height.has_value()) writer.double_field(5, *message.height);
  if (message.rotation.has_value()) writer.double_field(6, *message.rotation);
  if (message.live) writer.varint_field(7, message.live ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SetPlacement& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.nodes.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 2: {
        message.x = reader.read_double();
        break;
      }
      case 3: {
        message.y = reader.read_double();
        break;
      }
      case 4: {
        message.width = reader.read_double();
        break;
      }
      case 5: {
        message.height = reader.read_double();
        break;
      }
      case 6: {
        message.rotation = reader.read_double();
        break;
      }
      case 7: {
        message.live = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SetPlacement" : nullptr;
}
}  // namespace

base::Result<SetPlacement> decode_set_placement(std::string_view bytes) {
  base::Result<SetPlacement> out = SetPlacement();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const MoveNode& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.node.empty()) writer.bytes_field(1, message.node);
  if (!message.parent.empty()) writer.bytes_field(2, message.parent);
  if (!message.before.empty()) writer.bytes_field(3, message.before);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, MoveNode& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.node = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.parent = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.before = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a MoveNode" : nullptr;
}
}  // namespace

base::Result<MoveNode> decode_move_node(std::string_view bytes) {
  base::Result<MoveNode> out = MoveNode();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Select& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.nodes) writer.bytes_field(1, value);
  if (message.add) writer.varint_field(2, message.add ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Select& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.nodes.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 2: {
        message.add = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Select" : nullptr;
}
}  // namespace

base::Result<Select> decode_select(std::string_view bytes) {
  base::Result<Select> out = Select();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Rename& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.name.empty()) writer.bytes_field(1, message.name);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Rename& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Rename" : nullptr;
}
}  // namespace

base::Result<Rename> decode_rename(std::string_view bytes) {
  base::Result<Rename> out = Rename();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Paste& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.text.empty()) writer.bytes_field(1, message.text);
  if (!message.elements.empty()) writer.bytes_field(2, message.elements);
  if (message.copied) writer.varint_field(3, message.copied ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Paste& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.elements = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.copied = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Paste" : nullptr;
}
}  // namespace

base::Result<Paste> decode_paste(std::string_view bytes) {
  base::Result<Paste> out = Paste();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const FontLoaded& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.file.empty()) writer.bytes_field(1, message.file);
  if (!message.bytes.empty()) writer.bytes_field(2, message.bytes);
  if (!message.source.empty()) writer.bytes_field(3, message.source);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, FontLoaded& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.file = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.bytes = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.source = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a FontLoaded" : nullptr;
}
}  // namespace

base::Result<FontLoaded> decode_font_loaded(std::string_view bytes) {
  base::Result<FontLoaded> out = FontLoaded();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ImageLoaded& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.source.empty()) writer.bytes_field(1, message.source);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(2, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(3, message.height);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ImageLoaded& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.source = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.width = reader.read_double();
        break;
      }
      case 3: {
        message.height = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ImageLoaded" : nullptr;
}
}  // namespace

base::Result<ImageLoaded> decode_image_loaded(std::string_view bytes) {
  base::Result<ImageLoaded> out = ImageLoaded();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ReplicaSaid& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.message.empty()) writer.bytes_field(1, message.message);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ReplicaSaid& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.message = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ReplicaSaid" : nullptr;
}
}  // namespace

base::Result<ReplicaSaid> decode_replica_said(std::string_view bytes) {
  base::Result<ReplicaSaid> out = ReplicaSaid();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ExportPolotno& message, std::string& out) {
  base::ProtoWriter writer(out);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ExportPolotno& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ExportPolotno" : nullptr;
}
}  // namespace

base::Result<ExportPolotno> decode_export_polotno(std::string_view bytes) {
  base::Result<ExportPolotno> out = ExportPolotno();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Tick& message, std::string& out) {
  base::ProtoWriter writer(out);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Tick& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Tick" : nullptr;
}
}  // namespace

base::Result<Tick> decode_tick(std::string_view bytes) {
  base::Result<Tick> out = Tick();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SettleKept& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.client.empty()) writer.bytes_field(1, message.client);
  if (message.number != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.number));
  if (message.retry) writer.varint_field(3, message.retry ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SettleKept& message) {
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
        message.retry = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SettleKept" : nullptr;
}
}  // namespace

base::Result<SettleKept> decode_settle_kept(std::string_view bytes) {
  base::Result<SettleKept> out = SettleKept();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Introduce& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.name.empty()) writer.bytes_field(1, message.name);
  if (message.colour != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.colour));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Introduce& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.colour = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Introduce" : nullptr;
}
}  // namespace

base::Result<Introduce> decode_introduce(std::string_view bytes) {
  base::Result<Introduce> out = Introduce();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ShowVersion& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.checkpoint.empty()) writer.bytes_field(1, message.checkpoint);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ShowVersion& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.checkpoint = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ShowVersion" : nullptr;
}
}  // namespace

base::Result<ShowVersion> decode_show_version(std::string_view bytes) {
  base::Result<ShowVersion> out = ShowVersion();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const RestoreVersion& message, std::string& out) {
  base::ProtoWriter writer(out);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, RestoreVersion& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a RestoreVersion" : nullptr;
}
}  // namespace

base::Result<RestoreVersion> decode_restore_version(std::string_view bytes) {
  base::Result<RestoreVersion> out = RestoreVersion();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Command& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.now_ms != 0 || std::signbit(message.now_ms)) writer.double_field(1, message.now_ms);
  if (const auto* value = std::get_if<Start>(&message.kind)) {
    writer.bytes_field(2, base::encoded(*value));
  }
  if (const auto* value = std::get_if<OpenDesign>(&message.kind)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<CloseDesign>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Viewport>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Pointer>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Wheel>(&message.kind)) {
    writer.bytes_field(7, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Pinch>(&message.kind)) {
    writer.bytes_field(8, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Key>(&message.kind)) {
    writer.bytes_field(9, base::encoded(*value));
  }
  if (const auto* value = std::get_if<TextInput>(&message.kind)) {
    writer.bytes_field(10, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Action>(&message.kind)) {
    writer.bytes_field(11, base::encoded(*value));
  }
  if (const auto* value = std::get_if<ChooseTool>(&message.kind)) {
    writer.bytes_field(12, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Insert>(&message.kind)) {
    writer.bytes_field(13, base::encoded(*value));
  }
  if (const auto* value = std::get_if<SetProperties>(&message.kind)) {
    writer.bytes_field(14, base::encoded(*value));
  }
  if (const auto* value = std::get_if<SetPlacement>(&message.kind)) {
    writer.bytes_field(15, base::encoded(*value));
  }
  if (const auto* value = std::get_if<MoveNode>(&message.kind)) {
    writer.bytes_field(16, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Select>(&message.kind)) {
    writer.bytes_field(17, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Rename>(&message.kind)) {
    writer.bytes_field(18, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Paste>(&message.kind)) {
    writer.bytes_field(19, base::encoded(*value));
  }
  if (const auto* value = std::get_if<FontLoaded>(&message.kind)) {
    writer.bytes_field(20, base::encoded(*value));
  }
  if (const auto* value = std::get_if<ImageLoaded>(&message.kind)) {
    writer.bytes_field(21, base::encoded(*value));
  }
  if (const auto* value = std::get_if<ReplicaSaid>(&message.kind)) {
    writer.bytes_field(22, base::encoded(*value));
  }
  if (const auto* value = std::get_if<ExportPolotno>(&message.kind)) {
    writer.bytes_field(23, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Tick>(&message.kind)) {
    writer.bytes_field(24, base::encoded(*value));
  }
  if (const auto* value = std::get_if<SettleKept>(&message.kind)) {
    writer.bytes_field(25, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Introduce>(&message.kind)) {
    writer.bytes_field(26, base::encoded(*value));
  }
  if (const auto* value = std::get_if<ShowVersion>(&message.kind)) {
    writer.bytes_field(27, base::encoded(*value));
  }
  if (const auto* value = std::get_if<RestoreVersion>(&message.kind)) {
    writer.bytes_field(28, base::encoded(*value));
  }
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Command& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.now_ms = reader.read_double();
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Start>())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<OpenDesign>())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<CloseDesign>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Viewport>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Pointer>())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Wheel>())) return rule;
        break;
      }
      case 8: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Pinch>())) return rule;
        break;
      }
      case 9: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Key>())) return rule;
        break;
      }
      case 10: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<TextInput>())) return rule;
        break;
      }
      case 11: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Action>())) return rule;
        break;
      }
      case 12: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<ChooseTool>())) return rule;
        break;
      }
      case 13: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Insert>())) return rule;
        break;
      }
      case 14: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<SetProperties>())) return rule;
        break;
      }
      case 15: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<SetPlacement>())) return rule;
        break;
      }
      case 16: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<MoveNode>())) return rule;
        break;
      }
      case 17: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Select>())) return rule;
        break;
      }
      case 18: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Rename>())) return rule;
        break;
      }
      case 19: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Paste>())) return rule;
        break;
      }
      case 20: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<FontLoaded>())) return rule;
        break;
      }
      case 21: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<ImageLoaded>())) return rule;
        break;
      }
      case 22: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<ReplicaSaid>())) return rule;
        break;
      }
      case 23: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<ExportPolotno>())) return rule;
        break;
      }
      case 24: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Tick>())) return rule;
        break;
      }
      case 25: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<SettleKept>())) return rule;
        break;
      }
      case 26: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Introduce>())) return rule;
        break;
      }
      case 27: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<ShowVersion>())) return rule;
        break;
      }
      case 28: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<RestoreVersion>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Command" : nullptr;
}
}  // namespace

base::Result<Command> decode_command(std::string_view bytes) {
  base::Result<Command> out = Command();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Box& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.x != 0 || std::signbit(message.x)) writer.double_field(1, message.x);
  if (message.y != 0 || std::signbit(message.y)) writer.double_field(2, message.y);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(3, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(4, message.height);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Box& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.x = reader.read_double();
        break;
      }
      case 2: {
        message.y = reader.read_double();
        break;
      }
      case 3: {
        message.width = reader.read_double();
        break;
      }
      case 4: {
        message.height = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Box" : nullptr;
}
}  // namespace

base::Result<Box> decode_box(std::string_view bytes) {
  base::Result<Box> out = Box();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TurnedBox& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.x != 0 || std::signbit(message.x)) writer.double_field(1, message.x);
  if (message.y != 0 || std::signbit(message.y)) writer.double_field(2, message.y);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(3, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(4, message.height);
  if (message.rotation != 0 || std::signbit(message.rotation)) writer.double_field(5, message.rotation);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TurnedBox& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.x = reader.read_double();
        break;
      }
      case 2: {
        message.y = reader.read_double();
        break;
      }
      case 3: {
        message.width = reader.read_double();
        break;
      }
      case 4: {
        message.height = reader.read_double();
        break;
      }
      case 5: {
        message.rotation = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a TurnedBox" : nullptr;
}
}  // namespace

base::Result<TurnedBox> decode_turned_box(std::string_view bytes) {
  base::Result<TurnedBox> out = TurnedBox();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PagePainted& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.page.empty()) writer.bytes_field(1, message.page);
  if (message.version != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.version));
  for (const auto& value : message.damage) writer.bytes_field(3, base::encoded(value));
  if (message.undamaged) writer.varint_field(4, message.undamaged ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PagePainted& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.page = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.version = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.damage.emplace_back())) return rule;
        break;
      }
      case 4: {
        message.undamaged = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a PagePainted" : nullptr;
}
}  // namespace

base::Result<PagePainted> decode_page_painted(std::string_view bytes) {
  base::Result<PagePainted> out = PagePainted();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PageOnBoard& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.page.empty()) writer.bytes_field(1, message.page);
  if (message.x != 0 || std::signbit(message.x)) writer.double_field(2, message.x);
  if (message.y != 0 || std::signbit(message.y)) writer.double_field(3, message.y);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(4, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(5, message.height);
  if (message.version != 0) writer.varint_field(6, static_cast<std::uint64_t>(message.version));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PageOnBoard& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.page = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.x = reader.read_double();
        break;
      }
      case 3: {
        message.y = reader.read_double();
        break;
      }
      case 4: {
        message.width = reader.read_double();
        break;
      }
      case 5: {
        message.height = reader.read_double();
        break;
      }
      case 6: {
        message.version = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a PageOnBoard" : nullptr;
}
}  // namespace

base::Result<PageOnBoard> decode_page_on_board(std::string_view bytes) {
  base::Result<PageOnBoard> out = PageOnBoard();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Board& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.pages) writer.bytes_field(1, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Board& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.pages.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Board" : nullptr;
}
}  // namespace

base::Result<Board> decode_board(std::string_view bytes) {
  base::Result<Board> out = Board();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Camera& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.zoom != 0 || std::signbit(message.zoom)) writer.double_field(1, message.zoom);
  if (message.x != 0 || std::signbit(message.x)) writer.double_field(2, message.x);
  if (message.y != 0 || std::signbit(message.y)) writer.double_field(3, message.y);
  if (message.settled) writer.varint_field(4, message.settled ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Camera& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.zoom = reader.read_double();
        break;
      }
      case 2: {
        message.x = reader.read_double();
        break;
      }
      case 3: {
        message.y = reader.read_double();
        break;
      }
      case 4: {
        message.settled = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Camera" : nullptr;
}
}  // namespace

base::Result<Camera> decode_camera(std::string_view bytes) {
  base::Result<Camera> out = Camera();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SnapLine& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.x1 != 0 || std::signbit(message.x1)) writer.double_field(1, message.x1);
  if (message.y1 != 0 || std::signbit(message.y1)) writer.double_field(2, message.y1);
  if (message.x2 != 0 || std::signbit(message.x2)) writer.double_field(3, message.x2);
  if (message.y2 != 0 || std::signbit(message.y2)) writer.double_field(4, message.y2);
  if (!message.label.empty()) writer.bytes_field(5, message.label);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SnapLine& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.x1 = reader.read_double();
        break;
      }
      case 2: {
        message.y1 = reader.read_double();
        break;
      }
      case 3: {
        message.x2 = reader.read_double();
        break;
      }
      case 4: {
        message.y2 = reader.read_double();
        break;
      }
      case 5: {
        message.label = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SnapLine" : nullptr;
}
}  // namespace

base::Result<SnapLine> decode_snap_line(std::string_view bytes) {
  base::Result<SnapLine> out = SnapLine();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PeerMark& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.peer.empty()) writer.bytes_field(1, message.peer);
  if (!message.name.empty()) writer.bytes_field(2, message.name);
  if (message.colour != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.colour));
  if (message.x.has_value()) writer.double_field(4, *message.x);
  if (message.y.has_value()) writer.double_field(5, *message.y);
  for (const auto& value : message.selection) writer.bytes_field(6, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PeerMark& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.peer = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.colour = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 4: {
        message.x = reader.read_double();
        break;
      }
      case 5: {
        message.y = reader.read_double();
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.selection.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a PeerMark" : nullptr;
}
}  // namespace

base::Result<PeerMark> decode_peer_mark(std::string_view bytes) {
  base::Result<PeerMark> out = PeerMark();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Undrawn& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.reason.empty()) writer.bytes_field(1, message.reason);
  if (!message.detail.empty()) writer.bytes_field(2, message.detail);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Undrawn& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.reason = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.detail = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Undrawn" : nullptr;
}
}  // namespace

base::Result<Undrawn> decode_undrawn(std::string_view bytes) {
  base::Result<Undrawn> out = Undrawn();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Overlay& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.selected) writer.bytes_field(1, base::encoded(value));
  if (message.frame.has_value()) writer.bytes_field(2, base::encoded(*message.frame));
  if (message.handles) writer.varint_field(3, message.handles ? 1 : 0);
  if (message.rotatable) writer.varint_field(4, message.rotatable ? 1 : 0);
  for (const auto& value : message.snap_lines) writer.bytes_field(5, base::encoded(value));
  if (message.marquee.has_value()) writer.bytes_field(6, base::encoded(*message.marquee));
  if (message.hovered.has_value()) writer.bytes_field(7, base::encoded(*message.hovered));
  for (const auto& value : message.text_selection) writer.bytes_field(8, base::encoded(value));
  if (message.caret.has_value()) writer.bytes_field(9, base::encoded(*message.caret));
  if (!message.badge.empty()) writer.bytes_field(10, message.badge);
  if (message.badge_x != 0 || std::signbit(message.badge_x)) writer.double_field(11, message.badge_x);
  if (message.badge_y != 0 || std::signbit(message.badge_y)) writer.double_field(12, message.badge_y);
  for (const auto& value : message.peers) writer.bytes_field(13, base::encoded(value));
  for (const auto& value : message.composition) writer.bytes_field(14, base::encoded(value));
  if (message.line) writer.varint_field(15, message.line ? 1 : 0);
  for (const auto& value : message.lifted) writer.bytes_field(16, value);
  if (message.width_sides_only) writer.varint_field(17, message.width_sides_only ? 1 : 0);
  if (message.hovered_undrawn.has_value()) writer.bytes_field(18, base::encoded(*message.hovered_undrawn));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Overlay& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.selected.emplace_back())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.frame.emplace())) return rule;
        break;
      }
      case 3: {
        message.handles = reader.read_varint() != 0;
        break;
      }
      case 4: {
        message.rotatable = reader.read_varint() != 0;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.snap_lines.emplace_back())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.marquee.emplace())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.hovered.emplace())) return rule;
        break;
      }
      case 8: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.text_selection.emplace_back())) return rule;
        break;
      }
      case 9: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.caret.emplace())) return rule;
        break;
      }
      case 10: {
        message.badge = std::string(reader.read_bytes());
        break;
      }
      case 11: {
        message.badge_x = reader.read_double();
        break;
      }
      case 12: {
        message.badge_y = reader.read_double();
        break;
      }
      case 13: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.peers.emplace_back())) return rule;
        break;
      }
      case 15: {
        message.line = reader.read_varint() != 0;
        break;
      }
      case 14: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.composition.emplace_back())) return rule;
        break;
      }
      case 16: {
        message.lifted.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 17: {
        message.width_sides_only = reader.read_varint() != 0;
        break;
      }
      case 18: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.hovered_undrawn.emplace())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Overlay" : nullptr;
}
}  // namespace

base::Result<Overlay> decode_overlay(std::string_view bytes) {
  base::Result<Overlay> out = Overlay();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const NodeState& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.node.empty()) writer.bytes_field(1, message.node);
  if (!message.type.empty()) writer.bytes_field(2, message.type);
  if (!message.name.empty()) writer.bytes_field(3, message.name);
  if (message.placement.has_value()) writer.bytes_field(4, base::encoded(*message.placement));
  for (const auto& value : message.properties) writer.bytes_field(5, base::encoded(value));
  if (message.locked) writer.varint_field(6, message.locked ? 1 : 0);
  if (message.placeholder) writer.varint_field(7, message.placeholder ? 1 : 0);
  if (message.undrawn.has_value()) writer.bytes_field(8, base::encoded(*message.undrawn));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, NodeState& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.node = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.type = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.placement.emplace())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.properties.emplace_back())) return rule;
        break;
      }
      case 6: {
        message.locked = reader.read_varint() != 0;
        break;
      }
      case 7: {
        message.placeholder = reader.read_varint() != 0;
        break;
      }
      case 8: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.undrawn.emplace())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a NodeState" : nullptr;
}
}  // namespace

base::Result<NodeState> decode_node_state(std::string_view bytes) {
  base::Result<NodeState> out = NodeState();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Selection& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.nodes) writer.bytes_field(1, base::encoded(value));
  if (!message.page.empty()) writer.bytes_field(2, message.page);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Selection& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.nodes.emplace_back())) return rule;
        break;
      }
      case 2: {
        message.page = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Selection" : nullptr;
}
}  // namespace

base::Result<Selection> decode_selection(std::string_view bytes) {
  base::Result<Selection> out = Selection();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Layer& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.node.empty()) writer.bytes_field(1, message.node);
  if (!message.type.empty()) writer.bytes_field(2, message.type);
  if (!message.label.empty()) writer.bytes_field(3, message.label);
  if (message.visible) writer.varint_field(4, message.visible ? 1 : 0);
  if (message.locked) writer.varint_field(5, message.locked ? 1 : 0);
  for (const auto& value : message.children) writer.bytes_field(6, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Layer& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.node = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.type = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.label = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.visible = reader.read_varint() != 0;
        break;
      }
      case 5: {
        message.locked = reader.read_varint() != 0;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.children.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Layer" : nullptr;
}
}  // namespace

base::Result<Layer> decode_layer(std::string_view bytes) {
  base::Result<Layer> out = Layer();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PageState& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.page.empty()) writer.bytes_field(1, message.page);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(2, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(3, message.height);
  if (!message.background.empty()) writer.bytes_field(4, message.background);
  for (const auto& value : message.layers) writer.bytes_field(5, base::encoded(value));
  if (message.unchanged) writer.varint_field(6, message.unchanged ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PageState& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.page = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.width = reader.read_double();
        break;
      }
      case 3: {
        message.height = reader.read_double();
        break;
      }
      case 4: {
        message.background = std::string(reader.read_bytes());
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.layers.emplace_back())) return rule;
        break;
      }
      case 6: {
        message.unchanged = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a PageState" : nullptr;
}
}  // namespace

base::Result<PageState> decode_page_state(std::string_view bytes) {
  base::Result<PageState> out = PageState();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const DesignState& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.name.empty()) writer.bytes_field(1, message.name);
  for (const auto& value : message.pages) writer.bytes_field(2, base::encoded(value));
  if (message.can_undo) writer.varint_field(3, message.can_undo ? 1 : 0);
  if (message.can_redo) writer.varint_field(4, message.can_redo ? 1 : 0);
  if (message.read_only) writer.varint_field(5, message.read_only ? 1 : 0);
  if (message.tool != Tool{}) writer.varint_field(6, static_cast<std::uint64_t>(message.tool));
  for (const auto& value : message.colours) writer.bytes_field(7, value);
  if (message.placeholders != 0) writer.varint_field(8, static_cast<std::uint64_t>(message.placeholders));
  if (message.version != 0) writer.varint_field(9, static_cast<std::uint64_t>(message.version));
  if (message.may_restore) writer.varint_field(10, message.may_restore ? 1 : 0);
  if (message.can_undo_restore) writer.varint_field(11, message.can_undo_restore ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, DesignState& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.pages.emplace_back())) return rule;
        break;
      }
      case 3: {
        message.can_undo = reader.read_varint() != 0;
        break;
      }
      case 4: {
        message.can_redo = reader.read_varint() != 0;
        break;
      }
      case 5: {
        message.read_only = reader.read_varint() != 0;
        break;
      }
      case 6: {
        message.tool = static_cast<Tool>(reader.read_varint());
        break;
      }
      case 7: {
        message.colours.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 8: {
        message.placeholders = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 9: {
        message.version = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 10: {
        message.may_restore = reader.read_varint() != 0;
        break;
      }
      case 11: {
        message.can_undo_restore = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a DesignState" : nullptr;
}
}  // namespace

base::Result<DesignState> decode_design_state(std::string_view bytes) {
  base::Result<DesignState> out = DesignState();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const KeptChange& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.client.empty()) writer.bytes_field(1, message.client);
  if (message.number != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.number));
  if (!message.text.empty()) writer.bytes_field(3, message.text);
  if (message.may_retry) writer.varint_field(4, message.may_retry ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, KeptChange& message) {
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
        message.text = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.may_retry = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a KeptChange" : nullptr;
}
}  // namespace

base::Result<KeptChange> decode_kept_change(std::string_view bytes) {
  base::Result<KeptChange> out = KeptChange();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Saving& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.state != SavingState{}) writer.varint_field(1, static_cast<std::uint64_t>(message.state));
  if (message.waiting != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.waiting));
  if (message.rejected != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.rejected));
  if (!message.trouble.empty()) writer.bytes_field(4, message.trouble);
  for (const auto& value : message.kept) writer.bytes_field(5, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Saving& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.state = static_cast<SavingState>(reader.read_varint());
        break;
      }
      case 2: {
        message.waiting = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.rejected = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 4: {
        message.trouble = std::string(reader.read_bytes());
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kept.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Saving" : nullptr;
}
}  // namespace

base::Result<Saving> decode_saving(std::string_view bytes) {
  base::Result<Saving> out = Saving();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const NeedFont& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.file.empty()) writer.bytes_field(1, message.file);
  if (!message.source.empty()) writer.bytes_field(2, message.source);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, NeedFont& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.file = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.source = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a NeedFont" : nullptr;
}
}  // namespace

base::Result<NeedFont> decode_need_font(std::string_view bytes) {
  base::Result<NeedFont> out = NeedFont();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const NeedImage& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.source.empty()) writer.bytes_field(1, message.source);
  if (message.svg) writer.varint_field(2, message.svg ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, NeedImage& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.source = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.svg = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a NeedImage" : nullptr;
}
}  // namespace

base::Result<NeedImage> decode_need_image(std::string_view bytes) {
  base::Result<NeedImage> out = NeedImage();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PointerShape& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.css.empty()) writer.bytes_field(1, message.css);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PointerShape& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.css = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a PointerShape" : nullptr;
}
}  // namespace

base::Result<PointerShape> decode_pointer_shape(std::string_view bytes) {
  base::Result<PointerShape> out = PointerShape();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TextEditing& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.active) writer.varint_field(1, message.active ? 1 : 0);
  if (!message.node.empty()) writer.bytes_field(2, message.node);
  if (message.caret.has_value()) writer.bytes_field(3, base::encoded(*message.caret));
  if (!message.selected_text.empty()) writer.bytes_field(4, message.selected_text);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TextEditing& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.active = reader.read_varint() != 0;
        break;
      }
      case 2: {
        message.node = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.caret.emplace())) return rule;
        break;
      }
      case 4: {
        message.selected_text = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a TextEditing" : nullptr;
}
}  // namespace

base::Result<TextEditing> decode_text_editing(std::string_view bytes) {
  base::Result<TextEditing> out = TextEditing();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Clipboard& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.elements.empty()) writer.bytes_field(1, message.elements);
  if (!message.text.empty()) writer.bytes_field(2, message.text);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Clipboard& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.elements = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Clipboard" : nullptr;
}
}  // namespace

base::Result<Clipboard> decode_clipboard(std::string_view bytes) {
  base::Result<Clipboard> out = Clipboard();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SendToReplica& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.message.empty()) writer.bytes_field(1, message.message);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SendToReplica& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.message = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SendToReplica" : nullptr;
}
}  // namespace

base::Result<SendToReplica> decode_send_to_replica(std::string_view bytes) {
  base::Result<SendToReplica> out = SendToReplica();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Exported& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.name.empty()) writer.bytes_field(1, message.name);
  if (!message.bytes.empty()) writer.bytes_field(2, message.bytes);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Exported& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.bytes = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Exported" : nullptr;
}
}  // namespace

base::Result<Exported> decode_exported(std::string_view bytes) {
  base::Result<Exported> out = Exported();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Notice& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.kind.empty()) writer.bytes_field(1, message.kind);
  if (!message.text.empty()) writer.bytes_field(2, message.text);
  if (!message.detail.empty()) writer.bytes_field(3, message.detail);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Notice& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.kind = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.detail = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Notice" : nullptr;
}
}  // namespace

base::Result<Notice> decode_notice(std::string_view bytes) {
  base::Result<Notice> out = Notice();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const MovingNode& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.node.empty()) writer.bytes_field(1, message.node);
  if (message.placement.has_value()) writer.bytes_field(2, base::encoded(*message.placement));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, MovingNode& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.node = std::string(reader.read_bytes());
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
  return reader.failed() ? "the bytes are not a MovingNode" : nullptr;
}
}  // namespace

base::Result<MovingNode> decode_moving_node(std::string_view bytes) {
  base::Result<MovingNode> out = MovingNode();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PresenceState& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.name.empty()) writer.bytes_field(1, message.name);
  if (message.colour != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.colour));
  if (!message.page.empty()) writer.bytes_field(3, message.page);
  if (message.x.has_value()) writer.double_field(4, *message.x);
  if (message.y.has_value()) writer.double_field(5, *message.y);
  for (const auto& value : message.selected) writer.bytes_field(6, value);
  for (const auto& value : message.moving) writer.bytes_field(7, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PresenceState& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.colour = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.page = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.x = reader.read_double();
        break;
      }
      case 5: {
        message.y = reader.read_double();
        break;
      }
      case 6: {
        message.selected.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.moving.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a PresenceState" : nullptr;
}
}  // namespace

base::Result<PresenceState> decode_presence_state(std::string_view bytes) {
  base::Result<PresenceState> out = PresenceState();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Peer& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.peer.empty()) writer.bytes_field(1, message.peer);
  if (!message.name.empty()) writer.bytes_field(2, message.name);
  if (message.colour != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.colour));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Peer& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.peer = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.colour = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Peer" : nullptr;
}
}  // namespace

base::Result<Peer> decode_peer(std::string_view bytes) {
  base::Result<Peer> out = Peer();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Peers& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.peers) writer.bytes_field(1, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Peers& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.peers.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Peers" : nullptr;
}
}  // namespace

base::Result<Peers> decode_peers(std::string_view bytes) {
  base::Result<Peers> out = Peers();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const VersionRestored& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.version != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.version));
  if (message.operations != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.operations));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, VersionRestored& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.version = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.operations = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a VersionRestored" : nullptr;
}
}  // namespace

base::Result<VersionRestored> decode_version_restored(std::string_view bytes) {
  base::Result<VersionRestored> out = VersionRestored();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const WakeAt& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.now_ms != 0 || std::signbit(message.now_ms)) writer.double_field(1, message.now_ms);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, WakeAt& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.now_ms = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a WakeAt" : nullptr;
}
}  // namespace

base::Result<WakeAt> decode_wake_at(std::string_view bytes) {
  base::Result<WakeAt> out = WakeAt();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Event& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (const auto* value = std::get_if<PagePainted>(&message.kind)) {
    writer.bytes_field(1, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Board>(&message.kind)) {
    writer.bytes_field(2, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Camera>(&message.kind)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Overlay>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Selection>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<DesignState>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Saving>(&message.kind)) {
    writer.bytes_field(7, base::encoded(*value));
  }
  if (const auto* value = std::get_if<NeedFont>(&message.kind)) {
    writer.bytes_field(8, base::encoded(*value));
  }
  if (const auto* value = std::get_if<NeedImage>(&message.kind)) {
    writer.bytes_field(9, base::encoded(*value));
  }
  if (const auto* value = std::get_if<PointerShape>(&message.kind)) {
    writer.bytes_field(10, base::encoded(*value));
  }
  if (const auto* value = std::get_if<TextEditing>(&message.kind)) {
    writer.bytes_field(11, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Clipboard>(&message.kind)) {
    writer.bytes_field(12, base::encoded(*value));
  }
  if (const auto* value = std::get_if<SendToReplica>(&message.kind)) {
    writer.bytes_field(13, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Exported>(&message.kind)) {
    writer.bytes_field(14, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Notice>(&message.kind)) {
    writer.bytes_field(15, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Peers>(&message.kind)) {
    writer.bytes_field(16, base::encoded(*value));
  }
  if (const auto* value = std::get_if<WakeAt>(&message.kind)) {
    writer.bytes_field(17, base::encoded(*value));
  }
  if (const auto* value = std::get_if<VersionRestored>(&message.kind)) {
    writer.bytes_field(18, base::encoded(*value));
  }
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Event& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<PagePainted>())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Board>())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Camera>())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Overlay>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Selection>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<DesignState>())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Saving>())) return rule;
        break;
      }
      case 8: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<NeedFont>())) return rule;
        break;
      }
      case 9: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<NeedImage>())) return rule;
        break;
      }
      case 10: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<PointerShape>())) return rule;
        break;
      }
      case 11: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<TextEditing>())) return rule;
        break;
      }
      case 12: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Clipboard>())) return rule;
        break;
      }
      case 13: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<SendToReplica>())) return rule;
        break;
      }
      case 14: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Exported>())) return rule;
        break;
      }
      case 15: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Notice>())) return rule;
        break;
      }
      case 16: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Peers>())) return rule;
        break;
      }
      case 17: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<WakeAt>())) return rule;
        break;
      }
      case 18: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<VersionRestored>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Event" : nullptr;
}
}  // namespace

base::Result<Event> decode_event(std::string_view bytes) {
  base::Result<Event> out = Event();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Events& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.events) writer.bytes_field(1, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Events& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.events.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Events" : nullptr;
}
}  // namespace

base::Result<Events> decode_events(std::string_view bytes) {
  base::Result<Events> out = Events();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

}  // namespace flashkit::session
