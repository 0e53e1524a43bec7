// A device: the shipping Replica over the shipping SQLite adapter on a faulty disk.
#include <algorithm>
#include <array>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

namespace {

adapters::ReplicaSqlite::Options database_on(const FaultyDisk& disk, std::uint64_t device) {
  adapters::ReplicaSqlite::Options options;
  options.path = "replica.db";
  options.vfs = disk.vfs_name();
  options.journal_mode = device % 2 == 0 ? "WAL" : "TRUNCATE";
  return options;
}

// A disk on which a database was made and closed, and nothing happened since. To make one costs more than a device's
// whole life needs of SQLite otherwise, and comes out the same each time.
const FaultyDisk::Picture& fresh_disk(std::uint64_t device) {
  static std::array<FaultyDisk::Picture, 2> pictures;
  FaultyDisk::Picture& picture = pictures[device % 2];
  if (picture.empty()) {
    FaultyDisk disk(device % 2);
    (void)adapters::ReplicaSqlite::open(database_on(disk, device));
    picture = disk.picture();
  }
  return picture;
}

}  // namespace

// One in eight makes its database itself, and so does every one that was wiped.
Device::Device(World& world, std::uint64_t device_number)
    : number(device_number), disk(world.random.next()), world_(world) {
  if (!world.random.one_in(8)) disk.restore(fresh_disk(number));
}

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
  auto opened = adapters::ReplicaSqlite::open(database_on(disk, number));
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
  asleep_until_ms_ = 0;
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
    // Troubles come together: what was just taken over from a life that ended badly must hold.
    if (!world_.healed && world_.faults.power_loss && world_.faults.dies_in_transaction && world_.random.one_in(3)) {
      world_.at(world_.random.between(5, 120), [this] {
        if (running() && !world_.healed) crash(true);
      });
    }
    if (power_loss) {
      for (std::uint64_t i = world_.random.between(1, 2); i > 0; --i) add_tab();
    }
  });
}

// ---- what happens to profiles and to laptops ----

bool Device::asleep() const { return world_.now_ms < asleep_until_ms_; }

void Device::remember_disk() {
  world_.note("disk remembered", number);
  remembered_ = disk.picture();
  told_when_remembered_ = told_.size();
}

// What was told since then may be gone: the only loss there is.
void Device::lose_what_was_told(std::size_t from) {
  world_.went_back.insert(told_.begin(), told_.end());
  for (std::size_t i = from; i < told_.size(); ++i) world_.lost.insert(told_[i]);
}

void Device::roll_back() {
  if (!running() || !remembered_.has_value()) return;
  crash(true);
  world_.note("rolled back", number);
  disk.restore(*remembered_);
  lose_what_was_told(told_when_remembered_);
}

void Device::become_copy_of(const Device& other) {
  if (!running() || !other.running() || this == &other) return;
  crash(true);
  world_.note("copied from", number, other.number);
  disk.restore(other.disk.picture());
  lose_what_was_told(0);
  remembered_.reset();
}

void Device::wipe() {
  if (!running()) return;
  crash(true);
  world_.note("wiped", number);
  disk.restore({});
  lose_what_was_told(0);
  remembered_.reset();
}

void Device::sign_out(std::uint64_t until_ms) {
  world_.note("signed out", number);
  signed_out_until_ms_ = until_ms;
  if (connection_ != 0) world_.break_connection(connection_, false);
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
  if (asleep()) {
    return world_.at(asleep_until_ms_ - world_.now_ms, [this, now = epoch, kind = std::move(kind)] {
      if (now == epoch) input(kind);
    });
  }
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

// Any node, as a balancer has it that does not know which are well; where connections are routed mostly the one that
// any of them names (N8).
Node& Device::choose_node() {
  Node& any = *world_.nodes[world_.random.below(world_.nodes.size())];
  if (!world_.routed || tabs.empty() || world_.random.one_in(4)) return any;
  return *world_.nodes[any.preferred(tabs.front()->document())];
}

void Device::connect(std::uint64_t attempt) {
  const std::uint64_t now = epoch;
  Node& node = choose_node();
  const bool signed_out = world_.now_ms < signed_out_until_ms_;
  const bool fails = signed_out || !node.up() || ((cut_to_server | cut_to_client) >> node.number & 1) != 0;
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

// A checkpoint reads, and is of that number; each is looked at once.
bool Device::reads(DocumentId id, const std::string& checkpoint, std::uint64_t seq) {
  if (checkpoint == read_[id]) return true;
  const auto read = sync::read_checkpoint(checkpoint);
  if (!read.ok() || read.value().seq != seq) {
    world_.fail("I5", "a device's checkpoint does not read");
    return false;
  }
  read_[id] = checkpoint;
  return true;
}

// A device's checkpoint and the journal's entries behind it are the journal's replay (I4, I5).
bool Device::holds_replay(DocumentId id, std::string_view checkpoint, std::uint64_t cursor) {
  sync::JournalState state(sync::read_checkpoint(checkpoint).value());
  const std::vector<WholeEntry>& entries = world_.cloud.documents[id].whole;
  while (state.seq() < cursor && state.apply(entries[state.seq()].entry).ok()) {
  }
  if (state.checkpoint() == world_.replayed(id, cursor)) return true;
  world_.fail("I4", "a device's confirmed state is not the journal's replay");
  return false;
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
    const CloudDocument& cloud = world_.cloud.documents[id];
    const std::vector<sync::SqlRow>& checkpoint = held.results[0].rows;
    const std::vector<sync::SqlRow>& entries = held.results[1].rows;
    const auto begin =
        checkpoint.empty() ? 0 : static_cast<std::uint64_t>(std::get<std::int64_t>(checkpoint[0].columns[0].kind));
    if (!checkpoint.empty() && !reads(id, std::get<std::string>(checkpoint[0].columns[1].kind), begin)) return;
    if (begin + entries.size() != cursor) return world_.fail("I10", "a device's cursor is not where its entries end");
    if (cursor > cloud.whole.size()) return world_.fail("I12", "a device holds an entry that is not in the journal");
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (std::get<std::string>(entries[i].columns[0].kind) != cloud.whole[begin + i].bytes) {
        return world_.fail("I10", "a device's entries are not the journal's, one after the other");
      }
    }
    for (const sync::SqlRow& waiting : rows.results[1].rows) {
      if (std::get<std::string>(waiting.columns[0].kind) != bytes) continue;
      const auto client = *sync::id_from_bytes<base::ClientId>(std::get<std::string>(waiting.columns[1].kind));
      const auto waiting_number = static_cast<std::uint64_t>(std::get<std::int64_t>(waiting.columns[2].kind));
      if (waiting_number <= cloud.reached_at(client, cursor)) {
        return world_.fail("I10", "an operation is in the outbox and in the confirmed entries");
      }
      if (final) {
        world_.note("still waiting: device and document", number, id.low);
        return world_.fail("I11", "an operation still waits a minute after all was well");
      }
    }
    if (!final) continue;
    // Entries from the first on, the journal's own, are its replay. With a checkpoint below them that has to be seen. A
    // document that no tab shows any more may rest at an older head.
    if (!checkpoint.empty() && !holds_replay(id, std::get<std::string>(checkpoint[0].columns[1].kind), cursor)) return;
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
    if (tab->view().seq() != world_.cloud.documents[tab->document()].entries.size()) {
      return world_.fail("I4", "a view is not at the journal's head");
    }
    if (sync::write_checkpoint(0, {}, tab->view().document()) != world_.replayed_view(tab->document())) {
      return world_.fail("I4", "a view is not the journal's replay");
    }
  }
}

}  // namespace flashkit::simulator
