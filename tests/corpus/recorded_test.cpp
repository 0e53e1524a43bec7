// G18: what earlier builds wrote down is read by this one, and means the same. Each folder below tests/corpus/recorded
// is a recording; README.md there says how a new one is made. I13: what a build does not know rides along, byte for
// byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "server/wire_for_tests.h"
#include "tests/corpus/recordings.h"

namespace flashkit::tests::corpus {
namespace {

namespace fs = std::filesystem;
using server::testing::http;
using server::testing::LiveClient;
using server::testing::ServerProcess;
using server::testing::TestFolder;

std::vector<fs::path> recordings() {
  std::vector<fs::path> out;
  for (const fs::directory_entry& each : fs::directory_iterator("tests/corpus/recorded")) {
    if (each.is_directory()) out.push_back(each.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class Recorded : public ::testing::TestWithParam<fs::path> {};

// What a recording holds that no program had ever written, and that means more since.
struct Since {
  const char* recording;
  const char* then;
  const char* now;
};
// A format of letters (the recorder made one by hand): passed over until there were rules 2, which no program that read
// it as nothing may show (docs/protocol.md, L12). The next entry writes the text anew.
const Since k_since[] = {
    {"2026-11-23", "every_step 11 + 71e9eeeb50fd983e55c945bd79e54fc8d4c475f9312be7f3fa1a57bd8e7e7d9f",
     "every_step 11 + 60e4516e5c6f323677e7b15745e5498a098fe55008dbfc83eb79c7a12eb154a3"},
};

TEST_P(Recorded, IsReadAndMeansTheSame) {
  const TestFolder scratch;
  const Findings findings = read_recording(GetParam().string(), scratch.path());
  std::string expected = read_file((GetParam() / "expected.txt").string());
  for (const Since& since : k_since) {
    const std::size_t at = expected.find(since.then);
    if (GetParam().filename() != since.recording || at == std::string::npos) continue;
    expected.replace(at, std::string_view(since.then).size(), since.now);
  }
  EXPECT_EQ(findings.facts, expected);
  for (const std::string& fault : findings.faults) ADD_FAILURE() << fault;
}

TEST_P(Recorded, IsServedByThisServer) {
  const TestFolder scratch;
  const std::string data = scratch.path() + "/data";
  fs::copy(GetParam() / "server", data, fs::copy_options::recursive);
  ServerProcess server(data);
  ASSERT_NE(server.port(), 0) << server.log();
  LiveClient client(server.port());
  ASSERT_TRUE(client.hello().has_value());
  for (const base::DocumentId document : {k_every_step, k_random}) {
    const auto opened = client.open(document, k_capability, false);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->role, sync::Role::Edit);
    EXPECT_GT(opened->head, 0u);
    EXPECT_GT(opened->checkpoint_seq + (document == k_every_step ? 1u : 0u), 0u) << "its checkpoint is known";
  }
  // A later operation goes on where the recorded journal ended.
  client.push(k_every_step, {server::testing::operation_bytes({9, 9}, 1, "later")});
  EXPECT_TRUE(client.wait_for<sync::Acknowledged>().has_value());
  const auto account = http(server.port(), "POST", "/api/v1/sessions", {"Content-Type: application/json"},
                            std::string("{\"email\":\"") + k_email + "\",\"password\":\"" + k_password + "\"}");
  EXPECT_EQ(account.status, 200) << account.body;
  EXPECT_EQ(server.stop(SIGTERM), 0);
}

std::string name_of_recording(const ::testing::TestParamInfo<fs::path>& info) {
  std::string out = info.param.filename().string();
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return out;
}

INSTANTIATE_TEST_SUITE_P(Corpus, Recorded, ::testing::ValuesIn(recordings()), name_of_recording);

TEST(RecordedFault, ABuildThatReadsAnotherMeaningIsCaught) {
  // The test of the test: one letter of one entry changed, and the facts differ.
  const TestFolder scratch;
  const fs::path copy = fs::path(scratch.path()) / "copy";
  ASSERT_FALSE(recordings().empty());
  fs::copy(recordings().front(), copy, fs::copy_options::recursive);
  const std::string journal = (copy / "every_step.journal").string();
  std::vector<std::string> entries = read_journal(journal);
  const std::size_t at = entries[1].find("Every step");
  ASSERT_NE(at, std::string::npos);
  entries[1][at] = 'A';
  write_journal(journal, entries);
  fs::create_directory(fs::path(scratch.path()) / "scratch");
  const Findings findings = read_recording(copy.string(), scratch.path() + "/scratch");
  EXPECT_NE(findings.facts, read_file((copy / "expected.txt").string()));
  EXPECT_FALSE(findings.faults.empty()) << "the recorded checkpoint is not what this journal gives";
}

}  // namespace
}  // namespace flashkit::tests::corpus
