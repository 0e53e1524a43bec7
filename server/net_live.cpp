// WebSocket connections: one queue out with a bound, one message in at a time.
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <deque>

#include "adapters/net/live_compression.h"
#include "server/net_detail.h"

namespace flashkit::server::net {

namespace websocket = beast::websocket;

namespace {
constexpr std::size_t k_first_frame_limit_bytes = 64u << 10;
constexpr std::size_t k_kept_buffer_bytes = 64u << 10;
constexpr std::uint64_t k_close_limit_ms = 5'000;
}  // namespace

// The read loop and the write queue share it; it goes when both are over.
class LiveConnection final : public LiveSocket, public std::enable_shared_from_this<LiveConnection> {
 public:
  LiveConnection(std::shared_ptr<Shared> shared, IoLoop& loop, tcp::socket socket)
      : shared_(std::move(shared)), loop_(loop), stream_(std::move(socket)) {}

  void send(std::shared_ptr<const std::string> frame) override {
    const std::size_t size = frame->size();
    if (waiting_.fetch_add(size) + size > shared_->config.live_queue_limit_bytes) {
      if (!dropped_.exchange(true)) {
        shared_->metrics->slow_dropped.fetch_add(1);
        close(close_code::k_try_again, "too slow");
      }
      return;
    }
    asio::post(loop_.context, [self = shared_from_this(), frame = std::move(frame)]() mutable {
      self->queue_.push_back(std::move(frame));
      self->write_next();
    });
  }
  std::size_t waiting_bytes() const override { return waiting_.load(); }
  void close(std::uint16_t code, std::string reason) override {
    // Two hops, as a frame takes that a room has sent before: what was said first goes out first.
    asio::post(loop_.context, [self = shared_from_this(), code, reason = std::move(reason)] {
      asio::post(self->loop_.context, [self, code, reason] { self->close_after_queue(code, reason); });
    });
  }
  // Without a word.
  void cut() {
    asio::post(loop_.context, [self = shared_from_this()] { self->close_socket(); });
  }
  void set_frame_limit(std::size_t limit_bytes) override {
    asio::post(loop_.context,
               [self = shared_from_this(), limit_bytes] { self->stream_.read_message_max(limit_bytes); });
  }

  asio::awaitable<void> run(const BeastRequest& request, const LiveTicket& ticket) {
    set_up(request, ticket);
    auto [code] = co_await stream_.async_accept(request, k_await);
    if (code) co_return;
    {
      const std::lock_guard<std::mutex> lock(shared_->live_mutex);
      shared_->live.insert(this);
    }
    shared_->metrics->live_connections.fetch_add(1);
    session_ = shared_->app->start_live(ticket, shared_from_this(), loop_);
    co_await read_all();
    ended_ = true;
    {
      const std::lock_guard<std::mutex> lock(shared_->live_mutex);
      shared_->live.erase(this);
    }
    shared_->metrics->live_connections.fetch_sub(1);
    session_->ended();
    session_.reset();
    close_socket();
  }

 private:
  void set_up(const BeastRequest& request, const LiveTicket& ticket) {
    websocket::stream_base::timeout times{};
    times.handshake_timeout = std::chrono::milliseconds(k_close_limit_ms);
    times.idle_timeout = std::chrono::milliseconds(shared_->config.idle_timeout_ms);
    times.keep_alive_pings = true;
    stream_.set_option(times);
    stream_.set_option(websocket::stream_base::decorator([cookie = ticket.set_cookie](websocket::response_type& out) {
      out.set(http::field::server, "flashkit");
      if (!cookie.empty()) out.set(http::field::set_cookie, cookie);
    }));
    // A browser that cannot be told a window (Firefox) would go without compression: it has the full one.
    websocket::permessage_deflate compression = adapters::net::live_compression();
    const beast::string_view offered = request[http::field::sec_websocket_extensions];
    if (offered.find("client_max_window_bits") == beast::string_view::npos) {
      compression.client_max_window_bits = adapters::net::k_live_most_window_bits;
    }
    stream_.set_option(compression);
    stream_.binary(true);
    stream_.auto_fragment(false);
    stream_.read_message_max(k_first_frame_limit_bytes);
  }

  asio::awaitable<void> read_all() {
    for (;;) {
      auto [code, count] = co_await stream_.async_read(buffer_, k_await);
      if (code || closing_) co_return;
      shared_->metrics->frames_in.fetch_add(1);
      const std::string_view frame(static_cast<const char*>(buffer_.data().data()), buffer_.data().size());
      session_->receive(frame);
      buffer_.consume(buffer_.size());
      if (buffer_.capacity() > k_kept_buffer_bytes) buffer_ = beast::flat_buffer();
    }
  }

  void write_next() {
    if (writing_ || queue_.empty() || closing_ || ended_) return;
    writing_ = true;
    const std::shared_ptr<const std::string> frame = std::move(queue_.front());
    queue_.pop_front();
    stream_.async_write(asio::buffer(*frame),
                        [self = shared_from_this(), frame](boost::system::error_code code, std::size_t) {
                          self->written(code, frame->size());
                        });
  }

  void written(boost::system::error_code code, std::size_t size) {
    writing_ = false;
    const std::size_t before = waiting_.fetch_sub(size);
    if (code) return;  // the read loop hears of it and ends the connection
    shared_->metrics->frames_out.fetch_add(1);
    shared_->metrics->bytes_out.fetch_add(size);
    if (session_ && before > k_short_queue_bytes && before - size <= k_short_queue_bytes) session_->drained();
    write_next();
    if (closing_code_ != 0 && !writing_) start_close(closing_code_, closing_reason_);
  }

  void close_after_queue(std::uint16_t code, const std::string& reason) {
    if (closing_ || ended_ || closing_code_ != 0) return;
    if (dropped_.load() || !writing_) {
      start_close(code, reason);
      return;
    }
    closing_code_ = code;
    closing_reason_ = reason;
    end_in_time();
  }

  void start_close(std::uint16_t code, const std::string& reason) {
    if (closing_ || ended_) return;
    closing_ = true;
    queue_.clear();
    websocket::close_reason why(static_cast<websocket::close_code>(code));
    why.reason.assign(reason.data(), std::min<std::size_t>(reason.size(), 120));
    stream_.async_close(why, [self = shared_from_this()](boost::system::error_code) {});
    end_in_time();
  }

  // A client that reads nothing would hold the closing handshake up for ever.
  void end_in_time() {
    loop_.after(k_close_limit_ms, [weak = weak_from_this()] {
      const std::shared_ptr<LiveConnection> self = weak.lock();
      if (self) self->close_socket();
    });
  }

  void close_socket() {
    boost::system::error_code ignored;
    beast::get_lowest_layer(stream_).socket().close(ignored);
  }

  std::shared_ptr<Shared> shared_;
  IoLoop& loop_;
  websocket::stream<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_;
  std::shared_ptr<LiveSession> session_;  // shared with rooms that still have news for it
  std::deque<std::shared_ptr<const std::string>> queue_;
  std::atomic<std::size_t> waiting_ = 0;
  std::atomic<bool> dropped_ = false;
  std::uint16_t closing_code_ = 0;  // not 0: to be closed when the queue is empty
  std::string closing_reason_;
  bool writing_ = false;
  bool closing_ = false;
  bool ended_ = false;
};

asio::awaitable<void> serve_live(std::shared_ptr<Shared> shared, IoLoop& loop, tcp::socket socket, BeastRequest request,
                                 LiveTicket ticket) {
  const auto connection = std::make_shared<LiveConnection>(std::move(shared), loop, std::move(socket));
  co_await connection->run(request, ticket);
}

void close_all_live(Shared& shared) {
  const std::lock_guard<std::mutex> lock(shared.live_mutex);
  for (LiveConnection* connection : shared.live) connection->close(close_code::k_going_away, "the server stops");
}

void cut_all_live(Shared& shared) {
  const std::lock_guard<std::mutex> lock(shared.live_mutex);
  for (LiveConnection* connection : shared.live) connection->cut();
}

}  // namespace flashkit::server::net
