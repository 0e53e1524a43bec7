#pragma once
// Signature Version 4, as a pure function of request, credentials, scope and time: in the header form that a server
// sends, and in the query form that it hands to a browser ("presigned"). Encodes path and query exactly once. Held to
// the 38 official cases in both forms by its test.
#include <cstdint>
#include <string>

#include "adapters/aws/http.h"

namespace flashkit::adapters::aws {

struct Credentials {
  std::string key_id;
  std::string secret;
  std::string token;            // of temporary ones; empty: none
  std::int64_t expires_ms = 0;  // wall time; 0: never
};

struct SigningScope {
  std::string region;
  std::string service;  // "dynamodb", "s3"
};

struct SigningRules {
  bool normalize_path = true;   // drop `.`, `..` and empty segments; S3 takes keys as they are
  bool content_hash = false;    // send and sign x-amz-content-sha256, as S3 demands
  bool unsigned_body = false;   // the hash is the word UNSIGNED-PAYLOAD
  bool token_unsigned = false;  // add the token after signing (some old services want that)
};

struct Signed {
  WireRequest wire;
  // The steps of the signature, for tests and for comparing with what a server says it computed.
  std::string canonical_request;
  std::string string_to_sign;
  std::string signature;
};

struct Signing {
  Credentials credentials;
  SigningScope scope;
  SigningRules rules;
  std::int64_t wall_ms = 0;
};

// Adds x-amz-date, the token, x-amz-content-sha256 where the rules ask for it, and authorization.
Signed sign_headers(const Request& request, const std::string& host, const Signing& signing);
// Puts the signature into the query; who has the target may send exactly this request for `valid_s` seconds (at most
// 7 days, and no longer than the credentials live). Every header of `request` must then be sent as given.
Signed sign_query(const Request& request, const std::string& host, const Signing& signing, std::uint32_t valid_s);

// RFC 3986: all but letters, digits and -._~ become %XX; `/` is kept in paths.
std::string encode_component(std::string_view text);
std::string encode_path(std::string_view text);

}  // namespace flashkit::adapters::aws
