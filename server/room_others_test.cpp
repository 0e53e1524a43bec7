// Rooms of servers that share a journal.
#include <gtest/gtest.h>

#include "server/room_for_tests.h"

namespace flashkit::server::room_testing {
namespace {

// Two servers, and one person at each of them: Ann has made the document.
struct TwoServers {
  TwoServers() {
    house.parts.watch_journal_ms = k_watch_ms;
    ann.come(true);
    bob.come();
  }
  House house;
  Neighbour neighbour{house};
  Person ann{house, "ann"};
  Person bob{house, neighbour, "bob"};
};

TEST(Room, TwoServersOverOneJournalAgreeWithoutHearingOfEachOther) {  // S1, S3, S6
  TwoServers two;
  auto& [house, neighbour, ann, bob] = two;
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
  TwoServers two;
  auto& [house, neighbour, ann, bob] = two;
  for (std::uint64_t number = 1; number <= 3; ++number) ann.push(number);
  // Ann's server goes; the one she comes to has not looked yet.
  Person again(house, neighbour, "ann");
  again.come(false, 3);
  EXPECT_TRUE(again.heard<sync::Trouble>().empty());
  ASSERT_EQ(again.heard<sync::Opened>().size(), 1u);
  EXPECT_EQ(again.heard<sync::Opened>()[0].head, 3u);
  EXPECT_TRUE(again.heard<sync::Entries>().empty()) << "she has them";
  ASSERT_FALSE(bob.heard<sync::Entries>().empty()) << "what she brought about is everybody's news";
  again.push(4);
  EXPECT_EQ(again.heard<sync::Acknowledged>().back().seq, 4u);
  // Who knows more than the journal itself is told so, as ever.
  Person odd(house, neighbour, "odd");
  odd.come(false, 9);
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
  ann.come(true);
  Person bob(house, neighbour, "bob");
  bob.come();
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
  ann.come(true);
  {
    Person bob(house, neighbour, "bob");
    bob.come();
  }
  house.pass(10 * k_watch_ms);
  ann.push(1);
  Person carl(house, neighbour, "carl");
  carl.come();
  ASSERT_EQ(carl.heard<sync::Entries>().size(), 1u) << "at once, not a second later";
}

}  // namespace
}  // namespace flashkit::server::room_testing
