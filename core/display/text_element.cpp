#include "display/text_element.h"

#include <algorithm>
#include <map>

#include "base/number.h"
#include "base/utf8.h"
#include "display/element_detail.h"
#include "display/letter_styles_detail.h"
#include "document/markup.h"

namespace flashkit::display {

using document::Key;
using geometry::Path;
using geometry::Point;
using geometry::Rect;

namespace {

// Enough to measure rich text by while it is not drawn: tags gone, block ends as line ends.
std::string without_tags(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  while (const auto found = document::next_tag(text, at, document::TagSet::RichText)) {
    out += text.substr(at, found->begin - at);
    at = found->end;
    const std::string_view tag = text.substr(found->begin, found->end - found->begin);
    const bool ends_line = tag.starts_with("</p") || tag.starts_with("</li") || tag.starts_with("<br");
    if (ends_line && at < text.size()) out += '\n';
  }
  out += text.substr(at);
  return out;
}

std::optional<double> line_height_of(const Properties& properties) {
  const document::Value* value = properties.find(Key::LineHeight);
  if (value == nullptr) return 1.2;
  if (value->is_number()) return within(value->as_number(1.2), 0, 1000);
  std::string text = value->as_string();
  double factor = 1;
  if (text.ends_with("%")) {
    text.pop_back();
    factor = 0.01;
  }
  const auto number = base::parse_number(text);
  if (!number.has_value()) return std::nullopt;
  return within(*number * factor, 0, 1000);
}

text::Align align_of(std::string_view name) {
  if (name == "left") return text::Align::Left;
  if (name == "right") return text::Align::Right;
  if (name == "justify") return text::Align::Justify;
  if (name == "start") return text::Align::Start;
  return text::Align::Center;
}

text::CaseTransform case_of(std::string_view name) {
  if (name == "uppercase") return text::CaseTransform::Uppercase;
  if (name == "lowercase") return text::CaseTransform::Lowercase;
  if (name == "capitalize") return text::CaseTransform::Capitalize;
  return text::CaseTransform::None;
}

}  // namespace

bool is_too_long(std::string_view text) {
  return text.size() > k_max_letters && base::count_code_points(text) > k_max_letters;
}

bool holds_markup(std::string_view text) { return document::holds_tag(text, document::TagSet::RichText); }

text::TextLayout TextMemos::layout(base::NodeId node, const text::FontLibrary& fonts, const text::TextInput& input) {
  constexpr std::size_t k_most = 512;
  if (memos_.size() > k_most) memos_.clear();
  Memo& memo = memos_[node];
  const bool same = memo.fonts == &fonts && memo.fonts_version == fonts.version() && memo.text == input.text &&
                    memo.styles == input.styles && memo.width_px == input.width_px &&
                    memo.line_height == input.line_height && memo.align == input.align &&
                    memo.transform == input.transform;
  if (!same) {
    memo = {std::string(input.text),
            input.styles,
            input.width_px,
            input.line_height,
            input.align,
            input.transform,
            &fonts,
            fonts.version(),
            text::layout_paragraphs(fonts, input)};
  }
  return memo.layout;
}

namespace {

bool is_noncharacter(char32_t code) { return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF); }

// Code points that never stand for a letter are drawn as U+FFFD: no PDF could say what they are.
std::string without_noncharacters(std::string text) {
  const bool may_hold =
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xEF; });
  if (!may_hold) return text;
  std::u32string codes = base::to_utf32(text);
  if (std::none_of(codes.begin(), codes.end(), is_noncharacter)) return text;
  std::replace_if(codes.begin(), codes.end(), is_noncharacter, U'\uFFFD');
  return base::to_utf8(codes);
}

// These letters in the styles and the box of the text.
TextBlock lay_out_letters(std::string letters, const text::FontLibrary& fonts, const Properties& properties,
                          TextMemos* memos) {
  TextBlock out;
  out.text = std::move(letters);
  if (is_too_long(out.text)) out.text.clear();
  if (!base::is_utf8(out.text)) out.text = base::to_utf8(base::to_utf32(out.text));
  const bool rich = holds_markup(out.text);
  if (rich) out.text = without_tags(out.text);
  out.box = properties.box();
  text::TextInput input;
  input.styles = style_runs(properties, rich ? std::string_view() : std::string_view(out.text), out.fills);
  out.text = without_noncharacters(std::move(out.text));
  input.text = out.text;
  input.width_px = out.box.size.width;
  input.align = align_of(properties.text(Key::Align, "center"));
  input.line_height = line_height_of(properties);
  input.transform = case_of(properties.text(Key::TextTransform, "none"));
  out.layout =
      memos == nullptr ? text::layout_paragraphs(fonts, input) : memos->layout(properties.node().id, fonts, input);
  const double content = within(out.layout.height, 0, k_far_px);
  const double stored = properties.placement().height;
  const double height = stored > content ? within(stored, 0, k_far_px) : content;
  out.box.size.height = height > 0 ? height : 1;
  const std::string vertical = properties.text(Key::VerticalAlign, "top");
  if (vertical == "middle") out.offset_y = (out.box.size.height - content) / 2;
  if (vertical == "bottom") out.offset_y = out.box.size.height - content;
  return out;
}

}  // namespace

TextBlock lay_out(const text::FontLibrary& fonts, const Properties& properties, TextMemos* memos) {
  return lay_out_letters(properties.text(Key::Text, ""), fonts, properties, memos);
}

std::optional<TextBlock> lay_out_prompt(const text::FontLibrary& fonts, const Properties& properties) {
  std::string prompt = properties.text(Key::Placeholder, "");
  if (prompt.empty() || !properties.text(Key::Text, "").empty()) return std::nullopt;
  return lay_out_letters(std::move(prompt), fonts, properties, nullptr);
}

std::optional<TextBlock> layout_text(const document::Document& document, base::NodeId node, const Inputs& inputs) {
  const document::Node* found = document.find(node);
  if (found == nullptr || found->kind != document::Kind::Text) return std::nullopt;
  const Properties properties(*found, inputs);
  if (inputs.fonts != nullptr) return lay_out(*inputs.fonts, properties);
  return lay_out(text::FontLibrary(), properties);
}

const Rect& GlyphBounds::get(const text::FontLibrary& fonts, text::FontId font, std::uint32_t glyph) {
  const auto [found, is_new] = bounds_.try_emplace(std::uint64_t{font.index} << 32 | glyph);
  if (is_new) {
    const text::GlyphOutline outline = fonts.outline(font, glyph);
    for (const text::OutlinePoint p : outline.points)
      found->second.add(Point{static_cast<double>(p.x), static_cast<double>(p.y)});
  }
  return found->second;
}

namespace {

// Adds a glyph's outline in page pixels; quadratic curves become cubic.
void add_outline(const text::GlyphOutline& outline, Point origin, double scale, Path& path) {
  const text::OutlinePoint* at = outline.points.data();
  Point last;
  const auto next = [&] {
    const Point p{origin.x + static_cast<double>(at->x) * scale, origin.y - static_cast<double>(at->y) * scale};
    ++at;
    return p;
  };
  for (const text::OutlineVerb verb : outline.verbs) {
    switch (verb) {
      case text::OutlineVerb::Move:
        last = next();
        path.move(last);
        break;
      case text::OutlineVerb::Line:
        last = next();
        path.line(last);
        break;
      case text::OutlineVerb::Quadratic: {
        const Point control = next();
        const Point to = next();
        path.cubic(last + (control - last) * (2.0 / 3), to + (control - to) * (2.0 / 3), to);
        last = to;
        break;
      }
      case text::OutlineVerb::Cubic: {
        const Point control1 = next();
        const Point control2 = next();
        last = next();
        path.cubic(control1, control2, last);
        break;
      }
      case text::OutlineVerb::Close:
        path.close();
        break;
    }
  }
}

// Runs that follow each other in one font, size and colour: one order.
struct Piece {
  text::FontId font;
  double size_px = 0;
  const std::string* fill = nullptr;
  std::vector<text::Glyph> glyphs;
};
// An order counts its words in 24 bits.
constexpr std::size_t k_max_glyphs_per_order = 250'000;

std::vector<Piece> pieces_of(const TextBlock& block) {
  const text::TextLayout& layout = block.layout;
  std::vector<Piece> out;
  for (const text::GlyphRun& run : layout.runs) {
    if (run.font == text::k_no_font) continue;
    const std::string& fill = block.fills[run.style];
    for (std::size_t at = run.glyphs_begin; at < run.glyphs_end;) {
      const bool joins = !out.empty() && out.back().font == run.font && out.back().size_px == run.size_px &&
                         *out.back().fill == fill && out.back().glyphs.size() < k_max_glyphs_per_order;
      if (!joins) out.push_back({run.font, run.size_px, &fill, {}});
      std::vector<text::Glyph>& glyphs = out.back().glyphs;
      const std::size_t taken = std::min(run.glyphs_end - at, k_max_glyphs_per_order - glyphs.size());
      glyphs.insert(glyphs.end(), layout.glyphs.data() + at, layout.glyphs.data() + at + taken);
      at += taken;
    }
  }
  return out;
}

// The byte at which each code point of the text begins, and the end.
std::vector<std::uint32_t> byte_offsets(std::string_view text) {
  std::vector<std::uint32_t> out;
  out.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) out.push_back(static_cast<std::uint32_t>(at));
  }
  out.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

struct TextPaint {
  std::map<std::string, Paint> fills;  // by what is said of them
  Paint stroke;
  double stroke_px = 0;
  std::uint32_t join = 1;
};

void stroke_pieces(Canvas& canvas, const std::vector<Piece>& pieces, double offset_y, const TextPaint& paint) {
  static constexpr std::size_t k_max_points = 500'000;
  const text::FontLibrary& fonts = canvas.context.fonts;
  for (const Piece& piece : pieces) {
    const double scale = piece.size_px / fonts.info(piece.font).metrics.units_per_em;
    Path path;
    const auto flush = [&] {
      if (!path.empty()) canvas.out.stroke(paint.stroke, 1, {.width_px = paint.stroke_px, .join = paint.join}, path);
      path = Path();
    };
    for (const text::Glyph& glyph : piece.glyphs) {
      add_outline(fonts.outline(piece.font, glyph.id), {glyph.x, glyph.y + offset_y}, scale, path);
      if (path.points().size() > k_max_points) flush();
    }
    flush();
  }
}

void fill_piece(Canvas& canvas, const Piece& piece, const TextBlock& block, const Paint& fill, double opacity,
                const std::vector<std::uint32_t>& offsets) {
  canvas.out.begin(OrderKind::Glyphs);
  canvas.out.text(canvas.context.fonts.file(piece.font));
  canvas.out.real(piece.size_px);
  canvas.out.paint(fill, opacity);
  canvas.out.text(block.text);
  canvas.out.word(static_cast<std::uint32_t>(piece.glyphs.size()));
  for (const text::Glyph& glyph : piece.glyphs) {
    canvas.out.word(glyph.id);
    canvas.out.real(glyph.x);
    canvas.out.real(glyph.y + block.offset_y);
    canvas.out.word(offsets[std::min<std::size_t>(glyph.cluster, offsets.size() - 1)]);
  }
  canvas.out.end();
}

Rect ink_of(DrawContext& context, const std::vector<Piece>& pieces, double offset_y) {
  Rect out;
  for (const Piece& piece : pieces) {
    const double scale = piece.size_px / context.fonts.info(piece.font).metrics.units_per_em;
    for (const text::Glyph& glyph : piece.glyphs) {
      const Rect& ink = context.glyph_bounds.get(context.fonts, piece.font, glyph.id);
      if (ink.empty()) continue;
      const double y = glyph.y + offset_y;
      out.add(
          Rect{glyph.x + ink.left * scale, y - ink.bottom * scale, glyph.x + ink.right * scale, y - ink.top * scale});
    }
  }
  return out;
}

void paint_text(Canvas& canvas, const TextBlock& block, const std::vector<Piece>& pieces, const TextPaint& paint,
                double opacity) {
  const bool strokes = paint.stroke_px > 0 && !paint.stroke.invisible();
  const bool layered = opacity < 1 && (strokes || !block.layout.decorations.empty());
  if (layered) {
    canvas.out.begin_layer(opacity, canvas.view.painted_bounds);
    opacity = 1;
  }
  if (strokes) stroke_pieces(canvas, pieces, block.offset_y, paint);
  const auto offsets = byte_offsets(block.text);
  for (const Piece& piece : pieces) {
    const Paint& fill = paint.fills.at(*piece.fill);
    if (!fill.invisible()) fill_piece(canvas, piece, block, fill, opacity, offsets);
  }
  for (const text::DecorationRect& line : block.layout.decorations) {
    const Paint& fill = paint.fills.at(block.fills[line.style]);
    if (fill.invisible()) continue;
    canvas.out.fill(fill, opacity, Rect::of(line.x, line.y + block.offset_y, line.width, line.height));
  }
  if (layered) canvas.out.end_layer();
}

}  // namespace

void draw_text(Canvas& canvas, const Properties& properties, const TextBlock& block, double strength) {
  const Rect box = canvas.local();
  const auto pieces = pieces_of(block);
  TextPaint paint;
  for (const std::string& fill : block.fills) {
    if (paint.fills.count(fill) == 0) paint.fills.emplace(fill, paint_of(fill, box));
  }
  paint.stroke = paint_of(properties.text(Key::Stroke, "black"), box);
  paint.stroke_px = within(properties.number(Key::StrokeWidth, 0), 0, k_far_px);
  const std::string join = properties.text(Key::StrokeLineJoin, "round");
  paint.join = join == "miter" ? 0 : join == "bevel" ? 2 : 1;

  // A miter reaches further than half the stroke: up to the limit.
  const double reach = paint.stroke_px / 2 * (paint.join == 0 ? 10 : 1);
  canvas.view.painted_bounds.add(ink_of(canvas.context, pieces, block.offset_y).expanded(reach));
  for (const text::DecorationRect& line : block.layout.decorations)
    canvas.view.painted_bounds.add(Rect::of(line.x, line.y + block.offset_y, line.width, line.height));
  const double opacity = properties.opacity() * strength;
  if (opacity > 0) paint_text(canvas, block, pieces, paint, opacity);
}

}  // namespace flashkit::display
