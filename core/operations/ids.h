#pragma once
// Ids as they stand in messages: 16 bytes, big-endian. Reading checks the length; the root is an empty client with
// number 0.
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "operations/generated/operation.pb.h"

namespace flashkit::operations {

std::string id_bytes(std::uint64_t high, std::uint64_t low);
template <class Tag>
std::string id_bytes(base::Id128<Tag> id) {
  return id_bytes(id.high, id.low);
}
// Eight bytes, which must be there. Written out, so that compilers make one instruction of it: each step reads ids.
inline std::uint64_t big_endian(const char* from) {
  const auto byte = [from](int i) { return std::uint64_t{static_cast<std::uint8_t>(from[i])} << (56 - 8 * i); };
  return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}
// Nothing unless it is exactly 16 bytes.
template <class IdType>
std::optional<IdType> id_from_bytes(std::string_view bytes) {
  if (bytes.size() != 16) return std::nullopt;
  IdType id;
  id.high = big_endian(bytes.data());
  id.low = big_endian(bytes.data() + 8);
  return id;
}

NodeRef node_ref(base::NodeId id);
// Nothing for a malformed reference; an absent one is malformed too.
// Here, for every step begins with it.
inline std::optional<base::NodeId> node_id(const std::optional<NodeRef>& ref) {
  if (!ref.has_value()) return std::nullopt;
  const std::string_view bytes = ref->client;
  if (bytes.empty() && ref->number == 0) return base::NodeId{};
  const auto client = id_from_bytes<base::ClientId>(bytes);
  if (!client.has_value() || client->is_nil()) return std::nullopt;
  return base::NodeId{*client, ref->number};
}

// (client, number) of an operation; nothing unless client is 16 bytes, not nil, and the number is in its range.
std::optional<base::OperationId> id_of(std::string_view client_bytes, std::uint64_t number);
std::optional<base::OperationId> id_of(const Operation& operation);
// The operation that made a node or a text run of that number.
base::OperationId maker_of(base::ClientId client, std::uint64_t number);

// An operation read from untrusted bytes together with its id; the bytes stay the truth for hashes.
struct Read {
  base::OperationId id;
  Operation operation;
};
base::Result<Read> read_operation(std::string_view bytes);

}  // namespace flashkit::operations
