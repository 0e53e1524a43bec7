#pragma once
// UTF-8 as the Unicode standard has it (table 3-7): no surrogates, no overlong forms.
#include <cstdint>
#include <string>
#include <string_view>

namespace flashkit::base {

struct CodePoint {
  char32_t value = 0;             // U+FFFD where the bytes are not UTF-8
  std::uint8_t length_bytes = 0;  // 0 only at the end of the text; 1 for a broken byte
};

CodePoint decode_utf8(std::string_view text, std::size_t offset);
void append_utf8(std::string& out, char32_t value);
bool is_utf8(std::string_view text);
std::size_t count_code_points(std::string_view text);
std::u32string to_utf32(std::string_view text);
std::string to_utf8(std::u32string_view text);

}  // namespace flashkit::base
