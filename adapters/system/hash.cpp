#include "adapters/system/hash.h"

#include <openssl/sha.h>

#include "base/bytes.h"
#include "base/sha256.h"

namespace flashkit::adapters {

std::string sha256_hex(std::string_view bytes) {
  base::Sha256 hash{};
  ::SHA256(base::bytes_of(bytes).data(), bytes.size(), hash.data());
  return base::to_hex(hash);
}

}  // namespace flashkit::adapters
