#include <algorithm>
#include <cmath>

#include "painters/limits.h"
#include "painters/run_detail.h"

namespace flashkit::painters {
namespace {

struct PlacedGlyph {
  std::uint32_t id;
  double x, y;
  std::uint32_t byte;
};

PlacedGlyph read_glyph(OrderReader& in) {
  PlacedGlyph out{};
  out.id = in.word();
  out.x = in.real();
  out.y = in.real();
  out.byte = in.word();
  return out;
}

// Which bytes of the text each glyph stands for, in the order of the glyphs. Empty when they do not follow each other
// in one direction: then the glyphs go out without their text.
struct Clusters {
  std::vector<cairo_text_cluster_t> list;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool backward = false;
};

Clusters clusters_of(const std::vector<PlacedGlyph>& glyphs, const std::vector<std::uint32_t>& all_bytes,
                     std::size_t text_size) {
  Clusters out;
  bool rising = true;
  bool falling = true;
  for (std::size_t i = 1; i < glyphs.size(); ++i) {
    rising = rising && glyphs[i].byte >= glyphs[i - 1].byte;
    falling = falling && glyphs[i].byte <= glyphs[i - 1].byte;
  }
  if (glyphs.empty() || !(rising || falling)) return out;
  out.backward = !rising;
  // In text order.
  std::vector<cairo_text_cluster_t> forward;
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    const PlacedGlyph& glyph = glyphs[out.backward ? glyphs.size() - 1 - i : i];
    if (glyph.byte >= text_size) return {};
    if (forward.empty()) out.begin = glyph.byte;
    if (!forward.empty() && out.end == glyph.byte) {
      ++forward.back().num_glyphs;
    } else {
      if (!forward.empty()) forward.back().num_bytes = static_cast<int>(glyph.byte - out.end);
      forward.push_back({0, 1});
    }
    out.end = glyph.byte;
  }
  const auto next = std::upper_bound(all_bytes.begin(), all_bytes.end(), static_cast<std::uint32_t>(out.end));
  const std::size_t end = next == all_bytes.end() ? text_size : *next;
  forward.back().num_bytes = static_cast<int>(end - out.end);
  out.end = end;
  out.list = std::move(forward);
  return out;
}

}  // namespace

void Run::glyphs(OrderReader in) {
  const std::string_view file = page_.string(in.word());
  const double size_px = in.real();
  const Paint paint = set_source(to_, in);
  const std::uint32_t text = in.word();
  const std::uint32_t count = in.word();
  const auto font = glyphs_.fonts().find(file);
  if (!font.has_value() || !(size_px > 0)) return;
  if (medium_ != Medium::Pixels) {
    glyph_text(in, *font, size_px, text, count);
    return;
  }
  cairo_matrix_t m;
  cairo_get_matrix(to_, &m);
  const bool upright = m.xy == 0 && m.yx == 0 && m.xx == m.yy && m.xx > 0;
  if (upright && paint.opaque && size_px * m.xx <= k_max_cached_glyph_px) {
    glyph_masks(in, *font, size_px, count);
  } else {
    glyph_outlines(in, *font, size_px, count);
  }
}

void Run::collect_glyph_bytes(std::size_t first_order, std::size_t end_order) {
  glyph_bytes_.clear();
  const auto orders = page_.orders();
  for (std::size_t at = first_order; at < end_order; at += orders[at] >> 8) {
    if (static_cast<display::OrderKind>(orders[at] & 255) != display::OrderKind::Glyphs) continue;
    OrderReader in(orders, at + 1);
    in.skip(2);
    if (in.word() == 0) {
      in.skip(1);
    } else {
      in.skip(4);
      const std::uint32_t stops = in.word();
      in.skip(2 * std::size_t{stops});
    }
    auto& bytes = glyph_bytes_[in.word()];
    for (std::uint32_t count = in.word(); count-- > 0;) bytes.push_back(read_glyph(in).byte);
  }
  for (auto& [text, bytes] : glyph_bytes_) std::sort(bytes.begin(), bytes.end());
}

void Run::glyph_masks(OrderReader in, text::FontId font, double size_px, std::uint32_t count) {
  cairo_matrix_t m;
  cairo_get_matrix(to_, &m);
  cairo_save(to_);
  cairo_identity_matrix(to_);
  for (std::uint32_t i = 0; i < count; ++i) {
    const PlacedGlyph glyph = read_glyph(in);
    const double quarters_x = std::floor((m.xx * glyph.x + m.x0) * 4 + 0.5);
    const double quarters_y = std::floor((m.yy * glyph.y + m.y0) * 4 + 0.5);
    if (!(std::fabs(quarters_x) < 1e8 && std::fabs(quarters_y) < 1e8)) continue;
    const double left = std::floor(quarters_x / 4);
    const double top = std::floor(quarters_y / 4);
    const GlyphMask& mask = glyphs_.mask(font, glyph.id, size_px * m.xx, static_cast<int>(quarters_x - left * 4),
                                         static_cast<int>(quarters_y - top * 4));
    if (mask.surface != nullptr) cairo_mask_surface(to_, mask.surface.get(), left + mask.left, top + mask.top);
  }
  cairo_restore(to_);
}

// All as one shape: where glyphs overlap, a translucent colour must not show twice.
void Run::glyph_outlines(OrderReader in, text::FontId font, double size_px, std::uint32_t count) {
  cairo_new_path(to_);
  for (std::uint32_t i = 0; i < count; ++i) {
    const PlacedGlyph glyph = read_glyph(in);
    glyphs_.add_outline(to_, font, glyph.id, size_px, glyph.x, glyph.y);
  }
  cairo_set_fill_rule(to_, CAIRO_FILL_RULE_WINDING);
  cairo_fill(to_);
}

void Run::glyph_text(OrderReader in, text::FontId font, double size_px, std::uint32_t text_string,
                     std::uint32_t count) {
  cairo_font_face_t* face = glyphs_.face(font);
  if (face == nullptr || medium_ == Medium::Svg) {
    glyph_outlines(in, font, size_px, count);
    return;
  }
  std::vector<PlacedGlyph> placed(count);
  std::vector<cairo_glyph_t> glyphs(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    placed[i] = read_glyph(in);
    glyphs[i] = {placed[i].id, placed[i].x, placed[i].y};
  }
  cairo_set_font_face(to_, face);
  cairo_set_font_size(to_, size_px);
  const std::string_view text = page_.string(text_string);
  const Clusters clusters = clusters_of(placed, glyph_bytes_[text_string], text.size());
  if (clusters.list.empty()) {
    cairo_show_glyphs(to_, glyphs.data(), static_cast<int>(count));
    return;
  }
  const std::string_view said = text.substr(clusters.begin, clusters.end - clusters.begin);
  cairo_show_text_glyphs(to_, said.data(), static_cast<int>(said.size()), glyphs.data(), static_cast<int>(count),
                         clusters.list.data(), static_cast<int>(clusters.list.size()),
                         clusters.backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : cairo_text_cluster_flags_t{});
}

}  // namespace flashkit::painters
