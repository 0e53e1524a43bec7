#pragma once
// HTTP as values: what the adapters for Amazon's interfaces ask and what comes back. A `Request` is plain (nothing is
// percent-encoded), so that one signer encodes everything exactly once; a `WireRequest` is what goes over the socket.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flashkit::adapters::aws {

struct Pair {
  std::string name;
  std::string value;
  bool operator==(const Pair&) const = default;
};
using Pairs = std::vector<Pair>;

// Shared between the tries of one call: a blob is not copied for each.
using Body = std::shared_ptr<const std::string>;

struct Request {
  std::string method;
  std::string path = "/";
  Pairs parameters;
  Pairs headers;               // without `host`: the signer takes it from the endpoint
  Body body;                   // null: none
  const char* operation = "";  // as its service calls it ("PutItem"), for counting; static
  std::string body_hash;  // SHA-256 of the body as 64 digits, if the caller knows it; empty: the signer computes it
};

struct WireRequest {
  std::string method;
  std::string target;  // encoded path and query
  Pairs headers;       // with `host`, without `content-length`
  Body body;
};

struct Answer {
  unsigned status = 0;
  Pairs headers;  // names in lower case
  std::string body;
  // Empty when there is none of that (lower-case) name.
  std::string_view header(std::string_view name) const {
    for (const Pair& each : headers) {
      if (each.name == name) return each.value;
    }
    return {};
  }
};

struct Endpoint {
  bool tls = true;
  std::string host;
  std::uint16_t port = 443;
  bool operator==(const Endpoint&) const = default;
  // The `host` header: with the port unless it is the scheme's own.
  std::string authority() const;
};

// "https://host", "http://127.0.0.1:8000", "http://[::1]:80/". Errors: Malformed. The path, if any, goes to `path`.
struct Url {
  Endpoint endpoint;
  std::string path;  // "/" if the URL has none; with its query
};
base::Result<Url> parse_url(std::string_view text);

}  // namespace flashkit::adapters::aws
