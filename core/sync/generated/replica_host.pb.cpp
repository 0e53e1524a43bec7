// Made by tools/generate.mjs from schema/replica_host.proto.
#include "sync/generated/replica_host.pb.h"

#include <cmath>
#include <utility>

#include "base/proto.h"

namespace flashkit::sync {

void encode(const SqlValue& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (const auto* value = std::get_if<std::int64_t>(&message.kind)) {
    writer.varint_field(1, static_cast<std::uint64_t>(*value));
  }
  if (const auto* value = std::get_if<double>(&message.kind)) {
    writer.double_field(2, *value);
  }
  if (const auto* value = std::get_if<std::string>(&message.kind)) {
    writer.bytes_field(3, *value);
  }
  if (message.text) writer.varint_field(4, message.text ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SqlValue& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.kind = static_cast<std::int64_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.kind = reader.read_double();
        break;
      }
      case 3: {
        message.kind = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.text = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SqlValue" : nullptr;
}
}  // namespace

base::Result<SqlValue> decode_sql_value(std::string_view bytes) {
  base::Result<SqlValue> out = SqlValue();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SqlStatement& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.name.empty()) writer.bytes_field(1, message.name);
  for (const auto& value : message.parameters) writer.bytes_field(2, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SqlStatement& message) {
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
        if (const char* rule = read_into(inner, message.parameters.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SqlStatement" : nullptr;
}
}  // namespace

base::Result<SqlStatement> decode_sql_statement(std::string_view bytes) {
  base::Result<SqlStatement> out = SqlStatement();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SqlRow& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.columns) writer.bytes_field(1, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SqlRow& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.columns.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SqlRow" : nullptr;
}
}  // namespace

base::Result<SqlRow> decode_sql_row(std::string_view bytes) {
  base::Result<SqlRow> out = SqlRow();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SqlRows& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.rows) writer.bytes_field(1, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SqlRows& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.rows.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SqlRows" : nullptr;
}
}  // namespace

base::Result<SqlRows> decode_sql_rows(std::string_view bytes) {
  base::Result<SqlRows> out = SqlRows();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostStarted& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.build.empty()) writer.bytes_field(1, message.build);
  if (message.memory_only) writer.varint_field(2, message.memory_only ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostStarted& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.build = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.memory_only = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostStarted" : nullptr;
}
}  // namespace

base::Result<HostStarted> decode_host_started(std::string_view bytes) {
  base::Result<HostStarted> out = HostStarted();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostTabMessage& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.tab.empty()) writer.bytes_field(1, message.tab);
  if (!message.message.empty()) writer.bytes_field(2, message.message);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostTabMessage& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.tab = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.message = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostTabMessage" : nullptr;
}
}  // namespace

base::Result<HostTabMessage> decode_host_tab_message(std::string_view bytes) {
  base::Result<HostTabMessage> out = HostTabMessage();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostTabClosed& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.tab.empty()) writer.bytes_field(1, message.tab);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostTabClosed& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.tab = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostTabClosed" : nullptr;
}
}  // namespace

base::Result<HostTabClosed> decode_host_tab_closed(std::string_view bytes) {
  base::Result<HostTabClosed> out = HostTabClosed();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostConnected& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.attempt != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.attempt));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostConnected& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.attempt = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostConnected" : nullptr;
}
}  // namespace

base::Result<HostConnected> decode_host_connected(std::string_view bytes) {
  base::Result<HostConnected> out = HostConnected();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostDisconnected& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.attempt != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.attempt));
  if (message.going_away) writer.varint_field(2, message.going_away ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostDisconnected& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.attempt = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.going_away = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostDisconnected" : nullptr;
}
}  // namespace

base::Result<HostDisconnected> decode_host_disconnected(std::string_view bytes) {
  base::Result<HostDisconnected> out = HostDisconnected();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostServerFrame& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.attempt != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.attempt));
  if (!message.frame.empty()) writer.bytes_field(2, message.frame);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostServerFrame& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.attempt = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.frame = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostServerFrame" : nullptr;
}
}  // namespace

base::Result<HostServerFrame> decode_host_server_frame(std::string_view bytes) {
  base::Result<HostServerFrame> out = HostServerFrame();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostExecuted& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.id != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.id));
  if (message.failed) writer.varint_field(2, message.failed ? 1 : 0);
  if (message.full) writer.varint_field(3, message.full ? 1 : 0);
  if (!message.text.empty()) writer.bytes_field(4, message.text);
  for (const auto& value : message.results) writer.bytes_field(5, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostExecuted& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.id = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.failed = reader.read_varint() != 0;
        break;
      }
      case 3: {
        message.full = reader.read_varint() != 0;
        break;
      }
      case 4: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.results.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostExecuted" : nullptr;
}
}  // namespace

base::Result<HostExecuted> decode_host_executed(std::string_view bytes) {
  base::Result<HostExecuted> out = HostExecuted();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostTimer& message, std::string& out) {
  base::ProtoWriter writer(out);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostTimer& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostTimer" : nullptr;
}
}  // namespace

base::Result<HostTimer> decode_host_timer(std::string_view bytes) {
  base::Result<HostTimer> out = HostTimer();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostCheckpointFetched& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.seq != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.seq));
  if (!message.checkpoint.empty()) writer.bytes_field(3, message.checkpoint);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostCheckpointFetched& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.seq = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.checkpoint = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostCheckpointFetched" : nullptr;
}
}  // namespace

base::Result<HostCheckpointFetched> decode_host_checkpoint_fetched(std::string_view bytes) {
  base::Result<HostCheckpointFetched> out = HostCheckpointFetched();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const HostNetworkHint& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.online) writer.varint_field(1, message.online ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, HostNetworkHint& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.online = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a HostNetworkHint" : nullptr;
}
}  // namespace

base::Result<HostNetworkHint> decode_host_network_hint(std::string_view bytes) {
  base::Result<HostNetworkHint> out = HostNetworkHint();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ReplicaInput& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.now_ms != 0 || std::signbit(message.now_ms)) writer.double_field(1, message.now_ms);
  if (message.wall_ms != 0 || std::signbit(message.wall_ms)) writer.double_field(2, message.wall_ms);
  if (!message.random.empty()) writer.bytes_field(3, message.random);
  if (const auto* value = std::get_if<HostStarted>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostTabMessage>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostTabClosed>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostConnected>(&message.kind)) {
    writer.bytes_field(7, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostDisconnected>(&message.kind)) {
    writer.bytes_field(8, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostServerFrame>(&message.kind)) {
    writer.bytes_field(9, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostExecuted>(&message.kind)) {
    writer.bytes_field(10, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostTimer>(&message.kind)) {
    writer.bytes_field(11, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostCheckpointFetched>(&message.kind)) {
    writer.bytes_field(12, base::encoded(*value));
  }
  if (const auto* value = std::get_if<HostNetworkHint>(&message.kind)) {
    writer.bytes_field(13, base::encoded(*value));
  }
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ReplicaInput& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.now_ms = reader.read_double();
        break;
      }
      case 2: {
        message.wall_ms = reader.read_double();
        break;
      }
      case 3: {
        message.random = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostStarted>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostTabMessage>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostTabClosed>())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostConnected>())) return rule;
        break;
      }
      case 8: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostDisconnected>())) return rule;
        break;
      }
      case 9: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostServerFrame>())) return rule;
        break;
      }
      case 10: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostExecuted>())) return rule;
        break;
      }
      case 11: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostTimer>())) return rule;
        break;
      }
      case 12: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostCheckpointFetched>())) return rule;
        break;
      }
      case 13: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<HostNetworkHint>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ReplicaInput" : nullptr;
}
}  // namespace

base::Result<ReplicaInput> decode_replica_input(std::string_view bytes) {
  base::Result<ReplicaInput> out = ReplicaInput();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EffectExecute& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.id != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.id));
  for (const auto& value : message.statements) writer.bytes_field(2, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EffectExecute& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.id = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.statements.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EffectExecute" : nullptr;
}
}  // namespace

base::Result<EffectExecute> decode_effect_execute(std::string_view bytes) {
  base::Result<EffectExecute> out = EffectExecute();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EffectSendToTab& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.tab.empty()) writer.bytes_field(1, message.tab);
  if (message.message.has_value()) writer.bytes_field(2, base::encoded(*message.message));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EffectSendToTab& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.tab = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_replica_message(inner);
        if (!value.ok()) return value.error().rule;
        message.message = std::move(value).value();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EffectSendToTab" : nullptr;
}
}  // namespace

base::Result<EffectSendToTab> decode_effect_send_to_tab(std::string_view bytes) {
  base::Result<EffectSendToTab> out = EffectSendToTab();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EffectSendToServer& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.attempt != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.attempt));
  if (!message.frame.empty()) writer.bytes_field(2, message.frame);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EffectSendToServer& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.attempt = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        message.frame = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EffectSendToServer" : nullptr;
}
}  // namespace

base::Result<EffectSendToServer> decode_effect_send_to_server(std::string_view bytes) {
  base::Result<EffectSendToServer> out = EffectSendToServer();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EffectConnect& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.attempt != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.attempt));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EffectConnect& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.attempt = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EffectConnect" : nullptr;
}
}  // namespace

base::Result<EffectConnect> decode_effect_connect(std::string_view bytes) {
  base::Result<EffectConnect> out = EffectConnect();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EffectDisconnect& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.attempt != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.attempt));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EffectDisconnect& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.attempt = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EffectDisconnect" : nullptr;
}
}  // namespace

base::Result<EffectDisconnect> decode_effect_disconnect(std::string_view bytes) {
  base::Result<EffectDisconnect> out = EffectDisconnect();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EffectSetTimer& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.at_ms != 0 || std::signbit(message.at_ms)) writer.double_field(1, message.at_ms);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EffectSetTimer& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.at_ms = reader.read_double();
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EffectSetTimer" : nullptr;
}
}  // namespace

base::Result<EffectSetTimer> decode_effect_set_timer(std::string_view bytes) {
  base::Result<EffectSetTimer> out = EffectSetTimer();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EffectFetchCheckpoint& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.seq != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.seq));
  if (!message.capability.empty()) writer.bytes_field(3, message.capability);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EffectFetchCheckpoint& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.seq = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.capability = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EffectFetchCheckpoint" : nullptr;
}
}  // namespace

base::Result<EffectFetchCheckpoint> decode_effect_fetch_checkpoint(std::string_view bytes) {
  base::Result<EffectFetchCheckpoint> out = EffectFetchCheckpoint();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ReplicaEffect& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (const auto* value = std::get_if<EffectExecute>(&message.kind)) {
    writer.bytes_field(1, base::encoded(*value));
  }
  if (const auto* value = std::get_if<EffectSendToTab>(&message.kind)) {
    writer.bytes_field(2, base::encoded(*value));
  }
  if (const auto* value = std::get_if<EffectSendToServer>(&message.kind)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<EffectConnect>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<EffectDisconnect>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<EffectSetTimer>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  if (const auto* value = std::get_if<EffectFetchCheckpoint>(&message.kind)) {
    writer.bytes_field(7, base::encoded(*value));
  }
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ReplicaEffect& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<EffectExecute>())) return rule;
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<EffectSendToTab>())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<EffectSendToServer>())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<EffectConnect>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<EffectDisconnect>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<EffectSetTimer>())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<EffectFetchCheckpoint>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ReplicaEffect" : nullptr;
}
}  // namespace

base::Result<ReplicaEffect> decode_replica_effect(std::string_view bytes) {
  base::Result<ReplicaEffect> out = ReplicaEffect();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ReplicaEffects& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.effects) writer.bytes_field(1, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ReplicaEffects& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.effects.emplace_back())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ReplicaEffects" : nullptr;
}
}  // namespace

base::Result<ReplicaEffects> decode_replica_effects(std::string_view bytes) {
  base::Result<ReplicaEffects> out = ReplicaEffects();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

}  // namespace flashkit::sync
