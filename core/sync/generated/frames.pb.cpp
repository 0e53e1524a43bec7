// Made by tools/generate.mjs from schema/frames.proto.
#include "sync/generated/frames.pb.h"

#include <cmath>
#include <utility>

#include "base/proto.h"

namespace flashkit::sync {

void encode(const Entry& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.seq != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.seq));
  if (!message.token.empty()) writer.bytes_field(2, message.token);
  if (!message.node.empty()) writer.bytes_field(3, message.node);
  if (message.schema != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.schema));
  for (const auto& value : message.operations) writer.bytes_field(5, value);
  if (!message.body_blob.empty()) writer.bytes_field(6, message.body_blob);
  if (message.min_reader != 0) writer.varint_field(7, static_cast<std::uint64_t>(message.min_reader));
  if (message.min_writer != 0) writer.varint_field(8, static_cast<std::uint64_t>(message.min_writer));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Entry& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.seq = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.token = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.node = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.schema = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 5: {
        message.operations.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 6: {
        message.body_blob = std::string(reader.read_bytes());
        break;
      }
      case 7: {
        message.min_reader = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 8: {
        message.min_writer = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Entry" : nullptr;
}
}  // namespace

base::Result<Entry> decode_entry(std::string_view bytes) {
  base::Result<Entry> out = Entry();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EntryBody& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.operations) writer.bytes_field(1, value);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EntryBody& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.operations.push_back(std::string(reader.read_bytes()));
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EntryBody" : nullptr;
}
}  // namespace

base::Result<EntryBody> decode_entry_body(std::string_view bytes) {
  base::Result<EntryBody> out = EntryBody();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Hello& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.protocol_least != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.protocol_least));
  if (message.protocol_most != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.protocol_most));
  if (!message.build.empty()) writer.bytes_field(3, message.build);
  if (message.rules != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.rules));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Hello& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.protocol_least = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.protocol_most = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.build = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.rules = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Hello" : nullptr;
}
}  // namespace

base::Result<Hello> decode_hello(std::string_view bytes) {
  base::Result<Hello> out = Hello();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Open& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.after_seq != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.after_seq));
  if (!message.capability.empty()) writer.bytes_field(3, message.capability);
  if (message.create) writer.varint_field(4, message.create ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Open& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.after_seq = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.capability = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.create = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Open" : nullptr;
}
}  // namespace

base::Result<Open> decode_open(std::string_view bytes) {
  base::Result<Open> out = Open();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Close& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Close& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Close" : nullptr;
}
}  // namespace

base::Result<Close> decode_close(std::string_view bytes) {
  base::Result<Close> out = Close();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Push& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  for (const auto& value : message.operations) writer.bytes_field(2, value);
  if (message.gesture_end) writer.varint_field(3, message.gesture_end ? 1 : 0);
  if (message.min_reader != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.min_reader));
  if (message.min_writer != 0) writer.varint_field(5, static_cast<std::uint64_t>(message.min_writer));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Push& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.operations.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 3: {
        message.gesture_end = reader.read_varint() != 0;
        break;
      }
      case 4: {
        message.min_reader = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 5: {
        message.min_writer = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Push" : nullptr;
}
}  // namespace

base::Result<Push> decode_push(std::string_view bytes) {
  base::Result<Push> out = Push();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Presence& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.peer.empty()) writer.bytes_field(2, message.peer);
  if (!message.payload.empty()) writer.bytes_field(3, message.payload);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Presence& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.peer = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.payload = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Presence" : nullptr;
}
}  // namespace

base::Result<Presence> decode_presence(std::string_view bytes) {
  base::Result<Presence> out = Presence();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PresenceLetter& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.from.empty()) writer.bytes_field(1, message.from);
  for (const auto& value : message.presence) writer.bytes_field(2, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PresenceLetter& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.from = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.presence.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a PresenceLetter" : nullptr;
}
}  // namespace

base::Result<PresenceLetter> decode_presence_letter(std::string_view bytes) {
  base::Result<PresenceLetter> out = PresenceLetter();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Ping& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.number != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.number));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Ping& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Ping" : nullptr;
}
}  // namespace

base::Result<Ping> decode_ping(std::string_view bytes) {
  base::Result<Ping> out = Ping();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Welcome& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.protocol != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.protocol));
  if (!message.user.empty()) writer.bytes_field(2, message.user);
  if (!message.peer.empty()) writer.bytes_field(3, message.peer);
  if (!message.build.empty()) writer.bytes_field(4, message.build);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Welcome& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.protocol = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.user = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.peer = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.build = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Welcome" : nullptr;
}
}  // namespace

base::Result<Welcome> decode_welcome(std::string_view bytes) {
  base::Result<Welcome> out = Welcome();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Opened& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.head != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.head));
  if (message.role != Role{}) writer.varint_field(3, static_cast<std::uint64_t>(message.role));
  if (message.checkpoint_seq != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.checkpoint_seq));
  if (message.from_checkpoint) writer.varint_field(5, message.from_checkpoint ? 1 : 0);
  if (message.min_reader != 0) writer.varint_field(6, static_cast<std::uint64_t>(message.min_reader));
  if (message.min_writer != 0) writer.varint_field(7, static_cast<std::uint64_t>(message.min_writer));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Opened& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.head = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.role = static_cast<Role>(reader.read_varint());
        break;
      }
      case 4: {
        message.checkpoint_seq = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 5: {
        message.from_checkpoint = reader.read_varint() != 0;
        break;
      }
      case 6: {
        message.min_reader = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 7: {
        message.min_writer = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Opened" : nullptr;
}
}  // namespace

base::Result<Opened> decode_opened(std::string_view bytes) {
  base::Result<Opened> out = Opened();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Entries& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  for (const auto& value : message.entries) writer.bytes_field(2, base::encoded(value));
  if (message.head != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.head));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Entries& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.entries.emplace_back())) return rule;
        break;
      }
      case 3: {
        message.head = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Entries" : nullptr;
}
}  // namespace

base::Result<Entries> decode_entries(std::string_view bytes) {
  base::Result<Entries> out = Entries();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Rejected& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.client.empty()) writer.bytes_field(2, message.client);
  if (message.number != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.number));
  if (message.reason != RejectReason{}) writer.varint_field(4, static_cast<std::uint64_t>(message.reason));
  if (!message.text.empty()) writer.bytes_field(5, message.text);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Rejected& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.client = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 4: {
        message.reason = static_cast<RejectReason>(reader.read_varint());
        break;
      }
      case 5: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Rejected" : nullptr;
}
}  // namespace

base::Result<Rejected> decode_rejected(std::string_view bytes) {
  base::Result<Rejected> out = Rejected();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Acknowledged& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.client.empty()) writer.bytes_field(2, message.client);
  if (message.number != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.number));
  if (message.seq != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.seq));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Acknowledged& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.client = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 4: {
        message.seq = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Acknowledged" : nullptr;
}
}  // namespace

base::Result<Acknowledged> decode_acknowledged(std::string_view bytes) {
  base::Result<Acknowledged> out = Acknowledged();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Revoked& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.role != Role{}) writer.varint_field(2, static_cast<std::uint64_t>(message.role));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Revoked& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.role = static_cast<Role>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Revoked" : nullptr;
}
}  // namespace

base::Result<Revoked> decode_revoked(std::string_view bytes) {
  base::Result<Revoked> out = Revoked();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Trouble& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.code != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.code));
  if (!message.text.empty()) writer.bytes_field(2, message.text);
  if (!message.document.empty()) writer.bytes_field(3, message.document);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Trouble& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.code = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Trouble" : nullptr;
}
}  // namespace

base::Result<Trouble> decode_trouble(std::string_view bytes) {
  base::Result<Trouble> out = Trouble();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const Pong& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.number != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.number));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, Pong& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a Pong" : nullptr;
}
}  // namespace

base::Result<Pong> decode_pong(std::string_view bytes) {
  base::Result<Pong> out = Pong();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ClientFrame& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (const auto* value = std::get_if<Hello>(&message.kind)) {
    writer.bytes_field(1, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Open>(&message.kind)) {
    writer.bytes_field(2, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Close>(&message.kind)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Push>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Presence>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Ping>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ClientFrame& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Hello>())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Open>())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Close>())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Push>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Presence>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Ping>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ClientFrame" : nullptr;
}
}  // namespace

base::Result<ClientFrame> decode_client_frame(std::string_view bytes) {
  base::Result<ClientFrame> out = ClientFrame();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ServerFrame& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (const auto* value = std::get_if<Welcome>(&message.kind)) {
    writer.bytes_field(1, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Opened>(&message.kind)) {
    writer.bytes_field(2, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Entries>(&message.kind)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Rejected>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Acknowledged>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Presence>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Revoked>(&message.kind)) {
    writer.bytes_field(7, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Trouble>(&message.kind)) {
    writer.bytes_field(8, base::encoded(*value));
  }
  if (const auto* value = std::get_if<Pong>(&message.kind)) {
    writer.bytes_field(9, base::encoded(*value));
  }
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ServerFrame& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Welcome>())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Opened>())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Entries>())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Rejected>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Acknowledged>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Presence>())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Revoked>())) return rule;
        break;
      }
      case 8: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Trouble>())) return rule;
        break;
      }
      case 9: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<Pong>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ServerFrame" : nullptr;
}
}  // namespace

base::Result<ServerFrame> decode_server_frame(std::string_view bytes) {
  base::Result<ServerFrame> out = ServerFrame();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

}  // namespace flashkit::sync
