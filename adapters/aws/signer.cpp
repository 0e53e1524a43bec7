#include "adapters/aws/signer.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "adapters/system/hash.h"
#include "base/bytes.h"
#include "base/sha256.h"

namespace flashkit::adapters::aws {

namespace {

constexpr char k_algorithm[] = "AWS4-HMAC-SHA256";

base::Sha256 hmac(base::ByteView key, std::string_view text) {
  base::Sha256 out{};
  unsigned size = 0;
  ::HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), base::bytes_of(text).data(), text.size(), out.data(),
         &size);
  return out;
}

struct Stamp {
  std::string date;  // 20150830
  std::string time;  // 20150830T123600Z
};

// Days since 1970 to a civil date (Howard Hinnant's `civil_from_days`).
Stamp stamp_of(std::int64_t wall_ms) {
  const std::int64_t seconds = wall_ms / 1000;
  const std::int64_t day_seconds = ((seconds % 86'400) + 86'400) % 86'400;
  const std::int64_t days = (seconds - day_seconds) / 86'400 + 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const std::int64_t day = day_of_year - (153 * shifted + 2) / 5 + 1;
  char date[64];
  std::snprintf(date, sizeof(date), "%04d%02d%02d", static_cast<int>(year), static_cast<int>(month),
                static_cast<int>(day));
  char time[32];
  std::snprintf(time, sizeof(time), "T%02d%02d%02dZ", static_cast<int>(day_seconds / 3600),
                static_cast<int>(day_seconds / 60 % 60), static_cast<int>(day_seconds % 60));
  return {date, std::string(date) + time};
}

std::string encode(std::string_view text, bool keep_slash) {
  static constexpr char k_digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char each : text) {
    const bool plain = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9') ||
                       each == '-' || each == '.' || each == '_' || each == '~' || (keep_slash && each == '/');
    if (plain) {
      out += each;
    } else {
      const auto byte = static_cast<unsigned char>(each);
      out += '%';
      out += k_digits[byte >> 4];
      out += k_digits[byte & 15];
    }
  }
  return out;
}

std::string normalized(std::string_view path) {
  std::vector<std::string_view> kept;
  std::string_view last;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    last = path.substr(0, slash);
    if (last == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!last.empty() && last != ".") {
      kept.push_back(last);
    }
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
    last = {};
  }
  std::string out;
  for (const std::string_view segment : kept) out.append("/").append(segment);
  const bool folder = last.empty() || last == "." || last == "..";
  return out.empty() || folder ? out + "/" : out;
}

std::string path_for(const Request& request, const SigningRules& rules) {
  if (rules.normalize_path) return encode_path(normalized(request.path));
  return encode_path(request.path.empty() ? "/" : request.path);
}

std::string query_of(const Pairs& parameters) {
  Pairs encoded;
  encoded.reserve(parameters.size());
  for (const Pair& each : parameters) encoded.push_back({encode_component(each.name), encode_component(each.value)});
  std::sort(encoded.begin(), encoded.end(),
            [](const Pair& a, const Pair& b) { return a.name != b.name ? a.name < b.name : a.value < b.value; });
  std::string out;
  for (const Pair& each : encoded) {
    if (!out.empty()) out += '&';
    out.append(each.name).append("=").append(each.value);
  }
  return out;
}

bool is_space(char each) { return each == ' ' || each == '\t' || each == '\r' || each == '\n'; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& each : out) {
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  }
  return out;
}

// Without spaces at the ends, and with one where there are many.
std::string trimmed(std::string_view text) {
  std::string out;
  for (const char each : text) {
    if (!is_space(each)) {
      out += each;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

struct SignedHeaders {
  std::string lines;
  std::string names;
};

SignedHeaders signed_headers(const Pairs& headers) {
  std::map<std::string, std::string> values;
  for (const Pair& each : headers) {
    const auto [at, fresh] = values.emplace(lower(each.name), trimmed(each.value));
    if (!fresh) at->second.append(",").append(trimmed(each.value));
  }
  SignedHeaders out;
  for (const auto& [name, value] : values) {
    out.lines.append(name).append(":").append(value).append("\n");
    if (!out.names.empty()) out.names += ';';
    out.names += name;
  }
  return out;
}

std::string payload_hash(const Request& request, const SigningRules& rules) {
  if (rules.unsigned_body) return "UNSIGNED-PAYLOAD";
  if (!request.body_hash.empty()) return request.body_hash;
  return sha256_hex(request.body == nullptr ? std::string_view() : std::string_view(*request.body));
}

std::string scope_text(const Signing& signing, const Stamp& stamp) {
  return stamp.date + "/" + signing.scope.region + "/" + signing.scope.service + "/aws4_request";
}

struct Canonical {
  std::string path;
  std::string query;
  SignedHeaders headers;
  std::string payload;
};

// Fills the three steps of the signature.
void sign(const Request& request, const Canonical& canonical, const Signing& signing, Signed& out) {
  const Stamp stamp = stamp_of(signing.wall_ms);
  out.canonical_request = request.method + "\n" + canonical.path + "\n" + canonical.query + "\n" +
                          canonical.headers.lines + "\n" + canonical.headers.names + "\n" + canonical.payload;
  out.string_to_sign = std::string(k_algorithm) + "\n" + stamp.time + "\n" + scope_text(signing, stamp) + "\n" +
                       sha256_hex(out.canonical_request);
  const std::string start = "AWS4" + signing.credentials.secret;
  base::Sha256 key = hmac(base::bytes_of(start), stamp.date);
  key = hmac(key, signing.scope.region);
  key = hmac(key, signing.scope.service);
  key = hmac(key, "aws4_request");
  out.signature = base::to_hex(hmac(key, out.string_to_sign));
}

std::string target_of(const std::string& path, const std::string& query) {
  return query.empty() ? path : path + "?" + query;
}

}  // namespace

std::string encode_component(std::string_view text) { return encode(text, false); }
std::string encode_path(std::string_view text) { return encode(text, true); }

Signed sign_headers(const Request& request, const std::string& host, const Signing& signing) {
  const Stamp stamp = stamp_of(signing.wall_ms);
  const SigningRules& rules = signing.rules;
  const std::string payload = payload_hash(request, rules);
  Pairs headers{{"host", host}};
  headers.insert(headers.end(), request.headers.begin(), request.headers.end());
  headers.push_back({"x-amz-date", stamp.time});
  if (rules.content_hash) headers.push_back({"x-amz-content-sha256", payload});
  const Pair token{"x-amz-security-token", signing.credentials.token};
  if (!token.value.empty() && !rules.token_unsigned) headers.push_back(token);
  const Canonical canonical{path_for(request, rules), query_of(request.parameters), signed_headers(headers), payload};
  Signed out;
  sign(request, canonical, signing, out);
  if (!token.value.empty() && rules.token_unsigned) headers.push_back(token);
  headers.push_back({"authorization", std::string(k_algorithm) + " Credential=" + signing.credentials.key_id + "/" +
                                          scope_text(signing, stamp) + ", SignedHeaders=" + canonical.headers.names +
                                          ", Signature=" + out.signature});
  out.wire = {request.method, target_of(canonical.path, canonical.query), std::move(headers), request.body};
  return out;
}

Signed sign_query(const Request& request, const std::string& host, const Signing& signing, std::uint32_t valid_s) {
  const Stamp stamp = stamp_of(signing.wall_ms);
  const SigningRules& rules = signing.rules;
  Pairs headers{{"host", host}};
  headers.insert(headers.end(), request.headers.begin(), request.headers.end());
  Canonical canonical{path_for(request, rules), {}, signed_headers(headers), payload_hash(request, rules)};
  Pairs parameters = request.parameters;
  parameters.push_back({"X-Amz-Algorithm", k_algorithm});
  parameters.push_back({"X-Amz-Credential", signing.credentials.key_id + "/" + scope_text(signing, stamp)});
  parameters.push_back({"X-Amz-Date", stamp.time});
  parameters.push_back({"X-Amz-SignedHeaders", canonical.headers.names});
  parameters.push_back({"X-Amz-Expires", std::to_string(valid_s)});
  const Pair token{"X-Amz-Security-Token", signing.credentials.token};
  if (!token.value.empty() && !rules.token_unsigned) parameters.push_back(token);
  canonical.query = query_of(parameters);
  Signed out;
  sign(request, canonical, signing, out);
  std::string query = canonical.query;
  if (!token.value.empty() && rules.token_unsigned) query += "&" + token.name + "=" + encode_component(token.value);
  query += "&X-Amz-Signature=" + out.signature;
  out.wire = {request.method, target_of(canonical.path, query), std::move(headers), request.body};
  return out;
}

}  // namespace flashkit::adapters::aws
