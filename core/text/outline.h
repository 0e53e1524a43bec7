#pragma once
// Glyph outlines as verbs and points, in font units with y up. A cache belongs to whoever paints, never to the room.
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace flashkit::text {

enum class OutlineVerb : std::uint8_t { Move, Line, Quadratic, Cubic, Close };  // 1, 1, 2, 3, 0 points

struct OutlinePoint {
  float x = 0;
  float y = 0;
  bool operator==(const OutlinePoint&) const = default;
};

struct GlyphOutline {
  std::vector<OutlineVerb> verbs;
  std::vector<OutlinePoint> points;
  bool empty() const { return verbs.empty(); }
  bool operator==(const GlyphOutline&) const = default;
};

constexpr std::size_t points_of(OutlineVerb verb) {
  switch (verb) {
    case OutlineVerb::Move:
    case OutlineVerb::Line:
      return 1;
    case OutlineVerb::Quadratic:
      return 2;
    case OutlineVerb::Cubic:
      return 3;
    case OutlineVerb::Close:
      return 0;
  }
  return 0;
}

class FontLibrary;
struct FontId;

// Outlines asked for so far, by font and glyph; at most `limit` are kept, then it starts anew.
class OutlineCache {
 public:
  explicit OutlineCache(std::size_t limit = 20'000) : limit_(limit) {}
  // Valid until the next call.
  const GlyphOutline& get(const FontLibrary& fonts, FontId font, std::uint32_t glyph);
  std::size_t size() const { return outlines_.size(); }
  void clear() { outlines_.clear(); }

 private:
  std::size_t limit_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, GlyphOutline> outlines_;
};

}  // namespace flashkit::text
