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
#include <memory>
#include <mutex>
#include <set>
#include <string>

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
  std::atomic<std::size_t> requests = 0;    // being answered
  std::atomic<std::size_t> body_bytes = 0;  // of requests, in memory
  std::atomic<bool> stopping = false;
  std::mutex live_mutex;
  std::set<LiveConnection*> live;
};

// Takes the connection over after its upgrade was admitted; returns when it is over.
asio::awaitable<void> serve_live(std::shared_ptr<Shared> shared, IoLoop& loop, tcp::socket socket, BeastRequest request,
                                 LiveTicket ticket);
void close_all_live(Shared& shared);
void cut_all_live(Shared& shared);

// A callback of ours as something to wait for, continued on the connection's own loop.
// (What a coroutine waits for is made of named values everywhere here: g++ 12 destroys temporaries that hold resources
// twice when they stand inside a co_await expression.)
template <class Value>
asio::awaitable<Value> wait_for(IoLoop& loop, std::function<void(std::function<void(Value)>)> start) {
  const auto initiate = [&loop, &start](auto handler) {
    // std::function wants to copy its target, a handler cannot be copied.
    const auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    start([kept, &loop](Value value) {
      asio::post(loop.context, [kept, value = std::move(value)]() mutable { std::move (*kept)(std::move(value)); });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Value)>(initiate, asio::use_awaitable);
}

}  // namespace flashkit::server::net
