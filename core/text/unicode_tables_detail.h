#pragma once
// The shapes of the generated tables; unicode_tables.cpp fills them.
#include <cstdint>

namespace flashkit::text::tables {

struct CharacterRecord {
  std::uint8_t line, grapheme, word, bidi, script, flags;
};
struct RangeRecord {
  std::uint32_t first;   // up to the next range
  std::uint16_t record;  // index into k_records
};
struct CaseDelta {
  std::uint32_t first, last;
  std::uint8_t step;  // every or every second code point
  std::int32_t delta;
};
struct SpecialCase {
  std::uint32_t from;
  std::uint32_t to[3];  // zeros at the end
};
struct BracketRecord {
  std::uint32_t code;
  std::uint32_t id;  // the opening bracket of an opening one, the closing bracket's opening one otherwise
  std::uint8_t open;
};

inline constexpr std::uint32_t k_block_size = 64;
inline constexpr std::uint32_t k_direct_end = 0x20000;

extern const CharacterRecord k_records[];
extern const std::uint16_t k_stage1[];
extern const std::uint16_t k_stage2[];
extern const RangeRecord k_ranges[];
extern const std::uint32_t k_range_count;
extern const std::uint32_t k_script_tags[];
extern const CaseDelta k_upper[], k_lower[], k_title[];
extern const std::uint32_t k_upper_count, k_lower_count, k_title_count;
extern const SpecialCase k_special_upper[], k_special_lower[], k_special_title[];
extern const std::uint32_t k_special_upper_count, k_special_lower_count, k_special_title_count;
extern const BracketRecord k_brackets[];
extern const std::uint32_t k_bracket_count;

}  // namespace flashkit::text::tables
