// Blobs of the HTTP API: bytes up, and down again for ever.
#include <utility>

#include "base/sha256.h"
#include "server/router.h"

namespace flashkit::server {

using base::Json;
using base::Result;

namespace {

bool holds(std::string_view bytes, std::size_t at, std::string_view mark) {
  return bytes.size() >= at && bytes.substr(at).starts_with(mark);
}

// Uploaded bytes are shown only as what they are; whatever else they hold is never run.
std::string_view type_of_bytes(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  if (bytes.starts_with("RIFF") && holds(bytes, 8, "WEBP")) return "image/webp";
  if (holds(bytes, 4, "ftypavif")) return "image/avif";
  if (holds(bytes, 4, "ftyp")) return "video/mp4";
  const std::string_view start = bytes.substr(0, 1024);
  if (start.find("<svg") != std::string_view::npos) return "image/svg+xml";
  return "application/octet-stream";
}

}  // namespace

void Router::put_blob(Request request, const std::string& name, Answer answer) {
  if (!base::is_blob_name(name)) {
    answer(error_response(400, "a blob is named by the SHA-256 of its bytes, 64 lower-case hexadecimal digits"));
    return;
  }
  const auto bytes = std::make_shared<const std::string>(std::move(request.body));
  visitor(request, true, [this, name, bytes, answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    if (!who.ok() || !who.value()) {
      answer(who.ok() ? error_response(401, "sign in first") : error_response(who.error()));
      return;
    }
    parts_.blobs.put_if_absent(name, bytes, [answer, cookie = who.value()->set_cookie](Result<bool> put) {
      if (!put.ok()) {
        answer(error_response(put.error()));
        return;
      }
      Response out = json_response(put.value() ? 201 : 200, Json::object({{"new", Json::boolean(put.value())}}));
      if (!cookie.empty()) out.headers.push_back({"Set-Cookie", cookie});
      answer(std::move(out));
    });
  });
}

void Router::get_blob(const Request& request, const std::string& name, Answer answer) {
  const std::string tag = '"' + name + '"';
  if (!base::is_blob_name(name)) {
    answer(error_response(404, "there is no such blob"));
    return;
  }
  if (request.header("If-None-Match") == tag) {
    Response unchanged;
    unchanged.status = 304;
    unchanged.headers = {{"ETag", tag}, {"Cache-Control", "private, max-age=31536000, immutable"}};
    answer(std::move(unchanged));
    return;
  }
  if (direct_ != nullptr && request.method == "GET" && request.parameter("direct") == "1") {
    return redirect_to_blob(name, std::move(answer));
  }
  parts_.blobs.get(name, [answer = std::move(answer), tag](Result<std::string> bytes) {
    if (!bytes.ok()) {
      answer(error_response(bytes.error()));
      return;
    }
    Response out;
    out.headers = {{"Content-Type", std::string(type_of_bytes(bytes.value()))},
                   {"Cache-Control", "private, max-age=31536000, immutable"},
                   {"ETag", tag},
                   {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"},
                   {"Cross-Origin-Resource-Policy", "same-origin"}};
    out.body = std::make_shared<const std::string>(std::move(bytes).value());
    answer(std::move(out));
  });
}

// Whether it is there, the store says to who goes there.
void Router::redirect_to_blob(const std::string& name, Answer answer) {
  direct_->get(name, k_direct_s, [answer = std::move(answer)](const Result<ports::DirectRequest>& request) {
    if (!request.ok()) return answer(error_response(request.error()));
    Response out;
    out.status = 307;
    out.headers = {
        {"Location", request.value().url}, {"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"}};
    answer(std::move(out));
  });
}

}  // namespace flashkit::server
