// From an edit to its being durable on the device, in the journal, and confirmed at another device: two of `flashkit
// sync`'s devices (the shipping replica on SQLite files, over sockets) at one server. device_bench URL FOLDER STORE
// EDITS
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>

#include "adapters/system/system.h"
#include "base/proto.h"
#include "bench/lines.h"
#include "cli/sync_device.h"
#include "cli/sync_net.h"
#include "operations/builder.h"
#include "operations/ids.h"

namespace flashkit::bench {
namespace {

constexpr std::uint64_t k_pause_ms =
    40;  // between a person's gestures in the fastest drawing; longer than most appends

using Moment = std::chrono::steady_clock::time_point;
Moment now() { return std::chrono::steady_clock::now(); }
double between(Moment from, Moment to) { return std::chrono::duration<double, std::milli>(to - from).count(); }

struct Edit {
  Moment made;
  Moment stored;
  Moment in_journal;
  Moment at_peer;
};

enum class Part : std::uint8_t { Author, Peer };

class Person final : public cli::SyncDevice::Listener {
 public:
  // `edits` has a place for each number; what another thread wrote into it is read when both have ended.
  Person(Part part, const cli::ServerUrl& url, const std::string& database, base::ClientId client, std::string document,
         std::string capability, std::vector<Edit>& edits)
      : part_(part),
        net_(cli::SyncNet::make(url)),
        client_(operations::id_bytes(client)),
        document_(std::move(document)),
        edits_(edits) {
    device_ = cli::SyncDevice::open(database, *net_, *this).value();
    open_.document = document_;
    open_.capability = std::move(capability);
    open_.create = part == Part::Author;
  }
  void start(std::function<void()> ready) {
    ready_ = std::move(ready);
    thread_ = std::thread([this] {
      device_->start();
      device_->tell(open_);
      net_->run();
    });
  }
  void stop() {
    if (thread_.joinable()) thread_.join();
  }
  // On its own thread: what is to follow the next edit, once that is in the journal.
  void once_in_journal(std::function<void()> then) { in_journal_ = std::move(then); }
  // On its own thread: this edit, and then one after the other.
  void write(base::ClientId client, std::uint64_t number) {
    if (number >= edits_.size()) {
      net_->after(2000, [this] { net_->stop(); });
      return;
    }
    edit(client, number);
    net_->after(k_pause_ms, [this, client, number] { write(client, number + 1); });
  }
  void edit(base::ClientId client, std::uint64_t number) {
    operations::OperationBuilder build(client, number);
    build.set({}, "name", '"' + std::to_string(number) + '"');
    sync::StoreOperations store;
    store.document = document_;
    store.operations.push_back(base::encoded(build.take()));
    store.gesture_end = true;
    edits_[number].made = now();
    device_->tell(std::move(store));
  }
  cli::SyncNet& net() { return *net_; }

  void heard(const sync::ReplicaMessage& message) override {
    if (const auto* status = std::get_if<sync::ReplicaStatus>(&message.kind)) {
      if (status->connection == sync::Connection::Online && ready_) std::exchange(ready_, nullptr)();
    } else if (const auto* stored = std::get_if<sync::OperationsStored>(&message.kind)) {
      if (stored->client == client_) edits_[stored->number].stored = now();
    } else if (const auto* confirmed = std::get_if<sync::EntriesConfirmed>(&message.kind)) {
      if (in_journal_) net_->after(0, std::exchange(in_journal_, nullptr));
      for (const sync::Entry& entry : confirmed->entries) {
        for (const std::string& bytes : entry.operations) count(operations::decode_operation(bytes).value().number);
      }
    } else if (const auto* trouble = std::get_if<sync::DocumentTrouble>(&message.kind)) {
      std::fprintf(stderr, "device_bench: %s\n", trouble->text.c_str());
      std::exit(1);
    }
  }
  void reaches(const std::string&, std::uint64_t) override {}
  void disconnected(const cli::Disconnect& how) override {
    std::fprintf(stderr, "device_bench: %s\n", how.why.c_str());
  }

 private:
  void count(std::uint64_t number) {
    (part_ == Part::Peer ? edits_[number].at_peer : edits_[number].in_journal) = now();
    if (part_ == Part::Peer && number + 1 == edits_.size()) net_->stop();
  }

  const Part part_;
  std::unique_ptr<cli::SyncNet> net_;
  const std::string client_;
  const std::string document_;
  std::vector<Edit>& edits_;
  sync::OpenDocument open_;
  std::function<void()> in_journal_;
  std::unique_ptr<cli::SyncDevice> device_;
  std::function<void()> ready_;
  std::thread thread_;
};

int run(const std::string& url, const std::string& folder, const std::string& store, std::size_t count) {
  const auto server = cli::ServerUrl::parse(url);
  if (!server.ok()) {
    std::fprintf(stderr, "device_bench: %s\n", server.error().rule);
    return 2;
  }
  adapters::SystemRandom random;
  const auto document = random.id<base::DocumentId>();
  const auto capability = random.id<base::Capability>();
  const auto client = random.id<base::ClientId>();
  std::vector<Edit> edits(count + 2);
  const auto person = [&](Part part, const char* name) {
    return std::make_unique<Person>(part, server.value(), folder + '/' + name, client, operations::id_bytes(document),
                                    operations::id_bytes(capability.high, capability.low), edits);
  };
  const auto author = person(Part::Author, "author.db");
  const auto peer = person(Part::Peer, "peer.db");
  // The first edit makes the design, and is not counted; the peer is there before the second.
  author->start([&] {
    author->once_in_journal([&] {
      peer->start([] {});
      author->net().after(1000, [&] { author->write(client, 2); });
    });
    author->edit(client, 1);
  });
  author->stop();
  peer->stop();
  std::array<std::vector<double>, 3> samples;
  for (std::size_t i = 2; i < edits.size(); ++i) {
    samples[0].push_back(between(edits[i].made, edits[i].stored));
    samples[1].push_back(between(edits[i].made, edits[i].in_journal));
    samples[2].push_back(between(edits[i].made, edits[i].at_peer));
  }
  constexpr std::array<const char*, 3> k_names = {"edit_to_device", "edit_to_journal", "edit_to_peer"};
  for (std::size_t i = 0; i < samples.size(); ++i) report(k_names[i], "flashkit on " + store, "ms", samples[i]);
  return 0;
}

}  // namespace
}  // namespace flashkit::bench

int main(int count, char** arguments) {
  if (count != 5) {
    std::fprintf(stderr, "device_bench URL FOLDER STORE EDITS\n");
    return 2;
  }
  return flashkit::bench::run(arguments[1], arguments[2], arguments[3], std::strtoull(arguments[4], nullptr, 10));
}
