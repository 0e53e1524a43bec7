#pragma once
// Who a session belongs to. A guest is a user without a password; making an account turns the guest into it, so that
// his designs stay his, and the guest's session ends: the account has one of its own. Session tokens are 128 random
// bits as 32 hexadecimal digits; only their hash is stored. Callbacks: exactly once, never from inside the call, on any
// thread.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"

namespace flashkit::ports {

struct User {
  std::string id;     // 32 hexadecimal digits
  std::string email;  // empty: a guest
  std::string name;
  bool guest = true;
  bool operator==(const User&) const = default;
};

struct SignedIn {
  User user;
  std::string session_token;
};

struct NewAccount {
  std::string email;
  std::string password;
  std::string name;
  std::string guest_token;  // the session of a guest that becomes this account; empty: none
};

struct Credentials {
  std::string email;
  std::string password;
};

class Identity {
 public:
  using SignedInCallback = std::function<void(base::Result<SignedIn>)>;
  using UserCallback = std::function<void(base::Result<std::optional<User>>)>;
  using DoneCallback = std::function<void(base::Result<void>)>;

  Identity() = default;
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;
  virtual ~Identity() = default;

  virtual void create_guest(SignedInCallback done) = 0;
  // Errors: Malformed (address or password will not do), Conflict (the address has an account), Unavailable.
  virtual void create_account(NewAccount wish, SignedInCallback done) = 0;
  // Errors: Denied (address or password is wrong, never which of the two), Unavailable (too many at once).
  virtual void sign_in(Credentials credentials, SignedInCallback done) = 0;
  virtual void sign_out(std::string session_token, DoneCallback done) = 0;
  // Nothing for a session that is unknown or over.
  virtual void who(std::string session_token, UserCallback done) = 0;
};

}  // namespace flashkit::ports
