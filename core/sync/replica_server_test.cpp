// The replica towards the server, one situation at a time.
#include <gtest/gtest.h>

#include "sync/checkpoint.h"
#include "sync/limits.h"
#include "sync/replica.h"
#include "sync/replica_bench_for_tests.h"

namespace flashkit::sync {
namespace {

TEST(Replica, TakesASilentConnectionForDead) {  // L9, D8
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.now_ms += static_cast<double>(k_ping_ms);
  bench.put(HostTimer{});
  ASSERT_EQ(bench.said<Ping>().size(), 1u);
  bench.now_ms += static_cast<double>(k_pong_limit_ms);
  bench.put(HostTimer{});
  EXPECT_EQ(bench.disconnects, 1);
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().connection, Connection::Offline);
  EXPECT_GE(bench.timer_ms, bench.now_ms + static_cast<double>(k_backoff_least_ms) / 2);
  EXPECT_LE(bench.timer_ms, bench.now_ms + static_cast<double>(k_backoff_least_ms));
}

TEST(Replica, AfterHoursOfSleepWhatIsMadeGoesUpOnANewConnectionWithinSeconds) {  // L9, D8, L6
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.now_ms += 8 * 3600 * 1000.0;  // nothing told of the connection's end
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  const double woke_ms = bench.now_ms;
  const auto first = bench.attempt;
  while (bench.attempt == first && bench.now_ms < woke_ms + 60'000) {
    bench.now_ms += 50;
    bench.put(HostTimer{});
  }
  EXPECT_LE(bench.now_ms, woke_ms + static_cast<double>(k_pong_limit_ms + k_backoff_least_ms) + 100);
  bench.to_server.clear();
  bench.go_online();
  EXPECT_EQ(bench.pushed(), std::vector<std::string>{operation(k_ann, 1)});
}

TEST(Replica, MovesOnAtOnceFromAServerThatStopsButNotInACircle) {  // D8, N4
  Bench bench;
  bench.open("a");
  bench.go_online();
  HostDisconnected gone;
  gone.going_away = true;
  gone.attempt = bench.attempt;
  bench.put(gone);
  bench.now_ms += static_cast<double>(k_move_ms);
  bench.put(HostTimer{});
  EXPECT_NE(bench.attempt, gone.attempt);
  bench.go_online();
  gone.attempt = bench.attempt;
  bench.put(gone);
  bench.now_ms += static_cast<double>(k_backoff_least_ms) - 1;
  bench.put(HostTimer{});
  EXPECT_EQ(bench.attempt, gone.attempt) << "sent away again: with patience";
  bench.now_ms += static_cast<double>(k_backoff_least_ms) + 1;
  bench.put(HostTimer{});
  EXPECT_NE(bench.attempt, gone.attempt);
}

TEST(Replica, WaitsNoLongerAfterAConnectionThatWasWorthItsWait) {  // D8: a rolling deploy, a network that flickers
  Bench bench;
  bench.open("a");
  bench.go_online();
  const auto lose_after = [&bench](double held_ms, bool going_away) {
    bench.now_ms += held_ms;
    HostDisconnected gone;
    gone.attempt = bench.attempt;
    gone.going_away = going_away;
    bench.put(gone);
    const double lost_ms = bench.now_ms;
    while (bench.attempt == gone.attempt && bench.now_ms < lost_ms + k_backoff_most_ms) {
      bench.now_ms += 1;
      bench.put(HostTimer{});
    }
    const double wait_ms = bench.now_ms - lost_ms;
    bench.go_online();
    return wait_ms;
  };
  const auto least = static_cast<double>(k_backoff_least_ms);
  for (int i = 0; i < 9; ++i) EXPECT_LE(lose_after(2 * least, false), least);
  for (int i = 0; i < 9; ++i) EXPECT_LE(lose_after(2 * least, true), static_cast<double>(k_move_ms));
  double last_ms = 0;
  for (int i = 0; i < 9; ++i) last_ms = lose_after(1, false);
  EXPECT_GE(last_ms, static_cast<double>(k_backoff_most_ms) / 2) << "one that never holds is waited for ever longer";
}

TEST(Replica, LoadsACheckpointInPlaceOfEntriesThatAreGone) {  // L4, D10
  Bench bench;
  bench.open("a", false);
  EXPECT_FALSE(bench.heard<DocumentLoaded>("a").back().complete);
  bench.go_online(5, true);
  EXPECT_EQ(bench.fetched_seq, 5u);
  HostCheckpointFetched fetched;
  fetched.document = id_bytes(k_document);
  fetched.seq = 5;
  fetched.checkpoint = write_checkpoint(5, {{k_bob, 5}}, document::Document());
  bench.put(fetched);
  bench.answer_storage();
  EXPECT_TRUE(bench.executed("put_checkpoint"));
  EXPECT_TRUE(bench.heard<DocumentLoaded>("a").back().complete);
}

TEST(Replica, ReportsACloudThatKnowsLess) {  // D7
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.entries({entry(1, {operation(k_bob, 1)})});
  bench.answer_storage();
  HostDisconnected gone;
  gone.attempt = bench.attempt;
  bench.put(gone);
  bench.now_ms += 60'000;
  bench.put(HostTimer{});
  bench.go_online(0);
  ASSERT_EQ(bench.heard<DocumentTrouble>("a").size(), 1u);
  EXPECT_EQ(bench.heard<DocumentTrouble>("a")[0].code, 409u);
  // Said once, asked again: an answer that was only late does not stop the design for good.
  bench.to_server.clear();
  bench.now_ms += 20'000;
  bench.put(HostTimer{});
  EXPECT_TRUE(std::any_of(bench.to_server.begin(), bench.to_server.end(),
                          [](const ClientFrame& frame) { return std::get_if<Open>(&frame.kind) != nullptr; }));
  EXPECT_EQ(bench.heard<DocumentTrouble>("a").size(), 1u);
}

TEST(Replica, SyncsADocumentThatWaitsAlthoughNoTabShowsIt) {  // D9
  const std::string document = id_bytes(k_document);
  Bench bench(
      {{"all_documents", one_row({value(document), value(std::string(16, 'c')), value("name"), value(1), value(0),
                                  value(0), value(0), value(0), value(2), value(1), value(0), value(0)})},
       {"all_outbox", one_row({value(document), value(id_bytes(k_ann)), value(1), value(operation(k_ann, 1))})}});
  EXPECT_TRUE(bench.to_tab.empty());
  ASSERT_EQ(bench.attempt, 1u) << "it connects by itself";
  bench.go_online();
  ASSERT_EQ(bench.said<Open>().size(), 1u);
  EXPECT_EQ(bench.said<Open>()[0].document, document);
  EXPECT_EQ(bench.pushed(), (std::vector{operation(k_ann, 1)}));
  bench.entries({entry(1, {operation(k_ann, 1)})});
  bench.answer_storage();
  EXPECT_TRUE(bench.executed("drop_outbox"));

  Bench settled({{"all_documents", bench.rows["all_documents"]}});
  EXPECT_EQ(settled.attempt, 0u) << "with nothing waiting and nobody looking there is nobody to call";
}

TEST(Replica, SaysNothingBeforeTheWelcomeAndOnlyHelloToBegin) {  // L2
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  EXPECT_TRUE(bench.to_server.empty());
  HostConnected connected;
  connected.attempt = bench.attempt;
  bench.put(connected);
  bench.put(connected);
  bench.store("a", {operation(k_ann, 2)});
  bench.answer_storage();
  ASSERT_EQ(bench.to_server.size(), 1u);
  ASSERT_EQ(bench.said<Hello>().size(), 1u);
  EXPECT_LE(bench.said<Hello>()[0].protocol_least, bench.said<Hello>()[0].protocol_most);
  Opened early;
  early.document = id_bytes(k_document);
  early.role = Role::Edit;
  bench.server(early);
  EXPECT_EQ(bench.to_server.size(), 1u) << "an answer before the welcome counts for nothing";
  Welcome welcome;
  welcome.protocol = 1;
  bench.server(welcome);
  EXPECT_EQ(bench.said<Open>().size(), 1u);
}

TEST(Replica, EndsAConnectionThatSaysWhatIsNoFrame) {  // L1
  Bench bench;
  bench.open("a");
  bench.go_online();
  HostServerFrame frame;
  frame.attempt = bench.attempt;
  frame.frame = std::string(40, '\xff');
  bench.put(frame);
  EXPECT_EQ(bench.disconnects, 1);
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().connection, Connection::Offline);
}

TEST(Replica, OpensWithWhatItHoldsAndItsCapabilityAndMakesWhatIsNew) {  // L3
  Bench bench;
  bench.open("a");
  bench.go_online();
  const Open first = bench.said<Open>().at(0);
  EXPECT_EQ(first.after_seq, 0u);
  EXPECT_EQ(first.capability, std::string(16, 'c'));
  EXPECT_TRUE(first.create);
  bench.entries({entry(1, {operation(k_bob, 1)}), entry(2, {operation(k_bob, 2)})});
  bench.answer_storage();
  // The server is busy with this document: it is opened again, from what is here, and not made again.
  Trouble busy;
  busy.code = 503;
  busy.document = id_bytes(k_document);
  bench.server(busy);
  EXPECT_EQ(bench.heard<DocumentTrouble>("a").back().code, 503u);
  bench.now_ms += 5000;
  bench.put(HostTimer{});
  ASSERT_EQ(bench.said<Open>().size(), 2u);
  EXPECT_EQ(bench.said<Open>()[1].after_seq, 2u);
  EXPECT_FALSE(bench.said<Open>()[1].create);
}

TEST(Replica, StopsPushingWhenARightIsTakenAndGoesOnWhenItIsBack) {  // L10, L7
  Bench bench;
  bench.open("a");
  bench.go_online();
  Revoked revoked;
  revoked.document = id_bytes(k_document);
  revoked.role = Role::View;
  bench.server(revoked);
  bench.answer_storage();
  EXPECT_EQ(bench.heard<RoleChanged>("a").back().role, Role::View);
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  EXPECT_TRUE(bench.pushed().empty());
  EXPECT_EQ(bench.heard<OperationsStored>("a").back().number, 1u) << "it is kept";
  HostDisconnected gone;
  gone.attempt = bench.attempt;
  bench.put(gone);
  bench.now_ms += 60'000;
  bench.put(HostTimer{});
  bench.go_online();  // with the right to edit
  EXPECT_EQ(bench.pushed(), (std::vector{operation(k_ann, 1)}));
}

TEST(Replica, PushesAllOfARefusedPushOnceTheRightIsBackOnTheSameConnection) {  // L10, L7
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1), operation(k_bob, 1)});
  bench.answer_storage();
  bench.go_online();
  EXPECT_EQ(bench.pushed().size(), 2u);
  bench.reject(k_ann, 1, RejectReason::NoRight);  // names the first, means all
  bench.answer_storage();
  Revoked given_back;
  given_back.document = id_bytes(k_document);
  given_back.role = Role::Edit;
  bench.server(given_back);
  bench.answer_storage();
  const std::vector<std::string> twice{operation(k_ann, 1), operation(k_bob, 1), operation(k_ann, 1),
                                       operation(k_bob, 1)};
  EXPECT_EQ(bench.pushed(), twice);
}

TEST(Replica, AsksAgainWhenItHasNoRightAndPushesOnceThereIsOneAgain) {  // L3, L10
  for (const bool by_revocation : {true, false}) {
    Bench bench;
    bench.open("a");
    bench.store("a", {operation(k_ann, 1)});
    bench.answer_storage();
    if (by_revocation) {
      bench.go_online();
      Revoked revoked;
      revoked.document = id_bytes(k_document);
      revoked.role = Role::None;
      bench.server(revoked);
      bench.answer_storage();
    } else {
      HostConnected connected;
      connected.attempt = bench.attempt;
      bench.put(connected);
      Welcome welcome;
      welcome.protocol = 1;
      bench.server(welcome);
    }
    for (int again = 0; again < 2; ++again) {
      Trouble refused;
      refused.document = id_bytes(k_document);
      refused.code = 403;
      bench.server(refused);
      const std::size_t opens = bench.said<Open>().size();
      bench.now_ms += 14'000;
      bench.put(HostTimer{});
      EXPECT_EQ(bench.said<Open>().size(), opens) << "with patience";
      bench.now_ms += 16'000;
      bench.server(Pong{});
      bench.put(HostTimer{});
      EXPECT_EQ(bench.said<Open>().size(), opens + 1);
    }
    EXPECT_EQ(bench.heard<DocumentTrouble>("a").size(), 1u) << "said once";
    const std::size_t before = bench.pushed().size();
    Opened opened;
    opened.document = id_bytes(k_document);
    opened.role = Role::Edit;
    bench.server(opened);
    bench.answer_storage();
    ASSERT_EQ(bench.pushed().size(), before + 1);
    EXPECT_EQ(bench.pushed().back(), operation(k_ann, 1));
  }
}

TEST(Replica, PutsAsideWhatTheJournalHoldsAnotherOperationFor) {  // D6: of a profile that went back to an older state
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1, "2"), operation(k_ann, 2)});
  bench.answer_storage();
  bench.go_online(2);
  bench.entries({entry(1, {operation(k_ann, 1, "3")}), entry(2, {operation(k_ann, 2)})});
  EXPECT_FALSE(bench.executed("put_kept"));
  bench.answer_storage();
  EXPECT_TRUE(bench.executed("put_kept"));
  const auto rejected = bench.heard<OperationRejected>("a");
  ASSERT_EQ(rejected.size(), 1u);
  EXPECT_EQ(rejected[0].kept->number, 1u);
  EXPECT_EQ(rejected[0].kept->reason, RejectReason::ClientConflict);
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().waiting, 0u);
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().rejected, 1u);
}

TEST(Replica, AsksAgainWhenAServerSaysThatItKnowsLess) {  // D7: perhaps only this one of several
  Bench bench;
  bench.open("a");
  bench.go_online();
  for (int again = 0; again < 2; ++again) {
    Trouble behind;
    behind.document = id_bytes(k_document);
    behind.code = 409;
    bench.server(behind);
    EXPECT_EQ(bench.said<Open>().size(), 1u + static_cast<std::size_t>(again));
    bench.now_ms += 20'000;
    bench.put(HostTimer{});
    EXPECT_EQ(bench.said<Open>().size(), 2u + static_cast<std::size_t>(again));
  }
  EXPECT_EQ(bench.heard<DocumentTrouble>("a").size(), 1u) << "said once";
}

}  // namespace
}  // namespace flashkit::sync
