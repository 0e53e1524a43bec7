#include "adapters/net/client_stream.h"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <cerrno>

namespace flashkit::adapters::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

namespace {

constexpr auto k_await = asio::as_tuple(asio::use_awaitable);

// A name that is an address in brackets, without them.
std::string bare(const std::string& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

class ClientStream::Way {
 public:
  Way(asio::io_context& context, asio::ssl::context* tls) : resolver_(context), plain_(context) {
    if (tls != nullptr) secure_.emplace(context, *tls);
  }

  asio::awaitable<std::optional<NoWay>> connect(const std::string& name, const std::string& port,
                                                std::chrono::milliseconds limit) {
    const std::string host = bare(name);
    const auto [unknown, places] = co_await resolver_.async_resolve(host, port, k_await);
    if (unknown) co_return NoWay{Step::Name, unknown};
    tcp().expires_after(limit);
    const auto [refused, place] = co_await tcp().async_connect(places, k_await);
    if (refused) co_return NoWay{Step::Connection, refused};
    Code ignored;
    tcp().socket().set_option(tcp::no_delay(true), ignored);
    if (secure_) {
      const Code untrusted = co_await trust(host);
      if (untrusted) co_return NoWay{Step::Trust, untrusted};
    }
    co_return std::nullopt;
  }
  void close() {
    resolver_.cancel();
    tcp().close();
  }
  beast::tcp_stream& tcp() { return secure_ ? beast::get_lowest_layer(*secure_) : plain_; }
  void read_some(asio::mutable_buffer to, Done done) {
    if (secure_) {
      secure_->async_read_some(to, std::move(done));
    } else {
      plain_.async_read_some(to, std::move(done));
    }
  }
  void write_some(const Gathered& from, Done done) {
    if (secure_) {
      secure_->async_write_some(from, std::move(done));
    } else {
      plain_.async_write_some(from, std::move(done));
    }
  }

 private:
  asio::awaitable<Code> trust(const std::string& host) {
    secure_->set_verify_mode(asio::ssl::verify_peer);
    secure_->set_verify_callback(asio::ssl::host_name_verification(host));
    Code not_an_address;
    asio::ip::make_address(host, not_an_address);
    if (not_an_address) {
      // What the macro SSL_set_tlsext_host_name does, without its C cast: which of its names the server shall show.
      std::string name = host;
      ::SSL_ctrl(secure_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    }
    const auto [untrusted] = co_await secure_->async_handshake(asio::ssl::stream_base::client, k_await);
    co_return untrusted;
  }

  tcp::resolver resolver_;
  beast::tcp_stream plain_;
  std::optional<beast::ssl_stream<beast::tcp_stream>> secure_;  // then `plain_` is not used
};

ClientStream::ClientStream(asio::io_context& context, asio::ssl::context* tls)
    : way_(std::make_unique<Way>(context, tls)) {}
ClientStream::~ClientStream() = default;

asio::awaitable<std::optional<ClientStream::NoWay>> ClientStream::connect(const std::string& host,
                                                                          const std::string& port,
                                                                          std::chrono::milliseconds limit) {
  return way_->connect(host, port, limit);
}
void ClientStream::close() { way_->close(); }
void ClientStream::expires_after(std::chrono::milliseconds limit) { way_->tcp().expires_after(limit); }
void ClientStream::expires_never() { way_->tcp().expires_never(); }

bool ClientStream::quiet() {
  char byte = 0;
  const ssize_t count = ::recv(way_->tcp().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

ClientStream::executor_type ClientStream::get_executor() { return way_->tcp().get_executor(); }
void ClientStream::read_some(asio::mutable_buffer to, Done done) { way_->read_some(to, std::move(done)); }
void ClientStream::write_some(const Gathered& from, Done done) { way_->write_some(from, std::move(done)); }

void ClientStream::shut_down(Done done) {
  Code ignored;
  way_->tcp().socket().shutdown(tcp::socket::shutdown_both, ignored);
  asio::post(get_executor(), [done = std::move(done)]() mutable { done(Code()); });
}

}  // namespace flashkit::adapters::net
