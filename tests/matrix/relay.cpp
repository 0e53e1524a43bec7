// A relay for each device on the loopback address. What goes through a direction that is cut is held back, as packets
// are that the network swallows and TCP sends again: neither bytes nor the end of a connection arrive before it heals.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/matrix/ground.h"

namespace flashkit::tests::matrix {
namespace {

constexpr std::size_t k_room_bytes = 1u << 20;  // then the sender has to wait
constexpr int k_look_ms = 5;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(port);
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return out;
}

int listen_somewhere(std::uint16_t& port) {
  const int raw = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in here = loopback(0);
  socklen_t size = sizeof here;
  if (::bind(raw, reinterpret_cast<const sockaddr*>(&here), size) != 0 || ::listen(raw, 64) != 0) std::abort();
  ::getsockname(raw, reinterpret_cast<sockaddr*>(&here), &size);
  port = ntohs(here.sin_port);
  return raw;
}

// One direction of one connection.
struct Way {
  std::string held;
  bool ended = false;   // its sender said its last
  bool closed = false;  // and its receiver was told
};

struct Pair {
  std::size_t device = 0;
  int client = -1;
  int server = -1;  // -1: not reached yet
  Way up;
  Way down;
};

class Relays final : public Ground {
 public:
  explicit Relays(std::size_t devices) : cuts_(devices) {
    for (std::size_t i = 0; i < devices; ++i) {
      ports_.emplace_back();
      listeners_.push_back(listen_somewhere(ports_.back()));
    }
    ::close(listen_somewhere(server_port_));  // free a moment ago
    thread_ = std::thread([this] { run(); });
  }
  ~Relays() override {
    stop_.store(true);
    thread_.join();
    for (Pair& pair : pairs_) drop(pair);
    for (const int raw : listeners_) ::close(raw);
  }
  const char* name() const override { return "relays"; }
  std::string server_host() const override { return "127.0.0.1"; }
  std::uint16_t server_port() const override { return server_port_; }
  std::string url(std::size_t device) const override { return "http://127.0.0.1:" + std::to_string(ports_[device]); }
  pid_t network_of(std::size_t /*device*/) const override { return 0; }
  void cut(std::size_t device, Cut what) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    cuts_[device] = what;
  }

 private:
  Cut cut_of(std::size_t device) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return cuts_[device];
  }
  void run() {
    while (!stop_.load()) {
      std::vector<pollfd> wishes;
      for (const int raw : listeners_) wishes.push_back({raw, POLLIN, 0});
      for (const Pair& pair : pairs_) {
        if (pair.up.held.size() < k_room_bytes && !pair.up.ended) wishes.push_back({pair.client, POLLIN, 0});
        if (pair.down.held.size() < k_room_bytes && !pair.down.ended) wishes.push_back({pair.server, POLLIN, 0});
      }
      ::poll(wishes.data(), wishes.size(), k_look_ms);
      for (std::size_t i = 0; i < listeners_.size(); ++i) accept_all(i);
      for (Pair& pair : pairs_) turn(pair);
      std::erase_if(pairs_, [](const Pair& pair) { return pair.client < 0 && pair.server < 0; });
    }
  }
  void accept_all(std::size_t device) {
    for (;;) {
      const int raw = ::accept4(listeners_[device], nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (raw < 0) return;
      pairs_.emplace_back();
      pairs_.back().device = device;
      pairs_.back().client = raw;
    }
  }
  void turn(Pair& pair) {
    const Cut cut = cut_of(pair.device);
    if (pair.server < 0 && !cut.up && !reach(pair)) return drop(pair);
    take(pair.client, pair.up);
    if (pair.server >= 0) take(pair.server, pair.down);
    if (pair.server >= 0 && !cut.up) give(pair.server, pair.up);
    if (!cut.down) give(pair.client, pair.down);
    if (pair.up.closed && pair.down.closed) drop(pair);
  }
  bool reach(Pair& pair) const {
    pair.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in there = loopback(server_port_);
    if (::connect(pair.server, reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0) return false;
    ::fcntl(pair.server, F_SETFL, O_NONBLOCK);
    const int on = 1;
    ::setsockopt(pair.server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(pair.client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return true;
  }
  static void take(int from, Way& way) {
    char bytes[65536];
    while (!way.ended && way.held.size() < k_room_bytes) {
      const ssize_t count = ::recv(from, bytes, sizeof bytes, 0);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
      way.ended = count <= 0;
      if (count > 0) way.held.append(bytes, static_cast<std::size_t>(count));
    }
  }
  static void give(int to, Way& way) {
    while (!way.held.empty()) {
      const ssize_t count = ::send(to, way.held.data(), way.held.size(), MSG_NOSIGNAL);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
      if (count <= 0) {  // nobody there any more: what comes is for nobody
        way.held.clear();
        way.ended = true;
        break;
      }
      way.held.erase(0, static_cast<std::size_t>(count));
    }
    if (way.ended && !way.closed) {
      ::shutdown(to, SHUT_WR);
      way.closed = true;
    }
  }
  static void drop(Pair& pair) {
    if (pair.client >= 0) ::close(pair.client);
    if (pair.server >= 0) ::close(pair.server);
    pair.client = pair.server = -1;
    pair.up = pair.down = {.held = {}, .ended = true, .closed = true};
  }

  std::vector<std::uint16_t> ports_;
  std::vector<int> listeners_;
  std::uint16_t server_port_ = 0;
  std::deque<Pair> pairs_;
  std::mutex mutex_;
  std::vector<Cut> cuts_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<Ground> make_relays(std::size_t devices) { return std::make_unique<Relays>(devices); }

}  // namespace flashkit::tests::matrix
