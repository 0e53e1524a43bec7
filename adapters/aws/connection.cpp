#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <type_traits>

#include "adapters/aws/connection_detail.h"

namespace flashkit::adapters::aws {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr auto k_await = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t k_header_limit_bytes = 64u << 10;
using Plain = beast::tcp_stream;
using Secure = beast::ssl_stream<beast::tcp_stream>;

http::request<http::span_body<const char>> message_of(const WireRequest& request) {
  http::request<http::span_body<const char>> out;
  out.method_string(request.method);
  out.target(request.target);
  out.version(11);
  for (const Pair& each : request.headers) out.insert(each.name, each.value);
  if (request.body != nullptr) out.body() = {request.body->data(), request.body->size()};
  // Not prepare_payload: Amazon wants a length with every PUT and POST, and none with a GET.
  if (request.body != nullptr || request.method == "PUT" || request.method == "POST") {
    out.content_length(request.body == nullptr ? 0 : request.body->size());
  }
  return out;
}

Answer answer_of(http::response<http::string_body>&& response) {
  Answer out{response.result_int(), {}, std::move(response.body())};
  for (const auto& field : response) {
    std::string name(field.name_string());
    for (char& each : name) {
      if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
    }
    out.headers.push_back({std::move(name), std::string(field.value())});
  }
  return out;
}

std::string bare_host(const Endpoint& endpoint) {
  const std::string& host = endpoint.host;
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

template <class Stream>
class StreamConnection final : public Connection {
  static constexpr bool k_secure = std::is_same_v<Stream, Secure>;

 public:
  template <class... Arguments>
  explicit StreamConnection(asio::io_context& context, Arguments&... arguments)
      : resolver_(context), stream_(context, arguments...) {}

  asio::awaitable<const char*> connect(const Endpoint& endpoint, const SendLimits& limits) override {
    const auto [not_found, places] =
        co_await resolver_.async_resolve(bare_host(endpoint), std::to_string(endpoint.port), k_await);
    if (not_found) co_return "the endpoint's name is unknown";
    tcp_stream().expires_after(std::chrono::milliseconds(limits.connect_ms));
    const auto [no_way, place] = co_await tcp_stream().async_connect(places, k_await);
    if (no_way) co_return "the endpoint cannot be reached";
    boost::system::error_code ignored;
    tcp_stream().socket().set_option(tcp::no_delay(true), ignored);
    if constexpr (k_secure) {
      prepare_tls(bare_host(endpoint));
      const auto [no_trust] = co_await stream_.async_handshake(asio::ssl::stream_base::client, k_await);
      if (no_trust) co_return "the endpoint's certificate is not to be trusted";
    }
    co_return nullptr;
  }

  asio::awaitable<Outcome> exchange(const WireRequest& request, const SendLimits& limits,
                                    std::size_t answer_limit_bytes) override {
    healthy_ = false;
    const auto silence = std::chrono::milliseconds(limits.silence_ms);
    const auto message = message_of(request);
    tcp_stream().expires_after(silence);
    const auto [not_written, written] = co_await http::async_write(stream_, message, k_await);
    // The service may answer and close before it has read everything (a refusal): what it says counts.
    http::response_parser<http::string_body> parser;
    parser.header_limit(k_header_limit_bytes);
    parser.body_limit(answer_limit_bytes);
    parser.skip(request.method == "HEAD");
    beast::flat_buffer buffer;
    while (!parser.is_done()) {
      tcp_stream().expires_after(silence);
      const auto [not_read, bytes] = co_await http::async_read_some(stream_, buffer, parser, k_await);
      if (not_read) co_return failure_of(not_written ? not_written : not_read);
    }
    tcp_stream().expires_never();
    healthy_ = !not_written && parser.keep_alive() && buffer.size() == 0;
    co_return answer_of(parser.release());
  }

  void cut() override {
    resolver_.cancel();
    tcp_stream().close();
  }

  bool reusable() override {
    if (!healthy_) return false;
    char byte = 0;
    // Nothing to read yet is the only good answer: end of file, a reset or a stray byte make the connection useless.
    const ssize_t count = ::recv(tcp_stream().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

 private:
  void prepare_tls(std::string host) requires k_secure {
    stream_.set_verify_mode(asio::ssl::verify_peer);
    stream_.set_verify_callback(asio::ssl::host_name_verification(host));
    boost::system::error_code not_an_address;
    asio::ip::make_address(host, not_an_address);
    if (!not_an_address) return;
    // What the macro SSL_set_tlsext_host_name does, without its C cast: which of its names the endpoint shall show.
    ::SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
  }
  Plain& tcp_stream() { return beast::get_lowest_layer(stream_); }
  static Failure failure_of(const boost::system::error_code& code) {
    if (code == beast::error::timeout) return {Failure::Sent::Perhaps, "the service did not answer in time"};
    if (code == http::error::body_limit) return {Failure::Sent::Perhaps, "the answer is too large"};
    return {Failure::Sent::Perhaps, "the connection broke before the answer was whole"};
  }

  tcp::resolver resolver_;
  Stream stream_;
  bool healthy_ = false;
};

}  // namespace

std::unique_ptr<Connection> make_connection(asio::io_context& context, asio::ssl::context& tls, bool with_tls) {
  if (with_tls) return std::make_unique<StreamConnection<Secure>>(context, tls);
  return std::make_unique<StreamConnection<Plain>>(context);
}

}  // namespace flashkit::adapters::aws
