#pragma once
// The fonts a layout may use. A FontCatalog lists every face of the font bundle before any bytes are here, so that the
// engine knows which file to ask for; a FontLibrary holds the faces whose bytes have come, and the custom fonts of a
// design. Nothing here reads a file: the caller brings bytes, and a font file is known by the SHA-256 of its bytes.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "text/outline.h"

namespace flashkit::text {

inline constexpr std::size_t k_max_font_bytes = 64u << 20;
inline constexpr std::size_t k_max_catalog_faces = 20'000;

// A loaded font of one FontLibrary: its index there, stable while the library lives.
struct FontId {
  std::uint32_t index = 0;
  bool operator==(const FontId&) const = default;
  auto operator<=>(const FontId&) const = default;
};
// Stands in a glyph run whose font has not come yet: positions are estimates, painters draw nothing.
inline constexpr FontId k_no_font{0xFFFF'FFFFu};

struct FontStyle {
  std::uint16_t weight = 400;  // 1 to 1000, as in CSS
  bool italic = false;
  bool operator==(const FontStyle&) const = default;
};

// In font units; ascent is up from the baseline and descent down from it (positive), as a browser takes them: the
// typographic metrics if the font says so (USE_TYPO_METRICS), else those of `hhea`, else those of `OS/2`.
struct FontMetrics {
  std::int32_t units_per_em = 1000;
  std::int32_t ascent = 800;
  std::int32_t descent = 200;
  std::int32_t line_gap = 0;
  std::int32_t underline_position = -100;  // top of the line above the baseline; mostly negative
  std::int32_t underline_thickness = 50;
  std::int32_t strike_position = 250;  // top of the line above the baseline
  std::int32_t strike_thickness = 50;
  bool operator==(const FontMetrics&) const = default;
};

// What the file says about itself. `family` prefers the typographic family name (name 16) to the legacy one (name 1).
struct FontInfo {
  std::string family;
  FontStyle style;
  FontMetrics metrics;
  std::uint32_t glyph_count = 0;
};

// Reads a TrueType or OpenType file, or face `face_index` of a collection. Errors: Malformed for what is no such font,
// Limit above k_max_font_bytes. Bytes may be hostile.
base::Result<FontInfo> read_font_info(base::ByteView bytes, std::uint32_t face_index = 0);

struct CodePointRange {
  char32_t first = 0;
  char32_t last = 0;  // inclusive
  bool operator==(const CodePointRange&) const = default;
};

struct CatalogFace {
  std::string family;
  FontStyle style;
  std::string file;  // SHA-256 of the file, 64 hexadecimal digits: the name under which it is fetched
  std::uint32_t size_bytes = 0;
  FontMetrics metrics;
  std::uint32_t coverage = 0;  // index into FontCatalog::coverages
};

// The parsed fonts.json of a bundle (made by tools/fonts.mjs). Immutable; faces keep their index.
class FontCatalog {
 public:
  static base::Result<FontCatalog> parse(std::string_view fonts_json);

  const std::vector<CatalogFace>& faces() const { return faces_; }
  // Family names in the catalogue's order, each once.
  const std::vector<std::string>& families() const { return families_; }
  // The family that stands in for unknown ones; empty in an empty catalogue.
  const std::string& fallback_family() const { return fallback_family_; }
  bool has_family(std::string_view family) const;
  // The face nearest to the wish, by CSS font matching (italic first, then weight); unknown families give a face of the
  // fallback family. Names match without regard to ASCII case. Nothing only if the catalogue is empty.
  std::optional<std::uint32_t> resolve(std::string_view family, FontStyle style) const;
  bool covers(std::uint32_t face, char32_t code_point) const;
  // The face for a code point that the wanted family lacks: the first family of the bundle's fallback order that has
  // it. `language` ("ja", "ko", "zh" ...) decides between the faces for Han.
  std::optional<std::uint32_t> fallback_for(char32_t code_point, FontStyle style, std::string_view language = {}) const;

 private:
  struct Family {
    std::string key;  // lower-case ASCII
    std::vector<std::uint32_t> faces;
  };
  struct FallbackFamily {
    std::uint32_t family = 0;  // index into by_name_
    std::string language;      // empty: for all
  };
  const Family* find_family(std::string_view family) const;
  std::uint32_t nearest(const Family& family, FontStyle style) const;
  friend struct CatalogParser;
  std::vector<CatalogFace> faces_;
  std::vector<std::vector<CodePointRange>> coverages_;
  std::vector<std::string> families_;
  std::vector<Family> by_name_;  // sorted by key
  std::vector<FallbackFamily> fallback_;
  std::string fallback_family_;
};

struct FaceHandle;  // HarfBuzz objects of one loaded face (library_detail.h)

// Loaded faces. One library belongs to one thread; several libraries do not know each other.
class FontLibrary {
 public:
  FontLibrary();
  ~FontLibrary();
  FontLibrary(FontLibrary&&) noexcept;
  FontLibrary& operator=(FontLibrary&&) noexcept;

  // Set once, before fonts are added. Without a catalogue only added fonts exist.
  void set_catalog(FontCatalog catalog);
  const FontCatalog& catalog() const { return catalog_; }

  // Takes a font file. If the catalogue knows it, it becomes that face; else it is a custom font under its own family
  // name. The same bytes twice give the same id. Errors as read_font_info.
  base::Result<FontId> add(base::Bytes bytes);
  // A custom font of a design: found under `family`, before any catalogue family of that name. Without `style` the
  // file's own weight and slant hold.
  base::Result<FontId> add_custom(std::string_view family, base::Bytes bytes, std::optional<FontStyle> style = {});
  // The two halves of add_custom. Of names that are the same in family and style the last one holds.
  base::Result<FontId> load(base::Bytes bytes);
  void name_custom(std::string_view family, std::optional<FontStyle> style, FontId font);
  // Forgets every custom name (when a design is closed); ids stay valid.
  void clear_custom();
  // Another number after everything above: what was laid out before may be laid out otherwise now.
  std::uint64_t version() const { return version_; }

  std::size_t size() const { return loaded_.size(); }
  bool has(FontId font) const { return font.index < loaded_.size(); }
  // The loaded font with these bytes.
  std::optional<FontId> find(std::string_view file_sha256) const;
  // Below, the font must be of this library.
  const FontInfo& info(FontId font) const;
  const std::string& file(FontId font) const;  // SHA-256 of the file
  base::ByteView bytes(FontId font) const;     // for embedding; a view into the library
  bool has_glyph(FontId font, char32_t code_point) const;
  // The outline in font units, y up. Empty for spaces and for glyphs that the font does not have.
  GlyphOutline outline(FontId font, std::uint32_t glyph) const;
  std::int32_t advance(FontId font, std::uint32_t glyph) const;  // font units

  const FaceHandle& handle(FontId font) const;

  // A wish answered: the face to use, loaded or not.
  struct Choice {
    FontId font = k_no_font;                    // k_no_font: not loaded
    std::optional<std::uint32_t> catalog_face;  // nothing for custom fonts
    FontMetrics metrics;
  };
  Choice choose(std::string_view family, FontStyle style) const;
  // The loaded font of a catalogue face.
  FontId loaded(std::uint32_t catalog_face) const;

 private:
  struct Loaded;
  struct Custom {
    std::string key;
    FontStyle style;
    FontId font;
  };
  FontCatalog catalog_;
  std::uint64_t version_ = 0;
  std::vector<std::unique_ptr<Loaded>> loaded_;
  std::vector<Custom> custom_;
  std::vector<FontId> by_face_;  // catalogue face -> loaded font
};

}  // namespace flashkit::text
