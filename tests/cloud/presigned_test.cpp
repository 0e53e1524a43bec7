// What a stranger with a presigned URL may do at radosgw, which checks signatures, times and headers; and that the
// service notices credentials and bytes that are wrong.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/aws/http.h"
#include "adapters/s3/setup.h"
#include "base/sha256.h"
#include "ports/contract_fixture.h"
#include "server/wire_for_tests.h"
#include "tests/cloud/worlds.h"

namespace flashkit::tests::cloud {
namespace {

using namespace flashkit::adapters;
using ports::DirectRequest;
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
  DirectRequest put_request(const std::string& name, std::uint64_t size, std::uint32_t valid_s = 60) {
    Answer<base::Result<DirectRequest>> request;
    world_.direct().put({name, size}, valid_s, request.callback());
    return request.wait(world_).value();
  }
  std::string get_url(const std::string& name) {
    Answer<base::Result<DirectRequest>> request;
    world_.direct().get(name, 60, request.callback());
    return request.wait(world_).value().url;
  }
  unsigned put(const DirectRequest& request, const std::string& bytes, const aws::Pairs& more = {}) {
    return send("PUT", request.url, with(request, more), bytes).status;
  }
  // The headers that belong to it; one of `more` takes the place of its namesake.
  static aws::Pairs with(const DirectRequest& request, aws::Pairs more) {
    for (const DirectRequest::Header& each : request.headers) {
      const auto same = [&each](const aws::Pair& other) { return other.name == each.name; };
      if (std::none_of(more.begin(), more.end(), same)) more.push_back({each.name, each.value});
    }
    return more;
  }
  bool is_there(const std::string& name) {
    Answer<base::Result<std::optional<std::uint64_t>>> size;
    world_.blobs().size(name, size.callback());
    return size.wait(world_).value().has_value();
  }
  // As a stranger without any URL of ours.
  unsigned anonymous(const std::string& name) {
    const std::string url = get_url(name);
    return send("GET", url.substr(0, url.find('?')), {}, "").status;
  }
  static std::string name_of(const std::string& bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }

  Straight world_;
};

TEST_F(PresignedTest, MovesABlobPastTheServerOnce) {
  const std::string bytes = "<svg>a picture</svg>";
  const std::string name = name_of(bytes);
  const DirectRequest request = put_request(name, bytes.size());
  EXPECT_EQ(put(request, bytes, {{"content-type", "text/html"}}), 200u);
  EXPECT_EQ(put(request, bytes), 412u) << "what is there is never written over";
  const aws::Answer got = send("GET", get_url(name), {}, "");
  EXPECT_EQ(got.status, 200u);
  EXPECT_EQ(got.body, bytes);
  EXPECT_EQ(got.header("content-type"), "application/octet-stream") << "no browser runs it, whatever it was said to be";
  Answer<base::Result<std::string>> read;
  world_.blobs().get(name, read.callback());
  EXPECT_EQ(read.wait(world_).value(), bytes);
}

TEST_F(PresignedTest, TakesNoOtherBytesAndNoOtherLength) {
  const std::string bytes = "what it should be";
  const std::string name = name_of(bytes);
  const DirectRequest request = put_request(name, bytes.size());
  EXPECT_EQ(put(request, "what it is not..."), 400u);
  EXPECT_EQ(put(request, bytes + "!"), 403u);
  EXPECT_EQ(put(request, bytes.substr(1)), 403u);
  EXPECT_EQ(put(request, ""), 403u);
  EXPECT_FALSE(is_there(name)) << "nothing of it counts as the blob";
  EXPECT_EQ(put(request, bytes), 200u) << "and nothing is lost: the same request still takes the right ones";
}

TEST_F(PresignedTest, IsGoodForNothingElse) {
  const std::string name = name_of("x");
  const DirectRequest request = put_request(name, 1);
  EXPECT_EQ(send("PUT", request.url, {}, "x").status, 403u) << "its headers are signed";
  EXPECT_EQ(send("GET", request.url, with(request, {}), "").status, 403u);
  EXPECT_EQ(put(request, "y", {{"x-amz-content-sha256", name_of("y")}}), 403u);
  EXPECT_EQ(put(request, "y", {{"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}}), 403u);
  const auto changed = [&](const std::string& from, const std::string& to) {
    DirectRequest other = request;
    other.url.replace(other.url.find(from), from.size(), to);
    return put(other, "x");
  };
  EXPECT_EQ(changed(name, name_of("y")), 403u);
  EXPECT_EQ(changed("X-Amz-Expires=60", "X-Amz-Expires=61"), 403u);
  EXPECT_EQ(changed("?", "?acl&"), 403u);
  EXPECT_FALSE(is_there(name));
}

TEST_F(PresignedTest, MakesNothingPublicAndCopiesNothing) {
  const std::string secret = "somebody else's";
  ASSERT_EQ(put(put_request(name_of(secret), secret.size()), secret), 200u);
  EXPECT_EQ(anonymous(name_of(secret)), 403u);
  const std::string path = "/" + world_.bucket_options().bucket + "/" + world_.bucket_options().prefix;
  const std::string everybody = "uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"";
  const std::string name = name_of("mine");
  const DirectRequest request = put_request(name, 4);
  for (const aws::Pair& header : aws::Pairs{{"x-amz-acl", "public-read"},
                                            {"x-amz-grant-read", everybody},
                                            {"x-amz-copy-source", path + name_of(secret)}}) {
    EXPECT_GE(put(request, "mine", {header}), 400u) << header.name;
    EXPECT_FALSE(is_there(name)) << header.name;
  }
}

TEST_F(PresignedTest, ExpiresAndANewOneGoesOn) {
  const std::string name = name_of("late");
  world_.direct();
  // Signed by a clock that is an hour behind: its time was over before it was sent.
  class Late final : public ports::Clock {
   public:
    explicit Late(ports::Clock& clock) : clock_(clock) {}
    std::int64_t wall_ms() override { return clock_.wall_ms() - 3'600'000; }
    std::int64_t steady_ms() override { return clock_.steady_ms(); }

   private:
    ports::Clock& clock_;
  } late(world_.ground().clock);
  aws::Ground ground = world_.ground().ground();
  const auto direct = s3::open_direct({ground.transport, ground.credentials, late, ground.random, ground.tally},
                                      world_.bucket_options());
  Answer<base::Result<DirectRequest>> url;
  direct->get(name, 60, url.callback());
  EXPECT_EQ(send("GET", url.wait(world_).value().url, {}, "").status, 403u);
  Answer<base::Result<bool>> seen;
  direct->examine(seen.callback());
  EXPECT_FALSE(seen.wait(world_).value()) << "every one of its requests is refused, the right one too";
  EXPECT_EQ(put(put_request(name, 4), "late"), 200u);
  world_.ground().transport->stop();
}

TEST_F(PresignedTest, WhatIsCutInTheMiddleIsNoBlobAndMaySimplyBeSentAgain) {
  const std::string bytes(2'000'000, 'c');
  const std::string name = name_of(bytes);
  const DirectRequest request = put_request(name, bytes.size());
  const aws::Url url = aws::parse_url(request.url).value();
  {
    server::testing::Connection connection(url.endpoint.port);
    std::string head = "PUT " + url.path + " HTTP/1.1\r\nHost: " + url.endpoint.authority() +
                       "\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n";
    for (const DirectRequest::Header& each : request.headers) head += each.name + ": " + each.value + "\r\n";
    ASSERT_TRUE(connection.send(head + "\r\n" + bytes.substr(0, 1'000'000)));
  }
  EXPECT_FALSE(is_there(name));
  EXPECT_EQ(put(request, bytes), 200u);
  EXPECT_TRUE(is_there(name));
}

TEST_F(PresignedTest, PagesOfTheAppMaySendItAndOthersMayNot) {
  const DirectRequest request = put_request(name_of("x"), 1);
  Answer<base::Result<bool>> set;
  s3::let_pages_put(world_.ground().ground(), world_.bucket_options(), "https://app.example", set.callback());
  ASSERT_TRUE(set.wait(world_).ok());
  std::string names;
  for (const DirectRequest::Header& each : request.headers) names += (names.empty() ? "" : ",") + each.name;
  const auto preflight = [&](const std::string& origin, const std::string& method) {
    const aws::Answer answer = send(
        "OPTIONS", request.url,
        {{"origin", origin}, {"access-control-request-method", method}, {"access-control-request-headers", names}}, "");
    return std::string(answer.header("access-control-allow-origin"));
  };
  EXPECT_EQ(preflight("https://app.example", "PUT"), "https://app.example");
  EXPECT_EQ(preflight("https://elsewhere.example", "PUT"), "");
  EXPECT_EQ(preflight("https://app.example", "DELETE"), "");
  Answer<base::Result<bool>> wrong;
  s3::let_pages_put(world_.ground().ground(), world_.bucket_options(), "https://x</AllowedOrigin>", wrong.callback());
  EXPECT_EQ(wrong.wait(world_).error().code, base::Errc::Malformed);
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
