#include "adapters/accounts/local_accounts.h"

#include <sodium.h>

#include <utility>

#include "adapters/system/worker.h"
#include "base/assert.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/utf8.h"

namespace flashkit::adapters::accounts {

using base::Errc;
using base::Error;
using base::Json;
using base::Result;
using ports::Credentials;
using ports::NewAccount;
using ports::PutCondition;
using ports::Record;
using ports::RecordKey;
using ports::SignedIn;
using ports::User;

namespace {

struct SecretTag;
using Secret = base::Id128<SecretTag>;

std::string hash_of(std::string_view text) { return base::to_hex(base::sha256(base::bytes_of(text))); }
RecordKey profile_key(const std::string& user) { return {"U#" + user, "PROFILE"}; }
RecordKey login_key(const std::string& address) { return {"E#" + hash_of(address), "LOGIN"}; }
RecordKey session_key(const std::string& token) { return {"K#" + hash_of(token), "SESSION"}; }

std::string write_profile(const User& user) {
  return base::write_json(Json::object({{"email", Json::string(user.email)}, {"name", Json::string(user.name)}}));
}
std::optional<User> read_profile(std::string id, const std::string& bytes) {
  const Result<Json> json = base::parse_json(bytes);
  if (!json.ok()) return std::nullopt;
  User out{.id = std::move(id), .email = json.value().text_at("email"), .name = json.value().text_at("name")};
  out.guest = out.email.empty();
  return out;
}

// Addresses compare without case; nothing else is folded.
std::string normal_address(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 >= text.size() || text.size() > 254) return false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20) return false;
  }
  return text.find('@', at + 1) == std::string_view::npos && base::is_utf8(text);
}

class LocalAccounts final : public ports::Identity {
 public:
  LocalAccounts(ports::Records& records, ports::Clock& clock, ports::Random& random, LocalAccountsOptions options)
      : records_(records), clock_(clock), random_(random), options_(options) {
    FLASHKIT_ASSERT(sodium_init() >= 0);
    // What an unknown address is compared with, so that its answer takes as long as a wrong password's.
    no_password_ = hash_password("no password is this").value();
  }

  void create_guest(SignedInCallback done) override {
    const User user{.id = base::to_hex(random_.id<Secret>()), .email = {}, .name = {}, .guest = true};
    start_session(user, std::move(done));
  }

  void create_account(NewAccount wish, SignedInCallback done) override {
    wish.email = normal_address(wish.email);
    const char* trouble = nullptr;
    if (!is_address(wish.email)) trouble = "that is not an e-mail address";
    if (wish.password.size() < k_least_password_bytes) trouble = "a password needs at least 8 characters";
    if (wish.password.size() > k_most_password_bytes) trouble = "the password is too long";
    if (wish.name.size() > 200 || !base::is_utf8(wish.name)) trouble = "the name is too long";
    if (trouble != nullptr) {
      worker_.post([trouble, done = std::move(done)] { done(Error{Errc::Malformed, trouble}); });
      return;
    }
    const std::string guest_token = wish.guest_token;
    who(guest_token, [this, wish = std::move(wish), done = std::move(done)](Result<std::optional<User>> guest) {
      if (!guest.ok()) {
        done(guest.error());
        return;
      }
      User user{.id = base::to_hex(random_.id<Secret>()), .email = wish.email, .name = wish.name, .guest = false};
      const bool goes_on = guest.value() && guest.value()->guest;
      if (goes_on) user.id = guest.value()->id;
      store_account(user, wish.password, goes_on ? end_after(wish.guest_token, done) : done);
    });
  }

  void sign_in(Credentials credentials, SignedInCallback done) override {
    credentials.email = normal_address(credentials.email);
    if (credentials.password.size() > k_most_password_bytes) credentials.password.clear();
    const RecordKey login_at = login_key(credentials.email);
    records_.get(login_at, [this, credentials = std::move(credentials),
                            done = std::move(done)](Result<std::optional<Record>> login) {
      if (!login.ok()) {
        done(login.error());
        return;
      }
      hash_later(done, [this, credentials, done, login = std::move(login).value()] {
        check_password(credentials, login, done);
      });
    });
  }

  void sign_out(std::string session_token, DoneCallback done) override {
    records_.erase(session_key(session_token), PutCondition::always(), std::move(done));
  }

  void who(std::string session_token, UserCallback done) override {
    if (session_token.size() != 32) {
      worker_.post([done = std::move(done)] { done(std::optional<User>()); });
      return;
    }
    records_.get(session_key(session_token), [this, done = std::move(done)](Result<std::optional<Record>> session) {
      if (!session.ok()) {
        done(session.error());
        return;
      }
      const Result<Json> json = base::parse_json(session.value() ? session.value()->value : "{}");
      const Json* until = json.ok() ? json.value().find("until") : nullptr;
      if (until == nullptr || until->as_number() < static_cast<double>(clock_.wall_ms())) {
        done(std::optional<User>());
        return;
      }
      const Json* guest = json.value().find("guest");
      read_user(json.value().text_at("user"), guest != nullptr && guest->as_bool(), done);
    });
  }

 private:
  // Of a session that a guest began, who must be one still: whoever gave somebody that token shall not come into the
  // account that he has made since.
  void read_user(std::string id, bool of_guest, const UserCallback& done) {
    records_.get(profile_key(id), [id, of_guest, done](Result<std::optional<Record>> profile) {
      if (!profile.ok()) {
        done(profile.error());
        return;
      }
      std::optional<User> user = profile.value() ? read_profile(id, profile.value()->value) : std::nullopt;
      if (of_guest && user && !user->guest) user.reset();
      done(std::move(user));
    });
  }

  // The guest's session ends when the account's is there. Sessions of before guests' were marked have only this; when
  // it does not succeed the account is there all the same.
  SignedInCallback end_after(const std::string& guest_token, const SignedInCallback& done) {
    return [this, guest_token, done](Result<SignedIn> in) {
      if (!in.ok()) {
        done(in.error());
        return;
      }
      records_.erase(session_key(guest_token), PutCondition::always(),
                     [in = std::move(in), done](const Result<void>&) { done(in); });
    };
  }

  Result<std::string> hash_password(const std::string& password) const {
    char out[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(out, password.data(), password.size(), options_.cost.passes, options_.cost.memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
      return Error{Errc::Unavailable, "there is not enough memory to hash a password"};
    }
    return std::string(out);
  }

  // Runs `task` on the hashing thread unless too many wait.
  template <class Done>
  void hash_later(const Done& done, std::function<void()> task) {
    if (worker_.waiting() >= options_.waiting_limit) {
      done(Error{Errc::Unavailable, "too many people sign in at this moment"});
    } else {
      worker_.post(std::move(task));
    }
  }

  void store_account(const User& user, const std::string& password, const SignedInCallback& done) {
    hash_later(done, [this, user, password, done] {
      const Result<std::string> hash = hash_password(password);
      if (!hash.ok()) {
        done(hash.error());
        return;
      }
      const Json login = Json::object({{"user", Json::string(user.id)},
                                       {"password", Json::string(hash.value())},
                                       {"email", Json::string(user.email)},
                                       {"name", Json::string(user.name)}});
      // The address is claimed first: of two who want it, one gets it.
      records_.put(login_key(user.email), base::write_json(login), PutCondition::if_absent(),
                   [this, user, done](Result<std::uint64_t> put) {
                     if (put.ok()) {
                       start_session(user, done);
                     } else if (put.error().code == Errc::Conflict) {
                       done(Error{Errc::Conflict, "that address has an account already"});
                     } else {
                       done(put.error());
                     }
                   });
    });
  }

  void check_password(const Credentials& credentials, const std::optional<Record>& login,
                      const SignedInCallback& done) {
    const Result<Json> json = base::parse_json(login ? login->value : "{}");
    const std::string stored = login && json.ok() ? json.value().text_at("password") : std::string();
    const std::string& compared = stored.empty() ? no_password_ : stored;
    const bool right =
        crypto_pwhash_str_verify(compared.c_str(), credentials.password.data(), credentials.password.size()) == 0;
    if (!right || stored.empty()) {
      done(Error{Errc::Denied, "the address or the password is wrong"});
      return;
    }
    start_session({.id = json.value().text_at("user"),
                   .email = json.value().text_at("email"),
                   .name = json.value().text_at("name"),
                   .guest = false},
                  done);
  }

  // Writes the profile (again: a crash may have come between claim and profile) and a session.
  void start_session(const User& user, const SignedInCallback& done) {
    records_.put(profile_key(user.id), write_profile(user), PutCondition::always(),
                 [this, user, done](Result<std::uint64_t> put) {
                   if (!put.ok()) {
                     done(put.error());
                     return;
                   }
                   const std::string token = base::to_hex(random_.id<Secret>());
                   const auto until = static_cast<double>(clock_.wall_ms() + options_.session_ms);
                   Json session = Json::object({{"user", Json::string(user.id)}, {"until", Json::number(until)}});
                   if (user.guest) session.set("guest", Json::boolean(true));
                   records_.put(session_key(token), base::write_json(session), PutCondition::if_absent(),
                                [user, token, done](Result<std::uint64_t> stored) {
                                  if (stored.ok()) {
                                    done(SignedIn{user, token});
                                  } else {
                                    done(stored.error());
                                  }
                                });
                 });
  }

  ports::Records& records_;
  ports::Clock& clock_;
  ports::Random& random_;
  LocalAccountsOptions options_;
  std::string no_password_;
  Worker worker_{1};  // last: its thread ends before what it uses
};

}  // namespace

std::unique_ptr<ports::Identity> make_local_accounts(ports::Records& records, ports::Clock& clock,
                                                     ports::Random& random, LocalAccountsOptions options) {
  return std::make_unique<LocalAccounts>(records, clock, random, options);
}

}  // namespace flashkit::adapters::accounts
