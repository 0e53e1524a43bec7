#include "adapters/system/system.h"

#include <sodium.h>

#include <chrono>

#include "base/assert.h"

namespace flashkit::adapters {

namespace {
template <class AnyClock>
std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(AnyClock::now().time_since_epoch()).count();
}
}  // namespace

std::int64_t SystemClock::wall_ms() { return now_ms<std::chrono::system_clock>(); }
std::int64_t SystemClock::steady_ms() { return now_ms<std::chrono::steady_clock>(); }

SystemRandom::SystemRandom() { FLASHKIT_ASSERT(sodium_init() >= 0); }
void SystemRandom::fill(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

}  // namespace flashkit::adapters
