#pragma once
// Users, guests and sessions kept in Records; passwords by Argon2id (libsodium), hashed on one thread of their own so
// that a rush of sign-ins never holds up designs. Layout: U#<user>/PROFILE, E#<hash of address>/LOGIN, K#<hash of
// token>/SESSION.
#include <memory>

#include "ports/clock.h"
#include "ports/identity.h"
#include "ports/random.h"
#include "ports/records.h"

namespace flashkit::adapters::accounts {

struct PasswordCost {
  std::uint64_t passes = 2;
  std::size_t memory_bytes = 19u << 20;  // OWASP's second choice: 19 MiB, 2 passes, about 36 ms
};

struct LocalAccountsOptions {
  PasswordCost cost;
  std::size_t waiting_limit = 64;                                  // passwords waiting to be hashed
  std::int64_t session_ms = std::int64_t{400} * 24 * 3600 * 1000;  // as long as browsers keep a cookie
};

// The parts must outlive it.
std::unique_ptr<ports::Identity> make_local_accounts(ports::Records& records, ports::Clock& clock,
                                                     ports::Random& random, LocalAccountsOptions options = {});

inline constexpr std::size_t k_least_password_bytes = 8;
inline constexpr std::size_t k_most_password_bytes = 1024;

}  // namespace flashkit::adapters::accounts
