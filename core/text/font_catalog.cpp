#include <algorithm>

#include "base/json.h"
#include "base/sha256.h"
#include "text/fonts.h"
#include "text/names_detail.h"
#include "text/style_match_detail.h"

namespace flashkit::text {

using base::Errc;
using base::Error;
using base::Json;
using base::Result;

struct CatalogParser {
  FontCatalog out;

  Result<void> read_coverages(const Json* list) {
    if (list == nullptr || !list->is_array()) return Error{Errc::Malformed, "a font catalogue has coverages"};
    for (const Json& each : list->items()) {
      FLASHKIT_TRY(std::vector<CodePointRange> ranges, read_coverage(each.as_string()));
      out.coverages_.push_back(std::move(ranges));
    }
    return {};
  }

  // Pairs of numbers to the base 36: code points skipped since the last range, and the range's length less one.
  static Result<std::vector<CodePointRange>> read_coverage(std::string_view text) {
    std::vector<CodePointRange> ranges;
    std::uint32_t next = 0;
    std::size_t at = 0;
    while (at < text.size()) {
      FLASHKIT_TRY(const std::uint32_t skipped, read_base36(text, at));
      FLASHKIT_TRY(const std::uint32_t length, read_base36(text, at));
      const std::uint32_t first = next + skipped;
      if (first + length > 0x10FFFF) return Error{Errc::Malformed, "a coverage ends at U+10FFFF", at};
      ranges.push_back({first, first + length});
      next = first + length + 1;
    }
    return ranges;
  }

  static Result<std::uint32_t> read_base36(std::string_view text, std::size_t& at) {
    std::uint32_t value = 0;
    const std::size_t begin = at;
    for (; at < text.size() && text[at] != ' '; ++at) {
      const char c = text[at];
      const bool digit = c >= '0' && c <= '9';
      if (!digit && !(c >= 'a' && c <= 'z'))
        return Error{Errc::Malformed, "a coverage holds numbers to the base 36", at};
      value = value * 36 + static_cast<std::uint32_t>(digit ? c - '0' : c - 'a' + 10);
      if (value > 0x10FFFF) return Error{Errc::Malformed, "a coverage ends at U+10FFFF", at};
    }
    if (at == begin) return Error{Errc::Malformed, "a coverage holds pairs of numbers", at};
    if (at < text.size()) ++at;
    return value;
  }

  static std::int32_t integer(const Json& value) {
    const double number = value.as_number();
    return number >= -1e9 && number <= 1e9 ? static_cast<std::int32_t>(number) : 0;
  }

  Result<void> read_face(const std::string& family, const Json& face) {
    CatalogFace next;
    next.family = family;
    const Json* const file = face.find("file");
    const Json* const metrics = face.find("metrics");
    const Json* const weight = face.find("weight");
    const Json* const italic = face.find("italic");
    const Json* const size = face.find("size");
    const Json* const coverage = face.find("coverage");
    if (file == nullptr || !base::is_blob_name(file->as_string())) {
      return Error{Errc::Malformed, "a catalogue face names its file by SHA-256"};
    }
    if (metrics == nullptr || metrics->items().size() != 8 || weight == nullptr || coverage == nullptr) {
      return Error{Errc::Malformed, "a catalogue face has weight, coverage and eight metrics"};
    }
    next.file = std::string(file->as_string());
    next.style.weight = static_cast<std::uint16_t>(std::clamp(integer(*weight), 1, 1000));
    next.style.italic = italic != nullptr && italic->as_bool();
    next.size_bytes = size == nullptr ? 0 : static_cast<std::uint32_t>(std::max(integer(*size), 0));
    next.coverage = static_cast<std::uint32_t>(integer(*coverage));
    const std::vector<Json>& m = metrics->items();
    next.metrics = {integer(m[0]), integer(m[1]), integer(m[2]), integer(m[3]),
                    integer(m[4]), integer(m[5]), integer(m[6]), integer(m[7])};
    if (next.coverage >= out.coverages_.size()) return Error{Errc::Malformed, "a catalogue face has a coverage"};
    if (next.metrics.units_per_em < 16) return Error{Errc::Malformed, "a font has 16 to 16384 units per em"};
    if (out.faces_.size() >= k_max_catalog_faces) return Error{Errc::Limit, "a catalogue has at most 20000 faces"};
    out.faces_.push_back(std::move(next));
    return {};
  }

  Result<void> read_family(const Json& family) {
    const Json* const name = family.find("name");
    const Json* const faces = family.find("faces");
    if (name == nullptr || name->as_string().empty() || faces == nullptr || faces->items().empty()) {
      return Error{Errc::Malformed, "a catalogue family has a name and faces"};
    }
    const std::string text(name->as_string());
    FontCatalog::Family next{family_key(text), {}};
    for (const Json& face : faces->items()) {
      next.faces.push_back(static_cast<std::uint32_t>(out.faces_.size()));
      FLASHKIT_CHECK(read_face(text, face));
    }
    out.families_.push_back(text);
    out.by_name_.push_back(std::move(next));
    return {};
  }

  void read_aliases(const Json* aliases) {
    if (aliases == nullptr) return;
    std::vector<FontCatalog::Family> more;
    for (const auto& [alias, target] : aliases->members()) {
      const FontCatalog::Family* const family = out.find_family(target.as_string());
      if (family != nullptr && out.find_family(alias) == nullptr) more.push_back({family_key(alias), family->faces});
    }
    for (FontCatalog::Family& each : more) out.by_name_.push_back(std::move(each));
    sort_names();
  }

  void sort_names() {
    std::stable_sort(out.by_name_.begin(), out.by_name_.end(),
                     [](const FontCatalog::Family& a, const FontCatalog::Family& b) { return a.key < b.key; });
  }

  void read_fallback(const Json* list) {
    if (list == nullptr) return;
    for (const Json& each : list->items()) {
      const Json* const name = each.find("family");
      const Json* const language = each.find("language");
      const FontCatalog::Family* const family = name == nullptr ? nullptr : out.find_family(name->as_string());
      if (family == nullptr) continue;
      out.fallback_.push_back({static_cast<std::uint32_t>(family - out.by_name_.data()),
                               language == nullptr ? std::string() : std::string(language->as_string())});
    }
  }
};

Result<FontCatalog> FontCatalog::parse(std::string_view fonts_json) {
  FLASHKIT_TRY(const Json root, base::parse_json(fonts_json));
  CatalogParser parser;
  FLASHKIT_CHECK(parser.read_coverages(root.find("coverages")));
  const Json* const families = root.find("families");
  if (families == nullptr || !families->is_array()) return Error{Errc::Malformed, "a font catalogue has families"};
  for (const Json& family : families->items()) {
    FLASHKIT_CHECK(parser.read_family(family));
  }
  parser.sort_names();
  parser.read_aliases(root.find("aliases"));
  parser.read_fallback(root.find("fallback"));
  const Json* const unknown = root.find("fallbackFamily");
  if (unknown != nullptr && parser.out.has_family(unknown->as_string())) {
    parser.out.fallback_family_ = std::string(unknown->as_string());
  } else if (!parser.out.families_.empty()) {
    parser.out.fallback_family_ = parser.out.families_.front();
  }
  return std::move(parser.out);
}

const FontCatalog::Family* FontCatalog::find_family(std::string_view family) const {
  const std::string key = family_key(family);
  const auto found = std::lower_bound(by_name_.begin(), by_name_.end(), key,
                                      [](const Family& each, const std::string& wanted) { return each.key < wanted; });
  return found != by_name_.end() && found->key == key ? &*found : nullptr;
}

bool FontCatalog::has_family(std::string_view family) const { return find_family(family) != nullptr; }

std::uint32_t FontCatalog::nearest(const Family& family, FontStyle style) const {
  return *std::min_element(family.faces.begin(), family.faces.end(), [&](std::uint32_t a, std::uint32_t b) {
    return style_distance(style, faces_[a].style) < style_distance(style, faces_[b].style);
  });
}

std::optional<std::uint32_t> FontCatalog::resolve(std::string_view family, FontStyle style) const {
  const Family* found = find_family(family);
  if (found == nullptr) found = find_family(fallback_family_);
  if (found == nullptr) return std::nullopt;
  return nearest(*found, style);
}

bool FontCatalog::covers(std::uint32_t face, char32_t code_point) const {
  if (face >= faces_.size()) return false;
  const std::vector<CodePointRange>& ranges = coverages_[faces_[face].coverage];
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), code_point,
                       [](char32_t wanted, const CodePointRange& range) { return wanted < range.first; });
  return after != ranges.begin() && code_point <= (after - 1)->last;
}

std::optional<std::uint32_t> FontCatalog::fallback_for(char32_t code_point, FontStyle style,
                                                       std::string_view language) const {
  std::optional<std::uint32_t> other_language;
  for (const FallbackFamily& each : fallback_) {
    const std::uint32_t face = nearest(by_name_[each.family], style);
    if (!covers(face, code_point)) continue;
    if (each.language.empty() || language.starts_with(each.language)) return face;
    if (!other_language) other_language = face;
  }
  return other_language;
}

}  // namespace flashkit::text
