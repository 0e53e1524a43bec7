// The loopback server that the tests of this folder talk to, and one test that it can be trusted.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/aws/loopback_for_test.h"

namespace flashkit::adapters::aws {
namespace {

template <class Type, void (*free)(Type*)>
struct Free {
  void operator()(Type* each) const { free(each); }
};
using SslContext = std::unique_ptr<SSL_CTX, Free<SSL_CTX, SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Free<SSL, SSL_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO, BIO_free_all>>;

SslContext context_of(const LoopbackServer::Tls& tls) {
  SslContext out(SSL_CTX_new(TLS_server_method()));
  const Bio certificate(BIO_new_mem_buf(tls.certificate_pem.data(), static_cast<int>(tls.certificate_pem.size())));
  const Bio key(BIO_new_mem_buf(tls.key_pem.data(), static_cast<int>(tls.key_pem.size())));
  X509* x509 = PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr);
  EVP_PKEY* private_key = PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr);
  EXPECT_EQ(SSL_CTX_use_certificate(out.get(), x509), 1);
  EXPECT_EQ(SSL_CTX_use_PrivateKey(out.get(), private_key), 1);
  X509_free(x509);
  EVP_PKEY_free(private_key);
  return out;
}

// OpenSSL writes with write(2), which knows no MSG_NOSIGNAL: without this a client that has gone ends the process.
void let_writes_fail_in_this_thread() {
  sigset_t broken_pipe;
  ::sigemptyset(&broken_pipe);
  ::sigaddset(&broken_pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
}

class Peer {
 public:
  Peer(int descriptor, SSL_CTX* context) : descriptor_(descriptor) {
    if (context == nullptr) return;
    ssl_.reset(SSL_new(context));
    SSL_set_fd(ssl_.get(), descriptor);
    good_ = SSL_accept(ssl_.get()) == 1;
  }
  bool good() const { return good_; }
  bool read_more(std::string& to) const {
    char buffer[65536];
    const auto count = ssl_ != nullptr ? SSL_read(ssl_.get(), buffer, sizeof(buffer))
                                       : static_cast<int>(::recv(descriptor_, buffer, sizeof(buffer), 0));
    if (count > 0) to.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
  }
  void write(const std::string& bytes) const {
    for (std::size_t done = 0; done < bytes.size();) {
      const int left = static_cast<int>(bytes.size() - done);
      const auto count =
          ssl_ != nullptr
              ? SSL_write(ssl_.get(), bytes.data() + done, left)
              : static_cast<int>(::send(descriptor_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL));
      if (count <= 0) return;
      done += static_cast<std::size_t>(count);
    }
  }

 private:
  int descriptor_;
  Ssl ssl_;
  bool good_ = true;
};

std::size_t length_in(const std::string& head) {
  std::string lower = head;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char each) { return static_cast<char>(each >= 'A' && each <= 'Z' ? each + 32 : each); });
  const std::size_t at = lower.find("\r\ncontent-length:");
  return at == std::string::npos ? 0 : std::stoul(lower.substr(at + 17));
}

class SocketServer final : public LoopbackServer {
 public:
  SocketServer(Handler handler, SslContext context) : handler_(std::move(handler)), context_(std::move(context)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listener_, raw, size), 0);
    EXPECT_EQ(::listen(listener_, 64), 0);
    EXPECT_EQ(::getsockname(listener_, raw, &size), 0);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~SocketServer() override {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      for (const int each : open_) ::shutdown(each, SHUT_RDWR);
    }
    for (std::thread& each : threads_) each.join();
  }
  std::uint16_t port() const override { return port_; }

 private:
  void accept_all() {
    for (std::uint64_t number = 1;; ++number) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (descriptor < 0) return;
      const std::lock_guard<std::mutex> lock(mutex_);
      open_.push_back(descriptor);
      threads_.emplace_back([this, descriptor, number] { serve(descriptor, number); });
    }
  }
  void serve(int descriptor, std::uint64_t number) {
    let_writes_fail_in_this_thread();
    {
      const Peer peer(descriptor, context_.get());
      std::string buffer;
      while (peer.good() && serve_one(peer, descriptor, number, buffer)) {
      }
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    open_.erase(std::find(open_.begin(), open_.end(), descriptor));
    ::close(descriptor);
  }
  bool serve_one(const Peer& peer, int descriptor, std::uint64_t number, std::string& buffer) {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
      if (!peer.read_more(buffer)) return false;
    }
    LoopbackRequest request{buffer.substr(0, end + 2), {}, number};
    const std::size_t length = length_in(request.head);
    while (buffer.size() < end + 4 + length) {
      if (!peer.read_more(buffer)) return false;
    }
    request.body = buffer.substr(end + 4, length);
    buffer.erase(0, end + 4 + length);
    const LoopbackReply reply = handler_(request);
    std::this_thread::sleep_for(std::chrono::milliseconds(reply.delay_ms));
    peer.write(reply.bytes);
    if (reply.reset) {
      const linger at_once{.l_onoff = 1, .l_linger = 0};
      ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    }
    return !reply.close && !reply.reset;
  }

  Handler handler_;
  SslContext context_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace

std::unique_ptr<LoopbackServer> LoopbackServer::start(Handler handler) {
  return std::make_unique<SocketServer>(std::move(handler), nullptr);
}

std::unique_ptr<LoopbackServer> LoopbackServer::start_with_tls(Handler handler, const Tls& tls) {
  return std::make_unique<SocketServer>(std::move(handler), context_of(tls));
}

std::string http_answer(unsigned status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

namespace {

TEST(Loopback, IsReachedOnTheLoopbackAddressAndAnswers) {
  std::string seen;
  const auto server = LoopbackServer::start([&seen](const LoopbackRequest& request) {
    seen = request.body;
    return LoopbackReply{.bytes = http_answer(200, "hello"), .close = true};
  });
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server->port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  const Peer peer(descriptor, nullptr);
  peer.write("PUT /x HTTP/1.1\r\ncontent-length: 2\r\n\r\nab");
  std::string answer;
  while (peer.read_more(answer)) {
  }
  ::close(descriptor);
  EXPECT_EQ(answer, "HTTP/1.1 200 Said\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(seen, "ab");
}

}  // namespace
}  // namespace flashkit::adapters::aws
