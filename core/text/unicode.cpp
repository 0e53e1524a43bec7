#include "text/unicode.h"

#include <algorithm>

#include "text/unicode_tables_detail.h"

namespace flashkit::text {
namespace {

std::uint16_t record_of(char32_t code) {
  if (code < tables::k_direct_end) {
    const std::uint32_t block = tables::k_stage1[code / tables::k_block_size];
    return tables::k_stage2[block * tables::k_block_size + code % tables::k_block_size];
  }
  const auto* const end = tables::k_ranges + tables::k_range_count;
  const auto* const after =
      std::upper_bound(tables::k_ranges, end, code,
                       [](char32_t wanted, const tables::RangeRecord& range) { return wanted < range.first; });
  return (after - 1)->record;
}

}  // namespace

Character character(char32_t code) {
  const tables::CharacterRecord& row = tables::k_records[record_of(code < 0x110000 ? code : 0xFFFF)];
  return {static_cast<LineClass>(row.line), static_cast<GraphemeClass>(row.grapheme), static_cast<WordClass>(row.word),
          static_cast<BidiClass>(row.bidi), static_cast<Script>(row.script),          row.flags};
}

std::uint32_t script_tag(Script script) { return tables::k_script_tags[static_cast<std::size_t>(script)]; }

std::optional<Bracket> bracket(char32_t code) {
  const auto* const end = tables::k_brackets + tables::k_bracket_count;
  const auto* const found =
      std::lower_bound(tables::k_brackets, end, code,
                       [](const tables::BracketRecord& row, char32_t wanted) { return row.code < wanted; });
  if (found == end || found->code != code) return std::nullopt;
  return Bracket{found->id, found->open != 0};
}

}  // namespace flashkit::text
