#pragma once
// One simulated world: devices with tabs, one server, a network and disks between them; one thread, one seed, virtual
// time. Faults come for a while, then stop; after a quiet minute everything must agree. All decisions are made by the
// shipping View, Replica, Sequencer and SQLite adapter; this only carries messages late, twice, wrongly or never.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/replica_sqlite/replica_sqlite.h"
#include "operations/random_edits_for_tests.h"
#include "operations/undo.h"
#include "sync/journal_state.h"
#include "sync/replica.h"
#include "sync/sequencer.h"
#include "sync/view.h"
#include "tests/simulator/faulty_disk.h"

namespace flashkit::simulator {

using base::DocumentId;
using base::OperationId;

// Drawn per seed: each kind of fault is on or off.
struct Faults {
  bool loss, duplicates, reordering, slow, partitions, half_open;
  bool disk_errors, disk_full, power_loss, worker_kills, tab_kills, dies_in_transaction;
  bool server_kills, ambiguous_appends, failed_appends, failed_reads, purges, rejections;
};

struct Violation {
  std::string invariant;
  std::string text;
};

// The cloud's stores: what survives the server.
struct CloudDocument {
  std::vector<std::string> entries;  // all of them, for the checks; those up to `purged` are no longer served
  std::uint64_t purged = 0;
  std::uint64_t checkpoint_seq = 0;
  std::string checkpoint;
  std::vector<std::pair<std::uint64_t, std::string>> all_checkpoints;
  sync::ClientTable last_numbers;  // for the checks
};

class World;

struct Room {
  explicit Room(DocumentId id) : sequencer(id, {.node = "n1", .schema = 4}) {}
  sync::Sequencer sequencer;
  std::map<sync::SessionNumber, std::uint64_t> connections;  // session -> connection
};

class Server {
 public:
  explicit Server(World& world) : world_(world) {}
  void frame(std::uint64_t connection, const std::string& bytes);
  void closed(std::uint64_t connection);
  void kill();
  void start() { up = true; }
  void make_checkpoint(DocumentId id);
  // One entry by somebody who is gone since, before all begins.
  void past_entry(DocumentId id, std::string operation);
  bool up = true;
  std::map<DocumentId, CloudDocument> cloud;
  std::map<std::string, std::string> blobs;

 private:
  void open(std::uint64_t connection, const sync::Open& open);
  void push(std::uint64_t connection, const sync::Push& push);
  void perform(DocumentId id, const sync::SequencerEffects& effects);
  void append(DocumentId id, const sync::AppendEntry& append);
  bool write(DocumentId id, const sync::AppendEntry& append);
  void read(DocumentId id, std::uint64_t after_seq);
  void load(DocumentId id);
  void load_again(DocumentId id);
  void send(std::uint64_t connection, const sync::ServerFrame& frame);
  void check_frame(DocumentId id, const sync::ServerFrame& frame);
  Room& room(DocumentId id);
  std::vector<sync::Entry> served(DocumentId id, std::uint64_t after_seq);
  sync::SequencerMoment moment();

  World& world_;
  std::uint64_t epoch_ = 1;
  std::uint64_t next_session_ = 1;
  std::map<DocumentId, std::unique_ptr<Room>> rooms_;
  std::map<std::uint64_t, std::map<DocumentId, sync::SessionNumber>> sessions_;  // by connection
};

struct Connection {
  std::uint64_t device = 0;
  std::uint64_t attempt = 0;
  bool client_open = true;
  bool server_open = true;
  bool doomed = false;  // a frame was lost: sooner or later it breaks, as TCP does
  std::uint64_t last_to_server = 0;
  std::uint64_t last_to_client = 0;
};

class Device;

class Tab {
 public:
  Tab(World& world, Device& device, std::string name, DocumentId document);
  void open();
  void act();
  void receive(const sync::ReplicaMessage& message);
  void replica_changed();
  const std::string& name() const { return name_; }
  DocumentId document() const { return document_; }
  const sync::View& view() const { return view_; }
  bool loaded() const { return loaded_; }

 private:
  void send(decltype(sync::TabMessage::kind) kind);
  void store(std::vector<std::string> operations);

  World& world_;
  Device& device_;
  std::string name_;
  DocumentId document_;
  base::ClientId client_;
  operations::RandomEdits edits_;
  operations::UndoStack undo_;
  sync::View view_;
  bool loaded_ = false;
  std::uint64_t next_message_ = 1;
  std::map<std::uint64_t, sync::TabMessage> unanswered_;
  std::map<std::uint64_t, base::Sha256> storing_;  // own operations by number, until the device has them
};

class Device {
 public:
  Device(World& world, std::uint64_t number);
  ~Device();
  void start_worker();
  void crash(bool power_loss);
  void add_tab();
  void kill_tab();
  void from_tab(const std::string& tab, const sync::TabMessage& message);
  void input(decltype(sync::ReplicaInput::kind) kind);
  void check(bool final);
  void check_tabs();

  std::uint64_t number;
  FaultyDisk disk;
  bool cut_to_server = false;
  bool cut_to_client = false;
  std::vector<std::unique_ptr<Tab>> tabs;
  std::uint64_t epoch = 0;
  bool running() const { return replica_ != nullptr; }

 private:
  void drain();
  void execute(const sync::EffectExecute& execute);
  void connect(std::uint64_t attempt);

  World& world_;
  std::unique_ptr<adapters::ReplicaSqlite> database_;
  std::unique_ptr<sync::Replica> replica_;
  std::uint64_t connection_ = 0;
  std::uint64_t timer_ = 0;
  std::uint64_t tab_count_ = 0;
};

class World {
 public:
  World(std::uint64_t seed, bool trace);
  ~World();
  // Runs it all; nothing when every invariant held.
  std::optional<Violation> run();
  std::uint64_t fingerprint() const { return fingerprint_; }

  void at(std::uint64_t delay_ms, std::function<void()> what);
  void note(const char* what, std::uint64_t a = 0, std::uint64_t b = 0);
  void fail(const char* invariant, std::string text);
  std::uint64_t fresh_connection(std::uint64_t device, std::uint64_t attempt);
  void to_server(std::uint64_t connection, std::string frame);
  void to_client(std::uint64_t connection, std::string frame);
  void break_connection(std::uint64_t connection, bool silently);
  sync::JournalState replay(DocumentId id, std::uint64_t up_to);

  Random random;
  Faults faults{};
  bool healed = false;
  std::uint64_t now_ms = 1000;
  std::vector<DocumentId> documents;
  std::map<std::uint64_t, Connection> connections;
  Server server;
  std::vector<std::unique_ptr<Device>> devices;
  // A person was told "on this device": which bytes.
  std::map<std::pair<DocumentId, OperationId>, base::Sha256> stored;
  std::set<std::pair<DocumentId, OperationId>> kept;  // in the end: refused, and put aside on a device

 private:
  struct Event {
    std::uint64_t at_ms;
    std::uint64_t order;
    std::function<void()> what;
    bool operator<(const Event& other) const {
      return at_ms != other.at_ms ? at_ms > other.at_ms : order > other.order;
    }
  };
  void run_until(std::uint64_t end_ms);
  void long_history(DocumentId id);
  void fault();
  void heal();
  void check_journal(DocumentId id);
  void check_registers(DocumentId id, const document::Document& final);
  void check_letters(DocumentId id, const document::Document& final);
  void deliver(std::uint64_t connection, std::string frame, bool to_server);

  std::vector<Event> events_;  // a heap, the next one first
  std::uint64_t order_ = 0;
  std::uint64_t next_connection_ = 1;
  std::uint64_t fingerprint_ = 0xCBF29CE484222325u;
  bool trace_;
  std::optional<Violation> violation_;
};

}  // namespace flashkit::simulator
