// flashkit_simulator --seeds N [--from N] [--jobs N] : runs seeds in so many processes (one for each processor);
//                                                      exit status 0 only if every invariant held in each
//                    --progress                      : tells now and then how far it is
//                    --seed N [--trace]              : runs one, telling what happens
//                    --with FAULT                    : that kind of fault exists in every seed (faults.h)
//                    --expect-violation              : a planted bug is in this program: 0 when some seed shows it
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
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
  bool progress = false;
  std::vector<std::string> with;
  bool expect_violation = false;
};
constexpr std::uint64_t k_most_jobs = 256;

Wish read_wish(int count, char** words) {
  Wish wish;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto number = [&] { return i + 1 < count ? std::strtoull(words[++i], nullptr, 10) : 0ULL; };
    if (word == "--seeds") wish.seeds = number();
    if (word == "--from") wish.from = number();
    if (word == "--jobs") wish.jobs = std::clamp<std::uint64_t>(number(), 1, k_most_jobs);
    if (word == "--seed") {
      wish.from = number();
      wish.seeds = wish.jobs = 1;
    }
    if (word == "--trace") wish.trace = true;
    if (word == "--progress") wish.progress = true;
    if (word == "--with" && i + 1 < count) wish.with.emplace_back(words[++i]);
    if (word == "--expect-violation") wish.expect_violation = true;
  }
  return wish;
}

// What the processes know of each other.
struct Board {
  std::atomic<std::uint64_t> held = 0;
  std::atomic<std::uint64_t> first_failed = ~std::uint64_t{0};
  std::array<std::atomic<std::uint64_t>, k_most_jobs> running{};  // which seed, by job

  void failed(std::uint64_t seed) {
    std::uint64_t before = first_failed.load();
    while (seed < before && !first_failed.compare_exchange_weak(before, seed)) {
    }
  }
};

// A seed takes a fraction of a second: one that takes minutes of processor time goes round in a circle.
void watch_over() {
  std::signal(SIGVTALRM, SIG_DFL);
  const itimerval limit{{0, 0}, {300, 0}};
  ::setitimer(ITIMER_VIRTUAL, &limit, nullptr);
}

bool run_seed(std::uint64_t seed, const Wish& wish) {
  World world(seed, wish.with, wish.trace);
  const auto violation = world.run();
  if (violation.has_value()) {
    std::printf("seed %llu: %s is broken: %s\nfaults:%s\n", Number{seed}, violation->invariant.c_str(),
                violation->text.c_str(), world.fault_names().c_str());
    return false;
  }
  if (wish.trace) std::printf("seed %llu held, faults:%s\n", Number{seed}, world.fault_names().c_str());
  if (seed % 50 != 0) return true;
  // Determinism itself: the same seed gives the same run, frame by frame.
  World again(seed, wish.with, false);
  again.run();
  if (again.fingerprint() != world.fingerprint()) {
    std::printf("seed %llu is not deterministic\n", Number{seed});
    return false;
  }
  // I18: other clocks on the walls, and not a frame is different.
  World elsewhen(seed, wish.with, false);
  elsewhen.clock_step = 1'234'567;
  elsewhen.run();
  if (elsewhen.fingerprint() != world.fingerprint()) {
    std::printf("seed %llu: I18 is broken: wall clocks decide something\n", Number{seed});
    return false;
  }
  return true;
}

// The seeds first, first + jobs, ..., as long as none before them failed. True when all of them held.
bool run_seeds(const Wish& wish, std::uint64_t job, Board& board) {
  const std::uint64_t end = wish.from + wish.seeds;
  for (std::uint64_t seed = wish.from + job; seed < end && seed < board.first_failed; seed += wish.jobs) {
    board.running[job] = seed;
    watch_over();
    if (!run_seed(seed, wish)) {
      board.failed(seed);
      return false;
    }
    board.held += 1;
  }
  return true;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

enum class Outcome { Held, Violated, Died };

// How one process ended.
Outcome outcome_of(int status, std::uint64_t job, Board& board) {
  if (status == 0) return Outcome::Held;
  if (!WIFSIGNALED(status)) return WEXITSTATUS(status) == 1 ? Outcome::Violated : Outcome::Died;
  const std::uint64_t seed = board.running[job];
  const int signal = WTERMSIG(status);
  std::printf("seed %llu: %s (signal %d)\n", Number{seed}, signal == SIGVTALRM ? "no end" : "the program died", signal);
  board.failed(seed);
  return Outcome::Died;
}

// Processes, not threads: SQLite's file systems are the process's own.
Outcome run_in_processes(const Wish& wish, Board& board) {
  const auto begin = std::chrono::steady_clock::now();
  std::fflush(stdout);
  std::vector<pid_t> running;
  for (std::uint64_t job = 0; job < wish.jobs; ++job) {
    const pid_t child = ::fork();
    if (child < 0) return Outcome::Died;
    if (child == 0) {
      const bool held = run_seeds(wish, job, board);
      std::fflush(stdout);
      ::_exit(held ? 0 : 1);
    }
    running.push_back(child);
  }
  Outcome outcome = Outcome::Held;
  double told = 0;
  for (std::size_t left = running.size(); left > 0;) {
    int status = 0;
    const pid_t ended = ::waitpid(-1, &status, wish.progress ? WNOHANG : 0);
    if (ended < 0) return Outcome::Died;
    if (ended == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      const double spent = seconds_since(begin);
      if (spent < told + 10) continue;
      told = spent;
      const std::uint64_t held = board.held;
      std::printf("%llu of %llu seeds held, %.1f seeds/s\n", Number{held}, Number{wish.seeds},
                  static_cast<double>(held) / spent);
      std::fflush(stdout);
      continue;
    }
    --left;
    const auto job = static_cast<std::uint64_t>(std::find(running.begin(), running.end(), ended) - running.begin());
    const Outcome this_one = outcome_of(status, job, board);
    if (outcome != Outcome::Died && this_one != Outcome::Held) outcome = this_one;
  }
  return outcome;
}

}  // namespace

int main(int count, char** words) {
  const Wish wish = read_wish(count, words);
  // Each process has one thread, and nobody asks how much memory SQLite holds.
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  void* shared = ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return 2;
  Board& board = *new (shared) Board();
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = run_in_processes(wish, board);
  const double spent = seconds_since(begin);
  if (outcome == Outcome::Held) {
    std::printf("%llu seeds held, %.1f seeds/s\n", Number{wish.seeds}, static_cast<double>(wish.seeds) / spent);
  } else {
    const Number failed = board.first_failed.load();
    const auto held = static_cast<double>(board.held.load());
    std::printf("first failing seed: %llu, after %.1f s, %.1f seeds/s\n", failed, spent, held / spent);
    std::printf("again: %s --seed %llu", words[0], failed);
    for (const std::string& fault : wish.with) std::printf(" --with %s", fault.c_str());
    std::printf(" --trace\n");
  }
  // A program that dies shows nothing about the bug planted in it.
  return outcome == (wish.expect_violation ? Outcome::Violated : Outcome::Held) ? 0 : 1;
}
