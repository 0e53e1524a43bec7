// A data folder as a server left it, then with one fault after another: what the doctor says, and what it mends.
#include "server/doctor.h"

#include <filesystem>
#include <fstream>

#include "adapters/sqlite/database.h"
#include "operations/builder.h"
#include "server/wire_for_tests.h"

namespace flashkit::server::testing {
namespace {

namespace fs = std::filesystem;

std::string operation(std::uint64_t number, std::size_t bytes) {
  operations::OperationBuilder build({7, 7}, number);
  build.set({}, "name", '"' + std::string(bytes, static_cast<char>('a' + number % 26)) + '"');
  return base::encoded(build.take());
}

class DoctorTest : public ::testing::Test {
 protected:
  DoctorTest() : data_(folder_.path() + "/data") {
    ServerProcess server(data_);
    LiveClient client(server.port());
    EXPECT_TRUE(client.hello().has_value());
    EXPECT_TRUE(client.open(k_document, k_capability, true).has_value());
    std::uint64_t number = 0;
    for (int push = 0; push < 8; ++push) {  // enough bytes for a checkpoint, in entries with bodies of their own
      std::vector<std::string> operations;
      for (int i = 0; i < 5; ++i) operations.push_back(operation(++number, 20'000));
      client.push(k_document, operations);
      while (true) {
        const auto answer = client.wait_for<sync::Acknowledged>(20'000);
        if (!answer.has_value() || answer->number == number) break;
      }
    }
    for (int i = 0; i < 200 && !has_checkpoint(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(server.stop(SIGTERM), 0);
  }
  bool has_checkpoint() const { return ask("SELECT count(*) FROM records WHERE sort = 'META'") == 1; }
  std::uint64_t ask(const std::string& sql) const {
    return adapters::sqlite::Database::open(data_ + "/flashkit.db", true).ask_number(sql);
  }
  void run(const std::string& sql) const {
    adapters::sqlite::Database database = adapters::sqlite::Database::open(data_ + "/flashkit.db", false);
    EXPECT_EQ(database.run(sql.c_str()), SQLITE_OK) << sql;
  }
  Health look(bool repair = false) const {
    const auto health = examine(data_, repair, [](const std::string&) {});
    EXPECT_TRUE(health.ok());
    return health.ok() ? health.value() : Health{};
  }
  // One fault: it is found and named, mended when it can be, and then gone.
  void expect_mendable(const std::string& what) const {
    const Health before = look();
    ASSERT_EQ(before.findings.size(), 1u) << what;
    EXPECT_EQ(before.findings[0].kind, Finding::Kind::Mendable) << before.findings[0].text;
    EXPECT_NE(before.findings[0].text.find(what), std::string::npos) << before.findings[0].text;
    EXPECT_FALSE(before.well());
    EXPECT_EQ(look().findings.size(), 1u) << "looking changes nothing";
    EXPECT_TRUE(look(true).well());
    EXPECT_TRUE(look().findings.empty());
  }
  void expect_damage(const std::string& what) const {
    const Health health = look(true);
    ASSERT_FALSE(health.findings.empty()) << what;
    const bool named = std::any_of(health.findings.begin(), health.findings.end(), [&](const Finding& finding) {
      return finding.kind == Finding::Kind::Damage && finding.text.find(what) != std::string::npos;
    });
    EXPECT_TRUE(named) << what << " / " << health.findings[0].text;
    EXPECT_FALSE(health.well());
  }
  fs::path blob(const std::string& sql) const {
    adapters::sqlite::Database database = adapters::sqlite::Database::open(data_ + "/flashkit.db", true);
    const std::string name = database.ask_text(sql);
    return fs::path(data_) / "blobs" / name.substr(0, 2) / name.substr(2, 2) / name;
  }
  TestFolder folder_;
  std::string data_;
};

constexpr const char* k_checkpoint_blob =
    "SELECT json_extract(CAST(value AS TEXT), '$.blob') FROM records WHERE sort = 'META'";

TEST_F(DoctorTest, FindsNothingInWhatAServerLeft) {
  const Health health = look();
  EXPECT_TRUE(health.findings.empty()) << health.findings[0].text;
  EXPECT_EQ(health.documents, 1u);
  EXPECT_EQ(health.entries, ask("SELECT count(*) FROM journal"));
  EXPECT_GE(health.checkpoints, 1u);
  EXPECT_GT(health.blobs, 0u);
}

TEST_F(DoctorTest, MendsWhatLosesNothing) {
  std::ofstream(data_ + "/blobs/tmp/half") << "half";
  expect_mendable("half-written");
  std::ofstream(blob(k_checkpoint_blob), std::ios::app) << "x";
  const Health before = look();
  EXPECT_EQ(before.findings.size(), 3u) << "the blob, and the two records that name it";
  EXPECT_TRUE(look(true).well());
  EXPECT_TRUE(look().findings.empty());
  EXPECT_FALSE(fs::is_empty(data_ + "/damaged")) << "moved, not thrown away";
}

TEST_F(DoctorTest, ACheckpointThatIsNotItsJournalsReplayIsDropped) {
  run("UPDATE records SET value = replace(CAST(value AS TEXT), '\"seq\":', '\"seq\":1, \"was\":') WHERE sort = 'META'");
  expect_mendable("is not what its journal gives");
  // A server makes it anew and serves the design whole.
  ServerProcess server(data_);
  LiveClient client(server.port());
  EXPECT_TRUE(client.hello().has_value());
  const auto opened = client.open(k_document, k_capability, false);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->head, ask("SELECT max(seq) FROM journal"));
}

TEST_F(DoctorTest, AVersionThatLostItsStateIsMadeAnewFromTheJournal) {
  {
    ServerProcess server(data_);
    LiveClient client(server.port());
    EXPECT_TRUE(client.hello().has_value());
    EXPECT_TRUE(client.open(k_document, k_capability, false).has_value());
    client.push(k_document, {operation(41, 10)});
    EXPECT_TRUE(client.wait_for<sync::Acknowledged>(20'000).has_value());
    const HttpAnswer saved = http(server.port(), "POST", "/api/v1/documents/" + base::to_hex(k_document) + "/versions",
                                  {"X-Flashkit-Capability: 30313233343536373839616263646566"}, R"({"name":"Draft"})");
    // Made now, or named where the server has just kept one by itself.
    EXPECT_TRUE(saved.status == 201 || saved.status == 200) << saved.body;
    EXPECT_EQ(server.stop(SIGTERM), 0);
  }
  EXPECT_TRUE(look().findings.empty());
  const std::string named =
      "SELECT json_extract(CAST(value AS TEXT), '$.blob') FROM records WHERE sort LIKE 'V#%' AND "
      "CAST(value AS TEXT) LIKE '%Draft%'";
  fs::remove(blob(named));
  expect_mendable("its version at");
  EXPECT_TRUE(fs::exists(blob(named)));
  EXPECT_EQ(ask("SELECT count(*) FROM records WHERE sort LIKE 'V#%' AND CAST(value AS TEXT) LIKE '%Draft%'"), 1u);
  run("UPDATE records SET value = '{}' WHERE sort LIKE 'V#%' AND CAST(value AS TEXT) LIKE '%Draft%'");
  expect_mendable("cannot be read");
}

TEST_F(DoctorTest, NamesWhatIsLostAndLeavesItAlone) {
  run("DELETE FROM journal WHERE seq = 2");
  expect_damage("entries 2 to 2 of its journal are missing");
  const std::uint64_t rows = ask("SELECT count(*) FROM journal");
  look(true);
  EXPECT_EQ(ask("SELECT count(*) FROM journal"), rows);
  run("UPDATE journal SET entry = x'ff' WHERE seq = 1");
  expect_damage("entry 1 cannot be read");
}

TEST_F(DoctorTest, NamesAnEntryThatLostItsBody) {
  for (const fs::directory_entry& upper : fs::directory_iterator(data_ + "/blobs")) {
    if (upper.path().filename() != "tmp") fs::remove_all(upper.path());
  }
  expect_damage("has lost its body");
}

TEST_F(DoctorTest, GoesByTheCheckpointWhereEntriesAreNoLongerKept) {  // S12
  run("DELETE FROM journal WHERE seq < (SELECT json_extract(CAST(value AS TEXT), '$.seq') FROM records WHERE sort = "
      "'META')");
  ASSERT_GT(ask("SELECT min(seq) FROM journal"), 1u);
  const Health health = look();
  EXPECT_TRUE(health.findings.empty()) << health.findings[0].text;
  EXPECT_GE(health.checkpoints, 1u);
  // Nobody can make that checkpoint anew: it is never dropped.
  run("UPDATE records SET value = '{}' WHERE sort = 'META' OR sort LIKE 'C#%'");
  expect_damage("the record of a checkpoint");
  expect_damage("of its journal are missing");
  EXPECT_EQ(ask("SELECT count(*) FROM records WHERE sort = 'META'"), 1u);
}

TEST_F(DoctorTest, AVersionOutlivesTheEntriesItWasMadeOf) {  // S12, V4
  const std::string meta = " FROM records WHERE sort = 'META'";
  run("INSERT INTO records (partition, sort, value, version) SELECT partition, 'V#18446744073709551600', "
      "CAST(json_set(CAST(value AS TEXT), '$.at', 1, '$.saved', json('true'), '$.name', 'Draft') AS BLOB), 1" +
      meta);
  EXPECT_TRUE(look().findings.empty());
  run("DELETE FROM journal WHERE seq < (SELECT json_extract(CAST(value AS TEXT), '$.seq')" + meta + ")");
  EXPECT_TRUE(look().findings.empty()) << look().findings[0].text;
  // Nothing is left to make it from: it is named, and stays for whoever has a copy of its blob.
  run("UPDATE records SET value = CAST(json_set(CAST(value AS TEXT), '$.blob', '" + std::string(64, '0') +
      "') AS BLOB) WHERE sort LIKE 'V#%'");
  expect_damage("no longer kept");
  EXPECT_EQ(look().findings.size(), 1u);
  EXPECT_EQ(ask("SELECT count(*) FROM records WHERE sort LIKE 'V#%'"), 1u);
}

TEST_F(DoctorTest, RefusesWhatItCannotLookAt) {
  EXPECT_EQ(examine(folder_.path() + "/nothing", false, [](const std::string&) {}).error().code, base::Errc::NotFound);
  const ServerProcess server(data_);
  EXPECT_EQ(examine(data_, false, [](const std::string&) {}).error().code, base::Errc::Conflict) << "a server uses it";
}

}  // namespace
}  // namespace flashkit::server::testing
