#pragma once
// For the contract suites: turns a call with a callback into a value, whatever thread answers. A `World` type brings
// the store under test (`journal()`, `records()`, `blobs()`) and `step()`, which lets some of the waiting work happen.
// Only tests include this.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace flashkit::ports::contract {

template <class T>
class Answer {
 public:
  auto callback() {
    return [state = state_](T value) {
      const std::lock_guard<std::mutex> lock(state->mutex);
      EXPECT_FALSE(state->value.has_value()) << "a callback was called twice";
      state->value.emplace(std::move(value));
    };
  }
  bool ready() const {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    return state_->value.has_value();
  }
  template <class World>
  T wait(World& world) {
    for (int i = 0; i < 200'000 && !ready(); ++i) world.step();
    if (!ready()) {
      ADD_FAILURE() << "no answer came";
      std::abort();
    }
    const std::lock_guard<std::mutex> lock(state_->mutex);
    return std::move(*state_->value);
  }

 private:
  struct State {
    std::mutex mutex;
    std::optional<T> value;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();  // the callback may outlive the test that gave up
};

// A World may say that what it tests does not run here: then its tests are skipped, aloud.
template <class World>
bool is_absent(const World& world) {
  if constexpr (requires { world.absent(); }) return world.absent();
  return false;
}

// step() for stores that answer on threads of their own.
inline void nap() { std::this_thread::sleep_for(std::chrono::microseconds(100)); }

}  // namespace flashkit::ports::contract
