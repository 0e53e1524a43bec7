#pragma once
// Sends one HTTP/1.1 request and brings its answer: over connections that are kept and used again, in clear or with TLS
// (certificate and name checked). Bounded in time and in number. Never repeats a request and never follows a
// redirection: only the caller knows what may be repeated. All callbacks run on the one thread of the transport.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "adapters/aws/answers.h"

namespace flashkit::adapters::aws {

struct SendLimits {
  std::uint64_t connect_ms = 2000;  // connection and handshake
  std::uint64_t silence_ms = 5000;  // nothing moves
  std::uint64_t whole_ms = 15'000;  // from `send` on, waiting for a connection included
};

struct TransportOptions {
  std::size_t connections = 64;    // at once, of one endpoint
  std::size_t waiting = 4096;      // requests that wait for one; more are not sent
  std::uint64_t idle_ms = 15'000;  // an unused connection is not used again after that
  std::size_t answer_limit_bytes = 80u << 20;
  std::string authorities_file;  // PEM; empty: the system's
};

struct TransportCounts {
  std::uint64_t requests = 0;     // put on a connection
  std::uint64_t connections = 0;  // opened
};

class Transport {
 public:
  using SendCallback = std::function<void(Outcome)>;

  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  // Callable from any thread; `done` comes exactly once, never from inside the call.
  virtual void send(Endpoint endpoint, WireRequest request, SendLimits limits, SendCallback done) = 0;
  // On the transport's thread.
  virtual void post(std::function<void()> task) = 0;
  virtual void after(std::uint64_t delay_ms, std::function<void()> task) = 0;
  virtual TransportCounts counts() const = 0;
  // Ends the thread. What is under way or comes later is never answered. Not to be called by a callback.
  virtual void stop() = 0;
};

std::unique_ptr<Transport> make_transport(TransportOptions options = {});

}  // namespace flashkit::adapters::aws
