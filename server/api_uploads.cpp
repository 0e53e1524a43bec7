// Blobs in pieces: docs/protocol.md, part "Assets".
#include <charconv>
#include <utility>

#include "server/router.h"

namespace flashkit::server {

using base::Json;
using base::Result;

namespace {

std::optional<std::uint64_t> number_of(const Request& request, std::string_view name) {
  const std::optional<std::string> text = request.parameter(name);
  if (!text || text->empty()) return std::nullopt;
  std::uint64_t out = 0;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), out);
  if (code != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return out;
}

std::vector<Json::Member> members_of(const UploadState& state) {
  return {{"offset", Json::raw_number(std::to_string(state.offset))}, {"done", Json::boolean(state.done)}};
}

Response describe_upload(const Result<UploadState>& state) {
  if (!state.ok()) return error_response(state.error());
  return json_response(state.value().elsewhere ? 409 : 200, Json::object(members_of(state.value())));
}

Response describe_start(const Result<UploadStart>& start) {
  if (!start.ok()) return error_response(start.error());
  auto members = members_of(start.value().state);
  if (const std::optional<ports::DirectRequest>& put = start.value().put) {
    std::vector<Json> headers;
    for (const auto& each : put->headers) {
      headers.push_back(Json::object({{"name", Json::string(each.name)}, {"value", Json::string(each.value)}}));
    }
    members.push_back({"put", Json::object({{"url", Json::string(put->url)},
                                            {"headers", Json::array(std::move(headers))},
                                            {"valid_s", Json::raw_number(std::to_string(put->valid_s))}})});
  }
  Response out = json_response(200, Json::object(std::move(members)));
  out.headers.push_back({"Cache-Control", "no-store"});
  return out;
}

}  // namespace

void Router::get_upload(const Request& request, const std::string& name, Answer answer) {
  visitor(request, false, [this, name, answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    if (!who.ok()) return answer(error_response(who.error()));
    const std::string user = who.value() ? who.value()->user.id : std::string();
    uploads_->look({user, name}, [answer](const Result<UploadState>& state) { answer(describe_upload(state)); });
  });
}

void Router::begin_upload(const Request& request, const std::string& name, Answer answer) {
  const std::optional<std::uint64_t> size = number_of(request, "size");
  if (!size) return answer(error_response(400, "an upload says its size"));
  visitor(request, true, [this, name, size = *size, answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    if (!who.ok() || !who.value()) {
      return answer(who.ok() ? error_response(401, "sign in first") : error_response(who.error()));
    }
    uploads_->begin({who.value()->user.id, name}, size,
                    [answer, cookie = who.value()->set_cookie](const Result<UploadStart>& start) {
                      Response out = describe_start(start);
                      if (!cookie.empty()) out.headers.push_back({"Set-Cookie", cookie});
                      answer(std::move(out));
                    });
  });
}

void Router::add_to_upload(Request request, const std::string& name, Answer answer) {
  const std::optional<std::uint64_t> offset = number_of(request, "offset");
  const std::optional<std::uint64_t> size = number_of(request, "size");
  if (!offset || !size) return answer(error_response(400, "a piece says its offset and the size of the whole"));
  const UploadPiece piece{*offset, *size, std::make_shared<const std::string>(std::move(request.body))};
  visitor(request, true, [this, name, piece, answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    if (!who.ok() || !who.value()) {
      return answer(who.ok() ? error_response(401, "sign in first") : error_response(who.error()));
    }
    uploads_->append({who.value()->user.id, name}, piece,
                     [answer, cookie = who.value()->set_cookie](const Result<UploadState>& state) {
                       Response out = describe_upload(state);
                       if (!cookie.empty()) out.headers.push_back({"Set-Cookie", cookie});
                       answer(std::move(out));
                     });
  });
}

}  // namespace flashkit::server
