// Where people are, on its way to other servers: merged, paced, dropped under pressure, and not sent where nobody is.
// And what the rooms do with it. N9 of docs/protocol.md.
#include "server/presence_mail.h"

#include <gtest/gtest.h>

#include "server/room_for_tests.h"

namespace flashkit::server::room_testing {
namespace {

using Names = std::vector<std::string>;

PresenceNews at(const std::string& peer, const std::string& payload, std::uint64_t document = 1) {
  return {{1, document}, peer, payload};
}

TEST(PresenceMail, OfOnePersonOnlyTheNewestGoesAndLettersAreApart) {  // N9
  PresenceMail mail;
  const Names others{"a", "b"};
  mail.note(at("ann", "1"), others, 0);
  auto letters = mail.take(0);
  ASSERT_EQ(letters.size(), 2u);
  EXPECT_EQ(letters[0].presence, std::vector{at("ann", "1")});
  for (const char* payload : {"2", "3", "4"}) mail.note(at("ann", payload), others, 1);
  mail.note(at("bob", "here"), others, 1);
  EXPECT_TRUE(mail.take(1).empty()) << "the first are under way";
  EXPECT_EQ(mail.next_ms(), 0u);
  mail.answered("a", true, {}, 2);
  EXPECT_TRUE(mail.take(2).empty()) << "a pause lies between two letters";
  EXPECT_EQ(mail.next_ms(), 2 + k_presence_pause_ms);
  letters = mail.take(2 + k_presence_pause_ms);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].to, "a");
  EXPECT_EQ(letters[0].presence, (std::vector{at("ann", "4"), at("bob", "here")}));
}

TEST(PresenceMail, WhatDoesNotArriveIsDroppedAndNothingPilesUp) {  // N9
  PresenceMail mail;
  mail.note(at("ann", "1"), {"a"}, 0);
  (void)mail.take(0);
  mail.note(at("ann", "2"), {"a"}, 1);
  mail.answered("a", false, {}, 10);
  EXPECT_EQ(mail.next_ms(), 0u);
  for (std::size_t i = 0; i < 2 * k_presence_waiting; ++i) mail.note(at("p" + std::to_string(i), "x"), {"a"}, 10);
  std::size_t told = 0;
  std::uint64_t now = 10 + k_presence_trouble_ms;
  for (auto letters = mail.take(now); !letters.empty(); letters = mail.take(now)) {
    EXPECT_LE(letters[0].presence.size(), k_presence_in_letter);
    EXPECT_TRUE(read_presence(write_presence({"me", letters[0].presence})).ok());
    told += letters[0].presence.size();
    mail.answered("a", true, {}, now);
    now += k_presence_pause_ms;
  }
  EXPECT_EQ(told, k_presence_waiting);
  const std::string large(16'000, 'x');
  for (int i = 0; i < 100; ++i) mail.note(at("p" + std::to_string(i), large), {"a"}, now);
  const auto letters = mail.take(now);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_LT(write_presence({"me", letters[0].presence}).size(), k_presence_body_bytes);
  mail.keep_only({});
  EXPECT_EQ(mail.next_ms(), 0u);
}

TEST(PresenceMail, AServerWithNobodyThereIsLeftAloneUntilItWrites) {  // N9
  PresenceMail mail;
  mail.note(at("ann", "1"), {"a"}, 0);
  (void)mail.take(0);
  mail.note(at("ann", "2"), {"a"}, 0);
  mail.note(at("ann", "2", 7), {"a"}, 0);
  mail.answered("a", true, read_absent(write_absent({{1, 1}})), 0);
  std::uint64_t now = k_presence_pause_ms;
  auto letters = mail.take(now);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].presence, std::vector{at("ann", "2", 7)});
  mail.answered("a", true, {}, now);
  now += k_presence_pause_ms;
  mail.note(at("ann", "3"), {"a"}, now);
  EXPECT_TRUE(mail.take(now).empty());
  mail.is_there("a", {1, 1});
  mail.note(at("ann", "4"), {"a"}, now);
  letters = mail.take(now);
  ASSERT_EQ(letters.size(), 1u);
  mail.answered("a", true, {{1, 1}}, now);
  now += k_presence_pause_ms;
  mail.note(at("", ""), {"a"}, now);
  EXPECT_EQ(mail.take(now).size(), 1u) << "who asks, asks everybody";
  mail.answered("a", true, {{1, 1}}, now);
  now += k_presence_absent_ms + k_presence_pause_ms;
  mail.note(at("ann", "5"), {"a"}, now);
  EXPECT_EQ(mail.take(now).size(), 1u) << "after a while it is told again";
}

TEST(PresenceMail, ReadsWhatItWritesAndRefusesAnythingElse) {
  const PresenceMessage message{"n1", {at("ann", std::string("\0\xff", 2)), at("bob", "", 9)}};
  const auto again = read_presence(write_presence(message));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value().from, "n1");
  EXPECT_EQ(again.value().presence, message.presence);
  EXPECT_FALSE(read_presence("").ok());
  EXPECT_FALSE(read_presence(std::string(40, '\xff')).ok());
  EXPECT_FALSE(read_presence(write_presence({"n1", {at(std::string(65, 'p'), "x")}})).ok());
  EXPECT_FALSE(read_presence(write_presence({"n1", {at("p", std::string(sync::k_max_presence_bytes + 1, 'x'))}})).ok());
  EXPECT_FALSE(read_presence(std::string(k_presence_body_bytes + 1, 'x')).ok());
}

// Two servers whose letters a test carries by hand.
struct Pair {
  Pair() : there(house) {
    house.parts.show = [this](PresenceNews news) { here_says.push_back(std::move(news)); };
    there.parts.show = [this](PresenceNews news) { there_says.push_back(std::move(news)); };
  }
  // Everything that was said reaches the other side; gives the documents in which nobody is there.
  std::vector<DocumentId> carry() {
    std::vector<DocumentId> absent;
    while (!here_says.empty() || !there_says.empty()) {
      for (const DocumentId each : there.hub.heard_presence({"n", std::exchange(here_says, {})}))
        absent.push_back(each);
      for (const DocumentId each : house.hub.heard_presence({"m", std::exchange(there_says, {})}))
        absent.push_back(each);
      house.settle();
    }
    return absent;
  }
  House house;
  Neighbour there;
  std::vector<PresenceNews> here_says;
  std::vector<PresenceNews> there_says;
};

std::vector<std::string> seen_by(Person& person) {
  std::vector<std::string> out;
  for (const sync::Presence& each : person.heard<sync::Presence>()) out.push_back(each.payload);
  person.forget();
  return out;
}

TEST(RoomPresence, PeopleOnTwoServersSeeEachOther) {  // N9, L8
  Pair pair;
  Person ann(pair.house, "ann");
  ann.come(true);
  ann.be_seen("ann at 1");
  EXPECT_EQ(pair.carry(), std::vector<DocumentId>{k_document}) << "nobody is there yet";
  Person bob(pair.house, pair.there, "bob");
  bob.come();
  bob.forget();
  pair.carry();
  EXPECT_EQ(seen_by(bob), Names{"ann at 1"}) << "his server asked who is there";
  bob.be_seen("bob at 2");
  ann.forget();
  pair.carry();
  EXPECT_EQ(seen_by(ann), Names{"bob at 2"});
  Person carl(pair.house, pair.there, "carl");
  carl.come();
  EXPECT_EQ(seen_by(carl), (Names{"bob at 2", "ann at 1"})) << "who comes later sees everybody";
  ann.be_seen("ann at 3");
  pair.carry();
  EXPECT_EQ(seen_by(bob), Names{"ann at 3"});
  EXPECT_TRUE(seen_by(ann).empty()) << "nobody sees himself";
}

TEST(RoomPresence, WhoLeavesOrIsNotHeardOfIsTakenAway) {  // N9
  Pair pair;
  Person bob(pair.house, pair.there, "bob");
  bob.come(true);
  {
    Person ann(pair.house, "ann");
    ann.come();
    ann.be_seen("here");
    pair.carry();
    EXPECT_EQ(seen_by(bob), Names{"here"});
  }
  pair.carry();
  EXPECT_EQ(seen_by(bob), Names{""});
  // A server that dies says nothing: after a while its people are let go. Until then silence is no leaving.
  pair.there.hub.heard_presence({"n", {{k_document, "eve", "ghost"}}});
  pair.house.settle();
  EXPECT_EQ(seen_by(bob), Names{"ghost"});
  for (std::uint64_t passed = 0; passed + 1000 < k_presence_forget_ms; passed += 5'000) {
    pair.house.pass(5'000);
    if (passed < 10'000) pair.there.hub.heard_presence({"n", {{k_document, "eve", "ghost"}}});
  }
  EXPECT_TRUE(seen_by(bob).empty()) << "said again, it is no news";
  pair.house.pass(k_presence_forget_ms + k_presence_again_ms);
  EXPECT_EQ(seen_by(bob), Names{""});
}

TEST(RoomPresence, WhoStaysIsSaidAgainAsLettersMayBeLost) {  // N9
  Pair pair;
  Person ann(pair.house, "ann");
  ann.come(true);
  ann.be_seen("here");
  pair.here_says.clear();  // lost
  pair.house.pass(k_presence_again_ms);
  ASSERT_EQ(pair.here_says.size(), 1u);
  EXPECT_EQ(pair.here_says[0].payload, "here");
}

}  // namespace
}  // namespace flashkit::server::room_testing
