#include "text/caret.h"

#include <algorithm>
#include <span>

#include "base/assert.h"
#include "base/utf8.h"
#include "text/segment.h"
#include "text/unicode.h"

namespace flashkit::text {
namespace {

struct Stretch {  // one cluster: its place, and the code points it stands for
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  double x = 0;
  double width = 0;
};

// The clusters of a run from left to right.
std::vector<Stretch> stretches_of(const TextLayout& layout, const GlyphRun& run) {
  std::vector<Stretch> out;
  double x = run.x;
  for (std::uint32_t g = run.glyphs_begin; g < run.glyphs_end; ++g) {
    const Glyph& glyph = layout.glyphs[g];
    if (out.empty() || out.back().begin != glyph.cluster) out.push_back({glyph.cluster, 0, x, 0});
    out.back().width += glyph.advance;
    x += glyph.advance;
  }
  const bool right_to_left = run.right_to_left();
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (right_to_left) {
      out[i].end = i == 0 ? run.end : out[i - 1].begin;
    } else {
      out[i].end = i + 1 == out.size() ? run.end : out[i + 1].begin;
    }
  }
  return out;
}

}  // namespace

CaretMap::CaretMap(const TextLayout& layout, std::string_view text) : length_(layout.length) {
  const std::u32string codes = base::to_utf32(text);
  FLASHKIT_ASSERT(codes.size() == length_);
  graphemes_ = grapheme_boundaries(codes);
  words_ = word_boundaries(codes);
  for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
    const std::u32string_view word = std::u32string_view(codes).substr(words_[i], words_[i + 1] - words_[i]);
    word_is_text_.push_back(std::any_of(word.begin(), word.end(), [](char32_t code) {
      return character(code).is(character_flag::k_letter | character_flag::k_number);
    }));
  }
  for (const Line& line : layout.lines) {
    CaretLine next{line.top,      line.height, line.x,          line.x + line.width, line.begin,
                   line.text_end, line.end,    line.hard_break, line.right_to_left,  {}};
    for (std::uint32_t r = line.runs_begin; r < line.runs_end; ++r) {
      for (const Stretch& each : stretches_of(layout, layout.runs[r])) {
        add_cells(next, each.begin, each.end,
                  {each.begin, each.end, each.x, each.width, layout.runs[r].right_to_left()});
      }
    }
    lines_.push_back(std::move(next));
  }
}

// A ligature gives every grapheme in it an equal part; a cluster inside a grapheme widens that grapheme's cell.
void CaretMap::add_cells(CaretLine& line, std::uint32_t begin, std::uint32_t end, const Cell& whole) {
  const auto inside = std::upper_bound(graphemes_.begin(), graphemes_.end(), begin);
  const std::uint32_t start = *(inside - 1);
  if (start != begin) {
    // The rest of the grapheme came just before.
    const std::size_t some = std::min<std::size_t>(line.cells.size(), 4);
    for (Cell& cell : std::span(line.cells).last(some)) {
      if (cell.begin != start) continue;
      const double right = std::max(cell.x + cell.width, whole.x + whole.width);
      cell.x = std::min(cell.x, whole.x);
      cell.width = right - cell.x;
      return;
    }
  }
  std::vector<std::uint32_t> bounds{start};
  for (auto each = inside; each != graphemes_.end() && *each < end; ++each) bounds.push_back(*each);
  bounds.push_back(std::max(end, *inside));
  const auto parts = static_cast<std::uint32_t>(bounds.size() - 1);
  for (std::uint32_t i = 0; i < parts; ++i) {
    const std::uint32_t part = whole.right_to_left ? parts - 1 - i : i;
    line.cells.push_back(
        {bounds[part], bounds[part + 1], whole.x + whole.width * i / parts, whole.width / parts, whole.right_to_left});
  }
}

const CaretMap::Cell* CaretMap::cell_before(const CaretLine& line, std::uint32_t index) const {
  for (const Cell& cell : line.cells) {
    if (cell.end == index) return &cell;
  }
  return nullptr;
}

const CaretMap::Cell* CaretMap::cell_after(const CaretLine& line, std::uint32_t index) const {
  for (const Cell& cell : line.cells) {
    if (cell.begin == index) return &cell;
  }
  return nullptr;
}

std::uint32_t CaretMap::snap(std::uint32_t index) const {
  return *(std::upper_bound(graphemes_.begin(), graphemes_.end(), std::min(index, length_)) - 1);
}

std::uint32_t CaretMap::line_of(CaretPosition position) const {
  const std::uint32_t index = snap(position.index);
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), index,
                                      [](std::uint32_t wanted, const CaretLine& line) { return wanted < line.begin; });
  auto line = static_cast<std::uint32_t>(after - lines_.begin()) - 1;
  const bool at_start = lines_[line].begin == index;
  if (position.affinity == Affinity::Upstream && at_start && line > 0 && !lines_[line - 1].hard_break) --line;
  return line;
}

// Slots stand between the cells of a line: slot i is left of cell i, the last one right of the last cell.
std::size_t CaretMap::slot_of(const CaretLine& line, CaretPosition position) const {
  const Cell* const before = cell_before(line, position.index);
  const Cell* const after = cell_after(line, position.index);
  const bool use_after = after != nullptr && (position.affinity == Affinity::Downstream || before == nullptr);
  const Cell* const cell = use_after ? after : before;
  if (cell == nullptr) return line.right_to_left ? 0 : line.cells.size();
  const auto at = static_cast<std::size_t>(cell - line.cells.data());
  return use_after != cell->right_to_left ? at : at + 1;
}

CaretRect CaretMap::rect(CaretPosition position) const {
  position.index = snap(position.index);
  const std::uint32_t number = line_of(position);
  const CaretLine& line = lines_[number];
  const Cell* const before = cell_before(line, position.index);
  const Cell* const after = cell_after(line, position.index);
  const bool use_after = after != nullptr && (position.affinity == Affinity::Downstream || before == nullptr);
  const Cell* const cell = use_after ? after : before;
  CaretRect out{line.x, line.top, line.height, number, line.right_to_left};
  if (cell == nullptr) return out;
  out.x = use_after != cell->right_to_left ? cell->x : cell->x + cell->width;
  out.right_to_left = cell->right_to_left;
  return out;
}

// The position at one side of a cell; Upstream only where Downstream would be another place.
CaretPosition CaretMap::beside(const CaretLine& line, const Cell& cell, bool right_side) const {
  if (right_side == cell.right_to_left) return {cell.begin, Affinity::Downstream};
  const Cell* const after = cell_after(line, cell.end);
  const auto at = &cell - line.cells.data();
  const bool continues = after != nullptr && after->right_to_left == cell.right_to_left &&
                         after - line.cells.data() == (cell.right_to_left ? at - 1 : at + 1);
  const bool at_text_end = cell.end == line.text_end && (line.hard_break || cell.end == length_);
  return {cell.end, continues || at_text_end ? Affinity::Downstream : Affinity::Upstream};
}

std::uint32_t CaretMap::line_at(double y) const {
  for (std::uint32_t i = 0; i < lines_.size(); ++i) {
    if (y < lines_[i].top + lines_[i].height) return i;
  }
  return static_cast<std::uint32_t>(lines_.size() - 1);
}

CaretPosition CaretMap::hit_line(const CaretLine& line, double x) const {
  for (const Cell& cell : line.cells) {
    const bool last = &cell == &line.cells.back();
    if (x < cell.x + cell.width || last) return beside(line, cell, x >= cell.x + cell.width / 2);
  }
  return {line.begin, Affinity::Downstream};
}

CaretPosition CaretMap::hit(double x, double y) const { return hit_line(lines_[line_at(y)], x); }

std::vector<SelectionRect> CaretMap::selection(TextRange range) const {
  // How wide a selected line end is shown on a line that has nothing else, by the line's height.
  constexpr double k_line_end_width = 0.25;
  std::vector<SelectionRect> out;
  for (std::uint32_t i = 0; i < lines_.size(); ++i) {
    const CaretLine& line = lines_[i];
    if (line.cells.empty() && line.begin >= range.begin && line.begin < range.end) {
      out.push_back({line.x, line.top, line.height * k_line_end_width, line.height, i});
    }
    bool touching = false;
    for (const Cell& cell : line.cells) {
      const bool selected = cell.begin >= range.begin && cell.begin < range.end;
      if (selected && touching) out.back().width = cell.x + cell.width - out.back().x;
      if (selected && !touching) out.push_back({cell.x, line.top, cell.width, line.height, i});
      touching = selected;
    }
  }
  return out;
}

std::uint32_t CaretMap::next(std::uint32_t index) const {
  const auto found = std::upper_bound(graphemes_.begin(), graphemes_.end(), index);
  return found == graphemes_.end() ? length_ : *found;
}

std::uint32_t CaretMap::previous(std::uint32_t index) const {
  const auto found = std::lower_bound(graphemes_.begin(), graphemes_.end(), index);
  return found == graphemes_.begin() ? 0 : *(found - 1);
}

// Past the end of a line: on to the line after it, and for the start to the line before it.
CaretPosition CaretMap::onward(const CaretLine& line) const {
  if (line.end >= length_ && !line.hard_break) return {length_, Affinity::Downstream};
  return {line.hard_break ? line.end : next(line.end), Affinity::Downstream};
}

CaretPosition CaretMap::backward(const CaretLine& line) const {
  if (line.begin == 0) return {0, Affinity::Downstream};
  return {previous(line.begin), Affinity::Downstream};
}

CaretPosition CaretMap::left(CaretPosition position) const {
  position.index = snap(position.index);
  const CaretLine& line = lines_[line_of(position)];
  const std::size_t slot = slot_of(line, position);
  if (slot > 0) return beside(line, line.cells[slot - 1], false);
  return line.right_to_left ? onward(line) : backward(line);
}

CaretPosition CaretMap::right(CaretPosition position) const {
  position.index = snap(position.index);
  const CaretLine& line = lines_[line_of(position)];
  const std::size_t slot = slot_of(line, position);
  if (slot < line.cells.size()) return beside(line, line.cells[slot], true);
  return line.right_to_left ? backward(line) : onward(line);
}

CaretPosition CaretMap::up(CaretPosition position, double x) const {
  const std::uint32_t line = line_of(position);
  return line == 0 ? CaretPosition{0, Affinity::Downstream} : hit_line(lines_[line - 1], x);
}

CaretPosition CaretMap::down(CaretPosition position, double x) const {
  const std::uint32_t line = line_of(position);
  if (line + 1 == lines_.size()) return {length_, Affinity::Downstream};
  return hit_line(lines_[line + 1], x);
}

CaretPosition CaretMap::line_start(CaretPosition position) const {
  return {lines_[line_of(position)].begin, Affinity::Downstream};
}

CaretPosition CaretMap::line_end(CaretPosition position) const {
  const CaretLine& line = lines_[line_of(position)];
  const bool soft = !line.hard_break && line.end < length_;
  return {line.text_end, soft ? Affinity::Upstream : Affinity::Downstream};
}

std::uint32_t CaretMap::next_word(std::uint32_t index) const {
  for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
    if (words_[i + 1] > index && word_is_text_[i]) return words_[i + 1];
  }
  return length_;
}

std::uint32_t CaretMap::previous_word(std::uint32_t index) const {
  for (std::size_t i = word_is_text_.size(); i-- > 0;) {
    if (words_[i] < index && word_is_text_[i]) return words_[i];
  }
  return 0;
}

TextRange CaretMap::word_at(std::uint32_t index) const {
  if (word_is_text_.empty()) return {};
  const auto after = std::upper_bound(words_.begin(), words_.end(), std::min(index, length_));
  const std::size_t word =
      after == words_.end() ? words_.size() - 2 : static_cast<std::size_t>(after - words_.begin()) - 1;
  return {words_[word], words_[word + 1]};
}

TextRange CaretMap::paragraph_at(std::uint32_t index) const {
  std::uint32_t first = line_of({index, Affinity::Downstream});
  std::uint32_t last = first;
  while (first > 0 && !lines_[first - 1].hard_break) --first;
  while (last + 1 < lines_.size() && !lines_[last].hard_break) ++last;
  return {lines_[first].begin, lines_[last].text_end};
}

}  // namespace flashkit::text
