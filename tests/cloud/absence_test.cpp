// A device comes back to a journal on DynamoDB that keeps its oldest entries no longer. Amazon deletes them a day or
// two after their time, DynamoDB Local never: the adapter has to pass them over from the moment on.
#include "adapters/aws/ground_for_test.h"
#include "adapters/cloud/cloud.h"
#include "ports/contract_fixture.h"
#include "server/device_for_tests.h"
#include "server/states.h"

namespace flashkit::tests::cloud {
namespace {

using adapters::cloud::Cloud;
using ports::contract::Answer;
using server::testing::k_document;

struct Patience {
  void step() { ports::contract::nap(); }
};

// As a server would have told the journal, had all this been long ago.
void tell_it_long_ago(Cloud& cloud) {
  Patience patience;
  std::uint64_t pointed_at = 0;
  for (int i = 0; i < 400 && pointed_at < 400; ++i) {
    Answer<base::Result<std::optional<ports::Record>>> record;
    cloud.records().get({"D#" + base::to_hex(k_document), "META"}, record.callback());
    const auto got = record.wait(patience);
    ASSERT_TRUE(got.ok());
    if (got.value()) pointed_at = server::read_checkpoint_pointer(got.value()->value).value().seq;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ASSERT_GE(pointed_at, 400u);
  Answer<base::Result<std::uint64_t>> head;
  cloud.journal().head(k_document, head.callback());
  ASSERT_GT(head.wait(patience).value(), pointed_at);
  Answer<base::Result<std::uint64_t>> told;
  cloud.journal().forget_later({.document = k_document, .told = 0, .up_to = pointed_at - 1, .at_ms = 1000},
                               told.callback());
  ASSERT_EQ(told.wait(patience).value(), pointed_at - 1);
  Answer<base::Result<ports::JournalPage>> page;
  cloud.journal().read_after(k_document, 0, 1u << 20, page.callback());
  EXPECT_EQ(page.wait(patience).value().entries.front().seq, pointed_at);
}

TEST(Absence, LongerThanTheTableKeepsItsEntriesLosesNothing) {  // S12, L4
  namespace aws = adapters::aws;
  if (aws::stand_in("FLASHKIT_DYNAMODB").empty()) GTEST_SKIP() << "the stand-ins do not run here";
  const std::string name = "flashkit-absence-" + std::to_string(::getpid());
  const aws::Environment environment = aws::stand_in_environment(name);
  const auto cloud = Cloud::open(adapters::cloud::read_cloud_settings(environment).settings, environment);
  for (const auto& part : cloud->ensure(true)) ASSERT_TRUE(part.good) << part.what;
  std::vector<std::string> words;
  for (const auto& [key, value] : environment) words.push_back(key + '=' + value);
  const server::testing::TestFolder folder;
  // A server that keeps everything, so that the time of the marks is the test's own.
  const server::testing::ServerProcess server(folder.path() + "/node", {"--cloud", "aws", "--keep-entries-days", "0"},
                                              words);
  ASSERT_NE(server.port(), 0) << server.log();
  server::testing::come_back_when_entries_are_gone(server.port(), folder.path(), [&] { tell_it_long_ago(*cloud); });
}

}  // namespace
}  // namespace flashkit::tests::cloud
