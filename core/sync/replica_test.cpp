// The replica towards its tabs and its storage, one situation at a time; the simulator in tests/simulator mixes them
// all.
#include "sync/replica.h"

#include <gtest/gtest.h>

#include "sync/checkpoint.h"
#include "sync/limits.h"
#include "sync/replica_bench_for_tests.h"

namespace flashkit::sync {
namespace {

TEST(Replica, SaysStoredOnlyAfterTheStorageAnswered) {  // D1
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1)});
  ASSERT_TRUE(bench.running.has_value());
  EXPECT_TRUE(bench.heard<OperationsStored>("a").empty());
  bench.answer_storage();
  ASSERT_EQ(bench.heard<OperationsStored>("a").size(), 1u);
  EXPECT_EQ(bench.heard<OperationsStored>("a")[0].number, 1u);
  EXPECT_EQ(bench.to_tab["a"].back().answered, bench.number);
}

TEST(Replica, KeepsARowUntilItIsSeenInTheJournal) {  // D2
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  bench.go_online();
  EXPECT_EQ(bench.pushed().size(), 1u);
  Acknowledged acknowledged;
  acknowledged.document = id_bytes(k_document);
  acknowledged.client = id_bytes(k_ann);
  acknowledged.number = 1;
  acknowledged.seq = 1;
  bench.server(acknowledged);
  bench.answer_storage();
  EXPECT_FALSE(bench.executed("drop_outbox"));
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().waiting, 1u);
  bench.entries({entry(1, {operation(k_ann, 1)})});
  ASSERT_TRUE(bench.running.has_value());
  std::vector<std::string> names;
  for (const SqlStatement& statement : bench.running->statements) names.push_back(statement.name);
  EXPECT_EQ(names, (std::vector<std::string>{"put_entry", "set_client", "drop_outbox", "set_cursor"}));
  EXPECT_TRUE(bench.heard<EntriesConfirmed>("a").empty());
  bench.answer_storage();
  EXPECT_EQ(bench.heard<EntriesConfirmed>("a").size(), 1u);
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().waiting, 0u);
}

TEST(Replica, OpensAgainWhenAnEntryIsMissing) {  // D3, L5
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.entries({entry(2, {operation(k_bob, 2)})});
  ASSERT_EQ(bench.said<Open>().size(), 2u);
  EXPECT_EQ(bench.said<Open>()[1].after_seq, 0u);
  EXPECT_FALSE(bench.executed("put_entry"));
}

TEST(Replica, AFullDiskKeepsWhatWasMadeAndTriesAgain) {  // D4
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage(true, true);
  EXPECT_TRUE(bench.heard<OperationsStored>("a").empty());
  EXPECT_FALSE(bench.heard<ReplicaStatus>("a").back().trouble.empty());
  bench.store("a", {operation(k_ann, 2)});
  EXPECT_EQ(bench.pushed().size(), 2u) << "better in the cloud than nowhere";
  bench.now_ms += 2 * static_cast<double>(k_storage_retry_ms);
  bench.put(HostTimer{});
  bench.answer_storage();
  EXPECT_EQ(bench.heard<OperationsStored>("a").back().number, 2u);
  EXPECT_TRUE(bench.heard<ReplicaStatus>("a").back().trouble.empty());
}

TEST(Replica, PassesOverAnswersThatComeTwice) {
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1)});
  HostExecuted stale;
  stale.id = bench.running->id - 1;
  bench.put(stale);
  EXPECT_TRUE(bench.heard<OperationsStored>("a").empty());
  bench.answer_storage();
  EXPECT_EQ(bench.heard<OperationsStored>("a").size(), 1u);
}

TEST(Replica, StoresARepeatedOperationOnce) {  // D5
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1)});
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  EXPECT_EQ(std::count(bench.executed_names.begin(), bench.executed_names.end(), "put_outbox"), 1);
  EXPECT_EQ(bench.heard<OperationsStored>("a").size(), 2u);
  bench.go_online();
  bench.entries({entry(1, {operation(k_ann, 1)})});
  bench.answer_storage();
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  EXPECT_EQ(bench.heard<OperationsStored>("a").size(), 3u) << "it is in the journal: as stored as can be";
  EXPECT_EQ(bench.pushed().size(), 1u);
}

TEST(Replica, TellsTheOtherTabsOfTheProfile) {
  Bench bench;
  bench.open("a");
  bench.open("b");
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  ASSERT_EQ(bench.heard<OperationsStored>("b").size(), 1u);
  EXPECT_EQ(bench.heard<OperationsStored>("b")[0].from_other_tab, (std::vector{operation(k_ann, 1)}));
}

TEST(Replica, PutsARefusedOperationAsideAndGoesOn) {  // D6, I11
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1), operation(k_ann, 2)});
  bench.answer_storage();
  bench.go_online();
  bench.reject(k_ann, 1, RejectReason::Malformed);
  bench.answer_storage();
  ASSERT_EQ(bench.heard<OperationRejected>("a").size(), 1u);
  const auto pushed = bench.pushed();
  ASSERT_EQ(pushed.size(), 4u);
  EXPECT_TRUE(operations::decode_operation(pushed[2]).value().steps.empty()) << "a filler takes the number";
  EXPECT_EQ(pushed[3], operation(k_ann, 2));
  EXPECT_TRUE(bench.executed("put_kept"));
  EXPECT_TRUE(bench.executed("replace_outbox"));
}

TEST(Replica, KeepsEverythingWhenTheRightIsGone) {  // L7, D7
  Bench bench;
  bench.open("a");
  bench.store("a", {operation(k_ann, 1)});
  bench.answer_storage();
  bench.go_online();
  bench.reject(k_ann, 1, RejectReason::NoRight);
  bench.answer_storage();
  EXPECT_EQ(bench.heard<RoleChanged>("a").back().role, Role::View);
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().waiting, 1u);
  EXPECT_EQ(bench.pushed().size(), 1u);
  ChangeRow erase;
  erase.document = id_bytes(k_document);
  erase.erase = true;
  bench.tab("a", 99, erase);
  bench.answer_storage();
  EXPECT_FALSE(bench.executed("erase_outbox"));
}

TEST(Replica, APictureGoesToATabOnceAndListsToThoseThatShowThem) {
  SqlRows picture;
  SqlValue bytes;
  bytes.kind = std::string("jpeg");
  picture.rows.resize(1);
  picture.rows[0].columns.push_back(std::move(bytes));
  Bench bench({{"get_preview", picture}});
  bench.open("a");
  const auto ask = [&](const std::string& name, bool keeps, bool stop) {
    ListDocuments wish;
    wish.keeps_previews = keeps;
    wish.stop = stop;
    bench.tab(name, ++bench.number, wish);
    bench.answer_storage();
  };
  const auto edit = [&](bool with_picture) {
    ChangeRow change;
    change.document = id_bytes(k_document);
    change.name = "again";
    if (with_picture) change.preview = "jpeg";
    bench.tab("a", ++bench.number, change);
    bench.answer_storage();
    bench.now_ms += 1000;
    bench.put(HostTimer{});
    bench.answer_storage();
  };
  const auto last = [&](const std::string& name) { return bench.heard<DocumentList>(name).back().rows.at(0).preview; };
  ask("home", true, false);
  ask("older", false, false);
  EXPECT_EQ(last("home"), "jpeg");
  edit(false);
  EXPECT_EQ(last("home"), "");
  EXPECT_EQ(last("older"), "jpeg");
  edit(true);
  EXPECT_EQ(last("home"), "jpeg");
  ask("older", false, true);
  const std::size_t told = bench.heard<DocumentList>("older").size();
  const auto reads = [&] {
    return std::count(bench.executed_names.begin(), bench.executed_names.end(), "get_preview");
  };
  const auto before = reads();
  edit(false);
  EXPECT_EQ(bench.heard<DocumentList>("older").size(), told);
  EXPECT_EQ(reads(), before) << "what nobody lacks is not read";
  ask("home", true, true);
  ask("home", true, false);
  EXPECT_EQ(last("home"), "") << "it has it from before";
}

}  // namespace
}  // namespace flashkit::sync
