// Made by tools/generate.mjs from schema/replica.proto.
#include "sync/generated/replica.pb.h"

#include <cmath>
#include <utility>

#include "base/proto.h"

namespace flashkit::sync {

void encode(const OpenDocument& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.capability.empty()) writer.bytes_field(2, message.capability);
  if (message.create) writer.varint_field(3, message.create ? 1 : 0);
  if (message.rules != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.rules));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, OpenDocument& message) {
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
        message.create = reader.read_varint() != 0;
        break;
      }
      case 4: {
        message.rules = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a OpenDocument" : nullptr;
}
}  // namespace

base::Result<OpenDocument> decode_open_document(std::string_view bytes) {
  base::Result<OpenDocument> out = OpenDocument();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const CloseDocument& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, CloseDocument& message) {
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
  return reader.failed() ? "the bytes are not a CloseDocument" : nullptr;
}
}  // namespace

base::Result<CloseDocument> decode_close_document(std::string_view bytes) {
  base::Result<CloseDocument> out = CloseDocument();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const StoreOperations& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  for (const auto& value : message.operations) writer.bytes_field(2, value);
  if (message.gesture_end) writer.varint_field(3, message.gesture_end ? 1 : 0);
  if (message.min_reader != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.min_reader));
  if (message.min_writer != 0) writer.varint_field(5, static_cast<std::uint64_t>(message.min_writer));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, StoreOperations& message) {
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
  return reader.failed() ? "the bytes are not a StoreOperations" : nullptr;
}
}  // namespace

base::Result<StoreOperations> decode_store_operations(std::string_view bytes) {
  base::Result<StoreOperations> out = StoreOperations();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SendPresence& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.payload.empty()) writer.bytes_field(2, message.payload);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SendPresence& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.payload = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SendPresence" : nullptr;
}
}  // namespace

base::Result<SendPresence> decode_send_presence(std::string_view bytes) {
  base::Result<SendPresence> out = SendPresence();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const DocumentRow& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.capability.empty()) writer.bytes_field(2, message.capability);
  if (!message.name.empty()) writer.bytes_field(3, message.name);
  if (message.changed_ms != 0) writer.varint_field(4, static_cast<std::uint64_t>(message.changed_ms));
  if (message.trashed) writer.varint_field(5, message.trashed ? 1 : 0);
  if (!message.preview.empty()) writer.bytes_field(6, message.preview);
  if (message.waiting != 0) writer.varint_field(7, static_cast<std::uint64_t>(message.waiting));
  if (message.in_cloud) writer.varint_field(8, message.in_cloud ? 1 : 0);
  if (message.width != 0 || std::signbit(message.width)) writer.double_field(9, message.width);
  if (message.height != 0 || std::signbit(message.height)) writer.double_field(10, message.height);
  if (message.rejected != 0) writer.varint_field(11, static_cast<std::uint64_t>(message.rejected));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, DocumentRow& message) {
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
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        message.changed_ms = static_cast<std::int64_t>(reader.read_varint());
        break;
      }
      case 5: {
        message.trashed = reader.read_varint() != 0;
        break;
      }
      case 6: {
        message.preview = std::string(reader.read_bytes());
        break;
      }
      case 7: {
        message.waiting = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 8: {
        message.in_cloud = reader.read_varint() != 0;
        break;
      }
      case 9: {
        message.width = reader.read_double();
        break;
      }
      case 10: {
        message.height = reader.read_double();
        break;
      }
      case 11: {
        message.rejected = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a DocumentRow" : nullptr;
}
}  // namespace

base::Result<DocumentRow> decode_document_row(std::string_view bytes) {
  base::Result<DocumentRow> out = DocumentRow();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ListDocuments& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.keeps_previews) writer.varint_field(1, message.keeps_previews ? 1 : 0);
  if (message.stop) writer.varint_field(2, message.stop ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ListDocuments& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.keeps_previews = reader.read_varint() != 0;
        break;
      }
      case 2: {
        message.stop = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ListDocuments" : nullptr;
}
}  // namespace

base::Result<ListDocuments> decode_list_documents(std::string_view bytes) {
  base::Result<ListDocuments> out = ListDocuments();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ChangeRow& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.name.has_value()) writer.bytes_field(2, *message.name);
  if (message.trashed.has_value()) writer.varint_field(3, *message.trashed ? 1 : 0);
  if (message.preview.has_value()) writer.bytes_field(4, *message.preview);
  if (message.width.has_value()) writer.double_field(5, *message.width);
  if (message.height.has_value()) writer.double_field(6, *message.height);
  if (message.erase) writer.varint_field(7, message.erase ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ChangeRow& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.name = std::string(reader.read_bytes());
        break;
      }
      case 3: {
        message.trashed = reader.read_varint() != 0;
        break;
      }
      case 4: {
        message.preview = std::string(reader.read_bytes());
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
        message.erase = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ChangeRow" : nullptr;
}
}  // namespace

base::Result<ChangeRow> decode_change_row(std::string_view bytes) {
  base::Result<ChangeRow> out = ChangeRow();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const SettleRejected& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.client.empty()) writer.bytes_field(2, message.client);
  if (message.number != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.number));
  if (message.retry) writer.varint_field(4, message.retry ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, SettleRejected& message) {
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
        message.retry = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a SettleRejected" : nullptr;
}
}  // namespace

base::Result<SettleRejected> decode_settle_rejected(std::string_view bytes) {
  base::Result<SettleRejected> out = SettleRejected();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const TabMessage& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.number != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.number));
  if (const auto* value = std::get_if<OpenDocument>(&message.kind)) {
    writer.bytes_field(2, base::encoded(*value));
  }
  if (const auto* value = std::get_if<CloseDocument>(&message.kind)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<StoreOperations>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<SendPresence>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<ListDocuments>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  if (const auto* value = std::get_if<ChangeRow>(&message.kind)) {
    writer.bytes_field(7, base::encoded(*value));
  }
  if (const auto* value = std::get_if<SettleRejected>(&message.kind)) {
    writer.bytes_field(8, base::encoded(*value));
  }
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, TabMessage& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.number = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<OpenDocument>())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<CloseDocument>())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<StoreOperations>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<SendPresence>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<ListDocuments>())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<ChangeRow>())) return rule;
        break;
      }
      case 8: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<SettleRejected>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a TabMessage" : nullptr;
}
}  // namespace

base::Result<TabMessage> decode_tab_message(std::string_view bytes) {
  base::Result<TabMessage> out = TabMessage();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const KeptOperation& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.client.empty()) writer.bytes_field(1, message.client);
  if (message.number != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.number));
  if (message.reason != RejectReason{}) writer.varint_field(3, static_cast<std::uint64_t>(message.reason));
  if (!message.text.empty()) writer.bytes_field(4, message.text);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, KeptOperation& message) {
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
        message.reason = static_cast<RejectReason>(reader.read_varint());
        break;
      }
      case 4: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a KeptOperation" : nullptr;
}
}  // namespace

base::Result<KeptOperation> decode_kept_operation(std::string_view bytes) {
  base::Result<KeptOperation> out = KeptOperation();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const DocumentLoaded& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.checkpoint_seq != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.checkpoint_seq));
  if (!message.checkpoint.empty()) writer.bytes_field(3, message.checkpoint);
  for (const auto& value : message.entries) writer.bytes_field(4, base::encoded(value));
  for (const auto& value : message.outbox) writer.bytes_field(5, value);
  if (message.role != Role{}) writer.varint_field(6, static_cast<std::uint64_t>(message.role));
  for (const auto& value : message.rejected) writer.bytes_field(7, base::encoded(value));
  if (!message.capability.empty()) writer.bytes_field(8, message.capability);
  if (message.complete) writer.varint_field(9, message.complete ? 1 : 0);
  if (message.update_needed) writer.varint_field(10, message.update_needed ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, DocumentLoaded& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.checkpoint_seq = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.checkpoint = std::string(reader.read_bytes());
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        auto value = decode_entry(inner);
        if (!value.ok()) return value.error().rule;
        message.entries.push_back(std::move(value).value());
        break;
      }
      case 5: {
        message.outbox.push_back(std::string(reader.read_bytes()));
        break;
      }
      case 6: {
        message.role = static_cast<Role>(reader.read_varint());
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.rejected.emplace_back())) return rule;
        break;
      }
      case 8: {
        message.capability = std::string(reader.read_bytes());
        break;
      }
      case 9: {
        message.complete = reader.read_varint() != 0;
        break;
      }
      case 10: {
        message.update_needed = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a DocumentLoaded" : nullptr;
}
}  // namespace

base::Result<DocumentLoaded> decode_document_loaded(std::string_view bytes) {
  base::Result<DocumentLoaded> out = DocumentLoaded();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const EntriesConfirmed& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  for (const auto& value : message.entries) writer.bytes_field(2, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, EntriesConfirmed& message) {
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
        auto value = decode_entry(inner);
        if (!value.ok()) return value.error().rule;
        message.entries.push_back(std::move(value).value());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a EntriesConfirmed" : nullptr;
}
}  // namespace

base::Result<EntriesConfirmed> decode_entries_confirmed(std::string_view bytes) {
  base::Result<EntriesConfirmed> out = EntriesConfirmed();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const OperationsStored& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.client.empty()) writer.bytes_field(2, message.client);
  if (message.number != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.number));
  for (const auto& value : message.from_other_tab) writer.bytes_field(4, value);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, OperationsStored& message) {
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
        message.from_other_tab.push_back(std::string(reader.read_bytes()));
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a OperationsStored" : nullptr;
}
}  // namespace

base::Result<OperationsStored> decode_operations_stored(std::string_view bytes) {
  base::Result<OperationsStored> out = OperationsStored();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const OperationRejected& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.kept.has_value()) writer.bytes_field(2, base::encoded(*message.kept));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, OperationRejected& message) {
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
        if (const char* rule = read_into(inner, message.kept.emplace())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a OperationRejected" : nullptr;
}
}  // namespace

base::Result<OperationRejected> decode_operation_rejected(std::string_view bytes) {
  base::Result<OperationRejected> out = OperationRejected();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ReplicaStatus& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.connection != Connection{}) writer.varint_field(1, static_cast<std::uint64_t>(message.connection));
  if (message.waiting != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.waiting));
  if (message.rejected != 0) writer.varint_field(3, static_cast<std::uint64_t>(message.rejected));
  if (message.memory_only) writer.varint_field(4, message.memory_only ? 1 : 0);
  if (!message.trouble.empty()) writer.bytes_field(5, message.trouble);
  if (message.update_needed) writer.varint_field(6, message.update_needed ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ReplicaStatus& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.connection = static_cast<Connection>(reader.read_varint());
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
        message.memory_only = reader.read_varint() != 0;
        break;
      }
      case 5: {
        message.trouble = std::string(reader.read_bytes());
        break;
      }
      case 6: {
        message.update_needed = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ReplicaStatus" : nullptr;
}
}  // namespace

base::Result<ReplicaStatus> decode_replica_status(std::string_view bytes) {
  base::Result<ReplicaStatus> out = ReplicaStatus();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const PeerPresence& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (!message.peer.empty()) writer.bytes_field(2, message.peer);
  if (!message.payload.empty()) writer.bytes_field(3, message.payload);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, PeerPresence& message) {
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
  return reader.failed() ? "the bytes are not a PeerPresence" : nullptr;
}
}  // namespace

base::Result<PeerPresence> decode_peer_presence(std::string_view bytes) {
  base::Result<PeerPresence> out = PeerPresence();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const RoleChanged& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.role != Role{}) writer.varint_field(2, static_cast<std::uint64_t>(message.role));
  if (message.update_needed) writer.varint_field(3, message.update_needed ? 1 : 0);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, RoleChanged& message) {
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
      case 3: {
        message.update_needed = reader.read_varint() != 0;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a RoleChanged" : nullptr;
}
}  // namespace

base::Result<RoleChanged> decode_role_changed(std::string_view bytes) {
  base::Result<RoleChanged> out = RoleChanged();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const DocumentList& message, std::string& out) {
  base::ProtoWriter writer(out);
  for (const auto& value : message.rows) writer.bytes_field(1, base::encoded(value));
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, DocumentList& message) {
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
  return reader.failed() ? "the bytes are not a DocumentList" : nullptr;
}
}  // namespace

base::Result<DocumentList> decode_document_list(std::string_view bytes) {
  base::Result<DocumentList> out = DocumentList();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const DocumentTrouble& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (!message.document.empty()) writer.bytes_field(1, message.document);
  if (message.code != 0) writer.varint_field(2, static_cast<std::uint64_t>(message.code));
  if (!message.text.empty()) writer.bytes_field(3, message.text);
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, DocumentTrouble& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.document = std::string(reader.read_bytes());
        break;
      }
      case 2: {
        message.code = static_cast<std::uint32_t>(reader.read_varint());
        break;
      }
      case 3: {
        message.text = std::string(reader.read_bytes());
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a DocumentTrouble" : nullptr;
}
}  // namespace

base::Result<DocumentTrouble> decode_document_trouble(std::string_view bytes) {
  base::Result<DocumentTrouble> out = DocumentTrouble();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

void encode(const ReplicaMessage& message, std::string& out) {
  base::ProtoWriter writer(out);
  if (message.answered != 0) writer.varint_field(1, static_cast<std::uint64_t>(message.answered));
  if (const auto* value = std::get_if<DocumentLoaded>(&message.kind)) {
    writer.bytes_field(2, base::encoded(*value));
  }
  if (const auto* value = std::get_if<EntriesConfirmed>(&message.kind)) {
    writer.bytes_field(3, base::encoded(*value));
  }
  if (const auto* value = std::get_if<OperationsStored>(&message.kind)) {
    writer.bytes_field(4, base::encoded(*value));
  }
  if (const auto* value = std::get_if<OperationRejected>(&message.kind)) {
    writer.bytes_field(5, base::encoded(*value));
  }
  if (const auto* value = std::get_if<ReplicaStatus>(&message.kind)) {
    writer.bytes_field(6, base::encoded(*value));
  }
  if (const auto* value = std::get_if<PeerPresence>(&message.kind)) {
    writer.bytes_field(7, base::encoded(*value));
  }
  if (const auto* value = std::get_if<RoleChanged>(&message.kind)) {
    writer.bytes_field(8, base::encoded(*value));
  }
  if (const auto* value = std::get_if<DocumentList>(&message.kind)) {
    writer.bytes_field(9, base::encoded(*value));
  }
  if (const auto* value = std::get_if<DocumentTrouble>(&message.kind)) {
    writer.bytes_field(10, base::encoded(*value));
  }
  out += message.unknown_fields;
}

namespace {
const char* read_into(std::string_view bytes, ReplicaMessage& message) {
  base::ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: {
        message.answered = static_cast<std::uint64_t>(reader.read_varint());
        break;
      }
      case 2: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<DocumentLoaded>())) return rule;
        break;
      }
      case 3: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<EntriesConfirmed>())) return rule;
        break;
      }
      case 4: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<OperationsStored>())) return rule;
        break;
      }
      case 5: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<OperationRejected>())) return rule;
        break;
      }
      case 6: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<ReplicaStatus>())) return rule;
        break;
      }
      case 7: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<PeerPresence>())) return rule;
        break;
      }
      case 8: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<RoleChanged>())) return rule;
        break;
      }
      case 9: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<DocumentList>())) return rule;
        break;
      }
      case 10: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed()) break;
        if (const char* rule = read_into(inner, message.kind.emplace<DocumentTrouble>())) return rule;
        break;
      }
      default: message.unknown_fields += reader.skip(); break;
    }
  }
  return reader.failed() ? "the bytes are not a ReplicaMessage" : nullptr;
}
}  // namespace

base::Result<ReplicaMessage> decode_replica_message(std::string_view bytes) {
  base::Result<ReplicaMessage> out = ReplicaMessage();
  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};
  return out;
}

}  // namespace flashkit::sync
