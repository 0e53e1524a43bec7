#include <algorithm>

#include "text/paragraph_detail.h"

namespace flashkit::text {
namespace {

// A box as wide as its text must hold it, whatever rounding the width went through (a 64th is a browser's own step).
constexpr double k_tolerance_px = 1.0 / 64;

double item_width(const Item& item, const std::vector<ShapedGlyph>& glyphs) {
  double width = 0;
  for (std::size_t i = 0; i < glyphs.size();) {
    std::int64_t units = 0;
    const std::uint32_t cluster = glyphs[i].cluster;
    for (; i < glyphs.size() && glyphs[i].cluster == cluster; ++i) units += glyphs[i].advance;
    width += static_cast<double>(units) * item.unit_px + (units != 0 ? item.spacing_px : 0);
  }
  return width;
}

class Filler {
 public:
  Filler(const Paragraph& paragraph, Shaper& shaper, double limit_px)
      : paragraph_(paragraph), shaper_(shaper), limit_(limit_px + k_tolerance_px) {
    spaces_before_.push_back(0);
    for (std::uint32_t i = 1; i <= paragraph.text.size(); ++i) {
      if (paragraph.breaks[i] != LineBreak::Prohibited) breaks_.push_back(i);
      spaces_before_.push_back(is_hanging_space(paragraph.text[i - 1]) ? spaces_before_.back() + 1 : 0);
    }
  }

  Cut next(std::uint32_t begin) {
    const std::uint32_t at_break = furthest_break(begin);
    if (at_break > begin) return {begin, at_break, without_hanging(begin, at_break), false};
    const std::uint32_t split = furthest_cut(begin);
    const bool broke = split < paragraph_.text.size() && paragraph_.breaks[split] == LineBreak::Prohibited;
    return {begin, split, without_hanging(begin, split), broke};
  }

 private:
  std::uint32_t without_hanging(std::uint32_t begin, std::uint32_t end) const {
    return std::max(begin, end - spaces_before_[end]);
  }

  bool fits(std::uint32_t begin, std::uint32_t end) const {
    return paragraph_.width_before[end] - paragraph_.width_before[begin] <= limit_;
  }

  // As fits, with the glyphs that the cut really gives.
  bool really_fits(std::uint32_t begin, std::uint32_t end) {
    if (paragraph_.safe[begin] && paragraph_.safe[end]) return fits(begin, end);
    double width = 0;
    for (auto each = first_item_after(paragraph_, begin); each != paragraph_.items.end() && each->item.begin < end;
         ++each) {
      const std::uint32_t from = std::max(begin, each->item.begin);
      const std::uint32_t to = std::min(end, each->item.end);
      width += item_width(each->item, glyphs_between(paragraph_, *each, from, to, shaper_));
    }
    return width <= limit_;
  }

  std::uint32_t furthest_break(std::uint32_t begin) {
    std::uint32_t best = begin;
    for (auto each = std::upper_bound(breaks_.begin(), breaks_.end(), begin); each != breaks_.end(); ++each) {
      if (!fits(begin, without_hanging(begin, *each))) break;
      best = *each;
    }
    while (best > begin && !really_fits(begin, without_hanging(begin, best))) {
      do --best;
      while (best > begin && paragraph_.breaks[best] == LineBreak::Prohibited);
    }
    return best;
  }

  // At least one grapheme, whatever the width.
  std::uint32_t furthest_cut(std::uint32_t begin) {
    const auto& cuts = paragraph_.cuts;
    const auto first = std::upper_bound(cuts.begin(), cuts.end(), begin);
    auto best = first;
    for (auto each = first; each != cuts.end() && fits(begin, *each); ++each) {
      best = each;
      if (paragraph_.breaks[*each] != LineBreak::Prohibited) break;
    }
    while (best != first && !really_fits(begin, *best)) --best;
    return *best;
  }

  const Paragraph& paragraph_;
  Shaper& shaper_;
  double limit_;
  std::vector<std::uint32_t> breaks_;         // where a line may end
  std::vector<std::uint32_t> spaces_before_;  // that hang, in a row, up to each code point
};

}  // namespace

void measure(Paragraph& paragraph) {
  const std::size_t size = paragraph.text.size();
  std::vector<double> widths(size, 0.0);
  std::vector<std::int64_t> units(size, 0);
  paragraph.safe.assign(size + 1, false);
  paragraph.safe[size] = true;
  for (const ShapedItem& each : paragraph.items) {
    for (const ShapedGlyph& glyph : each.glyphs) {
      units[glyph.cluster] += glyph.advance;
      paragraph.safe[glyph.cluster] = !glyph.unsafe_to_break;
    }
    paragraph.safe[each.item.begin] = true;
    for (std::uint32_t i = each.item.begin; i < each.item.end; ++i) {
      if (units[i] == 0) continue;
      widths[i] = static_cast<double>(units[i]) * each.item.unit_px + each.item.spacing_px;
    }
  }
  paragraph.width_before.assign(size + 1, 0.0);
  for (std::size_t i = 0; i < size; ++i) paragraph.width_before[i + 1] = paragraph.width_before[i] + widths[i];
}

std::vector<ShapedItem>::const_iterator first_item_after(const Paragraph& paragraph, std::uint32_t begin) {
  return std::partition_point(paragraph.items.begin(), paragraph.items.end(),
                              [begin](const ShapedItem& each) { return each.item.end <= begin; });
}

// The shaper keeps clusters in order: rising from left to right, falling from right to left.
std::span<const ShapedGlyph> clusters_between(std::span<const ShapedGlyph> glyphs, std::uint32_t begin,
                                              std::uint32_t end) {
  const bool falling = !glyphs.empty() && glyphs.front().cluster > glyphs.back().cluster;
  const auto first = std::partition_point(glyphs.begin(), glyphs.end(), [&](const ShapedGlyph& glyph) {
    return falling ? glyph.cluster >= end : glyph.cluster < begin;
  });
  const auto last = std::partition_point(first, glyphs.end(), [&](const ShapedGlyph& glyph) {
    return falling ? glyph.cluster >= begin : glyph.cluster < end;
  });
  return glyphs.subspan(static_cast<std::size_t>(first - glyphs.begin()), static_cast<std::size_t>(last - first));
}

std::vector<ShapedGlyph> glyphs_between(const Paragraph& paragraph, const ShapedItem& shaped, std::uint32_t begin,
                                        std::uint32_t end, Shaper& shaper) {
  if (begin == shaped.item.begin && end == shaped.item.end) return shaped.glyphs;
  const bool clean = paragraph.safe[begin] && (end == shaped.item.end || paragraph.safe[end]);
  if (!clean) return shaper.shape(paragraph.text, shaped.item, begin, end);
  const std::span<const ShapedGlyph> inside = clusters_between(shaped.glyphs, begin, end);
  return {inside.begin(), inside.end()};
}

std::vector<Cut> cut_into_lines(const Paragraph& paragraph, Shaper& shaper, double limit_px) {
  const auto size = static_cast<std::uint32_t>(paragraph.text.size());
  if (size == 0) return {Cut{}};
  std::vector<Cut> cuts;
  Filler filler(paragraph, shaper, limit_px);
  for (std::uint32_t begin = 0; begin < size; begin = cuts.back().end) cuts.push_back(filler.next(begin));
  return cuts;
}

}  // namespace flashkit::text
