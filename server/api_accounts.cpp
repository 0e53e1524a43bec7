// Accounts and sessions of the HTTP API.
#include <utility>

#include "base/json.h"
#include "server/router.h"

namespace flashkit::server {

using base::Json;
using base::Result;

namespace {

const base::Error k_not_adopted{base::Errc::Unavailable, "your designs could not all come along just now; try again"};

Json describe(const ports::User& user) {
  return Json::object({{"id", Json::string(user.id)},
                       {"guest", Json::boolean(user.guest)},
                       {"email", Json::string(user.email)},
                       {"name", Json::string(user.name)}});
}

}  // namespace

Response Router::signed_in(unsigned status, const ports::SignedIn& who) const {
  Response out = json_response(status, describe(who.user));
  out.headers.push_back({"Set-Cookie", cookie_for(who.session_token)});
  return out;
}

void Router::create_account(const Request& request, Answer answer) {
  if (!passwords_.take(request.peer, parts_.clock.steady_ms())) {
    answer(error_response(429, "too many tries; wait a moment"));
    return;
  }
  const Result<Json> body = base::parse_json(request.body);
  if (!body.ok()) {
    answer(error_response(body.error()));
    return;
  }
  ports::NewAccount wish{.email = body.value().text_at("email"),
                         .password = body.value().text_at("password"),
                         .name = body.value().text_at("name"),
                         .guest_token = std::string(request.cookie("flashkit_user"))};
  parts_.identity.create_account(std::move(wish), [this, answer = std::move(answer)](Result<ports::SignedIn> made) {
    answer(made.ok() ? signed_in(201, made.value()) : error_response(made.error()));
  });
}

void Router::sign_in(const Request& request, Answer answer) {
  if (!passwords_.take(request.peer, parts_.clock.steady_ms())) {
    answer(error_response(429, "too many tries; wait a moment"));
    return;
  }
  const Result<Json> body = base::parse_json(request.body);
  if (!body.ok()) {
    answer(error_response(body.error()));
    return;
  }
  ports::Credentials credentials{body.value().text_at("email"), body.value().text_at("password")};
  visitor(request, false, [this, credentials, answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    if (!who.ok()) {  // as it cannot be told whose designs are to come along
      answer(error_response(who.error()));
      return;
    }
    const std::optional<Visitor>& visitor = who.value();
    const bool was_guest = visitor && visitor->user.guest;
    const std::string guest = was_guest ? visitor->user.id : std::string();
    const std::string token = was_guest ? visitor->token : std::string();
    parts_.identity.sign_in(credentials, [this, guest, token, answer](Result<ports::SignedIn> in) {
      if (!in.ok()) {
        answer(in.error().code == base::Errc::Denied ? error_response(401, in.error().rule)
                                                     : error_response(in.error()));
      } else if (guest.empty()) {
        answer(signed_in(200, in.value()));
      } else {
        adopt(guest, in.value().user.id, {}, [this, token, in = in.value(), answer](const Result<void>& adopted) {
          if (!adopted.ok()) return answer(error_response(adopted.error()));
          // What still speaks as the guest comes again as the account (L13), and makes no more designs of the guest's.
          parts_.identity.sign_out(token, [this, in, answer](const Result<void>&) { answer(signed_in(200, in)); });
        });
      }
    });
  });
}

// What the guest owned belongs to the account from now on, one document after the other. His list stays: who is told of
// an error is a guest still, and signing in again goes through all of it again.
void Router::adopt(std::string guest, std::string user, std::string after, AdoptedCallback done) {
  parts_.records.query(
      "U#" + guest, "D#", after, 1, [this, guest, user, done = std::move(done)](Result<ports::RecordPage> page) {
        if (!page.ok()) return done(k_not_adopted);
        if (page.value().records.empty()) return done({});
        const std::string sort = page.value().records.front().key.sort;
        const Result<base::DocumentId> document = base::parse_id<base::DocumentId>(std::string_view(sort).substr(2));
        if (!document.ok()) return adopt(guest, user, sort, done);
        const auto give = [guest, user](Rights& rights) {
          if (rights.owner == guest) rights.owner = user;
        };
        rights_.change(document.value(), give, [this, guest, user, sort, done](const Result<Rights>& changed) {
          // What is not there, damaged or somebody else's is passed over; what may pass is not.
          const bool passes = !changed.ok() && (changed.error().code == base::Errc::Unavailable ||
                                                changed.error().code == base::Errc::Conflict);
          if (passes) return done(k_not_adopted);
          if (!changed.ok() || changed.value().owner != user) return adopt(guest, user, sort, done);
          parts_.records.put({"U#" + user, sort}, "{}", ports::PutCondition::always(),
                             [this, guest, user, sort, done](const Result<std::uint64_t>& put) {
                               if (!put.ok()) return done(k_not_adopted);
                               adopt(guest, user, sort, done);
                             });
        });
      });
}

void Router::sign_out(const Request& request, Answer answer) {
  parts_.identity.sign_out(std::string(request.cookie("flashkit_user")),
                           [this, answer = std::move(answer)](Result<void> out) {
                             if (!out.ok()) {
                               answer(error_response(out.error()));
                               return;
                             }
                             Response response;
                             response.status = 204;
                             response.headers = {{"Set-Cookie", cookie_for({})}};
                             answer(std::move(response));
                           });
}

void Router::me(const Request& request, Answer answer) {
  visitor(request, true, [answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    if (!who.ok() || !who.value()) {
      answer(who.ok() ? error_response(503, "no guest could be made") : error_response(who.error()));
      return;
    }
    Response out = json_response(200, describe(who.value()->user));
    if (!who.value()->set_cookie.empty()) out.headers.push_back({"Set-Cookie", who.value()->set_cookie});
    answer(std::move(out));
  });
}

}  // namespace flashkit::server
