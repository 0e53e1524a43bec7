#pragma once
// Identities. Documents and clients are 128 random bits made outside the core; nodes and operations are
// (client, number). Ids are totally ordered (bytes, then number), so that nothing ever depends on a hash order.
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace flashkit::base {

template <class Tag>
struct Id128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool operator==(const Id128&) const = default;
  auto operator<=>(const Id128&) const = default;
  bool is_nil() const { return high == 0 && low == 0; }
};

using ClientId = Id128<struct ClientTag>;
using DocumentId = Id128<struct DocumentTag>;
using EntryToken = Id128<struct EntryTokenTag>;
using Capability = Id128<struct CapabilityTag>;  // the 128-bit right to edit that an address carries

// The operation that client made with that number (1, 2, 3 ... without gap). {nil, 0} is "no operation".
struct OperationId {
  ClientId client;
  std::uint64_t number = 0;
  bool operator==(const OperationId&) const = default;
  auto operator<=>(const OperationId&) const = default;
};

// A node is named after the operation that created it: number = operation number * k_ids_per_operation + index, so
// that one batch can create many. {nil, 0} is the root of the document.
inline constexpr std::uint64_t k_ids_per_operation = 1u << 20;
struct NodeId {
  ClientId client;
  std::uint64_t number = 0;
  bool operator==(const NodeId&) const = default;
  auto operator<=>(const NodeId&) const = default;
  bool is_root() const { return client.is_nil() && number == 0; }
};

std::string hex_of(std::uint64_t high, std::uint64_t low);                  // 32 lower-case digits
Result<std::array<std::uint64_t, 2>> parse_hex_128(std::string_view text);  // exactly 32 digits, any case
template <class Tag>
std::string to_hex(Id128<Tag> id) {
  return hex_of(id.high, id.low);
}
template <class IdType>
Result<IdType> parse_id(std::string_view text) {
  FLASHKIT_TRY(const auto words, parse_hex_128(text));
  return IdType{words[0], words[1]};
}

// "<32 hex>.<number>": how node ids stand in checkpoints and messages to the skin. The root is "0".
std::string to_text(NodeId id);
Result<NodeId> parse_node_id(std::string_view text);

struct IdHash {
  using is_avalanching = void;  // for Boost: its bits need no more mixing
  static std::size_t mix(std::uint64_t a, std::uint64_t b) {
    const std::uint64_t m = (a ^ (b + 0x9E3779B97F4A7C15u + (a << 6) + (a >> 2))) * 0xD6E8FEB86659FD93u;
    return static_cast<std::size_t>(m ^ (m >> 32));
  }
  template <class Tag>
  std::size_t operator()(const Id128<Tag>& id) const {
    return mix(id.high, id.low);
  }
  std::size_t operator()(const NodeId& id) const { return mix(mix(id.client.high, id.client.low), id.number); }
  std::size_t operator()(const OperationId& id) const { return mix(mix(id.client.high, id.client.low), id.number); }
};

}  // namespace flashkit::base
