#pragma once
// One simulated world: devices with tabs, nodes over shared stores, a network and disks between them; one thread, one
// seed, virtual time. Faults come for a while, then stop; after a quiet minute everything must agree. All decisions are
// made by shipping code: View, Replica and its SQLite adapter on devices, the server's rooms, sessions and checkpoints
// on nodes; this only carries messages late, twice, wrongly or never.
#include <algorithm>
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
#include "sync/view.h"
#include "tests/simulator/builds.h"
#include "tests/simulator/cloud.h"
#include "tests/simulator/faults.h"
#include "tests/simulator/faulty_disk.h"
#include "tests/simulator/node.h"

namespace flashkit::simulator {

using base::DocumentId;
using base::OperationId;

struct Violation {
  std::string invariant;
  std::string text;
};

class World;

struct Connection {
  std::uint64_t device = 0;
  std::uint64_t node = 0;
  std::uint64_t attempt = 0;
  bool client_open = true;
  bool server_open = true;
  sync::Program program;  // the device's
  bool doomed = false;    // a frame was lost: sooner or later it breaks, as TCP does
  std::uint64_t last_to_server = 0;
  std::uint64_t last_to_client = 0;
  std::uint64_t last_opened = 0;
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
  // Its page's, which may have been loaded before its device's worker was updated, or after.
  const sync::Program program;

 private:
  void send(decltype(sync::TabMessage::kind) kind);
  void check_told(const sync::DocumentLoaded& loaded) const;
  void check_told(const std::vector<sync::Entry>& entries) const;
  void store(std::vector<std::string> operations);
  void commit(const operations::Operation& operation, std::vector<std::string>& made);
  void save_version();
  void restore_version();
  void restore(std::uint64_t seq, const std::string& json);
  static void add_what_is_new(operations::Operation& operation);

  World& world_;
  Device& device_;
  std::string name_;
  DocumentId document_;
  base::ClientId client_;
  operations::RandomEdits edits_;
  operations::UndoStack undo_;
  sync::View view_;
  bool loaded_ = false;
  bool update_needed_ = false;
  std::uint64_t next_message_ = 1;
  std::map<std::uint64_t, sync::TabMessage> unanswered_;
  // Until the device says that it has them: own operations, and another tab's that a device seemed not to know.
  std::map<OperationId, std::string> storing_;
};

class Device {
 public:
  Device(World& world, std::uint64_t number);
  ~Device();
  void start_worker();
  // The worker ends here and now; with `reload` its tabs are loaded anew, with a power loss they are too.
  void crash(bool power_loss, bool reload = false);
  // Another build of the program. With `reload` its pages are loaded anew; otherwise they go on as what they are.
  void change_program(const sync::Program& next, bool reload = true);
  bool is_of_one_build() const;
  void add_tab();
  void kill_tab();
  void from_tab(const std::string& tab, const sync::TabMessage& message);
  void input(decltype(sync::ReplicaInput::kind) kind);
  void wake_later();
  void check(bool final);
  void check_tabs();
  // Of an older program, once all is quiet: what it may read it reads on, and it knows where to stop (L12, D12).
  void check_looks_on();
  // Something waits here that only newer programs may read, or the cloud said so.
  bool asks_for_newer_readers(DocumentId id);
  Tab* tab(const std::string& name);
  // Its person was told "on this device".
  void told_stored(DocumentId document, OperationId operation) { told_.emplace_back(document, operation); }
  // What a backup or a copied profile does: remember the disk, go back to what was remembered, take another's.
  void remember_disk();
  void roll_back();
  void become_copy_of(const Device& other);
  void wipe();
  // As a laptop that is closed: what comes meanwhile waits, and comes in its order then.
  void sleep(std::uint64_t until_ms) { asleep_until_ms_ = std::max(asleep_until_ms_, until_ms); }
  bool asleep() const;
  // Every node sends it away until it has signed in again.
  void sign_out(std::uint64_t until_ms);
  void sign_out_ends() { signed_out_until_ms_ = 0; }

  std::uint64_t number;
  sync::Program program;
  FaultyDisk disk;
  // From and to which nodes nothing passes: one bit for each.
  std::uint32_t cut_to_server = 0;
  std::uint32_t cut_to_client = 0;
  std::vector<std::unique_ptr<Tab>> tabs;
  std::uint64_t epoch = 0;
  bool running() const { return replica_ != nullptr; }

 private:
  void age_database();
  void check_taken_in(const sync::EffectExecute& wish);
  void drain();
  void execute(const sync::EffectExecute& execute);
  void connect(std::uint64_t attempt);
  Node& choose_node();
  void lose_what_was_told(std::size_t from);
  void fetch_checkpoint(const sync::EffectFetchCheckpoint& fetch);
  bool reads(DocumentId id, const std::string& checkpoint, std::uint64_t seq);
  bool holds_replay(DocumentId id, std::string_view checkpoint, std::uint64_t cursor);

  World& world_;
  std::unique_ptr<adapters::ReplicaSqlite> database_;
  std::unique_ptr<sync::Replica> replica_;
  std::uint64_t connection_ = 0;
  std::uint64_t timer_ = 0;
  std::uint64_t tab_count_ = 0;
  std::uint64_t asleep_until_ms_ = 0;
  std::vector<decltype(sync::ReplicaInput::kind)> slept_through_;
  std::uint64_t signed_out_until_ms_ = 0;
  std::vector<std::pair<DocumentId, OperationId>> told_;
  std::optional<FaultyDisk::Picture> remembered_;
  std::size_t told_when_remembered_ = 0;
  std::map<DocumentId, std::string> read_;  // checkpoints that were seen to read
};

class World {
 public:
  // These kinds of fault exist, and those that the seed draws.
  World(std::uint64_t seed, const std::vector<std::string>& with, bool trace);
  ~World();
  // Runs it all; nothing when every invariant held.
  std::optional<Violation> run();
  std::uint64_t fingerprint() const { return fingerprint_; }

  void at(std::uint64_t delay_ms, std::function<void()> what);
  void note(std::string_view what, std::uint64_t a = 0, std::uint64_t b = 0);
  void note_bytes(const char* what, std::uint64_t who, std::string_view bytes);
  void fail(const char* invariant, std::string text);
  // A request of one node to the inner address of another.
  void letter(std::uint64_t to, InnerRequest letter, InnerAnswer done);
  std::uint64_t fresh_connection(std::uint64_t device, std::uint64_t node, std::uint64_t attempt);
  void to_server(std::uint64_t connection, std::string frame);
  void to_client(std::uint64_t connection, std::shared_ptr<const std::string> frame);
  // What a node says to a device holds at that moment (I3, I12).
  void check_frame(const std::shared_ptr<const std::string>& frame, std::uint64_t connection,
                   const sync::Program& node);
  // A machine's clock on the wall, which is wrong and jumps; it decides nothing (I18).
  std::int64_t wall_ms(std::uint64_t machine);
  std::string fault_names() const;
  void break_connection(std::uint64_t connection, bool silently, bool going_away = false);
  // In the end: the journal replayed up to there, as a checkpoint; and up to its end, as the document alone.
  const std::string& replayed(DocumentId id, std::uint64_t seq);
  const std::string& replayed_view(DocumentId id);

  Random random;
  Faults faults{};
  bool healed = false;
  bool news = false;     // nodes tell each other; else they only look
  bool passing = false;  // one of them writes a document for all
  bool routed = false;   // devices mostly come to the node that their document prefers
  std::uint64_t now_ms = 1000;
  std::vector<DocumentId> documents;
  bool created = false;  // the documents have their rights in the cloud already
  std::map<std::uint64_t, Connection> connections;
  std::uint64_t clock_step = 77'777;  // how far wall clocks jump
  Cloud cloud;
  Builds builds;
  std::vector<std::unique_ptr<Node>> nodes;
  std::vector<std::unique_ptr<Device>> devices;
  // A person was told "on this device": which bytes.
  std::map<std::pair<DocumentId, OperationId>, std::string> stored;
  std::set<std::pair<DocumentId, OperationId>> kept;  // in the end: refused, and put aside on a device
  // Told by a device before its disk went to an earlier state, and so were the notes of what was refused: a filler may
  // stand in the journal for such a one, and nothing else.
  std::set<std::pair<DocumentId, OperationId>> went_back;
  // A person was told "saved"; and every name that people gave.
  std::set<std::pair<DocumentId, std::uint64_t>> saved_versions;
  std::set<std::string> version_names;
  std::set<std::pair<DocumentId, OperationId>>
      lost;  // with the disk that held them; perhaps they are there all the same

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
  void make_past();
  void long_history(DocumentId id);
  void draw_faults(const std::vector<std::string>& with);
  void fault();
  void fault_of(Device& device);
  void fault_of(Node& node);
  void cut_off(Device& device);
  void kill_node(Node& node);
  void stop_node(Node& node);
  void heal();
  void check_journal(DocumentId id);
  void check_saved(DocumentId id);
  void update_all();
  struct TookEffect {
    OperationId id;
    operations::Operation operation;
  };
  struct Replay {
    sync::JournalState state;
    std::map<base::ClientId, std::uint64_t> last;
    std::map<OperationId, std::string> there;
    std::set<OperationId> fillers;
    std::vector<TookEffect> took_effect;
    std::map<std::uint64_t, std::string> checkpoints;
    std::string view;
  };
  void replay_next(Replay& replay, const sync::Entry& entry);
  void replay_journal(DocumentId id);
  void check_tree(const document::Document& final);
  void check_registers(const document::Document& final, const std::vector<TookEffect>& operations);
  void check_letters(const document::Document& final, const std::vector<TookEffect>& operations);
  void check_formats(const document::Document& final, const std::vector<TookEffect>& operations);
  void deliver(std::uint64_t connection, std::shared_ptr<const std::string> frame, bool to_server);

  std::vector<Event> events_;  // a heap, the next one first
  std::uint64_t order_ = 0;
  std::uint64_t next_connection_ = 1;
  std::uint64_t fingerprint_ = 0xCBF29CE484222325u;
  bool trace_;
  std::shared_ptr<const std::string> checked_;  // the frame that was checked last: many devices get the same one
  std::optional<Violation> violation_;
  std::map<DocumentId, Replay> replays_;
};

}  // namespace flashkit::simulator
