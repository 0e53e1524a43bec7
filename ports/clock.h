#pragma once
// Time, from outside. Wall time is for people and for expiry dates; it decides no order.
#include <cstdint>

namespace flashkit::ports {

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  virtual std::int64_t wall_ms() = 0;    // since 1970, may jump
  virtual std::int64_t steady_ms() = 0;  // never goes back
};

}  // namespace flashkit::ports
