#pragma once
// SHA-256 by OpenSSL, which uses the processor's own instructions: about ten times as fast as base/sha256.h, same
// digits.
#include <string>
#include <string_view>

namespace flashkit::adapters {

// 64 lower-case hexadecimal digits: how a blob is named.
std::string sha256_hex(std::string_view bytes);

}  // namespace flashkit::adapters
