// What nodes tell each other: in place of the HTTP transport under server/nodes.cpp, a network that loses, delays,
// doubles and falsifies. News are hints, and a push that is passed on is believed only when the journal shows it, so
// all of that may happen (N3, N7, N8).
#include "adapters/aws/transport.h"
#include "server/neighbours.h"
#include "server/nodes.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

extern World* running_world;

namespace {

namespace aws = adapters::aws;

class Letters final : public aws::Transport {
 public:
  explicit Letters(World& world) : world_(world) {}
  void send(aws::Endpoint endpoint, aws::WireRequest request, aws::SendLimits /*limits*/, SendCallback done) override {
    InnerRequest letter{.path = request.target, .secret = {}, .body = *request.body};
    for (const aws::Pair& header : request.headers) {
      if (header.name == "authorization") letter.secret = header.value;
    }
    world_.letter(endpoint.port, std::move(letter), [done = std::move(done)](unsigned status, std::string body) {
      if (status == 0) return done(aws::Failure{aws::Failure::Sent::Perhaps, "no answer"});
      aws::Answer answer;
      answer.status = status;
      answer.body = std::move(body);
      done(answer);
    });
  }
  void post(std::function<void()> task) override { world_.at(0, std::move(task)); }
  void after(std::uint64_t delay_ms, std::function<void()> task) override { world_.at(delay_ms, std::move(task)); }
  aws::TransportCounts counts() const override { return {}; }
  void stop() override {}

 private:
  World& world_;
};

constexpr std::uint64_t k_patience_ms = 1500;  // for the answer to a push: nodes.cpp

// Numbers that are not true, and a document that it was not.
std::string falsified(World& world, const std::string& body) {
  auto message = server::read_news(body);
  if (!message.ok()) return body;
  for (server::DocumentNews& news : message.value().news) {
    news.document = world.documents[world.random.below(world.documents.size())];
    news.head = world.random.below(news.head + 5);
  }
  return server::write_news(message.value());
}

}  // namespace

// A node's port is its number and one. Who waits for an answer has his own patience, as the transport has.
void World::letter(std::uint64_t to, InnerRequest letter, InnerAnswer done) {
  const bool faulty = !healed;
  const bool push = letter.path == server::k_inner_push_path;
  Node& node = *nodes[to - 1];
  std::uint64_t way = random.between(1, 30);
  std::uint64_t copies = 1;
  note_bytes("letter", to, letter.body);
  const auto answered = std::make_shared<bool>(false);
  const auto answer = [answered, done = std::move(done)](unsigned status, const std::string& body) {
    if (!std::exchange(*answered, true)) done(status, body);
  };
  if (push) at(k_patience_ms, [answer] { answer(0, {}); });
  const bool way_lost = faulty && faults.lost_news && random.one_in(3);
  const bool answer_lost = faulty && faults.lost_news && random.one_in(6);
  if (faulty && faults.wrong_news) {
    if (random.one_in(4)) way = random.between(100, 5000);
    if (random.one_in(6)) copies = 2;
    if (!push && random.one_in(6)) letter.body = falsified(*this, letter.body);
  }
  const bool answer_false = push && faulty && faults.wrong_news && random.one_in(6);
  if (way_lost) return at(random.between(1000, 3000), [answer] { answer(0, {}); });
  if (answer_lost) at(random.between(2000, 3000), [answer] { answer(0, {}); });
  for (std::uint64_t i = 0; i < copies; ++i) {
    const bool answers = i == 0 && !answer_lost;
    at(way + i, [this, &node, letter, answer, answers, answer_false] {
      const std::uint64_t back = random.between(1, 30);
      if (!node.up()) {
        if (answers) at(back, [answer] { answer(0, {}); });
        return;
      }
      if (answer_false) at(back, [this, answer] { answer(200, std::to_string(random.below(50))); });
      node.letter(letter, [this, answer, answers, back](unsigned status, std::string body) {
        if (answers) at(back, [answer, status, body = std::move(body)] { answer(status, body); });
      });
    });
  }
}

}  // namespace flashkit::simulator

namespace flashkit::adapters::aws {

std::unique_ptr<Transport> make_transport(TransportOptions /*options*/) {
  return std::make_unique<simulator::Letters>(*simulator::running_world);
}

}  // namespace flashkit::adapters::aws
