#pragma once
// The machine's clock and its randomness (libsodium).
#include "ports/clock.h"
#include "ports/random.h"

namespace flashkit::adapters {

class SystemClock final : public ports::Clock {
 public:
  std::int64_t wall_ms() override;
  std::int64_t steady_ms() override;
};

class SystemRandom final : public ports::Random {
 public:
  SystemRandom();
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace flashkit::adapters
