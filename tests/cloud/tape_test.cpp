// I17: one tape of operations gives the same history and the same checkpoint, byte for byte, in memory, on SQLite and
// files, and on DynamoDB and S3, through faults as well.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "adapters/files/file_blobs.h"
#include "adapters/sqlite/store.h"
#include "base/proto.h"
#include "base/sha256.h"
#include "operations/random_edits_for_tests.h"
#include "ports/contract_fixture.h"
#include "ports/memory_blobs.h"
#include "ports/memory_journal.h"
#include "ports/memory_records.h"
#include "server/entries.h"
#include "sync/journal_state.h"
#include "tests/cloud/worlds.h"

namespace flashkit::tests::cloud {
namespace {

using namespace flashkit::ports;
using ports::contract::Answer;

constexpr base::DocumentId k_document{7, 7};
constexpr std::uint64_t k_length = 60;

struct MemoryParts {
  MemoryWorld world;
  MemoryJournal the_journal{world};
  MemoryRecords the_records{world};
  MemoryBlobs the_blobs{world};
  Journal& journal() { return the_journal; }
  Records& records() { return the_records; }
  Blobs& blobs() { return the_blobs; }
  void step() { world.run_one(); }
};

struct EmbeddedParts {
  EmbeddedParts() {
    char name[] = "/tmp/flashkit_tape_XXXXXX";
    folder = ::mkdtemp(name);
    store = adapters::sqlite::Store::open({.path = folder + "/flashkit.db"}).value();
    the_blobs = adapters::files::open_file_blobs({.folder = folder + "/blobs"}).value();
  }
  EmbeddedParts(const EmbeddedParts&) = delete;
  EmbeddedParts& operator=(const EmbeddedParts&) = delete;
  ~EmbeddedParts() {
    store.reset();
    the_blobs.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  std::string folder;
  std::unique_ptr<adapters::sqlite::Store> store;
  std::unique_ptr<Blobs> the_blobs;
  Journal& journal() { return store->journal(); }
  Records& records() { return store->records(); }
  Blobs& blobs() { return *the_blobs; }
  void step() { contract::nap(); }
};

std::string name_of(const std::string& bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }

// An entry of the tape, and the body that stands in a blob if it is a large one.
struct TapeEntry {
  std::string bytes;
  std::string body;
};

std::vector<TapeEntry> make_tape() {
  std::vector<TapeEntry> out;
  operations::RandomEdits random(1234);
  sync::JournalState state;
  for (std::uint64_t seq = 1; seq <= k_length; ++seq) {
    sync::Entry entry;
    entry.seq = seq;
    entry.token = std::string(16, static_cast<char>(seq));
    entry.node = "tape";
    for (std::uint64_t i = 0; i <= seq % 3; ++i) {
      const std::string operation = base::encoded(random.operation(state.document()));
      entry.operations.push_back(operation);
    }
    EXPECT_TRUE(state.apply(entry).ok());
    TapeEntry next;
    if (seq % 10 == 0) {
      sync::EntryBody body;
      body.operations = std::move(entry.operations);
      entry.operations.clear();
      next.body = base::encoded(body);
      entry.body_blob = name_of(next.body);
    }
    next.bytes = base::encoded(entry);
    out.push_back(std::move(next));
  }
  return out;
}

struct History {
  std::vector<std::string> entries;  // as read back
  std::string checkpoint;            // of the replay, as stored in a blob and read back
  std::string pointer;               // the record that names it
  bool operator==(const History&) const = default;
};

template <class World>
class Player {
 public:
  explicit Player(World& world) : world_(world) {}

  History play(const std::vector<TapeEntry>& tape) {
    for (std::uint64_t seq = 1; seq <= tape.size(); ++seq) {
      const TapeEntry& each = tape[seq - 1];
      if (!each.body.empty()) put_blob(each.body);
      Answer<AppendAnswer> answer;
      world_.journal().append_if(k_document, seq, each.bytes, answer.callback());
      EXPECT_EQ(answer.wait(world_).what, AppendAnswer::What::Appended) << seq;
      if (seq % 20 == 0) move_pointer(seq);
    }
    History out;
    out.entries = read_raw();
    const std::string checkpoint = replay();
    put_blob(checkpoint);
    Answer<base::Result<std::string>> stored;
    world_.blobs().get(name_of(checkpoint), stored.callback());
    out.checkpoint = stored.wait(world_).value();
    Answer<base::Result<std::optional<Record>>> pointer;
    world_.records().get(pointer_key_, pointer.callback());
    out.pointer = pointer.wait(world_).value()->value;
    return out;
  }

 private:
  void put_blob(const std::string& bytes) {
    Answer<base::Result<bool>> answer;
    world_.blobs().put_if_absent(name_of(bytes), std::make_shared<const std::string>(bytes), answer.callback());
    const base::Result<bool> put = answer.wait(world_);
    ASSERT_TRUE(put.ok()) << put.error().rule;
    EXPECT_TRUE(put.value()) << "ours is the first";
  }
  void move_pointer(std::uint64_t seq) {
    const PutCondition condition = version_ == 0 ? PutCondition::if_absent() : PutCondition::if_version(version_);
    Answer<base::Result<std::uint64_t>> answer;
    world_.records().put(pointer_key_, "checkpoint at " + std::to_string(seq), condition, answer.callback());
    const base::Result<std::uint64_t> put = answer.wait(world_);
    ASSERT_TRUE(put.ok()) << put.error().rule;
    version_ = put.value();
  }
  std::vector<std::string> read_raw() {
    std::vector<std::string> out;
    for (bool complete = false; !complete;) {
      Answer<base::Result<JournalPage>> answer;
      world_.journal().read_after(k_document, out.size(), 700, answer.callback());
      JournalPage page = answer.wait(world_).value();
      for (JournalEntry& each : page.entries) out.push_back(std::move(each.bytes));
      complete = page.complete;
    }
    return out;
  }
  // As the server does it: bodies put in place, every entry replayed.
  std::string replay() {
    server::EntryReader reader(world_.journal(), world_.blobs());
    sync::JournalState state;
    for (bool complete = false; !complete;) {
      Answer<base::Result<server::EntryPage>> answer;
      reader.read(k_document, state.seq(), 1500, answer.callback());
      const server::EntryPage page = answer.wait(world_).value();
      for (const sync::Entry& entry : page.entries) EXPECT_TRUE(state.apply(entry).ok());
      complete = page.complete;
    }
    EXPECT_EQ(state.seq(), k_length);
    return state.checkpoint();
  }

  const RecordKey pointer_key_{"D#7", "META"};
  World& world_;
  std::uint64_t version_ = 0;
};

template <class World>
History history_on(World& world) {
  return Player<World>(world).play(make_tape());
}

TEST(Tape, GivesOneHistoryInMemoryAndOnSqliteAndFiles) {
  MemoryParts memory;
  EmbeddedParts embedded;
  const History wanted = history_on(memory);
  EXPECT_EQ(wanted.entries.size(), k_length);
  EXPECT_GT(wanted.checkpoint.size(), 1000u);
  EXPECT_TRUE(history_on(embedded) == wanted);
}

TEST(Tape, GivesTheSameHistoryOnDynamoDbAndS3) {
  Straight cloud;
  if (cloud.absent()) GTEST_SKIP() << "the stand-ins do not run here";
  MemoryParts memory;
  EXPECT_TRUE(history_on(cloud) == history_on(memory));
}

TEST(Tape, GivesTheSameHistoryThroughFaults) {
  ThroughFaults cloud;
  if (cloud.absent()) GTEST_SKIP() << "the stand-ins do not run here";
  MemoryParts memory;
  EXPECT_TRUE(history_on(cloud) == history_on(memory));
}

}  // namespace
}  // namespace flashkit::tests::cloud
