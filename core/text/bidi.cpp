#include "text/bidi.h"

#include <fribidi.h>

#include <algorithm>
#include <numeric>

#include "text/unicode.h"

namespace flashkit::text {
namespace {

FriBidiCharType fribidi_type(BidiClass type) {
  switch (type) {
    case BidiClass::AL:
      return FRIBIDI_TYPE_AL;
    case BidiClass::AN:
      return FRIBIDI_TYPE_AN;
    case BidiClass::B:
      return FRIBIDI_TYPE_BS;
    case BidiClass::BN:
      return FRIBIDI_TYPE_BN;
    case BidiClass::CS:
      return FRIBIDI_TYPE_CS;
    case BidiClass::EN:
      return FRIBIDI_TYPE_EN;
    case BidiClass::ES:
      return FRIBIDI_TYPE_ES;
    case BidiClass::ET:
      return FRIBIDI_TYPE_ET;
    case BidiClass::FSI:
      return FRIBIDI_TYPE_FSI;
    case BidiClass::L:
      return FRIBIDI_TYPE_LTR;
    case BidiClass::LRE:
      return FRIBIDI_TYPE_LRE;
    case BidiClass::LRI:
      return FRIBIDI_TYPE_LRI;
    case BidiClass::LRO:
      return FRIBIDI_TYPE_LRO;
    case BidiClass::NSM:
      return FRIBIDI_TYPE_NSM;
    case BidiClass::ON:
      return FRIBIDI_TYPE_ON;
    case BidiClass::PDF:
      return FRIBIDI_TYPE_PDF;
    case BidiClass::PDI:
      return FRIBIDI_TYPE_PDI;
    case BidiClass::R:
      return FRIBIDI_TYPE_RTL;
    case BidiClass::RLE:
      return FRIBIDI_TYPE_RLE;
    case BidiClass::RLI:
      return FRIBIDI_TYPE_RLI;
    case BidiClass::RLO:
      return FRIBIDI_TYPE_RLO;
    case BidiClass::S:
      return FRIBIDI_TYPE_SS;
    case BidiClass::WS:
      return FRIBIDI_TYPE_WS;
  }
  return FRIBIDI_TYPE_ON;
}

// Whether a character of this class can raise a level above 0 in a left-to-right paragraph.
bool needs_algorithm(BidiClass type) {
  switch (type) {
    case BidiClass::B:
    case BidiClass::BN:
    case BidiClass::CS:
    case BidiClass::EN:
    case BidiClass::ES:
    case BidiClass::ET:
    case BidiClass::L:
    case BidiClass::NSM:
    case BidiClass::ON:
    case BidiClass::S:
    case BidiClass::WS:
      return false;
    case BidiClass::AL:
    case BidiClass::AN:
    case BidiClass::FSI:
    case BidiClass::LRE:
    case BidiClass::LRI:
    case BidiClass::LRO:
    case BidiClass::PDF:
    case BidiClass::PDI:
    case BidiClass::R:
    case BidiClass::RLE:
    case BidiClass::RLI:
    case BidiClass::RLO:
      return true;
  }
  return true;
}

// What rule L1 lets follow a line's text without giving it a level of its own: spaces, isolate controls, and the
// characters that X9 takes out.
bool trails(BidiClass type) {
  using enum BidiClass;
  for (const BidiClass each : {WS, FSI, LRI, RLI, PDI, BN, LRE, RLE, LRO, RLO, PDF}) {
    if (type == each) return true;
  }
  return false;
}

}  // namespace

bool is_right_to_left(std::u32string_view text) {
  std::size_t right = 0;
  std::size_t letters = 0;
  for (const char32_t code : text) {
    const Character each = character(code);
    if (!each.is(character_flag::k_letter)) continue;
    ++letters;
    if (each.bidi == BidiClass::R || each.bidi == BidiClass::AL) ++right;
  }
  return right * 2 > letters;
}

std::vector<std::uint8_t> bidi_levels(std::u32string_view paragraph, bool right_to_left) {
  std::vector<std::uint8_t> levels(paragraph.size(), right_to_left ? 1 : 0);
  if (paragraph.empty()) return levels;
  std::vector<FriBidiCharType> types(paragraph.size());
  std::vector<FriBidiBracketType> brackets(paragraph.size(), FRIBIDI_NO_BRACKET);
  bool plain = !right_to_left;
  for (std::size_t i = 0; i < paragraph.size(); ++i) {
    const BidiClass type = character(paragraph[i]).bidi;
    types[i] = fribidi_type(type);
    if (needs_algorithm(type)) plain = false;
    if (type != BidiClass::ON) continue;
    if (const auto found = bracket(paragraph[i])) {
      brackets[i] = static_cast<FriBidiBracketType>(found->id) | (found->open ? FRIBIDI_BRACKET_OPEN_MASK : 0u);
    }
  }
  if (plain) return levels;
  std::vector<FriBidiLevel> resolved(paragraph.size());
  FriBidiParType base = right_to_left ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
  const FriBidiLevel highest = fribidi_get_par_embedding_levels_ex(
      types.data(), brackets.data(), static_cast<FriBidiStrIndex>(paragraph.size()), &base, resolved.data());
  if (highest == 0) return levels;  // out of memory
  for (std::size_t i = 0; i < levels.size(); ++i) {
    levels[i] = resolved[i] < 0 ? levels[i] : static_cast<std::uint8_t>(resolved[i]);
  }
  return levels;
}

std::vector<std::uint8_t> line_levels(std::u32string_view line, std::span<const std::uint8_t> levels,
                                      bool right_to_left) {
  std::vector<std::uint8_t> out(levels.begin(), levels.end());
  const std::uint8_t base = right_to_left ? 1 : 0;
  bool at_end = true;
  for (std::size_t i = line.size(); i-- > 0;) {
    const BidiClass type = character(line[i]).bidi;
    if (type == BidiClass::B || type == BidiClass::S) {
      out[i] = base;
      at_end = true;
    } else if (at_end && trails(type)) {
      out[i] = base;
    } else {
      at_end = false;
    }
  }
  return out;
}

std::vector<std::uint32_t> visual_order(std::span<const std::uint8_t> levels) {
  std::vector<std::uint32_t> order(levels.size());
  std::iota(order.begin(), order.end(), 0u);
  if (levels.empty()) return order;
  const std::uint8_t highest = *std::max_element(levels.begin(), levels.end());
  for (std::uint8_t level = highest; level > 0; --level) {
    for (std::size_t begin = 0; begin < order.size();) {
      if (levels[order[begin]] < level) {
        ++begin;
        continue;
      }
      std::size_t end = begin;
      while (end < order.size() && levels[order[end]] >= level) ++end;
      std::reverse(order.begin() + static_cast<std::ptrdiff_t>(begin),
                   order.begin() + static_cast<std::ptrdiff_t>(end));
      begin = end;
    }
  }
  return order;
}

}  // namespace flashkit::text
