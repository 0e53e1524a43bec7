// How lost answers of puts are settled and damage is noticed: a server on the loopback address says what S3 would.
#include "adapters/s3/blobs.h"

#include <gtest/gtest.h>

#include <deque>
#include <future>
#include <mutex>

#include "adapters/aws/ground_for_test.h"
#include "adapters/aws/loopback_for_test.h"
#include "adapters/s3/setup.h"
#include "base/sha256.h"

namespace flashkit::adapters::s3 {
namespace {

using aws::http_answer;
using aws::LoopbackReply;
using aws::LoopbackRequest;
using base::Errc;

const std::string k_bytes = "a picture";
std::string name_of(const std::string& bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }

LoopbackReply says(unsigned status, const std::string& code = "") {
  return {.bytes = http_answer(status, code.empty() ? "" : "<Error><Code>" + code + "</Code></Error>")};
}
LoopbackReply head_says(unsigned status, const std::string& headers = "") {
  return {.bytes = "HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers + "Content-Length: 9\r\n\r\n"};
}

class BucketTest : public testing::Test {
 protected:
  using Step = std::function<LoopbackReply(const LoopbackRequest&)>;

  BucketTest() {
    server_ = aws::LoopbackServer::start([this](const LoopbackRequest& request) { return serve(request); });
    options_.endpoint = {false, "127.0.0.1", server_->port()};
    options_.region = "eu-west-1";
    options_.bucket = "personal";
    options_.prefix = "p/";
    options_.patience.tries = 3;
    options_.patience.first_pause_ms = 1;
    options_.settling_rounds = 2;
    bucket_ = open_bucket(ground_.ground(), options_);
  }
  ~BucketTest() override {
    ground_.transport->stop();
    server_.reset();
    EXPECT_TRUE(steps_.empty()) << steps_.size() << " requests did not come";
  }
  void expect(const char* line, Step step) {
    const std::lock_guard<std::mutex> lock(mutex_);
    steps_.emplace_back(line, std::move(step));
  }
  void expect(const char* line, LoopbackReply reply) {
    expect(line, [reply](const LoopbackRequest&) { return reply; });
  }
  base::Result<bool> put(const std::string& bytes = k_bytes) {
    std::promise<base::Result<bool>> promise;
    bucket_->put_if_absent(name_of(k_bytes), std::make_shared<const std::string>(bytes),
                           [&promise](base::Result<bool> answer) { promise.set_value(answer); });
    return promise.get_future().get();
  }
  base::Result<std::string> get() {
    std::promise<base::Result<std::string>> promise;
    bucket_->get(name_of(k_bytes),
                 [&promise](base::Result<std::string> answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
  }
  base::Result<BucketReport> ensure(bool create) {
    std::promise<base::Result<BucketReport>> promise;
    ensure_bucket(ground_.ground(), options_, create,
                  [&promise](base::Result<BucketReport> answer) { promise.set_value(answer); });
    return promise.get_future().get();
  }
  static std::string token_in(const LoopbackRequest& request) {
    const std::size_t at = request.head.find("x-amz-meta-t: ");
    return at == std::string::npos ? std::string() : request.head.substr(at + 14, 32);
  }

 private:
  LoopbackReply serve(const LoopbackRequest& request) {
    std::pair<const char*, Step> step{"", nullptr};
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (steps_.empty()) {
        ADD_FAILURE() << "one request too many: " << request.head;
        return says(403, "AccessDenied");
      }
      step = std::move(steps_.front());
      steps_.pop_front();
    }
    EXPECT_TRUE(request.head.starts_with(step.first)) << step.first << " was awaited, not " << request.head;
    return step.second(request);
  }
  std::mutex mutex_;
  std::deque<std::pair<const char*, Step>> steps_;

 protected:
  BucketOptions options_;
  aws::GroundForTest ground_;
  std::unique_ptr<aws::LoopbackServer> server_;
  std::unique_ptr<BucketBlobs> bucket_;
};

TEST_F(BucketTest, APutIsConditionalAndCarriesItsHash) {
  expect("PUT /personal/p/", [](const LoopbackRequest& request) {
    EXPECT_NE(request.head.find("/p/" + name_of(k_bytes) + " HTTP/1.1\r\n"), std::string::npos);
    EXPECT_NE(request.head.find("\r\nif-none-match: *\r\n"), std::string::npos);
    EXPECT_NE(request.head.find("\r\nx-amz-content-sha256: " + name_of(k_bytes) + "\r\n"), std::string::npos);
    EXPECT_EQ(request.body, k_bytes);
    return says(200);
  });
  EXPECT_TRUE(put().value());
  expect("PUT", says(412, "PreconditionFailed"));
  EXPECT_FALSE(put().value());
}

TEST_F(BucketTest, BytesThatAreNotTheNameDoNotLeave) { EXPECT_EQ(put("other").error().code, Errc::Corrupt); }

TEST_F(BucketTest, ALostPutIsLookedAfter) {
  std::string token;
  const auto lost = [&token](const LoopbackRequest& request) {
    token = token_in(request);
    return LoopbackReply{.bytes = "", .close = true};
  };
  expect("PUT", lost);
  expect("HEAD", [&token](const LoopbackRequest&) { return head_says(200, "x-amz-meta-t: " + token + "\r\n"); });
  EXPECT_TRUE(put().value()) << "ours";
  expect("PUT", lost);
  expect("HEAD", head_says(200, "x-amz-meta-t: another\r\n"));
  EXPECT_FALSE(put().value()) << "another's, but the same bytes";
  expect("PUT", lost);
  expect("HEAD", head_says(404));
  expect("PUT", says(200));
  EXPECT_TRUE(put().value());
  expect("PUT", lost);
  expect("HEAD", head_says(404));
  expect("PUT", says(412, "PreconditionFailed"));
  expect("HEAD", [&token](const LoopbackRequest&) { return head_says(200, "x-amz-meta-t: " + token + "\r\n"); });
  EXPECT_TRUE(put().value()) << "the first try arrived late";
}

TEST_F(BucketTest, ARacingPutAndASlowServiceAreWaitedOut) {
  expect("PUT", says(409, "ConditionalRequestConflict"));
  expect("PUT", says(200));
  EXPECT_TRUE(put().value());
  expect("PUT", says(503, "SlowDown"));
  expect("HEAD", head_says(404));
  expect("PUT", says(200));
  EXPECT_TRUE(put().value());
  for (int i = 0; i < 2; ++i) {
    expect("PUT", says(503, "SlowDown"));
    expect("HEAD", head_says(404));
  }
  EXPECT_EQ(put().error().code, Errc::Unavailable);
}

TEST_F(BucketTest, WhatIsReadIsWholeAndItsName) {
  expect("GET", LoopbackReply{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na pic", .close = true});
  expect("GET", LoopbackReply{.bytes = http_answer(200, k_bytes)});
  EXPECT_EQ(get().value(), k_bytes);
  expect("GET", LoopbackReply{.bytes = http_answer(200, "a pictur3")});
  EXPECT_EQ(get().error().code, Errc::Corrupt);
  expect("GET", says(404, "NoSuchKey"));
  EXPECT_EQ(get().error().code, Errc::NotFound);
  expect("GET", says(404, "NoSuchBucket"));
  EXPECT_EQ(get().error().code, Errc::NotFound);
  expect("GET", says(403, "AccessDenied"));
  EXPECT_EQ(get().error().code, Errc::Denied);
}

TEST_F(BucketTest, ABucketIsMadeOnceAndOnlyIfWished) {
  expect("HEAD /personal ", head_says(200));
  EXPECT_FALSE(ensure(true).value().created);
  expect("HEAD /personal ", head_says(404));
  EXPECT_EQ(ensure(false).error().code, Errc::NotFound);
  expect("HEAD /personal ", head_says(404));
  expect("PUT /personal ", [](const LoopbackRequest& request) {
    EXPECT_NE(request.body.find("<LocationConstraint>eu-west-1<"), std::string::npos);
    return says(200);
  });
  expect("HEAD /personal ", head_says(200));
  EXPECT_TRUE(ensure(true).value().created);
  expect("HEAD /personal ", head_says(404));
  expect("PUT /personal ", says(409, "BucketAlreadyExists"));
  EXPECT_EQ(ensure(true).error().code, Errc::Conflict);
  // Trouble on the way: asked again, and then looked.
  expect("HEAD /personal ", head_says(404));
  expect("PUT /personal ", says(500, "InternalError"));
  expect("PUT /personal ", says(200));
  expect("HEAD /personal ", head_says(200));
  EXPECT_TRUE(ensure(true).value().created);
}

}  // namespace
}  // namespace flashkit::adapters::s3
