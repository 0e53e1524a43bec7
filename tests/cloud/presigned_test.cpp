// What a stranger with a presigned URL may do at radosgw, which checks signatures, times and headers; and that the
// service notices credentials and bytes that are wrong.
#include <gtest/gtest.h>

#include "adapters/aws/http.h"
#include "base/sha256.h"
#include "ports/contract_fixture.h"
#include "tests/cloud/worlds.h"

namespace flashkit::tests::cloud {
namespace {

using namespace flashkit::adapters;
using ports::contract::Answer;

class PresignedTest : public testing::Test {
 protected:
  void SetUp() override {
    if (world_.absent()) GTEST_SKIP() << "radosgw does not run here";
  }
  aws::Answer send(const char* method, const std::string& url, aws::Pairs headers, const std::string& body) {
    const aws::Url to = aws::parse_url(url).value();
    headers.insert(headers.begin(), {"host", to.endpoint.authority()});
    const aws::Body bytes = method[0] == 'P' ? std::make_shared<const std::string>(body) : nullptr;
    Answer<aws::Outcome> outcome;
    world_.ground().transport->send(to.endpoint, {method, to.path, std::move(headers), bytes}, {}, outcome.callback());
    const aws::Outcome got = outcome.wait(world_);
    const auto* answer = std::get_if<aws::Answer>(&got);
    EXPECT_NE(answer, nullptr);
    return answer == nullptr ? aws::Answer{} : *answer;
  }
  s3::PresignedPut put_url(const std::string& name) {
    Answer<base::Result<s3::PresignedPut>> url;
    world_.bucket().presign_put(name, 60, url.callback());
    return url.wait(world_).value();
  }
  std::string get_url(const std::string& name) {
    Answer<base::Result<std::string>> url;
    world_.bucket().presign_get(name, 60, url.callback());
    return url.wait(world_).value();
  }
  static std::string name_of(const std::string& bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }

  Straight world_;
};

TEST_F(PresignedTest, MovesABlobPastTheServerOnce) {
  const std::string name = name_of("a picture");
  const s3::PresignedPut put = put_url(name);
  EXPECT_EQ(send("PUT", put.url, put.headers, "a picture").status, 200u);
  EXPECT_EQ(send("PUT", put.url, put.headers, "another").status, 412u) << "what is there is never written over";
  const aws::Answer got = send("GET", get_url(name), {}, "");
  EXPECT_EQ(got.status, 200u);
  EXPECT_EQ(got.body, "a picture");
  Answer<base::Result<std::string>> read;
  world_.blobs().get(name, read.callback());
  EXPECT_EQ(read.wait(world_).value(), "a picture");
}

TEST_F(PresignedTest, IsGoodForNothingElse) {
  const std::string name = name_of("x");
  const s3::PresignedPut put = put_url(name);
  EXPECT_EQ(send("PUT", put.url, {}, "x").status, 403u) << "its headers are signed";
  EXPECT_EQ(send("GET", put.url, put.headers, "").status, 403u);
  std::string other = put.url;
  other.replace(other.find(name), 64, name_of("y"));
  EXPECT_EQ(send("PUT", other, put.headers, "y").status, 403u);
  std::string longer = put.url;
  longer.replace(longer.find("X-Amz-Expires=60"), 16, "X-Amz-Expires=61");
  EXPECT_EQ(send("PUT", longer, put.headers, "x").status, 403u);
}

TEST_F(PresignedTest, BytesThatAreNotTheBlobAreNoticedByTheReader) {
  const std::string name = name_of("what it should be");
  const s3::PresignedPut put = put_url(name);
  // Amazon refuses these by their checksum; radosgw 16 lets them in.
  send("PUT", put.url, put.headers, "what it is not");
  Answer<base::Result<std::string>> read;
  world_.blobs().get(name, read.callback());
  const auto got = read.wait(world_);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().code, base::Errc::Corrupt);
}

TEST_F(PresignedTest, AWrongSecretIsDenied) {
  world_.bucket();
  aws::GroundForTest& ground = world_.ground();
  const auto wrong = aws::make_credential_source(
      {{"AWS_ACCESS_KEY_ID", aws::k_test_key_id}, {"AWS_SECRET_ACCESS_KEY", "not the secret"}}, *ground.transport,
      ground.clock);
  const auto bucket =
      s3::open_bucket({*ground.transport, *wrong, ground.clock, ground.random, ground.tally}, world_.bucket_options());
  Answer<base::Result<bool>> put;
  bucket->put_if_absent(name_of("x"), std::make_shared<const std::string>("x"), put.callback());
  EXPECT_EQ(put.wait(world_).error().code, base::Errc::Denied);
  ground.transport->stop();
}

}  // namespace
}  // namespace flashkit::tests::cloud
