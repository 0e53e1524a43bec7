#include "server/router.h"

#include <utility>

#include "base/sha256.h"
#include "server/live_session.h"

namespace flashkit::server {

using base::DocumentId;
using base::Errc;
using base::Json;
using base::Result;
using sync::Role;

namespace {

constexpr char k_cookie[] = "flashkit_user";
constexpr std::size_t k_json_body_bytes = 64u << 10;

bool is_mutating(const Request& request) { return request.method != "GET" && request.method != "HEAD"; }

// A capability as 32 hexadecimal digits in a header, as the 16 bytes it stands for.
std::string capability_hash_of(const Request& request) {
  const auto capability = base::parse_id<base::Capability>(request.header("X-Flashkit-Capability"));
  if (!capability.ok()) return {};
  std::string bytes(16, '\0');
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>(capability.value().high >> (56 - 8 * i));
    bytes[i + 8] = static_cast<char>(capability.value().low >> (56 - 8 * i));
  }
  return hash_of_capability(bytes);
}

}  // namespace

Router::Router(const Config& config, Parts& parts, LiveHub& hub, Pictures& pictures,
               std::function<StoreNumbers()> store_numbers)
    : config_(config),
      parts_(parts),
      hub_(hub),
      pictures_(pictures),
      rights_(parts.records),
      files_(config.app, config.fonts, parts.random),
      store_numbers_(std::move(store_numbers)) {}

std::size_t Router::body_limit(const Request& head) const {
  if (head.method == "PUT" && head.path.starts_with("/api/v1/blobs/")) return ports::k_blob_limit_bytes;
  if (is_of_another_server(head) && head.path == k_inner_presence_path) return k_presence_body_bytes;
  if (is_of_another_server(head) && head.path == k_inner_push_path) return k_passed_body_bytes;
  if (head.method == "PATCH" && head.path.starts_with("/api/v1/uploads/")) return k_upload_piece_bytes;
  return k_json_body_bytes;
}

bool Router::is_of_another_server(const Request& head) const {
  return nodes_ != nullptr && is_inner_path(head.path) && nodes_->knows_secret(head);
}

void Router::set_direct(ports::DirectBlobs& direct) {
  direct_ = &direct;
  files_.allow_connections_to(direct.origin());
}

Response Router::health() const {
  if (stopping_.load()) return json_response(503, Json::object({{"status", Json::string("stopping")}}));
  return json_response(200, Json::object({{"status", Json::string("ok")},
                                          {"build", Json::string(k_build)},
                                          {"node", Json::string(parts_.node)}}));
}

void Router::handle(Request request, Answer answer) {
  const bool reads = !is_mutating(request);
  if (request.path.starts_with("/api/")) {
    handle_api(std::move(request), std::move(answer));
  } else if (nodes_ != nullptr && is_inner_path(request.path)) {
    nodes_->take(request, answer);
  } else if (!reads) {
    answer(error_response(405, "this address is only for reading"));
  } else if (request.path == "/healthz") {
    answer(health());
  } else if (request.path == "/metrics") {
    answer(text_response(200, parts_.metrics.prometheus_text(store_numbers_()),
                         "text/plain; version=0.0.4; charset=utf-8"));
  } else {
    answer(files_.serve(request));
  }
}

void Router::handle_api(Request request, Answer answer) {
  if (is_mutating(request)) {
    const std::string_view site = request.header("Sec-Fetch-Site");
    const bool foreign = !site.empty() && site != "same-origin" && site != "none";
    if (foreign || !is_same_origin(request)) {
      answer(error_response(403, "requests that change something must come from the app itself"));
      return;
    }
    if (!writes_.take(request.peer, parts_.clock.steady_ms())) {
      answer(error_response(429, "too many requests; wait a moment"));
      return;
    }
  }
  const std::string path = request.path;
  const PathParts parts = parts_of(path);
  const std::string& method = request.method;
  const std::string_view what = parts.size() > 2 && parts[1] == "v1" ? parts[2] : std::string_view();
  if (what == "accounts" && parts.size() == 3 && method == "POST") {
    create_account(request, std::move(answer));
  } else if (what == "sessions" && parts.size() == 3 && method == "POST") {
    sign_in(request, std::move(answer));
  } else if (what == "sessions" && parts.size() == 3 && method == "DELETE") {
    sign_out(request, std::move(answer));
  } else if (what == "me" && parts.size() == 3 && method == "GET") {
    me(request, std::move(answer));
  } else if (what == "blobs" && parts.size() == 4 && method == "PUT") {
    put_blob(std::move(request), std::string(parts[3]), std::move(answer));
  } else if (what == "blobs" && parts.size() == 4 && !is_mutating(request)) {
    get_blob(request, std::string(parts[3]), std::move(answer));
  } else if (what == "uploads" && parts.size() == 4 && uploads_ != nullptr && method == "PATCH") {
    add_to_upload(std::move(request), std::string(parts[3]), std::move(answer));
  } else if (what == "uploads" && parts.size() == 4 && uploads_ != nullptr && method == "POST") {
    begin_upload(request, std::string(parts[3]), std::move(answer));
  } else if (what == "uploads" && parts.size() == 4 && uploads_ != nullptr && method == "GET") {
    get_upload(request, std::string(parts[3]), std::move(answer));
  } else if (what == "documents" && parts.size() == 3 && method == "GET") {
    list_documents(request, std::move(answer));
  } else if (what == "documents" && parts.size() >= 4) {
    handle_document(std::move(request), parts, std::move(answer));
  } else {
    answer(error_response(404, "there is no such address"));
  }
}

void Router::handle_document(Request request, const PathParts& parts, Answer answer) {
  const Result<DocumentId> document = base::parse_id<DocumentId>(parts[3]);
  const std::string_view what = parts.size() > 4 ? parts[4] : std::string_view();
  if (!document.ok()) {
    answer(error_response(404, "that is not a document"));
  } else if (parts.size() == 4 && request.method == "GET") {
    get_document(request, document.value(), std::move(answer));
  } else if (parts.size() == 6 && what == "checkpoints" && request.method == "GET") {
    get_checkpoint(request, document.value(), parts[5], std::move(answer));
  } else if (parts.size() == 5 && what == "preview.jpg" && request.method == "GET") {
    get_preview(request, document.value(), std::move(answer));
  } else if (parts.size() == 5 && what.starts_with("export.") && request.method == "GET") {
    get_export(request, document.value(), std::string(what.substr(7)), std::move(answer));
  } else if (what == "versions") {
    handle_versions(request, document.value(), parts, std::move(answer));
  } else if (parts.size() == 5 && what == "capability" && request.method == "DELETE") {
    revoke_capability(request, document.value(), std::move(answer));
  } else {
    answer(error_response(404, "there is no such address"));
  }
}

// ---- who asks ----

std::string Router::cookie_for(const std::string& token) const {
  std::string out = std::string(k_cookie) + '=' + token + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=";
  out += token.empty() ? "0" : "34560000";
  if (config_.secure_cookies) out += "; Secure";
  return out;
}

void Router::visitor(const Request& request, bool wants_guest, VisitorCallback done) {
  const std::string token(request.cookie(k_cookie));
  const std::string peer = request.peer;
  if (token.empty()) {
    if (wants_guest) {
      make_guest(peer, std::move(done));
    } else {
      done(std::optional<Visitor>());
    }
    return;
  }
  parts_.identity.who(
      token, [this, token, peer, wants_guest, done = std::move(done)](Result<std::optional<ports::User>> user) {
        if (!user.ok()) {
          done(user.error());
        } else if (user.value()) {
          done(std::optional<Visitor>(Visitor{*user.value(), token, {}}));
        } else if (wants_guest) {
          make_guest(peer, done);
        } else {
          done(std::optional<Visitor>());
        }
      });
}

void Router::make_guest(const std::string& peer, VisitorCallback done) {
  if (!guests_.take(peer, parts_.clock.steady_ms())) {
    done(base::Error{Errc::Unavailable, "too many new guests; wait a moment"});
    return;
  }
  parts_.identity.create_guest([this, done = std::move(done)](Result<ports::SignedIn> guest) {
    if (!guest.ok()) {
      done(guest.error());
      return;
    }
    const std::string& token = guest.value().session_token;
    done(std::optional<Visitor>(Visitor{guest.value().user, token, cookie_for(token)}));
  });
}

void Router::authorised(const Request& request, DocumentId document, Role least, Answer answer,
                        std::function<void(Role)> with) {
  const std::string capability = capability_hash_of(request);
  visitor(request, false,
          [this, capability, document, least, answer = std::move(answer),
           with = std::move(with)](Result<std::optional<Visitor>> who) {
            if (!who.ok()) {
              answer(error_response(who.error()));
              return;
            }
            const Claim claim{who.value() ? who.value()->user.id : std::string(), capability};
            rights_.read(document, [claim, least, answer, with](Result<std::optional<Rights>> rights) {
              if (!rights.ok()) {
                answer(error_response(rights.error()));
                return;
              }
              const Role role = rights.value() ? role_of(*rights.value(), claim) : Role::None;
              if (role == Role::None) {
                answer(error_response(404, "there is no such document, or no right to it"));
              } else if (role < least) {
                answer(error_response(403, "one may look at this document, but not change it"));
              } else {
                with(role);
              }
            });
          });
}

// ---- live ----

void Router::admit_live(Request request, std::function<void(LiveTicket)> answer) {
  if (request.path != "/api/v1/live") {
    answer({.status = 404, .text = "there is no such address", .user = {}, .token = {}, .set_cookie = {}});
    return;
  }
  // Browsers always say where a page came from; a program that is no browser has no cookie of somebody else.
  if (!is_same_origin(request)) {
    answer({.status = 403,
            .text = "live connections must come from the app itself",
            .user = {},
            .token = {},
            .set_cookie = {}});
    return;
  }
  if (stopping_.load()) {
    answer({.status = 503, .text = "the server stops", .user = {}, .token = {}, .set_cookie = {}});
    return;
  }
  visitor(request, true, [answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    if (!who.ok() || !who.value()) {
      answer({.status = 503, .text = "who you are cannot be told just now", .user = {}, .token = {}, .set_cookie = {}});
    } else {
      const Visitor& visitor = *who.value();
      answer({.status = 101,
              .text = {},
              .user = visitor.user.id,
              .token = visitor.token,
              .set_cookie = visitor.set_cookie});
    }
  });
}

std::shared_ptr<LiveSession> Router::start_live(const LiveTicket& ticket, std::shared_ptr<LiveSocket> socket,
                                                Loop& loop) {
  return make_live_session(hub_, parts_, {.user = ticket.user, .token = ticket.token}, std::move(socket), loop);
}

}  // namespace flashkit::server
