#pragma once
// Where a caret stands in laid-out text, and what a click or an arrow key means there. Made from a layout and its text
// when editing begins and after every change; it keeps no reference to either. Indexes are code points of the input
// text and always lie on boundaries between graphemes (what a reader takes for one letter).
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/layout.h"

namespace flashkit::text {

// The same index can stand at two places: at the end of one line or the start of the next, and where directions meet.
// Upstream belongs to the letter before it, Downstream to the letter after it.
enum class Affinity : std::uint8_t { Downstream, Upstream };

struct CaretPosition {
  std::uint32_t index = 0;
  Affinity affinity = Affinity::Downstream;
  bool operator==(const CaretPosition&) const = default;
};

struct CaretRect {
  double x = 0;
  double top = 0;
  double height = 0;
  std::uint32_t line = 0;
  bool right_to_left = false;  // of the text at the caret
};

struct SelectionRect {
  double x = 0, y = 0, width = 0, height = 0;
  std::uint32_t line = 0;
};

struct TextRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const TextRange&) const = default;
};

class CaretMap {
 public:
  CaretMap(const TextLayout& layout, std::string_view text);  // the text that was laid out

  std::uint32_t length() const { return length_; }
  CaretRect rect(CaretPosition position) const;
  // The caret position nearest to a point of layout space; points outside give the nearest line and its nearest end.
  CaretPosition hit(double x, double y) const;
  // The line whose box holds y, or the nearest.
  std::uint32_t line_at(double y) const;
  std::uint32_t line_of(CaretPosition position) const;
  // What to highlight for a range, line by line, left to right.
  std::vector<SelectionRect> selection(TextRange range) const;

  // In the order of the text (Delete, Backspace).
  std::uint32_t next(std::uint32_t index) const;
  std::uint32_t previous(std::uint32_t index) const;
  // In the order seen (arrow keys).
  CaretPosition left(CaretPosition position) const;
  CaretPosition right(CaretPosition position) const;
  // A line up or down at `x` (keep the x where the movement began). The first and last line give the text's ends.
  CaretPosition up(CaretPosition position, double x) const;
  CaretPosition down(CaretPosition position, double x) const;
  CaretPosition line_start(CaretPosition position) const;
  CaretPosition line_end(CaretPosition position) const;
  // Word movement skips spaces: to the end of the word after, and to the start of the word before.
  std::uint32_t next_word(std::uint32_t index) const;
  std::uint32_t previous_word(std::uint32_t index) const;
  // What a double click (word or gap at the index) and a triple click (paragraph without its line end) select.
  TextRange word_at(std::uint32_t index) const;
  TextRange paragraph_at(std::uint32_t index) const;

 private:
  struct Cell {  // one grapheme on one line
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    double x = 0;
    double width = 0;
    bool right_to_left = false;
  };
  struct CaretLine {
    double top = 0, height = 0;
    double x = 0, right = 0;
    std::uint32_t begin = 0, text_end = 0, end = 0;
    bool hard_break = false, right_to_left = false;
    std::vector<Cell> cells;  // left to right
  };
  const Cell* cell_before(const CaretLine& line, std::uint32_t index) const;
  const Cell* cell_after(const CaretLine& line, std::uint32_t index) const;
  std::uint32_t snap(std::uint32_t index) const;
  void add_cells(CaretLine& line, std::uint32_t begin, std::uint32_t end, const Cell& whole);
  std::size_t slot_of(const CaretLine& line, CaretPosition position) const;
  CaretPosition beside(const CaretLine& line, const Cell& cell, bool right_side) const;
  CaretPosition hit_line(const CaretLine& line, double x) const;
  CaretPosition onward(const CaretLine& line) const;
  CaretPosition backward(const CaretLine& line) const;

  std::uint32_t length_ = 0;
  std::vector<CaretLine> lines_;
  std::vector<std::uint32_t> graphemes_;  // boundaries, 0 and length included
  std::vector<std::uint32_t> words_;      // boundaries, 0 and length included
  std::vector<bool> word_is_text_;        // per word: holds a letter or digit
};

}  // namespace flashkit::text
