#pragma once
// A device as one object for tests: the shipping replica on its SQLite database, with the test as its clock and
// network; and what it means that one comes back after a long absence.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/replica_sqlite/stored_replica.h"
#include "operations/builder.h"
#include "server/wire_for_tests.h"
#include "sync/journal_state.h"
#include "sync/limits.h"

namespace flashkit::server::testing {

inline std::string key_operation(base::ClientId client, std::uint64_t number) {
  operations::OperationBuilder build(client, number);
  const std::string value = '"' + std::to_string(number) + '"';
  build.set({}, "key" + std::to_string(number % 50), value);
  return base::encoded(build.take());
}

// One device: what the browser's worker is, with the test as its clock.
class Device {
 public:
  explicit Device(const std::string& folder)
      : replica_(
            std::move(adapters::ReplicaSqlite::open({.path = folder + "/replica.db"})).value(),
            [this] { return moment(); }, [this](const sync::ReplicaEffect& effect) { perform(effect); }) {
    sync::HostStarted started;
    started.build = "test";
    replica_.put(started);
    sync::OpenDocument open;
    open.document = operations::id_bytes(k_document);
    open.capability = k_capability;
    open.create = true;
    open.rules = sync::k_rules;
    replica_.tell("tab", open);
  }
  void store(std::vector<std::string> made) {
    sync::StoreOperations store;
    store.document = operations::id_bytes(k_document);
    store.operations = std::move(made);
    replica_.tell("tab", store);
  }
  // Connects and pushes what waits, and loses the connection before it hears of it.
  void push_and_hear_nothing(std::uint16_t port) {
    pushed_ = false;
    come_online(port);
    for (int i = 0; i < 200 && !pushed_; ++i) {
      take_frames();
      replica_.put(sync::HostTimer{});
    }
    EXPECT_TRUE(pushed_);
    line_.reset();
    port_ = 0;
    replica_.disconnected(attempt_);
  }
  void go_offline() {
    line_.reset();
    port_ = 0;
    replica_.disconnected(attempt_);
  }
  int checkpoints_fetched() const { return checkpoints_fetched_; }
  // Until nothing waits any more and everything of the server is here.
  bool come_home(std::uint16_t port, std::uint64_t head_at_least) {
    come_online(port);
    for (int idle = 0; idle < 600;) {
      if (!outbox_empty_ || cursor() < head_at_least) {
        idle = take_frames() ? 0 : idle + 1;
      } else {
        return true;
      }
      replica_.put(sync::HostTimer{});
      outbox_empty_ = count("all_outbox") == 0;
    }
    return false;
  }
  std::uint64_t cursor() {
    const sync::HostExecuted rows = replica_.ask("all_documents");
    return rows.results.empty() || rows.results[0].rows.empty()
               ? 0
               : static_cast<std::uint64_t>(std::get<std::int64_t>(rows.results[0].rows[0].columns[10].kind));
  }

 private:
  static std::uint64_t now_ms() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  }
  std::size_t count(const char* statement) {
    const sync::HostExecuted rows = replica_.ask(statement);
    return rows.results.empty() ? 0 : rows.results[0].rows.size();
  }
  sync::ReplicaInput moment() {
    sync::ReplicaInput input;
    input.now_ms = static_cast<double>(now_ms());
    ++random_;
    input.random = operations::id_bytes(random_, random_);
    return input;
  }
  void perform(const sync::ReplicaEffect& effect) {
    if (const auto* connect = std::get_if<sync::EffectConnect>(&effect.kind)) {
      attempt_ = connect->attempt;
      if (port_ == 0) {
        replica_.disconnected(attempt_);
      } else {
        line_ = std::make_unique<LiveClient>(port_);
        replica_.put(sync::HostConnected{.attempt = attempt_, .unknown_fields = {}});
      }
    } else if (const auto* frame = std::get_if<sync::EffectSendToServer>(&effect.kind)) {
      if (line_ == nullptr) return;
      line_->send_raw(frame->frame);
      const auto decoded = sync::decode_client_frame(frame->frame);
      if (decoded.ok() && std::holds_alternative<sync::Push>(decoded.value().kind)) pushed_ = true;
    } else if (const auto* wanted = std::get_if<sync::EffectFetchCheckpoint>(&effect.kind)) {
      fetch(*wanted);
    }
  }
  void fetch(const sync::EffectFetchCheckpoint& wanted) {
    const auto document = operations::id_from_bytes<base::DocumentId>(wanted.document);
    const auto capability = operations::id_from_bytes<base::Capability>(wanted.capability);
    const HttpAnswer answer = http(
        port_, "GET", "/api/v1/documents/" + base::to_hex(*document) + "/checkpoints/" + std::to_string(wanted.seq),
        {"X-Flashkit-Capability: " + base::to_hex(*capability)});
    EXPECT_EQ(answer.status, 200);
    ++checkpoints_fetched_;
    sync::HostCheckpointFetched fetched;
    fetched.document = wanted.document;
    fetched.seq = wanted.seq;
    fetched.checkpoint = answer.body;
    replica_.put(fetched);
  }
  // The network is there again: no waiting for the next try.
  void come_online(std::uint16_t port) {
    port_ = port;
    sync::HostNetworkHint hint;
    hint.online = true;
    replica_.put(hint);
    replica_.put(sync::HostTimer{});
  }
  bool take_frames() {
    if (line_ == nullptr) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    auto frame = line_ == nullptr ? std::nullopt : line_->receive(100);
    if (!frame.has_value()) return false;
    replica_.hear_frame(attempt_, base::encoded(*frame));
    if (std::getenv("FLASHKIT_SHOW_FRAMES") != nullptr) {
      std::printf("frame %zu outbox %zu cursor %llu\n", frame->kind.index(), count("all_outbox"),
                  static_cast<unsigned long long>(cursor()));
    }
    return !std::holds_alternative<sync::Pong>(frame->kind);
  }

  adapters::StoredReplica replica_;
  std::unique_ptr<LiveClient> line_;
  std::uint16_t port_ = 0;
  std::uint64_t attempt_ = 0;
  std::uint64_t random_ = 0;
  bool outbox_empty_ = false;
  bool pushed_ = false;
  int checkpoints_fetched_ = 0;
};

// What the journal of k_document came to, by whoever reads it now: from the checkpoint on where it says so.
inline sync::JournalState read_through(std::uint16_t port) {
  LiveClient reader(port);
  EXPECT_TRUE(reader.hello().has_value());
  const auto opened = reader.open(k_document, k_capability, false);
  if (!opened.has_value()) return {};
  sync::JournalState state;
  if (opened->from_checkpoint) {
    const HttpAnswer answer =
        http(port, "GET",
             "/api/v1/documents/" + base::to_hex(k_document) + "/checkpoints/" + std::to_string(opened->checkpoint_seq),
             {"X-Flashkit-Capability: 30313233343536373839616263646566"});
    auto checkpoint = sync::read_checkpoint(answer.body);
    EXPECT_TRUE(checkpoint.ok());
    if (checkpoint.ok()) state = sync::JournalState(std::move(checkpoint).value());
  }
  while (state.seq() < opened->head) {
    const auto entries = reader.wait_for<sync::Entries>();
    if (!entries.has_value()) break;
    for (const sync::Entry& entry : entries->entries) EXPECT_TRUE(state.apply(entry).ok());
  }
  EXPECT_EQ(state.seq(), opened->head);
  return state;
}

// L4, S12, D2. A device makes changes, pushes some and hears nothing of it, makes more offline, and comes back when the
// entries it lacks, its own among them, are no longer kept. `let_time_pass` brings that about. Whoever listened all the
// time has heard each operation once.
inline void come_back_when_entries_are_gone(std::uint16_t port, const std::string& folder,
                                            const std::function<void()>& let_time_pass) {
  const base::ClientId own{1, 1};
  const base::ClientId other{2, 2};
  Device device(folder);
  for (std::uint64_t number = 1; number <= 10; ++number) device.store({key_operation(own, number)});
  ASSERT_TRUE(device.come_home(port, 1));
  device.go_offline();
  const std::uint64_t left_at = device.cursor();

  LiveClient listener(port);
  ASSERT_TRUE(listener.hello().has_value());
  ASSERT_TRUE(listener.open(k_document, k_capability, false).has_value());
  std::map<base::OperationId, int> heard;
  const auto listen_until = [&](base::OperationId last) {
    while (heard.count(last) == 0) {
      const auto entries = listener.wait_for<sync::Entries>();
      if (!entries.has_value()) return false;
      for (const sync::Entry& entry : entries->entries) {
        for (const std::string& each : entry.operations) {
          ++heard[operations::read_operation(each).value().id];
        }
      }
    }
    return true;
  };
  for (std::uint64_t number = 11; number <= 20; ++number) device.store({key_operation(own, number)});
  device.push_and_hear_nothing(port);
  ASSERT_TRUE(listen_until({own, 20}));
  for (std::uint64_t number = 21; number <= 30; ++number) device.store({key_operation(own, number)});

  LiveClient line(port);
  ASSERT_TRUE(line.hello().has_value());
  ASSERT_TRUE(line.open(k_document, k_capability, false).has_value());
  for (std::uint64_t number = 1; number <= 450; ++number) {
    line.push(k_document, {key_operation(other, number)});
    ASSERT_TRUE(line.wait_for<sync::Acknowledged>().has_value());
  }
  ASSERT_TRUE(listen_until({other, 450}));
  let_time_pass();

  EXPECT_EQ(device.checkpoints_fetched(), 0);
  EXPECT_TRUE(device.come_home(port, left_at + 1));
  EXPECT_EQ(device.checkpoints_fetched(), 1);
  ASSERT_TRUE(listen_until({own, 30}));
  const sync::JournalState state = read_through(port);
  EXPECT_EQ(state.clients().at(own), 30u);
  EXPECT_EQ(state.clients().at(other), 450u);
  EXPECT_EQ(device.cursor(), state.seq());
  for (const auto& [id, times] : heard) EXPECT_EQ(times, 1);
  EXPECT_EQ(heard.size(), 480u);
}

}  // namespace flashkit::server::testing
