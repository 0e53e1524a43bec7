#include "text/outline.h"

#include "text/fonts.h"
#include "text/library_detail.h"

namespace flashkit::text {
namespace {

GlyphOutline& outline_in(void* data) { return *static_cast<GlyphOutline*>(data); }

void move_to(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
  outline_in(data).verbs.push_back(OutlineVerb::Move);
  outline_in(data).points.push_back({x, y});
}
void line_to(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
  outline_in(data).verbs.push_back(OutlineVerb::Line);
  outline_in(data).points.push_back({x, y});
}
void quadratic_to(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float cx, float cy, float x, float y, void*) {
  outline_in(data).verbs.push_back(OutlineVerb::Quadratic);
  outline_in(data).points.insert(outline_in(data).points.end(), {{cx, cy}, {x, y}});
}
void cubic_to(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float ax, float ay, float bx, float by, float x, float y,
              void*) {
  outline_in(data).verbs.push_back(OutlineVerb::Cubic);
  outline_in(data).points.insert(outline_in(data).points.end(), {{ax, ay}, {bx, by}, {x, y}});
}
void close_path(hb_draw_funcs_t*, void* data, hb_draw_state_t*, void*) {
  outline_in(data).verbs.push_back(OutlineVerb::Close);
}

}  // namespace

GlyphOutline FontLibrary::outline(FontId font, std::uint32_t glyph) const {
  GlyphOutline out;
  hb_draw_funcs_t* const funcs = hb_draw_funcs_create();
  hb_draw_funcs_set_move_to_func(funcs, move_to, nullptr, nullptr);
  hb_draw_funcs_set_line_to_func(funcs, line_to, nullptr, nullptr);
  hb_draw_funcs_set_quadratic_to_func(funcs, quadratic_to, nullptr, nullptr);
  hb_draw_funcs_set_cubic_to_func(funcs, cubic_to, nullptr, nullptr);
  hb_draw_funcs_set_close_path_func(funcs, close_path, nullptr, nullptr);
  hb_font_get_glyph_shape(handle(font).font, glyph, funcs, &out);
  hb_draw_funcs_destroy(funcs);
  return out;
}

std::int32_t FontLibrary::advance(FontId font, std::uint32_t glyph) const {
  return hb_font_get_glyph_h_advance(handle(font).font, glyph);
}

const GlyphOutline& OutlineCache::get(const FontLibrary& fonts, FontId font, std::uint32_t glyph) {
  const auto key = std::pair(font.index, glyph);
  const auto found = outlines_.find(key);
  if (found != outlines_.end()) return found->second;
  if (outlines_.size() >= limit_) outlines_.clear();
  return outlines_.emplace(key, fonts.outline(font, glyph)).first->second;
}

}  // namespace flashkit::text
