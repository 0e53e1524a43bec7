#pragma once
// Turns the cuts of a paragraph into lines of positioned glyphs: order by direction, justification, line boxes,
// decorations. Lines are placed at x = 0 first and moved when the width of the box is known.
#include <span>
#include <vector>

#include "text/paragraph_detail.h"

namespace flashkit::text {

struct LineSource {
  const Paragraph* paragraph = nullptr;
  std::span<const std::uint32_t> origin;  // index of the paragraph -> code point of the input; one more at the end
  std::uint32_t style = 0;                // of the place, for a line without text
  std::uint32_t end = 0;                  // code point of the input where the line ends, its line end included
  bool last = false;                      // of its paragraph
  bool hard_break = false;
};

class LineBuilder {
 public:
  LineBuilder(const FontLibrary& fonts, const TextInput& input, std::span<const StyleRun> styles,
              const FontPicker& picker, Shaper& shaper, TextLayout& out)
      : fonts_(fonts), input_(input), styles_(styles), picker_(picker), shaper_(shaper), out_(out) {}

  void add(const LineSource& source, const Cut& cut);
  // Aligns every line within the box; called once, at the end.
  void align();

 private:
  struct Piece {
    const Item* item = nullptr;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint8_t level = 0;
    bool hangs = false;
    std::vector<ShapedGlyph> glyphs;
  };
  struct Justification {
    double expansion_px = 0;        // every opening before visible_end grows by this
    std::uint32_t visible_end = 0;  // code point of the paragraph
  };
  struct Box {
    double above = 0;  // of the line box, from the baseline
    double below = 0;
    double ascent = 0;
    double descent = 0;
    bool any = false;
  };
  std::vector<Piece> pieces_of(const Paragraph& paragraph, const Cut& cut);
  Box box_of(const LineSource& source, const std::vector<Piece>& pieces) const;
  void grow(Box& box, const FontMetrics& metrics, double size_px) const;
  double expansion(const LineSource& source, const Cut& cut, const std::vector<Piece>& pieces) const;
  void emit(const LineSource& source, const Piece& piece, Justification justification, double& pen, const Line& line);
  void decorate(const Piece& piece, const GlyphRun& run, const Line& line);

  const FontLibrary& fonts_;
  const TextInput& input_;
  std::span<const StyleRun> styles_;
  const FontPicker& picker_;
  Shaper& shaper_;
  TextLayout& out_;
  std::vector<std::size_t> decorations_begin_;  // per line
};

}  // namespace flashkit::text
