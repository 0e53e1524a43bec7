#pragma once
// The fields of a message that this version does not know, as they came. Almost always none, so they stand apart: a
// message is read a hundred thousand times, and is as large as its fields.
#include <memory>
#include <string>
#include <string_view>

namespace flashkit::base {

class UnknownFields {
 public:
  UnknownFields() = default;
  UnknownFields(std::string_view bytes) { *this += bytes; }    // NOLINT(google-explicit-constructor): bytes are bytes
  UnknownFields(const std::string& bytes) { *this += bytes; }  // NOLINT(google-explicit-constructor)
  UnknownFields(const UnknownFields& other) { *this += other; }
  UnknownFields(UnknownFields&&) = default;
  UnknownFields& operator=(const UnknownFields& other) { return *this = UnknownFields(other); }
  UnknownFields& operator=(UnknownFields&&) = default;
  ~UnknownFields() = default;

  UnknownFields& operator+=(std::string_view bytes) {
    if (bytes.empty()) return *this;
    if (bytes_ == nullptr) bytes_ = std::make_unique<std::string>();
    *bytes_ += bytes;
    return *this;
  }
  bool empty() const { return bytes_ == nullptr; }
  operator std::string_view() const {  // NOLINT(google-explicit-constructor)
    return bytes_ == nullptr ? std::string_view() : std::string_view(*bytes_);
  }
  bool operator==(const UnknownFields& other) const { return std::string_view(*this) == std::string_view(other); }

 private:
  std::unique_ptr<std::string> bytes_;
};

}  // namespace flashkit::base
