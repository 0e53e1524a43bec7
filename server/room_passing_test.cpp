// One server writes a document for all: rooms of servers that pass on to each other what people do there.
#include <gtest/gtest.h>

#include "server/room_for_tests.h"

namespace flashkit::server::room_testing {
namespace {

// Ann is at the server that the document prefers, Bob and Carl at another one, which passes on to hers.
class Routed : public ::testing::Test {
 protected:
  Routed() {
    house.parts.watch_journal_ms = k_watch_ms;
    neighbour.parts.prefers_another = [this](base::DocumentId) { return prefers; };
    neighbour.parts.pass_on = [this](const PassedPush& passed, PassedCallback done) {
      ++passes;
      // Over the wire and back, as another server reads it.
      if (way == Way::There) return house.hub.take_passed(read_passed(write_passed(passed)).value(), std::move(done));
      if (way == Way::AnswerLost) {
        house.hub.take_passed(passed, [](std::optional<std::uint64_t>) {});
        house.loop.after(1500, [done = std::move(done)] { done(std::nullopt); });
        return;
      }
      done(way == Way::Lies ? std::optional<std::uint64_t>(1) : std::nullopt);
    };
    ann.come(true);
    bob.come();
    carl.come();
  }
  std::vector<std::string> writers() {
    std::vector<std::string> out;
    for (const sync::Entries& news : ann.heard<sync::Entries>()) {
      for (const sync::Entry& entry : news.entries) {
        EXPECT_EQ(entry.seq, out.size() + 1) << "no gap and nothing twice";
        out.push_back(entry.node);
      }
    }
    return out;
  }
  std::size_t operations() {
    std::size_t out = 0;
    for (const sync::Entries& news : ann.heard<sync::Entries>()) {
      for (const sync::Entry& entry : news.entries) out += entry.operations.size();
    }
    return out;
  }

  enum class Way : std::uint8_t { There, Refused, AnswerLost, Lies };
  Way way = Way::There;
  bool prefers = true;
  int passes = 0;
  House house;
  Neighbour neighbour{house};
  Person ann{house, "ann"};
  Person bob{house, neighbour, "bob"};
  Person carl{house, neighbour, "carl"};
};

TEST_F(Routed, TheServerThatADocumentPrefersWritesForAll) {  // N8
  bob.push(1);
  house.settle();
  EXPECT_EQ(writers(), (std::vector<std::string>{"n"}));
  ASSERT_EQ(bob.heard<sync::Acknowledged>().size(), 1u);
  EXPECT_EQ(bob.heard<sync::Acknowledged>()[0].seq, 1u);
  ASSERT_EQ(carl.heard<sync::Entries>().size(), 1u) << "his server has read it";
  EXPECT_EQ(house.metrics.entries_appended.load(), 1u);
  EXPECT_EQ(house.metrics.pushes_passed.load(), 1u);
  EXPECT_EQ(house.metrics.pushes_written_for_others.load(), 1u);
}

TEST_F(Routed, WhatPeopleDoAtSeveralServersComesIntoOneEntry) {  // N8
  ann.push(1, "a", false);
  bob.push(1, "b", false);
  carl.push(1, "c", false);
  house.pass(2 * sync::k_group_ms);
  EXPECT_LE(writers().size(), 2u) << "Carl's waits while Bob's is on its way";
  EXPECT_EQ(operations(), 3u);
  EXPECT_EQ(bob.heard<sync::Acknowledged>().size(), 1u);
  EXPECT_EQ(carl.heard<sync::Acknowledged>().size(), 1u);
  EXPECT_EQ(house.metrics.appends_lost.load(), 0u);
}

TEST_F(Routed, WhoIsNotAnsweredWritesByItselfForAWhile) {  // N1, N8
  way = Way::Refused;
  bob.push(1);
  bob.push(2);
  house.settle();
  EXPECT_EQ(bob.heard<sync::Acknowledged>().back().number, 2u);
  EXPECT_EQ(passes, 1) << "the second is not even tried";
  house.pass(2 * k_watch_ms);
  EXPECT_EQ(writers(), (std::vector<std::string>{"m", "m"}));
  way = Way::There;
  house.pass(10'000);
  bob.push(3);
  house.pass(k_watch_ms);
  EXPECT_EQ(writers(), (std::vector<std::string>{"m", "m", "n"}));
}

TEST_F(Routed, WhatBothWroteCountsOnce) {  // S3, N8
  way = Way::AnswerLost;
  bob.push(1);
  house.pass(3'000);
  EXPECT_EQ(operations(), 1u);
  EXPECT_EQ(bob.heard<sync::Acknowledged>().size(), 1u);
}

TEST_F(Routed, NobodyIsToldWhatTheJournalDoesNotShow) {  // S2, N8
  way = Way::Lies;
  bob.push(1);
  EXPECT_TRUE(bob.heard<sync::Acknowledged>().empty());
  house.pass(3'000);
  ASSERT_EQ(bob.heard<sync::Acknowledged>().size(), 1u);
  EXPECT_EQ(writers(), (std::vector<std::string>{"m"})) << "it was written where it came";
}

TEST_F(Routed, AServerThatStopsPassesNothingOn) {  // N4
  bool flushed = false;
  bob.push(1, "b", false);
  neighbour.hub.flush([&flushed] { flushed = true; });
  house.settle();
  house.pass(2 * sync::k_group_ms);
  EXPECT_TRUE(flushed);
  bob.push(2);
  house.settle();
  EXPECT_EQ(bob.heard<sync::Acknowledged>().back().number, 2u);
  EXPECT_EQ(passes, 1);
}

TEST_F(Routed, WhoeverKnowsThatADocumentAsksForANewerProgramWritesThatDown) {  // L12, N8
  // Her server has not heard of what his program asks for, and leaves it to his.
  Person dora(house, neighbour, "dora");
  dora.hello(1, 1, sync::k_rules + 1);
  dora.open(k_capability);
  dora.push(1, "newer", true, {0, sync::k_rules + 1});
  house.pass(2 * k_watch_ms);
  ASSERT_EQ(writers(), (std::vector<std::string>{"m"}));
  EXPECT_EQ(ann.heard<sync::Entries>().back().entries.back().min_writer, sync::k_rules + 1);
  house.pass(10'000);
  dora.push(2, "newer", true, {0, sync::k_rules + 1});
  house.pass(k_watch_ms);
  EXPECT_EQ(writers().back(), "n") << "it knows by now";
}

TEST_F(Routed, NothingOfAnOlderProgramIsWrittenBehindWhatANewerOneWrote) {  // L12, N8
  // His server has not heard of the minimum yet.
  Person dora(house, "dora");
  dora.hello(1, 1, sync::k_rules + 1);
  dora.open(k_capability);
  dora.push(1, "newer", true, {0, sync::k_rules + 1});
  ASSERT_EQ(writers(), (std::vector<std::string>{"n"}));
  bob.push(1);
  house.pass(2 * k_watch_ms);
  EXPECT_EQ(writers(), (std::vector<std::string>{"n"}));
  ASSERT_EQ(bob.heard<sync::Rejected>().size(), 1u);
  EXPECT_EQ(bob.heard<sync::Rejected>()[0].reason, sync::RejectReason::TooOld);
}

TEST_F(Routed, ARoomThatOnlyWritesForOthersIsForgottenWhenNothingComes) {  // N8
  House alone;
  std::optional<std::uint64_t> head = 7;
  PassedPush passed{.document = k_document, .rules = 1, .push = testing::push_frame(k_document, {}, true)};
  passed.push.operations = {"not an operation"};
  alone.hub.take_passed(passed, [&head](std::optional<std::uint64_t> answer) { head = answer; });
  alone.settle();
  EXPECT_EQ(head, std::nullopt);
  alone.hub.sweep();
  EXPECT_EQ(alone.metrics.rooms.load(), 1) << "more may come";
  alone.pass(20'000);
  alone.hub.sweep();
  EXPECT_EQ(alone.metrics.rooms.load(), 0);
}

TEST(PassedPush, IsReadFromAnyBytes) {
  PassedPush passed{.document = k_document, .rules = 3, .push = testing::push_frame(k_document, {"a", "b"}, true)};
  const auto read = read_passed(write_passed(passed));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().document, k_document);
  EXPECT_EQ(read.value().rules, 3u);
  EXPECT_EQ(read.value().push.operations, passed.push.operations);
  for (const std::string bytes : {"", "3", "\n", "x\n", "3\n", "3\nxx", "-3\n", "99999999999\n"}) {
    EXPECT_FALSE(read_passed(bytes).ok()) << bytes;
  }
}

}  // namespace
}  // namespace flashkit::server::room_testing
