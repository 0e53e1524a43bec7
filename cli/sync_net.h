#pragma once
// The network and the clock of `flashkit sync`: one thread, one live connection at a time, checkpoints over HTTP,
// timers and signals. No Asio here: it stays in sync_net.cpp.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace flashkit::cli {

// A server's address as people write it.
struct ServerUrl {
  bool tls = false;
  std::string host;
  std::string port;
  std::string prefix;                 // a path in front of everything, without a slash at its end
  std::string host_and_port() const;  // as it stands in a Host header
  static base::Result<ServerUrl> parse(const std::string& url);  // http:// or https://
};

struct Disconnect {
  std::string why;          // in words
  bool for_now = false;     // there is a server, and it may do better in a moment
  bool going_away = false;  // it said that it stops
};

class SyncNet {
 public:
  // Of the connection that was asked for last; those of older ones never come.
  struct Events {
    std::function<void()> connected;
    std::function<void(std::string frame)> frame;
    std::function<void(Disconnect how)> disconnected;  // once
  };
  static std::unique_ptr<SyncNet> make(ServerUrl server);
  SyncNet() = default;
  SyncNet(const SyncNet&) = delete;
  SyncNet& operator=(const SyncNet&) = delete;
  virtual ~SyncNet() = default;

  // Ends the connection before.
  virtual void connect(Events events) = 0;
  virtual void disconnect() = 0;
  virtual void send(std::string frame) = 0;
  // One request; `status` 0: no answer came. `cookie` is sent, and what the server makes of it comes back.
  struct Wish {
    std::string method;
    std::string path;
    std::string body;
    std::string cookie;
  };
  struct Reply {
    unsigned status = 0;
    std::string body;
    std::string cookie;    // empty: none was set
    std::string location;  // empty: it does not send us on
  };
  virtual void ask(Wish wish, std::function<void(Reply reply)> done) = 0;
  // One request to where the server sent us, by its whole address and with exactly these headers. Never in clear when
  // we talk to the server itself with TLS: then no answer comes.
  struct Header {
    std::string name;
    std::string value;
  };
  struct DirectWish {
    std::string method;
    std::string url;
    std::vector<Header> headers;
    std::string body;
  };
  virtual void ask_directly(DirectWish wish, std::function<void(Reply reply)> done) = 0;
  // The body of a GET; empty when it failed for any reason.
  virtual void get(std::string path, std::string capability_hex, std::function<void(std::string body)> done) = 0;
  virtual void after(std::uint64_t delay_ms, std::function<void()> task) = 0;
  virtual std::uint64_t now_ms() = 0;                      // never goes back
  virtual void on_signal(std::function<void()> told) = 0;  // SIGINT or SIGTERM
  // Until stop().
  virtual void run() = 0;
  virtual void stop() = 0;
};

}  // namespace flashkit::cli
