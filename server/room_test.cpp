// Rooms and sessions without a network: sockets that only keep what they are given, stores in memory, a loop whose time
// the test moves. What it means for a person on a wire is tested in live_test.cpp.
#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "base/proto.h"
#include "operations/generated/operation.pb.h"
#include "operations/ids.h"
#include "ports/memory_blobs.h"
#include "ports/memory_journal.h"
#include "ports/memory_records.h"
#include "server/live_hub.h"
#include "server/live_session.h"
#include "sync/frames.h"

namespace flashkit::server {
namespace {

using base::DocumentId;
using sync::Role;

const DocumentId k_document{7, 7};
const std::string k_capability = "0123456789abcdef";

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
  void who(std::string, UserCallback done) override { done(k_none); }

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

constexpr std::uint64_t k_watch_ms = 1000;

struct House {
  ports::MemoryWorld world;
  ports::MemoryJournal journal{world};
  ports::MemoryRecords records{world};
  ports::MemoryBlobs blobs{world};
  NoIdentity identity;
  ports::MemoryClock clock;
  ports::MemoryRandom random{world};
  Log log{true};
  Metrics metrics;
  adapters::Worker slow{0};  // no thread: what is slow never comes about
  adapters::Worker exports{0};
  TestLoop loop;
  Parts parts{journal, records, blobs, identity, clock, random, log, metrics, slow, exports, {&loop}, "n"};
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
  Person(House& house, std::string user)
      : house_(house),
        client_(user.front()),
        session_(make_live_session(house.hub, house.parts, {std::move(user)}, socket, house.loop)) {}
  Person(House& house, Neighbour& there, std::string user)
      : house_(house),
        client_(user.front()),
        session_(make_live_session(there.hub, there.parts, {std::move(user)}, socket, house.loop)) {}
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
  void say_raw(const std::string& bytes) {
    session_->receive(bytes);
    house_.settle();
  }
  void hello(std::uint32_t least = 1, std::uint32_t most = 1) {
    sync::Hello hello;
    hello.protocol_least = least;
    hello.protocol_most = most;
    say(hello);
  }
  void open(const std::string& capability, bool create = false, std::uint64_t after = 0) {
    sync::Open open;
    open.document = operations::id_bytes(k_document);
    open.capability = capability;
    open.create = create;
    open.after_seq = after;
    say(open);
  }
  void push(std::uint64_t number, const std::string& value = "x", bool gesture_end = true) {
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
    sync::Push push;
    push.document = operations::id_bytes(k_document);
    push.operations.push_back(base::encoded(operation));
    push.gesture_end = gesture_end;
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

TEST(Room, NothingComesBeforeTheHelloAndTheCommonVersionIsTaken) {  // L2
  House house;
  Person person(house, "ann");
  EXPECT_TRUE(person.socket->sent.empty());
  person.hello(1, 9);
  ASSERT_EQ(person.heard<sync::Welcome>().size(), 1u);
  EXPECT_EQ(person.heard<sync::Welcome>()[0].protocol, sync::k_protocol_most);
  person.hello(1, 9);
  EXPECT_EQ(person.socket->sent.size(), 1u) << "once is enough";
  Person stranger(house, "bob");
  stranger.hello(sync::k_protocol_most + 1, sync::k_protocol_most + 5);
  ASSERT_EQ(stranger.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(stranger.heard<sync::Trouble>()[0].code, 426u);
  EXPECT_EQ(stranger.socket->closed_with, close_code::k_protocol_error);
  Person rude(house, "eve");
  rude.open(k_capability, true);
  EXPECT_TRUE(rude.socket->sent.empty());
  EXPECT_EQ(rude.socket->closed_with, close_code::k_protocol_error);
}

TEST(Room, WhatIsNoFrameEndsTheConnection) {  // L1
  House house;
  Person person(house, "ann");
  person.hello();
  person.open(k_capability, true);
  EXPECT_EQ(person.socket->frame_limit, sync::k_max_frame_bytes) << "who may edit may send 24 MB";
  person.say_raw(std::string(50, '\xff'));
  EXPECT_EQ(person.socket->closed_with, close_code::k_protocol_error);
}

TEST(Room, OpensWithARightMakesWhatIsNewAndStartsAfreshWhenOpenedAgain) {  // L3
  House house;
  Person ann(house, "ann");
  ann.hello();
  ann.open(k_capability);
  ASSERT_EQ(ann.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(ann.heard<sync::Trouble>()[0].code, 404u);
  ann.open(k_capability, true);
  ASSERT_EQ(ann.heard<sync::Opened>().size(), 1u);
  EXPECT_EQ(ann.heard<sync::Opened>()[0].role, Role::Edit);
  for (std::uint64_t number = 1; number <= 3; ++number) ann.push(number);
  Person eve(house, "eve");
  eve.hello();
  eve.open("fedcba9876543210", true);
  ASSERT_EQ(eve.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(eve.heard<sync::Trouble>()[0].code, 403u) << "it is there, and not hers";
  Person bob(house, "bob");
  bob.hello();
  for (const std::uint64_t held : {0u, 2u, 0u}) {
    bob.forget();
    bob.open(k_capability, false, held);
    ASSERT_EQ(bob.heard<sync::Opened>().size(), 1u);
    EXPECT_EQ(bob.heard<sync::Opened>()[0].head, 3u);
    std::uint64_t next = held;
    for (const sync::Entries& page : bob.heard<sync::Entries>()) {
      for (const sync::Entry& entry : page.entries) EXPECT_EQ(entry.seq, ++next);
    }
    EXPECT_EQ(next, 3u);
  }
  House failing;
  failing.world.faults.refused = 1000;
  Person late(failing, "ann");
  late.hello();
  late.open(k_capability, true);
  failing.pass(10'000);
  ASSERT_GE(late.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(late.heard<sync::Trouble>()[0].code, 503u);
}

TEST(Room, GoesByTheNewestCheckpointWhereEntriesAreNoLongerKept) {  // L4
  House house;
  Person ann(house, "ann");
  ann.hello();
  ann.open(k_capability, true);
  for (std::uint64_t number = 1; number <= 4; ++number) ann.push(number);
  // Another server made a checkpoint, of which this room has not heard, and time passed.
  house.records.put({"D#" + base::to_hex(k_document), "META"}, R"({"seq":3,"blob":"b","json":"j"})",
                    ports::PutCondition::always(), [](const base::Result<std::uint64_t>&) {});
  house.settle();
  house.journal.forget(k_document, 3);
  Person bob(house, "bob");
  bob.hello();
  for (const std::uint64_t held : {0u, 2u, 3u, 4u}) {
    bob.forget();
    bob.open(k_capability, false, held);
    ASSERT_EQ(bob.heard<sync::Opened>().size(), 1u) << held;
    const sync::Opened opened = bob.heard<sync::Opened>()[0];
    EXPECT_EQ(opened.head, 4u);
    EXPECT_EQ(opened.from_checkpoint, held < 3) << held;
    EXPECT_EQ(opened.checkpoint_seq, opened.from_checkpoint ? 3u : 0u);
    ASSERT_EQ(bob.heard<sync::Entries>().size(), held < 4 ? 1u : 0u) << held;
    for (const sync::Entries& page : bob.heard<sync::Entries>()) EXPECT_EQ(page.entries.front().seq, 4u);
  }
  house.journal.forget(k_document, 4);  // more than any checkpoint covers: nothing is made up
  bob.forget();
  bob.open(k_capability, false, 3);
  EXPECT_TRUE(bob.heard<sync::Opened>().empty());
  ASSERT_EQ(bob.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(bob.heard<sync::Trouble>()[0].code, 503u) << "asked again later";
}

TEST(Room, PresenceGoesToTheOthersOnlyIsNotStoredAndIsLeftOutUnderPressure) {  // L8
  House house;
  Person ann(house, "ann");
  Person bob(house, "bob");
  for (Person* person : {&ann, &bob}) {
    person->hello();
    person->open(k_capability, true);
    person->forget();
  }
  ann.be_seen("here");
  EXPECT_TRUE(ann.socket->sent.empty());
  ASSERT_EQ(bob.heard<sync::Presence>().size(), 1u);
  EXPECT_EQ(bob.heard<sync::Presence>()[0].payload, "here");
  EXPECT_TRUE(house.journal.entries(k_document).empty());
  bob.forget();
  bob.socket->waiting = k_short_queue_bytes + 1;
  ann.be_seen("there");
  EXPECT_TRUE(bob.socket->sent.empty());
  ann.be_seen(std::string(sync::k_max_presence_bytes + 1, 'x'));
  bob.read_all();
  ann.be_seen("again");
  ASSERT_EQ(bob.heard<sync::Presence>().size(), 1u);
  sync::Close leave;
  leave.document = operations::id_bytes(k_document);
  bob.socket->waiting = k_short_queue_bytes + 1;
  ann.say(leave);
  ASSERT_EQ(bob.heard<sync::Presence>().size(), 2u) << "that a peer left is never left out";
  EXPECT_TRUE(bob.heard<sync::Presence>()[1].payload.empty());
}

TEST(Room, ARightThatIsTakenHoldsAtOnce) {  // L10
  House house;
  Person owner(house, "ann");
  Person guest(house, "bob");
  for (Person* person : {&owner, &guest}) {
    person->hello();
    person->open(k_capability, true);
  }
  guest.push(1);
  EXPECT_EQ(house.journal.entries(k_document).size(), 1u);
  RightsBook book(house.records);
  const auto leave_only = [&](std::vector<Grant> grants) {
    book.change(
        k_document, [grants](Rights& rights) { rights.grants = grants; }, [](const base::Result<Rights>&) {});
    house.settle();
    house.hub.rights_changed(k_document);
    house.settle();
  };
  leave_only({{hash_of_capability(k_capability), Role::View}});
  ASSERT_EQ(guest.heard<sync::Revoked>().size(), 1u);
  EXPECT_EQ(guest.heard<sync::Revoked>()[0].role, Role::View);
  guest.push(2);
  ASSERT_EQ(guest.heard<sync::Rejected>().size(), 1u);
  EXPECT_EQ(guest.heard<sync::Rejected>()[0].reason, sync::RejectReason::NoRight);
  guest.forget();
  leave_only({});
  ASSERT_EQ(guest.heard<sync::Revoked>().size(), 1u);
  EXPECT_EQ(guest.heard<sync::Revoked>()[0].role, Role::None);
  guest.forget();
  EXPECT_EQ(house.journal.entries(k_document).size(), 1u);
  EXPECT_TRUE(owner.heard<sync::Revoked>().empty()) << "the owner needs no capability";
  guest.push(2);
  EXPECT_EQ(guest.heard<sync::Trouble>().size(), 1u);
  EXPECT_TRUE(guest.heard<sync::Entries>().empty());
}

TEST(Room, EveryOperationIsAnsweredAlsoWhenTheStoreAnswersBadlyOrNotAtAll) {  // L6
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    House house;
    Person ann(house, "ann");
    ann.hello();
    ann.open(k_capability, true);
    house.world.reseed(seed);
    house.world.faults = {.refused = 100, .lost_answer = 150, .lost_request = 150, .late = 100, .short_page = 0};
    for (std::uint64_t number = 1; number <= 10; ++number) {
      ann.push(number);
      if (seed % 2 == 0) ann.push(number);  // pushing again is always safe
      house.pass(50);
    }
    house.world.faults = {};
    house.pass(60'000);
    std::uint64_t answered = 0;
    for (const sync::Acknowledged& each : ann.heard<sync::Acknowledged>()) answered = std::max(answered, each.number);
    EXPECT_EQ(answered, 10u) << "seed " << seed;
    EXPECT_TRUE(ann.heard<sync::Rejected>().empty()) << "seed " << seed;
    std::uint64_t last = 0;
    for (const std::string& bytes : house.journal.entries(k_document)) {
      const sync::Entry entry = sync::decode_entry(bytes).value();
      for (const std::string& each : entry.operations) {
        EXPECT_EQ(operations::decode_operation(each).value().number, ++last) << "seed " << seed;
      }
    }
    EXPECT_EQ(last, 10u);
  }
}

TEST(Room, AReaderThatReadsNothingHoldsABoundedQueueAndMissesNothing) {  // L11, L5
  House house;
  Person writer(house, "ann");
  Person slow(house, "bob");
  for (Person* person : {&writer, &slow}) {
    person->hello();
    person->open(k_capability, true);
  }
  slow.forget();
  std::size_t most = 0;
  for (std::uint64_t number = 1; number <= 120; ++number) {
    writer.push(number, std::string(50'000, 'z'));
    writer.read_all();
    writer.forget();
    most = std::max(most, slow.socket->waiting);
  }
  EXPECT_EQ(house.journal.entries(k_document).size(), 120u);
  EXPECT_LT(most, 2u << 20) << "6 MB went by";
  for (int i = 0; i < 200; ++i) slow.read_all();
  std::uint64_t next = 0;
  for (const sync::Entries& page : slow.heard<sync::Entries>()) {
    for (const sync::Entry& entry : page.entries) ASSERT_EQ(entry.seq, ++next);
  }
  EXPECT_EQ(next, 120u);
}

TEST(Room, TwoServersOverOneJournalAgreeWithoutHearingOfEachOther) {  // S1, S3, S6
  House house;
  house.parts.watch_journal_ms = k_watch_ms;
  Neighbour neighbour(house);
  Person ann(house, "ann");
  ann.hello();
  ann.open(k_capability, true);
  Person bob(house, neighbour, "bob");
  bob.hello();
  bob.open(k_capability);
  ann.push(1);
  EXPECT_TRUE(bob.heard<sync::Entries>().empty()) << "nobody has told his server";
  house.pass(2 * k_watch_ms);
  ASSERT_EQ(bob.heard<sync::Entries>().size(), 1u);
  EXPECT_EQ(bob.heard<sync::Entries>()[0].entries.front().seq, 1u);
  // His server has not looked since; the number it would write is taken, so it reads on and writes behind.
  ann.push(2, "by ann");
  bob.push(1, "by bob");
  house.pass(5 * k_watch_ms);
  for (Person* person : {&ann, &bob}) {
    std::uint64_t next = 0;
    std::vector<std::string> names;
    for (const sync::Entries& news : person->heard<sync::Entries>()) {
      for (const sync::Entry& entry : news.entries) {
        EXPECT_EQ(entry.seq, ++next) << "no gap and nothing twice";
        names.push_back(entry.node);
      }
    }
    EXPECT_EQ(names, (std::vector<std::string>{"n", "n", "m"}));
  }
  EXPECT_EQ(bob.heard<sync::Acknowledged>().back().seq, 3u);
  EXPECT_EQ(neighbour.parts.metrics.appends_lost.load(), 1u);
}

TEST(Room, WhoComesFromAServerThatIsAheadWaitsUntilThisOneHasReadOn) {  // N2, L5
  House house;
  house.parts.watch_journal_ms = k_watch_ms;
  Neighbour neighbour(house);
  Person ann(house, "ann");
  ann.hello();
  ann.open(k_capability, true);
  Person bob(house, neighbour, "bob");
  bob.hello();
  bob.open(k_capability);
  for (std::uint64_t number = 1; number <= 3; ++number) ann.push(number);
  // Ann's server goes; the one she comes to has not looked yet.
  Person again(house, neighbour, "ann");
  again.hello();
  again.open(k_capability, false, 3);
  EXPECT_TRUE(again.heard<sync::Trouble>().empty());
  ASSERT_EQ(again.heard<sync::Opened>().size(), 1u);
  EXPECT_EQ(again.heard<sync::Opened>()[0].head, 3u);
  EXPECT_TRUE(again.heard<sync::Entries>().empty()) << "she has them";
  ASSERT_FALSE(bob.heard<sync::Entries>().empty()) << "what she brought about is everybody's news";
  again.push(4);
  EXPECT_EQ(again.heard<sync::Acknowledged>().back().seq, 4u);
  // Who knows more than the journal itself is told so, as ever.
  Person odd(house, neighbour, "odd");
  odd.hello();
  odd.open(k_capability, false, 9);
  ASSERT_EQ(odd.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(odd.heard<sync::Trouble>()[0].code, 409u);
}

TEST(Room, WhatAnotherServerTellsIsLookedForAtOnce) {  // N3, N7
  House house;
  Neighbour neighbour(house);
  neighbour.parts.watch_journal_ms = 3'600'000;  // it would not find out by itself
  std::vector<DocumentNews> told;
  house.parts.tell = [&told](const DocumentNews& news) { told.push_back(news); };
  Person ann(house, "ann");
  ann.hello();
  ann.open(k_capability, true);
  Person bob(house, neighbour, "bob");
  bob.hello();
  bob.open(k_capability);
  ann.push(1);
  ASSERT_EQ(told, (std::vector<DocumentNews>{{k_document, 1, false}}));
  neighbour.hub.heard({{1, 1}, 7, true});  // a document that nobody has open there
  // Told of more than there is: it looks, finds what there is, and goes on as ever.
  neighbour.hub.heard({k_document, 40, false});
  house.settle();
  ASSERT_EQ(bob.heard<sync::Entries>().size(), 1u);
  for (int again = 0; again < 3; ++again) neighbour.hub.heard(told[0]);
  house.settle();
  EXPECT_EQ(bob.heard<sync::Entries>().size(), 1u);
  bob.push(1);
  EXPECT_EQ(bob.heard<sync::Acknowledged>().back().seq, 2u);
  // A right that was taken away on one server ends on the other.
  RightsBook book(house.records);
  book.change(
      k_document, [](Rights& rights) { rights.grants.clear(); }, [](base::Result<Rights>) {});
  house.settle();
  house.hub.rights_changed(k_document);
  ASSERT_EQ(told.back(), (DocumentNews{k_document, 0, true}));
  neighbour.hub.heard(told.back());
  house.settle();
  ASSERT_EQ(bob.heard<sync::Revoked>().size(), 1u);
  EXPECT_EQ(bob.heard<sync::Revoked>()[0].role, Role::None);
}

TEST(Room, ARoomThatNobodyWasInLooksWhenSomebodyComes) {  // N3
  House house;
  house.parts.watch_journal_ms = k_watch_ms;
  Neighbour neighbour(house);
  Person ann(house, "ann");
  ann.hello();
  ann.open(k_capability, true);
  {
    Person bob(house, neighbour, "bob");
    bob.hello();
    bob.open(k_capability);
  }
  house.pass(10 * k_watch_ms);
  ann.push(1);
  Person carl(house, neighbour, "carl");
  carl.hello();
  carl.open(k_capability);
  ASSERT_EQ(carl.heard<sync::Entries>().size(), 1u) << "at once, not a second later";
}

}  // namespace
}  // namespace flashkit::server
