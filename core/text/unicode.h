#pragma once
// Properties of code points, from tables generated from Unicode 15. Anything that is no code point reads as unassigned.
#include <cstdint>
#include <optional>

#include "text/unicode_names.h"

namespace flashkit::text {

struct Character {
  LineClass line = LineClass::AL;
  GraphemeClass grapheme = GraphemeClass::Other;
  WordClass word = WordClass::Other;
  BidiClass bidi = BidiClass::L;
  Script script = Script::Zzzz;
  std::uint8_t flags = 0;  // of character_flag
  bool is(std::uint8_t flag) const { return (flags & flag) != 0; }
};

Character character(char32_t code);

// ISO 15924 code as four letters, the first in the highest byte.
std::uint32_t script_tag(Script script);

// A paired bracket (Bidi_Paired_Bracket): `id` is the same for both brackets of a pair.
struct Bracket {
  char32_t id = 0;
  bool open = false;
};
std::optional<Bracket> bracket(char32_t code);

// Spaces that a line may leave hanging at its end.
constexpr bool is_hanging_space(char32_t code) {
  return code == 0x20 || code == 0x09 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A && code != 0x2007) ||
         code == 0x205F || code == 0x3000;
}
// Characters that end a line and a paragraph (line break classes BK, CR, LF and NL).
constexpr bool is_line_end(char32_t code) {
  return (code >= 0x0A && code <= 0x0D) || code == 0x85 || code == 0x2028 || code == 0x2029;
}

}  // namespace flashkit::text
