#pragma once
// The Protocol Buffers wire format (protobuf.dev/programming-guides/encoding), for the generated messages. Ours because
// packaged readers (protozero among them) throw on bad input, and the core has no exceptions in WebAssembly.
// A reader never reads past its bytes; after the first fault it ends and `failed()` says so.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace flashkit::base {

class ProtoReader {
 public:
  explicit ProtoReader(std::string_view bytes) : bytes_(bytes) {}

  // Moves to the next field; false at the end or after a fault.
  bool next() {
    if (failed_ || at_ >= bytes_.size()) return false;
    field_start_ = at_;
    const std::uint64_t tag = varint();
    field_ = static_cast<std::uint32_t>(tag >> 3);
    wire_ = static_cast<std::uint32_t>(tag & 7);
    if (tag >> 32 != 0 || field_ == 0 || (wire_ != 0 && wire_ != 1 && wire_ != 2 && wire_ != 5)) failed_ = true;
    return !failed_;
  }
  std::uint32_t field() const { return field_; }
  bool failed() const { return failed_; }

  std::uint64_t read_varint() { return expect(0) ? varint() : 0; }
  double read_double() {
    double value = 0;
    if (expect(1)) read_raw(&value, sizeof value);
    return value;
  }
  std::string_view read_bytes() {
    if (!expect(2)) return {};
    const std::uint64_t length = varint();
    if (failed_ || length > bytes_.size() - at_) {
      failed_ = true;
      return {};
    }
    const std::string_view out = bytes_.substr(at_, static_cast<std::size_t>(length));
    at_ += out.size();
    return out;
  }
  // Passes the field over and gives all its bytes, tag included, so that unknown fields ride along.
  std::string_view skip() {
    switch (wire_) {
      case 0:
        varint();
        break;
      case 1:
        advance(8);
        break;
      case 2:
        read_bytes();
        break;
      default:
        advance(4);
        break;
    }
    return failed_ ? std::string_view() : bytes_.substr(field_start_, at_ - field_start_);
  }

 private:
  bool expect(std::uint32_t wire) {
    if (wire_ != wire) failed_ = true;
    return !failed_;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) break;
      const auto byte = static_cast<std::uint8_t>(bytes_[at_++]);
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    failed_ = true;
    return 0;
  }
  void advance(std::size_t count) {
    if (count > bytes_.size() - at_) {
      failed_ = true;
    } else {
      at_ += count;
    }
  }
  void read_raw(void* out, std::size_t count) {
    if (count > bytes_.size() - at_) {
      failed_ = true;
      return;
    }
    std::memcpy(out, bytes_.data() + at_, count);
    at_ += count;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t field_start_ = 0;
  std::uint32_t field_ = 0;
  std::uint32_t wire_ = 0;
  bool failed_ = false;
};

class ProtoWriter {
 public:
  explicit ProtoWriter(std::string& out) : out_(out) {}
  void varint_field(std::uint32_t field, std::uint64_t value) {
    varint(std::uint64_t{field} << 3);
    varint(value);
  }
  void double_field(std::uint32_t field, double value) {
    varint(std::uint64_t{field} << 3 | 1);
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    out_.append(raw, sizeof value);
  }
  void bytes_field(std::uint32_t field, std::string_view value) {
    varint(std::uint64_t{field} << 3 | 2);
    varint(value.size());
    out_.append(value);
  }

 private:
  void varint(std::uint64_t value) {
    while (value >= 0x80) {
      out_ += static_cast<char>(value | 0x80);
      value >>= 7;
    }
    out_ += static_cast<char>(value);
  }
  std::string& out_;
};

// The bytes of a generated message.
template <class Message>
std::string encoded(const Message& message) {
  std::string out;
  encode(message, out);
  return out;
}

}  // namespace flashkit::base
