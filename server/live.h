#pragma once
// The two sides of a live connection: what the network offers (LiveSocket) and what the server makes of it
// (LiveSession). One frame is one binary message.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace flashkit::server {

// Callable from any thread. A frame that does not fit the queue any more ends the connection: the client comes back and
// goes on where it was.
class LiveSocket {
 public:
  LiveSocket() = default;
  LiveSocket(const LiveSocket&) = delete;
  LiveSocket& operator=(const LiveSocket&) = delete;
  virtual ~LiveSocket() = default;
  virtual void send(std::shared_ptr<const std::string> frame) = 0;
  virtual std::size_t waiting_bytes() const = 0;
  virtual void close(std::uint16_t code, std::string reason) = 0;
  // The largest frame that is taken from now on.
  virtual void set_frame_limit(std::size_t limit_bytes) = 0;
};

// Called on the connection's loop only.
class LiveSession {
 public:
  LiveSession() = default;
  LiveSession(const LiveSession&) = delete;
  LiveSession& operator=(const LiveSession&) = delete;
  virtual ~LiveSession() = default;
  virtual void receive(std::string_view frame) = 0;
  virtual void drained() = 0;  // the queue has become short after it was long
  virtual void ended() = 0;
};

namespace close_code {
inline constexpr std::uint16_t k_going_away = 1001;
inline constexpr std::uint16_t k_protocol_error = 1002;
inline constexpr std::uint16_t k_signed_out = 1008;  // whose connection this was cannot be told any more
inline constexpr std::uint16_t k_too_big = 1009;
inline constexpr std::uint16_t k_try_again = 1013;  // too slow, or the server is too busy
}  // namespace close_code

// Under this a queue counts as short.
inline constexpr std::size_t k_short_queue_bytes = 256u << 10;

}  // namespace flashkit::server
