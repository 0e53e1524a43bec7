#pragma once
// Devices for tests with several servers: each is the shipping replica on a database in memory, on a thread of its own,
// with the test in place of browser and balancer. It writes now and then, goes to another server when its own is gone,
// and replays what it is told is confirmed: a gap or a repetition there is a failure.
#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <thread>

#include "adapters/replica_sqlite/stored_replica.h"
#include "operations/builder.h"
#include "server/live.h"
#include "server/wire_for_tests.h"
#include "sync/journal_state.h"
#include "sync/limits.h"

namespace flashkit::tests::cloud {

inline std::uint64_t steady_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

// Where the servers are. A balancer that knows which of them answer: it passes over those that do not.
struct Servers {
  static constexpr std::size_t k_most = 8;
  std::size_t count = 0;
  std::array<std::atomic<std::uint16_t>, k_most> ports{};  // 0: none
};

// What a device met, for the figures.
struct Meeting {
  enum class What : std::uint8_t { Opened, Acknowledged, Lost };
  What what = What::Opened;
  std::uint64_t at_ms = 0;
  std::uint16_t port = 0;
  std::uint16_t close_code = 0;  // of Lost; 0: without a word
};

class SwarmDevice {
 public:
  SwarmDevice(std::size_t index, base::DocumentId document, Servers& servers, std::uint64_t write_every_ms)
      : index_(index),
        document_(document),
        servers_(servers),
        write_every_ms_(write_every_ms),
        random_(index + 1),
        replica_(
            std::move(adapters::ReplicaSqlite::open({.path = ":memory:"})).value(), [this] { return moment(); },
            [this](const sync::ReplicaEffect& effect) { perform(effect); }) {}

  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void stop_writing() { writing_.store(false); }
  void stop() {
    stopping_.store(true);
    if (thread_.joinable()) thread_.join();
  }
  // Any thread.
  std::uint64_t made() const { return made_.load(); }
  std::uint64_t acknowledged() const { return acknowledged_.load(); }
  std::uint64_t cursor() const { return cursor_.load(); }
  std::uint16_t port() const { return port_.load(); }
  base::ClientId client() const { return {0x5a, index_ + 1}; }
  std::vector<Meeting> meetings() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return meetings_;
  }
  std::vector<std::string> troubles() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return troubles_;
  }
  // After stop().
  const sync::JournalState& state() const { return state_; }
  // From an edit of another device to its being confirmed here, as long as this device was connected.
  const std::vector<std::uint64_t>& heard_after_ms() const { return heard_after_ms_; }

 private:
  void run() {
    sync::HostStarted started;
    started.build = "test";
    replica_.put(started);
    sync::OpenDocument open;
    open.document = operations::id_bytes(document_);
    open.capability = server::testing::k_capability;
    open.create = true;
    open.rules = sync::k_rules;
    replica_.tell("tab", open);
    next_write_ms_ = steady_ms() + random_() % write_every_ms_;
    while (!stopping_.load()) {
      const std::uint64_t now = steady_ms();
      if (writing_.load() && now >= next_write_ms_) write();
      if (timer_ms_ != 0 && now >= timer_ms_) {
        timer_ms_ = 0;
        replica_.put(sync::HostTimer{});
      }
      listen(20);
    }
  }

  void write() {
    next_write_ms_ = steady_ms() + write_every_ms_ / 2 + random_() % write_every_ms_;
    const std::uint64_t number = made_.load() + 1;
    operations::OperationBuilder build(client(), number);
    build.set({}, "key" + std::to_string(random_() % 50), std::to_string(steady_ms()));
    sync::StoreOperations store;
    store.document = operations::id_bytes(document_);
    store.operations.push_back(base::encoded(build.take()));
    store.gesture_end = random_() % 4 == 0;
    made_.store(number);
    replica_.tell("tab", store);
  }

  void listen(int timeout_ms) {
    if (line_ == nullptr) {
      std::this_thread::sleep_for(std::chrono::milliseconds(timeout_ms));
      return;
    }
    const auto frame = line_->receive(timeout_ms);
    if (frame) {
      note(*frame);
      replica_.hear_frame(attempt_, base::encoded(*frame));
    } else if (line_ != nullptr && !line_->open()) {
      const std::uint16_t code = line_->close_code();
      note({.what = Meeting::What::Lost, .at_ms = steady_ms(), .port = port_.load(), .close_code = code});
      hang_up();
      next_write_ms_ = 0;  // so that there is something to be acknowledged elsewhere
      replica_.disconnected(attempt_, code == server::close_code::k_going_away);
    }
  }

  void note(Meeting meeting) {
    const std::lock_guard<std::mutex> lock(mutex_);
    meetings_.push_back(meeting);
  }
  void note(const sync::ServerFrame& frame) {
    if (const auto* told = std::get_if<sync::Acknowledged>(&frame.kind)) {
      acknowledged_.store(std::max(acknowledged_.load(), told->number));
      note({.what = Meeting::What::Acknowledged, .at_ms = steady_ms(), .port = port_.load(), .close_code = 0});
    } else if (std::get_if<sync::Opened>(&frame.kind) != nullptr) {
      note({.what = Meeting::What::Opened, .at_ms = steady_ms(), .port = port_.load(), .close_code = 0});
    } else if (const auto* trouble = std::get_if<sync::Trouble>(&frame.kind)) {
      const std::lock_guard<std::mutex> lock(mutex_);
      troubles_.push_back(std::to_string(trouble->code) + ' ' + trouble->text);
    } else if (std::get_if<sync::Rejected>(&frame.kind) != nullptr) {
      const std::lock_guard<std::mutex> lock(mutex_);
      troubles_.push_back("an operation was rejected");
    }
  }

  void hang_up() {
    line_.reset();
    port_.store(0);
  }

  void connect(std::uint64_t attempt) {
    attempt_ = attempt;
    hang_up();
    const std::size_t first = attempt == 1 ? index_ : random_() % servers_.count;
    for (std::size_t i = 0; i < servers_.count && line_ == nullptr; ++i) {
      const std::uint16_t port = servers_.ports[(first + i) % servers_.count].load();
      if (port == 0) continue;
      auto line = std::make_unique<server::testing::LiveClient>(port);
      if (!line->open()) continue;
      line_ = std::move(line);
      port_.store(port);
    }
    if (line_ != nullptr) {
      replica_.put(sync::HostConnected{.attempt = attempt, .unknown_fields = {}});
    } else {
      replica_.disconnected(attempt);
    }
  }

  sync::ReplicaInput moment() {
    sync::ReplicaInput input;
    input.now_ms = static_cast<double>(steady_ms());
    const std::uint64_t high = random_();
    input.random = operations::id_bytes(high, random_());
    return input;
  }

  void perform(const sync::ReplicaEffect& effect) {
    if (const auto* news = std::get_if<sync::EffectSendToTab>(&effect.kind)) {
      hear(*news->message);
    } else if (const auto* frame = std::get_if<sync::EffectSendToServer>(&effect.kind)) {
      if (line_ != nullptr && frame->attempt == attempt_) line_->send_raw(frame->frame);
    } else if (const auto* connecting = std::get_if<sync::EffectConnect>(&effect.kind)) {
      connect(connecting->attempt);
    } else if (std::get_if<sync::EffectDisconnect>(&effect.kind) != nullptr) {
      hang_up();
    } else if (const auto* timer = std::get_if<sync::EffectSetTimer>(&effect.kind)) {
      timer_ms_ = std::max<std::uint64_t>(static_cast<std::uint64_t>(timer->at_ms), 1);
    } else if (const auto* wanted = std::get_if<sync::EffectFetchCheckpoint>(&effect.kind)) {
      fetch(*wanted);
    }
  }

  void fetch(const sync::EffectFetchCheckpoint& wanted) {
    sync::HostCheckpointFetched answer;
    answer.document = wanted.document;
    answer.seq = wanted.seq;
    const auto capability = operations::id_from_bytes<base::Capability>(wanted.capability);
    const auto got = server::testing::http(
        port_.load(), "GET",
        "/api/v1/documents/" + base::to_hex(document_) + "/checkpoints/" + std::to_string(wanted.seq),
        {"X-Flashkit-Capability: " + base::to_hex(*capability)});
    if (got.status == 200) answer.checkpoint = got.body;
    replica_.put(answer);
  }

  // What the tab hears: confirmed, consecutive, each once.
  void hear(const sync::ReplicaMessage& message) {
    if (const auto* loaded = std::get_if<sync::DocumentLoaded>(&message.kind)) {
      if (!loaded->complete) return;
      state_ = {};
      if (!loaded->checkpoint.empty()) {
        auto checkpoint = sync::read_checkpoint(loaded->checkpoint);
        ASSERT_TRUE(checkpoint.ok());
        state_ = sync::JournalState(std::move(checkpoint).value());
      }
      take(loaded->entries);
    } else if (const auto* confirmed = std::get_if<sync::EntriesConfirmed>(&message.kind)) {
      take(confirmed->entries);
      for (const sync::Entry& entry : confirmed->entries) measure(entry);
    } else if (const auto* trouble = std::get_if<sync::DocumentTrouble>(&message.kind)) {
      const std::lock_guard<std::mutex> lock(mutex_);
      troubles_.push_back(std::to_string(trouble->code) + " (a person was told) " + trouble->text);
    }
  }
  void take(const std::vector<sync::Entry>& entries) {
    for (const sync::Entry& entry : entries) {
      EXPECT_TRUE(state_.apply(entry).ok()) << "device " << index_ << " at " << state_.seq() << " got " << entry.seq;
    }
    cursor_.store(state_.seq());
  }

  void measure(const sync::Entry& entry) {
    for (const std::string& bytes : entry.operations) {
      const auto operation = operations::decode_operation(bytes);
      if (!operation.ok() || operation.value().client == operations::id_bytes(client())) continue;
      const auto* set = std::get_if<operations::Set>(&operation.value().steps.at(0).kind);
      if (set == nullptr) continue;
      heard_after_ms_.push_back(steady_ms() - std::strtoull(set->properties.at(0).value.c_str(), nullptr, 10));
    }
  }

  const std::size_t index_;
  const base::DocumentId document_;
  Servers& servers_;
  const std::uint64_t write_every_ms_;
  std::mt19937_64 random_;
  adapters::StoredReplica replica_;
  sync::JournalState state_;
  std::vector<std::uint64_t> heard_after_ms_;
  std::unique_ptr<server::testing::LiveClient> line_;
  std::uint64_t attempt_ = 0;
  std::uint64_t timer_ms_ = 0;
  std::uint64_t next_write_ms_ = 0;
  std::atomic<std::uint64_t> made_ = 0;
  std::atomic<std::uint64_t> acknowledged_ = 0;
  std::atomic<std::uint64_t> cursor_ = 0;
  std::atomic<std::uint16_t> port_ = 0;
  std::atomic<bool> writing_ = true;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<Meeting> meetings_;
  std::vector<std::string> troubles_;
  std::thread thread_;
};

}  // namespace flashkit::tests::cloud
