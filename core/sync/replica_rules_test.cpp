// Old and new programs on one design: what an old one does not know rides along; what it would misread or harm it
// leaves alone, and keeps what waits until there is a newer one.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/proto.h"
#include "operations/builder.h"
#include "sync/frames.h"
#include "sync/replica_bench_for_tests.h"

namespace flashkit::sync {
namespace {

constexpr std::uint32_t k_newer = k_rules + 1;

// The database of a device that has one operation waiting for a design with this minimum.
std::map<std::string, SqlRows> device_with(Minimum minimum) {
  const std::string document = id_bytes(k_document);
  return {{"all_documents",
           one_row({value(document), value(std::string(16, 'c')), value("name"), value(1), value(0), value(0), value(0),
                    value(0), value(2), value(1), value(0), value(0), value(minimum.reader), value(minimum.writer)})},
          {"all_outbox", one_row({value(document), value(id_bytes(k_ann)), value(1), value(operation(k_ann, 1))})}};
}

TEST(ReplicaRules, BelowTheWritersMinimumItLooksOnAndKeepsItsOutboxUntilItIsUpdated) {  // D12
  Bench bench(device_with({}));
  bench.open("a");
  EXPECT_EQ(bench.heard<DocumentLoaded>("a").back().role, Role::Edit);
  bench.go_online(0, false, {0, k_newer});
  EXPECT_TRUE(bench.pushed().empty());
  ASSERT_FALSE(bench.heard<RoleChanged>("a").empty());
  EXPECT_EQ(bench.heard<RoleChanged>("a").back().role, Role::View);
  EXPECT_TRUE(bench.heard<RoleChanged>("a").back().update_needed);
  EXPECT_TRUE(bench.executed("set_minimum"));
  bench.entries({entry(1, {operation(k_bob, 1)})});
  bench.answer_storage();
  EXPECT_EQ(bench.heard<EntriesConfirmed>("a").size(), 1u) << "looking goes on";
  bench.store("a", {operation(k_ann, 2)});  // made before the news came
  bench.answer_storage();
  EXPECT_EQ(bench.heard<OperationsStored>("a").back().number, 2u);
  EXPECT_TRUE(bench.pushed().empty());
  EXPECT_FALSE(bench.executed("drop_outbox"));
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().waiting, 2u);

  Bench started_again(device_with({0, k_newer}));
  started_again.open("a");  // without a connection
  EXPECT_EQ(started_again.heard<DocumentLoaded>("a").back().role, Role::View);
  EXPECT_TRUE(started_again.heard<DocumentLoaded>("a").back().update_needed);
  EXPECT_EQ(started_again.heard<DocumentLoaded>("a").back().outbox.size(), 1u);

  Bench updated(device_with({0, k_newer}), k_newer);
  updated.open("a");
  EXPECT_EQ(updated.heard<DocumentLoaded>("a").back().role, Role::Edit);
  updated.go_online(0, false, {0, k_newer});
  EXPECT_EQ(updated.pushed(), (std::vector{operation(k_ann, 1)}));
}

TEST(ReplicaRules, BelowTheReadersMinimumNothingMoreIsTakenInAndWhatWaitsIsKept) {  // D12
  Bench bench(device_with({}));
  bench.open("a");
  bench.go_online(5, false, {k_newer, k_newer});
  EXPECT_TRUE(bench.pushed().empty());
  EXPECT_EQ(bench.heard<DocumentTrouble>("a").back().code, 426u);
  EXPECT_EQ(bench.heard<RoleChanged>("a").back().role, Role::View);
  bench.entries({entry(1, {operation(k_bob, 1)})});
  bench.answer_storage();
  EXPECT_FALSE(bench.executed("put_entry"));
  bench.now_ms += 60'000;
  bench.put(HostTimer{});
  EXPECT_EQ(bench.said<Open>().size(), 1u) << "waiting does not help";
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().waiting, 1u);

  Bench refused(device_with({}));  // a server that lets nobody in who says that he knows less
  refused.open("a");
  refused.go_online();
  Trouble trouble;
  trouble.document = id_bytes(k_document);
  trouble.code = 426;
  refused.server(trouble);
  EXPECT_TRUE(refused.heard<RoleChanged>("a").back().update_needed);
  EXPECT_EQ(refused.said<Hello>().at(0).rules, k_rules);
}

TEST(ReplicaRules, AnEntryThatItWouldMisreadEndsTheReadingBeforeIt) {  // D12
  Bench bench;
  bench.open("a");
  bench.go_online();
  Entry newer = entry(2, {operation(k_bob, 2)});
  newer.min_reader = newer.min_writer = k_newer;
  bench.entries({entry(1, {operation(k_bob, 1)}), newer});
  bench.answer_storage();
  ASSERT_EQ(bench.heard<EntriesConfirmed>("a").size(), 1u);
  EXPECT_EQ(bench.heard<EntriesConfirmed>("a")[0].entries.size(), 1u);
  EXPECT_TRUE(bench.heard<RoleChanged>("a").back().update_needed);
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  EXPECT_TRUE(bench.pushed().empty());
  EXPECT_EQ(bench.heard<OperationsStored>("a").back().number, 1u);
}

TEST(ReplicaRules, APushThatNeedsANewerProgramIsKeptAndGoesOutAgainOnceItMay) {  // L7, D12
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  bench.reject(k_ann, 1, RejectReason::TooOld);
  bench.answer_storage();
  EXPECT_TRUE(bench.heard<RoleChanged>("a").back().update_needed);
  EXPECT_FALSE(bench.executed("put_kept")) << "it is not put aside, it waits";
  HostDisconnected gone;
  gone.attempt = bench.attempt;
  bench.put(gone);
  bench.now_ms += 60'000;
  bench.put(HostTimer{});
  bench.go_online();
  EXPECT_FALSE(bench.heard<RoleChanged>("a").back().update_needed);
  EXPECT_EQ(bench.pushed(), (std::vector{operation(k_ann, 1), operation(k_ann, 1)}));
}

// The value that the last statement of that name stored as the writer's minimum.
std::int64_t writers_minimum_of(const EffectExecute& transaction) {
  for (const SqlStatement& each : transaction.statements) {
    if (each.name == "set_minimum") return std::get<std::int64_t>(each.parameters[2].kind);
  }
  return -1;
}

bool holds(const EffectExecute& transaction, const char* name) {
  return std::any_of(transaction.statements.begin(), transaction.statements.end(),
                     [name](const SqlStatement& each) { return each.name == name; });
}

TEST(ReplicaRules, AMinimumThatComesWithEntriesIsStoredWithThemAndNeverLowered) {  // L12, D12
  Bench bench;
  bench.open("a");
  bench.go_online();
  Entry newer = entry(1, {operation(k_bob, 1)});
  newer.min_writer = k_newer;
  bench.entries({newer});
  ASSERT_TRUE(bench.running.has_value());
  EXPECT_TRUE(holds(*bench.running, "put_entry"));
  EXPECT_EQ(writers_minimum_of(*bench.running), k_newer) << "an older program may run after a kill";
  EXPECT_TRUE(bench.heard<RoleChanged>("a").back().update_needed) << "before anything is made in vain";
  bench.answer_storage();
  EXPECT_EQ(bench.heard<EntriesConfirmed>("a").size(), 1u);
  HostDisconnected gone;
  gone.attempt = bench.attempt;
  bench.put(gone);
  bench.now_ms += 60'000;
  bench.put(HostTimer{});
  bench.go_online(1);  // a server that has not heard of it
  EXPECT_TRUE(bench.heard<RoleChanged>("a").back().update_needed);
}

TEST(ReplicaRules, FormatsOfLettersAskForProgramsThatKnowThemWhoeverForgotToSaySo) {  // L12
  operations::OperationBuilder build(k_ann, 1);
  build.format_spans({k_ann, 7}, {"fontWeight", document::Value::string("bold"), {{{{k_ann, 7}, 0}, 1}}});
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.store("a", {base::encoded(build.take())});
  EXPECT_EQ(writers_minimum_of(*bench.running), 2u);
  bench.answer_storage();
  ASSERT_EQ(bench.said<Push>().size(), 1u);
  EXPECT_EQ(bench.said<Push>()[0].min_reader, 2u);
  EXPECT_EQ(bench.said<Push>()[0].min_writer, 2u);
}

TEST(ReplicaRules, ATabOfAnOlderBuildLooksOnBesideANewerOneAndIsNotToldWhatItWouldMisread) {  // L12, D12
  Bench bench;
  bench.open("newer");
  bench.tab_rules = 0;  // the first programs did not say
  bench.open("older");
  bench.go_online();
  bench.entries({entry(1, {operation(k_bob, 1)})});
  bench.answer_storage();
  EXPECT_EQ(bench.heard<EntriesConfirmed>("older").size(), 1u);

  operations::OperationBuilder build(k_ann, 1);
  build.format_spans({k_ann, 7}, {"fontWeight", document::Value::string("bold"), {{{{k_ann, 7}, 0}, 1}}});
  bench.store("newer", {base::encoded(build.take())});
  bench.answer_storage();
  ASSERT_FALSE(bench.heard<RoleChanged>("older").empty());
  EXPECT_EQ(bench.heard<RoleChanged>("older").back().role, Role::View);
  EXPECT_TRUE(bench.heard<RoleChanged>("older").back().update_needed);
  EXPECT_TRUE(bench.heard<OperationsStored>("older").empty());
  bench.entries({entry(2, {operation(k_bob, 2)})});
  bench.answer_storage();
  EXPECT_EQ(bench.heard<EntriesConfirmed>("older").size(), 1u);

  EXPECT_EQ(bench.heard<EntriesConfirmed>("newer").size(), 2u);
  for (const RoleChanged& said : bench.heard<RoleChanged>("newer")) EXPECT_FALSE(said.update_needed);
  EXPECT_EQ(bench.pushed().size(), 1u);

  bench.open("late");
  EXPECT_TRUE(bench.heard<DocumentLoaded>("late").empty());
  EXPECT_EQ(bench.heard<DocumentTrouble>("late").back().code, 426u);
}

TEST(ReplicaRules, WhatATabsOperationsAskIsStoredWithThemAndSaidWhenTheyArePushed) {  // L12
  StoreOperations wish;
  wish.document = id_bytes(k_document);
  wish.operations = {operation(k_ann, 1)};
  wish.min_writer = k_newer;

  Bench bench({}, k_newer);
  bench.open("a");
  bench.go_online();
  bench.tab("a", 70, wish);
  ASSERT_TRUE(bench.running.has_value());
  EXPECT_TRUE(holds(*bench.running, "put_outbox"));
  EXPECT_EQ(writers_minimum_of(*bench.running), k_newer);
  bench.answer_storage();
  ASSERT_EQ(bench.said<Push>().size(), 1u);
  EXPECT_EQ(bench.said<Push>()[0].min_writer, k_newer);

  Bench older;  // the tab is of a newer build than the worker that it found
  older.open("a");
  older.go_online();
  older.tab("a", 70, wish);
  older.answer_storage();
  EXPECT_EQ(older.heard<OperationsStored>("a").back().number, 1u) << "it is kept";
  EXPECT_TRUE(older.said<Push>().empty()) << "for the newer program";
  EXPECT_TRUE(older.heard<RoleChanged>("a").back().update_needed);
}

TEST(ReplicaRules, WhatANewerProgramTookInBeforeItIsNeitherShownNorMadeIntoACheckpoint) {  // D9, D12
  constexpr std::uint64_t k_count = k_entries_before_compaction + 50;
  const auto device = [](std::uint64_t first_newer) {
    std::map<std::string, SqlRows> rows = device_with({k_newer, k_newer});
    rows["all_documents"].rows[0].columns[10] = value(k_count);
    for (std::uint64_t seq = 1; seq <= k_count; ++seq) {
      Entry each = entry(seq, {operation(k_bob, seq)});
      if (seq >= first_newer) each.min_reader = each.min_writer = k_newer;
      rows["get_entries"].rows.push_back(one_row({value(base::encoded(each))}).rows[0]);
    }
    return rows;
  };
  const auto close = [](Bench& bench) {
    CloseDocument wish;
    wish.document = id_bytes(k_document);
    bench.tab("a", 70, wish);
    bench.answer_storage();
  };
  Bench older(device(9));
  older.open("a");
  EXPECT_EQ(older.heard<DocumentLoaded>("a").back().entries.size(), 8u);
  close(older);
  EXPECT_FALSE(older.executed("put_checkpoint"));

  Bench newer(device(9), k_newer);
  newer.open("a");
  EXPECT_EQ(newer.heard<DocumentLoaded>("a").back().entries.size(), k_count);
  close(newer);
  EXPECT_TRUE(newer.executed("put_checkpoint"));
}

TEST(ReplicaRules, AServerThatSpeaksNoProtocolOfItsIsSaidToNeedAnUpdate) {  // L2
  Bench bench;
  bench.open("a");
  HostConnected connected;
  connected.attempt = bench.attempt;
  bench.put(connected);
  Trouble trouble;
  trouble.code = 426;
  bench.server(trouble);
  EXPECT_TRUE(bench.heard<ReplicaStatus>("a").back().update_needed);
  HostDisconnected gone;
  gone.attempt = bench.attempt;
  bench.put(gone);
  EXPECT_TRUE(bench.heard<ReplicaStatus>("a").back().update_needed);
  bench.now_ms += 60'000;
  bench.put(HostTimer{});
  bench.go_online();
  EXPECT_FALSE(bench.heard<ReplicaStatus>("a").back().update_needed);
}

TEST(ReplicaRules, LetsGoOfTheConnectionWhenTheNetworkIsSaidToBeGone) {  // D8
  Bench bench;
  bench.open("a");
  bench.go_online();
  const std::uint64_t first = bench.attempt;
  HostNetworkHint hint;
  hint.online = false;
  bench.put(hint);
  EXPECT_EQ(bench.disconnects, 1);
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().connection, Connection::Offline);
  hint.online = true;
  bench.put(hint);
  EXPECT_GT(bench.attempt, first) << "tried at once";
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().connection, Connection::Offline) << "a try is no connection yet";
  bench.go_online();
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().connection, Connection::Online);
}

// An operation of a later program: a kind of step, fields and a property that this one does not know.
std::string of_later(base::ClientId client, std::uint64_t number) {
  operations::OperationBuilder build(client, number);
  build.set({}, "hologram", "{\"depth\":[1,2]}");
  operations::Operation out = build.take();
  out.steps.emplace_back().unknown_fields = std::string("\x9a\x01\x05later", 8);
  out.unknown_fields = std::string("\x9a\x06\x02yz", 5);
  out.schema = 99;
  return base::encoded(out);
}

TEST(ReplicaRules, WhatItDoesNotKnowRidesAlongByteForByte) {  // I13, S10
  Bench bench;
  bench.open("a");
  bench.go_online();
  Entry theirs = entry(1, {of_later(k_bob, 1)});
  theirs.unknown_fields = std::string("\x9a\x06\x03xyz", 6);
  bench.entries({theirs});
  ASSERT_TRUE(bench.running.has_value());
  for (const SqlStatement& statement : bench.running->statements) {
    if (statement.name != "put_entry") continue;
    EXPECT_EQ(std::get<std::string>(statement.parameters[2].kind), base::encoded(theirs));
  }
  bench.answer_storage();
  ASSERT_EQ(bench.heard<EntriesConfirmed>("a").size(), 1u);
  EXPECT_EQ(bench.heard<EntriesConfirmed>("a")[0].entries[0], theirs);
  bench.store("a", {of_later(k_ann, 1)});  // as one that a newer program left in the outbox
  bench.answer_storage();
  EXPECT_EQ(bench.pushed(), (std::vector{of_later(k_ann, 1)}));
}

}  // namespace
}  // namespace flashkit::sync
