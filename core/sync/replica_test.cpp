// The replica, one situation at a time; the simulator in tests/simulator mixes them all.
#include "sync/replica.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/proto.h"
#include "operations/builder.h"
#include "sync/checkpoint.h"
#include "sync/frames.h"
#include "sync/limits.h"

namespace flashkit::sync {
namespace {

using base::ClientId;

const base::DocumentId k_document{9, 9};
const ClientId k_ann{0xA, 1};
const ClientId k_bob{0xB, 2};

std::string operation(ClientId client, std::uint64_t number) {
  operations::OperationBuilder build(client, number);
  build.set({}, "name", "\"x\"");
  return base::encoded(build.take());
}

Entry entry(std::uint64_t seq, std::vector<std::string> operations) {
  Entry out;
  out.seq = seq;
  out.operations = std::move(operations);
  return out;
}

// A replica whose storage answers when it is told to. Reads find an empty database, or the rows that are given by the
// name of the statement.
class Bench {
 public:
  explicit Bench(std::map<std::string, SqlRows> held = {}) : rows(std::move(held)) {
    HostStarted started;
    started.build = "test";
    put(started);
    answer_storage();
  }
  void put(decltype(ReplicaInput::kind) kind) {
    ReplicaInput input;
    input.now_ms = now_ms;
    input.random = std::string(16, '\x42');
    input.kind = std::move(kind);
    replica.input(input);
    for (ReplicaEffect& effect : replica.drain().effects) {
      if (auto* execute = std::get_if<EffectExecute>(&effect.kind)) running = *execute;
      if (auto* tab = std::get_if<EffectSendToTab>(&effect.kind)) to_tab[tab->tab].push_back(*tab->message);
      if (auto* frame = std::get_if<EffectSendToServer>(&effect.kind)) {
        to_server.push_back(decode_client_frame(frame->frame).value());
      }
      if (auto* connect = std::get_if<EffectConnect>(&effect.kind)) attempt = connect->attempt;
      if (std::get_if<EffectDisconnect>(&effect.kind) != nullptr) ++disconnects;
      if (auto* timer = std::get_if<EffectSetTimer>(&effect.kind)) timer_ms = timer->at_ms;
      if (auto* fetch = std::get_if<EffectFetchCheckpoint>(&effect.kind)) fetched_seq = fetch->seq;
    }
  }
  // Answers transactions until none is under way.
  void answer_storage(bool failed = false, bool full = false) {
    while (running.has_value()) {
      HostExecuted executed;
      executed.id = running->id;
      executed.failed = failed;
      executed.full = full;
      for (const SqlStatement& statement : running->statements) {
        if (!failed) executed_names.push_back(statement.name);
      }
      executed.results.resize(failed ? 0 : running->statements.size());
      for (std::size_t i = 0; i < executed.results.size(); ++i) {
        const auto known = rows.find(running->statements[i].name);
        if (known != rows.end()) executed.results[i] = known->second;
      }
      running.reset();
      put(executed);
      if (failed) return;
    }
  }
  void tab(const std::string& name, std::uint64_t message_number, decltype(TabMessage::kind) kind) {
    TabMessage message;
    message.number = message_number;
    message.kind = std::move(kind);
    HostTabMessage host;
    host.tab = name;
    host.message = base::encoded(message);
    put(host);
  }
  void open(const std::string& name, bool create = true) {
    OpenDocument wish;
    wish.document = id_bytes(k_document);
    wish.capability = std::string(16, 'c');
    wish.create = create;
    tab(name, ++number, wish);
    answer_storage();
  }
  void store(const std::string& name, std::vector<std::string> operations) {
    StoreOperations wish;
    wish.document = id_bytes(k_document);
    wish.operations = std::move(operations);
    wish.gesture_end = true;
    tab(name, ++number, wish);
  }
  template <class Kind>
  void server(Kind kind) {
    HostServerFrame frame;
    frame.attempt = attempt;
    frame.frame = base::encoded(server_frame(std::move(kind)));
    put(frame);
  }
  void go_online(std::uint64_t head = 0, bool from_checkpoint = false) {
    HostConnected connected;
    connected.attempt = attempt;
    put(connected);
    Welcome welcome;
    welcome.protocol = 1;
    server(welcome);
    Opened opened;
    opened.document = id_bytes(k_document);
    opened.head = head;
    opened.role = Role::Edit;
    opened.from_checkpoint = from_checkpoint;
    opened.checkpoint_seq = from_checkpoint ? head : 0;
    server(opened);
    answer_storage();
  }
  void entries(std::vector<Entry> news) {
    Entries frame;
    frame.document = id_bytes(k_document);
    frame.head = news.back().seq;
    frame.entries = std::move(news);
    server(frame);
  }
  void reject(ClientId client, std::uint64_t which, RejectReason reason) {
    Rejected frame;
    frame.document = id_bytes(k_document);
    frame.client = id_bytes(client);
    frame.number = which;
    frame.reason = reason;
    server(frame);
  }
  template <class Kind>
  std::vector<Kind> heard(const std::string& name) const {
    std::vector<Kind> out;
    const auto found = to_tab.find(name);
    if (found == to_tab.end()) return out;
    for (const ReplicaMessage& message : found->second) {
      if (const auto* kind = std::get_if<Kind>(&message.kind)) out.push_back(*kind);
    }
    return out;
  }
  template <class Kind>
  std::vector<Kind> said() const {
    std::vector<Kind> out;
    for (const ClientFrame& frame : to_server) {
      if (const auto* kind = std::get_if<Kind>(&frame.kind)) out.push_back(*kind);
    }
    return out;
  }
  std::vector<std::string> pushed() const {
    std::vector<std::string> out;
    for (const Push& push : said<Push>()) out.insert(out.end(), push.operations.begin(), push.operations.end());
    return out;
  }
  bool executed(const std::string& name) const {
    return std::find(executed_names.begin(), executed_names.end(), name) != executed_names.end();
  }

  std::map<std::string, SqlRows> rows;
  Replica replica;
  double now_ms = 1000;
  std::uint64_t number = 0;
  std::uint64_t attempt = 0;
  int disconnects = 0;
  double timer_ms = 0;
  std::uint64_t fetched_seq = 0;
  std::optional<EffectExecute> running;
  std::vector<std::string> executed_names;
  std::map<std::string, std::vector<ReplicaMessage>> to_tab;
  std::vector<ClientFrame> to_server;
};

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

SqlValue value(std::int64_t number) {
  SqlValue out;
  out.kind = number;
  return out;
}
SqlValue value(std::string bytes) {
  SqlValue out;
  out.kind = std::move(bytes);
  return out;
}
SqlRows one_row(std::vector<SqlValue> columns) {
  SqlRows out;
  out.rows.emplace_back();
  out.rows.back().columns = std::move(columns);
  return out;
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
  // No right: that will not pass by waiting.
  Trouble denied = busy;
  denied.code = 403;
  bench.server(denied);
  bench.now_ms += 60'000;
  bench.put(HostTimer{});
  EXPECT_EQ(bench.said<Open>().size(), 2u);
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

}  // namespace
}  // namespace flashkit::sync
