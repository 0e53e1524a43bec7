#pragma once
// What the network layer hands requests and live connections to: the router. Everything here may be called from any
// thread; answers come on any thread, exactly once.
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "server/http.h"
#include "server/live.h"
#include "server/loop.h"

namespace flashkit::server {

// What a WebSocket upgrade is told.
struct LiveTicket {
  unsigned status = 101;  // anything else: refused, with `text`
  std::string text;
  std::string user;
  std::string token;       // of the user's sign-in
  std::string set_cookie;  // empty: none
};

class App {
 public:
  App() = default;
  App(const App&) = delete;
  App& operator=(const App&) = delete;
  virtual ~App() = default;

  // How large the body may be, told by the head of the request.
  virtual std::size_t body_limit(const Request& head) const = 0;
  // Its head proves that: what it brings is not counted among what people bring.
  virtual bool is_of_another_server(const Request& head) const = 0;
  virtual void handle(Request request, Answer answer) = 0;
  virtual void admit_live(Request request, std::function<void(LiveTicket)> answer) = 0;
  virtual std::shared_ptr<LiveSession> start_live(const LiveTicket& ticket, std::shared_ptr<LiveSocket> socket,
                                                  Loop& loop) = 0;
};

}  // namespace flashkit::server
