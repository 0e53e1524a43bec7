// flashkit_simulator --seeds N [--from N] [--jobs N] : runs seeds in so many processes (one for each processor);
//                                                      exit status 0 only if every invariant held in each
//                    --seed N [--trace]              : runs one, telling what happens
//                    --expect-violation              : a planted bug is in this program: 0 when some seed shows it
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "tests/simulator/world.h"

namespace {

using flashkit::simulator::World;
using Number = unsigned long long;

struct Wish {
  std::uint64_t from = 1;
  std::uint64_t seeds = 100;
  std::uint64_t jobs = std::max(1u, std::thread::hardware_concurrency());
  bool trace = false;
  bool expect_violation = false;
};

Wish read_wish(int count, char** words) {
  Wish wish;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto number = [&] { return i + 1 < count ? std::strtoull(words[++i], nullptr, 10) : 0ULL; };
    if (word == "--seeds") wish.seeds = number();
    if (word == "--from") wish.from = number();
    if (word == "--jobs") wish.jobs = std::max<std::uint64_t>(1, number());
    if (word == "--seed") {
      wish.from = number();
      wish.seeds = wish.jobs = 1;
    }
    if (word == "--trace") wish.trace = true;
    if (word == "--expect-violation") wish.expect_violation = true;
  }
  return wish;
}

std::array<char, 64> words_for_no_end{};

// A seed takes a fraction of a second: one that takes minutes of processor time goes round in a circle.
void watch_over(std::uint64_t seed) {
  std::snprintf(words_for_no_end.data(), words_for_no_end.size(), "no end of seed %llu\n", Number{seed});
  std::signal(SIGVTALRM, [](int) {
    const bool written = ::write(STDOUT_FILENO, words_for_no_end.data(), std::strlen(words_for_no_end.data())) > 0;
    ::_exit(written ? 1 : 2);
  });
  const itimerval limit{{0, 0}, {300, 0}};
  ::setitimer(ITIMER_VIRTUAL, &limit, nullptr);
}

// The seeds first, first + jobs, ... True when all of them held.
bool run_seeds(const Wish& wish, std::uint64_t first, const char* program) {
  for (std::uint64_t seed = first; seed < wish.from + wish.seeds; seed += wish.jobs) {
    watch_over(seed);
    World world(seed, wish.trace);
    const auto violation = world.run();
    if (violation.has_value()) {
      std::printf("seed %llu: %s is broken: %s\nfaults:%s\nagain: %s --seed %llu --trace\n", Number{seed},
                  violation->invariant.c_str(), violation->text.c_str(), world.fault_names().c_str(), program,
                  Number{seed});
      return false;
    }
    if (seed % 25 != 0) continue;
    // Determinism itself: the same seed gives the same run, frame by frame.
    World again(seed, false);
    again.run();
    if (again.fingerprint() != world.fingerprint()) {
      std::printf("seed %llu is not deterministic\n", Number{seed});
      return false;
    }
    // I18: other clocks on the walls, and not a frame is different.
    World elsewhen(seed, false);
    elsewhen.clock_step = 1'234'567;
    elsewhen.run();
    if (elsewhen.fingerprint() != world.fingerprint()) {
      std::printf("seed %llu: I18 is broken: wall clocks decide something\n", Number{seed});
      return false;
    }
  }
  return true;
}

enum class Outcome { Held, Violated, Died };

// Processes, not threads: SQLite's file systems are the process's own. The first one that fails ends the others.
Outcome run_in_processes(const Wish& wish, const char* program) {
  std::fflush(stdout);
  std::vector<pid_t> running;
  for (std::uint64_t i = 0; i < wish.jobs; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      const bool held = run_seeds(wish, wish.from + i, program);
      std::fflush(stdout);
      ::_exit(held ? 0 : 1);
    }
    running.push_back(child);
  }
  Outcome outcome = Outcome::Held;
  while (!running.empty()) {
    int status = 0;
    const pid_t ended = ::wait(&status);
    if (ended < 0) return Outcome::Died;
    std::erase(running, ended);
    if (status == 0 || outcome != Outcome::Held) continue;
    outcome = WIFSIGNALED(status) ? Outcome::Died : Outcome::Violated;
    if (outcome == Outcome::Died) std::printf("a process died of signal %d\n", WTERMSIG(status));
    for (const pid_t other : running) ::kill(other, SIGKILL);
  }
  return outcome;
}

}  // namespace

int main(int count, char** words) {
  const Wish wish = read_wish(count, words);
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = run_in_processes(wish, words[0]);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  if (outcome == Outcome::Held) {
    std::printf("%llu seeds held, %.1f seeds/s\n", Number{wish.seeds}, static_cast<double>(wish.seeds) / spent.count());
  } else if (outcome == Outcome::Violated && wish.expect_violation) {
    std::printf("caught after %.1f s\n", spent.count());
  }
  // A program that dies shows nothing about the bug planted in it.
  return outcome == (wish.expect_violation ? Outcome::Violated : Outcome::Held) ? 0 : 1;
}
