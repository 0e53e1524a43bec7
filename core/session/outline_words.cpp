#include <cstring>

#include "session/outline_words_detail.h"

namespace flashkit::session {

namespace {

enum class PathVerb : std::uint32_t { Move = 0, Line = 1, Cubic = 2, Close = 3 };

class WordWriter {
 public:
  void verb(PathVerb verb) { words_.push_back(static_cast<std::uint32_t>(verb)); }
  void real(double value) {
    const auto narrow = static_cast<float>(value);
    std::uint32_t word = 0;
    std::memcpy(&word, &narrow, sizeof word);
    words_.push_back(word);
  }
  void point(double x, double y) {
    real(x);
    real(y);
  }
  std::vector<std::uint32_t> take() { return std::move(words_); }

 private:
  std::vector<std::uint32_t> words_;
};

// The display list knows cubic curves only; a quadratic one is exactly this cubic.
void write_quadratic(WordWriter& out, text::OutlinePoint from, text::OutlinePoint control, text::OutlinePoint to) {
  const double cx = static_cast<double>(control.x);
  const double cy = static_cast<double>(control.y);
  out.verb(PathVerb::Cubic);
  out.point(static_cast<double>(from.x) + (cx - static_cast<double>(from.x)) * 2 / 3,
            static_cast<double>(from.y) + (cy - static_cast<double>(from.y)) * 2 / 3);
  out.point(static_cast<double>(to.x) + (cx - static_cast<double>(to.x)) * 2 / 3,
            static_cast<double>(to.y) + (cy - static_cast<double>(to.y)) * 2 / 3);
  out.point(static_cast<double>(to.x), static_cast<double>(to.y));
}

}  // namespace

std::vector<std::uint32_t> outline_words(const text::FontLibrary& fonts, std::string_view font_file,
                                         std::uint32_t glyph) {
  const auto font = fonts.find(font_file);
  if (!font || glyph >= fonts.info(*font).glyph_count) return {};
  const text::GlyphOutline outline = fonts.outline(*font, glyph);
  WordWriter out;
  out.real(fonts.info(*font).metrics.units_per_em);
  std::size_t at = 0;
  text::OutlinePoint last;
  for (const text::OutlineVerb verb : outline.verbs) {
    const text::OutlinePoint* points = outline.points.data() + at;
    at += text::points_of(verb);
    switch (verb) {
      case text::OutlineVerb::Move:
      case text::OutlineVerb::Line:
        out.verb(verb == text::OutlineVerb::Move ? PathVerb::Move : PathVerb::Line);
        out.point(static_cast<double>(points[0].x), static_cast<double>(points[0].y));
        last = points[0];
        break;
      case text::OutlineVerb::Quadratic:
        write_quadratic(out, last, points[0], points[1]);
        last = points[1];
        break;
      case text::OutlineVerb::Cubic:
        out.verb(PathVerb::Cubic);
        for (int i = 0; i < 3; ++i) out.point(static_cast<double>(points[i].x), static_cast<double>(points[i].y));
        last = points[2];
        break;
      case text::OutlineVerb::Close:
        out.verb(PathVerb::Close);
        break;
    }
  }
  std::vector<std::uint32_t> words = out.take();
  words.insert(words.begin() + 1, static_cast<std::uint32_t>(words.size() - 1));
  return words;
}

}  // namespace flashkit::session
