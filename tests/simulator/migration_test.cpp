// A device's database is brought up to date by a newer program while the power goes: at any write, what was not synced
// lost or torn, once and once more. What people were told is on the device stays there.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

#include "adapters/replica_sqlite/replica_sqlite.h"
#include "base/id.h"
#include "sync/frames.h"
#include "tests/simulator/faulty_disk.h"

namespace flashkit::simulator {
namespace {

const std::string k_document = sync::id_bytes(base::DocumentId{9, 9});
const std::string k_client = sync::id_bytes(base::ClientId{1, 1});
constexpr std::int64_t k_operations = 40;  // several pages of outbox beside the table that changes

adapters::ReplicaSqlite::Options on(const FaultyDisk& disk, const char* journal_mode) {
  adapters::ReplicaSqlite::Options options;
  options.path = "replica.db";
  options.vfs = disk.vfs_name();
  options.journal_mode = journal_mode;
  return options;
}

sync::SqlValue value(std::int64_t number) {
  sync::SqlValue out;
  out.kind = number;
  return out;
}
sync::SqlValue value(std::string bytes) {
  sync::SqlValue out;
  out.kind = std::move(bytes);
  return out;
}
sync::SqlStatement statement(const char* name, std::vector<sync::SqlValue> parameters) {
  sync::SqlStatement out;
  out.name = name;
  out.parameters = std::move(parameters);
  return out;
}

std::string body(std::int64_t number) { return std::string(500, static_cast<char>('a' + number % 26)); }

// A disk with the database that the first build left, a design in it and operations that wait.
FaultyDisk::Picture disk_of_the_first_build(const char* journal_mode) {
  FaultyDisk disk(1);
  {
    auto database = adapters::ReplicaSqlite::open(on(disk, journal_mode)).value();
    sync::EffectExecute wish;
    wish.id = 1;
    wish.statements.push_back(statement("put_document", {value(k_document), value(k_client), value(std::string()),
                                                         value(1), value(0), value(0), value(0), value(2), value(1)}));
    for (std::int64_t number = 1; number <= k_operations; ++number) {
      wish.statements.push_back(
          statement("put_outbox", {value(k_document), value(k_client), value(number), value(body(number))}));
    }
    EXPECT_FALSE(database->execute(wish).failed);
  }
  sqlite3* raw = nullptr;
  EXPECT_EQ(sqlite3_open_v2("replica.db", &raw, SQLITE_OPEN_READWRITE, disk.vfs_name()), SQLITE_OK);
  const std::string script = std::string("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=") + journal_mode +
                             "; PRAGMA synchronous=FULL; BEGIN; ALTER TABLE documents DROP COLUMN min_reader;"
                             "ALTER TABLE documents DROP COLUMN min_writer; PRAGMA user_version=1; COMMIT;";
  EXPECT_EQ(sqlite3_exec(raw, script.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(sqlite3_close(raw), SQLITE_OK);
  return disk.picture();
}

// Opened by the program of today, everything is there.
void expect_whole(FaultyDisk& disk, const char* journal_mode) {
  auto opened = adapters::ReplicaSqlite::open(on(disk, journal_mode));
  ASSERT_TRUE(opened.ok()) << opened.error().rule;
  sync::EffectExecute wish;
  wish.id = 1;
  wish.statements = {statement("all_documents", {}), statement("all_outbox", {})};
  const sync::HostExecuted rows = opened.value()->execute(wish);
  ASSERT_FALSE(rows.failed) << rows.text;
  ASSERT_EQ(rows.results[0].rows.size(), 1u);
  EXPECT_EQ(rows.results[0].rows[0].columns[0], value(k_document));
  EXPECT_EQ(rows.results[0].rows[0].columns[13], value(0)) << "the writer's minimum: any";
  ASSERT_EQ(rows.results[1].rows.size(), static_cast<std::size_t>(k_operations));
  for (std::int64_t number = 1; number <= k_operations; ++number) {
    EXPECT_EQ(rows.results[1].rows[static_cast<std::size_t>(number - 1)].columns[3], value(body(number)));
  }
}

// True when the program died before it had opened the database.
bool dies_opening(FaultyDisk& disk, const char* journal_mode, std::int64_t calls) {
  disk.dies_after = calls;
  const bool opened = adapters::ReplicaSqlite::open(on(disk, journal_mode)).ok();
  disk.dies_after = 0;
  disk.change_allowed();
  disk.revive(true);
  return !opened;
}

void cut_at_every_write(const char* journal_mode) {
  const FaultyDisk::Picture old = disk_of_the_first_build(journal_mode);
  std::int64_t cut = 0;
  for (bool died = true; died; ++cut) {
    died = false;
    for (std::uint64_t chance = 1; chance <= 8; ++chance) {
      SCOPED_TRACE(std::string(journal_mode) + ", dies after " + std::to_string(cut) + " calls, chance " +
                   std::to_string(chance));
      FaultyDisk disk(chance);
      disk.restore(old);
      died = dies_opening(disk, journal_mode, cut) || died;
      // And so does the program that is started next.
      if (chance % 2 == 0) (void)dies_opening(disk, journal_mode, static_cast<std::int64_t>(disk.random.below(20)));
      expect_whole(disk, journal_mode);
      if (::testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(cut, 8) << "there was nothing to cut";
}

TEST(Migration, CutByPowerLossAtAnyWriteOfTheLogLosesNothing) { cut_at_every_write("WAL"); }  // D1

TEST(Migration, CutByPowerLossAtAnyWriteOfARollbackJournalLosesNothing) { cut_at_every_write("TRUNCATE"); }  // D1

}  // namespace
}  // namespace flashkit::simulator
