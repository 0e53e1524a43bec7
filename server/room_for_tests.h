#pragma once
// Rooms and sessions without a network: sockets that only keep what they are given, stores in memory, a loop whose time
// the test moves. What it means for a person on a wire is tested in live_test.cpp.
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/proto.h"
#include "operations/generated/operation.pb.h"
#include "operations/ids.h"
#include "ports/memory_blobs.h"
#include "ports/memory_journal.h"
#include "ports/memory_records.h"
#include "server/frames_for_tests.h"
#include "server/live_hub.h"
#include "server/live_session.h"
#include "sync/frames.h"

namespace flashkit::server::room_testing {

using base::DocumentId;
using sync::Role;

inline const DocumentId k_document{7, 7};
inline const std::string k_capability = "0123456789abcdef";

class TestLoop final : public Loop {
 public:
  void post(std::function<void()> task) override { tasks_.push_back(std::move(task)); }
  void after(std::uint64_t delay_ms, std::function<void()> task) override {
    timers_.emplace(now_ms_ + delay_ms, std::move(task));
  }
  std::uint64_t now_ms() override { return now_ms_; }
  bool run_one() {
    if (tasks_.empty()) return false;
    const auto task = std::move(tasks_.front());
    tasks_.pop_front();
    task();
    return true;
  }
  // To the next timer that is due until then; false when there is none.
  bool advance(std::uint64_t until_ms) {
    if (timers_.empty() || timers_.begin()->first > until_ms) {
      now_ms_ = std::max(now_ms_, until_ms);
      return false;
    }
    now_ms_ = std::max(now_ms_, timers_.begin()->first);
    const auto task = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    task();
    return true;
  }

 private:
  std::uint64_t now_ms_ = 1000;
  std::deque<std::function<void()>> tasks_;
  std::multimap<std::uint64_t, std::function<void()>> timers_;
};

class NoIdentity final : public ports::Identity {
 public:
  void create_guest(SignedInCallback done) override { done(k_none); }
  void create_account(ports::NewAccount, SignedInCallback done) override { done(k_none); }
  void sign_in(ports::Credentials, SignedInCallback done) override { done(k_none); }
  void sign_out(std::string, DoneCallback done) override { done(k_none); }
  void who(std::string, UserCallback done) override {
    ++asked;
    if (!reachable) return done(k_none);
    done(signed_in);
  }
  // What `who` answers for any sign-in.
  bool reachable = false;
  std::optional<ports::User> signed_in;
  int asked = 0;

 private:
  static constexpr base::Error k_none{base::Errc::Unavailable, "there are no accounts here"};
};

// A connection whose client reads when the test says so.
class Socket final : public LiveSocket {
 public:
  void send(std::shared_ptr<const std::string> frame) override {
    waiting += frame->size();
    sent.push_back(std::move(frame));
  }
  std::size_t waiting_bytes() const override { return waiting; }
  void close(std::uint16_t code, std::string) override { closed_with = code; }
  void set_frame_limit(std::size_t limit_bytes) override { frame_limit = limit_bytes; }
  std::vector<std::shared_ptr<const std::string>> sent;
  std::size_t waiting = 0;
  std::uint16_t closed_with = 0;
  std::size_t frame_limit = 0;
};

inline constexpr std::uint64_t k_watch_ms = 1000;

struct House {
  explicit House(std::size_t slow_threads = 0) : slow(slow_threads) {}
  House(const House&) = delete;
  House& operator=(const House&) = delete;
  ~House() { slow.stop(); }
  ports::MemoryWorld world;
  ports::MemoryJournal journal{world};
  ports::MemoryRecords records{world};
  ports::MemoryBlobs blobs{world};
  NoIdentity identity;
  ports::MemoryClock clock;
  ports::MemoryRandom random{world};
  Log log{true};
  Metrics metrics;
  adapters::Worker slow;  // without a thread what is slow never comes about
  adapters::Worker exports{0};
  TestLoop loop;
  Parts parts{journal, records, blobs, identity, clock, random, log, metrics, slow, exports, slow, {&loop}, "n"};
  States states{parts};
  Pictures pictures{parts, states, ""};
  LiveHub hub{parts, states, pictures};

  void settle() {
    while (loop.run_one() || world.run_one()) {
    }
  }
  void pass(std::uint64_t ms) {
    const std::uint64_t until = loop.now_ms() + ms;
    do {
      settle();
    } while (loop.advance(until));
    settle();
  }
};

// Another server over the same stores.
struct Neighbour {
  explicit Neighbour(House& house)
      : parts(house.parts), states(parts), pictures(parts, states, ""), hub(parts, states, pictures) {
    parts.node = "m";
    parts.watch_journal_ms = k_watch_ms;
  }
  Parts parts;
  States states;
  Pictures pictures;
  LiveHub hub;
};

class Person {
 public:
  Person(House& house, std::string user, std::string sign_in = {})
      : house_(house),
        client_(user.front()),
        session_(make_live_session(house.hub, house.parts, {std::move(user), std::move(sign_in)}, socket, house.loop)) {
  }
  Person(House& house, Neighbour& there, std::string user)
      : house_(house),
        client_(user.front()),
        session_(make_live_session(there.hub, there.parts, {std::move(user), {}}, socket, house.loop)) {}
  ~Person() {
    session_->ended();
    house_.settle();
  }
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;

  template <class Kind>
  void say(Kind kind) {
    session_->receive(base::encoded(sync::client_frame(std::move(kind))));
    house_.settle();
  }
  // Taken in by the room, while the stores stand still.
  template <class Kind>
  void say_before_the_stores_go_on(Kind kind) {
    session_->receive(base::encoded(sync::client_frame(std::move(kind))));
    while (house_.loop.run_one()) {
    }
  }
  void say_raw(const std::string& bytes) {
    session_->receive(bytes);
    house_.settle();
  }
  void hello(std::uint32_t least = 1, std::uint32_t most = 1, std::uint32_t rules = 0) {
    sync::Hello hello = testing::hello_frame(least, most);
    hello.rules = rules;
    say(hello);
  }
  void open(const std::string& capability, bool create = false, std::uint64_t after = 0) {
    say(testing::open_frame(k_document, capability, create, after));
  }
  // The hello, and the document of all these tests.
  void come(bool create = false, std::uint64_t after = 0) {
    hello();
    open(k_capability, create, after);
  }
  void push(std::uint64_t number, const std::string& value = "x", bool gesture_end = true, sync::Minimum minimum = {}) {
    operations::Operation operation;
    operation.client = std::string(16, client_);
    operation.number = number;
    operations::Set set;
    set.node = operations::NodeRef{};
    operations::Property property;
    property.key = "name";
    property.value = '"' + value + '"';
    set.properties.push_back(property);
    operation.steps.emplace_back();
    operation.steps.back().kind = set;
    if (minimum.exceeds({sync::k_rules, sync::k_rules})) {  // a kind of step of the build that asks for it
      operation.steps.emplace_back();
      operation.steps.back().unknown_fields = std::string_view("\xFA\x07\x01x");
    }
    sync::Push push = testing::push_frame(k_document, {base::encoded(operation)}, gesture_end);
    push.min_reader = minimum.reader;
    push.min_writer = minimum.writer;
    say(std::move(push));
  }
  void be_seen(const std::string& payload) {
    sync::Presence presence;
    presence.document = operations::id_bytes(k_document);
    presence.payload = payload;
    say(presence);
  }
  // What came of that kind since the last question.
  template <class Kind>
  std::vector<Kind> heard() {
    std::vector<Kind> out;
    for (const auto& bytes : socket->sent) {
      const sync::ServerFrame frame = sync::decode_server_frame(*bytes).value();
      if (const auto* kind = std::get_if<Kind>(&frame.kind)) out.push_back(*kind);
    }
    return out;
  }
  void forget() { socket->sent.clear(); }
  void read_all() {
    socket->waiting = 0;
    session_->drained();
    house_.settle();
  }
  std::shared_ptr<Socket> socket = std::make_shared<Socket>();  // as the network holds it

 private:
  House& house_;
  char client_;
  std::shared_ptr<LiveSession> session_;
};

}  // namespace flashkit::server::room_testing
