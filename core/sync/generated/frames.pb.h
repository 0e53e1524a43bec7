// Made by tools/generate.mjs from schema/frames.proto.
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

namespace flashkit::sync {

enum class Role : std::uint32_t {
  None = 0,
  View = 1,
  Edit = 2,
};

enum class RejectReason : std::uint32_t {
  Unknown = 0,
  NoRight = 1,
  TooLarge = 2,
  Malformed = 3,
  ClientConflict = 4,
  Gap = 5,
  TooOld = 6,
  NoEffect = 7,
};

struct Entry {
  std::uint64_t seq = 0;
  std::string token;
  std::string node;
  std::uint32_t schema = 0;
  std::vector<std::string> operations;
  std::string body_blob;
  std::uint32_t min_reader = 0;
  std::uint32_t min_writer = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Entry&) const = default;
};
void encode(const Entry& message, std::string& out);
base::Result<Entry> decode_entry(std::string_view bytes);

struct EntryBody {
  std::vector<std::string> operations;
  base::UnknownFields unknown_fields;
  bool operator==(const EntryBody&) const = default;
};
void encode(const EntryBody& message, std::string& out);
base::Result<EntryBody> decode_entry_body(std::string_view bytes);

struct Hello {
  std::uint32_t protocol_least = 0;
  std::uint32_t protocol_most = 0;
  std::string build;
  std::uint32_t rules = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Hello&) const = default;
};
void encode(const Hello& message, std::string& out);
base::Result<Hello> decode_hello(std::string_view bytes);

struct Open {
  std::string document;
  std::uint64_t after_seq = 0;
  std::string capability;
  bool create = false;
  base::UnknownFields unknown_fields;
  bool operator==(const Open&) const = default;
};
void encode(const Open& message, std::string& out);
base::Result<Open> decode_open(std::string_view bytes);

struct Close {
  std::string document;
  base::UnknownFields unknown_fields;
  bool operator==(const Close&) const = default;
};
void encode(const Close& message, std::string& out);
base::Result<Close> decode_close(std::string_view bytes);

struct Push {
  std::string document;
  std::vector<std::string> operations;
  bool gesture_end = false;
  std::uint32_t min_reader = 0;
  std::uint32_t min_writer = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Push&) const = default;
};
void encode(const Push& message, std::string& out);
base::Result<Push> decode_push(std::string_view bytes);

struct Presence {
  std::string document;
  std::string peer;
  std::string payload;
  base::UnknownFields unknown_fields;
  bool operator==(const Presence&) const = default;
};
void encode(const Presence& message, std::string& out);
base::Result<Presence> decode_presence(std::string_view bytes);

struct PresenceLetter {
  std::string from;
  std::vector<Presence> presence;
  base::UnknownFields unknown_fields;
  bool operator==(const PresenceLetter&) const = default;
};
void encode(const PresenceLetter& message, std::string& out);
base::Result<PresenceLetter> decode_presence_letter(std::string_view bytes);

struct Ping {
  std::uint64_t number = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Ping&) const = default;
};
void encode(const Ping& message, std::string& out);
base::Result<Ping> decode_ping(std::string_view bytes);

struct Welcome {
  std::uint32_t protocol = 0;
  std::string user;
  std::string peer;
  std::string build;
  base::UnknownFields unknown_fields;
  bool operator==(const Welcome&) const = default;
};
void encode(const Welcome& message, std::string& out);
base::Result<Welcome> decode_welcome(std::string_view bytes);

struct Opened {
  std::string document;
  std::uint64_t head = 0;
  Role role = Role{};
  std::uint64_t checkpoint_seq = 0;
  bool from_checkpoint = false;
  std::uint32_t min_reader = 0;
  std::uint32_t min_writer = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Opened&) const = default;
};
void encode(const Opened& message, std::string& out);
base::Result<Opened> decode_opened(std::string_view bytes);

struct Entries {
  std::string document;
  std::vector<Entry> entries;
  std::uint64_t head = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Entries&) const = default;
};
void encode(const Entries& message, std::string& out);
base::Result<Entries> decode_entries(std::string_view bytes);

struct Rejected {
  std::string document;
  std::string client;
  std::uint64_t number = 0;
  RejectReason reason = RejectReason{};
  std::string text;
  base::UnknownFields unknown_fields;
  bool operator==(const Rejected&) const = default;
};
void encode(const Rejected& message, std::string& out);
base::Result<Rejected> decode_rejected(std::string_view bytes);

struct Acknowledged {
  std::string document;
  std::string client;
  std::uint64_t number = 0;
  std::uint64_t seq = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Acknowledged&) const = default;
};
void encode(const Acknowledged& message, std::string& out);
base::Result<Acknowledged> decode_acknowledged(std::string_view bytes);

struct Revoked {
  std::string document;
  Role role = Role{};
  base::UnknownFields unknown_fields;
  bool operator==(const Revoked&) const = default;
};
void encode(const Revoked& message, std::string& out);
base::Result<Revoked> decode_revoked(std::string_view bytes);

struct Trouble {
  std::uint32_t code = 0;
  std::string text;
  std::string document;
  base::UnknownFields unknown_fields;
  bool operator==(const Trouble&) const = default;
};
void encode(const Trouble& message, std::string& out);
base::Result<Trouble> decode_trouble(std::string_view bytes);

struct Pong {
  std::uint64_t number = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Pong&) const = default;
};
void encode(const Pong& message, std::string& out);
base::Result<Pong> decode_pong(std::string_view bytes);

struct ClientFrame {
  std::variant<std::monostate, Hello, Open, Close, Push, Presence, Ping> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const ClientFrame&) const = default;
};
void encode(const ClientFrame& message, std::string& out);
base::Result<ClientFrame> decode_client_frame(std::string_view bytes);

struct ServerFrame {
  std::variant<std::monostate, Welcome, Opened, Entries, Rejected, Acknowledged, Presence, Revoked, Trouble, Pong> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const ServerFrame&) const = default;
};
void encode(const ServerFrame& message, std::string& out);
base::Result<ServerFrame> decode_server_frame(std::string_view bytes);

}  // namespace flashkit::sync
