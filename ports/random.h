#pragma once
// Randomness that nobody can guess, from outside. Callable from any thread.
#include <cstdint>
#include <span>
#include <string>

#include "base/id.h"

namespace flashkit::ports {

class Random {
 public:
  Random() = default;
  Random(const Random&) = delete;
  Random& operator=(const Random&) = delete;
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  template <class IdType>
  IdType id() {
    std::uint8_t raw[16];
    fill(raw);
    IdType out{};
    for (int i = 0; i < 8; ++i) {
      out.high = out.high << 8 | raw[i];
      out.low = out.low << 8 | raw[8 + i];
    }
    return out;
  }
};

}  // namespace flashkit::ports
