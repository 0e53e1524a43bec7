#pragma once
// What the files of the network layer share. Only net*.cpp include this: it brings Asio and Beast, which take most of a
// minute to compile.
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <exception>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "server/byte_budget.h"
#include "server/net.h"

namespace flashkit::server::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using BeastRequest = http::request<http::string_body>;

// Errors come back as values: no exception is an answer here.
inline constexpr auto k_await = asio::as_tuple(asio::use_awaitable);

class IoLoop final : public Loop {
 public:
  void post(std::function<void()> task) override { asio::post(context, std::move(task)); }
  void after(std::uint64_t delay_ms, std::function<void()> task) override;
  std::uint64_t now_ms() override;
  asio::io_context context{1};
};

class LiveConnection;

struct Shared {
  App* app = nullptr;
  Log* log = nullptr;
  Metrics* metrics = nullptr;
  Config config;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> requests = 0;  // being answered
  ByteBudget bodies;
  ByteBudget answers;
  std::atomic<bool> stopping = false;
  std::mutex live_mutex;
  std::set<LiveConnection*> live;
};

// Takes the connection over after its upgrade was admitted; returns when it is over.
asio::awaitable<void> serve_live(std::shared_ptr<Shared> shared, IoLoop& loop, tcp::socket socket, BeastRequest request,
                                 LiveTicket ticket);
void close_all_live(Shared& shared);
void cut_all_live(Shared& shared);

// Gives one value to whoever waits for it, on its loop: the first it is told, or `otherwise` when it is let go of
// untold, because of an exception on the way. While the server stops that is nobody's any more.
template <class Value, class Handler>
class OneAnswer {
 public:
  OneAnswer(std::shared_ptr<Shared> shared, IoLoop& loop, Handler handler, Value otherwise)
      : shared_(std::move(shared)), loop_(loop), handler_(std::move(handler)), otherwise_(std::move(otherwise)) {}
  OneAnswer(const OneAnswer&) = delete;
  OneAnswer& operator=(const OneAnswer&) = delete;
  ~OneAnswer() {
    if (!shared_->stopping.load()) give(std::move(otherwise_));
  }
  void give(Value value) {
    if (given_.exchange(true)) return;
    asio::post(loop_.context, [handler = std::move(handler_), value = std::move(value)]() mutable {
      std::move(handler)(std::move(value));
    });
  }

 private:
  std::shared_ptr<Shared> shared_;  // callbacks may outlive the network
  IoLoop& loop_;
  Handler handler_;
  Value otherwise_;
  std::atomic<bool> given_ = false;
};

// A callback of ours as something to wait for, continued on the connection's own loop.
// (What a coroutine waits for is made of named values everywhere here: g++ 12 destroys temporaries that hold resources
// twice when they stand inside a co_await expression.)
template <class Value>
asio::awaitable<Value> wait_for(std::shared_ptr<Shared> shared, IoLoop& loop,
                                std::function<void(std::function<void(Value)>)> start, Value otherwise) {
  const auto initiate = [&shared, &loop, &start, &otherwise](auto handler) {
    // std::function wants to copy its target, a handler cannot be copied.
    using Waits = OneAnswer<Value, decltype(handler)>;
    const auto waits = std::make_shared<Waits>(shared, loop, std::move(handler), std::move(otherwise));
    std::function<void(Value)> done = [waits](Value value) { waits->give(std::move(value)); };
    try {
      start(std::move(done));
    } catch (const std::exception& thrown) {
      shared->log->error("a request was given up by an exception", {{"why", thrown.what()}});
    }
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Value)>(initiate, asio::use_awaitable);
}

}  // namespace flashkit::server::net
