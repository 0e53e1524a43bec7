#include <algorithm>

#include "base/assert.h"
#include "base/sha256.h"
#include "text/fonts.h"
#include "text/library_detail.h"
#include "text/names_detail.h"
#include "text/style_match_detail.h"

namespace flashkit::text {

using base::Errc;
using base::Error;
using base::Result;

struct FontLibrary::Loaded {
  base::Bytes bytes;
  std::string file;
  FontInfo info;
  FaceHandle handle;
};

FontLibrary::FontLibrary() = default;
FontLibrary::~FontLibrary() = default;
FontLibrary::FontLibrary(FontLibrary&&) noexcept = default;
FontLibrary& FontLibrary::operator=(FontLibrary&&) noexcept = default;

void FontLibrary::set_catalog(FontCatalog catalog) {
  ++version_;
  catalog_ = std::move(catalog);
  by_face_.assign(catalog_.faces().size(), k_no_font);
  for (std::uint32_t face = 0; face < by_face_.size(); ++face) {
    if (const auto font = find(catalog_.faces()[face].file)) by_face_[face] = *font;
  }
}

Result<FontId> FontLibrary::load(base::Bytes bytes) {
  if (bytes.size() > k_max_font_bytes) return Error{Errc::Limit, "a font file is at most 64 MiB"};
  std::string file = base::to_hex(base::sha256(bytes));
  if (const auto known = find(file)) return *known;
  FLASHKIT_TRY(FontInfo info, read_font_info(bytes));
  auto next = std::make_unique<Loaded>();
  next->bytes = std::move(bytes);
  next->file = std::move(file);
  next->info = std::move(info);
  hb_blob_t* const blob =
      hb_blob_create(reinterpret_cast<const char*>(next->bytes.data()), static_cast<unsigned>(next->bytes.size()),
                     HB_MEMORY_MODE_READONLY, nullptr, nullptr);
  next->handle.face = hb_face_create(blob, 0);
  hb_blob_destroy(blob);
  next->handle.font = hb_font_create(next->handle.face);
  if (hb_face_get_glyph_count(next->handle.face) == 0) return Error{Errc::Malformed, "a font has glyphs"};
  const int scale = next->info.metrics.units_per_em;
  hb_font_set_scale(next->handle.font, scale, scale);
  hb_font_make_immutable(next->handle.font);
  loaded_.push_back(std::move(next));
  ++version_;
  return FontId{static_cast<std::uint32_t>(loaded_.size() - 1)};
}

Result<FontId> FontLibrary::add(base::Bytes bytes) {
  FLASHKIT_TRY(const FontId font, load(std::move(bytes)));
  const Loaded& loaded = *loaded_[font.index];
  bool in_catalog = false;
  for (std::uint32_t face = 0; face < by_face_.size(); ++face) {
    if (catalog_.faces()[face].file != loaded.file) continue;
    by_face_[face] = font;
    ++version_;
    in_catalog = true;
  }
  if (!in_catalog) name_custom(loaded.info.family, loaded.info.style, font);
  return font;
}

Result<FontId> FontLibrary::add_custom(std::string_view family, base::Bytes bytes, std::optional<FontStyle> style) {
  FLASHKIT_TRY(const FontId font, load(std::move(bytes)));
  name_custom(family, style, font);
  return font;
}

void FontLibrary::name_custom(std::string_view family, std::optional<FontStyle> style, FontId font) {
  const std::string key = family_key(family);
  const FontStyle now = style.value_or(info(font).style);
  ++version_;
  for (Custom& each : custom_) {
    if (each.key != key || !(each.style == now)) continue;
    each.font = font;
    return;
  }
  custom_.push_back({key, now, font});
}

void FontLibrary::clear_custom() {
  custom_.clear();
  ++version_;
}

std::optional<FontId> FontLibrary::find(std::string_view file_sha256) const {
  for (std::uint32_t i = 0; i < loaded_.size(); ++i) {
    if (loaded_[i]->file == file_sha256) return FontId{i};
  }
  return std::nullopt;
}

const FontInfo& FontLibrary::info(FontId font) const {
  FLASHKIT_ASSERT(has(font));
  return loaded_[font.index]->info;
}
const std::string& FontLibrary::file(FontId font) const {
  FLASHKIT_ASSERT(has(font));
  return loaded_[font.index]->file;
}
base::ByteView FontLibrary::bytes(FontId font) const {
  FLASHKIT_ASSERT(has(font));
  return loaded_[font.index]->bytes;
}
const FaceHandle& FontLibrary::handle(FontId font) const {
  FLASHKIT_ASSERT(has(font));
  return loaded_[font.index]->handle;
}

bool FontLibrary::has_glyph(FontId font, char32_t code_point) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(handle(font).font, code_point, &glyph) != 0 && glyph != 0;
}

FontId FontLibrary::loaded(std::uint32_t catalog_face) const {
  return catalog_face < by_face_.size() ? by_face_[catalog_face] : k_no_font;
}

FontLibrary::Choice FontLibrary::choose(std::string_view family, FontStyle style) const {
  const std::string key = family_key(family);
  const Custom* best = nullptr;
  for (const Custom& each : custom_) {
    if (each.key != key) continue;
    if (best == nullptr || style_distance(style, each.style) < style_distance(style, best->style)) best = &each;
  }
  if (best != nullptr) return {best->font, std::nullopt, info(best->font).metrics};
  if (const auto face = catalog_.resolve(family, style)) {
    return {loaded(*face), face, catalog_.faces()[*face].metrics};
  }
  if (!custom_.empty()) return {custom_.front().font, std::nullopt, info(custom_.front().font).metrics};
  return {};
}

}  // namespace flashkit::text
