#include "adapters/aws/http.h"

#include <charconv>

namespace flashkit::adapters::aws {

using base::Errc;
using base::Error;

std::string Endpoint::authority() const { return port == (tls ? 443 : 80) ? host : host + ":" + std::to_string(port); }

base::Result<Url> parse_url(std::string_view text) {
  const Error malformed{Errc::Malformed, "an endpoint is http:// or https:// with a host"};
  Url out;
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
    out.endpoint.tls = false;
    out.endpoint.port = 80;
  } else {
    return malformed;
  }
  const std::size_t slash = text.find('/');
  out.path = slash == std::string_view::npos ? "/" : std::string(text.substr(slash));
  text = text.substr(0, slash);
  const std::size_t bracket = text.find(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  out.endpoint.host = std::string(text.substr(0, colon));
  if (out.endpoint.host.empty() || text.find('@') != std::string_view::npos) return malformed;
  if (colon != std::string_view::npos) {
    const std::string_view port = text.substr(colon + 1);
    const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), out.endpoint.port);
    if (code != std::errc() || end != port.data() + port.size() || out.endpoint.port == 0) return malformed;
  }
  return out;
}

}  // namespace flashkit::adapters::aws
