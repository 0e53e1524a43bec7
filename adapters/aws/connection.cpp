#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "adapters/aws/connection_detail.h"

namespace flashkit::adapters::aws {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr auto k_await = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t k_header_limit_bytes = 64u << 10;

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

Failure failure_of(const boost::system::error_code& code) {
  if (code == beast::error::timeout) return {Failure::Sent::Perhaps, "the service did not answer in time"};
  if (code == http::error::body_limit) return {Failure::Sent::Perhaps, "the answer is too large"};
  return {Failure::Sent::Perhaps, "the connection broke before the answer was whole"};
}

}  // namespace

asio::awaitable<const char*> Connection::connect(const Endpoint& endpoint, const SendLimits& limits) {
  const std::string port = std::to_string(endpoint.port);
  const auto no_way = co_await stream_.connect(endpoint.host, port, std::chrono::milliseconds(limits.connect_ms));
  if (!no_way) co_return nullptr;
  switch (no_way->step) {
    case net::ClientStream::Step::Name:
      co_return "the endpoint's name is unknown";
    case net::ClientStream::Step::Connection:
      co_return "the endpoint cannot be reached";
    case net::ClientStream::Step::Trust:
      break;
  }
  co_return "the endpoint's certificate is not to be trusted";
}

asio::awaitable<Outcome> Connection::exchange(const WireRequest& request, const SendLimits& limits,
                                              std::size_t answer_limit_bytes) {
  healthy_ = false;
  const auto silence = std::chrono::milliseconds(limits.silence_ms);
  const auto message = message_of(request);
  stream_.expires_after(silence);
  const auto [not_written, written] = co_await http::async_write(stream_, message, k_await);
  // The service may answer and close before it has read everything (a refusal): what it says counts.
  http::response_parser<http::string_body> parser;
  parser.header_limit(k_header_limit_bytes);
  parser.body_limit(answer_limit_bytes);
  parser.skip(request.method == "HEAD");
  beast::flat_buffer buffer;
  while (!parser.is_done()) {
    stream_.expires_after(silence);
    const auto [not_read, bytes] = co_await http::async_read_some(stream_, buffer, parser, k_await);
    if (not_read) co_return failure_of(not_written ? not_written : not_read);
  }
  stream_.expires_never();
  healthy_ = !not_written && parser.keep_alive() && buffer.size() == 0;
  co_return answer_of(parser.release());
}

}  // namespace flashkit::adapters::aws
