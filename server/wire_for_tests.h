#pragma once
// For the server's tests: a server as a process of its own, and a plain blocking client for HTTP and the live protocol
// that shares no code with the server's network layer.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/proto.h"
#include "base/sha256.h"
#include "operations/generated/operation.pb.h"
#include "operations/ids.h"
#include "server/frames_for_tests.h"
#include "sync/frames.h"

namespace flashkit::server::testing {

class TestFolder {
 public:
  TestFolder() {
    char name[] = "/tmp/flashkit_server_XXXXXX";
    path_ = ::mkdtemp(name);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// `flashkit serve` on a free port, from the folder this test stands in. Standard error goes to <data>.log.
// `environment` is "NAME=value", beside this test's own.
class ServerProcess {
 public:
  ServerProcess(const std::string& data, std::vector<std::string> more = {}, std::vector<std::string> environment = {})
      : data_(data) {
    int ready[2];
    if (::pipe(ready) != 0) std::abort();
    pid_ = ::fork();
    if (pid_ == 0) {
      for (std::string& each : environment) ::putenv(each.data());
      run(ready, std::move(more));
    }
    ::close(ready[1]);
    out_ = ready[0];
    read_ready_line();
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess() {
    if (pid_ > 0) stop(SIGKILL);
    ::close(out_);
  }
  std::uint16_t port() const { return port_; }  // 0: it did not start
  pid_t pid() const { return pid_; }
  // The exit status, or minus the signal that ended it.
  int stop(int signal) {
    if (signal != 0) ::kill(pid_, signal);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  std::string log() const {
    std::string out;
    if (FILE* file = std::fopen((data_ + ".log").c_str(), "r")) {
      char piece[4096];
      for (std::size_t count; (count = std::fread(piece, 1, sizeof piece, file)) > 0;) out.append(piece, count);
      std::fclose(file);
    }
    return out;
  }

 private:
  [[noreturn]] void run(const int* ready, std::vector<std::string> more) {
    ::dup2(ready[1], 1);
    const int log = ::open((data_ + ".log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(log, 2);
    const std::string program = std::filesystem::read_symlink("/proc/self/exe").parent_path().string() + "/flashkit";
    std::vector<std::string> words = {program, "serve", "--port", "0", "--data", data_};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> raw;
    for (std::string& word : words) raw.push_back(word.data());
    raw.push_back(nullptr);
    ::execv(program.c_str(), raw.data());
    ::_exit(127);
  }
  void read_ready_line() {
    std::string line;
    char c = 0;
    while (::read(out_, &c, 1) == 1 && c != '\n') line += c;
    const std::size_t colon = line.rfind(':');
    if (line.starts_with("Flashkit is ready at http://") && colon != std::string::npos) {
      port_ = static_cast<std::uint16_t>(std::atoi(line.c_str() + colon + 1));
    }
  }
  std::string data_;
  pid_t pid_ = -1;
  int out_ = -1;
  std::uint16_t port_ = 0;
};

class Connection {
 public:
  Connection() = default;
  explicit Connection(std::uint16_t port) {
    raw_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(raw_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(raw_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) close();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { close(); }
  bool good() const { return raw_ >= 0; }
  int raw() const { return raw_; }
  void close() {
    if (raw_ >= 0) ::close(raw_);
    raw_ = -1;
  }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(raw_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  // What there is within the time, at most 64 KB; empty: nothing came, or the end.
  std::string receive(int timeout_ms) {
    pollfd wait{raw_, POLLIN, 0};
    if (raw_ < 0 || ::poll(&wait, 1, timeout_ms) <= 0) return {};
    std::string out(65536, '\0');
    const ssize_t count = ::recv(raw_, out.data(), out.size(), 0);
    ended_ = count <= 0;
    out.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return out;
  }
  bool ended() const { return ended_; }
  std::string receive_all(int timeout_ms) {
    std::string out;
    for (;;) {
      const std::string piece = receive(timeout_ms);
      if (piece.empty()) return out;
      out += piece;
    }
  }

 private:
  int raw_ = -1;
  bool ended_ = false;
};

struct HttpAnswer {
  int status = 0;  // 0: none came
  std::string head;
  std::string body;
  // Empty when there is no such header.
  std::string header(const std::string& name) const {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const std::size_t start = at + name.size() + 4;
    return head.substr(start, head.find("\r\n", start) - start);
  }
};

// The request header that goes on as whom the answer made of us.
inline std::string cookie_of(const HttpAnswer& answer) {
  const std::string set = answer.header("Set-Cookie");
  return "Cookie: " + set.substr(0, set.find(';'));
}

inline HttpAnswer parse_answer(const std::string& bytes) {
  HttpAnswer out;
  const std::size_t end = bytes.find("\r\n\r\n");
  if (!bytes.starts_with("HTTP/1.1 ") || end == std::string::npos) return out;
  out.status = std::atoi(bytes.c_str() + 9);
  out.head = bytes.substr(0, end + 2);
  out.body = bytes.substr(end + 4);
  return out;
}

// One request on a connection of its own; `headers` are whole lines.
inline HttpAnswer http(std::uint16_t port, const std::string& method, const std::string& target,
                       const std::vector<std::string>& headers = {}, const std::string& body = {}) {
  Connection connection(port);
  std::string request =
      method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\nConnection: close\r\n";
  for (const std::string& header : headers) request += header + "\r\n";
  if (!body.empty() || method == "PUT" || method == "POST") {
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  connection.send(request + "\r\n" + body);
  return parse_answer(connection.receive_all(10'000));
}

// A live connection. Frames that come while another is waited for are kept in `seen`.
class LiveClient {
 public:
  explicit LiveClient(std::uint16_t port, const std::vector<std::string>& headers = {}) : connection_(port) {
    std::string request = "GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                          "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (const std::string& header : headers) request += header + "\r\n";
    if (!connection_.good() || !connection_.send(request + "\r\n")) return;
    while (bytes_.find("\r\n\r\n") == std::string::npos) {
      const std::string piece = connection_.receive(5000);
      if (piece.empty()) return;
      bytes_ += piece;
    }
    const std::size_t end = bytes_.find("\r\n\r\n") + 4;
    answer = parse_answer(bytes_.substr(0, end));
    bytes_.erase(0, end);
    open_ = answer.status == 101;
  }

  bool open() const { return open_; }
  std::uint16_t close_code() const { return close_code_; }
  Connection& connection() { return connection_; }

  bool send_raw(std::string_view payload, unsigned opcode = 2) {
    std::string out(1, static_cast<char>(0x80u | opcode));
    const std::uint64_t size = payload.size();
    if (size < 126) {
      out += static_cast<char>(0x80u | size);
    } else if (size < 65536) {
      out += static_cast<char>(0x80u | 126u);
      for (int shift = 8; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift);
    } else {
      out += static_cast<char>(0x80u | 127u);
      for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift);
    }
    out += std::string(4, '\0');  // a mask of zeros leaves the payload as it is
    return connection_.send(out.append(payload));
  }
  template <class Kind>
  bool send(Kind kind) {
    return send_raw(base::encoded(sync::client_frame(std::move(kind))));
  }
  // The next frame; nothing when none comes in time or the connection ended.
  std::optional<sync::ServerFrame> receive(int timeout_ms = 5000) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    for (;;) {
      if (std::optional<sync::ServerFrame> frame = take_frame()) return frame;
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
      if (!open_ || left <= 0) return std::nullopt;
      const std::string piece = connection_.receive(static_cast<int>(left));
      if (connection_.ended()) open_ = false;
      bytes_ += piece;
    }
  }
  // Waits for a frame of that kind.
  template <class Kind>
  std::optional<Kind> wait_for(int timeout_ms = 5000) {
    for (;;) {
      std::optional<sync::ServerFrame> frame = receive(timeout_ms);
      if (!frame) return std::nullopt;
      if (Kind* kind = std::get_if<Kind>(&frame->kind)) return std::move(*kind);
      seen.push_back(std::move(*frame));
    }
  }
  std::optional<sync::Welcome> hello() {
    send(hello_frame());
    return wait_for<sync::Welcome>();
  }
  void send_open(base::DocumentId document, const std::string& capability, bool create, std::uint64_t after = 0) {
    send(open_frame(document, capability, create, after));
  }
  std::optional<sync::Opened> open(base::DocumentId document, const std::string& capability, bool create,
                                   std::uint64_t after = 0) {
    send_open(document, capability, create, after);
    return wait_for<sync::Opened>();
  }
  void push(base::DocumentId document, std::vector<std::string> operations, bool gesture_end = true) {
    send(push_frame(document, std::move(operations), gesture_end));
  }

  HttpAnswer answer;
  std::vector<sync::ServerFrame> seen;
  std::vector<std::string>
      compressed;  // messages that came so, in the order of their coming; not among what `receive` gives

 private:
  std::optional<sync::ServerFrame> take_frame() {
    for (;;) {
      if (bytes_.size() < 2) return std::nullopt;
      const auto byte = [this](std::size_t at) { return static_cast<std::uint8_t>(bytes_[at]); };
      std::uint64_t size = byte(1) & 0x7fu;
      std::size_t head = 2;
      const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
      if (bytes_.size() < head + more) return std::nullopt;
      if (more > 0) size = 0;
      for (std::size_t i = 0; i < more; ++i) size = size << 8 | byte(head + i);
      head += more;
      if (bytes_.size() - head < size) return std::nullopt;
      const unsigned opcode = byte(0) & 0x0fu;
      const bool starts_compressed = (byte(0) & 0x40u) != 0;
      const bool last = (byte(0) & 0x80u) != 0;
      const std::string payload = bytes_.substr(head, static_cast<std::size_t>(size));
      bytes_.erase(0, head + payload.size());
      if (opcode == 8) {
        open_ = false;
        if (payload.size() >= 2) {
          close_code_ = static_cast<std::uint16_t>(static_cast<std::uint8_t>(payload[0]) << 8 |
                                                   static_cast<std::uint8_t>(payload[1]));
        }
        return std::nullopt;
      }
      if (opcode == 9) send_raw(payload, 10);
      if (starts_compressed || (opcode == 0 && in_compressed_)) {
        if (starts_compressed) compressed.emplace_back();
        compressed.back() += payload;
        in_compressed_ = !last;
        continue;
      }
      if (opcode != 2) continue;
      base::Result<sync::ServerFrame> frame = sync::decode_server_frame(payload);
      EXPECT_TRUE(frame.ok());
      if (frame.ok()) return std::move(frame).value();
    }
  }
  Connection connection_;
  std::string bytes_;
  bool open_ = false;
  bool in_compressed_ = false;
  std::uint16_t close_code_ = 0;
};

inline std::string operation_bytes(base::ClientId client, std::uint64_t number, const std::string& value) {
  operations::Operation operation;
  operation.client = operations::id_bytes(client);
  operation.number = number;
  operation.schema = 1;
  operations::Set set;
  set.node = operations::NodeRef{};
  operations::Property property;
  property.key = "name";
  property.value = '"' + value + '"';
  set.properties.push_back(property);
  operations::Step step;
  step.kind = set;
  operation.steps.push_back(step);
  return base::encoded(operation);
}

inline const std::string k_capability = "0123456789abcdef";  // 16 bytes
inline const base::DocumentId k_document{0x1234, 0x5678};

// The name of a blob.
inline std::string name_of(const std::string& bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }

}  // namespace flashkit::server::testing
