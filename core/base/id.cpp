#include "base/id.h"

#include <charconv>

namespace flashkit::base {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string hex_of(std::uint64_t high, std::uint64_t low) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string out(32, '0');
  for (std::size_t i = 0; i < 16; ++i) {
    out[15 - i] = k_digits[(high >> (4 * i)) & 15];
    out[31 - i] = k_digits[(low >> (4 * i)) & 15];
  }
  return out;
}

Result<std::array<std::uint64_t, 2>> parse_hex_128(std::string_view text) {
  if (text.size() != 32) return Error{Errc::Malformed, "an id has 32 hexadecimal digits", text.size()};
  std::array<std::uint64_t, 2> words{};
  for (std::size_t i = 0; i < 32; ++i) {
    const int digit = hex_digit(text[i]);
    if (digit < 0) return Error{Errc::Malformed, "an id has hexadecimal digits only", i};
    words[i / 16] = (words[i / 16] << 4) | static_cast<std::uint64_t>(digit);
  }
  return words;
}

std::string to_text(NodeId id) {
  if (id.is_root()) return "0";
  return to_hex(id.client) + "." + std::to_string(id.number);
}

Result<NodeId> parse_node_id(std::string_view text) {
  if (text == "0") return NodeId{};
  if (text.size() < 34 || text[32] != '.') return Error{Errc::Malformed, "a node id is <32 hex>.<number>", 0};
  FLASHKIT_TRY(const ClientId client, parse_id<ClientId>(text.substr(0, 32)));
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + 33, end, number);
  if (error != std::errc{} || rest != end) return Error{Errc::Malformed, "a node id ends in a number", 33};
  return NodeId{client, number};
}

}  // namespace flashkit::base
