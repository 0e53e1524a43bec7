// The pure halves of the credentials: files and answers to values.
#include <algorithm>
#include <charconv>

#include "adapters/aws/credentials.h"
#include "base/json.h"

namespace flashkit::adapters::aws {

using base::Errc;
using base::Error;
using base::Result;

namespace {

// Amazon renews them at least five minutes before they end.
constexpr std::int64_t k_soon_ms = 5 * 60'000;
constexpr std::int64_t k_over_ms = 30'000;

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string text_of(const base::Json& json, const char* name) {
  const base::Json* found = json.find(name);
  return found == nullptr ? std::string() : std::string(found->as_string());
}

bool read_number(std::string_view text, int& to) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), to);
  return code == std::errc() && end == text.data() + text.size();
}

// Days since 1970 of a civil date (Howard Hinnant's `days_from_civil`).
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = year / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

}  // namespace

Result<Credentials> parse_profile(std::string_view text, const std::string& profile) {
  Credentials out;
  bool found = false;
  bool inside = false;
  while (!text.empty()) {
    const std::string_view whole = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), whole.size() + 1));
    const std::string_view line = trim(whole);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[' && line.back() == ']') {
      inside = trim(line.substr(1, line.size() - 2)) == profile;
      found = found || inside;
      continue;
    }
    const std::size_t equals = line.find('=');
    if (!inside || equals == std::string_view::npos) continue;
    const std::string_view name = trim(line.substr(0, equals));
    const std::string value(trim(line.substr(equals + 1)));
    if (name == "aws_access_key_id") out.key_id = value;
    if (name == "aws_secret_access_key") out.secret = value;
    if (name == "aws_session_token") out.token = value;
  }
  if (!found) return Error{Errc::NotFound, "the credentials file has no such profile"};
  if (out.key_id.empty() || out.secret.empty()) return Error{Errc::Malformed, "the profile has no access key"};
  return out;
}

Result<std::int64_t> parse_time(std::string_view text) {
  const Error malformed{Errc::Malformed, "a time is like 2026-11-22T18:00:00Z"};
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z') {
    return malformed;
  }
  int parts[6] = {};
  const std::size_t starts[6] = {0, 5, 8, 11, 14, 17};
  for (int i = 0; i < 6; ++i) {
    if (!read_number(text.substr(starts[i], i == 0 ? 4 : 2), parts[i]) || parts[i] < 0) return malformed;
  }
  if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > 31) return malformed;
  const std::int64_t seconds = days_of(parts[0], parts[1], parts[2]) * 86'400 + parts[3] * 3600 + parts[4] * 60;
  return (seconds + parts[5]) * 1000;
}

Result<Credentials> parse_credentials_json(std::string_view text) {
  const auto json = base::parse_json(text, {.depth = 8, .size_bytes = 64u << 10, .values = 1000});
  if (!json.ok() || !json.value().is_object()) return Error{Errc::Malformed, "the credentials cannot be read"};
  const std::string code = text_of(json.value(), "Code");
  if (!code.empty() && code != "Success") return Error{Errc::Denied, "the endpoint has no credentials to give"};
  Credentials out{text_of(json.value(), "AccessKeyId"), text_of(json.value(), "SecretAccessKey"),
                  text_of(json.value(), "Token"), 0};
  if (out.key_id.empty() || out.secret.empty()) return Error{Errc::Malformed, "the credentials lack a key"};
  const std::string expires = text_of(json.value(), "Expiration");
  if (!expires.empty()) {
    FLASHKIT_TRY(out.expires_ms, parse_time(expires));
  }
  return out;
}

bool is_trusted_credential_endpoint(const Endpoint& endpoint) {
  const std::string& host = endpoint.host;
  return endpoint.tls || host == "localhost" || host == "[::1]" || host.starts_with("127.") ||
         host == "169.254.170.2" || host == "169.254.170.23" || host == "[fd00:ec2::23]";
}

Freshness freshness(const Credentials& credentials, std::int64_t now_ms) {
  if (credentials.expires_ms == 0 || now_ms < credentials.expires_ms - k_soon_ms) return Freshness::Fresh;
  return now_ms < credentials.expires_ms - k_over_ms ? Freshness::Soon : Freshness::Over;
}

}  // namespace flashkit::adapters::aws
