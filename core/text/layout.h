#pragma once
// Text with styles in, lines of positioned glyphs out. The same fonts and the same input give the same bytes natively
// and in WebAssembly: shaping is in integer font units, and positions are those times size/unitsPerEm in double.
// Layout space is pixels, x right and y down, with its origin at the top left corner of the text box. All text indexes
// are code points of the *input* text, also when a case transform changes the number of letters.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/fonts.h"

namespace flashkit::text {

enum class Align : std::uint8_t { Start, Left, Center, Right, Justify };  // Start follows the base direction
enum class CaseTransform : std::uint8_t { None, Uppercase, Lowercase, Capitalize };
enum class BaseDirection : std::uint8_t { Auto, LeftToRight, RightToLeft };  // Auto: see base_direction_of in bidi.h

struct TextStyle {
  std::string family = "Roboto";
  double size_px = 14;  // not finite or below 0 counts as 0
  FontStyle font = {};
  double letter_spacing_em = 0;  // after every cluster; not between joined letters (Arabic and its like)
  bool underline = false;
  bool line_through = false;
  bool operator==(const TextStyle&) const = default;
};

// A style for the code points begin..end of the input. Runs are sorted and do not overlap; what no run covers takes the
// style of the run before it (of the first run, at the beginning).
struct StyleRun {
  std::uint32_t begin = 0;
  std::uint32_t end = 0xFFFF'FFFFu;
  TextStyle style;
  bool operator==(const StyleRun&) const = default;
};

struct TextInput {
  std::string_view text;           // UTF-8; broken bytes read as U+FFFD. Lines end at \n (also \r\n, \r, U+2028 ...)
  std::vector<StyleRun> styles;    // empty: one default style
  std::optional<double> width_px;  // wrap width; nothing: lines end only where the text says so, alignment is to the
                                   // widest line
  Align align = Align::Start;
  std::optional<double> line_height = 1.2;  // times the font size; nothing: `normal`, the font's own
  CaseTransform transform = CaseTransform::None;
  BaseDirection direction = BaseDirection::Auto;
  std::string_view language;  // BCP 47, may be empty; for Han faces and the fonts' local forms
};

struct Glyph {
  std::uint32_t id = 0;       // in the font of its run
  std::uint32_t cluster = 0;  // first code point of the input that it stands for
  double x = 0;               // origin of the glyph in layout space
  double y = 0;
  double advance = 0;  // to the next glyph of the run, letter spacing and justification included
};

// Glyphs of one font, size, style and direction on one line, left to right.
struct GlyphRun {
  FontId font = k_no_font;  // k_no_font: not here yet, do not paint
  double size_px = 0;
  std::uint32_t style = 0;         // index into TextInput::styles
  std::uint8_t level = 0;          // bidi embedding level; odd is right to left
  std::uint32_t glyphs_begin = 0;  // into TextLayout::glyphs
  std::uint32_t glyphs_end = 0;
  std::uint32_t begin = 0;  // code points of the input
  std::uint32_t end = 0;
  double x = 0;  // left edge and width of the advances
  double width = 0;
  bool right_to_left() const { return (level & 1) != 0; }
};

struct Line {
  double top = 0;                // of the line box
  double height = 0;             // of the line box
  double baseline = 0;           // y
  double ascent = 0;             // of the tallest text on the line, above the baseline
  double descent = 0;            // below it, positive
  double x = 0;                  // left edge of the visible text; spaces that hang at the end stand outside
  double width = 0;              // without the spaces that hang
  std::uint32_t begin = 0;       // code points of the input: lines follow each other without gap and cover the text,
  std::uint32_t end = 0;         // the line's own spaces and line end included
  std::uint32_t text_end = 0;    // end without the line end character
  std::uint32_t runs_begin = 0;  // into TextLayout::runs, left to right
  std::uint32_t runs_end = 0;
  bool hard_break = false;  // ends with a line end character
  bool right_to_left = false;
};

enum class DecorationKind : std::uint8_t { Underline, LineThrough };
struct DecorationRect {
  double x = 0, y = 0, width = 0, height = 0;
  std::uint32_t style = 0;
  DecorationKind kind = DecorationKind::Underline;
};

struct TextLayout {
  std::vector<Line> lines;  // never empty: empty text has one empty line, and a final line end opens another
  std::vector<GlyphRun> runs;
  std::vector<Glyph> glyphs;
  std::vector<DecorationRect> decorations;
  double width = 0;            // of the widest line
  double height = 0;           // sum of the line boxes
  double box_width = 0;        // the wrap width, or `width` where there was none
  std::uint32_t length = 0;    // code points of the input
  bool right_to_left = false;  // base direction
  bool broke_word = false;     // some word was too long for a line and was split
  // Files (SHA-256) that a better layout needs, sorted: fetch, add to the library, lay out again.
  std::vector<std::string> missing;
};

TextLayout layout_paragraphs(const FontLibrary& fonts, const TextInput& input);

// The layout as text, one fact a line, with shortest exact numbers: for golden files and for comparing platforms. Fonts
// are named by the first digits of their file's hash.
std::string dump(const TextLayout& layout, const FontLibrary& fonts);

}  // namespace flashkit::text
