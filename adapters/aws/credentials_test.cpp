// Where credentials come from, each source against a file or a server on the loopback address; and that they are
// fetched again in time, once, and given up only when they are over.
#include "adapters/aws/credentials.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>

#include "adapters/aws/loopback_for_test.h"

namespace flashkit::adapters::aws {
namespace {

using base::Errc;

class FakeClock final : public ports::Clock {
 public:
  std::int64_t wall_ms() override { return now_ms; }
  std::int64_t steady_ms() override { return now_ms; }
  std::atomic<std::int64_t> now_ms = 0;
};

constexpr std::int64_t k_six_o_clock_ms = 1'795'370'400'000;  // 2026-11-22T18:00:00Z

std::string credentials_json(const std::string& key, const std::string& expires = "2026-11-22T18:00:00Z") {
  return R"({"Code":"Success","AccessKeyId":")" + key + R"(","SecretAccessKey":"s/+=","Token":"t==","Expiration":")" +
         expires + "\"}";
}

class CredentialsTest : public testing::Test {
 protected:
  ~CredentialsTest() override { transport_->stop(); }
  void source_of(Environment environment) {
    environment.emplace("HOME", "/nowhere");
    source_ = make_credential_source(environment, *transport_, clock_);
  }
  void serve(LoopbackServer::Handler handler) {
    server_ = LoopbackServer::start(std::move(handler));
    url_ = "http://127.0.0.1:" + std::to_string(server_->port());
  }
  std::future<base::Result<Credentials>> start() {
    auto promise = std::make_shared<std::promise<base::Result<Credentials>>>();
    std::future<base::Result<Credentials>> out = promise->get_future();
    transport_->post([this, promise] {
      source_->get([promise](base::Result<Credentials> answer) { promise->set_value(std::move(answer)); });
    });
    return out;
  }
  base::Result<Credentials> get() { return start().get(); }
  std::string key() {
    const base::Result<Credentials> out = get();
    return out.ok() ? out.value().key_id : std::string("error: ") + out.error().rule;
  }
  // Asks until the answer is `wanted`: what is fetched by the way takes its time.
  std::string key_in_the_end(const std::string& wanted) {
    for (int i = 0; i < 1000 && key() != wanted; ++i) ::usleep(5'000);
    return key();
  }
  std::string write_file(const std::string& text) {
    const std::string path = testing::TempDir() + "flashkit_credentials_" + std::to_string(::getpid());
    std::ofstream(path) << text;
    return path;
  }

  FakeClock clock_;
  std::unique_ptr<LoopbackServer> server_;
  std::string url_;
  std::unique_ptr<Transport> transport_ = make_transport();
  std::unique_ptr<CredentialSource> source_;
};

TEST_F(CredentialsTest, TheEnvironmentComesFirst) {
  source_of({{"AWS_ACCESS_KEY_ID", "K"},
             {"AWS_SECRET_ACCESS_KEY", "S"},
             {"AWS_SESSION_TOKEN", "T"},
             {"AWS_PROFILE", "other"}});
  const Credentials got = get().value();
  EXPECT_EQ(got.key_id, "K");
  EXPECT_EQ(got.secret, "S");
  EXPECT_EQ(got.token, "T");
}

TEST_F(CredentialsTest, ThenAProfileOfAFile) {
  const std::string path = write_file(
      "# mine\r\n[default]\naws_access_key_id = D\naws_secret_access_key=x=y\n\n[ work ]\naws_access_key_id=W\n"
      "aws_secret_access_key=S\naws_session_token=T\nregion=eu-west-1\n[half]\naws_access_key_id=H\n");
  source_of({{"AWS_SHARED_CREDENTIALS_FILE", path}});
  EXPECT_EQ(get().value().secret, "x=y");
  source_of({{"AWS_SHARED_CREDENTIALS_FILE", path}, {"AWS_PROFILE", "work"}});
  EXPECT_EQ(get().value().token, "T");
  source_of({{"AWS_SHARED_CREDENTIALS_FILE", path}, {"AWS_PROFILE", "half"}});
  EXPECT_EQ(get().error().code, Errc::Malformed);
  source_of({{"AWS_SHARED_CREDENTIALS_FILE", path}, {"AWS_PROFILE", "none"}});
  EXPECT_EQ(get().error().code, Errc::Malformed) << "a profile that was asked for is never passed over";
  std::filesystem::remove(path);
}

TEST_F(CredentialsTest, AProfileThatIsRefusedIsReadAgain) {
  const auto profile = [](const std::string& key) {
    return "[default]\naws_access_key_id=" + key + "\naws_secret_access_key=S\naws_session_token=T\n";
  };
  const std::string path = write_file(profile("OLD"));
  source_of({{"AWS_SHARED_CREDENTIALS_FILE", path}});
  EXPECT_EQ(key(), "OLD");
  write_file(profile("NEW"));
  EXPECT_EQ(key(), "OLD") << "it holds until somebody says otherwise";
  transport_->post([this] { source_->refused("OLD"); });
  EXPECT_EQ(key(), "NEW");
  std::filesystem::remove(path);
}

TEST_F(CredentialsTest, ThenTheContainersEndpointWithItsToken) {
  std::string head;
  serve([&head](const LoopbackRequest& request) {
    head = request.head;
    return LoopbackReply{.bytes = http_answer(200, credentials_json("C"))};
  });
  const std::string token = write_file("from a file\n");
  source_of(
      {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url_ + "/role?id=1"}, {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token}});
  const Credentials got = get().value();
  EXPECT_EQ(got.key_id, "C");
  EXPECT_EQ(got.secret, "s/+=");
  EXPECT_EQ(got.token, "t==");
  EXPECT_EQ(got.expires_ms, k_six_o_clock_ms);
  EXPECT_TRUE(head.starts_with("GET /role?id=1 HTTP/1.1\r\n")) << head;
  EXPECT_NE(head.find("\r\nauthorization: from a file\r\n"), std::string::npos) << head;
  std::filesystem::remove(token);
}

TEST_F(CredentialsTest, AStrangeHostIsNotAskedInClearText) {
  source_of({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/role"}});
  EXPECT_EQ(get().error().code, Errc::Denied);
  const auto trusted = [](const char* url) { return is_trusted_credential_endpoint(parse_url(url).value().endpoint); };
  EXPECT_TRUE(trusted("https://example.com"));
  EXPECT_TRUE(trusted("http://169.254.170.2"));
  EXPECT_TRUE(trusted("http://[fd00:ec2::23]"));
  EXPECT_FALSE(trusted("http://169.254.170.2.example.com"));
}

TEST_F(CredentialsTest, LastTheMachinesMetadataInThreeSteps) {
  std::vector<std::string> lines;
  serve([&lines](const LoopbackRequest& request) {
    lines.push_back(request.head.substr(0, request.head.find(" HTTP")));
    const bool has_token = request.head.find("x-aws-ec2-metadata-token: session\r\n") != std::string::npos;
    if (request.head.starts_with("PUT /latest/api/token ")) return LoopbackReply{.bytes = http_answer(200, "session")};
    if (!has_token) return LoopbackReply{.bytes = http_answer(401, "")};
    const bool asks_role = request.head.find("/security-credentials/ ") != std::string::npos;
    return LoopbackReply{.bytes = http_answer(200, asks_role ? "the-role\n" : credentials_json("I"))};
  });
  source_of({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", url_}});
  EXPECT_EQ(key(), "I");
  EXPECT_EQ(lines, (std::vector<std::string>{"PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/",
                                             "GET /latest/meta-data/iam/security-credentials/the-role"}));
}

TEST_F(CredentialsTest, WithoutAnySourceThatIsSaid) {
  source_of({{"AWS_EC2_METADATA_DISABLED", "true"}});
  EXPECT_EQ(get().error().code, Errc::NotFound);
  serve([](const LoopbackRequest&) { return LoopbackReply{.bytes = http_answer(404, "")}; });
  source_of({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", url_}});
  EXPECT_EQ(get().error().code, Errc::Denied);
  serve([](const LoopbackRequest&) { return LoopbackReply{.bytes = "", .close = true}; });
  source_of({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", url_}});
  EXPECT_EQ(get().error().code, Errc::Unavailable);
}

TEST_F(CredentialsTest, AreFetchedOnceForAllAndAgainBeforeTheyExpire) {
  std::atomic<int> fetches = 0;
  std::atomic<bool> broken = false;
  serve([&](const LoopbackRequest&) {
    const int number = ++fetches;
    if (broken) return LoopbackReply{.bytes = http_answer(500, "")};
    const char* expires = number == 1 ? "2026-11-22T18:00:00Z" : "2026-11-22T20:00:00Z";
    return LoopbackReply{.bytes = http_answer(200, credentials_json("K" + std::to_string(number), expires))};
  });
  source_of({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url_}});
  clock_.now_ms = k_six_o_clock_ms - 3'600'000;
  std::vector<std::future<base::Result<Credentials>>> crowd;
  for (int i = 0; i < 10; ++i) crowd.push_back(start());
  for (auto& each : crowd) EXPECT_EQ(each.get().value().key_id, "K1");
  EXPECT_EQ(fetches, 1);

  clock_.now_ms = k_six_o_clock_ms - 4 * 60'000;
  EXPECT_EQ(key(), "K1") << "still valid: nobody waits for the new ones";
  EXPECT_EQ(key_in_the_end("K2"), "K2");
  EXPECT_EQ(fetches, 2);

  broken = true;
  clock_.now_ms = k_six_o_clock_ms + 7'200'000 - 4 * 60'000;
  for (int i = 0; i < 1000 && fetches < 5; ++i) EXPECT_EQ(key(), "K2") << "a fetch that fails takes nothing away";
  EXPECT_GE(fetches, 3);
  clock_.now_ms = k_six_o_clock_ms + 7'200'000;
  EXPECT_EQ(get().error().code, Errc::Unavailable);
  broken = false;
  const std::string last = key();
  EXPECT_EQ(last, "K" + std::to_string(fetches));
}

TEST_F(CredentialsTest, WhatTheServiceRefusesIsFetchedAfresh) {
  std::atomic<int> fetches = 0;
  serve([&fetches](const LoopbackRequest&) {
    return LoopbackReply{.bytes = http_answer(200, credentials_json("K" + std::to_string(++fetches)))};
  });
  source_of({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url_}});
  EXPECT_EQ(key(), "K1");
  transport_->post([this] {
    source_->refused("K1");
    source_->refused("K1");
  });
  EXPECT_EQ(key(), "K2");
  transport_->post([this] { source_->refused("K1"); });
  EXPECT_EQ(key(), "K2") << "the ones of today were not refused";
}

TEST(CredentialAnswers, AreReadOrRefused) {
  EXPECT_EQ(parse_credentials_json("").error().code, Errc::Malformed);
  EXPECT_EQ(parse_credentials_json("[]").error().code, Errc::Malformed);
  EXPECT_EQ(parse_credentials_json(R"({"AccessKeyId":"K"})").error().code, Errc::Malformed);
  EXPECT_EQ(parse_credentials_json(R"({"Code":"AssumeRoleUnauthorizedAccess"})").error().code, Errc::Denied);
  EXPECT_EQ(parse_credentials_json(credentials_json("K", "tomorrow")).error().code, Errc::Malformed);
  EXPECT_EQ(parse_credentials_json(R"({"AccessKeyId":"K","SecretAccessKey":"S"})").value().expires_ms, 0);
}

TEST(CredentialTimes, AreReadOrRefused) {
  EXPECT_EQ(parse_time("1970-01-01T00:00:00Z").value(), 0);
  EXPECT_EQ(parse_time("2026-11-22T18:00:00Z").value(), k_six_o_clock_ms);
  EXPECT_EQ(parse_time("2026-11-22T18:00:00.123Z").value(), k_six_o_clock_ms);
  EXPECT_EQ(parse_time("2000-02-29T23:59:59Z").value(), 951'868'799'000);
  for (const char* bad : {"", "2026-11-22", "2026-11-22T18:00:00", "2026-13-22T18:00:00Z", "2026-1a-22T18:00:00Z"}) {
    EXPECT_EQ(parse_time(bad).error().code, Errc::Malformed) << bad;
  }
}

}  // namespace
}  // namespace flashkit::adapters::aws
