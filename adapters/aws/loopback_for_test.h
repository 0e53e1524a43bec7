#pragma once
// A server on 127.0.0.1 that says what a test tells it: whole answers, half ones, none; in clear or with TLS. One
// thread for each connection; everything ends with the object. Only tests include this.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace flashkit::adapters::aws {

struct LoopbackRequest {
  std::string head;  // request line and headers, as sent
  std::string body;
  std::uint64_t connection = 0;  // 1, 2, ... in the order they came
};

// Without bytes and with `close`: the connection ends without an answer.
struct LoopbackReply {
  std::string bytes;      // sent as they are
  bool close = false;     // afterwards
  bool reset = false;     // instead of an orderly end
  unsigned delay_ms = 0;  // before them
};

class LoopbackServer {
 public:
  using Handler = std::function<LoopbackReply(const LoopbackRequest&)>;
  struct Tls {
    std::string certificate_pem;
    std::string key_pem;
  };

  static std::unique_ptr<LoopbackServer> start(Handler handler);
  static std::unique_ptr<LoopbackServer> start_with_tls(Handler handler, const Tls& tls);
  LoopbackServer() = default;
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  virtual ~LoopbackServer() = default;
  virtual std::uint16_t port() const = 0;
};

// "HTTP/1.1 <status> ..." with a length and `body`; `headers` are whole lines ending in \r\n.
std::string http_answer(unsigned status, const std::string& body, const std::string& headers = "");

}  // namespace flashkit::adapters::aws
