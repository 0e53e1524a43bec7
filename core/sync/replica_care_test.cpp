// What the replica sees to: operations that no server takes, the person's word on them, checkpoints that take long,
// and more designs than a connection holds.
#include <gtest/gtest.h>

#include <set>

#include "sync/checkpoint.h"
#include "sync/limits.h"
#include "sync/replica.h"
#include "sync/replica_bench_for_tests.h"

namespace flashkit::sync {
namespace {

std::vector<std::string> names_of(const EffectExecute& execute) {
  std::vector<std::string> out;
  for (const SqlStatement& statement : execute.statements) out.push_back(statement.name);
  return out;
}

SettleRejected again(const KeptOperation& kept) {
  SettleRejected out;
  out.document = id_bytes(k_document);
  out.client = kept.client;
  out.number = kept.number;
  out.retry = true;
  return out;
}

TEST(ReplicaCare, WhatIsTooLargeForAnyServerIsPutAsideWhenItIsStored) {  // D6
  const std::string huge = operation(k_ann, 1, "\"" + std::string(k_max_operation_bytes, 'x') + "\"");
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.store("a", {huge, operation(k_ann, 2)});
  ASSERT_TRUE(bench.running.has_value());
  EXPECT_EQ(std::get<std::string>(bench.running->statements[0].parameters[5].kind), huge) << "it is kept";
  bench.answer_storage();
  ASSERT_EQ(bench.heard<OperationRejected>("a").size(), 1u);
  EXPECT_EQ(bench.heard<OperationRejected>("a")[0].kept->reason, RejectReason::TooLarge);
  const auto pushed = bench.pushed();
  ASSERT_EQ(pushed.size(), 2u);
  EXPECT_TRUE(operations::decode_operation(pushed[0]).value().steps.empty()) << "a filler takes the number";
  EXPECT_EQ(pushed[1], operation(k_ann, 2));
  bench.store("a", {huge});
  bench.answer_storage();
  EXPECT_EQ(std::count(bench.executed_names.begin(), bench.executed_names.end(), "put_kept"), 1) << "once";

  // One that an earlier program left behind.
  Bench later(
      {{"all_documents", one_row({value(id_bytes(k_document)), value(std::string(16, 'c')), value("name"), value(1),
                                  value(0), value(0), value(0), value(0), value(2), value(1), value(0), value(0)})},
       {"all_outbox", one_row({value(id_bytes(k_document)), value(id_bytes(k_ann)), value(1), value(huge)})}});
  EXPECT_TRUE(later.executed("put_kept"));
  later.go_online();
  ASSERT_EQ(later.pushed().size(), 1u);
  EXPECT_LT(later.pushed()[0].size(), 100u);
}

TEST(ReplicaCare, TryingAgainStoresTheNewOperationInTheTransactionThatDropsTheOld) {  // D6, D7
  Bench bench;
  bench.open("a");
  bench.go_online();
  bench.store("a", {operation(k_ann, 1), operation(k_ann, 2)});
  bench.answer_storage();
  for (const std::uint64_t number : {1u, 2u}) bench.reject(k_ann, number, RejectReason::Malformed);
  bench.answer_storage();
  const auto rejected = bench.heard<OperationRejected>("a");
  ASSERT_EQ(rejected.size(), 2u);
  bench.rows["get_kept"] = one_row({value(operation(k_ann, 1))});
  bench.to_server.clear();
  bench.executed_names.clear();

  // All three are read in one transaction: the last is settled already.
  bench.tab("a", 50, ListDocuments{});
  for (const std::uint64_t which : {0u, 1u, 0u}) bench.tab("a", 51 + which, again(*rejected[which].kept));
  std::vector<std::vector<std::string>> transactions;
  while (bench.running.has_value()) {
    transactions.push_back(names_of(*bench.running));
    HostExecuted executed;
    executed.id = bench.running->id;
    for (const SqlStatement& statement : bench.running->statements) {
      executed.results.push_back(statement.name == "get_kept" ? bench.rows["get_kept"] : SqlRows());
    }
    bench.running.reset();
    bench.put(executed);
  }
  ASSERT_EQ(transactions.size(), 3u);
  EXPECT_EQ(transactions[1], (std::vector<std::string>{"get_kept", "get_kept", "get_kept"}));
  EXPECT_EQ(transactions[2], (std::vector<std::string>{"put_outbox", "drop_kept", "put_outbox", "drop_kept"}))
      << "each with what takes its place";
  const auto pushed = bench.pushed();
  ASSERT_EQ(pushed.size(), 2u);
  EXPECT_NE(operations::read_operation(pushed[0]).value().id, operations::read_operation(pushed[1]).value().id);
  EXPECT_EQ(bench.heard<ReplicaStatus>("a").back().rejected, 0u);
}

TEST(ReplicaCare, ALongTailBehindACheckpointIsAskedForOnceTheCheckpointIsHere) {  // L4
  constexpr std::uint64_t k_seq = 5;
  const std::string large(1u << 20, 'x');
  Bench bench;
  bench.open("a", false);
  bench.go_online(k_seq, true);
  ASSERT_EQ(bench.fetched_seq, k_seq);
  bench.fetched_seq = 0;
  for (std::uint64_t i = 1; i <= 6; ++i) {
    bench.entries({entry(k_seq + i, {operation(k_bob, k_seq + i, "\"" + large + "\"")})});
  }
  EXPECT_EQ(bench.said<Open>().size(), 1u) << "it goes on waiting for that checkpoint";
  HostCheckpointFetched fetched;
  fetched.document = id_bytes(k_document);
  fetched.seq = k_seq;
  fetched.checkpoint = write_checkpoint(k_seq, {{k_bob, k_seq}}, document::Document());
  bench.put(fetched);
  bench.answer_storage();
  EXPECT_TRUE(bench.executed("put_checkpoint"));
  ASSERT_EQ(bench.said<Open>().size(), 2u) << "for what it had no room for";
  EXPECT_GT(bench.said<Open>()[1].after_seq, k_seq) << "what it held is taken in";
  EXPECT_LT(bench.said<Open>()[1].after_seq, k_seq + 6);
}

// A server that holds so many designs of one connection, and writes what is pushed.
class SmallServer {
 public:
  SmallServer(Bench& bench, std::size_t most) : bench_(bench), most_(most) {}
  void answer() {
    for (const ClientFrame& frame : std::exchange(bench_.to_server, {})) {
      if (const auto* open = std::get_if<Open>(&frame.kind)) take(*open);
      if (const auto* push = std::get_if<Push>(&frame.kind)) take(*push);
      if (const auto* close = std::get_if<Close>(&frame.kind)) held.erase(close->document);
    }
    bench_.answer_storage();
  }
  std::set<std::string> held;
  std::set<std::string> written;

 private:
  void take(const Open& open) {
    if (held.size() >= most_) {
      Trouble trouble;
      trouble.document = open.document;
      trouble.code = 429;
      return bench_.server(trouble);
    }
    held.insert(open.document);
    Opened opened;
    opened.document = open.document;
    opened.role = Role::Edit;
    bench_.server(opened);
  }
  void take(const Push& push) {
    written.insert(push.document);
    Entries news;
    news.document = push.document;
    news.head = 1;
    news.entries = {entry(1, push.operations)};
    bench_.server(news);
  }
  Bench& bench_;
  std::size_t most_;
};

TEST(ReplicaCare, AHundredDesignsThatWaitTakeTurnsOnAConnectionThatHoldsSixtyFour) {  // D9
  constexpr std::size_t k_designs = 100;
  std::map<std::string, SqlRows> rows;
  for (std::uint64_t i = 1; i <= k_designs; ++i) {
    const std::string document = id_bytes(base::DocumentId{1, i});
    rows["all_documents"].rows.push_back(
        one_row({value(document), value(std::string(16, 'c')), value("name"), value(1), value(0), value(0), value(0),
                 value(0), value(2), value(1), value(0), value(0)})
            .rows[0]);
    rows["all_outbox"].rows.push_back(
        one_row({value(document), value(id_bytes(k_ann)), value(1), value(operation(k_ann, 1))}).rows[0]);
  }
  Bench bench(rows);
  HostConnected connected;
  connected.attempt = bench.attempt;
  bench.put(connected);
  Welcome welcome;
  welcome.protocol = 1;
  bench.server(welcome);
  SmallServer server(bench, 64);
  for (int i = 0; i < 50; ++i) {
    server.answer();
    bench.now_ms += 500;
    bench.put(HostTimer{});
  }
  EXPECT_EQ(server.written.size(), k_designs);
  EXPECT_TRUE(server.held.empty()) << "nobody looks at them";
}

}  // namespace
}  // namespace flashkit::sync
