// What nodes tell each other: in place of the HTTP transport under server/nodes.cpp, a network that loses, delays,
// doubles and falsifies. News are hints, so all of that may happen (N3, N7).
#include "adapters/aws/transport.h"
#include "server/neighbours.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

extern World* running_world;

namespace {

namespace aws = adapters::aws;

class Letters final : public aws::Transport {
 public:
  explicit Letters(World& world) : world_(world) {}
  void send(aws::Endpoint endpoint, aws::WireRequest request, aws::SendLimits /*limits*/, SendCallback done) override {
    std::string secret;
    for (const aws::Pair& header : request.headers) {
      if (header.name == "authorization") secret = header.value;
    }
    world_.letter(endpoint.port, std::move(secret), *request.body, [done = std::move(done)](unsigned status) {
      if (status == 0) return done(aws::Failure{aws::Failure::Sent::Perhaps, "no answer"});
      aws::Answer answer;
      answer.status = status;
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

// A node's port is its number and one.
void World::letter(std::uint64_t to, std::string secret, std::string body, std::function<void(unsigned)> done) {
  const bool faulty = !healed;
  Node& node = *nodes[to - 1];
  std::uint64_t way = random.between(1, 30);
  std::uint64_t copies = 1;
  note_bytes("letter", to, body);
  const bool way_lost = faulty && faults.lost_news && random.one_in(3);
  const bool answer_lost = faulty && faults.lost_news && random.one_in(6);
  if (faulty && faults.wrong_news) {
    if (random.one_in(4)) way = random.between(100, 5000);
    if (random.one_in(6)) copies = 2;
    if (random.one_in(6)) body = falsified(*this, body);
  }
  if (way_lost) return at(random.between(1000, 3000), [done = std::move(done)] { done(0); });
  if (answer_lost) at(random.between(2000, 3000), [done] { done(0); });
  for (std::uint64_t i = 0; i < copies; ++i) {
    const bool answers = i == 0 && !answer_lost;
    at(way + i, [this, &node, secret, body, done, answers] {
      const std::uint64_t back = random.between(1, 30);
      if (!node.up()) {
        if (answers) at(back, [done] { done(0); });
        return;
      }
      node.letter(secret, body, [this, done, answers, back](unsigned status) {
        if (answers) at(back, [done, status] { done(status); });
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
