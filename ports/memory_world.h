#pragma once
// The world the memory fakes live in: one queue of answers still to come, one seeded source of chance, and the faults
// that are switched on. Everything runs on the thread that calls `run`, so one seed gives one history.
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

#include "ports/clock.h"
#include "ports/random.h"

namespace flashkit::ports {

// Chances in a thousand, for each call.
struct MemoryFaults {
  std::uint32_t refused = 0;       // answered as failed, nothing written
  std::uint32_t lost_answer = 0;   // written, answered Unknown or Unavailable
  std::uint32_t lost_request = 0;  // not written, answered the same
  std::uint32_t late = 0;          // answered the same, written only later, if the write still holds then
  std::uint32_t short_page = 0;    // a page ends early
  bool reorder = false;            // answers come in any order
};

class MemoryWorld {
 public:
  explicit MemoryWorld(std::uint64_t seed = 1) : state_(seed * 2 + 1) {}
  MemoryFaults faults;

  void reseed(std::uint64_t seed) { state_ = seed * 2 + 1; }
  // From any thread; everything else from one.
  void post(std::function<void()> task) {
    const std::lock_guard<std::mutex> lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  // Runs one waiting task; false when there is none.
  bool run_one();
  void run() {
    while (run_one()) {
    }
  }
  std::uint64_t draw();
  bool happens(std::uint32_t per_thousand) { return per_thousand > 0 && draw() % 1000 < per_thousand; }

 private:
  std::mutex mutex_;
  std::deque<std::function<void()>> tasks_;
  std::uint64_t state_;
};

class MemoryClock final : public Clock {
 public:
  std::int64_t wall_ms() override { return now_ms; }
  std::int64_t steady_ms() override { return now_ms; }
  std::int64_t now_ms = 1'700'000'000'000;
};

// Anything but random: for tests that must repeat.
class MemoryRandom final : public Random {
 public:
  explicit MemoryRandom(MemoryWorld& world) : world_(world) {}
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(world_.draw() >> 24);
  }

 private:
  MemoryWorld& world_;
};

}  // namespace flashkit::ports
