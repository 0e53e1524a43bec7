#pragma once
// The insides of Replica, in six parts: storage (replica_storage.cpp), tabs (replica_tabs.cpp), the connection
// (replica_connection.cpp), the server's documents and pushing (replica_server.cpp), the journal's news
// (replica_journal.cpp), and what becomes of rejected operations and closed documents (replica_care.cpp).
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "sync/checkpoint.h"
#include "sync/generated/replica_host.pb.h"
#include "sync/limits.h"
#include "sync/replica.h"

namespace flashkit::sync {

class Replica::Machine {
 public:
  explicit Machine(Program program) : program_(program) {}
  void input(const ReplicaInput& input);
  ReplicaEffects drain();

 private:
  // An operation that is not in the journal yet, as far as this device knows.
  struct Waiting {
    base::OperationId id;
    std::string bytes;
    bool durable = false;   // its row is committed
    bool sent = false;      // on this connection
    bool answered = false;  // acknowledged; it leaves when it is seen in the journal
    bool held = false;      // refused: being put aside, nothing of its client is pushed past it
  };
  enum class Stage : std::uint8_t { Closed, Opening, Live, Refused };
  struct Doc {
    base::DocumentId id;
    std::string capability;
    std::string name;
    std::int64_t changed_ms = 0;
    bool trashed = false;
    double width = 0;
    double height = 0;
    std::uint64_t preview_number = 0;  // another with each new picture; counted by last_preview_
    bool fresh = false;
    Role role = Role::None;  // of the person, as last heard
    Minimum minimum;         // as last heard, and as what waits here asks
    bool complete = false;
    std::uint64_t cursor = 0;    // durable
    std::uint64_t received = 0;  // cursor, or more while storing is under way
    std::uint64_t checkpoint_seq = 0;
    ClientTable clients;  // durable, of 1..cursor
    std::deque<Waiting> outbox;
    std::vector<KeptOperation> kept;
    std::set<std::string> opening;  // tabs whose DocumentLoaded is under way
    std::set<std::string> tabs;
    std::string presence;  // where a tab said last that its person is
    // On this connection:
    std::set<std::string> peers;  // whom the tabs were told of
    Stage stage = Stage::Closed;
    std::uint64_t head = 0;
    std::uint64_t asked_ms = 0;     // of an unanswered Open
    std::uint64_t retry_at_ms = 0;  // open again; 0: no
    std::uint64_t push_at_ms = 0;   // push (again); 0: no
    std::uint64_t oldest_push_ms = 0;
    std::uint64_t behind_since_ms = 0;  // the head is further than what came; 0: it is not
    std::uint32_t gaps = 0;
    bool gesture_end = false;
    bool too_old = false;            // the server wants a newer program, and did not say which
    std::uint32_t told_trouble = 0;  // what tabs were told of why it does not open, until it does
    std::uint64_t checkpoint_wanted = 0;
    std::vector<Entry> behind_checkpoint;
    std::size_t behind_bytes = 0;
    bool behind_left_out = false;  // more came than is held: it is asked for again behind the checkpoint
    bool compacting = false;
  };
  struct Tab {
    bool listing = false;
    bool keeps_previews = false;
    std::map<base::DocumentId, std::uint64_t> previews;  // which of each design it was sent last
    std::uint32_t rules = 1;  // that its program knows; it may be older than this one, or newer
  };
  struct Preview {
    std::uint64_t number = 0;
    std::string bytes;
  };
  using Rows = std::vector<SqlRows>;  // of the job's own statements
  struct Job {
    std::vector<SqlStatement> statements;
    bool droppable = false;                      // may be given up when storage fails: it will come again
    std::function<void(const Rows* rows)> done;  // null: given up
    bool is_load = false;
  };

  // ---- replica.cpp ----
  void dispatch(const ReplicaInput& input);
  void on_timer();
  void set_timer();
  void tell_status();
  ReplicaStatus status() const;
  Doc* find(base::DocumentId id);
  Doc* find_bytes(const std::string& bytes);
  void effect(decltype(ReplicaEffect::kind) kind);
  std::uint64_t jitter(std::uint64_t least, std::uint64_t most) const;

  // ---- storage ----
  void on_started(const HostStarted& started);
  void load_all(const Rows& rows);
  void load_document(const SqlRow& row);
  void put_job(std::vector<SqlStatement> statements, std::function<void(const Rows*)> done, bool droppable = false);
  void pump_storage();
  void on_executed(const HostExecuted& executed);
  void storage_failed(const HostExecuted& executed);
  void storage_done(const HostExecuted& executed);

  // ---- tabs ----
  void on_tab_message(const HostTabMessage& message);
  void on_tab_closed(const std::string& tab);
  void open_document(const std::string& tab, std::uint64_t number, const OpenDocument& open);
  void leave(Doc& doc, const std::string& tab);
  void close_unwanted(Doc& doc);
  void close_document(const std::string& tab, std::uint64_t number, const CloseDocument& close);
  void store(const std::string& tab, std::uint64_t number, const StoreOperations& store);
  void stored(const std::string& tab, std::uint64_t number, base::DocumentId id,
              const std::vector<base::OperationId>& ids, const std::vector<base::OperationId>& fresh);
  void send_presence(const std::string& tab, const SendPresence& presence);
  void show_presence(const Doc& doc);
  void lose_peers(Doc& doc);
  void list_documents(const std::string& tab, std::uint64_t number);
  void change_row(const std::string& tab, std::uint64_t number, const ChangeRow& change);
  void erase(const std::string& tab, std::uint64_t number, Doc& doc);
  void send_list(const std::string& name, std::uint64_t answered, const std::map<base::DocumentId, Preview>& previews);
  static bool lacks_preview(const Tab& tab, base::DocumentId document, std::uint64_t number);
  void send_loaded(base::DocumentId id, const std::string& tab, std::uint64_t answered);
  void answer(const std::string& tab, std::uint64_t number);
  void send_to_tab(const std::string& tab, std::uint64_t answered, decltype(ReplicaMessage::kind) kind);
  void send_to_tabs_of(const Doc& doc, const decltype(ReplicaMessage::kind)& kind);
  void send_to_readers_of(const Doc& doc, const decltype(ReplicaMessage::kind)& kind);
  void trouble_to_tab(const std::string& tab, std::uint64_t number, const std::string& document, std::uint32_t code,
                      std::string_view text);
  void rows_changed();
  SqlStatement row_statement(const Doc& doc) const;

  // ---- server ----
  void connect();
  void on_connected(std::uint64_t attempt);
  void on_disconnected(std::uint64_t attempt, bool going_away);
  void drop_connection();
  void on_server_frame(const HostServerFrame& frame);
  void on_welcome(const Welcome& welcome);
  void on_opened(const Opened& opened);
  void on_entries(const Entries& entries);
  void on_acknowledged(const Acknowledged& acknowledged);
  void on_trouble(const Trouble& trouble);
  void on_revoked(const Revoked& revoked);
  void set_role(Doc& doc, Role role);
  void raise_minimum(Doc& doc, Minimum minimum, std::vector<SqlStatement>& statements);
  void hear_minimum(Doc& doc, Minimum minimum);
  void wants_newer_program(Doc& doc);
  std::uint32_t rules_of(const std::string& tab) const;
  bool is_outdated(const Doc& doc) const { return is_outdated(doc, program_.rules); }
  static bool is_outdated(const Doc& doc, std::uint32_t rules);
  bool may_read(const Doc& doc, const std::string& tab) const;
  std::size_t outdated_tabs(const Doc& doc) const;
  void tell_role(const Doc& doc);
  bool is_wanted(const Doc& doc) const;
  void want(Doc& doc);
  void open_on_server(Doc& doc);
  void ingest(Doc& doc, const std::vector<Entry>& entries);
  void ingested(base::DocumentId id, std::uint64_t last, const ClientTable& clients, const std::vector<Entry>& entries,
                bool completes, const std::vector<KeptOperation>& overtaken);
  std::vector<KeptOperation> find_overtaken(const Doc& doc, const std::vector<Entry>& entries,
                                            std::vector<SqlStatement>& statements) const;
  void forget_confirmed(Doc& doc);
  void push(Doc& doc);
  bool may_push(const Doc& doc) const;
  void send_frame(std::string bytes);
  void watch_progress(Doc& doc);

  // ---- care ----
  void on_rejected(const Rejected& rejected);
  void put_aside(Doc& doc, Waiting& waiting, RejectReason reason, const std::string& text);
  void settle(const std::string& tab, std::uint64_t number, const SettleRejected& settle);
  void settle_read(base::DocumentId id, const SettleRejected& settle, const Rows& rows, std::function<void()> done);
  SqlStatement aside_statement(const Doc& doc, const KeptOperation& kept, const std::string& bytes) const;
  void tell_kept(Doc& doc, const KeptOperation& kept);
  void on_checkpoint(const HostCheckpointFetched& fetched);
  void checkpoint_stored(base::DocumentId id, std::uint64_t seq, const ClientTable& clients);
  void maybe_compact(Doc& doc);
  void compact(base::DocumentId id, const Rows& rows);

  Program program_;
  std::map<base::DocumentId, Doc> docs_;
  std::map<std::string, Tab> tabs_;
  std::vector<ReplicaEffect> effects_;
  std::uint64_t now_ms_ = 0;
  std::int64_t wall_ms_ = 0;
  std::uint64_t random_high_ = 0;
  std::uint64_t random_low_ = 0;
  std::string build_;
  bool memory_only_ = false;
  bool started_ = false;
  bool ready_ = false;
  std::vector<HostTabMessage> before_ready_;
  std::optional<ReplicaStatus> told_;
  double timer_told_ms_ = -1;

  std::deque<Job> jobs_;
  std::vector<Job> running_;
  std::uint64_t running_id_ = 0;  // 0: none
  std::uint64_t next_id_ = 1;
  std::uint64_t retries_ = 0;
  std::string trouble_;
  std::uint64_t storage_retry_at_ms_ = 0;
  bool one_by_one_ = false;  // after a failure, so that one bad job does not hold up the rest
  std::uint64_t list_at_ms_ = 0;
  std::uint64_t last_preview_ = 0;

  Connection connection_ = Connection::Offline;
  std::uint64_t attempt_ = 0;
  bool greeted_ = false;           // connected, Hello is out
  bool protocol_refused_ = false;  // the server speaks none that this program does
  std::uint32_t failures_ = 0;
  bool cut_off_ = false;             // there was a connection or a try, and none since
  std::uint64_t waited_ms_ = 0;      // before the last try to connect
  std::uint64_t connect_at_ms_ = 0;  // 0: no
  std::uint64_t connecting_since_ms_ = 0;
  std::uint64_t online_since_ms_ = 0;
  std::uint64_t heard_ms_ = 0;
  std::uint64_t pinged_ms_ = 0;  // 0: no ping is out
  std::uint64_t ping_number_ = 0;
};

// What is put aside for that reason.
KeptOperation kept_of(base::OperationId id, RejectReason reason, std::string_view text = {});
// Stands in the journal for an operation that was put aside, so that those behind it follow without a gap.
std::string filler(base::OperationId id);

// Parameters of statements.
SqlValue sql(std::int64_t value);
SqlValue sql(std::uint64_t value);
SqlValue sql(double value);
SqlValue sql_bytes(std::string value);
SqlValue sql_text(std::string value);
SqlStatement statement(const char* name, std::vector<SqlValue> parameters);
// Columns of rows; a wrong kind reads as zero or empty.
std::int64_t integer_at(const SqlRow& row, std::size_t column);
double real_at(const SqlRow& row, std::size_t column);
std::string bytes_at(const SqlRow& row, std::size_t column);

}  // namespace flashkit::sync
