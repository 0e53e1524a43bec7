#include "painters/glyphs.h"

#include <cairo-ft.h>

#include <algorithm>
#include <cmath>

#include "painters/limits.h"

namespace flashkit::painters {
namespace {

// What a Cairo face needs for as long as Cairo keeps it, which may be longer than its painter lives. Each has a
// FreeType library of its own because Cairo may release it on any thread.
struct OwnedFace {
  base::Bytes bytes;
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  OwnedFace() = default;
  OwnedFace(const OwnedFace&) = delete;
  OwnedFace& operator=(const OwnedFace&) = delete;
  ~OwnedFace() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
};

const cairo_user_data_key_t k_owned_face{};

cairo_font_face_t* make_face(base::ByteView bytes) {
  auto owned = std::make_unique<OwnedFace>();
  owned->bytes = base::copy_of(bytes);
  if (FT_Init_FreeType(&owned->library) != 0) return nullptr;
  if (FT_New_Memory_Face(owned->library, owned->bytes.data(), static_cast<FT_Long>(owned->bytes.size()), 0,
                         &owned->face) != 0) {
    return nullptr;
  }
  cairo_font_face_t* out = cairo_ft_font_face_create_for_ft_face(owned->face, FT_LOAD_NO_HINTING);
  const auto release = [](void* data) { delete static_cast<OwnedFace*>(data); };
  if (cairo_font_face_set_user_data(out, &k_owned_face, owned.get(), release) != CAIRO_STATUS_SUCCESS) {
    cairo_font_face_destroy(out);
    return nullptr;
  }
  (void)owned.release();
  return out;
}

}  // namespace

GlyphStore::~GlyphStore() {
  for (const auto& [font, face] : faces_) {
    if (face != nullptr) cairo_font_face_destroy(face);
  }
}

cairo_font_face_t* GlyphStore::face(text::FontId font) {
  const auto found = faces_.find(font.index);
  if (found != faces_.end()) return found->second;
  cairo_font_face_t* made = make_face(fonts_->bytes(font));
  faces_.emplace(font.index, made);
  return made;
}

void GlyphStore::add_outline(cairo_t* to, text::FontId font, std::uint32_t glyph, double size_px, double x, double y) {
  const text::GlyphOutline& outline = outlines_.get(*fonts_, font, glyph);
  const double scale = size_px / fonts_->info(font).metrics.units_per_em;
  const auto at_x = [&](const text::OutlinePoint& p) { return x + static_cast<double>(p.x) * scale; };
  const auto at_y = [&](const text::OutlinePoint& p) { return y - static_cast<double>(p.y) * scale; };
  std::size_t next = 0;
  for (const text::OutlineVerb verb : outline.verbs) {
    const text::OutlinePoint* p = outline.points.data() + next;
    next += text::points_of(verb);
    switch (verb) {
      case text::OutlineVerb::Move:
        cairo_move_to(to, at_x(p[0]), at_y(p[0]));
        break;
      case text::OutlineVerb::Line:
        cairo_line_to(to, at_x(p[0]), at_y(p[0]));
        break;
      case text::OutlineVerb::Quadratic: {
        double from_x = 0;
        double from_y = 0;
        cairo_get_current_point(to, &from_x, &from_y);
        const double cx = at_x(p[0]);
        const double cy = at_y(p[0]);
        const double to_x = at_x(p[1]);
        const double to_y = at_y(p[1]);
        cairo_curve_to(to, from_x + (cx - from_x) * 2 / 3, from_y + (cy - from_y) * 2 / 3, to_x + (cx - to_x) * 2 / 3,
                       to_y + (cy - to_y) * 2 / 3, to_x, to_y);
        break;
      }
      case text::OutlineVerb::Cubic:
        cairo_curve_to(to, at_x(p[0]), at_y(p[0]), at_x(p[1]), at_y(p[1]), at_x(p[2]), at_y(p[2]));
        break;
      case text::OutlineVerb::Close:
        cairo_close_path(to);
        break;
    }
  }
}

const GlyphMask& GlyphStore::mask(text::FontId font, std::uint32_t glyph, double size_px, int quarter_x,
                                  int quarter_y) {
  const Key key{font.index, glyph, static_cast<float>(size_px), quarter_y * 4 + quarter_x};
  const auto found = masks_.find(key);
  if (found != masks_.end()) return found->second;
  if (mask_bytes_ > k_max_glyph_cache_bytes) {
    masks_.clear();
    mask_bytes_ = 0;
  }
  GlyphMask made;
  const text::GlyphOutline& outline = outlines_.get(*fonts_, font, glyph);
  if (!outline.points.empty()) {
    const double scale = size_px / fonts_->info(font).metrics.units_per_em;
    float left = outline.points[0].x;
    float right = left;
    float low = outline.points[0].y;
    float high = low;
    for (const text::OutlinePoint& p : outline.points) {
      left = std::min(left, p.x);
      right = std::max(right, p.x);
      low = std::min(low, p.y);
      high = std::max(high, p.y);
    }
    made.left = static_cast<int>(std::floor(static_cast<double>(left) * scale)) - 1;
    made.top = static_cast<int>(std::floor(-static_cast<double>(high) * scale)) - 1;
    const int width = static_cast<int>(std::ceil(static_cast<double>(right) * scale)) + 2 - made.left;
    const int height = static_cast<int>(std::ceil(-static_cast<double>(low) * scale)) + 2 - made.top;
    constexpr int k_most = 4096;  // a font may claim anything about its glyphs
    if (width > 0 && height > 0 && width < k_most && height < k_most) {
      made.surface.reset(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height));
      cairo_t* to = cairo_create(made.surface.get());
      add_outline(to, font, glyph, size_px, quarter_x / 4.0 - made.left, quarter_y / 4.0 - made.top);
      cairo_fill(to);
      cairo_destroy(to);
      mask_bytes_ += static_cast<std::size_t>(cairo_image_surface_get_stride(made.surface.get()) * height) + 200;
    }
  }
  return masks_.emplace(key, std::move(made)).first->second;
}

}  // namespace flashkit::painters
