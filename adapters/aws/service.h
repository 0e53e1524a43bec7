#pragma once
// One of Amazon's services at one endpoint: signs each try with the credentials of the moment, sends it, and repeats
// what answers.h allows. The tries are made here and nowhere else. A write whose answer was lost comes back as Unknown:
// only its caller can settle it.
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "adapters/aws/answers.h"
#include "adapters/aws/credentials.h"
#include "adapters/aws/signer.h"
#include "adapters/aws/tally.h"
#include "adapters/aws/transport.h"
#include "ports/clock.h"
#include "ports/random.h"

namespace flashkit::adapters::aws {

// What every service needs of the world; all of it outlives the service, and the transport is stopped first.
struct Ground {
  Transport& transport;
  CredentialSource& credentials;
  ports::Clock& clock;
  ports::Random& random;
  Tally& tally;
};

struct ServiceOptions {
  Endpoint endpoint;
  SigningScope scope;
  SigningRules rules;
  SendLimits limits;
  Patience patience;
  Judgement (*judge)(const Outcome&) = nullptr;
};

// What became of a call in the end.
struct Reply {
  Meaning meaning = Meaning::Refused;
  base::Error error;  // unless Done
  Answer answer;      // of the last try, if one came
  unsigned tries = 0;
};

struct ServiceCounts {
  std::uint64_t calls = 0;
  std::uint64_t tries = 0;
};

class Service {
 public:
  using Callback = std::function<void(Reply)>;
  using TargetCallback = std::function<void(base::Result<std::string>)>;

  Service(Ground ground, ServiceOptions options);

  // Callable from any thread; `done` comes on the transport's thread, never from inside the call.
  void call(Request request, CallKind kind, Callback done);
  // A URL that lets its holder send `request` (its method, path, parameters and headers) for `valid_s` seconds; with
  // its `body_hash`, where it has one, signed in the body's place.
  void presign(Request request, std::uint32_t valid_s, TargetCallback done);
  ServiceCounts counts() const { return {calls_.load(), tries_.load()}; }
  Ground& ground() { return ground_; }

 private:
  struct Call;
  void attempt(std::shared_ptr<Call> call);
  void judge(std::shared_ptr<Call> call, Outcome outcome);
  void go_on(std::shared_ptr<Call> call, const Judgement& judgement);
  std::uint64_t random_bits();

  Ground ground_;
  ServiceOptions options_;
  RetryQuota quota_;  // on the transport's thread
  std::atomic<std::uint64_t> calls_ = 0;
  std::atomic<std::uint64_t> tries_ = 0;
};

}  // namespace flashkit::adapters::aws
