#pragma once
// The server's decisions about one document: what of a push is new, a duplicate, a conflict or too large; when to
// append what at head + 1; what a taken number or a lost answer means; who is told what. Nothing is acknowledged or
// shown to anyone before the append answered. No I/O: the server feeds it and performs its effects. Rules:
// docs/protocol.md.
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/sha256.h"
#include "sync/checkpoint.h"
#include "sync/generated/frames.pb.h"
#include "sync/limits.h"

namespace flashkit::sync {

using SessionNumber = std::uint64_t;  // one connection's interest in the document; the server names them

// Append `entry` (encoded Entry) at `seq` if that number is free. With `body`, first store these bytes as blob
// `body_blob`. Exactly one answer: `appended`.
struct AppendEntry {
  std::uint64_t seq = 0;
  std::string entry;
  std::string body_blob;
  std::string body;
};
// Read the entries after `after_seq` up to the head (in pages, oldest first; bodies of blobs put in place). Answers:
// `entries_read`, the last with complete = true, or `read_failed`.
struct ReadEntries {
  std::uint64_t after_seq = 0;
};
// The journal goes on beyond entries that are no longer kept: read the newest checkpoint's number and client table.
// Answers: `load`, or `read_failed`.
struct LoadAgain {};
struct SendFrame {
  SessionNumber session = 0;
  ServerFrame frame;
};
// To every session that joined, with the operations in place. Without entries it tells the head alone: who is behind it
// opens the document again.
struct Broadcast {
  Entries entries;
};
struct WakeAt {
  std::uint64_t at_ms = 0;  // a later effect takes the place of an earlier one
};
using SequencerEffect = std::variant<AppendEntry, ReadEntries, LoadAgain, SendFrame, Broadcast, WakeAt>;
using SequencerEffects = std::vector<SequencerEffect>;

enum class AppendOutcome : std::uint8_t {
  Appended,
  Taken,    // the number holds another entry (perhaps our own of an earlier try)
  Unknown,  // the answer was lost
  Failed,   // certainly not written; tried again after a pause
};

// What an AppendEntry is about to write, for a server that asks another one to write it (N8).
struct UnderWay {
  const std::vector<std::string>& operations;
  std::uint32_t rules = 0;  // that every program behind them knows
  bool at_once = false;     // a gesture has ended: they wait for no company
};

struct SequencerMoment {
  std::uint64_t now_ms = 0;
  std::uint64_t random_high = 0;  // fresh random bits with every call: entry tokens and jitter
  std::uint64_t random_low = 0;
};

class Sequencer {
 public:
  struct Settings {
    std::string node;  // this server's name, stands in entries
    std::uint32_t schema = 0;
    std::uint64_t group_ms = k_group_ms;
    std::uint64_t alone_ms = k_group_alone_ms;
  };
  Sequencer(base::DocumentId document, Settings settings);

  // The state to go on from: number and client table of the newest checkpoint (or 0 and empty). The first effect is a
  // ReadEntries for the tail; until it was complete pushes are held. Later as the answer to a
  // LoadAgain, or when opening is tried anew: what is known by then and reaches farther stays.
  SequencerEffects load(std::uint64_t seq, ClientTable clients, SequencerMoment moment);

  // A connection that opened the document, of a program that knows these rules: from now on it gets broadcasts. Gives
  // the head as known now; the server sends it the entries up to there by itself.
  std::uint64_t join(SessionNumber session, std::uint32_t rules = k_rules);
  void leave(SessionNumber session);

  SequencerEffects push(SessionNumber session, const Push& push, Role role, SequencerMoment moment);
  SequencerEffects appended(AppendOutcome outcome, SequencerMoment moment);
  // What the last AppendEntry writes, until its answer.
  std::optional<UnderWay> under_way() const;
  // In place of `appended`: another server says that the operations are in the journal, which reaches to `head`. Nobody
  // hears of it before they were read there.
  SequencerEffects appended_elsewhere(std::uint64_t head, SequencerMoment moment);
  // Whether another server gathers what people do: then nothing waits for company here.
  void gather_elsewhere(bool elsewhere) { gathered_elsewhere_ = elsewhere; }
  // Whether other servers pass on what they gather: half the time is theirs, for what comes to them waits there while
  // the last message is under way.
  void gather_for_others(bool others) { gathered_for_others_ = others; }
  // Pages of a ReadEntries, and hints that brought entries along (complete = false). Known ones are passed over; those
  // behind a gap too.
  SequencerEffects entries_read(const std::vector<Entry>& entries, bool complete, SequencerMoment moment);
  SequencerEffects read_failed(SequencerMoment moment);
  // Another node says that there is more.
  SequencerEffects hint(std::uint64_t head, SequencerMoment moment);
  SequencerEffects wake(SequencerMoment moment);

  // Stands in every entry that is written from now on. Only raised; what the journal says raises it too.
  void raise_minimum(Minimum minimum) { minimum_ = minimum_.raised_by(minimum); }
  const Minimum& minimum() const { return minimum_; }

  bool loaded() const { return loaded_; }
  std::uint64_t head() const { return head_; }
  const ClientTable& clients() const { return clients_; }
  // Nothing waits and nothing is under way: may be forgotten, or drained for a stop.
  bool idle() const { return queue_.empty() && held_.empty() && !in_flight_.has_value() && !reading_; }
  std::size_t queued_bytes() const { return queued_bytes_; }

 private:
  struct Queued {
    base::OperationId id;
    std::string bytes;
  };
  struct Waiting {
    SessionNumber session = 0;  // who gets the answer
    base::Sha256 hash{};
    std::uint32_t rules = 0;  // that its program knows
  };
  enum class Flight : std::uint8_t {
    Appending,  // the answer is awaited
    Reading,    // the answer was lost: the slot is being read
    Pausing,    // the same entry is tried again after a pause
  };
  struct InFlight {
    Entry entry;  // operations in place
    std::vector<Queued> operations;
    Flight state = Flight::Appending;
    std::uint32_t rules = 0;
    bool at_once = false;
  };
  struct Known {
    base::Sha256 hash{};
    std::uint64_t seq = 0;
  };
  struct Held {
    SessionNumber session = 0;
    Push push;
    Role role = Role::None;
  };
  enum class Judgement : std::uint8_t { New, InJournal, Waiting, Conflict, Gap };

  void take_push(SessionNumber session, const Push& push, Role role, SequencerMoment moment, SequencerEffects& out);
  void take_operation(SessionNumber session, const std::string& bytes, std::set<base::ClientId>& stopped,
                      SequencerEffects& out);
  Judgement judge(base::OperationId id, const base::Sha256& hash) const;
  void queue(Queued operation, const Waiting& waiting);
  std::uint32_t rules_of(SessionNumber session) const;
  std::uint64_t last_taken(base::ClientId client) const;
  void maybe_append(SequencerMoment moment, SequencerEffects& out);
  void append_next(SequencerMoment moment, SequencerEffects& out);
  void append_again(SequencerMoment moment, SequencerEffects& out);
  void emit_append(SequencerEffects& out) const;
  void read(SequencerEffects& out);
  void read_later(SequencerMoment moment, SequencerEffects& out);
  void settle(SequencerEffects& out);
  void queue_again(SequencerEffects& out);
  void pause(SequencerMoment moment);
  // Other servers that wrote into this journal a moment ago.
  std::uint64_t others_at_work(SequencerMoment moment) const;
  void forget_idle_others(SequencerMoment moment);
  void give_way(SequencerMoment moment);
  void pause_after_loss(SequencerMoment moment);
  void measure_append(SequencerMoment moment);
  void note_entry(const Entry& entry);
  void judge_queue_again(SequencerEffects& out);
  void acknowledge(SessionNumber session, base::OperationId id, SequencerEffects& out) const;
  void reject(SessionNumber session, base::OperationId id, RejectReason reason, SequencerEffects& out) const;

  base::DocumentId document_;
  Settings settings_;
  Minimum minimum_;
  std::uint64_t head_ = 0;
  std::uint64_t seen_ = 0;  // the highest number that was ever said to be in the journal
  ClientTable clients_;
  std::unordered_map<base::OperationId, Known, base::IdHash> known_;  // of the tail that was read or written here
  std::deque<base::OperationId> known_order_;
  std::map<SessionNumber, std::uint32_t> sessions_;  // with the rules that their programs know
  std::deque<Queued> queue_;
  std::unordered_map<base::OperationId, Waiting, base::IdHash> waiting_;  // in the queue or under way
  std::map<base::ClientId, std::uint64_t> queued_last_;                   // in the queue or under way
  std::size_t queued_bytes_ = 0;
  std::vector<Held> held_;
  std::optional<InFlight> in_flight_;
  bool loaded_ = false;
  bool reading_ = false;
  bool read_failed_ = false;
  bool gesture_end_ = false;
  bool gathered_elsewhere_ = false;
  bool gathered_for_others_ = false;
  std::uint64_t first_queued_ms_ = 0;
  std::uint64_t not_before_ms_ = 0;
  std::uint32_t failures_ = 0;
  std::map<std::string, std::uint64_t> others_ms_;  // by name: when an entry of theirs was last read
  std::uint64_t losses_ = 0;                        // one after the other
  std::uint64_t append_began_ms_ = 0;
  std::uint64_t turn_ms_ = 0;  // how long an append and what belongs to it take here, about
};

}  // namespace flashkit::sync
