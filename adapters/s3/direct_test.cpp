// Which form a presigned PUT gets, and that a store which does not keep its word gets none: a server on the loopback
// address is each kind of store. What the form is worth, radosgw says (tests/cloud/presigned_test.cpp).
#include "adapters/s3/direct.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "adapters/aws/ground_for_test.h"
#include "adapters/aws/loopback_for_test.h"
#include "base/sha256.h"

namespace flashkit::adapters::s3 {
namespace {

using aws::LoopbackRequest;
using base::Errc;
using base::Result;
using ports::DirectRequest;

// What a store checks of a PUT.
struct Habits {
  bool content_hash = false;  // in a presigned request
  bool checksum = false;
  bool unsigned_headers = false;  // refuses them
  bool silent = false;
};

class DirectTest : public testing::Test {
 protected:
  DirectTest() {
    store_ = aws::LoopbackServer::start([this](const LoopbackRequest& request) {
      ++asked_;
      if (habits_.silent) return aws::LoopbackReply{.bytes = aws::http_answer(503, "")};
      return aws::LoopbackReply{.bytes = aws::http_answer(judge(request), "")};
    });
    BucketOptions options;
    options.endpoint = {false, "127.0.0.1", store_->port()};
    options.region = "eu-west-1";
    options.bucket = "personal";
    options.prefix = "p/";
    direct_ = open_direct(ground_.ground(), options);
  }
  ~DirectTest() override { ground_.transport->stop(); }

  unsigned judge(const LoopbackRequest& request) const {
    const auto has = [&](const char* text) { return request.head.find(text) != std::string::npos; };
    const bool wrong_bytes = request.body != "what was announced";
    const bool acl_is_signed = has("host%3Bif-none-match%3Bx-amz-acl");
    if (has("x-amz-content-sha256: ") && !habits_.content_hash) return 403;  // it signs UNSIGNED-PAYLOAD
    if (has("x-amz-acl: public-read") && (acl_is_signed || habits_.unsigned_headers)) return 403;
    const bool checked = has("x-amz-content-sha256: ") || (has("x-amz-checksum-sha256: ") && habits_.checksum);
    return wrong_bytes && checked ? 400 : 200;
  }
  Result<bool> examine() {
    std::promise<Result<bool>> promise;
    direct_->examine([&promise](Result<bool> answer) { promise.set_value(answer); });
    return promise.get_future().get();
  }
  Result<DirectRequest> put(const std::string& name) {
    std::promise<Result<DirectRequest>> promise;
    direct_->put({name, 9}, 60, [&promise](Result<DirectRequest> answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
  }
  static std::vector<std::string> names_in(const DirectRequest& request) {
    std::vector<std::string> out;
    for (const DirectRequest::Header& each : request.headers) out.push_back(each.name);
    return out;
  }

  aws::GroundForTest ground_;
  Habits habits_;
  std::atomic<unsigned> asked_ = 0;
  std::unique_ptr<aws::LoopbackServer> store_;
  std::unique_ptr<ports::DirectBlobs> direct_;
  const std::string name_ = base::to_hex(base::sha256(base::bytes_of("a picture")));
};

using Names = std::vector<std::string>;

TEST_F(DirectTest, AStoreThatHoldsTheBodyAgainstItsSignedHashIsAskedThatWay) {
  habits_ = {.content_hash = true};
  EXPECT_EQ(put(name_).error().code, Errc::Denied) << "not before it was examined";
  ASSERT_TRUE(examine().value());
  const DirectRequest request = put(name_).value();
  EXPECT_EQ(names_in(request), (Names{"if-none-match", "x-amz-acl", "x-amz-content-sha256"}));
  EXPECT_EQ(request.headers.back().value, name_);
  EXPECT_NE(request.url.find("/personal/p/" + name_ + "?"), std::string::npos);
  EXPECT_NE(request.url.find("content-length"), std::string::npos) << "signed, and sent by every client itself";
  EXPECT_EQ(put("../etc/passwd").error().code, Errc::Malformed);
}

TEST_F(DirectTest, AStoreThatChecksTheChecksumAndRefusesUnsignedHeadersIsAskedThatWay) {
  habits_ = {.checksum = true, .unsigned_headers = true};
  ASSERT_TRUE(examine().value());
  const DirectRequest request = put(name_).value();
  EXPECT_EQ(names_in(request), (Names{"if-none-match", "x-amz-checksum-sha256"}));
  EXPECT_EQ(request.headers.back().value, "krL6WAKJWDF+QIvYTs+nD17jWxIZkdvCMsSdFmNTcIs=");
}

TEST_F(DirectTest, AStoreThatTakesOtherBytesOrLetsThemBeMadePublicGetsNone) {
  for (const Habits& habits : {Habits{.unsigned_headers = true}, Habits{.checksum = true}}) {
    habits_ = habits;
    EXPECT_FALSE(examine().value());
    EXPECT_EQ(put(name_).error().code, Errc::Denied);
  }
}

TEST_F(DirectTest, AStoreThatDoesNotAnswerIsAskedAgainAnotherTime) {
  habits_ = {.content_hash = true, .silent = true};
  EXPECT_EQ(examine().error().code, Errc::Unavailable);
  EXPECT_EQ(asked_, 1u);
  habits_.silent = false;
  EXPECT_TRUE(examine().value());
  EXPECT_EQ(asked_, 4u) << "right bytes, other bytes, public ones";
}

}  // namespace
}  // namespace flashkit::adapters::s3
