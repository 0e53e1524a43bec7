// The network under an app that misbehaves, or asks for much: what is thrown is answered, memory has bounds.
#include "server/net.h"

#include <new>
#include <thread>

#include "server/byte_budget.h"
#include "server/wire_for_tests.h"

namespace flashkit::server::testing {
namespace {

class StubApp final : public App {
 public:
  std::size_t body_limit(const Request&) const override { return 8u << 20; }
  bool is_of_another_server(const Request& head) const override { return head.path == "/inner"; }
  void handle(Request request, server::Answer answer) override {
    if (request.path == "/throws") throw std::bad_alloc();
    if (request.path == "/drops") return;
    if (request.path == "/large" || request.path == "/kept") {
      const auto fresh = request.path == "/kept" ? kept_ : std::make_shared<const std::string>(*kept_);
      return answer(Response{.status = 200, .headers = {}, .body = fresh});
    }
    answer(text_response(200, std::to_string(request.body.size())));
  }
  void admit_live(Request, std::function<void(LiveTicket)>) override { throw std::bad_alloc(); }
  std::shared_ptr<LiveSession> start_live(const LiveTicket&, std::shared_ptr<LiveSocket>, Loop&) override {
    return nullptr;
  }
  // More than the system takes off a server's hands for a reader that does not read.
  const std::shared_ptr<const std::string> kept_ = std::make_shared<const std::string>(24u << 20, 'x');
};

// Sends a request and reads nothing.
std::unique_ptr<Connection> ask(std::uint16_t port, const std::string& request) {
  auto out = std::make_unique<Connection>(port);
  out->send(request);
  return out;
}
std::string get_of(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

class NetTest : public ::testing::Test {
 protected:
  void start() {
    config_.port = 0;
    port_ = network_->listen(app_, config_, log_, metrics_).value();
    thread_ = std::thread([this] { network_->run([] {}); });
  }
  ~NetTest() override {
    network_->stop_accepting();
    network_->quit();
    thread_.join();
    network_.reset();
  }
  Config config_;
  StubApp app_;
  Log log_{true};
  Metrics metrics_;
  std::unique_ptr<Network> network_ = Network::make(1);
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST_F(NetTest, AnExceptionIsTheAnswerOfOneRequestAndNotTheEndOfTheServer) {
  start();
  EXPECT_EQ(http(port_, "GET", "/throws").status, 500);
  EXPECT_EQ(http(port_, "GET", "/drops").status, 500) << "whoever was to answer let go of it";
  EXPECT_EQ(LiveClient(port_).answer.status, 500);
  EXPECT_EQ(http(port_, "POST", "/", {}, "four").body, "4");
}

TEST_F(NetTest, AnswersThatNobodyReadsHaveABoundInMemory) {
  config_.answers_limit_bytes = 32u << 20;
  config_.header_timeout_ms = 300;
  start();
  const auto reader = ask(port_, get_of("/large"));
  ASSERT_FALSE(reader->receive(5000).empty());
  EXPECT_EQ(http(port_, "GET", "/large").status, 503);
  EXPECT_EQ(http(port_, "GET", "/kept").status, 200) << "what is kept anyway costs nothing more";
  EXPECT_EQ(http(port_, "POST", "/", {}, "four").body, "4");
  // Who reads nothing is let go of, long before there would have been time for all of it.
  HttpAnswer later;
  for (int wait = 0; wait < 100 && later.status != 200; ++wait) {
    later = http(port_, "GET", "/large");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(later.status, 200);
  EXPECT_EQ(later.body.size(), 24u << 20);
}

TEST_F(NetTest, WhatArrivesOfBodiesHasABoundAndWhatIsOnlyAnnouncedTakesNobodysPlace) {
  config_.bodies_limit_bytes = 1u << 20;
  config_.header_timeout_ms = 300;
  start();
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ";
  std::vector<std::unique_ptr<Connection>> silent;
  for (int i = 0; i < 4; ++i) silent.push_back(ask(port_, head + "8000000\r\n\r\n"));
  EXPECT_EQ(http(port_, "POST", "/", {}, std::string(900'000, 'x')).body, "900000");
  const auto half = ask(port_, head + "8000000\r\n\r\n" + std::string(900'000, 'x'));
  EXPECT_TRUE(half->receive(1000).empty()) << "it waits for the rest";
  const std::string more = head + "500000\r\n\r\n" + std::string(300'000, 'x');
  HttpAnswer refused;
  for (int wait = 0; wait < 20 && refused.status != 503; ++wait) {
    refused = parse_answer(ask(port_, more)->receive(200));
  }
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(http(port_, "POST", "/", {}, "four").body, "4") << "small ones have a place all the same";
  EXPECT_EQ(http(port_, "POST", "/inner", {}, std::string(200'000, 'x')).body, "200000") << "and other servers'";
  for (const auto& each : silent) {
    each->receive(8'000);
    EXPECT_TRUE(each->ended()) << "who brings nothing is let go of";
  }
  half->receive(8'000);
  EXPECT_TRUE(half->ended());
  EXPECT_EQ(http(port_, "POST", "/", {}, std::string(900'000, 'x')).body, "900000");
}

TEST(ByteBudgetTest, HasRoomForSoMuchOfAllAndHalfOfThatOfOnePeer) {
  ByteBudget budget;
  budget.set_limit(100);
  ByteBudget::Held ann(budget, "ann");
  EXPECT_TRUE(ann.grow_to(40));
  EXPECT_TRUE(ann.grow_to(90)) << "one thing alone is as large as it is";
  ByteBudget::Held more(budget, "ann");
  EXPECT_FALSE(more.grow_to(1)) << "her share is full";
  ByteBudget::Held proxy(budget, "");
  EXPECT_TRUE(proxy.grow_to(10));
  EXPECT_FALSE(proxy.grow_to(11));
  {
    ByteBudget other;
    other.set_limit(100);
    {
      ByteBudget::Held gone(other, "bob");
      EXPECT_TRUE(gone.grow_to(100));
    }
    ByteBudget::Held back(other, "bob");
    ByteBudget::Held second(other, "bob");
    EXPECT_TRUE(back.grow_to(30)) << "what is over is given back";
    EXPECT_TRUE(second.grow_to(20));
    EXPECT_FALSE(second.grow_to(21));
  }
}

}  // namespace
}  // namespace flashkit::server::testing
