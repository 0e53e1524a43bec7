#pragma once
// How messages of the live protocol are compressed on the line: by WebSocket itself (RFC 7692, permessage-deflate),
// where both ends offer it, as every browser does. What an operation says is a few bytes among two ids that all the
// others of its push repeat; so it is the long messages, what was made offline and what a device missed, that shrink.
#include <boost/beast/websocket/option.hpp>
#include <cstddef>

namespace flashkit::adapters::net {

// The memory of a connection: 2^13 bytes each way make operations within two per cent as small as 2^15 would.
inline constexpr int k_live_window_bits = 13;
inline constexpr int k_live_most_window_bits = 15;
inline constexpr int k_live_deflate_level = 6;
inline constexpr int k_live_deflate_memory = 4;
inline constexpr std::size_t k_live_compressed_from_bytes = 1024;  // shorter ones fit into one packet as they are

// Each message is compressed by itself: none tells by its length what another said, and nothing is kept in between.
inline boost::beast::websocket::permessage_deflate live_compression() {
  boost::beast::websocket::permessage_deflate out;
  out.server_enable = out.client_enable = true;
  out.server_no_context_takeover = out.client_no_context_takeover = true;
  out.server_max_window_bits = out.client_max_window_bits = k_live_window_bits;
  out.compLevel = k_live_deflate_level;
  out.memLevel = k_live_deflate_memory;
  out.msg_size_threshold = k_live_compressed_from_bytes;
  return out;
}

}  // namespace flashkit::adapters::net
