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

// `min_reader` of an entry, of a program to come, as the last field of its bytes.
std::string min_reader_field() {
  sync::Entry entry;
  entry.min_reader = sync::k_rules + 1;
  std::string out;
  for (const char c : base::encoded(entry)) {
    constexpr char k_digits[] = "0123456789abcdef";
    out += k_digits[static_cast<unsigned char>(c) >> 4];
    out += k_digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
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
  void expect_damage(const std::string& what) const { expect_left(Finding::Kind::Damage, what); }
  // Repairs are asked for, and this is named all the same.
  void expect_left(Finding::Kind kind, const std::string& what) const {
    const Health health = look(true);
    ASSERT_FALSE(health.findings.empty()) << what;
    const bool named = std::any_of(health.findings.begin(), health.findings.end(), [&](const Finding& finding) {
      return finding.kind == kind && finding.text.find(what) != std::string::npos;
    });
    EXPECT_TRUE(named) << what << " / " << health.findings[0].text;
    EXPECT_FALSE(health.well());
  }
  std::string text(const std::string& sql) const {
    return adapters::sqlite::Database::open(data_ + "/flashkit.db", true).ask_text(sql);
  }
  std::string all_records() const {
    return text("SELECT group_concat(sort || CAST(value AS TEXT), char(10)) FROM records WHERE partition LIKE 'D#%'");
  }
  // All that its journal holds can be had from a server.
  void expect_served() const {
    ServerProcess server(data_);
    LiveClient client(server.port());
    EXPECT_TRUE(client.hello().has_value());
    const auto opened = client.open(k_document, k_capability, false);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->head, ask("SELECT max(seq) FROM journal"));
    EXPECT_EQ(server.stop(SIGTERM), 0);
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
  expect_served();
}

TEST_F(DoctorTest, EntriesStayWhenTheCheckpointThatCoveredThemIsDropped) {  // S12
  const std::string due =
      "INSERT OR REPLACE INTO forgetting (document, seq, at_ms) SELECT DISTINCT document, " +
      text("SELECT json_extract(CAST(value AS TEXT), '$.seq') - 1 FROM records WHERE sort = 'META'") +
      ", 1 FROM journal";
  run(due);
  std::ofstream(blob(k_checkpoint_blob), std::ios::app) << "x";
  EXPECT_TRUE(look(true).well());
  const std::uint64_t entries = ask("SELECT count(*) FROM journal");
  EXPECT_EQ(ask("SELECT count(*) FROM forgetting"), 0u);
  expect_served();  // and a sweep was made at the start
  EXPECT_EQ(ask("SELECT count(*) FROM journal"), entries);
  EXPECT_TRUE(look().findings.empty()) << look().findings[0].text;
  // An earlier doctor may have left it so.
  run("DELETE FROM records WHERE sort = 'META' OR sort LIKE 'C#%'");
  run("INSERT INTO forgetting (document, seq, at_ms) SELECT document, max(seq) - 1, 1 FROM journal");
  expect_mendable("entries that no checkpoint covers are to be given up");
}

TEST_F(DoctorTest, TheDesignGoesBackToAnotherCheckpointThatIsWhole) {  // S12
  const std::string seq = text("SELECT json_extract(CAST(value AS TEXT), '$.seq') FROM records WHERE sort = 'META'");
  run("DELETE FROM journal WHERE seq < " + seq);
  run("UPDATE records SET value = CAST(json_set(CAST(value AS TEXT), '$.blob', '" + std::string(64, '0') +
      "', '$.min_writer', 2) AS BLOB) WHERE sort = 'META'");
  expect_mendable("its checkpoint at " + seq);
  EXPECT_NE(text("SELECT CAST(value AS TEXT) FROM records WHERE sort = 'META'").find("min_writer"), std::string::npos);
  expect_served();
  run("DELETE FROM records WHERE sort = 'META'");
  expect_mendable("nothing says which");
  expect_served();
}

TEST_F(DoctorTest, LeavesADesignAloneThatNeedsANewerProgram) {  // L12
  const std::string newer = std::to_string(sync::k_rules + 1);
  const std::string other = ", '$.blob', '" + std::string(64, '0') + "'";
  const auto set_meta = [&](const std::string& more) {
    run("UPDATE records SET value = CAST(json_set(CAST(value AS TEXT), '$.min_reader', " + newer + more +
        ") AS BLOB) WHERE sort = 'META'");
  };
  run("INSERT INTO records (partition, sort, value, version) SELECT partition, 'V#18446744073709551600', "
      "CAST(json_set(CAST(value AS TEXT), '$.at', 1, '$.saved', json('true')" +
      other + ") AS BLOB), 1 FROM records WHERE sort = 'META'");
  set_meta(other);
  const std::string before = all_records();
  expect_left(Finding::Kind::Unread, "needs a newer program");
  EXPECT_EQ(look().findings.size(), 1u);
  EXPECT_EQ(all_records(), before);
  // The entries say it as well.
  run("UPDATE records SET value = CAST(json_remove(CAST(value AS TEXT), '$.min_reader') AS BLOB) WHERE sort = 'META'");
  run("UPDATE journal SET entry = entry || x'" + min_reader_field() + "' WHERE seq = 1");
  const std::string as_entries_say = all_records();
  expect_left(Finding::Kind::Unread, "needs a newer program");
  EXPECT_EQ(all_records(), as_entries_say);
}

TEST_F(DoctorTest, AVersionThatIsWholeIsNeverMadeAnew) {
  run("INSERT INTO records (partition, sort, value, version) SELECT partition, 'V#18446744073709551600', "
      "CAST(json_set(CAST(value AS TEXT), '$.at', 1, '$.saved', json('true'), '$.seq', 1) AS BLOB), 1 FROM records "
      "WHERE sort = 'META'");
  const std::string before = all_records();
  expect_damage("it is left alone");
  EXPECT_EQ(all_records(), before);
}

TEST_F(DoctorTest, WhatCannotBeReadIsNotTakenForDamaged) {
  const fs::path path = blob(k_checkpoint_blob);
  const fs::path aside = folder_.path() + "/aside";
  const std::string before = all_records();
  const auto stays_so = [&](const fs::path& unreadable) {
    fs::rename(unreadable, aside);
    fs::create_symlink(unreadable.filename(), unreadable);  // a link to itself, which not even root can read
    expect_left(Finding::Kind::Unread, "cannot be read");
    for (const Finding& each : look(true).findings) EXPECT_EQ(each.kind, Finding::Kind::Unread) << each.text;
    EXPECT_EQ(all_records(), before);
    fs::remove(unreadable);
    fs::rename(aside, unreadable);
    EXPECT_TRUE(look().findings.empty());
  };
  stays_so(path);                              // a file
  stays_so(path.parent_path().parent_path());  // a folder of them
  // Beside such a folder nothing is repaired, for what is missing may be in it.
  std::ofstream(data_ + "/blobs/tmp/half") << "half";
  fs::create_symlink("loop", data_ + "/blobs/loop");
  const Health health = look(true);
  ASSERT_EQ(health.findings.size(), 2u);
  EXPECT_EQ(health.findings[1].kind, Finding::Kind::Mendable) << health.findings[1].text;
  EXPECT_TRUE(fs::exists(data_ + "/blobs/tmp/half"));
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
  const auto nothing = [](const std::string&) {};
  EXPECT_EQ(examine(folder_.path() + "/nothing", false, nothing).error().code, base::Errc::NotFound);
  const std::string spoilt = folder_.path() + "/spoilt";
  fs::create_directories(spoilt);
  std::ofstream(spoilt + "/flashkit.db") << std::string(10'000, 'x');
  EXPECT_EQ(examine(spoilt, true, nothing).error().code, base::Errc::Unavailable);
  const ServerProcess server(data_);
  EXPECT_EQ(examine(data_, false, nothing).error().code, base::Errc::Conflict) << "a server uses it";
}

}  // namespace
}  // namespace flashkit::server::testing
