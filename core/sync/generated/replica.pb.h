// Made by tools/generate.mjs from schema/replica.proto.
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
#include "sync/generated/frames.pb.h"

namespace flashkit::sync {

enum class Connection : std::uint32_t {
  Offline = 0,
  Connecting = 1,
  Online = 2,
};

struct OpenDocument {
  std::string document;
  std::string capability;
  bool create = false;
  std::uint32_t rules = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const OpenDocument&) const = default;
};
void encode(const OpenDocument& message, std::string& out);
base::Result<OpenDocument> decode_open_document(std::string_view bytes);

struct CloseDocument {
  std::string document;
  base::UnknownFields unknown_fields;
  bool operator==(const CloseDocument&) const = default;
};
void encode(const CloseDocument& message, std::string& out);
base::Result<CloseDocument> decode_close_document(std::string_view bytes);

struct StoreOperations {
  std::string document;
  std::vector<std::string> operations;
  bool gesture_end = false;
  std::uint32_t min_reader = 0;
  std::uint32_t min_writer = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const StoreOperations&) const = default;
};
void encode(const StoreOperations& message, std::string& out);
base::Result<StoreOperations> decode_store_operations(std::string_view bytes);

struct SendPresence {
  std::string document;
  std::string payload;
  base::UnknownFields unknown_fields;
  bool operator==(const SendPresence&) const = default;
};
void encode(const SendPresence& message, std::string& out);
base::Result<SendPresence> decode_send_presence(std::string_view bytes);

struct DocumentRow {
  std::string document;
  std::string capability;
  std::string name;
  std::int64_t changed_ms = 0;
  bool trashed = false;
  std::string preview;
  std::uint32_t waiting = 0;
  bool in_cloud = false;
  double width = 0;
  double height = 0;
  std::uint32_t rejected = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const DocumentRow&) const = default;
};
void encode(const DocumentRow& message, std::string& out);
base::Result<DocumentRow> decode_document_row(std::string_view bytes);

struct ListDocuments {
  bool keeps_previews = false;
  bool stop = false;
  base::UnknownFields unknown_fields;
  bool operator==(const ListDocuments&) const = default;
};
void encode(const ListDocuments& message, std::string& out);
base::Result<ListDocuments> decode_list_documents(std::string_view bytes);

struct ChangeRow {
  std::string document;
  std::optional<std::string> name;
  std::optional<bool> trashed;
  std::optional<std::string> preview;
  std::optional<double> width;
  std::optional<double> height;
  bool erase = false;
  base::UnknownFields unknown_fields;
  bool operator==(const ChangeRow&) const = default;
};
void encode(const ChangeRow& message, std::string& out);
base::Result<ChangeRow> decode_change_row(std::string_view bytes);

struct SettleRejected {
  std::string document;
  std::string client;
  std::uint64_t number = 0;
  bool retry = false;
  base::UnknownFields unknown_fields;
  bool operator==(const SettleRejected&) const = default;
};
void encode(const SettleRejected& message, std::string& out);
base::Result<SettleRejected> decode_settle_rejected(std::string_view bytes);

struct TabMessage {
  std::uint64_t number = 0;
  std::variant<std::monostate, OpenDocument, CloseDocument, StoreOperations, SendPresence, ListDocuments, ChangeRow, SettleRejected> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const TabMessage&) const = default;
};
void encode(const TabMessage& message, std::string& out);
base::Result<TabMessage> decode_tab_message(std::string_view bytes);

struct KeptOperation {
  std::string client;
  std::uint64_t number = 0;
  RejectReason reason = RejectReason{};
  std::string text;
  base::UnknownFields unknown_fields;
  bool operator==(const KeptOperation&) const = default;
};
void encode(const KeptOperation& message, std::string& out);
base::Result<KeptOperation> decode_kept_operation(std::string_view bytes);

struct DocumentLoaded {
  std::string document;
  std::uint64_t checkpoint_seq = 0;
  std::string checkpoint;
  std::vector<Entry> entries;
  std::vector<std::string> outbox;
  Role role = Role{};
  std::vector<KeptOperation> rejected;
  std::string capability;
  bool complete = false;
  bool update_needed = false;
  base::UnknownFields unknown_fields;
  bool operator==(const DocumentLoaded&) const = default;
};
void encode(const DocumentLoaded& message, std::string& out);
base::Result<DocumentLoaded> decode_document_loaded(std::string_view bytes);

struct EntriesConfirmed {
  std::string document;
  std::vector<Entry> entries;
  base::UnknownFields unknown_fields;
  bool operator==(const EntriesConfirmed&) const = default;
};
void encode(const EntriesConfirmed& message, std::string& out);
base::Result<EntriesConfirmed> decode_entries_confirmed(std::string_view bytes);

struct OperationsStored {
  std::string document;
  std::string client;
  std::uint64_t number = 0;
  std::vector<std::string> from_other_tab;
  base::UnknownFields unknown_fields;
  bool operator==(const OperationsStored&) const = default;
};
void encode(const OperationsStored& message, std::string& out);
base::Result<OperationsStored> decode_operations_stored(std::string_view bytes);

struct OperationRejected {
  std::string document;
  std::optional<KeptOperation> kept;
  base::UnknownFields unknown_fields;
  bool operator==(const OperationRejected&) const = default;
};
void encode(const OperationRejected& message, std::string& out);
base::Result<OperationRejected> decode_operation_rejected(std::string_view bytes);

struct ReplicaStatus {
  Connection connection = Connection{};
  std::uint32_t waiting = 0;
  std::uint32_t rejected = 0;
  bool memory_only = false;
  std::string trouble;
  bool update_needed = false;
  base::UnknownFields unknown_fields;
  bool operator==(const ReplicaStatus&) const = default;
};
void encode(const ReplicaStatus& message, std::string& out);
base::Result<ReplicaStatus> decode_replica_status(std::string_view bytes);

struct PeerPresence {
  std::string document;
  std::string peer;
  std::string payload;
  base::UnknownFields unknown_fields;
  bool operator==(const PeerPresence&) const = default;
};
void encode(const PeerPresence& message, std::string& out);
base::Result<PeerPresence> decode_peer_presence(std::string_view bytes);

struct RoleChanged {
  std::string document;
  Role role = Role{};
  bool update_needed = false;
  base::UnknownFields unknown_fields;
  bool operator==(const RoleChanged&) const = default;
};
void encode(const RoleChanged& message, std::string& out);
base::Result<RoleChanged> decode_role_changed(std::string_view bytes);

struct DocumentList {
  std::vector<DocumentRow> rows;
  base::UnknownFields unknown_fields;
  bool operator==(const DocumentList&) const = default;
};
void encode(const DocumentList& message, std::string& out);
base::Result<DocumentList> decode_document_list(std::string_view bytes);

struct DocumentTrouble {
  std::string document;
  std::uint32_t code = 0;
  std::string text;
  base::UnknownFields unknown_fields;
  bool operator==(const DocumentTrouble&) const = default;
};
void encode(const DocumentTrouble& message, std::string& out);
base::Result<DocumentTrouble> decode_document_trouble(std::string_view bytes);

struct ReplicaMessage {
  std::uint64_t answered = 0;
  std::variant<std::monostate, DocumentLoaded, EntriesConfirmed, OperationsStored, OperationRejected, ReplicaStatus, PeerPresence, RoleChanged, DocumentList, DocumentTrouble> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const ReplicaMessage&) const = default;
};
void encode(const ReplicaMessage& message, std::string& out);
base::Result<ReplicaMessage> decode_replica_message(std::string_view bytes);

}  // namespace flashkit::sync
