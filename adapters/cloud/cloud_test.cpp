// What the settings of the cloud may be. tests/cloud tries the rest on stand-ins.
#include "adapters/cloud/cloud.h"

#include <gtest/gtest.h>

namespace flashkit::adapters::cloud {
namespace {

const aws::Environment k_enough{
    {"AWS_REGION", "eu-west-1"}, {"FLASHKIT_PERSONAL_BUCKET", "mine"}, {"FLASHKIT_PUBLIC_BUCKET", "everyones"}};

aws::Environment with(const char* name, const char* value) {
  aws::Environment out = k_enough;
  out[name] = value;
  return out;
}

TEST(CloudSettings, NeedARegionAndTwoBuckets) {
  const ReadCloudSettings read = read_cloud_settings(k_enough);
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.settings.table, "flashkit");
  EXPECT_FALSE(read.settings.dynamodb.has_value());
  EXPECT_EQ(read_cloud_settings({}).problem, "no region: set AWS_REGION");
  EXPECT_NE(read_cloud_settings(with("AWS_REGION", "")).problem, "");
  EXPECT_NE(read_cloud_settings(with("FLASHKIT_PUBLIC_BUCKET", "")).problem, "");
  EXPECT_EQ(read_cloud_settings(with("FLASHKIT_PUBLIC_BUCKET", "mine")).problem,
            "the public bucket cannot be the personal one");
}

TEST(CloudSettings, TakeOtherEndpointsAndRefuseWhatIsNone) {
  const ReadCloudSettings read = read_cloud_settings(with("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:4590"));
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.settings.s3, (aws::Endpoint{false, "127.0.0.1", 4590}));
  for (const char* bad : {"127.0.0.1:4590", "http://127.0.0.1:4590/path", "ftp://x"}) {
    EXPECT_EQ(read_cloud_settings(with("AWS_ENDPOINT_URL_DYNAMODB", bad)).problem,
              std::string("AWS_ENDPOINT_URL_DYNAMODB cannot be '") + bad + "'");
  }
}

}  // namespace
}  // namespace flashkit::adapters::cloud
