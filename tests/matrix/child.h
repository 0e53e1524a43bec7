#pragma once
// A process of this test: started, stopped, killed and paused by its pid; it never outlives the one who started it.
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace flashkit::tests::matrix {

class Child {
 public:
  struct Order {
    std::vector<std::string> words;
    std::string output;         // a file for what it says
    pid_t network_of = 0;       // a process in whose network namespace it lives; 0: ours
    std::uint64_t wait_ms = 0;  // for `ready_line` to stand in the output; 0: not at all
    std::string ready_line;     // its beginning
  };
  Child() = default;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  // False: it did not become ready in time (and is gone).
  bool start(const Order& order);
  bool running() const { return pid_ > 0; }
  pid_t pid() const { return pid_; }
  void signal(int number) const;
  // Signals (0: none), waits at most so long, then kills. The exit status, or minus the signal that ended it.
  int end(int number, std::uint64_t wait_ms = 20'000);

 private:
  pid_t pid_ = -1;
};

// Runs a command to its end without a word; its exit status.
int run_command(const std::vector<std::string>& words);

std::uint64_t now_ms();
void wait_ms(std::uint64_t ms);

}  // namespace flashkit::tests::matrix
