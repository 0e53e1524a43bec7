#include "cli/sync_net.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <csignal>
#include <deque>
#include <utility>

#include "adapters/net/client_stream.h"
#include "adapters/net/live_compression.h"
#include "sync/limits.h"

namespace flashkit::cli {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using Code = boost::system::error_code;

namespace {

constexpr std::chrono::seconds k_step_limit{20};
constexpr auto k_await = asio::as_tuple(asio::use_awaitable);  // errors come back as values
using adapters::net::ClientStream;

// Shared by its reading, its writing and its owner; ends when all have let it go.
class LiveConnection final : public std::enable_shared_from_this<LiveConnection> {
 public:
  LiveConnection(ServerUrl server, SyncNet::Events events, asio::io_context& context, asio::ssl::context* tls)
      : server_(std::move(server)), events_(std::move(events)), stream_(context, tls) {}

  void start(asio::io_context& context) {
    asio::co_spawn(
        context, [self = shared_from_this()]() { return self->run(); }, asio::detached);
  }
  void send(std::string frame) {
    queue_.push_back(std::move(frame));
    write_next();
  }
  // Says nothing any more.
  void close() {
    over_ = true;
    stream_.next_layer().close();
  }

 private:
  asio::awaitable<void> run() {
    const std::shared_ptr<LiveConnection> self = shared_from_this();
    const auto no_way = co_await stream_.next_layer().connect(server_.host, server_.port, k_step_limit);
    if (no_way) co_return end({.why = "the server cannot be reached (" + no_way->code.message() + ")"});
    stream_.next_layer().expires_never();
    stream_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::client));
    stream_.set_option(adapters::net::live_compression());
    stream_.binary(true);
    stream_.read_message_max(sync::k_max_frame_bytes);
    const std::string host = server_.host_and_port();
    const std::string target = server_.prefix + "/api/v1/live";
    websocket::response_type answer;
    auto [refused] = co_await stream_.async_handshake(answer, host, target, k_await);
    if (refused) co_return end(how_refused(refused, answer.result_int()));
    open_ = true;
    if (!over_) events_.connected();
    write_next();
    beast::flat_buffer buffer;
    while (!over_) {
      auto [code, size] = co_await stream_.async_read(buffer, k_await);
      if (code) co_return end({.why = "the connection ended (" + code.message() + ")", .for_now = true});
      std::string frame(static_cast<const char*>(buffer.data().data()), buffer.data().size());
      buffer.consume(buffer.size());
      if (!over_) events_.frame(std::move(frame));
    }
  }
  void write_next() {
    if (!open_ || writing_ || over_ || queue_.empty()) return;
    writing_ = true;
    const auto frame = std::make_shared<const std::string>(std::move(queue_.front()));
    queue_.pop_front();
    stream_.async_write(asio::buffer(*frame), [self = shared_from_this(), frame](Code code, std::size_t) {
      self->writing_ = false;
      if (!code) self->write_next();  // else the read loop hears of it
    });
  }
  // A status of trouble is no word about what the server can speak; nor is a connection that was cut before any.
  static Disconnect how_refused(const Code& refused, unsigned status) {
    const bool declined = refused == websocket::error::upgrade_declined;
    if (!declined) return {.why = "the connection ended (" + refused.message() + ")", .for_now = true};
    const bool for_now = status >= 500 || status == static_cast<unsigned>(http::status::too_many_requests);
    const std::string said = " (it answered " + std::to_string(status) + ")";
    return {.why = (for_now ? "the server has trouble" : "the server does not speak the live protocol") + said,
            .for_now = for_now};
  }
  void end(Disconnect how) {
    if (std::exchange(over_, true)) return;
    how.going_away = stream_.reason().code == websocket::close_code::going_away;
    events_.disconnected(std::move(how));
  }

  ServerUrl server_;
  SyncNet::Events events_;
  websocket::stream<ClientStream> stream_;
  std::deque<std::string> queue_;
  bool open_ = false;
  bool writing_ = false;
  bool over_ = false;
};

class AsioNet final : public SyncNet {
 public:
  explicit AsioNet(ServerUrl server) : server_(std::move(server)) {
    Code ignored;
    tls_.set_default_verify_paths(ignored);
    tls_.set_verify_mode(asio::ssl::verify_peer, ignored);
  }
  ~AsioNet() override { disconnect(); }

  void connect(Events events) override {
    disconnect();
    connection_ = std::make_shared<LiveConnection>(server_, std::move(events), context_, tls());
    connection_->start(context_);
  }
  void disconnect() override {
    if (connection_) connection_->close();
    connection_.reset();
  }
  void send(std::string frame) override {
    if (connection_) connection_->send(std::move(frame));
  }
  void get(std::string path, std::string capability_hex, std::function<void(std::string)> done) override {
    const Request request = request_for(http::verb::get, path);
    request->set("X-Flashkit-Capability", capability_hex);
    start(request, [done = std::move(done)](Reply reply) { done(reply.status == 200 ? std::move(reply.body) : ""); });
  }
  void ask(Wish wish, std::function<void(Reply)> done) override {
    const Request request = request_for(http::string_to_verb(wish.method), wish.path);
    if (!wish.cookie.empty()) request->set(http::field::cookie, wish.cookie);
    request->body() = std::move(wish.body);
    request->prepare_payload();
    start(request, std::move(done));
  }
  void ask_directly(DirectWish wish, std::function<void(Reply)> done) override {
    const std::size_t path = wish.url.find('/', wish.url.find("://") + 3);
    const auto place = ServerUrl::parse(wish.url.substr(0, path));
    if (!place.ok() || path == std::string::npos || (server_.tls && !place.value().tls)) {
      return asio::post(context_, [done = std::move(done)] { done(Reply{}); });
    }
    const Request request = request_for(http::string_to_verb(wish.method), wish.url.substr(path));
    request->target(wish.url.substr(path));
    request->set(http::field::host, place.value().host_and_port());
    for (const Header& each : wish.headers) request->set(each.name, each.value);
    request->body() = std::move(wish.body);
    request->prepare_payload();
    start(request, std::move(done), place.value());
  }
  void after(std::uint64_t delay_ms, std::function<void()> task) override {
    auto timer = std::make_shared<asio::steady_timer>(context_, std::chrono::milliseconds(delay_ms));
    timer->async_wait([timer, task = std::move(task)](Code code) {
      if (!code) task();
    });
  }
  std::uint64_t now_ms() override {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
  }
  void on_signal(std::function<void()> told) override {
    signals_.async_wait([told = std::move(told)](Code code, int) {
      if (!code) told();
    });
  }
  void run() override {
    const auto guard = asio::make_work_guard(context_);
    context_.run();
  }
  void stop() override { context_.stop(); }

 private:
  using Request = std::shared_ptr<http::request<http::string_body>>;
  Request request_for(http::verb method, const std::string& path) const {
    const auto request = std::make_shared<http::request<http::string_body>>(method, server_.prefix + path, 11);
    request->set(http::field::host, server_.host_and_port());
    request->set(http::field::connection, "close");
    return request;
  }
  void start(Request request, std::function<void(Reply)> done) { start(std::move(request), std::move(done), server_); }
  void start(Request request, std::function<void(Reply)> done, const ServerUrl& place) {
    const auto stream = std::make_shared<ClientStream>(context_, place.tls ? &tls_ : nullptr);
    asio::co_spawn(
        context_, [stream, place, request, done = std::move(done)]() { return fetch(stream, place, request, done); },
        asio::detached);
  }
  asio::ssl::context* tls() { return server_.tls ? &tls_ : nullptr; }
  static asio::awaitable<void> fetch(std::shared_ptr<ClientStream> stream, ServerUrl place, Request request,
                                     std::function<void(Reply)> done) {
    const auto no_way = co_await stream->connect(place.host, place.port, k_step_limit);
    if (no_way) co_return done(Reply{});
    stream->expires_after(10 * k_step_limit);
    auto [unsent, sent] = co_await http::async_write(*stream, *request, k_await);
    if (unsent) co_return done(Reply{});
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(sync::k_max_checkpoint_bytes);
    stream->expires_after(10 * k_step_limit);
    auto [unread, read] = co_await http::async_read(*stream, buffer, parser, k_await);
    if (unread) co_return done(Reply{});
    const auto set_cookie = parser.get()[http::field::set_cookie];
    const std::string cookie(set_cookie.data(), set_cookie.size());
    const auto location = parser.get()[http::field::location];
    done(Reply{parser.get().result_int(), std::move(parser.get().body()), cookie.substr(0, cookie.find(';')),
               std::string(location.data(), location.size())});
  }

  ServerUrl server_;
  asio::io_context context_{1};
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  asio::signal_set signals_{context_, SIGINT, SIGTERM};
  std::shared_ptr<LiveConnection> connection_;  // shared with what reads and writes
};

}  // namespace

std::string ServerUrl::host_and_port() const { return port == (tls ? "443" : "80") ? host : host + ":" + port; }

base::Result<ServerUrl> ServerUrl::parse(const std::string& url) {
  ServerUrl out;
  std::string rest;
  if (url.starts_with("http://")) {
    rest = url.substr(7);
  } else if (url.starts_with("https://")) {
    rest = url.substr(8);
    out.tls = true;
  } else {
    return base::Error{base::Errc::Malformed, "a server's address begins with http:// or https://"};
  }
  const std::size_t slash = rest.find('/');
  if (slash != std::string::npos) {
    out.prefix = rest.substr(slash);
    rest.resize(slash);
    while (out.prefix.ends_with('/')) out.prefix.pop_back();
  }
  const std::size_t colon = rest.rfind(':');
  const bool has_port = colon != std::string::npos && rest.find(']', colon) == std::string::npos;
  out.host = has_port ? rest.substr(0, colon) : rest;
  out.port = has_port ? rest.substr(colon + 1) : (out.tls ? "443" : "80");
  const bool digits = !out.port.empty() && out.port.find_first_not_of("0123456789") == std::string::npos;
  const bool number = digits && out.port.size() <= 5 && std::stoul(out.port) <= 65535;
  if (out.host.empty() || !number || rest.find_first_of("@?# ") != std::string::npos) {
    return base::Error{base::Errc::Malformed, "that is not a server's address"};
  }
  return out;
}

std::unique_ptr<SyncNet> SyncNet::make(ServerUrl server) { return std::make_unique<AsioNet>(std::move(server)); }

}  // namespace flashkit::cli
