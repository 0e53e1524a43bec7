#include "adapters/aws/service.h"

#include <utility>

namespace flashkit::adapters::aws {

// Held by whatever it waits for: an answer, a pause, credentials.
struct Service::Call {
  Request request;
  CallKind kind = CallKind::Read;
  Callback done;
  std::int64_t began_ms = 0;
  std::string key_id;  // of the credentials of this try
  Reply reply;
};

Service::Service(Ground ground, ServiceOptions options) : ground_(ground), options_(std::move(options)) {}

void Service::call(Request request, CallKind kind, Callback done) {
  auto call = std::make_shared<Call>();
  call->request = std::move(request);
  call->kind = kind;
  call->done = std::move(done);
  call->began_ms = ground_.clock.steady_ms();
  ++calls_;
  ground_.transport.post([this, call = std::move(call)]() mutable { attempt(std::move(call)); });
}

void Service::presign(Request request, std::uint32_t valid_s, TargetCallback done) {
  ground_.transport.post([this, request = std::move(request), valid_s, done = std::move(done)] {
    ground_.credentials.get([this, request, valid_s, done](const base::Result<Credentials>& credentials) {
      if (!credentials.ok()) return done(credentials.error());
      SigningRules rules = options_.rules;
      rules.unsigned_body = request.body_hash.empty();
      const Endpoint& endpoint = options_.endpoint;
      const Signed out = sign_query(request, endpoint.authority(),
                                    {credentials.value(), options_.scope, rules, ground_.clock.wall_ms()}, valid_s);
      done((endpoint.tls ? "https://" : "http://") + endpoint.authority() + out.wire.target);
    });
  });
}

void Service::attempt(std::shared_ptr<Call> call) {
  ++call->reply.tries;
  ++tries_;
  ground_.credentials.get([this, call](const base::Result<Credentials>& credentials) {
    if (!credentials.ok()) {
      const bool passing = credentials.error().code == base::Errc::Unavailable;
      go_on(call, {passing ? Meaning::Later : Meaning::Refused, credentials.error()});
      return;
    }
    call->key_id = credentials.value().key_id;
    const Signing signing{credentials.value(), options_.scope, options_.rules, ground_.clock.wall_ms()};
    WireRequest wire = sign_headers(call->request, options_.endpoint.authority(), signing).wire;
    ground_.transport.send(options_.endpoint, std::move(wire), options_.limits,
                           [this, call](Outcome outcome) { judge(call, std::move(outcome)); });
  });
}

void Service::judge(std::shared_ptr<Call> call, Outcome outcome) {
  const Judgement judgement = options_.judge(outcome);
  call->reply.answer = {};
  if (auto* answer = std::get_if<Answer>(&outcome)) call->reply.answer = std::move(*answer);
  const Body& sent = call->request.body;
  ground_.tally.count(options_.scope.service, call->request.operation,
                      {.meaning = judgement.meaning,
                       .bytes_out = sent == nullptr ? 0 : sent->size(),
                       .bytes_in = call->reply.answer.body.size()});
  go_on(std::move(call), judgement);
}

void Service::go_on(std::shared_ptr<Call> call, const Judgement& judgement) {
  call->reply.meaning = judgement.meaning;
  call->reply.error = judgement.error;
  const auto elapsed = static_cast<std::uint64_t>(ground_.clock.steady_ms() - call->began_ms);
  const Progress progress{.tries = call->reply.tries, .elapsed_ms = elapsed};
  const Action action = next_action(call->kind, judgement.meaning, options_.patience, progress);
  if (action == Action::Finish || !quota_.take()) {
    if (judgement.meaning == Meaning::Done) quota_.succeeded();
    call->done(std::move(call->reply));
    return;
  }
  if (action == Action::RepeatWithFreshCredentials) ground_.credentials.refused(call->key_id);
  const std::uint64_t pause = pause_ms(options_.patience, progress.tries, random_bits());
  ground_.transport.after(pause, [this, call = std::move(call)]() mutable { attempt(std::move(call)); });
}

std::uint64_t Service::random_bits() {
  std::uint64_t out = 0;
  ground_.random.fill({reinterpret_cast<std::uint8_t*>(&out), sizeof(out)});
  return out;
}

}  // namespace flashkit::adapters::aws
