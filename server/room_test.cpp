// One room on one server.
#include <gtest/gtest.h>

#include "server/room_for_tests.h"

namespace flashkit::server::room_testing {
namespace {

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
  person.come(true);
  EXPECT_EQ(person.socket->frame_limit, sync::k_max_frame_bytes) << "who may edit may send 24 MB";
  person.say_raw(std::string(50, '\xff'));
  EXPECT_EQ(person.socket->closed_with, close_code::k_protocol_error);
}

TEST(Room, OpensWithARightMakesWhatIsNewAndStartsAfreshWhenOpenedAgain) {  // L3
  House house;
  Person ann(house, "ann");
  ann.come();
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
  late.come(true);
  failing.pass(10'000);
  ASSERT_GE(late.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(late.heard<sync::Trouble>()[0].code, 503u);
}

TEST(Room, GoesByTheNewestCheckpointWhereEntriesAreNoLongerKept) {  // L4
  House house;
  Person ann(house, "ann");
  ann.come(true);
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
    ann.come(true);
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

}  // namespace
}  // namespace flashkit::server::room_testing
