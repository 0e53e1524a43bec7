// Who is alive, whom to tell what, and whose a document is. The numbers are the rules of docs/protocol.md.
#include "server/neighbours.h"

#include <gtest/gtest.h>

#include <map>

namespace flashkit::server {
namespace {

using base::DocumentId;

NodeRecord record(const std::string& name, std::uint64_t beat) { return {name, "http://" + name + ":1", beat}; }
DocumentNews news(std::uint64_t document, std::uint64_t head) { return {{1, document}, head, false}; }
using Names = std::vector<std::string>;

TEST(Neighbours, AreAliveAsLongAsTheirBeatChangesByTheClockOfWhoLooks) {  // N6
  Neighbours all("me");
  all.seen({record("me", 1), record("a", 7), record("b", 900)}, 1000);
  EXPECT_EQ(all.alive(1000), (Names{"a", "b"}));
  all.seen({record("me", 2), record("a", 8), record("b", 900)}, 1000 + k_node_beat_ms);
  const std::uint64_t later = 1000 + k_node_dead_ms;
  EXPECT_EQ(all.alive(later), Names{"a"}) << "b has not moved, whatever the number says";
  all.seen({record("a", 9), record("b", 1)}, later);
  EXPECT_EQ(all.alive(later), (Names{"a", "b"})) << "any other beat is a new one: clocks are not compared";
  all.seen({record("b", 2)}, later + 1);
  EXPECT_EQ(all.alive(later + 1), Names{"b"}) << "a has said that it goes";
  EXPECT_TRUE(all.forgotten(later + k_node_dead_ms).empty());
  EXPECT_EQ(all.forgotten(later + 1 + k_node_forget_ms), Names{"b"});
}

TEST(Neighbours, HaveOneLetterUnderWayAndNewsOfOneDocumentMerge) {  // N7
  Neighbours all("me");
  all.seen({record("a", 1), record("b", 1)}, 0);
  all.note(news(1, 5), 0);
  auto letters = all.take(0);
  ASSERT_EQ(letters.size(), 2u);
  EXPECT_EQ(letters[0].to, "a");
  EXPECT_EQ(letters[0].address, "http://a:1");
  EXPECT_EQ(letters[0].news, std::vector{news(1, 5)});
  for (const std::uint64_t head : {6u, 9u, 8u}) all.note(news(1, head), 1);
  all.note(news(2, 1), 1);
  all.note({{1, 2}, 0, true}, 1);
  EXPECT_TRUE(all.take(1).empty()) << "the first ones are under way";
  all.answered("b", true, 2);
  letters = all.take(2);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].to, "b");
  EXPECT_EQ(letters[0].news, (std::vector{news(1, 9), DocumentNews{{1, 2}, 1, true}}));
  all.answered("b", true, 3);
  EXPECT_TRUE(all.take(3).empty()) << "nothing is told twice";
}

TEST(Neighbours, ThatCannotBeReachedCostLessAndLessAndNothingPilesUp) {  // N7
  Neighbours all("me");
  all.seen({record("a", 1)}, 0);
  std::uint64_t now = 0;
  std::size_t tried = 0;
  for (; now < k_node_dead_ms; now += 10) {
    all.note(news(now, 1), now);
    for (const auto& letter : all.take(now)) {
      ++tried;
      all.answered(letter.to, false, now);
    }
  }
  EXPECT_GT(tried, 2u);
  EXPECT_LT(tried, 10u);
  all.seen({record("a", 2)}, now);
  now += 60'000;
  all.seen({record("a", 3)}, now);
  for (std::uint64_t document = 0; document < 2 * k_news_waiting; ++document) all.note(news(document, 1), now);
  std::size_t told = 0;
  for (auto letters = all.take(now); !letters.empty(); letters = all.take(now)) {
    EXPECT_LE(letters[0].news.size(), k_news_in_message);
    told += letters[0].news.size();
    all.answered("a", true, now);
  }
  EXPECT_EQ(told, k_news_waiting) << "what is too much is dropped: looking finds it";
}

TEST(Neighbours, AreGreetedAndWhoIsDeadIsTold) {  // N6
  Neighbours all("me");
  all.seen({record("a", 1)}, 0);
  all.greet(0);
  const auto letters = all.take(0);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_TRUE(letters[0].news.empty());
  all.answered("a", true, 0);
  all.note(news(1, 1), k_node_dead_ms);
  all.greet(k_node_dead_ms);
  EXPECT_TRUE(all.take(k_node_dead_ms).empty()) << "nothing goes to the dead";
  all.answered("nobody", false, 1);
}

TEST(Neighbours, ReadWhatTheyWriteAndRefuseAnythingElse) {
  const NodeRecord node{"n1", "http://10.0.0.3:8787", 18'000'000'000'000'000'000u};
  EXPECT_EQ(read_node(write_node(node)).value(), node);
  NewsMessage message{"n1", {news(1, 18'000'000'000'000'000'000u), {{2, 2}, 0, true}}};
  const auto again = read_news(write_news(message));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value().from, "n1");
  EXPECT_EQ(again.value().news, message.news);
  for (const char* bytes : {"", "[]", "{}", R"({"from":"a"})", R"({"from":"","news":[]})",
                            R"({"from":"a","news":[{}]})", R"({"from":"a","news":[{"document":"xyz","head":1}]})",
                            R"({"from":"a","news":[{"document":"00000000000000000000000000000001","head":-1}]})"}) {
    EXPECT_FALSE(read_news(bytes).ok()) << bytes;
    EXPECT_FALSE(read_node(bytes).ok()) << bytes;
  }
  message.news.assign(k_news_in_message + 1, news(1, 1));
  EXPECT_FALSE(read_news(write_news(message)).ok());
  message.news.pop_back();
  EXPECT_TRUE(read_news(write_news(message)).ok());
}

TEST(Neighbours, ADocumentPrefersOneServerAndOnlyThoseOfALostOneMove) {  // N8
  const Names five{"a", "b", "c", "d", "e"};
  const Names four{"a", "b", "d", "e"};
  std::map<std::string, int> of;
  int moved = 0;
  constexpr int k_documents = 2000;
  for (std::uint64_t i = 0; i < k_documents; ++i) {
    const DocumentId document{i * 7919, i};
    const std::string before = preferred_node(document, five);
    const std::string after = preferred_node(document, four);
    EXPECT_EQ(preferred_node(document, {"e", "c", "b", "d", "a"}), before) << "everybody comes to the same";
    of[before] += 1;
    if (before == "c") {
      ++moved;
      EXPECT_NE(after, "c");
    } else {
      EXPECT_EQ(after, before);
    }
  }
  EXPECT_EQ(of.size(), five.size());
  for (const auto& [name, count] : of) EXPECT_NEAR(count, k_documents / 5, k_documents / 20) << name;
  EXPECT_EQ(moved, of["c"]);
  EXPECT_EQ(preferred_node({1, 1}, {}), "");
}

}  // namespace
}  // namespace flashkit::server
