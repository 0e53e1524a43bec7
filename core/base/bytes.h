#pragma once
// Byte strings, and a reader that never reads past the end. Integers are little-endian on every wire of ours.
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flashkit::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes copy_of(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : bytes_(bytes) {}
  std::size_t offset() const { return offset_; }
  std::size_t left() const { return bytes_.size() - offset_; }
  Result<ByteView> read(std::size_t count) {
    if (count > left()) return Error{Errc::Malformed, "the bytes end too early", offset_};
    const ByteView out = bytes_.subspan(offset_, count);
    offset_ += count;
    return out;
  }
  template <class Number>
  Result<Number> read_number() {
    FLASHKIT_TRY(const ByteView raw, read(sizeof(Number)));
    Number out{};
    std::memcpy(&out, raw.data(), sizeof(Number));
    return out;
  }

 private:
  ByteView bytes_;
  std::size_t offset_ = 0;
};

class ByteWriter {
 public:
  void write(ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  template <class Number>
  void write_number(Number value) {
    std::uint8_t raw[sizeof(Number)];
    std::memcpy(raw, &value, sizeof(Number));
    write(raw);
  }
  std::size_t size() const { return bytes_.size(); }
  Bytes take() { return std::move(bytes_); }
  Bytes& buffer() { return bytes_; }

 private:
  Bytes bytes_;
};

}  // namespace flashkit::base
