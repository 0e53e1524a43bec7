#include "painters/web_fonts.h"

#include <woff2/decode.h>
#include <zlib.h>

#include <algorithm>
#include <vector>

#include "text/fonts.h"

namespace flashkit::painters {
namespace {

using base::Bytes;
using base::ByteView;
using base::Errc;
using base::Error;
using base::Result;

constexpr Error k_damaged_font{Errc::Malformed, "the web font is damaged"};
constexpr Error k_large_font{Errc::Limit, "the font is larger than 64 MB"};
constexpr std::size_t k_sfnt_header = 12;
constexpr std::size_t k_sfnt_entry = 16;

// https://www.w3.org/TR/WOFF/ section 4: numbers are big-endian.
class WoffReader {
 public:
  explicit WoffReader(ByteView bytes) : bytes_(bytes) {}

  Result<Bytes> read() {
    constexpr std::size_t k_header = 44;
    constexpr std::size_t k_entry = 20;
    if (bytes_.size() < k_header) return k_damaged_font;
    const std::size_t count = number(12, 2);
    if (count == 0 || bytes_.size() < k_header + count * k_entry) return k_damaged_font;
    Bytes out(k_sfnt_header + count * k_sfnt_entry);
    put(out, 0, number(4, 4), 4);
    put(out, 4, count, 2);
    put_search_numbers(out, count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = k_header + i * k_entry;
      const std::size_t entry = k_sfnt_header + i * k_sfnt_entry;
      const std::size_t length = number(at + 12, 4);
      if (length > text::k_max_font_bytes - std::min(out.size(), text::k_max_font_bytes)) return k_large_font;
      put(out, entry, number(at, 4), 4);           // its name
      put(out, entry + 4, number(at + 16, 4), 4);  // its checksum
      put(out, entry + 8, out.size(), 4);
      put(out, entry + 12, length, 4);
      FLASHKIT_TRY(const Bytes table, table_of(number(at + 4, 4), number(at + 8, 4), length));
      out.insert(out.end(), table.begin(), table.end());
      out.resize((out.size() + 3) / 4 * 4);
    }
    return out;
  }

 private:
  std::size_t number(std::size_t at, std::size_t width) const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < width; ++i) out = out << 8 | bytes_[at + i];
    return out;
  }
  static void put(Bytes& out, std::size_t at, std::size_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) out[at + i] = static_cast<std::uint8_t>(value >> 8 * (width - 1 - i));
  }
  // What a binary search through the tables starts from.
  static void put_search_numbers(Bytes& out, std::size_t count) {
    std::size_t power = 0;
    while (std::size_t{2} << power <= count) ++power;
    const std::size_t range = std::size_t{16} << power;
    put(out, 6, range, 2);
    put(out, 8, power, 2);
    put(out, 10, count * 16 - range, 2);
  }

  Result<Bytes> table_of(std::size_t at, std::size_t packed, std::size_t length) const {
    if (packed > length || at > bytes_.size() || packed > bytes_.size() - at) return k_damaged_font;
    const ByteView data = bytes_.subspan(at, packed);
    if (packed == length) return base::copy_of(data);
    // Deflate packs at most about a thousandfold: what claims more is not worth the memory.
    if (length / 1100 > packed) return k_damaged_font;
    Bytes out(length);
    uLongf size = length;
    if (uncompress(out.data(), &size, data.data(), packed) != Z_OK || size != length) return k_damaged_font;
    return out;
  }

  ByteView bytes_;
};

Result<Bytes> unpacked_woff2(ByteView bytes) {
  const std::size_t size = woff2::ComputeWOFF2FinalSize(bytes.data(), bytes.size());
  if (size > text::k_max_font_bytes) return k_large_font;
  std::string font;
  woff2::WOFF2StringOut out(&font);
  out.SetMaxSize(text::k_max_font_bytes);
  if (!woff2::ConvertWOFF2ToTTF(bytes.data(), bytes.size(), &out)) return k_damaged_font;
  font.resize(std::min(font.size(), out.Size()));
  return base::copy_of(base::bytes_of(font));
}

}  // namespace

Result<Bytes> unpacked_font(Bytes bytes) {
  const std::string_view text = base::text_of(bytes);
  if (!text.starts_with("wOFF") && !text.starts_with("wOF2")) return bytes;
  if (bytes.size() > text::k_max_font_bytes) return k_large_font;
  return text.starts_with("wOFF") ? WoffReader(bytes).read() : unpacked_woff2(bytes);
}

}  // namespace flashkit::painters
