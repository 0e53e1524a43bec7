#pragma once
// Random bits of one session, drawn from the seed its host gave it: SHA-256 of (seed, counter). The same seed gives the
// same ids, so a recorded session replays exactly; nothing here asks the system for randomness.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.h"

namespace flashkit::session {

class Rng {
 public:
  Rng() = default;
  explicit Rng(std::string_view seed) : seed_(seed) {}
  base::ClientId client_id();  // never nil

 private:
  std::string seed_;
  std::uint64_t counter_ = 0;
};

}  // namespace flashkit::session
