#pragma once
// What to do with an answer of DynamoDB or S3, or with its absence: the error table as pure functions. A write whose
// answer was lost may have been applied and is never simply repeated; what was certainly not applied may be, after a
// pause; some things never get better. No I/O, clock or randomness: these come as arguments.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/aws/http.h"

namespace flashkit::adapters::aws {

// No whole answer came.
struct Failure {
  enum class Sent : std::uint8_t { No, Perhaps };
  Sent sent = Sent::No;
  const char* why = "";  // static
};
using Outcome = std::variant<Answer, Failure>;

enum class Meaning : std::uint8_t {
  Done,
  ConditionFailed,  // nothing was written; what stands there decides what is next
  Later,            // nothing was written; may be repeated after a pause
  Renew,            // nothing was written; may be repeated with fresh credentials
  Unknown,          // may have been applied: a read may be repeated, a write must be read back
  Missing,          // S3: there is no such key
  Refused,          // nothing was written, and nothing but another request will help
};

struct Judgement {
  Meaning meaning = Meaning::Refused;
  base::Error error;
};

Judgement judge_dynamodb(const Outcome& outcome);
Judgement judge_s3(const Outcome& outcome);

// "ValidationException" of {"__type":"com.amazonaws...#ValidationException"}; empty if the body holds none.
std::string dynamodb_error_code(std::string_view body);
// "NoSuchKey" of <Error><Code>NoSuchKey</Code>...; empty if the body holds none.
std::string s3_error_code(std::string_view body);

// What may be repeated without asking anybody.
enum class CallKind : std::uint8_t {
  Read,   // whatever happened; so is a write that makes nothing different when it is made twice
  Write,  // only what was certainly not applied
};
enum class Action : std::uint8_t { Finish, Repeat, RepeatWithFreshCredentials };

struct Patience {
  unsigned tries = 6;             // in all
  std::uint64_t whole_ms = 8000;  // after which nothing is begun again
  std::uint64_t first_pause_ms = 50;
  std::uint64_t longest_pause_ms = 2000;
};
struct Progress {
  unsigned tries = 1;  // made so far
  std::uint64_t elapsed_ms = 0;
};

Action next_action(CallKind kind, Meaning meaning, const Patience& patience, const Progress& progress);
// Between half and all of first, 2 x first, 4 x first ... up to the longest; `random` is 64 random bits.
std::uint64_t pause_ms(const Patience& patience, unsigned tries, std::uint64_t random);

// Keeps a crowd of callers from hammering a service that is down: a repeat costs 5, a success earns 1.
class RetryQuota {
 public:
  explicit RetryQuota(unsigned full = 500) : full_(full), left_(full) {}
  bool take();  // false: finish instead of repeating
  void succeeded();
  unsigned left() const { return left_; }

 private:
  unsigned full_;
  unsigned left_;
};

}  // namespace flashkit::adapters::aws
