// What /metrics says, line by line where a dashboard depends on it.
#include "server/metrics.h"

#include <gtest/gtest.h>

namespace flashkit::server {
namespace {

TEST(Metrics, SayWhatWasAskedOfTheCloudByOperationAndOutcome) {
  adapters::aws::Tally tally;
  tally.count("dynamodb", "PutItem", {.meaning = adapters::aws::Meaning::Done, .bytes_out = 700, .bytes_in = 2});
  tally.count("dynamodb", "PutItem", {.meaning = adapters::aws::Meaning::ConditionFailed, .bytes_out = 700});
  tally.count("s3", "GetObject", {.meaning = adapters::aws::Meaning::Missing});
  tally.count_units("PutItem", 0, 1.5);
  Metrics metrics;
  metrics.append_seconds.add_ms(30);
  const std::string text = metrics.prometheus_text({.operations = tally.counts()});
  for (const char* line :
       {R"(flashkit_cloud_requests_total{service="dynamodb",operation="PutItem",result="done"} 1)",
        R"(flashkit_cloud_requests_total{service="dynamodb",operation="PutItem",result="condition_failed"} 1)",
        R"(flashkit_cloud_requests_total{service="s3",operation="GetObject",result="missing"} 1)",
        R"(flashkit_cloud_bytes_out_total{service="dynamodb",operation="PutItem"} 1400)",
        R"(flashkit_cloud_write_units_total{service="dynamodb",operation="PutItem"} 1.5)",
        R"(flashkit_append_seconds_bucket{le="0.05"} 1)", R"(flashkit_append_seconds_bucket{le="0.025"} 0)"}) {
    EXPECT_NE(text.find('\n' + std::string(line) + '\n'), std::string::npos) << line;
  }
  EXPECT_EQ(Metrics().prometheus_text({}).find("flashkit_cloud"), std::string::npos) << "on SQLite there is none";
}

}  // namespace
}  // namespace flashkit::server
