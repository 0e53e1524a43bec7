// Made by tools/generate.mjs from schema/replica_host.proto.
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
#include "sync/generated/replica.pb.h"

namespace flashkit::sync {

struct SqlValue {
  bool text = false;
  std::variant<std::monostate, std::int64_t, double, std::string> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const SqlValue&) const = default;
};
void encode(const SqlValue& message, std::string& out);
base::Result<SqlValue> decode_sql_value(std::string_view bytes);

struct SqlStatement {
  std::string name;
  std::vector<SqlValue> parameters;
  base::UnknownFields unknown_fields;
  bool operator==(const SqlStatement&) const = default;
};
void encode(const SqlStatement& message, std::string& out);
base::Result<SqlStatement> decode_sql_statement(std::string_view bytes);

struct SqlRow {
  std::vector<SqlValue> columns;
  base::UnknownFields unknown_fields;
  bool operator==(const SqlRow&) const = default;
};
void encode(const SqlRow& message, std::string& out);
base::Result<SqlRow> decode_sql_row(std::string_view bytes);

struct SqlRows {
  std::vector<SqlRow> rows;
  base::UnknownFields unknown_fields;
  bool operator==(const SqlRows&) const = default;
};
void encode(const SqlRows& message, std::string& out);
base::Result<SqlRows> decode_sql_rows(std::string_view bytes);

struct HostStarted {
  std::string build;
  bool memory_only = false;
  base::UnknownFields unknown_fields;
  bool operator==(const HostStarted&) const = default;
};
void encode(const HostStarted& message, std::string& out);
base::Result<HostStarted> decode_host_started(std::string_view bytes);

struct HostTabMessage {
  std::string tab;
  std::string message;
  base::UnknownFields unknown_fields;
  bool operator==(const HostTabMessage&) const = default;
};
void encode(const HostTabMessage& message, std::string& out);
base::Result<HostTabMessage> decode_host_tab_message(std::string_view bytes);

struct HostTabClosed {
  std::string tab;
  base::UnknownFields unknown_fields;
  bool operator==(const HostTabClosed&) const = default;
};
void encode(const HostTabClosed& message, std::string& out);
base::Result<HostTabClosed> decode_host_tab_closed(std::string_view bytes);

struct HostConnected {
  std::uint64_t attempt = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const HostConnected&) const = default;
};
void encode(const HostConnected& message, std::string& out);
base::Result<HostConnected> decode_host_connected(std::string_view bytes);

struct HostDisconnected {
  std::uint64_t attempt = 0;
  bool going_away = false;
  base::UnknownFields unknown_fields;
  bool operator==(const HostDisconnected&) const = default;
};
void encode(const HostDisconnected& message, std::string& out);
base::Result<HostDisconnected> decode_host_disconnected(std::string_view bytes);

struct HostServerFrame {
  std::uint64_t attempt = 0;
  std::string frame;
  base::UnknownFields unknown_fields;
  bool operator==(const HostServerFrame&) const = default;
};
void encode(const HostServerFrame& message, std::string& out);
base::Result<HostServerFrame> decode_host_server_frame(std::string_view bytes);

struct HostExecuted {
  std::uint64_t id = 0;
  bool failed = false;
  bool full = false;
  std::string text;
  std::vector<SqlRows> results;
  base::UnknownFields unknown_fields;
  bool operator==(const HostExecuted&) const = default;
};
void encode(const HostExecuted& message, std::string& out);
base::Result<HostExecuted> decode_host_executed(std::string_view bytes);

struct HostTimer {
  base::UnknownFields unknown_fields;
  bool operator==(const HostTimer&) const = default;
};
void encode(const HostTimer& message, std::string& out);
base::Result<HostTimer> decode_host_timer(std::string_view bytes);

struct HostCheckpointFetched {
  std::string document;
  std::uint64_t seq = 0;
  std::string checkpoint;
  base::UnknownFields unknown_fields;
  bool operator==(const HostCheckpointFetched&) const = default;
};
void encode(const HostCheckpointFetched& message, std::string& out);
base::Result<HostCheckpointFetched> decode_host_checkpoint_fetched(std::string_view bytes);

struct HostNetworkHint {
  bool online = false;
  base::UnknownFields unknown_fields;
  bool operator==(const HostNetworkHint&) const = default;
};
void encode(const HostNetworkHint& message, std::string& out);
base::Result<HostNetworkHint> decode_host_network_hint(std::string_view bytes);

struct ReplicaInput {
  double now_ms = 0;
  double wall_ms = 0;
  std::string random;
  std::variant<std::monostate, HostStarted, HostTabMessage, HostTabClosed, HostConnected, HostDisconnected, HostServerFrame, HostExecuted, HostTimer, HostCheckpointFetched, HostNetworkHint> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const ReplicaInput&) const = default;
};
void encode(const ReplicaInput& message, std::string& out);
base::Result<ReplicaInput> decode_replica_input(std::string_view bytes);

struct EffectExecute {
  std::uint64_t id = 0;
  std::vector<SqlStatement> statements;
  base::UnknownFields unknown_fields;
  bool operator==(const EffectExecute&) const = default;
};
void encode(const EffectExecute& message, std::string& out);
base::Result<EffectExecute> decode_effect_execute(std::string_view bytes);

struct EffectSendToTab {
  std::string tab;
  std::optional<ReplicaMessage> message;
  base::UnknownFields unknown_fields;
  bool operator==(const EffectSendToTab&) const = default;
};
void encode(const EffectSendToTab& message, std::string& out);
base::Result<EffectSendToTab> decode_effect_send_to_tab(std::string_view bytes);

struct EffectSendToServer {
  std::uint64_t attempt = 0;
  std::string frame;
  base::UnknownFields unknown_fields;
  bool operator==(const EffectSendToServer&) const = default;
};
void encode(const EffectSendToServer& message, std::string& out);
base::Result<EffectSendToServer> decode_effect_send_to_server(std::string_view bytes);

struct EffectConnect {
  std::uint64_t attempt = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const EffectConnect&) const = default;
};
void encode(const EffectConnect& message, std::string& out);
base::Result<EffectConnect> decode_effect_connect(std::string_view bytes);

struct EffectDisconnect {
  std::uint64_t attempt = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const EffectDisconnect&) const = default;
};
void encode(const EffectDisconnect& message, std::string& out);
base::Result<EffectDisconnect> decode_effect_disconnect(std::string_view bytes);

struct EffectSetTimer {
  double at_ms = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const EffectSetTimer&) const = default;
};
void encode(const EffectSetTimer& message, std::string& out);
base::Result<EffectSetTimer> decode_effect_set_timer(std::string_view bytes);

struct EffectFetchCheckpoint {
  std::string document;
  std::uint64_t seq = 0;
  std::string capability;
  base::UnknownFields unknown_fields;
  bool operator==(const EffectFetchCheckpoint&) const = default;
};
void encode(const EffectFetchCheckpoint& message, std::string& out);
base::Result<EffectFetchCheckpoint> decode_effect_fetch_checkpoint(std::string_view bytes);

struct ReplicaEffect {
  std::variant<std::monostate, EffectExecute, EffectSendToTab, EffectSendToServer, EffectConnect, EffectDisconnect, EffectSetTimer, EffectFetchCheckpoint> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const ReplicaEffect&) const = default;
};
void encode(const ReplicaEffect& message, std::string& out);
base::Result<ReplicaEffect> decode_replica_effect(std::string_view bytes);

struct ReplicaEffects {
  std::vector<ReplicaEffect> effects;
  base::UnknownFields unknown_fields;
  bool operator==(const ReplicaEffects&) const = default;
};
void encode(const ReplicaEffects& message, std::string& out);
base::Result<ReplicaEffects> decode_replica_effects(std::string_view bytes);

}  // namespace flashkit::sync
