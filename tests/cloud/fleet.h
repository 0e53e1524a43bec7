#pragma once
// Several servers, each a process of its own, on one table, and what must hold in the end: the journal has every
// operation once and without a gap, every device holds what it says, and so does the newest checkpoint.
#include <algorithm>
#include <csignal>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/aws/ground_for_test.h"
#include "adapters/cloud/cloud.h"
#include "base/sha256.h"
#include "ports/contract_fixture.h"
#include "server/entries.h"
#include "server/http.h"
#include "tests/cloud/swarm.h"

namespace flashkit::tests::cloud {

using adapters::cloud::Cloud;
using ports::contract::Answer;
using server::testing::ServerProcess;
using server::testing::TestFolder;

inline const base::DocumentId k_document{0x40de5, 1};
inline const std::string k_secret = "known to the servers alone";
constexpr std::uint64_t k_patience_ms = 120'000;  // then something is wrong, not slow

inline std::size_t size_from(const char* variable, std::size_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<std::size_t>(std::strtoull(text, nullptr, 10));
}

inline void wait_ms(std::uint64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

template <class Holds>
bool until(Holds holds) {
  for (const std::uint64_t end = steady_ms() + k_patience_ms; steady_ms() < end; wait_ms(10)) {
    if (holds()) return true;
  }
  return holds();
}

// One table and two buckets of this test's own, and the servers on them.
class Fleet {
 public:
  enum class Routing : std::uint8_t { AsTheEnvironmentSays, Off };
  // `dynamodb`: the address of the one to use.
  explicit Fleet(std::size_t size, const std::string& dynamodb = adapters::aws::stand_in("FLASHKIT_DYNAMODB"),
                 Routing routing = Routing::AsTheEnvironmentSays)
      : name_("flashkit-nodes-" + std::to_string(::getpid()) + '-' + std::to_string(next_number())), nodes_(size) {
    adapters::aws::Environment environment = adapters::aws::stand_in_environment(name_);
    environment["AWS_ENDPOINT_URL_DYNAMODB"] = dynamodb;
    for (const auto& [key, value] : environment) words_.push_back(key + '=' + value);
    told_ = words_;
    told_.emplace_back("FLASHKIT_NODE_ADDRESS=http://127.0.0.1:0");
    told_.push_back("FLASHKIT_NODE_SECRET=" + k_secret);
    const char* said = routing == Routing::Off ? "0" : std::getenv("FLASHKIT_NODE_ROUTING");
    if (said != nullptr) told_.push_back(std::string("FLASHKIT_NODE_ROUTING=") + said);
    cloud_ = Cloud::open(adapters::cloud::read_cloud_settings(environment).settings, environment);
    for (const auto& part : cloud_->ensure(true)) EXPECT_TRUE(part.good) << part.part << ' ' << part.what;
    servers.count = size;
    for (std::size_t i = 0; i < size; ++i) start(i);
  }
  void start(std::size_t at) {
    nodes_[at] = std::make_unique<ServerProcess>(
        folder_.path() + "/node" + std::to_string(at),
        std::vector<std::string>{"--cloud", "aws", "--quiet", "1", "--threads", "1"}, at + 1 < size() ? told_ : words_);
    ASSERT_NE(nodes_[at]->port(), 0) << nodes_[at]->log();
    servers.ports[at].store(nodes_[at]->port());
  }
  ServerProcess& node(std::size_t at) { return *nodes_[at]; }
  std::size_t size() const { return nodes_.size(); }
  Cloud& cloud() { return *cloud_; }
  void step() { ports::contract::nap(); }
  Servers servers;

 private:
  static int next_number() {
    static std::atomic<int> last = 0;
    return ++last;
  }
  std::string name_;
  TestFolder folder_;
  std::vector<std::string> words_;
  std::vector<std::string> told_;
  std::unique_ptr<Cloud> cloud_;
  std::vector<std::unique_ptr<ServerProcess>> nodes_;
};

using Devices = std::vector<std::unique_ptr<SwarmDevice>>;

inline std::vector<SwarmDevice*> devices_of(const Devices& devices, std::uint16_t port) {
  std::vector<SwarmDevice*> out;
  for (const auto& each : devices) {
    if (each->port() == port) out.push_back(each.get());
  }
  return out;
}

// The journal itself: consecutive, every token once, every client's numbers once and in order.
inline sync::JournalState replay(Fleet& fleet, std::uint64_t upto, std::set<std::string>* writers) {
  server::EntryReader reader(fleet.cloud().journal(), fleet.cloud().personal());
  sync::JournalState state;
  std::set<std::string> tokens;
  std::map<std::string, std::uint64_t> last;
  for (bool complete = false; !complete;) {
    Answer<base::Result<server::EntryPage>> answer;
    reader.read(k_document, state.seq(), 1u << 20, answer.callback());
    const auto page = answer.wait(fleet);
    if (!page.ok()) {
      ADD_FAILURE() << page.error().rule;
      return state;
    }
    for (const sync::Entry& entry : page.value().entries) {
      if (upto != 0 && state.seq() == upto) return state;
      EXPECT_EQ(entry.seq, state.seq() + 1);
      EXPECT_TRUE(tokens.insert(entry.token).second) << "an entry stands twice";
      if (writers != nullptr) writers->insert(entry.node);
      for (const std::string& bytes : entry.operations) {
        const auto operation = operations::decode_operation(bytes);
        EXPECT_TRUE(operation.ok());
        EXPECT_EQ(operation.value().number, ++last[operation.value().client]) << "a gap, or an operation twice";
      }
      EXPECT_TRUE(state.apply(entry).ok());
    }
    complete = page.value().complete;
  }
  return state;
}

// Several servers make checkpoints of one design: the one that counts is what replay gives (S8).
inline void check_checkpoint(Fleet& fleet) {
  Answer<base::Result<std::optional<ports::Record>>> answer;
  fleet.cloud().records().get({"D#" + base::to_hex(k_document), "META"}, answer.callback());
  const auto record = answer.wait(fleet);
  ASSERT_TRUE(record.ok());
  if (!record.value()) return;
  const auto pointer = base::parse_json(record.value()->value);
  ASSERT_TRUE(pointer.ok());
  Answer<base::Result<std::string>> bytes;
  fleet.cloud().personal().get(std::string(pointer.value().find("blob")->as_string()), bytes.callback());
  const auto packed = bytes.wait(fleet);
  ASSERT_TRUE(packed.ok());
  const auto seq = static_cast<std::uint64_t>(pointer.value().find("seq")->as_number());
  EXPECT_EQ(server::zstd_decompress(packed.value(), 100u << 20).value(), replay(fleet, seq, nullptr).checkpoint());
}

// After nobody writes any more: waits until all is acknowledged and everybody heard of everything, and stops them.
inline void come_to_rest(Fleet& fleet, const Devices& devices) {
  const auto all = [&](auto holds) {
    return until([&] { return std::all_of(devices.begin(), devices.end(), [&](auto& each) { return holds(*each); }); });
  };
  for (const auto& device : devices) device->stop_writing();
  EXPECT_TRUE(all([](const SwarmDevice& each) { return each.acknowledged() == each.made(); }));
  Answer<base::Result<std::uint64_t>> head;
  fleet.cloud().journal().head(k_document, head.callback());
  const std::uint64_t end = head.wait(fleet).value();
  EXPECT_TRUE(all([end](const SwarmDevice& each) { return each.cursor() >= end; })) << "not everybody heard all";
  for (const auto& device : devices) device->stop();
}

inline void expect_all_agree(Fleet& fleet, const Devices& devices, bool storage_fails = false) {
  std::set<std::string> writers;
  const sync::JournalState truth = replay(fleet, 0, &writers);
  // One writes for those that are told of each other, and the one that is not writes by itself.
  EXPECT_GE(writers.size(), std::min<std::size_t>({2, fleet.size(), devices.size()}));
  std::uint64_t total = 0;
  for (const auto& device : devices) {
    const auto found = truth.clients().find(device->client());
    ASSERT_NE(found, truth.clients().end());
    EXPECT_GE(found->second, device->acknowledged()) << "an acknowledged operation is missing";
    EXPECT_EQ(found->second, device->made());
    EXPECT_EQ(device->state().checkpoint(), truth.checkpoint()) << "a device ended with another state";
    for (const std::string& trouble : device->troubles()) {
      EXPECT_TRUE(storage_fails && trouble.starts_with("503")) << "somebody was told of trouble: " << trouble;
    }
    total += device->made();
  }
  std::printf("{\"what\":\"several servers\",\"nodes\":%zu,\"devices\":%zu,\"operations\":%llu,\"entries\":%llu}\n",
              fleet.size(), devices.size(), static_cast<unsigned long long>(total),
              static_cast<unsigned long long>(truth.seq()));
  check_checkpoint(fleet);
}

}  // namespace flashkit::tests::cloud
