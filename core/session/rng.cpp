#include "session/rng.h"

#include "base/sha256.h"

namespace flashkit::session {

base::ClientId Rng::client_id() {
  base::ByteWriter input;
  input.write(base::bytes_of(seed_));
  input.write_number(counter_++);
  const base::Sha256 hash = base::sha256(input.buffer());
  base::ClientId out;
  for (std::size_t i = 0; i < 8; ++i) {
    out.high = out.high << 8 | hash[i];
    out.low = out.low << 8 | hash[i + 8];
  }
  out.low |= 1u;
  return out;
}

}  // namespace flashkit::session
