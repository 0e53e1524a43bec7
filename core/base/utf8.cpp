#include "base/utf8.h"

namespace flashkit::base {
namespace {

constexpr CodePoint k_broken{0xFFFD, 1};

bool is_tail(unsigned char c) { return (c & 0xC0) == 0x80; }

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return {};
  const auto at = [&](std::size_t i) {
    return offset + i < text.size() ? static_cast<unsigned char>(text[offset + i]) : static_cast<unsigned char>(0);
  };
  const unsigned char a = at(0);
  if (a < 0x80) return {a, 1};
  if (a >= 0xC2 && a <= 0xDF && is_tail(at(1))) {
    return {(static_cast<char32_t>(a & 0x1F) << 6) | (at(1) & 0x3Fu), 2};
  }
  if (a >= 0xE0 && a <= 0xEF && is_tail(at(1)) && is_tail(at(2))) {
    const char32_t value = (static_cast<char32_t>(a & 0x0F) << 12) | ((at(1) & 0x3Fu) << 6) | (at(2) & 0x3Fu);
    if (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF)) return k_broken;
    return {value, 3};
  }
  if (a >= 0xF0 && a <= 0xF4 && is_tail(at(1)) && is_tail(at(2)) && is_tail(at(3))) {
    const char32_t value =
        (static_cast<char32_t>(a & 0x07) << 18) | ((at(1) & 0x3Fu) << 12) | ((at(2) & 0x3Fu) << 6) | (at(3) & 0x3Fu);
    if (value < 0x10000 || value > 0x10FFFF) return k_broken;
    return {value, 4};
  }
  return k_broken;
}

void append_utf8(std::string& out, char32_t value) {
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) value = 0xFFFD;
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | (value >> 6));
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    out += static_cast<char>(0xE0 | (value >> 12));
    out += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (value >> 18));
    out += static_cast<char>(0x80 | ((value >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (value & 0x3F));
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_utf8(text, i);
    if (point.value == 0xFFFD && point.length_bytes == 1) return false;
    i += point.length_bytes;
  }
  return true;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) i += decode_utf8(text, i).length_bytes;
  return count;
}

std::u32string to_utf32(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_utf8(text, i);
    out += point.value;
    i += point.length_bytes;
  }
  return out;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t value : text) append_utf8(out, value);
  return out;
}

}  // namespace flashkit::base
