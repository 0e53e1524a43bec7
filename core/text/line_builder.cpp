#include <algorithm>

#include "text/bidi.h"
#include "text/line_builder_detail.h"

namespace flashkit::text {
namespace {

bool is_word_space(char32_t code) { return code == 0x20 || code == 0xA0; }

// Between these any two letters may move apart when a line is justified.
bool is_ideographic(Script script) {
  return script == Script::Hani || script == Script::Hira || script == Script::Kana || script == Script::Bopo;
}

// Runs side by side get one decoration line; their edges may differ by rounding.
constexpr double k_touching_px = 1e-6;
constexpr std::size_t k_decorations_looked_at = 8;

bool expands(char32_t code) { return is_word_space(code) || is_ideographic(character(code).script); }

// Advance of the cluster that begins at glyph i, and the glyph after it.
struct ClusterSpan {
  std::size_t end = 0;
  std::int64_t units = 0;
};
ClusterSpan cluster_at(const std::vector<ShapedGlyph>& glyphs, std::size_t i) {
  ClusterSpan span{i, 0};
  while (span.end < glyphs.size() && glyphs[span.end].cluster == glyphs[i].cluster) {
    span.units += glyphs[span.end].advance;
    ++span.end;
  }
  return span;
}

}  // namespace

std::vector<LineBuilder::Piece> LineBuilder::pieces_of(const Paragraph& paragraph, const Cut& cut) {
  std::vector<Piece> pieces;
  const std::u32string_view text = paragraph.text.substr(cut.begin, cut.end - cut.begin);
  const std::vector<std::uint8_t> levels =
      line_levels(text, std::span(paragraph.levels).subspan(cut.begin, text.size()), paragraph.right_to_left);
  for (auto shaped = first_item_after(paragraph, cut.begin);
       shaped != paragraph.items.end() && shaped->item.begin < cut.end; ++shaped) {
    const std::uint32_t begin = std::max(cut.begin, shaped->item.begin);
    const std::uint32_t end = std::min(cut.end, shaped->item.end);
    const std::vector<ShapedGlyph> glyphs = glyphs_between(paragraph, *shaped, begin, end, shaper_);
    for (std::uint32_t from = begin; from < end;) {
      const std::uint8_t level = levels[from - cut.begin];
      const bool hangs = from >= cut.visible_end;
      std::uint32_t to = from + 1;
      while (to < end && levels[to - cut.begin] == level && (to >= cut.visible_end) == hangs) ++to;
      const std::span<const ShapedGlyph> inside = clusters_between(glyphs, from, to);
      Piece piece{&shaped->item, from, to, level, hangs, {inside.begin(), inside.end()}};
      if ((level & 1) != (shaped->item.level & 1)) std::reverse(piece.glyphs.begin(), piece.glyphs.end());
      pieces.push_back(std::move(piece));
      from = to;
    }
  }
  return pieces;
}

// CSS 2.2, 10.8.1: half of what the line height is more than the font goes above it, half below.
void LineBuilder::grow(Box& box, const FontMetrics& metrics, double size_px) const {
  const double unit = size_px / metrics.units_per_em;
  const double ascent = metrics.ascent * unit;
  const double descent = metrics.descent * unit;
  const double normal = ascent + descent + metrics.line_gap * unit;
  const double multiple = input_.line_height.value_or(0);
  const bool usable = input_.line_height.has_value() && multiple >= 0 && multiple <= 1e4;
  const double height = usable ? multiple * size_px : normal;
  const double above = (height - (ascent + descent)) / 2 + ascent;
  const double below = height - above;
  box.above = box.any ? std::max(box.above, above) : above;
  box.below = box.any ? std::max(box.below, below) : below;
  box.ascent = std::max(box.ascent, ascent);
  box.descent = std::max(box.descent, descent);
  box.any = true;
}

LineBuilder::Box LineBuilder::box_of(const LineSource& source, const std::vector<Piece>& pieces) const {
  Box box;
  for (const Piece& each : pieces) {
    grow(box, picker_.metrics(each.item->style), each.item->size_px);
    // A stand-in font makes the line taller only where the font itself says how tall it is, as in a browser.
    if (!input_.line_height && each.item->font != k_no_font) {
      grow(box, fonts_.info(each.item->font).metrics, each.item->size_px);
    }
  }
  if (pieces.empty()) {
    const double size = styles_[source.style].style.size_px;
    grow(box, picker_.metrics(source.style), size >= 0 && size <= 1e6 ? size : 0);
  }
  return box;
}

// What every opening between letters grows by when the line is justified.
double LineBuilder::expansion(const LineSource& source, const Cut& cut, const std::vector<Piece>& pieces) const {
  if (input_.align != Align::Justify || source.last || !input_.width_px) return 0;
  const std::u32string_view text = source.paragraph->text;
  std::size_t openings = 0;
  double width = 0;
  for (const Piece& piece : pieces) {
    if (piece.hangs) continue;
    for (std::size_t i = 0; i < piece.glyphs.size();) {
      const ClusterSpan span = cluster_at(piece.glyphs, i);
      width += static_cast<double>(span.units) * piece.item->unit_px + (span.units != 0 ? piece.item->spacing_px : 0);
      const std::uint32_t cluster = piece.glyphs[i].cluster;
      if (cluster + 1 < cut.visible_end && expands(text[cluster])) ++openings;
      i = span.end;
    }
  }
  const double room = *input_.width_px - width;
  return openings > 0 && room > 0 ? room / static_cast<double>(openings) : 0;
}

void LineBuilder::emit(const LineSource& source, const Piece& piece, Justification justification, double& pen,
                       const Line& line) {
  const auto [expansion_px, visible_end] = justification;
  const Item& item = *piece.item;
  GlyphRun run;
  run.font = item.font;
  run.size_px = item.size_px;
  run.style = item.style;
  run.level = piece.level;
  run.glyphs_begin = static_cast<std::uint32_t>(out_.glyphs.size());
  run.begin = source.origin[piece.begin];
  run.end = source.origin[piece.end];
  run.x = pen;
  const bool right_to_left = (piece.level & 1) != 0;
  for (std::size_t i = 0; i < piece.glyphs.size();) {
    const ClusterSpan span = cluster_at(piece.glyphs, i);
    const std::uint32_t cluster = piece.glyphs[i].cluster;
    double extra = span.units != 0 ? item.spacing_px : 0;
    if (expansion_px > 0 && cluster + 1 < visible_end && expands(source.paragraph->text[cluster]))
      extra += expansion_px;
    // The extra space stands after the cluster in reading order: to its right, or to its left in right-to-left text.
    const double lead = right_to_left ? extra : 0;
    for (std::size_t g = i; g < span.end; ++g) {
      const ShapedGlyph& shaped = piece.glyphs[g];
      double advance = shaped.advance * item.unit_px;
      if (right_to_left ? g == i : g + 1 == span.end) advance += extra;
      const double shift = right_to_left && g == i ? lead : 0;
      out_.glyphs.push_back({shaped.id, source.origin[cluster], pen + shift + shaped.x_offset * item.unit_px,
                             line.baseline - shaped.y_offset * item.unit_px, advance});
      pen += advance;
    }
    i = span.end;
  }
  run.glyphs_end = static_cast<std::uint32_t>(out_.glyphs.size());
  run.width = pen - run.x;
  if (!piece.hangs) decorate(piece, run, line);
  out_.runs.push_back(run);
}

void LineBuilder::decorate(const Piece& piece, const GlyphRun& run, const Line& line) {
  const TextStyle& style = styles_[run.style].style;
  const FontMetrics& metrics = picker_.metrics(run.style);
  const double unit = piece.item->size_px / metrics.units_per_em;
  const auto add_rect = [&](DecorationKind kind, std::int32_t position, std::int32_t thickness) {
    const double y = line.baseline - position * unit;
    // What it can go on from is of the run before it, one of the last few.
    const std::size_t begin = decorations_begin_.back();
    const std::size_t some = std::min(out_.decorations.size() - begin, k_decorations_looked_at);
    for (std::size_t i = out_.decorations.size() - some; i < out_.decorations.size(); ++i) {
      DecorationRect& last = out_.decorations[i];
      if (last.kind != kind || last.style != run.style) continue;
      const double gap = run.x - (last.x + last.width);
      if (gap > k_touching_px || gap < -k_touching_px) continue;
      last.width = run.x + run.width - last.x;
      return;
    }
    out_.decorations.push_back({run.x, y, run.width, thickness * unit, run.style, kind});
  };
  if (style.underline) add_rect(DecorationKind::Underline, metrics.underline_position, metrics.underline_thickness);
  if (style.line_through) add_rect(DecorationKind::LineThrough, metrics.strike_position, metrics.strike_thickness);
}

void LineBuilder::add(const LineSource& source, const Cut& cut) {
  const Paragraph& paragraph = *source.paragraph;
  const std::vector<Piece> pieces = pieces_of(paragraph, cut);
  const Box box = box_of(source, pieces);
  Line line;
  line.top = out_.height;
  line.height = box.above + box.below;
  line.baseline = line.top + box.above;
  line.ascent = box.ascent;
  line.descent = box.descent;
  line.begin = source.origin[cut.begin];
  line.text_end = source.origin[cut.end];
  line.end = source.last ? source.end : line.text_end;
  line.hard_break = source.last && source.hard_break;
  line.right_to_left = paragraph.right_to_left;
  line.runs_begin = static_cast<std::uint32_t>(out_.runs.size());
  decorations_begin_.push_back(out_.decorations.size());

  std::vector<std::uint8_t> levels;
  for (const Piece& each : pieces) levels.push_back(each.level);
  const Justification justification{expansion(source, cut, pieces), cut.visible_end};
  double pen = 0;
  double hanging = 0;
  for (const std::uint32_t index : visual_order(levels)) {
    const double before = pen;
    emit(source, pieces[index], justification, pen, line);
    if (pieces[index].hangs) hanging += pen - before;
  }
  line.runs_end = static_cast<std::uint32_t>(out_.runs.size());
  line.width = pen - hanging;
  line.x = line.right_to_left ? hanging : 0;
  out_.height += line.height;
  out_.width = std::max(out_.width, line.width);
  out_.broke_word = out_.broke_word || cut.broke_word;
  out_.lines.push_back(line);
}

void LineBuilder::align() {
  for (std::size_t i = 0; i < out_.lines.size(); ++i) {
    Line& line = out_.lines[i];
    Align align = input_.align;
    if (align == Align::Start || align == Align::Justify) align = line.right_to_left ? Align::Right : Align::Left;
    const double room = out_.box_width - line.width;
    const double x = align == Align::Left ? 0 : align == Align::Right ? room : room / 2;
    const double shift = x - line.x;
    line.x = x;
    for (std::uint32_t r = line.runs_begin; r < line.runs_end; ++r) {
      out_.runs[r].x += shift;
      for (std::uint32_t g = out_.runs[r].glyphs_begin; g < out_.runs[r].glyphs_end; ++g) out_.glyphs[g].x += shift;
    }
    const std::size_t end = i + 1 < decorations_begin_.size() ? decorations_begin_[i + 1] : out_.decorations.size();
    for (std::size_t d = decorations_begin_[i]; d < end; ++d) out_.decorations[d].x += shift;
  }
}

}  // namespace flashkit::text
