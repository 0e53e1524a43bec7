#include "painters/svg_check.h"

#include <algorithm>
#include <map>
#include <string>

#include "painters/assets.h"
#include "painters/bitmap.h"
#include "painters/limits.h"
#include "painters/svg_image.h"
#include "painters/svg_repeats.h"

namespace flashkit::painters {
namespace {

using base::Errc;
using base::Error;
using Refusal = std::optional<Error>;
using Entities = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view k_gaps = " \t\r\n";
constexpr std::size_t k_max_plain_bytes = 2 * k_max_svg_bytes;
constexpr int k_max_svg_in_svg = 3;

constexpr Error k_odd_entity{Errc::Unsupported, "the SVG file declares entities that are not plain texts"};
constexpr Error k_odd_data{Errc::Unsupported, "the SVG file holds data that is not PNG, JPEG, WebP or GIF"};
constexpr Error k_odd_encoding{Errc::Unsupported, "the SVG file is in an encoding that is not known"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool begins_with(std::string_view text, std::string_view small) {
  if (text.size() < small.size()) return false;
  for (std::size_t i = 0; i < small.size(); ++i) {
    if (lower(text[i]) != small[i]) return false;
  }
  return true;
}

// In another encoding marks could stand for others than they seem to.
bool is_ascii_like(std::string_view svg) {
  if (!svg.starts_with("<?xml")) return true;
  const std::string_view head = svg.substr(0, svg.find("?>"));
  std::size_t at = head.find("encoding");
  if (at == std::string_view::npos) return true;
  at = head.find_first_of("\"'", at);
  if (at == std::string_view::npos) return false;
  const std::string_view name = head.substr(at + 1);
  // UTF-16: what some programs write at the head of UTF-8. It cannot be true, since the head was read.
  for (const std::string_view known : {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-", "windows-125", "utf-16"}) {
    if (begins_with(name, known)) return true;
  }
  return false;
}

// Every entity is a short text without markup or references; anything else is refused. (libxml2 never frees them.)
Refusal read_entities(std::string_view svg, Entities& out) {
  constexpr std::string_view k_begin = "<!ENTITY";
  constexpr std::size_t k_most = 100;
  constexpr std::size_t k_longest = 1'000;
  for (std::size_t at = svg.find(k_begin); at != std::string_view::npos; at = svg.find(k_begin, at)) {
    at = svg.find_first_not_of(k_gaps, at + k_begin.size());
    const std::size_t name_end = svg.find_first_of(k_gaps, at);
    const std::size_t value_at = svg.find_first_not_of(k_gaps, name_end);
    if (at == std::string_view::npos || value_at == std::string_view::npos) return k_odd_entity;
    const char quote = svg[value_at];
    const std::size_t end = svg.find(quote, value_at + 1);
    if (svg[at] == '%' || (quote != '"' && quote != '\'') || end == std::string_view::npos) return k_odd_entity;
    const std::string_view value = svg.substr(value_at + 1, end - value_at - 1);
    if (value.find_first_of("&<") != std::string_view::npos) return k_odd_entity;
    if (value.size() > k_longest || out.size() == k_most) return k_odd_entity;
    const auto [known, fresh] = out.try_emplace(std::string(svg.substr(at, name_end - at)), value);
    if (!fresh && known->second != value) return k_odd_entity;
    at = end;
  }
  return std::nullopt;
}

// The character of &#...; as far as it matters here.
char referred(std::string_view number) {
  const bool hex = !number.empty() && number[0] == 'x';
  std::uint32_t code = 0;
  for (const char c : number.substr(hex ? 1 : 0)) {
    const char l = lower(c);
    const int digit = l >= '0' && l <= '9' ? l - '0' : hex && l >= 'a' && l <= 'f' ? l - 'a' + 10 : 99;
    if (digit == 99 || code > 0x10FFFF) return '?';
    code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
  }
  return code < 0x80 ? static_cast<char>(code) : '?';
}

// The text without references, and without the marks that addresses are read without.
Refusal write_plain(std::string_view svg, const Entities& entities, std::string& out) {
  constexpr std::size_t k_longest_name = 100;
  for (std::size_t i = 0; i < svg.size(); ++i) {
    const char c = svg[i];
    if (c == '\t' || c == '\r' || c == '\n') continue;
    out += c;
    if (c != '&') continue;
    const std::size_t end = svg.substr(0, i + 1 + k_longest_name).find(';', i);
    if (end == std::string_view::npos) continue;
    const std::string_view name = svg.substr(i + 1, end - i - 1);
    const auto found = entities.find(name);
    if (name.starts_with('#')) {
      out.back() = referred(name.substr(1));
      if (out.back() == '\t' || out.back() == '\r' || out.back() == '\n') out.pop_back();
    } else if (found != entities.end()) {
      out.pop_back();
      for (const char letter : found->second) {
        if (letter != '\t' && letter != '\r' && letter != '\n') out += letter;
      }
      if (out.size() > k_max_plain_bytes) return Error{Errc::Limit, "the entities of the SVG file make it too large"};
    } else if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos") {
      out.back() = name == "amp" ? '&' : name == "lt" ? '<' : name == "gt" ? '>' : name == "quot" ? '"' : '\'';
    } else {
      continue;
    }
    i = end;
  }
  return std::nullopt;
}

// CSS's own escapes: \64 and \d for letters.
std::string without_escapes(std::string_view css) {
  std::string out;
  for (std::size_t i = 0; i < css.size(); ++i) {
    if (css[i] != '\\') {
      out += css[i];
      continue;
    }
    std::uint32_t code = 0;
    std::size_t n = 0;
    for (; n < 6 && i + 1 < css.size(); ++n) {
      const char l = lower(css[i + 1]);
      if (!((l >= '0' && l <= '9') || (l >= 'a' && l <= 'f'))) break;
      code = code * 16 + static_cast<std::uint32_t>(l <= '9' ? l - '0' : l - 'a' + 10);
      ++i;
    }
    if (n == 0) continue;  // the next character stands for itself
    out += code < 0x80 ? static_cast<char>(code) : '?';
    if (i + 1 < css.size() && css[i + 1] == ' ') ++i;
  }
  return out;
}

bool is_font(base::ByteView bytes) {
  const std::string_view head = base::text_of(bytes.first(bytes.size() < 4 ? bytes.size() : 4));
  for (const std::string_view magic : {"wOFF", "wOF2", "OTTO", "true", "ttcf"}) {
    if (head == magic) return true;
  }
  return head == std::string_view("\0\1\0\0", 4);
}

class DataCheck {
 public:
  Refusal document(std::string_view svg, int depth) {
    if (depth > k_max_svg_in_svg) return Error{Errc::Limit, "SVG files stand too deep inside each other"};
    if (svg_weight(svg, k_max_svg_elements).elements > k_max_svg_elements) {
      return Error{Errc::Limit, "the SVG file draws over 200 thousand shapes"};
    }
    if (!is_ascii_like(svg)) return k_odd_encoding;
    Entities entities;
    if (const auto refusal = read_entities(svg, entities)) return refusal;
    std::string plain;
    plain.reserve(svg.size());
    if (const auto refusal = write_plain(svg, entities, plain)) return refusal;
    const std::uint64_t before = pixels_;
    if (const auto refusal = addresses(plain, depth)) return refusal;
    if (plain.find('\\') == std::string::npos) return std::nullopt;
    pixels_ = before;
    return addresses(without_escapes(plain), depth);
  }

 private:
  // Every data URL that begins where an address may: in quotes or in brackets.
  Refusal addresses(std::string_view text, int depth) {
    for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at)) {
      const std::size_t begin = at++ < 4 ? 0 : at - 5;
      if (!begins_with(text.substr(begin), "data:")) continue;
      const std::size_t before = begin == 0 ? std::string_view::npos : text.find_last_not_of(' ', begin - 1);
      const char mark = before == std::string_view::npos ? '\0' : text[before];
      if (mark != '"' && mark != '\'' && mark != '(') continue;
      const std::size_t end = std::min(text.find(mark == '(' ? ')' : mark, at), text.size());
      if (const auto refusal = address(text.substr(at, end - at), depth)) return refusal;
      at = end;
    }
    return std::nullopt;
  }

  // Behind the "data:".
  Refusal address(std::string_view rest, int depth) {
    rest = rest.substr(0, rest.find('#'));
    if (rest.find(',') == std::string_view::npos) return std::nullopt;  // an address of nothing
    const auto decoded = decode_data_url("data:" + std::string(rest));
    if (!decoded.ok()) return decoded.error().code == Errc::Limit ? decoded.error() : k_odd_data;
    const base::ByteView bytes = decoded.value();
    if (bytes.empty() || is_font(bytes)) return std::nullopt;
    if (is_svg(bytes)) return document(base::text_of(bytes), depth + 1);
    const auto size = probe_image(bytes);
    if (!size.ok()) return size.error().code == Errc::Limit ? size.error() : k_odd_data;
    pixels_ += static_cast<std::uint64_t>(size.value().width) * static_cast<std::uint64_t>(size.value().height);
    if (pixels_ > k_max_image_pixels)
      return Error{Errc::Limit, "the images in the SVG file have over 100 million pixels"};
    return std::nullopt;
  }

  std::uint64_t pixels_ = 0;
};

}  // namespace

std::optional<Error> check_svg(std::string_view svg) { return DataCheck().document(svg, 0); }

}  // namespace flashkit::painters
