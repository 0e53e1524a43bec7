// A document's minimum: who knows fewer rules looks on, or waits for a newer program. docs/protocol.md, L12.
#include <gtest/gtest.h>

#include "operations/builder.h"
#include "server/room_for_tests.h"

namespace flashkit::server::room_testing {
namespace {

constexpr std::uint32_t k_next = sync::k_rules + 1;  // of a build to come
constexpr sync::Minimum k_newer{0, k_next};
constexpr sync::Minimum k_newest{k_next, k_next};

std::string meta(House& house) {
  std::string out;
  house.records.get({"D#" + base::to_hex(k_document), "META"},
                    [&out](const base::Result<std::optional<ports::Record>>& record) {
                      if (record.ok() && record.value()) out = record.value()->value;
                    });
  house.settle();
  return out;
}

void come(Person& person, std::uint32_t rules) {
  person.hello(1, 1, rules);
  person.open(k_capability, true);
}

TEST(RoomMinimum, IsRaisedBeforeTheFirstOperationThatNeedsItAndSaidToWhoeverOpens) {  // L12
  House house;
  Person newer(house, "ann");
  come(newer, k_next);
  Person older(house, "bob");
  come(older, sync::k_rules);
  EXPECT_EQ(newer.heard<sync::Opened>()[0].min_writer, 0u);
  newer.push(1, "x", true, k_newer);
  newer.push(2);
  EXPECT_EQ(meta(house), R"({"seq":0,"blob":"","json":"","min_writer":)" + std::to_string(k_next) + "}");
  ASSERT_EQ(newer.heard<sync::Acknowledged>().size(), 2u);
  ASSERT_EQ(older.heard<sync::Entries>().size(), 2u) << "who may read goes on reading";
  EXPECT_EQ(older.heard<sync::Entries>()[0].entries[0].min_writer, k_next);
  older.push(1);
  ASSERT_EQ(older.heard<sync::Rejected>().size(), 1u);
  EXPECT_EQ(older.heard<sync::Rejected>()[0].reason, sync::RejectReason::TooOld);
  EXPECT_EQ(older.heard<sync::Rejected>()[0].number, 1u);
  Person late(house, "cyd");
  come(late, sync::k_rules);
  ASSERT_EQ(late.heard<sync::Opened>().size(), 1u);
  EXPECT_EQ(late.heard<sync::Opened>()[0].min_writer, k_next);
  EXPECT_EQ(late.heard<sync::Opened>()[0].role, Role::Edit) << "the right is there; the program is what is missing";
}

TEST(RoomMinimum, WhoWouldMisreadIsLetGoAndNotLetIn) {  // L12
  House house;
  Person newer(house, "ann");
  come(newer, k_next);
  Person older(house, "bob");
  come(older, 0);  // a program from before there were numbers
  newer.push(1);
  newer.push(2, "x", true, k_newest);
  ASSERT_EQ(older.heard<sync::Entries>().size(), 1u) << "nothing of what he would misread";
  ASSERT_EQ(older.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(older.heard<sync::Trouble>()[0].code, 426u);
  older.forget();
  older.open(k_capability);
  ASSERT_EQ(older.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(older.heard<sync::Trouble>()[0].code, 426u);
  EXPECT_TRUE(older.heard<sync::Opened>().empty());
  EXPECT_EQ(newer.heard<sync::Acknowledged>().size(), 2u);
}

TEST(RoomMinimum, WhatOperationsAreSaysItToo) {  // L12: formats of letters, from a device that did not say so
  House house;
  Person newer(house, "ann");
  come(newer, sync::k_rules);
  Person older(house, "bob");
  come(older, 1);
  operations::OperationBuilder build({0x6161616161616161, 0x6161616161616161}, 1);  // ann's
  build.format_spans({}, {"fill", document::Value::string("red"), {{{{{}, 1}, 0}, 1}}});
  newer.say(testing::push_frame(k_document, {base::encoded(build.take())}, true));
  ASSERT_EQ(older.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(older.heard<sync::Trouble>()[0].code, 426u);
  EXPECT_EQ(sync::decode_entry(house.journal.entries(k_document).back()).value().min_reader, 2u);
}

sync::Push plain_push(std::uint64_t number, sync::Minimum said, std::size_t size_bytes = 1) {
  operations::OperationBuilder build({5, 5}, number);
  build.set({}, "name", '"' + std::string(size_bytes, 'x') + '"');
  sync::Push push = testing::push_frame(k_document, {base::encoded(build.take())}, true);
  push.min_reader = said.reader;
  push.min_writer = said.writer;
  return push;
}

TEST(RoomMinimum, NobodyLocksOthersOutByANumberAlone) {  // L12
  House house;
  Person eve(house, "eve");
  come(eve, 1'000'000'000);
  Person bob(house, "bob");
  come(bob, sync::k_rules);
  eve.say(plain_push(1, {1'000'000'000, 1'000'000'000}));
  ASSERT_EQ(eve.heard<sync::Acknowledged>().size(), 1u) << "the operation is one that everybody knows";
  sync::Push nothing = plain_push(2, k_newest);
  nothing.operations.clear();
  eve.say(nothing);
  EXPECT_EQ(meta(house), "");
  eve.push(2, "x", true, {k_next + 1, k_next + 1});
  ASSERT_EQ(eve.heard<sync::Rejected>().size(), 1u) << "farther than the next release, whatever it holds";
  EXPECT_EQ(eve.heard<sync::Rejected>()[0].reason, sync::RejectReason::TooOld);
  Person mallory(house, "mallory");
  come(mallory, sync::k_rules);
  mallory.push(1, "x", true, k_newest);
  ASSERT_EQ(mallory.heard<sync::Rejected>().size(), 1u) << "his own program would not know what he asks for";
  EXPECT_EQ(mallory.heard<sync::Rejected>()[0].reason, sync::RejectReason::TooOld);
  bob.push(1);
  EXPECT_EQ(bob.heard<sync::Acknowledged>().size(), 1u);
  EXPECT_EQ(bob.heard<sync::Entries>().back().entries.back().min_reader, 0u);
}

TEST(RoomMinimum, WhatWaitsForItHasABound) {  // L11, L12
  House house;
  Person newer(house, "ann");
  come(newer, k_next);
  constexpr std::size_t k_large = 15u << 20;
  newer.say_before_the_stores_go_on(plain_push(1, {2, 2}, k_large));
  for (std::uint64_t number = 2; number <= 5; ++number) {
    newer.say_before_the_stores_go_on(plain_push(number, {2, 2}, k_large));
  }
  EXPECT_EQ(newer.socket->closed_with, 0);
  newer.say_before_the_stores_go_on(plain_push(6, {2, 2}));
  EXPECT_EQ(newer.socket->closed_with, close_code::k_try_again);
}

TEST(RoomMinimum, AnotherServersRoomLearnsItFromTheJournal) {  // L12, N1
  House house;
  house.parts.watch_journal_ms = k_watch_ms;
  Neighbour there(house);
  Person newer(house, "ann");
  come(newer, k_next);
  Person older(house, there, "bob");
  come(older, sync::k_rules);
  Person writer(house, there, "cyd");
  come(writer, k_next);
  newer.push(1, "x", true, k_newest);
  house.pass(2 * k_watch_ms);
  ASSERT_EQ(older.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(older.heard<sync::Trouble>()[0].code, 426u);
  EXPECT_TRUE(older.heard<sync::Entries>().empty());
  writer.push(1);
  house.pass(1000);
  EXPECT_EQ(sync::decode_entry(house.journal.entries(k_document).back()).value().min_reader, k_next)
      << "what that server writes says it too";
}

TEST(RoomMinimum, ARoomThatLoadsLearnsItFromTheEntriesToo) {  // L12, N1
  House house;
  Neighbour there(house);
  Person newer(house, "ann");
  come(newer, k_next);
  newer.push(1, "x", true, k_newer);
  // The other room reads the record as it was a moment before.
  house.records.erase({"D#" + base::to_hex(k_document), "META"}, ports::PutCondition::always(),
                      [](const base::Result<void>&) {});
  house.settle();
  Person older(house, there, "bob");
  come(older, sync::k_rules);
  ASSERT_EQ(older.heard<sync::Opened>().size(), 1u);
  EXPECT_EQ(older.heard<sync::Opened>()[0].min_writer, k_next);
  older.push(1);
  ASSERT_EQ(older.heard<sync::Rejected>().size(), 1u);
  EXPECT_EQ(older.heard<sync::Rejected>()[0].reason, sync::RejectReason::TooOld);
  EXPECT_EQ(house.journal.entries(k_document).size(), 1u);
}

TEST(RoomMinimum, AServerThatWouldMisreadADesignMakesNothingOfIt) {  // L12
  House house;
  Person newer(house, "ann");
  come(newer, k_next);
  newer.push(1, "x", true, k_newest);
  ASSERT_EQ(newer.heard<sync::Acknowledged>().size(), 1u) << "it serves the design all the same";
  std::optional<base::Errc> checkpoint;
  house.states.make_checkpoint(k_document, [&](const base::Result<std::uint64_t>& made) {
    checkpoint = made.ok() ? base::Errc() : made.error().code;
  });
  std::optional<base::Errc> version;
  house.hub.versions().save(k_document, {.name = "mine"}, [&](const base::Result<SavedVersion>& saved) {
    version = saved.ok() ? base::Errc() : saved.error().code;
  });
  house.settle();
  EXPECT_EQ(checkpoint, base::Errc::Unsupported);
  EXPECT_EQ(version, base::Errc::Unsupported);
  EXPECT_EQ(meta(house), R"({"seq":0,"blob":"","json":"","min_reader":)" + std::to_string(k_next) +
                             ",\"min_writer\":" + std::to_string(k_next) + "}");
}

TEST(RoomMinimum, AServerSpeaksAndKnowsWhatItsProgramDoes) {  // L2
  House house;
  house.parts.program = {.protocol_least = 2, .protocol_most = 3, .rules = 5};
  Person older(house, "bob");
  older.hello(1, 1);
  ASSERT_EQ(older.heard<sync::Trouble>().size(), 1u);
  EXPECT_EQ(older.heard<sync::Trouble>()[0].code, 426u);
  Person between(house, "cyd");
  between.hello(1, 2);
  ASSERT_EQ(between.heard<sync::Welcome>().size(), 1u);
  EXPECT_EQ(between.heard<sync::Welcome>()[0].protocol, 2u);
}

TEST(RoomMinimum, WhatCannotBeRaisedIsPushedAgain) {  // L7, L12
  House house;
  Person newer(house, "ann");
  come(newer, k_next);
  house.world.faults.refused = 1000;
  newer.push(1, "x", true, k_newer);
  house.pass(5'000);
  house.world.faults.refused = 0;
  ASSERT_GE(newer.heard<sync::Rejected>().size(), 1u);
  EXPECT_EQ(newer.heard<sync::Rejected>()[0].reason, sync::RejectReason::Gap);
  EXPECT_TRUE(house.journal.entries(k_document).empty()) << "no operation before its minimum stands";
  newer.push(1, "x", true, k_newer);
  EXPECT_EQ(newer.heard<sync::Acknowledged>().size(), 1u);
}

TEST(RoomMinimum, StandsInTheRecordBesideTheCheckpoint) {
  CheckpointPointer pointer;
  pointer.seq = 7;
  pointer.blob = "b";
  pointer.json_hash = "j";
  EXPECT_EQ(write_checkpoint_pointer(pointer), R"({"seq":7,"blob":"b","json":"j"})");
  pointer.minimum = {2, 3};
  const auto read = read_checkpoint_pointer(write_checkpoint_pointer(pointer));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().minimum, pointer.minimum);
  EXPECT_EQ(read.value().seq, 7u);
}

}  // namespace
}  // namespace flashkit::server::room_testing
