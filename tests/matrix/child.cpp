#include "tests/matrix/child.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

namespace flashkit::tests::matrix {
namespace {

constexpr int k_could_not = 127;

// In the new process: only system calls.
[[noreturn]] void become(char* const* words, const char* output, const char* network) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (network != nullptr) {
    const int room = ::open(network, O_RDONLY | O_CLOEXEC);
    if (room < 0 || ::setns(room, CLONE_NEWNET) != 0) ::_exit(k_could_not);
  }
  const int out = ::open(output, O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, 1);
  ::dup2(out, 2);
  ::execvp(words[0], words);
  ::_exit(k_could_not);
}

pid_t start_process(const std::vector<std::string>& words, const std::string& output, pid_t network_of) {
  std::vector<std::string> copies = words;
  std::vector<char*> raw;
  for (std::string& word : copies) raw.push_back(word.data());
  raw.push_back(nullptr);
  const std::string network = "/proc/" + std::to_string(network_of) + "/ns/net";
  const pid_t pid = ::fork();
  if (pid == 0) become(raw.data(), output.c_str(), network_of > 0 ? network.c_str() : nullptr);
  return pid;
}

std::string text_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

int status_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

}  // namespace

Child::~Child() {
  if (running()) end(SIGKILL);
}

bool Child::start(const Order& order) {
  const std::size_t before = order.wait_ms == 0 ? 0 : text_of(order.output).size();
  pid_ = start_process(order.words, order.output, order.network_of);
  for (const std::uint64_t until = now_ms() + order.wait_ms; order.wait_ms > 0; wait_ms(5)) {
    const std::string text = text_of(order.output);
    const std::size_t at = text.find(order.ready_line, std::min(before, text.size()));
    if (at != std::string::npos && text.find('\n', at) != std::string::npos) break;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return false;
    }
    if (now_ms() >= until) {
      end(SIGKILL);
      return false;
    }
  }
  return pid_ > 0;
}

void Child::signal(int number) const {
  if (running()) ::kill(pid_, number);
}

int Child::end(int number, std::uint64_t limit_ms) {
  if (!running()) return 0;
  if (number != 0) ::kill(pid_, number);
  int status = 0;
  for (const std::uint64_t until = now_ms() + limit_ms; ::waitpid(pid_, &status, WNOHANG) != pid_; wait_ms(2)) {
    if (now_ms() < until) continue;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, &status, 0);
    break;
  }
  pid_ = -1;
  return status_of(status);
}

int run_command(const std::vector<std::string>& words) {
  const pid_t pid = start_process(words, "/dev/null", 0);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return status_of(status);
}

std::uint64_t now_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

void wait_ms(std::uint64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

}  // namespace flashkit::tests::matrix
