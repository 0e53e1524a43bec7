// A device: the shipping Replica over the shipping SQLite adapter on a faulty disk, and tabs with the shipping View.
#include <algorithm>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

namespace {
base::ClientId fresh_client(Random& random) {
  const std::uint64_t high = random.next();
  const std::uint64_t low = random.next();
  return {high, low};
}
const std::string k_capability(16, 'c');
}  // namespace

// ---- tab ----

Tab::Tab(World& world, Device& device, std::string name, DocumentId document)
    : world_(world),
      device_(device),
      name_(std::move(name)),
      document_(document),
      client_(fresh_client(world.random)),
      edits_(world.random.next(), client_) {}

void Tab::send(decltype(sync::TabMessage::kind) kind) {
  sync::TabMessage message;
  message.number = next_message_++;
  message.kind = std::move(kind);
  unanswered_[message.number] = message;
  device_.from_tab(name_, message);
}

void Tab::open() {
  sync::OpenDocument open;
  open.document = sync::id_bytes(document_);
  open.capability = k_capability;
  open.create = !world_.created;
  send(std::move(open));
}

// A new worker was elected: open again, then repeat what was not answered.
void Tab::replica_changed() {
  const auto before = unanswered_;
  unanswered_.clear();
  open();
  for (const auto& [number, message] : before) {
    if (std::get_if<sync::OpenDocument>(&message.kind) != nullptr) continue;
    unanswered_[number] = message;
    device_.from_tab(name_, message);
  }
}

void Tab::store(std::vector<std::string> operations) {
  sync::StoreOperations store;
  store.document = sync::id_bytes(document_);
  for (const std::string& bytes : operations) {
    storing_[operations::read_operation(bytes).value().id.number] = base::sha256(base::bytes_of(bytes));
  }
  store.operations = std::move(operations);
  store.gesture_end = world_.random.one_in(2);
  send(std::move(store));
}

void Tab::act() {
  if (!loaded_) return;
  const OperationId next{client_, view_.last_number(client_) + 1};
  std::vector<std::string> made;
  const std::uint64_t what = world_.random.below(10);
  if (what < 2) {
    const auto undone = what == 0 ? undo_.undo(view_.document(), view_.last_writers(), next)
                                  : undo_.redo(view_.document(), view_.last_writers(), next);
    if (!undone.operation.has_value()) return;
    if (view_.add_local(*undone.operation).took_effect) made.push_back(base::encoded(*undone.operation));
  } else {
    operations::Operation operation = edits_.operation(view_.document(), next.number);
    if (world_.random.one_in(50)) {  // large enough for a body of its own
      operations::OperationBuilder build(client_, next.number);
      build.set({}, "name", "\"" + std::string(20'000, 'x') + "\"");
      operation = build.take();
    }
    undo_.record(view_.document(), view_.last_writers(), operation);
    if (view_.add_local(operation).took_effect) made.push_back(base::encoded(operation));
  }
  if (!made.empty()) store(std::move(made));
}

void Tab::receive(const sync::ReplicaMessage& message) {
  if (message.answered != 0) unanswered_.erase(message.answered);
  if (const auto* loaded = std::get_if<sync::DocumentLoaded>(&message.kind)) {
    if (!loaded->complete) return;
    auto answer = view_.load(*loaded);
    if (!answer.ok()) return world_.fail("I4", std::string("a tab could not load: ") + answer.error().rule);
    loaded_ = true;
    if (!answer.value().unstored.empty()) store(std::move(answer.value().unstored));
  } else if (const auto* confirmed = std::get_if<sync::EntriesConfirmed>(&message.kind)) {
    if (loaded_ && view_.confirm(confirmed->entries).gap) open();
  } else if (const auto* stored = std::get_if<sync::OperationsStored>(&message.kind)) {
    if (!stored->from_other_tab.empty() && loaded_) view_.add_from_other_tab(stored->from_other_tab);
    const auto client = sync::id_from_bytes<base::ClientId>(stored->client);
    if (!client.has_value()) return;
    while (*client == client_ && !storing_.empty() && storing_.begin()->first <= stored->number) {
      world_.stored[{document_, {client_, storing_.begin()->first}}] = storing_.begin()->second;
      storing_.erase(storing_.begin());
    }
  } else if (const auto* rejected = std::get_if<sync::OperationRejected>(&message.kind)) {
    const OperationId id{*sync::id_from_bytes<base::ClientId>(rejected->kept->client), rejected->kept->number};
    view_.remove_pending(id);
  }
}

// ---- device ----

Device::Device(World& world, std::uint64_t device_number)
    : number(device_number), disk(world.random.next()), world_(world) {}

Device::~Device() { disk.dies_after = 0; }

void Device::add_tab() {
  const DocumentId document = world_.documents[world_.random.below(world_.documents.size())];
  tabs.push_back(std::make_unique<Tab>(world_, *this, "t" + std::to_string(++tab_count_), document));
  tabs.back()->open();
}

void Device::kill_tab() {
  if (tabs.empty()) return;
  const std::size_t which = world_.random.below(tabs.size());
  world_.note("tab killed", number);
  sync::HostTabClosed closed;
  closed.tab = tabs[which]->name();
  tabs.erase(tabs.begin() + static_cast<std::ptrdiff_t>(which));
  input(std::move(closed));
}

void Device::start_worker() {
  if (replica_ != nullptr) return;
  adapters::ReplicaSqlite::Options options;
  options.path = "replica.db";
  options.vfs = disk.vfs_name();
  options.journal_mode = number % 2 == 0 ? "WAL" : "TRUNCATE";
  auto opened = adapters::ReplicaSqlite::open(options);
  if (!opened.ok()) {
    world_.note("database does not open", number);
    if (disk.dead()) disk.revive(false);
    world_.at(400, [this] { start_worker(); });
    return;
  }
  database_ = std::move(opened).value();
  replica_ = std::make_unique<sync::Replica>();
  ++epoch;
  world_.note("worker", number, epoch);
  sync::HostStarted started;
  started.build = "simulator";
  input(std::move(started));
  for (const auto& tab : tabs) tab->replica_changed();
}

// The worker ends here and now; with a power loss the whole device, tabs too.
void Device::crash(bool power_loss) {
  world_.note(power_loss ? "power loss" : "worker killed", number, epoch);
  ++epoch;
  disk.dies_after = 0;  // closing must not write
  disk.change_allowed();
  replica_.reset();
  database_.reset();
  disk.revive(power_loss);
  if (connection_ != 0) world_.break_connection(connection_, false);
  connection_ = 0;
  if (power_loss) tabs.clear();
  world_.at(world_.random.between(50, 2000), [this, power_loss] {
    start_worker();
    if (power_loss) {
      for (std::uint64_t i = world_.random.between(1, 2); i > 0; --i) add_tab();
    }
  });
}

void Device::from_tab(const std::string& tab, const sync::TabMessage& message) {
  const std::uint64_t now = epoch;
  sync::HostTabMessage host;
  host.tab = tab;
  host.message = base::encoded(message);
  world_.at(1, [this, now, host] {
    if (now == epoch) input(host);
  });
}

void Device::input(decltype(sync::ReplicaInput::kind) kind) {
  if (replica_ == nullptr) return;
  sync::ReplicaInput in;
  in.now_ms = static_cast<double>(world_.now_ms);
  in.wall_ms = static_cast<double>(world_.wall_ms(number));
  const std::uint64_t high = world_.random.next();
  const std::uint64_t low = world_.random.next();
  in.random = operations::id_bytes(high, low);
  in.kind = std::move(kind);
  replica_->input(in);
  drain();
}

void Device::drain() {
  const std::uint64_t now = epoch;
  for (const sync::ReplicaEffect& effect : replica_->drain().effects) {
    if (const auto* wish = std::get_if<sync::EffectExecute>(&effect.kind)) {
      const sync::EffectExecute copy = *wish;
      world_.at(world_.random.between(1, 15), [this, now, copy] {
        if (now == epoch) execute(copy);
      });
    } else if (const auto* to_tab = std::get_if<sync::EffectSendToTab>(&effect.kind)) {
      const std::string name = to_tab->tab;
      const sync::ReplicaMessage message = *to_tab->message;
      world_.at(1, [this, name, message] {
        for (const auto& tab : tabs) {
          if (tab->name() == name) return tab->receive(message);
        }
      });
    } else if (const auto* frame = std::get_if<sync::EffectSendToServer>(&effect.kind)) {
      const auto found = world_.connections.find(connection_);
      if (found != world_.connections.end() && found->second.attempt == frame->attempt) {
        world_.to_server(connection_, frame->frame);
      }
    } else if (const auto* wish_connect = std::get_if<sync::EffectConnect>(&effect.kind)) {
      connect(wish_connect->attempt);
    } else if (const auto* gone = std::get_if<sync::EffectDisconnect>(&effect.kind)) {
      const auto found = world_.connections.find(connection_);
      if (found != world_.connections.end() && found->second.attempt == gone->attempt) {
        world_.break_connection(connection_, false);
      }
    } else if (const auto* timer = std::get_if<sync::EffectSetTimer>(&effect.kind)) {
      const std::uint64_t mine = ++timer_;
      const auto when = static_cast<std::uint64_t>(timer->at_ms);
      world_.at(when > world_.now_ms ? when - world_.now_ms : 0, [this, now, mine] {
        if (now == epoch && mine == timer_) input(sync::HostTimer{});
      });
    } else if (const auto* fetch = std::get_if<sync::EffectFetchCheckpoint>(&effect.kind)) {
      fetch_checkpoint(*fetch);
    }
  }
}

// As an HTTP request to any node: its answer, or nothing after ten seconds.
void Device::fetch_checkpoint(const sync::EffectFetchCheckpoint& fetch) {
  const auto answered = std::make_shared<bool>(false);
  const auto answer = [this, now = epoch, answered, document = fetch.document, seq = fetch.seq](std::string json) {
    if (now != epoch || std::exchange(*answered, true)) return;
    sync::HostCheckpointFetched fetched;
    fetched.document = document;
    fetched.seq = seq;
    fetched.checkpoint = std::move(json);
    input(std::move(fetched));
  };
  world_.at(10'000, [answer] { answer({}); });
  Node& node = *world_.nodes[world_.random.below(world_.nodes.size())];
  if (((cut_to_server | cut_to_client) >> node.number & 1) != 0) return;
  const std::uint64_t on_the_way = world_.random.between(5, 200);
  node.fetch_checkpoint(*sync::id_from_bytes<DocumentId>(fetch.document), fetch.seq,
                        [this, answer, on_the_way](std::string json) {
                          world_.at(on_the_way, [answer, json = std::move(json)] { answer(json); });
                        });
}

void Device::execute(const sync::EffectExecute& wish) {
  if (!world_.healed && world_.faults.dies_in_transaction && world_.random.one_in(60)) {
    disk.dies_after = static_cast<std::int64_t>(world_.random.below(12));
  }
  sync::HostExecuted answer = database_->execute(wish);
  if (disk.dead()) return crash(world_.faults.power_loss && world_.random.one_in(2));
  disk.dies_after = -1;
  if (answer.failed) world_.note("storage failed", number, answer.full ? 1 : 0);
  const std::uint64_t now = epoch;
  // Done, but not answered yet: a kill in between is a case of its own.
  world_.at(world_.random.between(0, 3), [this, now, answer] {
    if (now == epoch) input(answer);
  });
}

// To any node, as a balancer that does not know which are well would have it.
void Device::connect(std::uint64_t attempt) {
  const std::uint64_t now = epoch;
  Node& node = *world_.nodes[world_.random.below(world_.nodes.size())];
  const bool fails = !node.up() || ((cut_to_server | cut_to_client) >> node.number & 1) != 0;
  if (fails && world_.random.one_in(3)) return;  // hangs
  world_.at(world_.random.between(5, 80), [this, now, attempt, fails, &node] {
    if (now != epoch) return;
    if (fails || !node.up()) {
      sync::HostDisconnected gone;
      gone.attempt = attempt;
      return input(gone);
    }
    connection_ = world_.fresh_connection(number, node.number, attempt);
    sync::HostConnected there;
    there.attempt = attempt;
    input(there);
  });
}

// The statements that read a document's checkpoint and all its entries.
static std::vector<sync::SqlStatement> everything_of(const std::string& document) {
  sync::SqlValue key;
  key.kind = document;
  sync::SqlValue zero;
  zero.kind = std::int64_t{0};
  sync::SqlValue all;
  all.kind = std::int64_t{-1};
  sync::SqlStatement checkpoint;
  checkpoint.name = "get_checkpoint";
  checkpoint.parameters = {key};
  sync::SqlStatement entries;
  entries.name = "get_entries";
  entries.parameters = {key, zero, all};
  return {checkpoint, entries};
}

// What the database holds belongs together (I10), and in the end it equals the journal (I4) with nothing left to send.
void Device::check(bool final) {
  if (database_ == nullptr || disk.dead()) {
    if (final) world_.fail("I11", "a worker never came back");
    return;
  }
  sync::EffectExecute wish;
  wish.id = 1;
  for (const char* name : {"all_documents", "all_outbox", "all_kept"}) {
    sync::SqlStatement statement;
    statement.name = name;
    wish.statements.push_back(statement);
  }
  const sync::HostExecuted rows = database_->execute(wish);
  if (rows.failed) return;
  for (const sync::SqlRow& row : rows.results[0].rows) {
    const std::string bytes = std::get<std::string>(row.columns[0].kind);
    const DocumentId id = *sync::id_from_bytes<DocumentId>(bytes);
    const auto cursor = static_cast<std::uint64_t>(std::get<std::int64_t>(row.columns[10].kind));
    sync::EffectExecute more;
    more.id = 1;
    more.statements = everything_of(bytes);
    const sync::HostExecuted held = database_->execute(more);
    if (held.failed) return;
    sync::JournalState state;
    if (!held.results[0].rows.empty()) {
      auto read = sync::read_checkpoint(std::get<std::string>(held.results[0].rows[0].columns[1].kind));
      if (!read.ok()) return world_.fail("I5", "a device's checkpoint does not read");
      state = sync::JournalState(std::move(read).value());
    }
    for (const sync::SqlRow& entry_row : held.results[1].rows) {
      const sync::Entry entry = sync::decode_entry(std::get<std::string>(entry_row.columns[0].kind)).value();
      if (!state.apply(entry).ok()) return world_.fail("I10", "a device's entries do not follow each other");
    }
    if (state.seq() != cursor) return world_.fail("I10", "a device's cursor is not where its entries end");
    for (const sync::SqlRow& waiting : rows.results[1].rows) {
      if (std::get<std::string>(waiting.columns[0].kind) != bytes) continue;
      const auto client = *sync::id_from_bytes<base::ClientId>(std::get<std::string>(waiting.columns[1].kind));
      const auto last = state.clients().find(client);
      const auto waiting_number = static_cast<std::uint64_t>(std::get<std::int64_t>(waiting.columns[2].kind));
      if (last != state.clients().end() && waiting_number <= last->second) {
        return world_.fail("I10", "an operation is in the outbox and in the confirmed entries");
      }
      if (final) {
        world_.note("still waiting: device and document", number, id.low);
        return world_.fail("I11", "an operation still waits a minute after all was well");
      }
    }
    if (!final) continue;
    // A document that no tab shows any more may rest at an older head.
    if (state.checkpoint() != world_.replay(id, cursor).checkpoint()) {
      return world_.fail("I4", "a device's confirmed state is not the journal's replay");
    }
    const bool open = std::any_of(tabs.begin(), tabs.end(), [&](const auto& tab) { return tab->document() == id; });
    if (open && cursor != world_.cloud.documents[id].entries.size()) {
      return world_.fail("I11", "a device did not come to the journal's head");
    }
  }
  if (!final) return;
  for (const sync::SqlRow& row : rows.results[2].rows) {
    const auto bytes_at = [&](std::size_t column) { return std::get<std::string>(row.columns[column].kind); };
    const auto kept_number = static_cast<std::uint64_t>(std::get<std::int64_t>(row.columns[2].kind));
    world_.kept.insert({*sync::id_from_bytes<DocumentId>(bytes_at(0)),
                        {*sync::id_from_bytes<base::ClientId>(bytes_at(1)), kept_number}});
  }
  check_tabs();
}

// In the end every open tab shows the journal's replay and nothing as waiting (I4, I11).
void Device::check_tabs() {
  for (const auto& tab : tabs) {
    if (!tab->loaded()) return world_.fail("I11", "a tab never got its document");
    if (tab->view().pending_count() != 0) return world_.fail("I4", "a view still shows something as waiting");
    const sync::JournalState state = world_.replay(tab->document(), ~std::uint64_t{0});
    if (tab->view().seq() != state.seq()) return world_.fail("I4", "a view is not at the journal's head");
    if (sync::write_checkpoint(0, {}, tab->view().document()) != sync::write_checkpoint(0, {}, state.document())) {
      return world_.fail("I4", "a view is not the journal's replay");
    }
  }
}

}  // namespace flashkit::simulator
