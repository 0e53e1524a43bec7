// The network under an app that misbehaves, or asks for much: what is thrown is answered, memory has bounds.
#include "server/net.h"

#include <new>
#include <thread>

#include "server/wire_for_tests.h"

namespace flashkit::server::testing {
namespace {

class StubApp final : public App {
 public:
  std::size_t body_limit(const Request&) const override { return 8u << 20; }
  void handle(Request request, server::Answer answer) override {
    if (request.path == "/throws") throw std::bad_alloc();
    if (request.path == "/drops") return;
    answer(text_response(200, std::to_string(request.body.size())));
  }
  void admit_live(Request, std::function<void(LiveTicket)>) override { throw std::bad_alloc(); }
  std::shared_ptr<LiveSession> start_live(const LiveTicket&, std::shared_ptr<LiveSocket>, Loop&) override {
    return nullptr;
  }
};

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

}  // namespace
}  // namespace flashkit::server::testing
