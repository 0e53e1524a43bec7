#pragma once
// The display list of one page: flat little-endian 32-bit words, so that a painter is a loop and the browser reads it
// straight from WebAssembly memory. It holds everything a painter needs but the pixels of images and the outlines of
// glyphs. No painter lays out text or knows elements. The layout below is version 1; docs/formats.md says the same.
//
//   header   k_header_words words, see HeaderWord
//   elements one row of k_row_words words per top-level element, bottom first, see RowWord; a painter culls by bounds.
//            Row 0 is the page's background and carries the page's id
//            The rows' orders follow each other without a gap
//   orders   painting orders: word 0 = kind | length << 8 (length in words, word 0 included), then the payload
//   strings  count, then (byte offset, byte length) per string, then the UTF-8 bytes, from which the offsets count,
//   padded
//            with zeros to whole words; string 0 is empty
//
// RowsAt, OrdersAt and StringsAt are word indexes in the list, StringsBytes counts the UTF-8 bytes. The painter clips
// to the page (0, 0, PageWidth, PageHeight). Each row's orders stand alone: Save and Restore, LayerBegin and LayerEnd
// are in balance, so that a painter may leave rows out or paint one row by itself.
//
// Numbers are f32 (f) or u32 (u). Coordinates are page pixels before the transforms in force. Colours are 0xRRGGBBAA,
// not premultiplied.
//   paint := u 0, u colour
//          | u 1, f x0, f y0, f x1, f y1, u n, n x (f offset, u colour)            linear gradient
//   path  := u words of what follows, then verbs:
//            u 0 move f x y | u 1 line f x y | u 2 cubic f x1 y1 x2 y2 x y | u 3 close | u 4 rectangle f x y w h
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flashkit::display {

inline constexpr std::uint32_t k_magic = 0x4C444B46;  // "FKDL"
inline constexpr std::uint32_t k_version = 1;

enum class HeaderWord : std::uint32_t {
  Magic,
  Version,
  TotalWords,
  PageWidth,   // f
  PageHeight,  // f
  RowCount,
  RowsAt,
  OrdersAt,
  OrdersWords,
  StringsAt,
  StringsBytes,
  Reserved,
};
inline constexpr std::uint32_t k_header_words = 12;

enum class RowWord : std::uint32_t {
  Left,  // f; painted bounds in page pixels, strokes included
  Top,
  Right,
  Bottom,
  FirstOrder,  // word index relative to the orders
  EndOrder,
  NodeString,
  Flags,  // k_row_...
};
inline constexpr std::uint32_t k_row_words = 8;
// An empty text with the words that invite to write into it: for who edits, not for pictures of the page.
inline constexpr std::uint32_t k_row_prompt = 1;

enum class OrderKind : std::uint32_t {
  Save = 1,
  Restore = 2,
  Transform = 3,   // f a b c d e f: multiplies (the order of canvas and Cairo)
  Clip = 4,        // path: intersects, non-zero winding
  LayerBegin = 5,  // f opacity, f left top right bottom: bounds of what follows in the coordinates in force
  LayerEnd = 6,
  Fill = 7,    // paint, u rule (0 non-zero, 1 even-odd), path
  Stroke = 8,  // paint, f width, u cap (0 butt 1 round 2 square), u join (0 miter 1 round 2 bevel), f miter limit,
               // u n, n x f dash, path
  Glyphs = 9,  // u font string (file hash), f size_px, paint, u text string, u count,
               // count x (u glyph, f x, f y, u byte offset in the text)
  Image = 10,  // u source string, u is_svg, u colours string (JSON map, or 0), f sx sy sw sh (fractions of the source),
               // f dx dy dw dh, u flags (1 flip x, 2 flip y)
  Placeholder = 11,  // f x y width height, u reason string: what is not drawn yet, or an asset that is missing
};

// Appends words; a string is stored once.
class DisplayListWriter {
 public:
  struct Row {
    double left = 0, top = 0, right = 0, bottom = 0;
    std::uint32_t first_order = 0, end_order = 0, node_string = 0, flags = 0;
  };
  DisplayListWriter();
  std::uint32_t string(std::string_view utf8);
  void begin_order(OrderKind kind);
  void word(std::uint32_t value) { words_.push_back(value); }
  void real(double value);  // rounded to f32; not finite counts as 0, beyond 1e9 is 1e9
  void end_order();         // writes the length into word 0
  std::uint32_t next_order() const { return static_cast<std::uint32_t>(words_.size()); }
  void row(const Row& row) { rows_.push_back(row); }
  std::vector<std::uint32_t> finish(double page_width_px, double page_height_px);

 private:
  std::vector<std::uint32_t> words_;
  std::vector<Row> rows_;
  std::vector<std::string> strings_;
  std::map<std::string, std::uint32_t, std::less<>> string_numbers_;
  std::size_t open_ = 0;
};

// A checked view of a finished list: every offset and length lies inside, every order is whole and of a known kind,
// every string it names is there, numbers are finite, and each row's orders are in balance. A painter may read it
// without looking again. Words that are no such list are Malformed. The words must outlive the view.
class DisplayListView {
 public:
  static base::Result<DisplayListView> open(std::span<const std::uint32_t> words);
  double page_width_px() const;
  double page_height_px() const;
  std::size_t row_count() const;
  DisplayListWriter::Row row(std::size_t index) const;
  std::span<const std::uint32_t> orders() const;
  std::uint32_t string_count() const;
  std::string_view string(std::uint32_t index) const;  // empty when there is none of that number

 private:
  std::uint32_t header(HeaderWord word) const { return words_[static_cast<std::size_t>(word)]; }
  std::span<const std::uint32_t> words_;
};

// A number of the list as its word, and back.
std::uint32_t word_of(double value);
double real_of(std::uint32_t word);

// The list as text, one row or order a line: for golden files and for looking. Broken lists give one line that says so.
std::string dump(std::span<const std::uint32_t> words);
// The orders from `first` up to `end` (as in a row), exactly: equal texts mean equal pictures, whatever the list.
std::string dump_orders(const DisplayListView& view, std::uint32_t first, std::uint32_t end);

}  // namespace flashkit::display
