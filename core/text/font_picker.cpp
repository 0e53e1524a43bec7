#include "text/font_picker_detail.h"
#include "text/library_detail.h"
#include "text/unicode.h"

namespace flashkit::text {
namespace {

// Needs no glyph of its own: drawn as nothing, or as a space that any font can give.
bool needs_no_glyph(char32_t code) {
  const Character each = character(code);
  return is_hanging_space(code) || code == 0xA0 || code == 0x2007 || code == 0x202F ||
         each.is(character_flag::k_ignorable | character_flag::k_control);
}

// A letter and a mark that exist as one character: a font may have only that.
char32_t composed(std::u32string_view grapheme) {
  if (grapheme.size() != 2) return 0;
  hb_codepoint_t whole = 0;
  const bool found = hb_unicode_compose(hb_unicode_funcs_get_default(), grapheme[0], grapheme[1], &whole) != 0;
  return found ? whole : 0;
}

template <class Covers>
bool covers_grapheme(std::u32string_view grapheme, Covers covers) {
  bool all = true;
  for (const char32_t code : grapheme) all = all && (needs_no_glyph(code) || covers(code));
  if (all) return true;
  const char32_t whole = composed(grapheme);
  return whole != 0 && covers(whole);
}

}  // namespace

FontPicker::FontPicker(const FontLibrary& fonts, std::span<const StyleRun> styles, std::string_view language)
    : fonts_(fonts), styles_(styles), language_(language) {
  for (const StyleRun& each : styles) {
    const FontLibrary::Choice choice = fonts.choose(each.style.family, each.style.font);
    if (choice.font == k_no_font && choice.catalog_face) {
      missing_.insert(fonts.catalog().faces()[*choice.catalog_face].file);
    }
    primary_.push_back(choice);
  }
}

bool FontPicker::loaded_covers(FontId font, std::u32string_view grapheme) const {
  return covers_grapheme(grapheme, [&](char32_t code) { return fonts_.has_glyph(font, code); });
}

bool FontPicker::wanted_covers(const FontLibrary::Choice& choice, std::u32string_view grapheme) const {
  if (choice.font != k_no_font) return loaded_covers(choice.font, grapheme);
  if (!choice.catalog_face) return false;
  return covers_grapheme(grapheme, [&](char32_t code) { return fonts_.catalog().covers(*choice.catalog_face, code); });
}

// For the time until the right font has come.
FontId FontPicker::substitute(std::u32string_view grapheme) const {
  for (std::uint32_t i = 0; i < fonts_.size(); ++i) {
    if (loaded_covers(FontId{i}, grapheme)) return FontId{i};
  }
  return k_no_font;
}

FontId FontPicker::pick(std::uint32_t style, std::u32string_view grapheme) {
  const FontLibrary::Choice& wanted = primary_[style];
  if (wanted_covers(wanted, grapheme)) return wanted.font != k_no_font ? wanted.font : substitute(grapheme);
  const FontCatalog& catalog = fonts_.catalog();
  const auto face = catalog.fallback_for(grapheme.front(), styles_[style].style.font, language_);
  if (!face) return wanted.font;
  const FontId font = fonts_.loaded(*face);
  if (font != k_no_font) return font;
  missing_.insert(catalog.faces()[*face].file);
  return substitute(grapheme);
}

}  // namespace flashkit::text
