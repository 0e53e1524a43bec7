// One call with its tries, as a whole: what a service says decides whether it is signed and sent again, and with which
// credentials. answers_test.cpp has the table line by line.
#include "adapters/aws/service.h"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <future>
#include <mutex>

#include "adapters/aws/ground_for_test.h"
#include "adapters/aws/loopback_for_test.h"

namespace flashkit::adapters::aws {
namespace {

// A service that says what is next in line, and a container's endpoint that gives K1, K2 ... in turn.
class ServiceTest : public testing::Test {
 protected:
  ServiceTest() {
    server_ = LoopbackServer::start([this](const LoopbackRequest& request) { return serve(request); });
    const std::string url = "http://127.0.0.1:" + std::to_string(server_->port());
    credentials_ = make_credential_source({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url + "/keys"}, {"HOME", "/nowhere"}},
                                          *ground_.transport, ground_.clock);
    service_ = std::make_unique<Service>(
        Ground{*ground_.transport, *credentials_, ground_.clock, ground_.random, ground_.tally},
        ServiceOptions{.endpoint = {false, "127.0.0.1", server_->port()},
                       .scope = {"eu-west-1", "dynamodb"},
                       .rules = {},
                       .limits = {},
                       .patience = {.tries = 4, .first_pause_ms = 1, .longest_pause_ms = 2},
                       .judge = judge_dynamodb});
  }
  ~ServiceTest() override {
    ground_.transport->stop();
    server_.reset();
  }
  void says(unsigned status, const std::string& code) {
    const std::lock_guard<std::mutex> lock(mutex_);
    answers_.push_back(http_answer(status, R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + code + "\"}"));
  }
  Reply call(CallKind kind) {
    Request request;
    request.method = "POST";
    request.operation = "PutItem";
    request.body = std::make_shared<const std::string>("{}");
    std::promise<Reply> promise;
    service_->call(std::move(request), kind, [&promise](Reply reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
  }
  // The keys that the tries were signed with.
  std::vector<std::string> keys() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return keys_;
  }
  std::deque<std::string> answers_;

 private:
  LoopbackReply serve(const LoopbackRequest& request) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (request.head.starts_with("GET /keys ")) {
      const std::string key = "K" + std::to_string(++fetched_);
      return {.bytes = http_answer(200, R"({"AccessKeyId":")" + key + R"(","SecretAccessKey":"s","Token":"t"})")};
    }
    const std::size_t at = request.head.find("Credential=");
    keys_.push_back(at == std::string::npos ? "none" : request.head.substr(at + 11, 2));
    if (answers_.empty()) return {.bytes = http_answer(200, "{}")};
    const std::string next = answers_.front();
    answers_.pop_front();
    return {.bytes = next};
  }
  std::mutex mutex_;
  std::vector<std::string> keys_;
  int fetched_ = 0;
  std::unique_ptr<LoopbackServer> server_;

 protected:
  GroundForTest ground_;
  std::unique_ptr<CredentialSource> credentials_;
  std::unique_ptr<Service> service_;
};

using Keys = std::vector<std::string>;

TEST_F(ServiceTest, ExpiredCredentialsAreFetchedAfreshAndTheRequestIsSignedAnew) {
  says(400, "ExpiredTokenException");
  EXPECT_EQ(call(CallKind::Write).meaning, Meaning::Done);
  EXPECT_EQ(keys(), (Keys{"K1", "K2"}));
}

TEST_F(ServiceTest, CredentialsThatStayRefusedEndTheCall) {
  for (int i = 0; i < 4; ++i) says(400, "UnrecognizedClientException");
  const Reply reply = call(CallKind::Read);
  EXPECT_EQ(reply.meaning, Meaning::Renew);
  EXPECT_EQ(reply.error.code, base::Errc::Denied);
  EXPECT_EQ(keys(), (Keys{"K1", "K2", "K3", "K4"}));
}

TEST_F(ServiceTest, AThrottledWriteIsMadeAgainAndOneWhoseAnswerIsLostIsNot) {
  says(400, "ThrottlingException");
  says(400, "RequestLimitExceeded");
  EXPECT_EQ(call(CallKind::Write).tries, 3u);
  says(500, "InternalServerError");
  const Reply lost = call(CallKind::Write);
  EXPECT_EQ(lost.meaning, Meaning::Unknown);
  EXPECT_EQ(lost.tries, 1u);
  says(500, "InternalServerError");
  EXPECT_EQ(call(CallKind::Read).tries, 2u);
  const std::vector<OperationCounts> counts = ground_.tally.counts();
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0].requests(), 6u) << "every try counts";
  EXPECT_EQ(counts[0].tries[static_cast<std::size_t>(Meaning::Unknown)], 2u);
}

}  // namespace
}  // namespace flashkit::adapters::aws
