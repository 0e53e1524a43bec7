#pragma once
// The network: loops, the listener, HTTP and WebSocket connections, signals. No Asio here: it stays in net*.cpp.
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "server/app.h"
#include "server/config.h"
#include "server/log.h"
#include "server/metrics.h"

namespace flashkit::server {

class Network {
 public:
  static std::unique_ptr<Network> make(std::size_t threads);
  Network() = default;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  virtual ~Network() = default;

  virtual std::vector<Loop*> loops() = 0;
  // The port it listens on. The parts must live until run() returned. Errors: Conflict (the port is taken), Malformed
  // (no such address), Denied, Unavailable.
  virtual base::Result<std::uint16_t> listen(App& app, const Config& config, Log& log, Metrics& metrics) = 0;
  // Runs the loops until quit(). `on_signal` is called on a loop at the first SIGTERM or SIGINT; the second one ends
  // the process.
  virtual void run(std::function<void()> on_signal) = 0;
  // All of these from any thread.
  virtual void stop_accepting() = 0;
  virtual std::size_t requests_under_way() const = 0;
  virtual void close_live() = 0;  // with 1001
  virtual std::size_t live_under_way() const = 0;
  virtual void cut_live() = 0;  // those that did not answer the close
  virtual void quit() = 0;
};

}  // namespace flashkit::server
