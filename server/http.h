#pragma once
// Requests and responses as plain values, and the small parsers every handler needs. No sockets, no Beast.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace flashkit::server {

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  std::string method;  // GET, HEAD, PUT, POST, DELETE
  std::string path;    // percent-decoded, starts with '/', holds no '.' or '..' part and no NUL
  std::string query;   // as it came
  std::vector<Header> headers;
  std::string body;
  std::string peer;  // address of the other side

  std::string_view header(std::string_view name) const;  // first of that name, any case; empty: none
  std::string_view cookie(std::string_view name) const;
  std::optional<std::string> parameter(std::string_view name) const;  // of the query, decoded
};

struct Response {
  unsigned status = 200;
  std::vector<Header> headers;
  std::shared_ptr<const std::string> body;
};

using Answer = std::function<void(Response)>;

Response text_response(unsigned status, std::string body, std::string_view media_type = "text/plain; charset=utf-8");
Response json_response(unsigned status, const base::Json& body);
// {"error": text}, for people and programs.
Response error_response(unsigned status, std::string_view text);
Response error_response(const base::Error& error);
// Of what is kept here: 410 where it is damaged or lost (Corrupt), for asking again does not bring it back.
Response kept_error_response(const base::Error& error);

std::optional<std::string> percent_decode(std::string_view text);
// Splits a target into path and query. Nothing for what is no plain absolute path.
struct Target {
  std::string path;
  std::string query;
};
std::optional<Target> parse_target(std::string_view target);
std::string_view media_type_of(std::string_view path);
// The parts between slashes: "/a/b" gives {"a", "b"}.
std::vector<std::string_view> parts_of(std::string_view path);
// True when the Origin header, where there is one, names the host the request came to.
bool is_same_origin(const Request& request);
// The best of what `Accept-Encoding` takes: "zstd", "gzip" or "".
bool accepts_encoding(const Request& request, std::string_view name);
std::string gzip(std::string_view bytes);
std::string zstd_compress(std::string_view bytes);
base::Result<std::string> zstd_decompress(std::string_view bytes, std::size_t limit_bytes);

}  // namespace flashkit::server
