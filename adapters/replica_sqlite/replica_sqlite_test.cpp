// The device's database on a real file: full disks, kills in the middle, newer programs, and long tails that become a
// checkpoint. What a lost power supply does is tried in tests/simulator, on a disk in memory.
#include "adapters/replica_sqlite/replica_sqlite.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <deque>
#include <filesystem>
#include <fstream>

#include "base/proto.h"
#include "operations/builder.h"
#include "sync/frames.h"
#include "sync/journal_state.h"
#include "sync/limits.h"
#include "sync/replica.h"

namespace flashkit::adapters {
namespace {

using base::ClientId;
using sync::id_bytes;

const base::DocumentId k_document{9, 9};
const ClientId k_ann{0xA, 1};
const ClientId k_bob{0xB, 2};

class TestFolder {
 public:
  TestFolder() {
    char name[] = "/tmp/flashkit_replica_XXXXXX";
    path_ = ::mkdtemp(name);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string database() const { return path_ + "/replica.db"; }

 private:
  std::string path_;
};

sync::SqlValue value(std::uint64_t number) {
  sync::SqlValue out;
  out.kind = static_cast<std::int64_t>(number);
  return out;
}
sync::SqlValue value(std::string bytes) {
  sync::SqlValue out;
  out.kind = std::move(bytes);
  return out;
}
sync::SqlStatement statement(const char* name, std::vector<sync::SqlValue> parameters = {}) {
  sync::SqlStatement out;
  out.name = name;
  out.parameters = std::move(parameters);
  return out;
}
sync::EffectExecute transaction(std::vector<sync::SqlStatement> statements) {
  sync::EffectExecute out;
  out.id = 1;
  out.statements = std::move(statements);
  return out;
}
sync::SqlStatement put_outbox(ClientId client, std::uint64_t number, const std::string& body) {
  return statement("put_outbox", {value(id_bytes(k_document)), value(id_bytes(client)), value(number), value(body)});
}
std::unique_ptr<ReplicaSqlite> open(const TestFolder& folder) {
  auto opened = ReplicaSqlite::open({.path = folder.database()});
  EXPECT_TRUE(opened.ok());
  return opened.ok() ? std::move(opened).value() : nullptr;
}
std::vector<std::uint64_t> numbers_in_outbox(ReplicaSqlite& database, ClientId client) {
  const sync::HostExecuted rows = database.execute(transaction({statement("all_outbox")}));
  EXPECT_FALSE(rows.failed);
  std::vector<std::uint64_t> out;
  for (const sync::SqlRow& row : rows.results[0].rows) {
    if (std::get<std::string>(row.columns[1].kind) != id_bytes(client)) continue;
    out.push_back(static_cast<std::uint64_t>(std::get<std::int64_t>(row.columns[2].kind)));
  }
  return out;
}

TEST(ReplicaSqlite, ATransactionHoldsWhollyOrNotAtAll) {  // D2, D4
  const TestFolder folder;
  auto database = open(folder);
  const sync::HostExecuted failed = database->execute(
      transaction({put_outbox(k_ann, 1, "a"), statement("no_such_statement"), put_outbox(k_ann, 2, "b")}));
  EXPECT_TRUE(failed.failed);
  EXPECT_TRUE(failed.results.empty());
  EXPECT_TRUE(numbers_in_outbox(*database, k_ann).empty());
  EXPECT_FALSE(database->execute(transaction({put_outbox(k_ann, 1, "a"), put_outbox(k_ann, 2, "b")})).failed);
  database = nullptr;
  database = open(folder);
  EXPECT_EQ(numbers_in_outbox(*database, k_ann), (std::vector<std::uint64_t>{1, 2}));
}

TEST(ReplicaSqlite, ADatabaseOfANewerProgramIsLeftAlone) {
  const TestFolder folder;
  open(folder);
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(folder.database().c_str(), &raw), SQLITE_OK);
  sqlite3_exec(raw, "PRAGMA user_version=999", nullptr, nullptr, nullptr);
  sqlite3_close(raw);
  const auto refused = ReplicaSqlite::open({.path = folder.database()});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::Errc::Unsupported);
}

int integer_of(const std::string& path, const char* sql) {
  sqlite3* raw = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &raw), SQLITE_OK);
  int out = -1;
  const auto read = [](void* to, int, char** values, char**) {
    *static_cast<int*>(to) = std::stoi(values[0]);
    return 0;
  };
  sqlite3_exec(raw, sql, read, &out, nullptr);
  sqlite3_close(raw);
  return out;
}

// A program that dies in the middle of any write of bringing a database up to date leaves the old one or the new one,
// and the next goes on from there. The system ends the child where its log would grow beyond the limit.
TEST(ReplicaSqlite, AnUpdateThatIsCutOffLeavesTheOldOrTheNewAndLosesNothing) {
  int cut = 0;
  int done = 0;
  for (rlim_t limit = 0; limit <= 48u << 10; limit += 1500) {
    const TestFolder folder;
    ASSERT_FALSE(open(folder)->execute(transaction({put_outbox(k_ann, 1, "a"), put_outbox(k_ann, 2, "b")})).failed);
    ASSERT_EQ(integer_of(folder.database(),
                         "ALTER TABLE documents DROP COLUMN min_reader; ALTER TABLE documents DROP COLUMN min_writer;"
                         "PRAGMA user_version=1; PRAGMA user_version"),
              1);
    const pid_t child = ::fork();
    if (child == 0) {
      const rlimit none{0, 0};
      ::setrlimit(RLIMIT_CORE, &none);
      std::signal(SIGXFSZ, SIG_DFL);
      const rlimit small{limit, RLIM_INFINITY};
      ::setrlimit(RLIMIT_FSIZE, &small);
      const auto opened = ReplicaSqlite::open({.path = folder.database()});
      ::_exit(opened.ok() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    (WIFEXITED(status) && WEXITSTATUS(status) == 0 ? done : cut) += 1;
    const int version = integer_of(folder.database(), "PRAGMA user_version");
    ASSERT_TRUE(version == 1 || version == 2) << "killed at " << limit;
    EXPECT_EQ(
        integer_of(folder.database(), "SELECT count(*) FROM pragma_table_info('documents') WHERE name LIKE 'min%'"),
        version == 1 ? 0 : 2);
    const auto database = open(folder);
    EXPECT_EQ(numbers_in_outbox(*database, k_ann), (std::vector<std::uint64_t>{1, 2}));
    EXPECT_FALSE(database->execute(transaction({statement("all_documents")})).failed);
  }
  EXPECT_GT(cut, 5);
  EXPECT_GT(done, 0);
}

TEST(ReplicaSqlite, WhatIsNoDatabaseIsRefusedAndNotOverwritten) {
  const TestFolder folder;
  const std::string text(5000, 'x');
  std::ofstream(folder.database(), std::ios::binary) << text;
  EXPECT_FALSE(ReplicaSqlite::open({.path = folder.database()}).ok());
  std::ifstream file(folder.database(), std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), text);
}

// A child so that the limit binds nobody else: files may not grow beyond half a megabyte.
TEST(ReplicaSqlite, AFullDiskFailsCleanlyAndRecoversWhenThereIsRoom) {  // D4
  const TestFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    auto database = open(folder);
    rlimit small{512u << 10, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::uint64_t number = 0;
    sync::HostExecuted answer;
    do {
      answer = database->execute(transaction({put_outbox(k_ann, number + 1, std::string(30'000, 'x'))}));
      if (!answer.failed) ++number;
    } while (!answer.failed && number < 1000);
    // Reading goes on, and small things do not slip through half.
    const bool whole = numbers_in_outbox(*database, k_ann).size() == number;
    rlimit large{RLIM_INFINITY, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &large);
    const bool again = !database->execute(transaction({put_outbox(k_ann, number + 1, "room again")})).failed;
    ::_exit(number > 3 && number < 1000 && answer.failed && whole && again ? static_cast<int>(number) : 255);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_LT(WEXITSTATUS(status), 255);
  const auto database = open(folder);
  EXPECT_EQ(numbers_in_outbox(*database, k_ann).size(), static_cast<std::size_t>(WEXITSTATUS(status)) + 1);
}

TEST(ReplicaSqlite, WhatWasAnsweredIsThereAfterAKill) {  // D1
  const TestFolder folder;
  std::uint64_t answered = 0;
  for (int kill = 0; kill < 25; ++kill) {
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(told[0]);
      auto database = open(folder);
      for (std::uint64_t number = answered + 1;; ++number) {
        // Two rows that belong together in every transaction.
        const auto wish = transaction(
            {put_outbox(k_ann, number, std::string(number % 7 * 900, 'x')), put_outbox(k_bob, number, "b")});
        if (database->execute(wish).failed) ::_exit(1);
        if (::write(told[1], &number, sizeof number) != sizeof number) ::_exit(1);
      }
    }
    ::close(told[1]);
    std::uint64_t last = answered;
    const std::uint64_t enough = answered + 1 + static_cast<std::uint64_t>(kill % 6);
    while (last < enough && ::read(told[0], &last, sizeof last) == sizeof last) {
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
    while (::read(told[0], &last, sizeof last) == sizeof last) {
    }
    ::close(told[0]);
    const auto database = open(folder);
    const std::vector<std::uint64_t> there = numbers_in_outbox(*database, k_ann);
    ASSERT_GE(there.size(), last) << "answered, and gone after kill " << kill;
    EXPECT_EQ(there, numbers_in_outbox(*database, k_bob)) << "a transaction came through by halves";
    for (std::size_t i = 0; i < there.size(); ++i) ASSERT_EQ(there[i], i + 1);
    answered = there.size();
  }
  EXPECT_GT(answered, 60u);
}

// The shipping replica over the shipping database, without a network.
class Device {
 public:
  explicit Device(const TestFolder& folder) : database_(open(folder)) { put(sync::HostStarted{}); }
  void put(decltype(sync::ReplicaInput::kind) kind) {
    sync::ReplicaInput input;
    input.now_ms = now_ms_ += 1;
    input.random = std::string(16, '\x42');
    input.kind = std::move(kind);
    replica_.input(input);
    for (sync::ReplicaEffect& effect : replica_.drain().effects) {
      if (const auto* wish = std::get_if<sync::EffectExecute>(&effect.kind)) {
        for (const sync::SqlStatement& each : wish->statements) {
          if (each.name == "put_checkpoint") checkpoints.push_back(std::get<std::int64_t>(each.parameters[1].kind));
        }
        put(database_->execute(*wish));
      } else if (const auto* wanted = std::get_if<sync::EffectConnect>(&effect.kind)) {
        attempt_ = wanted->attempt;
      } else if (auto* to_tab = std::get_if<sync::EffectSendToTab>(&effect.kind)) {
        if (auto* loaded = std::get_if<sync::DocumentLoaded>(&to_tab->message->kind)) last_loaded = *loaded;
      }
    }
  }
  void tab(decltype(sync::TabMessage::kind) kind) {
    sync::TabMessage message;
    message.number = ++number_;
    message.kind = std::move(kind);
    sync::HostTabMessage host;
    host.tab = "t";
    host.message = base::encoded(message);
    put(host);
  }
  template <class Kind>
  void server(Kind kind) {
    sync::HostServerFrame frame;
    frame.attempt = attempt_;
    frame.frame = base::encoded(sync::server_frame(std::move(kind)));
    put(frame);
  }
  void open_document() {
    sync::OpenDocument wish;
    wish.document = id_bytes(k_document);
    wish.capability = std::string(16, 'c');
    tab(wish);
  }
  void go_online(std::uint64_t head) {
    sync::HostConnected connected;
    connected.attempt = attempt_;
    put(connected);
    sync::Welcome welcome;
    welcome.protocol = 1;
    server(welcome);
    sync::Opened opened;
    opened.document = id_bytes(k_document);
    opened.head = head;
    opened.role = sync::Role::Edit;
    server(opened);
  }
  std::size_t entries_held() {
    const sync::HostExecuted rows = database_->execute(transaction(
        {statement("get_entries", {value(id_bytes(k_document)), value(std::uint64_t{0}), value(~std::uint64_t{0})})}));
    return rows.results[0].rows.size();
  }
  std::vector<std::int64_t> checkpoints;
  sync::DocumentLoaded last_loaded;

 private:
  std::unique_ptr<ReplicaSqlite> database_;
  sync::Replica replica_;
  double now_ms_ = 1000;
  std::uint64_t number_ = 0;
  std::uint64_t attempt_ = 0;
};

sync::JournalState replayed(const sync::DocumentLoaded& loaded) {
  sync::JournalState state;
  if (!loaded.checkpoint.empty()) state = sync::JournalState(sync::read_checkpoint(loaded.checkpoint).value());
  for (const sync::Entry& entry : loaded.entries) EXPECT_TRUE(state.apply(entry).ok());
  return state;
}

TEST(ReplicaSqlite, AClosedDocumentsLongTailBecomesCheckpointsOf256Entries) {  // D9, S8
  constexpr std::uint64_t k_count = 700;
  sync::Entries frame;
  frame.document = id_bytes(k_document);
  frame.head = k_count;
  sync::JournalState whole;
  for (std::uint64_t seq = 1; seq <= k_count; ++seq) {
    operations::OperationBuilder build(k_bob, seq);
    build.set({}, "name", "\"" + std::to_string(seq) + "\"");
    sync::Entry entry;
    entry.seq = seq;
    entry.operations = {base::encoded(build.take())};
    ASSERT_TRUE(whole.apply(entry).ok());
    frame.entries.push_back(std::move(entry));
  }
  const TestFolder folder;
  {
    Device device(folder);
    device.open_document();
    device.go_online(k_count);
    device.server(frame);
    EXPECT_EQ(device.entries_held(), k_count);
    EXPECT_TRUE(device.checkpoints.empty()) << "not while a tab shows it";
    sync::CloseDocument close;
    close.document = id_bytes(k_document);
    device.tab(close);
    EXPECT_EQ(device.checkpoints, (std::vector<std::int64_t>{256, 512}));
    EXPECT_EQ(device.entries_held(), k_count - 512) << "short enough to be read at once";
    device.open_document();
    EXPECT_EQ(device.last_loaded.checkpoint_seq, 512u);
    EXPECT_EQ(replayed(device.last_loaded).checkpoint(), whole.checkpoint());
  }
  Device after_restart(folder);
  after_restart.open_document();
  EXPECT_TRUE(after_restart.last_loaded.complete);
  EXPECT_EQ(replayed(after_restart.last_loaded).checkpoint(), whole.checkpoint());
}

}  // namespace
}  // namespace flashkit::adapters
