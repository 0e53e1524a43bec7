#pragma once
// Result<T>: a value or an Error. Ours rather than boost::system::result because ours is [[nodiscard]] and carries a
// byte offset. An Error names the broken rule with a static text; words for people are added at the edges.
#include <cstdint>
#include <optional>
#include <utility>

#include "base/assert.h"

namespace flashkit::base {

enum class Errc : std::uint8_t {
  Malformed,    // the bytes do not follow their format
  Limit,        // well formed, but larger or deeper than a named limit allows
  Unsupported,  // a newer or foreign version
  NotFound,
  Conflict,
  Denied,
  Unavailable,  // the world failed: disk, network; a later try may succeed
  Corrupt,      // stored bytes do not match their hash or length
};

struct Error {
  Errc code = Errc::Malformed;
  const char* rule = "";     // the rule broken, in words, static
  std::uint64_t offset = 0;  // byte in the input, where that makes sense
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error) : error_(error) {}         // NOLINT(google-explicit-constructor)
  explicit operator bool() const { return value_.has_value(); }
  bool ok() const { return value_.has_value(); }
  const T& value() const& {
    FLASHKIT_ASSERT(ok());
    return *value_;
  }
  T& value() & {
    FLASHKIT_ASSERT(ok());
    return *value_;
  }
  T&& value() && {
    FLASHKIT_ASSERT(ok());
    return std::move(*value_);
  }
  const Error& error() const {
    FLASHKIT_ASSERT(!ok());
    return error_;
  }

 private:
  std::optional<T> value_;
  Error error_{};
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(error) {}  // NOLINT(google-explicit-constructor)
  explicit operator bool() const { return !error_.has_value(); }
  bool ok() const { return !error_.has_value(); }
  const Error& error() const {
    FLASHKIT_ASSERT(!ok());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace flashkit::base

#define FLASHKIT_CONCAT_(a, b) a##b
#define FLASHKIT_CONCAT(a, b) FLASHKIT_CONCAT_(a, b)
// FLASHKIT_TRY(auto x, f()): binds the value or returns the error from the enclosing function.
#define FLASHKIT_TRY(declaration, expression) FLASHKIT_TRY_(FLASHKIT_CONCAT(try_, __LINE__), declaration, expression)
#define FLASHKIT_TRY_(name, declaration, expression) \
  auto name = (expression);                          \
  if (!name.ok()) return name.error();               \
  declaration = std::move(name).value()
// FLASHKIT_CHECK(f()): returns the error, if there is one.
#define FLASHKIT_CHECK(expression) FLASHKIT_CHECK_(FLASHKIT_CONCAT(check_, __LINE__), expression)
#define FLASHKIT_CHECK_(name, expression) \
  auto name = (expression);               \
  if (!name.ok()) return name.error()
