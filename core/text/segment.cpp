#include "text/segment.h"

#include "text/unicode.h"

namespace flashkit::text {
namespace {

template <class Class, class... Classes>
bool one_of(Class value, Classes... classes) {
  return ((value == classes) || ...);
}

struct GraphemeState {
  bool pictograph = false;  // Extended_Pictographic Extend* (GB11), then a joiner
  bool joined_pictograph = false;
  std::uint32_t flags = 0;  // regional indicators in a row
};

bool grapheme_joined(GraphemeClass before, GraphemeClass after, const GraphemeState& state) {
  using enum GraphemeClass;
  if (before == CR && after == LF) return true;                                              // GB3
  if (one_of(before, Control, CR, LF) || one_of(after, Control, CR, LF)) return false;       // GB4, GB5
  if (before == L && one_of(after, L, V, LV, LVT)) return true;                              // GB6
  if (one_of(before, LV, V) && one_of(after, V, T)) return true;                             // GB7
  if (one_of(before, LVT, T) && after == T) return true;                                     // GB8
  if (one_of(after, Extend, ZWJ, SpacingMark) || before == Prepend) return true;             // GB9, GB9a, GB9b
  if (state.joined_pictograph && after == Pictographic) return true;                         // GB11
  return before == RegionalIndicator && after == RegionalIndicator && state.flags % 2 == 1;  // GB12, GB13
}

GraphemeState advance(GraphemeState state, GraphemeClass type) {
  using enum GraphemeClass;
  state.joined_pictograph = state.pictograph && type == ZWJ;
  if (type != Extend) state.pictograph = type == Pictographic;
  state.flags = type == RegionalIndicator ? state.flags + 1 : 0;
  return state;
}

// Word breaking sees a character with the Extend, Format and ZWJ after it as one (WB4).
bool word_skips(WordClass type) { return one_of(type, WordClass::Extend, WordClass::Format, WordClass::ZWJ); }
bool newline(WordClass type) { return one_of(type, WordClass::Newline, WordClass::CR, WordClass::LF); }
bool letter(WordClass type) {
  return one_of(type, WordClass::ALetter, WordClass::ALetterPictographic, WordClass::HebrewLetter);
}
bool pictographic(WordClass type) { return one_of(type, WordClass::Pictographic, WordClass::ALetterPictographic); }
bool mid_letter(WordClass type) {
  return one_of(type, WordClass::MidLetter, WordClass::MidNumLet, WordClass::SingleQuote);
}
bool mid_number(WordClass type) {
  return one_of(type, WordClass::MidNum, WordClass::MidNumLet, WordClass::SingleQuote);
}

struct WordContext {
  WordClass two_before = WordClass::Other;  // skipping WB4; Other where there is none
  WordClass before = WordClass::Other;
  WordClass after = WordClass::Other;
  WordClass two_after = WordClass::Other;
  std::uint32_t flags = 0;  // regional indicators in a row up to `before`
};

bool word_joined(const WordContext& c) {
  using enum WordClass;
  if (letter(c.before) && letter(c.after)) return true;                                                 // WB5
  if (letter(c.before) && mid_letter(c.after) && letter(c.two_after)) return true;                      // WB6
  if (letter(c.two_before) && mid_letter(c.before) && letter(c.after)) return true;                     // WB7
  if (c.before == HebrewLetter && c.after == SingleQuote) return true;                                  // WB7a
  if (c.before == HebrewLetter && c.after == DoubleQuote && c.two_after == HebrewLetter) return true;   // WB7b
  if (c.two_before == HebrewLetter && c.before == DoubleQuote && c.after == HebrewLetter) return true;  // WB7c
  if ((c.before == Numeric || letter(c.before)) && c.after == Numeric) return true;                     // WB8, WB9
  if (c.before == Numeric && letter(c.after)) return true;                                              // WB10
  if (c.two_before == Numeric && mid_number(c.before) && c.after == Numeric) return true;               // WB11
  if (c.before == Numeric && mid_number(c.after) && c.two_after == Numeric) return true;                // WB12
  if (c.before == Katakana && c.after == Katakana) return true;                                         // WB13
  const bool connects = letter(c.before) || one_of(c.before, Numeric, Katakana, ExtendNumLet);
  if (connects && c.after == ExtendNumLet) return true;                                                  // WB13a
  if (c.before == ExtendNumLet && (letter(c.after) || one_of(c.after, Numeric, Katakana))) return true;  // WB13b
  return c.before == RegionalIndicator && c.after == RegionalIndicator && c.flags % 2 == 1;              // WB15, WB16
}

}  // namespace

std::vector<std::uint32_t> grapheme_boundaries(std::u32string_view text) {
  std::vector<std::uint32_t> boundaries{0};
  if (text.empty()) return boundaries;
  GraphemeClass before = character(text[0]).grapheme;
  GraphemeState state = advance({}, before);
  for (std::uint32_t i = 1; i < text.size(); ++i) {
    const GraphemeClass after = character(text[i]).grapheme;
    if (!grapheme_joined(before, after, state)) boundaries.push_back(i);
    state = advance(state, after);
    before = after;
  }
  boundaries.push_back(static_cast<std::uint32_t>(text.size()));
  return boundaries;
}

std::vector<std::uint32_t> word_boundaries(std::u32string_view text) {
  std::vector<std::uint32_t> boundaries{0};
  if (text.empty()) return boundaries;
  const std::size_t count = text.size();
  std::vector<WordClass> types(count);
  for (std::size_t i = 0; i < count; ++i) types[i] = character(text[i]).word;
  // The next character that WB4 does not skip, for every index.
  std::vector<WordClass> following(count + 1, WordClass::Other);
  for (std::size_t i = count; i-- > 0;) following[i] = word_skips(types[i]) ? following[i + 1] : types[i];
  WordContext context{WordClass::Other, types[0], WordClass::Other, WordClass::Other,
                      types[0] == WordClass::RegionalIndicator ? 1u : 0u};
  for (std::uint32_t i = 1; i < count; ++i) {
    const WordClass raw_before = types[i - 1];
    const WordClass after = types[i];
    if (raw_before == WordClass::CR && after == WordClass::LF) {
      context = {WordClass::Other, after, WordClass::Other, WordClass::Other, 0};
      continue;  // WB3
    }
    const bool hard = newline(raw_before) || newline(after);                                              // WB3a, WB3b
    const bool glued = !hard && ((raw_before == WordClass::ZWJ && pictographic(after)) ||                 // WB3c
                                 (raw_before == WordClass::WSegSpace && after == WordClass::WSegSpace));  // WB3d
    if (!hard && word_skips(after)) continue;                                                             // WB4
    context.after = after;
    context.two_after = following[i + 1];
    if (hard || (!glued && !word_joined(context))) boundaries.push_back(i);
    context.two_before = context.before;
    context.before = after;
    context.flags = after == WordClass::RegionalIndicator ? context.flags + 1 : 0;
  }
  boundaries.push_back(static_cast<std::uint32_t>(count));
  return boundaries;
}

}  // namespace flashkit::text
