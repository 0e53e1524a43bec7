// The small parsers of HTTP: targets, cookies, encodings, origins; packing and unpacking.
#include "server/http.h"

#include <gtest/gtest.h>

#include "server/config.h"
#include "server/rate_limit.h"
#include "server/rights.h"

namespace flashkit::server {
namespace {

TEST(Http, TargetsAreDecodedOnceAndNeverClimb) {
  EXPECT_EQ(parse_target("/a%20b?x=1#y")->path, "/a b");
  EXPECT_EQ(parse_target("/a%20b?x=1#y")->query, "x=1");
  EXPECT_EQ(parse_target("/%252e%252e/x")->path, "/%2e%2e/x");
  for (const char* bad :
       {"", "a", "http://x/", "/..", "/a/../b", "/%2e%2e/b", "/.", "/a\\b", "/%", "/%0", "/%zz", "/%00", "/a%0d%0ab"}) {
    EXPECT_FALSE(parse_target(bad).has_value()) << bad;
  }
}

TEST(Http, CookiesParametersAndEncodings) {
  Request request;
  request.headers = {{"cookie", "a=1; flashkit_user=abc; b=2"},
                     {"Accept-Encoding", "br, gzip;q=0, zstd"},
                     {"Host", "here:80"},
                     {"Origin", "http://here:80"}};
  request.query = "page=2&name=a%20b&empty";
  EXPECT_EQ(request.cookie("flashkit_user"), "abc");
  EXPECT_EQ(request.cookie("user"), "");
  EXPECT_EQ(request.parameter("name"), "a b");
  EXPECT_EQ(request.parameter("empty"), "");
  EXPECT_EQ(request.parameter("none"), std::nullopt);
  EXPECT_FALSE(accepts_encoding(request, "gzip"));
  EXPECT_TRUE(accepts_encoding(request, "zstd"));
  EXPECT_TRUE(is_same_origin(request));
  request.headers[3].value = "http://here:81";
  EXPECT_FALSE(is_same_origin(request));
  request.headers[3].value = "null";
  EXPECT_FALSE(is_same_origin(request));
}

TEST(Http, ZstdComesBackWithinItsLimitAndRefusesWhatIsCut) {
  const std::string bytes(100'000, 'q');
  const std::string packed = zstd_compress(bytes);
  EXPECT_EQ(zstd_decompress(packed, bytes.size()).value(), bytes);
  EXPECT_EQ(zstd_decompress(packed, bytes.size() - 1).error().code, base::Errc::Limit);
  EXPECT_FALSE(zstd_decompress(std::string_view(packed).substr(0, packed.size() - 3), 1u << 20).ok());
  EXPECT_FALSE(zstd_decompress("not zstd at all", 1u << 20).ok());
}

TEST(Config, FlagsGoBeforeTheEnvironmentAndMistakesAreNamed) {
  const ReadConfig read =
      read_config({"--port", "9000", "--data=/d"}, {{"PORT", "8000"}, {"FLASHKIT_HOST", "::1"}}, "/x");
  EXPECT_TRUE(read.problem.text.empty());
  EXPECT_EQ(read.config.port, 9000);
  EXPECT_EQ(read.config.data, "/d");
  EXPECT_EQ(read.config.host, "::1");
  EXPECT_EQ(read_config({}, {{"HOME", "/people/ada"}}, "/x").config.data, "/people/ada/.local/share/flashkit");
  EXPECT_EQ(read_config({}, {{"HOME", "/h"}, {"XDG_DATA_HOME", "/x"}}, "/x").config.data, "/x/flashkit");
  EXPECT_FALSE(read_config({"--port", "80x"}, {{"DATA", "/d"}}, "/x").problem.text.empty());
  EXPECT_FALSE(read_config({}, {{"DATA", "/d"}}, "/x").config.on_aws);
  EXPECT_TRUE(read_config({}, {{"DATA", "/d"}, {"FLASHKIT_CLOUD", "aws"}}, "/x").config.on_aws);
  EXPECT_EQ(read_config({}, {{"DATA", "/d"}}, "/x").config.keep_entries_days, 30);
  EXPECT_EQ(read_config({"--keep-entries-days", "0.5"}, {{"DATA", "/d"}}, "/x").config.keep_entries_days, 0.5);
  EXPECT_EQ(read_config({"--keep-entries-days", "0"}, {{"FLASHKIT_CLOUD", "aws"}, {"DATA", "/d"}}, "/x").problem.text,
            "");
  EXPECT_FALSE(read_config({"--keep-entries-days", "0.5"}, {{"FLASHKIT_CLOUD", "aws"}, {"DATA", "/d"}}, "/x")
                   .problem.text.empty());
  for (const char* bad : {"-1", "x", "1d", "nan", "inf"}) {
    EXPECT_FALSE(read_config({"--keep-entries-days", bad}, {{"DATA", "/d"}}, "/x").problem.text.empty()) << bad;
  }
  EXPECT_FALSE(read_config({"--cloud", "else"}, {{"DATA", "/d"}}, "/x").problem.text.empty());
  EXPECT_FALSE(read_config({"--nonsense", "1"}, {{"DATA", "/d"}}, "/x").problem.text.empty());
  EXPECT_FALSE(read_config({"--port"}, {{"DATA", "/d"}}, "/x").problem.text.empty());
  EXPECT_FALSE(read_config({}, {{"PORT", "-1"}, {"DATA", "/d"}}, "/x").problem.text.empty());
  EXPECT_FALSE(read_config({}, {}, "/x").problem.text.empty());
}

TEST(Config, AnAddressForOtherServersNeedsATableAndASecret) {  // N7
  const auto problem = [](std::map<std::string, std::string> more) {
    more.emplace("DATA", "/d");
    return read_config({}, more, "/x").problem.text;
  };
  std::map<std::string, std::string> good{{"FLASHKIT_CLOUD", "aws"},
                                          {"FLASHKIT_NODE_ADDRESS", "http://10.0.0.3:8787"},
                                          {"FLASHKIT_NODE_SECRET", "sixteen bytes at least"}};
  EXPECT_EQ(problem(good), "");
  for (const char* address : {"http://127.0.0.1:0", "https://node-3.inner"}) {
    good["FLASHKIT_NODE_ADDRESS"] = address;
    EXPECT_EQ(problem(good), "") << address;
  }
  for (const char* address : {"10.0.0.3:8787", "http://", "http://host/path", "ftp://host"}) {
    auto odd = good;
    odd["FLASHKIT_NODE_ADDRESS"] = address;
    EXPECT_NE(problem(odd), "") << address;
  }
  auto short_secret = good;
  short_secret["FLASHKIT_NODE_SECRET"] = "guess";
  EXPECT_NE(problem(short_secret), "");
  auto embedded = good;
  embedded.erase("FLASHKIT_CLOUD");
  EXPECT_NE(problem(embedded), "") << "nobody else can serve a folder";
}

TEST(RateLimit, LetsABurstThroughAndRefillsWithTime) {
  RateLimit limit(3, 1);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a", 0));
  EXPECT_FALSE(limit.take("a", 0));
  EXPECT_TRUE(limit.take("b", 0));
  EXPECT_FALSE(limit.take("a", 900));
  EXPECT_TRUE(limit.take("a", 1100));
}

TEST(Rights, OwnersAndCapabilitiesDecideAndSurviveStorage) {
  const std::string hash = hash_of_capability("0123456789abcdef");
  const Rights rights{.owner = "ada", .grants = {{hash, sync::Role::Edit}, {"other", sync::Role::View}}};
  EXPECT_EQ(read_rights(write_rights(rights)).value(), rights);
  EXPECT_EQ(role_of(rights, {"ada", ""}), sync::Role::Edit);
  EXPECT_EQ(role_of(rights, {"", hash}), sync::Role::Edit);
  EXPECT_EQ(role_of(rights, {"bob", "other"}), sync::Role::View);
  EXPECT_EQ(role_of(rights, {"bob", ""}), sync::Role::None);
  EXPECT_EQ(role_of(Rights{}, {"", ""}), sync::Role::None) << "nobody is not the owner of what nobody owns";
  EXPECT_EQ(hash_of_capability("short"), "");
  EXPECT_FALSE(read_rights("{").ok());
}

}  // namespace
}  // namespace flashkit::server
