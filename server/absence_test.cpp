// A device comes back after a long absence: the shipping replica on its SQLite database, against a server as a process.
// FLASHKIT_ABSENCE=20000 makes it longer; the time it took is printed, and nothing is held to a clock.
#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "adapters/replica_sqlite/replica_sqlite.h"
#include "operations/builder.h"
#include "server/wire_for_tests.h"
#include "sync/journal_state.h"
#include "sync/replica.h"

namespace flashkit::server::testing {
namespace {

std::string operation(base::ClientId client, std::uint64_t number) {
  operations::OperationBuilder build(client, number);
  const std::string value = '"' + std::to_string(number) + '"';
  build.set({}, "key" + std::to_string(number % 50), value);
  return base::encoded(build.take());
}

// One device: what the browser's worker is, with the test as its clock.
class Device {
 public:
  explicit Device(const std::string& folder) {
    database_ = std::move(adapters::ReplicaSqlite::open({.path = folder + "/replica.db"})).value();
    sync::HostStarted started;
    started.build = "test";
    put(started);
    sync::OpenDocument open;
    open.document = operations::id_bytes(k_document);
    open.capability = k_capability;
    open.create = true;
    tab(open);
  }
  void store(std::vector<std::string> made) {
    sync::StoreOperations store;
    store.document = operations::id_bytes(k_document);
    store.operations = std::move(made);
    tab(store);
  }
  // Until nothing waits any more and everything of the server is here.
  bool come_home(std::uint16_t port, std::uint64_t head_at_least) {
    port_ = port;
    put(sync::HostTimer{});
    for (int idle = 0; idle < 600;) {
      if (!outbox_empty_ || cursor() < head_at_least) {
        idle = take_frames() ? 0 : idle + 1;
      } else {
        return true;
      }
      put(sync::HostTimer{});
      outbox_empty_ = count("all_outbox") == 0;
    }
    return false;
  }
  std::uint64_t cursor() {
    const sync::HostExecuted rows = ask("all_documents");
    return rows.results.empty() || rows.results[0].rows.empty()
               ? 0
               : static_cast<std::uint64_t>(std::get<std::int64_t>(rows.results[0].rows[0].columns[10].kind));
  }

 private:
  static std::uint64_t now_ms() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  }
  sync::HostExecuted ask(const char* statement) {
    sync::EffectExecute wish;
    wish.id = 1;
    wish.statements.emplace_back().name = statement;
    return database_->execute(wish);
  }
  std::size_t count(const char* statement) {
    const sync::HostExecuted rows = ask(statement);
    return rows.results.empty() ? 0 : rows.results[0].rows.size();
  }
  void tab(decltype(sync::TabMessage::kind) kind) {
    sync::TabMessage message;
    message.number = ++messages_;
    message.kind = std::move(kind);
    sync::HostTabMessage host;
    host.tab = "tab";
    host.message = base::encoded(message);
    put(host);
  }
  void put(decltype(sync::ReplicaInput::kind) kind) {
    sync::ReplicaInput input;
    input.now_ms = static_cast<double>(now_ms());
    ++random_;
    input.random = operations::id_bytes(random_, random_);
    input.kind = std::move(kind);
    replica_.input(input);
    for (const sync::ReplicaEffect& effect : replica_.drain().effects) perform(effect);
  }
  void perform(const sync::ReplicaEffect& effect) {
    if (const auto* wish = std::get_if<sync::EffectExecute>(&effect.kind)) {
      put(database_->execute(*wish));
    } else if (const auto* connect = std::get_if<sync::EffectConnect>(&effect.kind)) {
      attempt_ = connect->attempt;
      if (port_ == 0) {
        put(sync::HostDisconnected{.attempt = attempt_, .going_away = false, .unknown_fields = {}});
      } else {
        line_ = std::make_unique<LiveClient>(port_);
        put(sync::HostConnected{.attempt = attempt_, .unknown_fields = {}});
      }
    } else if (const auto* frame = std::get_if<sync::EffectSendToServer>(&effect.kind)) {
      if (line_ != nullptr) line_->send_raw(frame->frame);
    }
  }
  bool take_frames() {
    auto frame = line_ == nullptr ? std::nullopt : line_->receive(100);
    if (!frame.has_value()) return false;
    sync::HostServerFrame host;
    host.attempt = attempt_;
    host.frame = base::encoded(*frame);
    put(host);
    return true;
  }

  std::unique_ptr<adapters::ReplicaSqlite> database_;
  sync::Replica replica_;
  std::unique_ptr<LiveClient> line_;
  std::uint16_t port_ = 0;
  std::uint64_t attempt_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t random_ = 0;
  bool outbox_empty_ = false;
};

TEST(Absence, WhatWasMadeOfflineComesHomeAmongWhatOthersMade) {  // D9, S3
  const char* wish = std::getenv("FLASHKIT_ABSENCE");
  const std::uint64_t count = wish == nullptr ? 1000 : std::strtoull(wish, nullptr, 10);
  const TestFolder folder;
  Device device(folder.path());
  const base::ClientId own{1, 1};
  const base::ClientId other{2, 2};
  for (std::uint64_t number = 1; number <= count; ++number) device.store({operation(own, number)});

  const ServerProcess server(folder.path() + "/data");
  LiveClient line(server.port());
  ASSERT_TRUE(line.hello().has_value());
  ASSERT_TRUE(line.open(k_document, k_capability, true).has_value());
  for (std::uint64_t number = 1; number <= count; number += 50) {
    std::vector<std::string> made;
    for (std::uint64_t i = number; i < number + 50 && i <= count; ++i) made.push_back(operation(other, i));
    line.push(k_document, made);
    ASSERT_TRUE(line.wait_for<sync::Acknowledged>().has_value());
  }

  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(device.come_home(server.port(), 1));
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  std::printf("{\"what\":\"%llu waiting operations come home\",\"seconds\":%.2f}\n",
              static_cast<unsigned long long>(count), spent.count());

  // The journal holds each of both exactly once, in order; the device has read it to its end.
  LiveClient reader(server.port());
  ASSERT_TRUE(reader.hello().has_value());
  const auto opened = reader.open(k_document, k_capability, false);
  ASSERT_TRUE(opened.has_value());
  sync::JournalState state;
  std::uint64_t taken = 0;
  while (state.seq() < opened->head) {
    const auto entries = reader.wait_for<sync::Entries>();
    ASSERT_TRUE(entries.has_value());
    for (const sync::Entry& entry : entries->entries) {
      taken += entry.operations.size();
      ASSERT_TRUE(state.apply(entry).ok());
    }
  }
  EXPECT_EQ(taken, 2 * count);
  EXPECT_EQ(state.clients().at(own), count);
  EXPECT_EQ(state.clients().at(other), count);
  EXPECT_EQ(device.cursor(), opened->head);
}

}  // namespace
}  // namespace flashkit::server::testing
