// SQLite and files pass the contracts, and what only they can do: reopening, damage, a newer version, a second server,
// a full disk.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "adapters/files/file_blobs.h"
#include "adapters/files/folder.h"
#include "adapters/sqlite/database.h"
#include "adapters/sqlite/store.h"
#include "ports/blobs_contract.h"
#include "ports/journal_contract.h"
#include "ports/records_contract.h"

namespace flashkit::ports::contract {
namespace {

class TestFolder {
 public:
  TestFolder() {
    char name[] = "/tmp/flashkit_test_XXXXXX";
    path_ = ::mkdtemp(name);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string path(const std::string& name = "") const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::unique_ptr<adapters::sqlite::Store> open_store(const TestFolder& folder) {
  auto store = adapters::sqlite::Store::open({.path = folder.path("flashkit.db")});
  EXPECT_TRUE(store.ok());
  return store.ok() ? std::move(store).value() : nullptr;
}

struct StoredParts {
  TestFolder folder;
  std::unique_ptr<adapters::sqlite::Store> store = open_store(folder);
  std::unique_ptr<Blobs> the_blobs = adapters::files::open_file_blobs({.folder = folder.path("blobs")}).value();
  Journal& journal() { return store->journal(); }
  Records& records() { return store->records(); }
  Blobs& blobs() { return *the_blobs; }
  void step() { nap(); }
};

using Types = testing::Types<StoredParts>;
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, JournalContract, Types);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, RecordsContract, Types);
INSTANTIATE_TYPED_TEST_SUITE_P(Files, BlobsContract, Types);

AppendAnswer append(StoredParts& parts, std::uint64_t seq, const std::string& entry) {
  Answer<AppendAnswer> answer;
  parts.journal().append_if({1, 1}, seq, entry, answer.callback());
  return answer.wait(parts);
}

TEST(SqliteStore, KeepsEverythingOverAReopen) {
  StoredParts parts;
  ASSERT_EQ(append(parts, 1, "kept").what, AppendAnswer::What::Appended);
  parts.store.reset();
  parts.store = open_store(parts.folder);
  const AppendAnswer again = append(parts, 1, "new");
  EXPECT_EQ(again.what, AppendAnswer::What::Taken);
  EXPECT_EQ(again.existing, "kept");
}

TEST(Stores, RefuseReadsBeyondTheirBoundAndGoOn) {
  const TestFolder folder;
  auto store = adapters::sqlite::Store::open({.path = folder.path("flashkit.db"), .waiting_limit_reads = 0}).value();
  const auto blobs =
      adapters::files::open_file_blobs({.folder = folder.path("blobs"), .waiting_limit_reads = 0}).value();
  struct Patience {
    void step() { nap(); }
  } patience;
  for (int i = 0; i < 3; ++i) {
    Answer<base::Result<std::uint64_t>> head;
    store->journal().head({1, 1}, head.callback());
    Answer<base::Result<JournalPage>> page;
    store->journal().read_after({1, 1}, 0, 100, page.callback());
    Answer<base::Result<std::optional<Record>>> record;
    store->records().get({"D#1", "META"}, record.callback());
    Answer<base::Result<std::string>> blob;
    blobs->get(std::string(64, 'a'), blob.callback());
    EXPECT_EQ(head.wait(patience).error().code, base::Errc::Unavailable);
    EXPECT_EQ(page.wait(patience).error().code, base::Errc::Unavailable);
    EXPECT_EQ(record.wait(patience).error().code, base::Errc::Unavailable);
    EXPECT_EQ(blob.wait(patience).error().code, base::Errc::Unavailable);
  }
  Answer<AppendAnswer> append;
  store->journal().append_if({1, 1}, 1, "written all the same", append.callback());
  EXPECT_EQ(append.wait(patience).what, AppendAnswer::What::Appended);
}

TEST(SqliteStore, ManyWaitingWritesShareCommits) {
  StoredParts parts;
  std::vector<Answer<AppendAnswer>> answers(500);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    parts.journal().append_if({7, i}, 1, "entry", answers[i].callback());
  }
  for (auto& answer : answers) EXPECT_EQ(answer.wait(parts).what, AppendAnswer::What::Appended);
  EXPECT_EQ(parts.store->counts().writes, 500u);
  EXPECT_LT(parts.store->counts().commits, 250u);
}

TEST(SqliteStore, RefusesANewerVersionAForeignFileAGapAndDamage) {
  using adapters::sqlite::Store;
  StoredParts parts;
  ASSERT_EQ(append(parts, 1, "a").what, AppendAnswer::What::Appended);
  ASSERT_EQ(append(parts, 2, "b").what, AppendAnswer::What::Appended);
  ASSERT_EQ(append(parts, 3, "c").what, AppendAnswer::What::Appended);
  parts.store.reset();
  const std::string path = parts.folder.path("flashkit.db");
  const auto run = [&path](const char* sql) {
    ASSERT_EQ(adapters::sqlite::Database::open(path, false).run(sql), SQLITE_OK);
  };
  run("PRAGMA user_version = 99");
  EXPECT_EQ(Store::open({.path = path}).error().code, base::Errc::Unsupported);
  run("PRAGMA user_version = 0");
  EXPECT_EQ(Store::open({.path = path}).error().code, base::Errc::Unsupported);
  run("PRAGMA user_version = 1; DELETE FROM journal WHERE seq = 2");
  EXPECT_EQ(Store::open({.path = path}).error().code, base::Errc::Corrupt);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << std::string(8192, 'x');
  EXPECT_FALSE(Store::open({.path = path}).ok());
}

TEST(Folder, ASecondServerIsRefusedAndACrashIsNoticed) {
  using adapters::files::Folder;
  const TestFolder test;
  {
    auto first = Folder::open(test.path("data"));
    ASSERT_TRUE(first.ok());
    EXPECT_TRUE(first.value()->was_closed_well());
    EXPECT_EQ(Folder::open(test.path("data")).error().code, base::Errc::Conflict);
    std::ofstream(test.path("data/flashkit.db")) << "x";
  }
  {
    auto after_crash = Folder::open(test.path("data"));
    ASSERT_TRUE(after_crash.ok());
    EXPECT_FALSE(after_crash.value()->was_closed_well());
    after_crash.value()->mark_closed_well();
  }
  EXPECT_TRUE(Folder::open(test.path("data")).value()->was_closed_well());
  std::ofstream(test.path("file")) << "x";
  EXPECT_EQ(Folder::open(test.path("file")).error().code, base::Errc::Unavailable);
}

TEST(FileBlobs, ADamagedFileIsNeverServed) {
  StoredParts parts;
  const std::string name = base::to_hex(base::sha256(base::bytes_of("bytes")));
  Answer<base::Result<bool>> put;
  parts.blobs().put_if_absent(name, std::make_shared<const std::string>("bytes"), put.callback());
  ASSERT_TRUE(put.wait(parts).ok());
  std::ofstream(parts.folder.path("blobs/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name)) << "bytez";
  Answer<base::Result<std::string>> get;
  parts.blobs().get(name, get.callback());
  EXPECT_EQ(get.wait(parts).error().code, base::Errc::Corrupt);
}

// In a child process whose files may not grow past a limit: what is answered as written stays, the rest is refused with
// a clear error, nothing dies, and reading goes on.
int fill_the_disk(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{.rlim_cur = 300'000, .rlim_max = 300'000};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  struct Parts {
    void step() { nap(); }
  } parts;
  auto opened = adapters::sqlite::Store::open({.path = path + "flashkit.db"});
  if (!opened.ok()) return 10;
  const std::unique_ptr<adapters::sqlite::Store> store = std::move(opened).value();
  std::uint64_t written = 0;
  AppendAnswer last;
  for (std::uint64_t seq = 1; seq <= 200; ++seq) {
    Answer<AppendAnswer> answer;
    store->journal().append_if({1, 1}, seq, std::string(10'000, 'x'), answer.callback());
    last = answer.wait(parts);
    if (last.what != AppendAnswer::What::Appended) break;
    written = seq;
  }
  if (written == 0 || last.what == AppendAnswer::What::Appended) return 11;
  Answer<base::Result<JournalPage>> page;
  store->journal().read_after({1, 1}, 0, 100'000'000, page.callback());
  const auto read = page.wait(parts);
  if (!read.ok() || read.value().entries.size() != written) return 12;
  const auto blobs = adapters::files::open_file_blobs({.folder = path + "blobs"}).value();
  const auto large = std::make_shared<const std::string>(400'000, 'y');
  Answer<base::Result<bool>> put;
  blobs->put_if_absent(base::to_hex(base::sha256(base::bytes_of(*large))), large, put.callback());
  const auto answer = put.wait(parts);
  if (answer.ok() || answer.error().code != base::Errc::Unavailable) return 13;
  return 0;
}

TEST(FullDisk, IsRefusedClearlyAndLosesNothing) {
  const TestFolder folder;
  const pid_t child = ::fork();
  if (child == 0) ::_exit(fill_the_disk(folder.path()));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(adapters::sqlite::Store::open({.path = folder.path("flashkit.db")}).ok());
}

}  // namespace
}  // namespace flashkit::ports::contract
