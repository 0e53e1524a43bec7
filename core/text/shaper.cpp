#include <algorithm>
#include <array>

#include "text/shaper_detail.h"

namespace flashkit::text {
namespace {

bool resolved(Script script) { return script != Script::Zyyy && script != Script::Zinh && script != Script::Zzzz; }

// Punctuation and marks take the script before them, closing brackets that of their opening one, and what stands at the
// beginning the first script that follows (UAX 24, section 5).
std::vector<Script> scripts_of(std::u32string_view text) {
  constexpr std::size_t k_deepest_bracket = 32;
  struct Open {
    char32_t id;
    Script script;
  };
  std::vector<Script> out(text.size());
  std::vector<Open> open;
  Script current = Script::Latn;
  for (const char32_t code : text) {
    const Script script = character(code).script;
    if (!resolved(script)) continue;
    current = script;
    break;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Script script = character(text[i]).script;
    if (resolved(script)) current = script;
    if (script == Script::Zyyy) {
      const auto found = bracket(text[i]);
      if (found && found->open && open.size() < k_deepest_bracket) open.push_back({found->id, current});
      if (found && !found->open) {
        while (!open.empty() && open.back().id != found->id) open.pop_back();
        if (!open.empty()) {
          current = open.back().script;
          open.pop_back();
        }
      }
    }
    out[i] = current;
  }
  return out;
}

// Scripts whose letters join: space between them would tear them apart.
bool joins(Script script) {
  using enum Script;
  constexpr std::array k_joining{Arab, Syrc, Mong, Nkoo, Mand, Phag, Rohg, Adlm, Mani, Sogd};
  return std::find(k_joining.begin(), k_joining.end(), script) != k_joining.end();
}

double bounded(double value, double least, double most, double otherwise) {
  return value >= least && value <= most ? value : value > most ? most : value < least ? least : otherwise;
}

}  // namespace

std::vector<Item> itemize(const ParagraphText& paragraph, FontPicker& picker, std::span<const StyleRun> styles,
                          const FontLibrary& fonts) {
  constexpr double k_largest_size_px = 1e6;
  constexpr double k_widest_spacing_em = 1000;
  std::vector<Item> items;
  const std::vector<Script> scripts = scripts_of(paragraph.text);
  for (std::size_t g = 0; g + 1 < paragraph.graphemes.size(); ++g) {
    const std::uint32_t begin = paragraph.graphemes[g];
    const std::uint32_t end = paragraph.graphemes[g + 1];
    const std::uint32_t style = paragraph.styles[begin];
    const FontId font = picker.pick(style, paragraph.text.substr(begin, end - begin));
    if (!items.empty()) {
      Item& last = items.back();
      if (last.style == style && last.font == font && last.script == scripts[begin] &&
          last.level == paragraph.levels[begin]) {
        last.end = end;
        continue;
      }
    }
    const TextStyle& wish = styles[style].style;
    Item next{begin, end, style, font, scripts[begin], paragraph.levels[begin]};
    next.size_px = bounded(wish.size_px, 0, k_largest_size_px, 0);
    const int units = font == k_no_font ? 1000 : fonts.info(font).metrics.units_per_em;
    next.unit_px = next.size_px / units;
    const double spacing_em = bounded(wish.letter_spacing_em, -k_widest_spacing_em, k_widest_spacing_em, 0);
    next.spacing_px = joins(next.script) ? 0 : spacing_em * next.size_px;
    items.push_back(next);
  }
  return items;
}

Shaper::Shaper(const FontLibrary& fonts, std::string_view language)
    : fonts_(fonts),
      buffer_(hb_buffer_create()),
      language_(hb_language_from_string(
          language.empty() ? "und" : language.data(),
          language.empty() ? -1 : static_cast<int>(std::min<std::size_t>(language.size(), 64)))) {}

Shaper::~Shaper() { hb_buffer_destroy(buffer_); }

std::vector<ShapedGlyph> Shaper::shape(std::u32string_view paragraph, const Item& item, std::uint32_t begin,
                                       std::uint32_t end) {
  std::vector<ShapedGlyph> glyphs;
  if (begin >= end) return glyphs;
  const bool right_to_left = (item.level & 1) != 0;
  if (item.font == k_no_font) {
    for (std::uint32_t i = begin; i < end; ++i) glyphs.push_back({0, i, 500, 0, 0, false});
    if (right_to_left) std::reverse(glyphs.begin(), glyphs.end());
    return glyphs;
  }
  hb_buffer_clear_contents(buffer_);
  static_assert(sizeof(char32_t) == sizeof(std::uint32_t));
  hb_buffer_add_utf32(buffer_, reinterpret_cast<const std::uint32_t*>(paragraph.data()),
                      static_cast<int>(paragraph.size()), begin, static_cast<int>(end - begin));
  hb_buffer_set_direction(buffer_, right_to_left ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer_, hb_script_from_iso15924_tag(script_tag(item.script)));
  hb_buffer_set_language(buffer_, language_);
  unsigned flags = HB_BUFFER_FLAG_DEFAULT;
  if (begin == 0) flags |= HB_BUFFER_FLAG_BOT;
  if (end == paragraph.size()) flags |= HB_BUFFER_FLAG_EOT;
  hb_buffer_set_flags(buffer_, static_cast<hb_buffer_flags_t>(flags));
  // Spaced letters do not melt into ligatures (CSS Text 3, 8.2).
  constexpr std::array<hb_feature_t, 2> k_no_ligatures{
      {{HB_TAG('l', 'i', 'g', 'a'), 0, 0, 0xFFFFFFFFu}, {HB_TAG('c', 'l', 'i', 'g'), 0, 0, 0xFFFFFFFFu}}};
  const bool spaced = item.spacing_px < 0 || item.spacing_px > 0;
  hb_shape(fonts_.handle(item.font).font, buffer_, spaced ? k_no_ligatures.data() : nullptr, spaced ? 2u : 0u);
  unsigned count = 0;
  const hb_glyph_info_t* const infos = hb_buffer_get_glyph_infos(buffer_, &count);
  const hb_glyph_position_t* const positions = hb_buffer_get_glyph_positions(buffer_, &count);
  glyphs.reserve(count);
  for (unsigned i = 0; i < count; ++i) {
    glyphs.push_back({infos[i].codepoint, infos[i].cluster, positions[i].x_advance, positions[i].x_offset,
                      positions[i].y_offset, (infos[i].mask & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) != 0});
  }
  return glyphs;
}

}  // namespace flashkit::text
