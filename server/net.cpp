// The loops, the listener and the signals.
#include "server/net.h"

#include <algorithm>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "server/net_http_detail.h"

namespace flashkit::server {

using base::Errc;
using base::Error;
using net::IoLoop;
using net::k_await;
using net::tcp;
namespace asio = boost::asio;

namespace net {

void IoLoop::after(std::uint64_t delay_ms, std::function<void()> task) {
  auto timer = std::make_shared<asio::steady_timer>(context, std::chrono::milliseconds(delay_ms));
  timer->async_wait([timer, task = std::move(task)](boost::system::error_code code) {
    if (!code) task();
  });
}

std::uint64_t IoLoop::now_ms() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
          .count());
}

}  // namespace net

namespace {

Error listen_error(const boost::system::error_code& code) {
  if (code == asio::error::address_in_use) return {Errc::Conflict, "the port is taken by another program"};
  if (code == asio::error::access_denied) return {Errc::Denied, "the system does not let this user listen there"};
  if (code == boost::system::errc::address_not_available) return {Errc::Malformed, "this machine has no such address"};
  return {Errc::Unavailable, "the system cannot listen there"};
}

class AsioNetwork final : public Network {
 public:
  explicit AsioNetwork(std::size_t threads) : loops_(make_loops(threads)) {}

  std::vector<Loop*> loops() override {
    std::vector<Loop*> out;
    for (const auto& loop : loops_) out.push_back(loop.get());
    return out;
  }

  base::Result<std::uint16_t> listen(App& app, const Config& config, Log& log, Metrics& metrics) override {
    shared_ = std::make_shared<net::Shared>();
    shared_->app = &app;
    shared_->log = &log;
    shared_->metrics = &metrics;
    shared_->config = config;
    shared_->bodies.set_limit(config.bodies_limit_bytes);
    shared_->answers.set_limit(config.answers_limit_bytes);
    boost::system::error_code code;
    const asio::ip::address address =
        asio::ip::make_address(config.host == "localhost" ? "127.0.0.1" : config.host, code);
    if (code) return Error{Errc::Malformed, "that is not an address to listen on"};
    const tcp::endpoint endpoint(address, config.port);
    acceptor_.open(endpoint.protocol(), code);
    if (code) return listen_error(code);
    acceptor_.set_option(tcp::acceptor::reuse_address(true), code);
    acceptor_.bind(endpoint, code);
    if (code) return listen_error(code);
    acceptor_.listen(1024, code);
    if (code) return listen_error(code);
    const std::uint16_t port = acceptor_.local_endpoint(code).port();
    asio::co_spawn(loops_[0]->context, accept_loop(), asio::detached);
    return port;
  }

  void run(std::function<void()> on_signal) override {
    wait_for_signal(std::move(on_signal), true);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < loops_.size(); ++i) threads.emplace_back([this, i] { run_loop(*loops_[i]); });
    run_loop(*loops_[0]);
    for (std::thread& thread : threads) thread.join();
  }

  void stop_accepting() override {
    shared_->stopping.store(true);
    asio::post(loops_[0]->context, [this] {
      boost::system::error_code ignored;
      acceptor_.close(ignored);
    });
  }
  std::size_t requests_under_way() const override { return shared_->requests.load(); }
  void close_live() override { net::close_all_live(*shared_); }
  std::size_t live_under_way() const override {
    const std::lock_guard<std::mutex> lock(shared_->live_mutex);
    return shared_->live.size();
  }
  void cut_live() override { net::cut_all_live(*shared_); }
  void quit() override {
    for (const auto& loop : loops_) loop->context.stop();
  }

 private:
  static std::vector<std::unique_ptr<IoLoop>> make_loops(std::size_t threads) {
    std::vector<std::unique_ptr<IoLoop>> out;
    for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) out.push_back(std::make_unique<IoLoop>());
    return out;
  }
  static void run_loop(IoLoop& loop) {
    const auto guard = asio::make_work_guard(loop.context);
    loop.context.run();
  }

  void wait_for_signal(std::function<void()> on_signal, bool first) {
    signals_.async_wait([this, on_signal = std::move(on_signal), first](boost::system::error_code code, int) {
      if (code) return;
      if (!first) std::_Exit(130);
      on_signal();
      wait_for_signal(on_signal, false);
    });
  }

  asio::awaitable<void> accept_loop() {
    for (std::size_t next = 0;; ++next) {
      IoLoop& loop = *loops_[next % loops_.size()];
      auto [code, socket] = co_await acceptor_.async_accept(loop.context, k_await);
      if (!acceptor_.is_open()) co_return;
      if (code) {
        // Out of descriptors, for one: wait for some to come free.
        asio::steady_timer pause(loops_[0]->context, std::chrono::milliseconds(50));
        co_await pause.async_wait(k_await);
        continue;
      }
      if (shared_->connections.load() >= shared_->config.connection_limit) {
        shared_->metrics->requests_refused.fetch_add(1);
        boost::system::error_code ignored;
        socket.close(ignored);
        continue;
      }
      boost::system::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      asio::co_spawn(loop.context, net::serve_connection(shared_, loop, std::move(socket)), asio::detached);
    }
  }

  std::vector<std::unique_ptr<IoLoop>> loops_;
  std::shared_ptr<net::Shared> shared_;
  tcp::acceptor acceptor_{loops_[0]->context};
  asio::signal_set signals_{loops_[0]->context, SIGTERM, SIGINT};
};

}  // namespace

std::unique_ptr<Network> Network::make(std::size_t threads) { return std::make_unique<AsioNetwork>(threads); }

}  // namespace flashkit::server
