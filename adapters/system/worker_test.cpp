// What throws ends alone, and lets go of what it holds.
#include "adapters/system/worker.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <new>

namespace flashkit::adapters {
namespace {

TEST(Worker, ATaskThatThrowsEndsAloneAndLetsGoOfWhatItHolds) {
  Worker worker(1);
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watched = held;
  worker.post([held = std::move(held)] { throw std::bad_alloc(); });
  std::promise<bool> gone;
  worker.post([&] { gone.set_value(watched.expired()); });
  EXPECT_TRUE(gone.get_future().get());
}

TEST(Worker, WhatIsThrownIsAnErrorForWhoNeedsAnAnswer) {
  EXPECT_EQ(without_throwing([] { return base::Result<int>(7); }).value(), 7);
  const auto thrown = without_throwing([]() -> base::Result<int> { throw std::bad_alloc(); });
  ASSERT_FALSE(thrown.ok());
  EXPECT_EQ(thrown.error().code, base::Errc::Unavailable);
}

}  // namespace
}  // namespace flashkit::adapters
