#include "ports/memory_world.h"

namespace flashkit::ports {

std::uint64_t MemoryWorld::draw() {
  // SplitMix64 (Steele, Lea, Flood 2014).
  state_ += 0x9E3779B97F4A7C15u;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

bool MemoryWorld::run_one() {
  std::function<void()> task;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (tasks_.empty()) return false;
    const std::size_t at = faults.reorder ? static_cast<std::size_t>(draw() % tasks_.size()) : 0;
    task = std::move(tasks_[at]);
    tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  task();
  return true;
}

}  // namespace flashkit::ports
