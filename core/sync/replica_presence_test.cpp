// Where people are, as the replica tells it to tabs and to the server. Rule L8.
#include <gtest/gtest.h>

#include "sync/limits.h"
#include "sync/replica.h"
#include "sync/replica_bench_for_tests.h"

namespace flashkit::sync {
namespace {

TEST(Replica, PassesPresenceOnAndStoresNothingOfIt) {  // L8
  Bench bench;
  bench.open("a");
  bench.open("b");
  bench.go_online();
  const std::size_t before = bench.executed_names.size();
  SendPresence mine;
  mine.document = id_bytes(k_document);
  mine.payload = "here";
  const std::uint64_t answers = bench.to_tab["a"].size();
  bench.tab("a", ++bench.number, mine);
  EXPECT_EQ(bench.to_tab["a"].size(), answers) << "never answered";
  ASSERT_EQ(bench.said<Presence>().size(), 1u);
  EXPECT_EQ(bench.heard<PeerPresence>("b").size(), 1u);
  EXPECT_TRUE(bench.heard<PeerPresence>("a").empty());
  for (const char* payload : {"there", ""}) {  // an empty payload: the peer left
    Presence theirs;
    theirs.document = id_bytes(k_document);
    theirs.peer = "bob";
    theirs.payload = payload;
    bench.server(theirs);
    EXPECT_EQ(bench.heard<PeerPresence>("a").back().payload, payload);
  }
  bench.answer_storage();
  EXPECT_EQ(bench.executed_names.size(), before);
  mine.payload = std::string(k_max_presence_bytes + 1, 'x');
  bench.tab("a", ++bench.number, mine);
  EXPECT_EQ(bench.said<Presence>().size(), 1u);
}

TEST(Replica, TakesPeersOffTheScreenWithTheConnectionAndShowsItselfOnTheNext) {  // L8
  Bench bench;
  bench.open("a");
  SendPresence mine;
  mine.document = id_bytes(k_document);
  mine.payload = "here";
  bench.tab("a", ++bench.number, mine);
  EXPECT_TRUE(bench.said<Presence>().empty());
  bench.go_online();
  EXPECT_EQ(bench.said<Presence>().size(), 1u) << "said before there was a connection";
  Presence theirs;
  theirs.document = id_bytes(k_document);
  theirs.payload = "there";
  for (const char* peer : {"bob", "cleo"}) {
    theirs.peer = peer;
    bench.server(theirs);
  }
  theirs.payload = "";  // cleo leaves
  bench.server(theirs);
  const std::size_t before = bench.heard<PeerPresence>("a").size();
  HostDisconnected gone;
  gone.attempt = bench.attempt;
  bench.put(gone);
  const auto heard = bench.heard<PeerPresence>("a");
  ASSERT_EQ(heard.size(), before + 1);
  EXPECT_EQ(heard.back().peer, "bob");
  EXPECT_TRUE(heard.back().payload.empty());
  bench.now_ms += 60'000;
  bench.put(HostTimer{});
  bench.go_online();
  EXPECT_EQ(bench.said<Presence>().size(), 2u);
}

TEST(Replica, WhoseTabGoesIsSeenNoMore) {  // L8
  Bench bench;
  bench.open("a");
  bench.open("b");
  bench.go_online();
  SendPresence mine;
  mine.document = id_bytes(k_document);
  mine.payload = "here";
  bench.tab("b", ++bench.number, mine);
  HostTabClosed closed;
  closed.tab = "b";
  bench.put(closed);
  ASSERT_EQ(bench.heard<PeerPresence>("a").size(), 2u);
  EXPECT_EQ(bench.heard<PeerPresence>("a").back().peer, bench.heard<PeerPresence>("a").front().peer);
  EXPECT_TRUE(bench.heard<PeerPresence>("a").back().payload.empty());
  EXPECT_TRUE(bench.said<Close>().empty());
  closed.tab = "a";
  bench.put(closed);
  EXPECT_EQ(bench.said<Close>().size(), 1u);

  Bench waiting;
  waiting.open("a");
  waiting.go_online();
  waiting.tab("a", ++waiting.number, mine);
  waiting.store("a", {operation(k_ann, 1)});
  waiting.answer_storage();
  waiting.put(closed);
  EXPECT_TRUE(waiting.said<Close>().empty());
  ASSERT_EQ(waiting.said<Presence>().size(), 2u);
  EXPECT_TRUE(waiting.said<Presence>().back().payload.empty());
}

}  // namespace
}  // namespace flashkit::sync
