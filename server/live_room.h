#pragma once
// One document while somebody has it open on this server: performs what sync::Sequencer decides, tells the members,
// reads the rights again every ten seconds, relays presence. Lives on one loop; every public function may be called
// from any thread and continues there.
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "server/entries.h"
#include "server/parts.h"
#include "server/pictures.h"
#include "server/rights.h"
#include "server/states.h"
#include "server/versions.h"
#include "sync/sequencer.h"

namespace flashkit::server {

struct OpenAnswer {
  unsigned trouble_code = 0;  // 0: it is open
  const char* trouble = "";
  sync::Role role = sync::Role::None;
  std::uint64_t head = 0;
  std::uint64_t checkpoint_seq = 0;
  sync::Minimum minimum = {};
};

using Frame = std::shared_ptr<const std::string>;
using SessionNumberOrNone = std::optional<sync::SessionNumber>;

inline constexpr char k_outdated[] = "a newer version of Flashkit changed this design; update this one to open it";

// Entries first..last, encoded once for everybody.
struct EntriesNews {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  Frame frame;
};

// One connection as its rooms see it. Callable from any thread; order is kept.
class RoomMember {
 public:
  RoomMember() = default;
  RoomMember(const RoomMember&) = delete;
  RoomMember& operator=(const RoomMember&) = delete;
  virtual ~RoomMember() = default;
  virtual void opened(base::DocumentId document, OpenAnswer answer) = 0;
  virtual void entries(base::DocumentId document, EntriesNews news) = 0;
  virtual void frame(Frame frame) = 0;
  virtual void presence(Frame frame) = 0;  // may be left out when there is much to send
  virtual void role_changed(base::DocumentId document, sync::Role role) = 0;
  // The document needs a newer program: the room has let go of this member.
  virtual void outdated(base::DocumentId document) = 0;
  virtual void too_much() = 0;  // more was pushed than can be taken: end the connection
};

struct OpenWish {
  sync::SessionNumber session = 0;
  std::weak_ptr<RoomMember> member;
  std::string peer;
  Claim claim;
  bool create = false;
  std::uint64_t after_seq = 0;  // the reader holds everything up to here
  std::uint32_t rules = 1;      // that the program knows
};

class LiveRoom : public std::enable_shared_from_this<LiveRoom> {
 public:
  LiveRoom(base::DocumentId document, Parts& parts, States& states, Pictures& pictures, Versions& versions, Loop& loop);

  void open(OpenWish wish);
  void leave(sync::SessionNumber session);
  // `counted` is called when the room has taken the push in: what waits between the two is the connection's to bound.
  void push(sync::SessionNumber session, sync::Push push, std::function<void()> counted);
  void presence(sync::SessionNumber session, std::string payload);
  // Of another server. False: nobody is here to see it. (That is as good as known: it may change at once.)
  bool presence_elsewhere(const std::string& server, const PresenceNews& news);
  void rights_changed();
  // From another server, whose people's document this one writes (N8). The answer comes on the room's loop, or before.
  void take_passed(sync::SessionNumber session, PassedPush passed, PassedCallback done);
  // The journal is said to reach to there: the room reads on if it knows less.
  void hint(std::uint64_t head);
  // Appends what waits without waiting for company, then calls back: for a stop.
  void flush(std::function<void()> done);

  // How many connections hold this room; the hub counts, and forgets a room that nobody holds and that is quiet.
  std::atomic<int> holders = 0;
  bool quiet() const { return quiet_.load(); }

 private:
  struct Member {
    std::weak_ptr<RoomMember> member;
    std::string peer;
    Claim claim;
    sync::Role role = sync::Role::None;
    std::uint32_t rules = 1;
    std::string last_presence;
  };
  // Somebody who has heard more of the document than this room: from another server.
  struct Ahead {
    OpenWish wish;
    Rights rights;
    std::optional<std::uint64_t> reaches;  // what the journal said since
  };
  struct HeldPush {
    sync::SessionNumber session = 0;
    sync::Push push;
  };
  // Somebody who is in the document on another server.
  struct Elsewhere {
    std::string server;
    std::string payload;
    std::uint64_t heard_ms = 0;
  };
  // What another server waits for.
  struct Passed {
    std::map<base::ClientId, std::uint64_t> last;  // not yet in the journal
    std::uint64_t head = 0;
    PassedCallback done;
  };
  struct PassedEarly {
    sync::SessionNumber session = 0;
    PassedPush passed;
    PassedCallback done;
  };
  enum class Loading : std::uint8_t { Not, UnderWay, Done };

  sync::SequencerMoment moment();
  template <class Task>
  void on_loop(Task task);  // keeps the room alive until it ran
  void start_loading();
  void loaded(base::Result<CheckpointHead> head);
  void fail_waiting(const base::Error& error);
  void admit(const OpenWish& wish);
  void join(const OpenWish& wish, const Rights& rights);
  void seat(const OpenWish& wish, const Rights& rights);
  void list_for(const std::string& owner);
  void look_first(const OpenWish& wish, const Rights& rights);
  void seat_those_ahead();
  void refuse(const OpenWish& wish, unsigned code, const char* text);

  void perform(sync::SequencerEffects effects);
  void perform_one(sync::AppendEntry effect);
  void perform_one(sync::ReadEntries effect);
  void perform_one(sync::LoadAgain effect);
  void perform_one(sync::SendFrame effect);
  void perform_one(sync::Broadcast effect);
  void perform_one(sync::WakeAt effect);
  void write_here(sync::AppendEntry effect);
  void append(sync::AppendEntry effect);
  void appended(sync::AppendOutcome outcome, std::uint64_t started_ms);
  void note_change();
  void read_page(std::uint64_t after_seq, std::uint64_t reading);
  void maybe_checkpoint();
  void preview_later();
  void preview_now();
  void version_later();
  void wait_for_version();
  void version_when_left();
  void keep_version();
  void watch_rights();
  void watch_journal();
  void look();
  void look_if_stale();
  void hear_of(std::uint64_t head);
  void read_to_the_end();
  // Presence (live_room_presence.cpp).
  Frame presence_frame(const std::string& peer, const std::string& payload) const;
  void relay(const std::string& peer, const std::string& payload, SessionNumberOrNone except);
  void show_elsewhere(const std::string& peer, const std::string& payload) const;
  void take_elsewhere(const std::string& server, const PresenceNews& news);
  void greet(RoomMember& member, sync::SessionNumber session);
  void say_goodbye(const Member& member);
  void watch_presence();
  // One server writes for all (live_room_passing.cpp).
  bool passes_on();
  bool pass_on(const sync::AppendEntry& effect);
  void passed_on(const sync::AppendEntry& effect, std::optional<std::uint64_t> head);
  void write_passed_on(PassedEarly early);
  void hear_passed(sync::SessionNumber session, const sync::ServerFrame& frame);
  void settle_passed(sync::SessionNumber session, std::optional<std::uint64_t> head);
  void stay_awhile();
  // The document's minimum (docs/protocol.md, L12).
  void take_push(sync::SessionNumber session, const sync::Push& push);
  void reject_first(const Member& member, const sync::Push& push, sync::RejectReason reason);
  void raise_for(sync::Minimum wanted);
  void minimum_raised(const base::Result<sync::Minimum>& minimum);
  void hear_minimum(sync::Minimum minimum);
  void apply_rights(const base::Result<std::optional<Rights>>& rights);
  void settle_flush();
  void update_quiet();

  base::DocumentId document_;
  Parts& parts_;
  States& states_;
  Pictures& pictures_;
  Versions& versions_;
  Loop& loop_;
  RightsBook rights_;
  EntryReader reader_;
  sync::Sequencer sequencer_;
  Loading loading_ = Loading::Not;
  std::vector<OpenWish> waiting_;
  std::string listed_for_;  // the owner in whose list the document is seen to stand
  std::map<sync::SessionNumber, Ahead> ahead_;
  std::set<sync::SessionNumber> opening_;  // asked to open and neither joined, refused nor gone
  std::map<sync::SessionNumber, Member> members_;
  std::map<std::string, Elsewhere> elsewhere_;  // by peer
  std::atomic<bool> peopled_ = false;
  bool watching_presence_ = false;
  sync::Minimum minimum_;
  bool raising_ = false;
  std::vector<HeldPush> held_;  // while the minimum is being raised, in order
  std::size_t held_bytes_ = 0;
  std::map<sync::SessionNumber, Passed> passed_;
  std::vector<PassedEarly> passed_early_;  // before the document was loaded
  std::uint64_t passed_ms_ = 0;            // when something was passed to this room last; 0: never
  bool staying_ = false;
  std::uint64_t writes_here_until_ms_ = 0;  // the one that the document prefers did not write
  std::uint64_t passed_seq_ = 0;            // the number in whose place something was passed on last
  std::uint64_t checkpoint_seq_ = 0;
  std::uint64_t entries_since_checkpoint_ = 0;
  std::size_t bytes_since_checkpoint_ = 0;
  bool making_checkpoint_ = false;
  std::uint64_t preview_generation_ = 0;
  std::uint64_t preview_not_before_ms_ = 0;
  std::uint64_t preview_wanted_ms_ = 0;  // when the first change came that no preview shows; 0: none
  std::uint64_t version_wanted_ms_ = 0;  // when the first change came that no version shows; 0: none
  std::uint64_t changed_ms_ = 0;         // when the last change came
  std::int64_t changed_at_ms_ = 0;       // the same as wall time
  std::uint64_t kept_version_ms_ = 0;    // when a version was kept last; 0: never
  bool waiting_for_version_ = false;
  bool stopping_ = false;  // who leaves now leaves because of the server
  std::uint64_t wake_generation_ = 0;
  std::uint64_t reading_ = 0;
  std::uint64_t told_ = 0;       // as far as somebody said that the journal reaches, until it was read since
  std::uint64_t looked_ms_ = 0;  // when the journal was last seen to its end
  bool watching_rights_ = false;
  bool watching_journal_ = false;
  std::vector<std::function<void()>> flushing_;
  std::atomic<bool> quiet_ = true;
};

template <class Task>
void LiveRoom::on_loop(Task task) {
  loop_.post([self = shared_from_this(), task = std::move(task)]() mutable {
    task(*self);
    self->update_quiet();
  });
}

}  // namespace flashkit::server
