#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sync/people_for_tests.h"
#include "sync/replica.h"

namespace flashkit::sync {

// A replica whose storage answers when it is told to. Reads find an empty database, or the rows that are given by the
// name of the statement.
class Bench {
 public:
  explicit Bench(std::map<std::string, SqlRows> held = {}, std::uint32_t rules = k_rules)
      : rows(std::move(held)), replica(Program{.rules = rules}), tab_rules(rules) {
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
    wish.rules = tab_rules;
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
  void go_online(std::uint64_t head = 0, bool from_checkpoint = false, Minimum minimum = {}) {
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
    opened.min_reader = minimum.reader;
    opened.min_writer = minimum.writer;
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
  void reject(base::ClientId client, std::uint64_t which, RejectReason reason) {
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
  std::uint32_t tab_rules;  // of the program of tabs that open from now on; 0: it does not say
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

// A row of what the device's database answers.
inline SqlValue value(std::int64_t number) {
  SqlValue out;
  out.kind = number;
  return out;
}
inline SqlValue value(std::string bytes) {
  SqlValue out;
  out.kind = std::move(bytes);
  return out;
}
inline SqlRows one_row(std::vector<SqlValue> columns) {
  SqlRows out;
  out.rows.emplace_back();
  out.rows.back().columns = std::move(columns);
  return out;
}

}  // namespace flashkit::sync
