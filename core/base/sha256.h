#pragma once
// SHA-256 (FIPS 180-4). Ours because the same code must run in WebAssembly, where no packaged library builds; held to
// the standard's vectors in its test. Natively the server may hash large blobs with OpenSSL instead: same names.
#include <array>
#include <string>

#include "base/bytes.h"

namespace flashkit::base {

using Sha256 = std::array<std::uint8_t, 32>;

class Sha256Hasher {
 public:
  Sha256Hasher();
  void add(ByteView bytes);
  Sha256 finish();

 private:
  void block(const std::uint8_t* data);
  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> buffer_{};
  std::uint64_t length_bytes_ = 0;
};

Sha256 sha256(ByteView bytes);
std::string to_hex(const Sha256& hash);    // 64 lower-case digits: how a blob is named
bool is_blob_name(std::string_view text);  // 64 lower-case hexadecimal digits

}  // namespace flashkit::base
