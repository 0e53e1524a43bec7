#pragma once
// The bytes of an id in a message: sixteen, or none, or whatever else somebody sent. A std::string would put sixteen
// bytes elsewhere in memory, and every step of an operation names a node.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace flashkit::base {

class IdBytes {
 public:
  IdBytes() = default;
  IdBytes(std::string_view bytes) {  // NOLINT(google-explicit-constructor): bytes are bytes
    if (bytes.size() > k_most_inside) {
      far_ = new std::string(bytes);
      length_ = k_far;
    } else {
      if (!bytes.empty()) std::memcpy(inside_, bytes.data(), bytes.size());
      length_ = static_cast<std::uint8_t>(bytes.size());
    }
  }
  IdBytes(const std::string& bytes) : IdBytes(std::string_view(bytes)) {}  // NOLINT(google-explicit-constructor)
  IdBytes(const IdBytes& other) : IdBytes(std::string_view(other)) {}
  IdBytes(IdBytes&& other) noexcept { take(other); }
  IdBytes& operator=(const IdBytes& other) { return *this = IdBytes(other); }
  IdBytes& operator=(IdBytes&& other) noexcept {
    if (this == &other) return *this;
    clear();
    take(other);
    return *this;
  }
  ~IdBytes() { clear(); }

  bool empty() const { return length_ == 0; }
  operator std::string_view() const {  // NOLINT(google-explicit-constructor)
    return length_ == k_far ? std::string_view(*far_) : std::string_view(inside_, length_);
  }
  bool operator==(const IdBytes& other) const { return std::string_view(*this) == std::string_view(other); }

 private:
  static constexpr std::size_t k_most_inside = 16;
  static constexpr std::uint8_t k_far = 0xFF;
  void clear() {
    if (length_ == k_far) delete far_;
    length_ = 0;
  }
  void take(IdBytes& other) {
    std::memcpy(inside_, other.inside_, sizeof inside_);
    length_ = std::exchange(other.length_, std::uint8_t{0});
  }

  union {
    char inside_[k_most_inside] = {};
    std::string* far_;
  };
  std::uint8_t length_ = 0;
};

}  // namespace flashkit::base
