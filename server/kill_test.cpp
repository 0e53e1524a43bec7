// The server is killed with -9 fifty times (FLASHKIT_KILLS) while several writers push. Afterwards every acknowledged
// operation is in the journal, once and in order, no number is missing, and the newest checkpoint is what replay gives.
#include <atomic>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>

#include "adapters/files/file_blobs.h"
#include "adapters/sqlite/store.h"
#include "ports/contract_fixture.h"
#include "server/http.h"
#include "server/wire_for_tests.h"
#include "sync/journal_state.h"

namespace flashkit::server::testing {
namespace {

using base::DocumentId;
using ports::contract::Answer;

constexpr std::size_t k_writers = 6;
const DocumentId k_documents[] = {{1, 1}, {1, 2}};

// A device with an outbox: numbers 1, 2, 3 ...; what was not acknowledged is pushed again after every reconnect.
class Writer {
 public:
  Writer(std::size_t index, std::atomic<std::uint16_t>& port, std::atomic<bool>& stop)
      : client_{77, index + 1}, document_(k_documents[index % 2]), port_(port), stop_(stop) {}

  void run() {
    while (!stop_.load()) {
      LiveClient live(port_.load());
      if (live.open() && live.hello() && live.open(document_, k_capability, true)) push_until_broken(live);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  base::ClientId client() const { return client_; }
  DocumentId document() const { return document_; }
  std::uint64_t acknowledged() const { return acknowledged_; }

 private:
  void push_until_broken(LiveClient& live) {
    std::uint64_t pushed = acknowledged_;
    while (live.open() && !stop_.load()) {
      std::vector<std::string> operations;
      while (pushed < acknowledged_ + 12 && operations.size() < 3) {
        ++pushed;
        operations.push_back(operation_bytes(client_, pushed, std::to_string(pushed)));
      }
      if (!operations.empty()) live.push(document_, std::move(operations), pushed % 5 == 0);
      const auto frame = live.receive(400);
      if (!frame) continue;
      if (const auto* told = std::get_if<sync::Acknowledged>(&frame->kind)) {
        EXPECT_LE(told->number, pushed);
        acknowledged_ = std::max(acknowledged_, told->number);
      }
      EXPECT_FALSE(std::holds_alternative<sync::Rejected>(frame->kind));
    }
  }
  base::ClientId client_;
  DocumentId document_;
  std::atomic<std::uint16_t>& port_;
  std::atomic<bool>& stop_;
  std::uint64_t acknowledged_ = 0;
};

struct Stores {
  explicit Stores(const std::string& data)
      : store(adapters::sqlite::Store::open({.path = data + "/flashkit.db"}).value()),
        blobs(adapters::files::open_file_blobs({.folder = data + "/blobs"}).value()) {}
  void step() { ports::contract::nap(); }
  std::unique_ptr<adapters::sqlite::Store> store;
  std::unique_ptr<ports::Blobs> blobs;
};

// The last number of each client; fails on a gap, a repetition or a wrong order. Ends at `upto`, or at the head for 0.
sync::JournalState replay(Stores& stores, DocumentId document, std::uint64_t upto) {
  sync::JournalState state;
  std::map<std::string, std::uint64_t> last;
  for (bool complete = false; !complete;) {
    Answer<base::Result<ports::JournalPage>> answer;
    stores.store->journal().read_after(document, state.seq(), 1u << 20, answer.callback());
    const auto page = answer.wait(stores);
    if (!page.ok()) {
      ADD_FAILURE() << page.error().rule;
      return state;
    }
    for (const ports::JournalEntry& each : page.value().entries) {
      if (upto != 0 && state.seq() == upto) return state;
      const auto entry = sync::decode_entry(each.bytes);
      EXPECT_TRUE(entry.ok() && entry.value().seq == state.seq() + 1);
      for (const std::string& bytes : entry.value().operations) {
        const auto operation = operations::decode_operation(bytes);
        EXPECT_TRUE(operation.ok());
        EXPECT_EQ(operation.value().number, ++last[operation.value().client]);
      }
      EXPECT_TRUE(state.apply(entry.value()).ok());
    }
    complete = page.value().complete;
  }
  return state;
}

// Checkpoint at n = replay of 1..n, byte for byte.
void check_checkpoint(Stores& stores, DocumentId document) {
  Answer<base::Result<std::optional<ports::Record>>> answer;
  stores.store->records().get({"D#" + base::to_hex(document), "META"}, answer.callback());
  const auto record = answer.wait(stores);
  ASSERT_TRUE(record.ok());
  if (!record.value()) return;
  const auto pointer = base::parse_json(record.value()->value);
  ASSERT_TRUE(pointer.ok());
  Answer<base::Result<std::string>> bytes;
  stores.blobs->get(std::string(pointer.value().find("blob")->as_string()), bytes.callback());
  const auto packed = bytes.wait(stores);
  ASSERT_TRUE(packed.ok()) << "a pointer never names a blob that is not whole";
  const auto json = zstd_decompress(packed.value(), 100u << 20);
  ASSERT_TRUE(json.ok());
  const auto seq = static_cast<std::uint64_t>(pointer.value().find("seq")->as_number());
  EXPECT_EQ(json.value(), replay(stores, document, seq).checkpoint());
}

int kills_from_environment() {
  const char* text = std::getenv("FLASHKIT_KILLS");
  return text == nullptr ? 50 : std::atoi(text);
}

TEST(KillServer, FiftyTimesUnderLoadLosesNothingAcknowledged) {
  const TestFolder folder;
  const std::string data = folder.path() + "/data";
  std::atomic<std::uint16_t> port = 0;
  std::atomic<bool> stop = false;
  auto server = std::make_unique<ServerProcess>(data, std::vector<std::string>{"--quiet", "1"});
  ASSERT_NE(server->port(), 0) << server->log();
  port = server->port();
  std::vector<std::unique_ptr<Writer>> writers;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < k_writers; ++i) {
    writers.push_back(std::make_unique<Writer>(i, port, stop));
    threads.emplace_back([&writer = *writers.back()] { writer.run(); });
  }
  const int kills = kills_from_environment();
  ASSERT_GT(kills, 0);
  std::mt19937_64 random(42);
  int started_again = 0;
  for (int kill = 0; kill < kills; ++kill) {
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + random() % 500));
    EXPECT_EQ(server->stop(SIGKILL), -SIGKILL) << "it ended before it was killed: " << server->log();
    server = std::make_unique<ServerProcess>(data, std::vector<std::string>{"--quiet", "1"});
    started_again += server->port() != 0 ? 1 : 0;
    port = server->port();
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(started_again, kills) << server->log();
  EXPECT_EQ(server->stop(SIGTERM), 0);

  Stores stores(data);
  std::uint64_t total = 0;
  for (const DocumentId document : k_documents) {
    const sync::JournalState state = replay(stores, document, 0);
    for (const auto& writer : writers) {
      if (writer->document() != document) continue;
      total += writer->acknowledged();
      const auto found = state.clients().find(writer->client());
      ASSERT_NE(found, state.clients().end());
      EXPECT_GE(found->second, writer->acknowledged()) << "an acknowledged operation is missing";
      EXPECT_GT(writer->acknowledged(), 0u);
    }
    check_checkpoint(stores, document);
  }
  EXPECT_GT(total, 500u) << "there was too little load to prove anything";
  std::printf("%llu operations were acknowledged over %d kills\n", static_cast<unsigned long long>(total), kills);
}

}  // namespace
}  // namespace flashkit::server::testing
