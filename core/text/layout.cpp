#include "text/layout.h"

#include <algorithm>
#include <limits>

#include "base/number.h"
#include "base/utf8.h"
#include "text/bidi.h"
#include "text/case_transform.h"
#include "text/line_builder_detail.h"
#include "text/paragraph_detail.h"
#include "text/segment.h"

namespace flashkit::text {
namespace {

// Who draws Han when nobody says: kana are Japanese, Hangul is Korean, else Chinese.
std::string_view guess_language(std::u32string_view text) {
  bool han = false;
  bool hangul = false;
  for (const char32_t code : text) {
    if (code < 0x1100) continue;
    const Script script = character(code).script;
    if (script == Script::Hira || script == Script::Kana) return "ja";
    hangul = hangul || script == Script::Hang;
    han = han || script == Script::Hani;
  }
  return hangul ? "ko" : han ? "zh" : "";
}

std::vector<std::uint32_t> style_indexes(std::span<const StyleRun> styles, const CasedText& cased) {
  std::vector<std::uint32_t> out(cased.text.size() + 1, 0);
  std::uint32_t style = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    while (style + 1 < styles.size() && styles[style + 1].begin <= cased.origin[i]) ++style;
    out[i] = style;
  }
  return out;
}

// What HarfBuzz sees: a tab is as wide as its glyph, other control characters are nothing.
char32_t shapeable(char32_t code) {
  if (code == 0x09) return 0x20;
  return character(code).is(character_flag::k_control) ? 0x200B : code;
}

class Composer {
 public:
  Composer(const FontLibrary& fonts, const TextInput& input, std::span<const StyleRun> styles)
      : fonts_(fonts),
        input_(input),
        styles_(styles),
        source_(base::to_utf32(input.text)),
        cased_(transform_case(source_, input.transform)),
        style_of_(style_indexes(styles, cased_)),
        language_(input.language.empty() ? guess_language(source_) : input.language),
        picker_(fonts, styles, language_),
        shaper_(fonts, language_),
        builder_(fonts, input, styles, picker_, shaper_, out_) {}

  TextLayout run() {
    out_.length = static_cast<std::uint32_t>(source_.size());
    out_.right_to_left = input_.direction == BaseDirection::Auto ? is_right_to_left(source_)
                                                                 : input_.direction == BaseDirection::RightToLeft;
    const std::u32string& text = cased_.text;
    for (std::size_t begin = 0; begin <= text.size();) {
      std::size_t end = begin;
      while (end < text.size() && !is_line_end(text[end])) ++end;
      std::size_t next = end;
      if (end < text.size()) next = end + (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n' ? 2 : 1);
      add_paragraph(begin, end, next);
      if (next == end) break;
      begin = next;
    }
    out_.box_width = wrap_width() < std::numeric_limits<double>::infinity() ? wrap_width() : out_.width;
    builder_.align();
    out_.missing = picker_.take_missing();
    return std::move(out_);
  }

 private:
  double wrap_width() const {
    if (!input_.width_px || !(*input_.width_px < std::numeric_limits<double>::infinity())) {
      return std::numeric_limits<double>::infinity();
    }
    return std::max(*input_.width_px, 0.0);
  }

  void add_paragraph(std::size_t begin, std::size_t end, std::size_t next) {
    std::u32string text(cased_.text, begin, end - begin);
    for (char32_t& code : text) code = shapeable(code);
    Paragraph paragraph;
    paragraph.text = text;
    paragraph.right_to_left = out_.right_to_left;
    const std::u32string_view plain = std::u32string_view(cased_.text).substr(begin, end - begin);
    paragraph.breaks = line_breaks(plain);
    paragraph.levels = bidi_levels(plain, out_.right_to_left);
    const std::vector<std::uint32_t> graphemes = grapheme_boundaries(text);
    const auto origin = std::span(cased_.origin).subspan(begin, text.size() + 1);
    for (const std::uint32_t cut : graphemes) {
      if (cut == 0 || origin[cut] != origin[cut - 1]) paragraph.cuts.push_back(cut);
    }
    const ParagraphText view{paragraph.text, std::span(style_of_).subspan(begin, text.size()), graphemes,
                             paragraph.levels};
    for (const Item& item : itemize(view, picker_, styles_, fonts_)) {
      paragraph.items.push_back({item, shaper_.shape(paragraph.text, item, item.begin, item.end)});
    }
    measure(paragraph);
    const std::vector<Cut> cuts = cut_into_lines(paragraph, shaper_, wrap_width());
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      LineSource source{&paragraph, origin, style_of_[begin], cased_.origin[next], i + 1 == cuts.size(), next > end};
      builder_.add(source, cuts[i]);
    }
  }

  const FontLibrary& fonts_;
  const TextInput& input_;
  std::span<const StyleRun> styles_;
  std::u32string source_;
  CasedText cased_;
  std::vector<std::uint32_t> style_of_;
  std::string language_;
  FontPicker picker_;
  Shaper shaper_;
  TextLayout out_;
  LineBuilder builder_;
};

std::string number(double value) { return base::shortest(value); }

}  // namespace

TextLayout layout_paragraphs(const FontLibrary& fonts, const TextInput& input) {
  const std::vector<StyleRun> one(1);
  return Composer(fonts, input, input.styles.empty() ? std::span<const StyleRun>(one) : std::span(input.styles)).run();
}

std::string dump(const TextLayout& layout, const FontLibrary& fonts) {
  std::string out = "layout " + number(layout.width) + " x " + number(layout.height) + " box " +
                    number(layout.box_width) + (layout.right_to_left ? " rtl" : " ltr") +
                    (layout.broke_word ? " broke" : "") + "\n";
  for (const Line& line : layout.lines) {
    out += "line " + std::to_string(line.begin) + ".." + std::to_string(line.text_end) + ".." +
           std::to_string(line.end) + " top " + number(line.top) + " height " + number(line.height) + " baseline " +
           number(line.baseline) + " x " + number(line.x) + " width " + number(line.width) +
           (line.hard_break ? " hard" : "") + "\n";
    for (std::uint32_t r = line.runs_begin; r < line.runs_end; ++r) {
      const GlyphRun& run = layout.runs[r];
      out += " run " + std::to_string(run.begin) + ".." + std::to_string(run.end) + " font " +
             (run.font == k_no_font ? std::string("none") : fonts.file(run.font).substr(0, 8)) + " size " +
             number(run.size_px) + " style " + std::to_string(run.style) + " level " + std::to_string(run.level) +
             " x " + number(run.x) + " width " + number(run.width) + "\n";
      for (std::uint32_t g = run.glyphs_begin; g < run.glyphs_end; ++g) {
        const Glyph& glyph = layout.glyphs[g];
        out += "  " + std::to_string(glyph.id) + " @" + std::to_string(glyph.cluster) + " " + number(glyph.x) + " " +
               number(glyph.y) + " +" + number(glyph.advance) + "\n";
      }
    }
  }
  for (const DecorationRect& each : layout.decorations) {
    out += each.kind == DecorationKind::Underline ? "underline" : "line-through";
    out += " " + number(each.x) + " " + number(each.y) + " " + number(each.width) + " " + number(each.height) + "\n";
  }
  for (const std::string& file : layout.missing) out += "missing " + file + "\n";
  return out;
}

}  // namespace flashkit::text
