#include "server/http.h"

#include <algorithm>
#include <array>
#include <utility>

namespace flashkit::server {

using base::Errc;
using base::Json;

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return out;
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const Header& each : headers) {
    if (same_word(each.name, name)) return each.value;
  }
  return {};
}

std::string_view Request::cookie(std::string_view name) const {
  std::string_view rest = header("Cookie");
  while (!rest.empty()) {
    const std::string_view pair = trimmed(next_part(rest, ';'));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return {};
}

std::optional<std::string> Request::parameter(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::string_view pair = next_part(rest, '&');
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) != name) continue;
    return percent_decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view());
  }
  return std::nullopt;
}

Response text_response(unsigned status, std::string body, std::string_view media_type) {
  Response out;
  out.status = status;
  out.headers = {{"Content-Type", std::string(media_type)}, {"Cache-Control", "no-store"}};
  out.body = std::make_shared<const std::string>(std::move(body));
  return out;
}

Response json_response(unsigned status, const Json& body) {
  return text_response(status, base::write_json(body) + "\n", "application/json");
}

Response error_response(unsigned status, std::string_view text) {
  return json_response(status, Json::object({{"error", Json::string(std::string(text))}}));
}

Response error_response(const base::Error& error) {
  switch (error.code) {
    case Errc::Malformed:
      return error_response(400, error.rule);
    case Errc::Limit:
      return error_response(413, error.rule);
    case Errc::Unsupported:
      return error_response(415, error.rule);
    case Errc::NotFound:
      return error_response(404, error.rule);
    case Errc::Conflict:
      return error_response(409, error.rule);
    case Errc::Denied:
      return error_response(403, error.rule);
    case Errc::Unavailable:
      return error_response(503, error.rule);
    case Errc::Corrupt:
      return error_response(422, error.rule);
  }
  return error_response(500, error.rule);
}

Response kept_error_response(const base::Error& error) {
  return error.code == Errc::Corrupt ? error_response(410, error.rule) : error_response(error);
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const std::optional<unsigned> high = hex_digit(text[i + 1]);
    const std::optional<unsigned> low = hex_digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return out;
}

std::optional<Target> parse_target(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  const std::optional<std::string> path = percent_decode(target.substr(0, mark));
  if (!path || path->empty() || path->front() != '/') return std::nullopt;
  for (const char c : *path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == 0x7f) return std::nullopt;
  }
  for (const std::string_view part : parts_of(*path)) {
    if (part == "." || part == "..") return std::nullopt;
  }
  return Target{*path, mark == std::string_view::npos ? std::string() : std::string(target.substr(mark + 1))};
}

std::string_view media_type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> k_types{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".wasm", "application/wasm"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".gif", "image/gif"},
      {".ico", "image/x-icon"},
      {".avif", "image/avif"},
      {".woff2", "font/woff2"},
      {".ttf", "font/ttf"},
      {".otf", "font/otf"},
      {".pdf", "application/pdf"},
      {".txt", "text/plain; charset=utf-8"},
      {".map", "application/json"},
      {".xml", "application/xml"},
  }};
  for (const auto& [ending, type] : k_types) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    const std::string_view part = next_part(path, '/');
    if (!part.empty()) out.push_back(part);
  }
  return out;
}

bool is_same_origin(const Request& request) {
  const std::string_view origin = request.header("Origin");
  if (origin.empty()) return true;
  const std::size_t scheme = origin.find("://");
  return scheme != std::string_view::npos && same_word(origin.substr(scheme + 3), request.header("Host"));
}

bool accepts_encoding(const Request& request, std::string_view name) {
  std::string_view rest = request.header("Accept-Encoding");
  while (!rest.empty()) {
    std::string_view item = trimmed(next_part(rest, ','));
    const std::string_view coding = trimmed(next_part(item, ';'));
    const std::string_view weight = trimmed(item);
    if (same_word(coding, name)) return weight != "q=0" && weight != "q=0.0";
  }
  return false;
}

}  // namespace flashkit::server
