#pragma once
// The way to a server, in clear or with TLS, as one type. HTTP and WebSocket over it are compiled once instead of once
// for each kind of stream and each kind of handler: these templates cost the compiler more than all else in the house.
// Meets Beast's AsyncStream. All on one thread; errors are values.
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace boost::asio::ssl {
class context;
}

namespace flashkit::adapters::net {

// What is called once an operation ended: any handler, behind one type. Moved, never copied.
class Done {
 public:
  template <class Handler>
  explicit Done(Handler handler) : held_(std::make_unique<Held<Handler>>(std::move(handler))) {}
  void operator()(boost::system::error_code code, std::size_t bytes = 0) {
    const std::unique_ptr<Call> once = std::move(held_);
    once->call(code, bytes);
  }

 private:
  struct Call {
    Call() = default;
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    virtual ~Call() = default;
    virtual void call(boost::system::error_code code, std::size_t bytes) = 0;
  };
  template <class Handler>
  struct Held final : Call {
    explicit Held(Handler&& handler) : handler_(std::move(handler)) {}
    void call(boost::system::error_code code, std::size_t bytes) override {
      if constexpr (requires { std::move(handler_)(code, bytes); }) {
        std::move(handler_)(code, bytes);
      } else {
        std::move(handler_)(code);
      }
    }
    Handler handler_;
  };
  std::unique_ptr<Call> held_;
};

class ClientStream {
 public:
  using executor_type = boost::asio::any_io_executor;
  using Code = boost::system::error_code;
  enum class Step { Name, Connection, Trust };
  // Why there is no way: the step that failed, and its error.
  struct NoWay {
    Step step;
    Code code;
  };

  // `tls` null: in clear. It outlives the stream.
  ClientStream(boost::asio::io_context& context, boost::asio::ssl::context* tls);
  ClientStream(const ClientStream&) = delete;
  ClientStream& operator=(const ClientStream&) = delete;
  ~ClientStream();

  // Finds the host, connects within `limit` and, with TLS, checks that the certificate is the host's own.
  // The names outlive the call.
  boost::asio::awaitable<std::optional<NoWay>> connect(const std::string& host, const std::string& port,
                                                       std::chrono::milliseconds limit);
  // Ends what is under way, with an error.
  void close();
  // Every operation that begins from now on ends within `limit`, at the latest with beast::error::timeout.
  void expires_after(std::chrono::milliseconds limit);
  void expires_never();
  // Connected, with nothing to read: neither a byte nor the end.
  bool quiet();

  executor_type get_executor();
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(Code, std::size_t)>(
        [this](auto handler, boost::asio::mutable_buffer to) { read_some(to, Done(std::move(handler))); }, token,
        first_of(buffers));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(Code, std::size_t)>(
        [this](auto handler, const Gathered& from) { write_some(from, Done(std::move(handler))); }, token,
        gathered(buffers));
  }
  // What WebSocket does at its end (Beast finds these two by the type of their argument).
  template <class Handler>
  friend void async_teardown(boost::beast::role_type, ClientStream& stream, Handler&& handler) {
    stream.shut_down(Done(std::forward<Handler>(handler)));
  }
  friend void beast_close_socket(ClientStream& stream) { stream.close(); }

 private:
  class Way;
  // More buffers than these wait for the next call: a frame's head and body, and a chunk's, go out together.
  using Gathered = std::array<boost::asio::const_buffer, 8>;

  template <class Buffers>
  static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto each = boost::asio::buffer_sequence_begin(buffers); each != end; ++each) {
      const boost::asio::mutable_buffer one(*each);
      if (one.size() > 0) return one;
    }
    return {};
  }
  template <class Buffers>
  static Gathered gathered(const Buffers& buffers) {
    Gathered out{};
    std::size_t count = 0;
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto each = boost::asio::buffer_sequence_begin(buffers); each != end && count < out.size(); ++each) {
      const boost::asio::const_buffer one(*each);
      if (one.size() > 0) out[count++] = one;
    }
    return out;
  }
  void read_some(boost::asio::mutable_buffer to, Done done);
  void write_some(const Gathered& from, Done done);
  void shut_down(Done done);

  std::unique_ptr<Way> way_;
};

}  // namespace flashkit::adapters::net
