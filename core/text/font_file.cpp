#include <algorithm>

#include "base/utf8.h"
#include "text/fonts.h"

namespace flashkit::text {
namespace {

using base::ByteView;
using base::Errc;
using base::Error;
using base::Result;

constexpr std::uint32_t tag(const char (&name)[5]) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(name[i]);
  return value;
}

// Big-endian numbers; outside the bytes everything reads as 0, so that a cut table is a table of zeros.
struct Table {
  ByteView bytes;
  std::uint32_t u16(std::size_t at) const {
    return at + 2 <= bytes.size() ? static_cast<std::uint32_t>(bytes[at] << 8 | bytes[at + 1]) : 0;
  }
  std::int32_t i16(std::size_t at) const { return static_cast<std::int16_t>(u16(at)); }
  std::uint32_t u32(std::size_t at) const { return at + 4 <= bytes.size() ? u16(at) << 16 | u16(at + 2) : 0; }
  ByteView part(std::size_t at, std::size_t size) const {
    return at <= bytes.size() && size <= bytes.size() - at ? bytes.subspan(at, size) : ByteView{};
  }
};

struct FontFile {
  Table all;
  std::size_t directory = 0;
  Table find(std::uint32_t wanted) const {
    const std::uint32_t count = all.u16(directory + 4);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::size_t entry = directory + 12 + std::size_t{i} * 16;
      if (all.u32(entry) == wanted) return {all.part(all.u32(entry + 8), all.u32(entry + 12))};
    }
    return {};
  }
};

Result<FontFile> open_font(ByteView bytes, std::uint32_t face_index) {
  if (bytes.size() > k_max_font_bytes) return Error{Errc::Limit, "a font file is at most 64 MiB"};
  FontFile file{{bytes}, 0};
  if (file.all.u32(0) == tag("ttcf")) {
    if (face_index >= file.all.u32(8)) return Error{Errc::Malformed, "the collection has no such face", 8};
    file.directory = file.all.u32(12 + std::size_t{face_index} * 4);
  } else if (face_index != 0) {
    return Error{Errc::Malformed, "the file is no collection"};
  }
  const std::uint32_t kind = file.all.u32(file.directory);
  if (kind != 0x00010000 && kind != tag("OTTO") && kind != tag("true")) {
    return Error{Errc::Malformed, "the bytes are no TrueType or OpenType font", file.directory};
  }
  return file;
}

std::string utf16_name(ByteView bytes) {
  std::string out;
  const Table text{bytes};
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t code = text.u16(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
      const char32_t low = text.u16(i + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;
    if (code >= 0x20) base::append_utf8(out, code);
  }
  return out;
}

// Only plain ASCII of the old Macintosh names is taken; fonts with other letters have Unicode names.
std::string ascii_name(ByteView bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) out.push_back(byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '?');
  return out;
}

std::string family_of(const Table& name) {
  constexpr std::size_t k_longest_name_bytes = 1024;
  std::string best;
  std::uint32_t best_rank = 0;
  const std::uint32_t count = name.u16(2);
  const std::uint32_t storage = name.u16(4);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t record = 6 + std::size_t{i} * 12;
    const std::uint32_t platform = name.u16(record);
    const std::uint32_t language = name.u16(record + 4);
    const std::uint32_t kind = name.u16(record + 6);
    if (kind != 1 && kind != 16) continue;
    const bool unicode = platform == 3 || platform == 0;
    const bool english = (platform == 3 && language == 0x409) || platform == 0 || (platform == 1 && language == 0);
    if (!unicode && platform != 1) continue;
    const std::uint32_t rank = (kind == 16 ? 8u : 1u) + (english ? 4u : 0u) + (unicode ? 2u : 0u);
    const std::size_t size = std::min<std::size_t>(name.u16(record + 8), k_longest_name_bytes);
    const ByteView bytes = name.part(storage + name.u16(record + 10), size);
    if (rank <= best_rank || bytes.empty()) continue;
    std::string text = unicode ? utf16_name(bytes) : ascii_name(bytes);
    if (text.empty()) continue;
    best = std::move(text);
    best_rank = rank;
  }
  return best;
}

// As Chromium and Firefox choose: the typographic metrics on request, else `hhea`, else what `OS/2` has.
void set_vertical_metrics(FontMetrics& metrics, const Table& hhea, const Table& os2) {
  constexpr std::uint32_t k_use_typo_metrics = 1u << 7;
  const std::int32_t typo_ascent = os2.i16(68);
  const std::int32_t typo_descent = -os2.i16(70);
  if ((os2.u16(62) & k_use_typo_metrics) != 0 && (typo_ascent != 0 || typo_descent != 0)) {
    metrics.ascent = typo_ascent;
    metrics.descent = typo_descent;
    metrics.line_gap = os2.i16(72);
  } else if (hhea.i16(4) != 0 || hhea.i16(6) != 0) {
    metrics.ascent = hhea.i16(4);
    metrics.descent = -hhea.i16(6);
    metrics.line_gap = hhea.i16(8);
  } else if (typo_ascent != 0 || typo_descent != 0) {
    metrics.ascent = typo_ascent;
    metrics.descent = typo_descent;
    metrics.line_gap = os2.i16(72);
  } else if (os2.u16(74) != 0 || os2.u16(76) != 0) {
    metrics.ascent = static_cast<std::int32_t>(os2.u16(74));
    metrics.descent = static_cast<std::int32_t>(os2.u16(76));
    metrics.line_gap = 0;
  } else {
    metrics.ascent = metrics.units_per_em * 4 / 5;
    metrics.descent = metrics.units_per_em / 5;
    metrics.line_gap = 0;
  }
  metrics.line_gap = std::max(metrics.line_gap, 0);
}

void set_decoration_metrics(FontMetrics& metrics, const Table& post, const Table& os2) {
  const std::int32_t em = metrics.units_per_em;
  const bool underline = post.i16(10) > 0;
  metrics.underline_position = underline ? post.i16(8) : -em / 10;
  metrics.underline_thickness = underline ? post.i16(10) : em / 20;
  const bool strike = os2.i16(26) > 0;
  metrics.strike_position = strike ? os2.i16(28) : em / 4;
  metrics.strike_thickness = strike ? os2.i16(26) : em / 20;
}

}  // namespace

Result<FontInfo> read_font_info(ByteView bytes, std::uint32_t face_index) {
  FLASHKIT_TRY(const FontFile file, open_font(bytes, face_index));
  const Table head = file.find(tag("head"));
  const Table os2 = file.find(tag("OS/2"));
  FontInfo info;
  info.glyph_count = file.find(tag("maxp")).u16(4);
  info.metrics.units_per_em = static_cast<std::int32_t>(head.u16(18));
  if (info.metrics.units_per_em < 16 || info.metrics.units_per_em > 16384) {
    return Error{Errc::Malformed, "a font has 16 to 16384 units per em"};
  }
  if (info.glyph_count == 0) return Error{Errc::Malformed, "a font has glyphs"};
  if (file.find(tag("cmap")).bytes.empty()) return Error{Errc::Malformed, "a font maps characters to glyphs"};
  set_vertical_metrics(info.metrics, file.find(tag("hhea")), os2);
  set_decoration_metrics(info.metrics, file.find(tag("post")), os2);
  const bool bold_flag = (head.u16(44) & 1u) != 0;
  const std::uint32_t weight = os2.u16(4);
  info.style.weight = static_cast<std::uint16_t>(weight == 0   ? (bold_flag ? 700u : 400u)
                                                 : weight < 10 ? weight * 100
                                                               : std::min(weight, 1000u));
  constexpr std::uint32_t k_italic_or_oblique = 1u << 0 | 1u << 9;
  info.style.italic = (os2.u16(62) & k_italic_or_oblique) != 0 || (head.u16(44) & 2u) != 0;
  info.family = family_of(file.find(tag("name")));
  return info;
}

}  // namespace flashkit::text
