// A device: the shipping Replica over the shipping SQLite adapter on a faulty disk.
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <utility>

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
    : number(device_number), program(world.builds.of_device()), disk(world.random.next()), world_(world) {
  if (!world.random.one_in(8)) disk.restore(fresh_disk(number));
  if (world.faults.old_databases) age_database();
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
  if (!world_.healed && world_.faults.old_databases && world_.random.one_in(3)) {
    disk.dies_after = static_cast<std::int64_t>(world_.random.below(40));
  }
  auto opened = adapters::ReplicaSqlite::open(database_on(disk, number));
  if (opened.ok()) disk.dies_after = -1;
  if (!opened.ok()) {
    world_.note("database does not open", number);
    if (disk.dead()) disk.revive(world_.faults.old_databases && world_.random.one_in(2));
    world_.at(400, [this] { start_worker(); });
    return;
  }
  database_ = std::move(opened).value();
  replica_ = std::make_unique<sync::Replica>(program);
  ++epoch;
  world_.note("worker", number, epoch);
  if (world_.faults.two_builds) world_.note("of build", number, program.rules);
  sync::HostStarted started;
  started.build = "simulator";
  input(std::move(started));
  for (const auto& tab : tabs) tab->replica_changed();
}

void Device::crash(bool power_loss, bool reload) {
  world_.note(power_loss ? "power loss" : "worker killed", number, epoch);
  ++epoch;
  asleep_until_ms_ = 0;
  slept_through_.clear();
  disk.dies_after = 0;  // closing must not write
  disk.change_allowed();
  replica_.reset();
  database_.reset();
  disk.revive(power_loss);
  if (connection_ != 0) world_.break_connection(connection_, false);
  connection_ = 0;
  const bool loads_anew = power_loss || reload;
  if (loads_anew) tabs.clear();
  world_.at(world_.random.between(50, 2000), [this, loads_anew] {
    if (!world_.healed && world_.faults.old_databases && world_.random.one_in(4)) age_database();
    start_worker();
    // Troubles come together: what was just taken over from a life that ended badly must hold.
    if (!world_.healed && world_.faults.power_loss && world_.faults.dies_in_transaction && world_.random.one_in(3)) {
      world_.at(world_.random.between(5, 120), [this] {
        if (running() && !world_.healed) crash(true);
      });
    }
    if (loads_anew) {
      for (std::uint64_t i = world_.random.between(1, 2); i > 0; --i) add_tab();
    }
  });
}

// A program of another build was installed, or the one before it again. A worker that is not up comes up as the other
// one.
void Device::change_program(const sync::Program& next, bool reload) {
  if (next.rules == program.rules && is_of_one_build()) return;
  world_.note("another build", number, next.rules);
  program = next;
  if (running()) return crash(false, reload);
  if (!reload || tabs.empty()) return;
  tabs.clear();
  add_tab();
}

bool Device::is_of_one_build() const {
  return std::all_of(tabs.begin(), tabs.end(), [this](const auto& tab) { return tab->program.rules == program.rules; });
}

// As a build left it from before there were minimums. Designs that have one are of a later time.
void Device::age_database() {
  if (world_.faults.two_builds || running() || disk.files.empty()) return;
  world_.note("database aged", number);
  const std::uint64_t failing = std::exchange(disk.fail_one_in, 0);
  const bool full = std::exchange(disk.full, false);
  sqlite3* raw = nullptr;
  const adapters::ReplicaSqlite::Options options = database_on(disk, number);
  sqlite3_open_v2(options.path.c_str(), &raw, SQLITE_OPEN_READWRITE, options.vfs);
  const std::string script = std::string("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=") + options.journal_mode +
                             "; PRAGMA synchronous=FULL; BEGIN; ALTER TABLE documents DROP COLUMN min_reader;"
                             "ALTER TABLE documents DROP COLUMN min_writer; PRAGMA user_version=1; COMMIT;";
  sqlite3_exec(raw, script.c_str(), nullptr, nullptr, nullptr);  // one that is old already stays so
  sqlite3_close_v2(raw);
  disk.fail_one_in = failing;
  disk.full = full;
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

void Device::wake_later() {
  world_.at(asleep_until_ms_ - world_.now_ms, [this, now = epoch] {
    if (now != epoch) return;
    if (asleep()) return wake_later();
    for (auto& kind : std::exchange(slept_through_, {})) {
      if (now == epoch) input(std::move(kind));
    }
  });
}

void Device::input(decltype(sync::ReplicaInput::kind) kind) {
  if (replica_ == nullptr) return;
  if (asleep() || !slept_through_.empty()) {
    slept_through_.push_back(std::move(kind));
    if (slept_through_.size() == 1) wake_later();
    return;
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
  if (!answer.failed && world_.faults.two_builds) check_taken_in(wish);
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

}  // namespace flashkit::simulator
