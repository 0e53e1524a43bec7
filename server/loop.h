#pragma once
// Where code of the server runs: a queue of tasks on one thread, with timers. Callable from any thread. Tests run rooms
// and sessions on a loop of their own making.
#include <cstdint>
#include <functional>

namespace flashkit::server {

class Loop {
 public:
  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  virtual ~Loop() = default;
  virtual void post(std::function<void()> task) = 0;
  // Cannot be called off: the task looks whether it still matters.
  virtual void after(std::uint64_t delay_ms, std::function<void()> task) = 0;
  virtual std::uint64_t now_ms() = 0;  // never goes back
};

}  // namespace flashkit::server
