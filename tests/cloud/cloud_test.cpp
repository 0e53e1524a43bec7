// The whole ground on stand-ins: made once, found the second time, and worked on.
#include "adapters/cloud/cloud.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "adapters/aws/ground_for_test.h"
#include "base/sha256.h"
#include "ports/contract_fixture.h"

namespace flashkit::tests::cloud {
namespace {

using adapters::cloud::Cloud;
using adapters::cloud::PartReport;
using ports::contract::Answer;

struct Patience {
  void step() { ports::contract::nap(); }
};

TEST(Cloud, IsMadeOnceFoundAgainAndWorks) {
  namespace aws = adapters::aws;
  if (aws::stand_in("FLASHKIT_DYNAMODB").empty()) GTEST_SKIP() << "the stand-ins do not run here";
  const std::string name = "flashkit-cloud-" + std::to_string(::getpid());
  const aws::Environment environment = aws::stand_in_environment(name);
  const auto read = adapters::cloud::read_cloud_settings(environment);
  ASSERT_EQ(read.problem, "");
  const auto cloud = Cloud::open(read.settings, environment);
  for (const PartReport& part : cloud->ensure(false)) EXPECT_FALSE(part.good) << part.part;
  for (const PartReport& part : cloud->ensure(true)) EXPECT_TRUE(part.good && part.created) << part.what;
  for (const PartReport& part : cloud->ensure(true)) EXPECT_TRUE(part.good && !part.created) << part.what;
  Patience patience;
  Answer<ports::AppendAnswer> append;
  cloud->journal().append_if({1, 1}, 1, "entry", append.callback());
  EXPECT_EQ(append.wait(patience).what, ports::AppendAnswer::What::Appended);
  const std::string blob = base::to_hex(base::sha256(base::bytes_of("bytes")));
  Answer<base::Result<bool>> put;
  cloud->personal().put_if_absent(blob, std::make_shared<const std::string>("bytes"), put.callback());
  EXPECT_TRUE(put.wait(patience).value());
  Answer<base::Result<std::string>> get;
  cloud->published().get(blob, get.callback());
  EXPECT_EQ(get.wait(patience).error().code, base::Errc::NotFound) << "the buckets are two";
  EXPECT_GT(cloud->counts().requests, cloud->counts().connections);
}

}  // namespace
}  // namespace flashkit::tests::cloud
