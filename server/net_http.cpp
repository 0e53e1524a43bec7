// HTTP connections: limits and time-outs first, then the app's answer.
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <chrono>
#include <optional>

#include "server/net_http_detail.h"

namespace flashkit::server::net {

namespace {

using Parser = http::request_parser<http::string_body>;
using std::chrono::milliseconds;

constexpr std::size_t k_slowest_bytes_per_s = 32u << 10;  // what a body or an answer is given time for
constexpr std::size_t k_piece_bytes = 128u << 10;         // which has to be through before there is time for more
constexpr std::size_t k_short_read_bytes = 4u << 10;
constexpr std::size_t k_read_bytes = 64u << 10;
constexpr std::size_t k_small_bytes = 64u << 10;  // up to there the number of connections is bound enough

// Counts something while it lives.
template <class Number>
class Counted {
 public:
  Counted(std::atomic<Number>& counter, Number by) : counter_(counter), by_(by) { counter_.fetch_add(by_); }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { counter_.fetch_sub(by_); }

 private:
  std::atomic<Number>& counter_;
  Number by_;
};

milliseconds time_for(std::size_t size_bytes, std::uint64_t least_ms) {
  return milliseconds(least_ms + size_bytes * 1000 / k_slowest_bytes_per_s);
}

// The head of a request as our own value; nothing when it makes no sense.
std::optional<Request> head_of(const BeastRequest& from, const tcp::endpoint& peer) {
  std::optional<Target> target = parse_target({from.target().data(), from.target().size()});
  if (!target) return std::nullopt;
  Request out;
  out.method = std::string(from.method_string());
  out.path = std::move(target->path);
  out.query = std::move(target->query);
  for (const auto& field : from) out.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  out.peer = peer.address().to_string();
  return out;
}

asio::awaitable<bool> write_response(beast::tcp_stream& stream, const BeastRequest& request, const Response& response,
                                     bool keep_alive, std::uint64_t least_ms) {
  using Body = http::span_body<const char>;
  http::response<Body> out(static_cast<http::status>(response.status), request.version());
  for (const Header& header : response.headers) out.insert(header.name, header.value);
  out.insert(http::field::server, "flashkit");
  out.insert("X-Content-Type-Options", "nosniff");
  out.insert("Referrer-Policy", "same-origin");
  out.keep_alive(keep_alive);
  const std::size_t size = response.body ? response.body->size() : 0;
  if (response.status != 304 && response.status != 204) out.content_length(size);
  if (response.body) out.body() = Body::value_type(response.body->data(), size);
  stream.expires_after(time_for(k_piece_bytes, least_ms));
  http::response_serializer<Body> serializer(out);
  if (request.method() == http::verb::head || !response.body) {
    auto [code, bytes] = co_await http::async_write_header(stream, serializer, k_await);
    co_return !code;
  }
  for (std::size_t piece = 0; !serializer.is_done();) {
    auto [code, bytes] = co_await http::async_write_some(stream, serializer, k_await);
    if (code) co_return false;
    piece += bytes;
    if (piece < k_piece_bytes) continue;
    piece = 0;
    stream.expires_after(time_for(k_piece_bytes, least_ms));
  }
  co_return true;
}

// Whose share of memory it is: of version 6 a network, where one machine has as many addresses as it likes. "": not one
// peer alone, for what comes from near by is a proxy's.
std::string peer_of_budget(const asio::ip::address& address) {
  if (address.is_loopback()) return {};
  if (address.is_v6() && !address.to_v6().is_v4_mapped()) {
    const auto bytes = address.to_v6().to_bytes();
    const bool near = (bytes[0] & 0xfe) == 0xfc || (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80);
    return near ? std::string() : std::string(bytes.begin(), bytes.begin() + 8);
  }
  const asio::ip::address_v4 v4 =
      address.is_v4() ? address.to_v4() : asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  const auto bytes = v4.to_bytes();
  const bool near = v4.is_loopback() || bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) ||
                    (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254);
  return near ? std::string() : v4.to_string();
}

class HttpConnection {
 public:
  HttpConnection(std::shared_ptr<Shared> shared, IoLoop& loop, tcp::socket socket)
      : shared_(std::move(shared)), loop_(loop), stream_(std::move(socket)) {
    boost::system::error_code ignored;
    peer_ = stream_.socket().remote_endpoint(ignored);
    budget_peer_ = peer_of_budget(peer_.address());
    buffer_.max_size(shared_->config.header_limit_bytes + k_read_bytes);
  }

  asio::awaitable<void> run() {
    const Counted<std::size_t> count(shared_->connections, 1);
    const Counted<std::int64_t> gauge(shared_->metrics->connections, 1);
    for (bool first = true; co_await one_request(first); first = false) {
    }
    boost::system::error_code ignored;
    if (stream_.socket().is_open()) stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  }

 private:
  // False: the connection is over (or has become a live one and ended).
  asio::awaitable<bool> one_request(bool first) {
    const Config& config = shared_->config;
    if (!first && buffer_.size() == 0) {
      buffer_.shrink_to_fit();
      stream_.expires_after(milliseconds(config.idle_timeout_ms));
      auto [code, count] = co_await stream_.async_read_some(buffer_.prepare(4096), k_await);
      if (code) co_return false;
      buffer_.commit(count);
    }
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(config.header_limit_bytes));
    parser.body_limit(boost::none);
    stream_.expires_after(milliseconds(config.header_timeout_ms));
    auto [code, count] = co_await http::async_read_header(stream_, buffer_, parser, k_await);
    if (code) co_return co_await refuse_head(parser.get(), code);
    std::optional<Request> request = head_of(parser.get(), peer_);
    if (!request) co_return co_await refuse(parser.get(), 400, "the address of the request makes no sense");
    if (beast::websocket::is_upgrade(parser.get())) co_return co_await upgrade(parser, *request);
    const std::size_t limit = shared_->app->body_limit(*request);
    const std::uint64_t length = parser.content_length() ? *parser.content_length() : parser.chunked() ? limit : 0;
    if (length > limit) co_return co_await refuse(parser.get(), 413, "the body is larger than this address takes");
    ByteBudget::Held held(shared_->bodies, budget_peer_);
    const bool inner = shared_->app->is_of_another_server(*request);
    if (!co_await read_body(parser, limit, inner ? nullptr : &held)) co_return false;
    request->body = std::move(parser.get().body());
    co_return co_await answer(parser.get(), *request);
  }

  // What has arrived counts, not what was announced: who is silent holds nothing, and not for long.
  asio::awaitable<bool> read_body(Parser& parser, std::size_t limit, ByteBudget::Held* held) {
    if (parser.is_done()) co_return true;
    const milliseconds piece_time = time_for(k_piece_bytes, shared_->config.header_timeout_ms);
    stream_.expires_after(piece_time);
    if (parser.get()[http::field::expect] == "100-continue") {
      static constexpr std::string_view k_continue = "HTTP/1.1 100 Continue\r\n\r\n";
      auto [code, count] = co_await asio::async_write(stream_, asio::buffer(k_continue), k_await);
      if (code) co_return false;
    }
    parser.body_limit(limit);
    parser.eager(true);
    for (std::size_t piece_end = k_piece_bytes; !parser.is_done();) {
      auto [code, count] = co_await http::async_read_some(stream_, buffer_, parser, k_await);
      if (code == http::error::body_limit) {
        co_return co_await refuse(parser.get(), 413, "the body is larger than this address takes");
      }
      if (code) co_return false;
      const std::size_t size = parser.get().body().size();
      if (held != nullptr && size > k_small_bytes && !held->grow_to(size)) {
        co_return co_await refuse(parser.get(), 503, "too much is being uploaded; try again");
      }
      if (size > k_short_read_bytes) buffer_.reserve(k_read_bytes);  // else it comes in bits of 512 bytes
      if (size < piece_end) continue;
      piece_end = size + k_piece_bytes;
      stream_.expires_after(piece_time);
    }
    co_return true;
  }

  asio::awaitable<bool> answer(const BeastRequest& from, Request& request) {
    shared_->metrics->requests.fetch_add(1);
    const Counted<std::size_t> under_way(shared_->requests, 1);
    stream_.expires_never();
    App* app = shared_->app;
    const auto shared_request = std::make_shared<Request>(std::move(request));  // std::function copies
    std::function<void(Answer)> start = [app, shared_request](Answer done) {
      app->handle(std::move(*shared_request), std::move(done));
    };
    Response otherwise = error_response(500, "something went wrong at the server; try again");
    Response response = co_await wait_for<Response>(shared_, loop_, std::move(start), std::move(otherwise));
    // A body that others hold as well is kept here anyway, as the app's files are.
    const bool own = response.body != nullptr && response.body.use_count() == 1;
    ByteBudget::Held held(shared_->answers, budget_peer_);
    if (own && response.body->size() > k_small_bytes && !held.grow_to(response.body->size())) {
      response = error_response(503, "too much is being sent just now; try again");
    }
    if (response.status >= 500) shared_->metrics->requests_failed.fetch_add(1);
    const bool keep = from.keep_alive() && !shared_->stopping.load();
    const bool written = co_await write_response(stream_, from, response, keep, shared_->config.header_timeout_ms);
    co_return written&& keep;
  }

  asio::awaitable<bool> upgrade(Parser& parser, Request& request) {
    App* app = shared_->app;
    stream_.expires_never();
    const auto shared_request = std::make_shared<Request>(std::move(request));  // std::function copies
    std::function<void(std::function<void(LiveTicket)>)> start = [app, shared_request](auto done) {
      app->admit_live(std::move(*shared_request), std::move(done));
    };
    LiveTicket otherwise;
    otherwise.status = 500;
    otherwise.text = "something went wrong at the server; try again";
    const LiveTicket ticket = co_await wait_for<LiveTicket>(shared_, loop_, std::move(start), std::move(otherwise));
    if (ticket.status != 101) co_return co_await refuse(parser.get(), ticket.status, ticket.text);
    tcp::socket socket = stream_.release_socket();
    BeastRequest head = parser.release();
    co_await serve_live(shared_, loop_, std::move(socket), std::move(head), ticket);
    co_return false;
  }

  asio::awaitable<bool> refuse_head(const BeastRequest& from, boost::system::error_code code) {
    if (code == http::error::header_limit || code == http::error::buffer_overflow) {
      co_return co_await refuse(from, 431, "the head of the request is too large");
    }
    const bool spoken = code.category() == make_error_code(http::error::bad_method).category() &&
                        code != http::error::end_of_stream && code != http::error::partial_message;
    if (spoken) co_return co_await refuse(from, 400, "that is not HTTP");
    if (code == beast::error::timeout) shared_->metrics->requests_refused.fetch_add(1);
    co_return false;
  }

  // The rest of what the other side sends is not read: the connection ends.
  asio::awaitable<bool> refuse(const BeastRequest& from, unsigned status, std::string_view text) {
    shared_->metrics->requests_refused.fetch_add(1);
    const Response response = error_response(status, text);
    co_await write_response(stream_, from, response, false, shared_->config.header_timeout_ms);
    co_return false;
  }

  std::shared_ptr<Shared> shared_;
  IoLoop& loop_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  tcp::endpoint peer_;
  std::string budget_peer_;
};

}  // namespace

asio::awaitable<void> serve_connection(std::shared_ptr<Shared> shared, IoLoop& loop, tcp::socket socket) {
  HttpConnection connection(std::move(shared), loop, std::move(socket));
  co_await connection.run();
}

}  // namespace flashkit::server::net
