#include "server/live_session.h"

#include <algorithm>
#include <map>
#include <utility>

#include "operations/ids.h"
#include "sync/frames.h"

namespace flashkit::server {

using base::DocumentId;
using base::Result;
using sync::Role;

namespace {

constexpr std::size_t k_most_documents = 1'000;  // a folder of designs is one connection, too
constexpr std::size_t k_catch_up_bytes = 256u << 10;
constexpr std::size_t k_pushed_limit_bytes = 48u << 20;  // read from the socket, not yet taken in by a room
constexpr std::size_t k_stale_queue_bytes = 1u << 20;    // above it news waits in the journal
// A reader that lacks more entries than this takes the checkpoint first.
constexpr std::uint64_t k_from_checkpoint_entries = 500;

class Session final : public LiveSession, public RoomMember, public std::enable_shared_from_this<Session> {
 public:
  Session(LiveHub& hub, Parts& parts, LiveOwner owner, std::shared_ptr<LiveSocket> socket, Loop& loop)
      : hub_(hub),
        parts_(parts),
        owner_(std::move(owner)),
        socket_(std::move(socket)),
        loop_(loop),
        reader_(parts.journal, parts.blobs),
        peer_(base::to_hex(parts.random.id<base::EntryToken>()).substr(0, 16)) {}

  void receive(std::string_view bytes) override {
    Result<sync::ClientFrame> frame = sync::decode_client_frame(bytes);
    if (!frame.ok()) {
      fail("that is not a frame");
      return;
    }
    if (!greeted_ && !std::holds_alternative<sync::Hello>(frame.value().kind)) {
      fail("say hello first");
      return;
    }
    std::visit([this](auto& each) { take(std::move(each)); }, frame.value().kind);
  }

  void drained() override {
    for (auto& [document, open] : documents_) pump(document);
  }

  void ended() override {
    over_ = true;
    for (auto& [document, open] : documents_) let_go(open);
    documents_.clear();
  }

  // ---- from rooms ----
  void opened(DocumentId document, OpenAnswer answer) override {
    on_loop([document, answer](Session& session) { session.take_opened(document, answer); });
  }
  void entries(DocumentId document, EntriesNews news) override {
    on_loop([document, news = std::move(news)](Session& session) { session.take_entries(document, news); });
  }
  void frame(Frame frame) override {
    on_loop([frame = std::move(frame)](Session& session) { session.socket_->send(frame); });
  }
  void presence(Frame frame) override {
    if (socket_->waiting_bytes() > k_short_queue_bytes) return;
    socket_->send(std::move(frame));
  }
  void role_changed(DocumentId document, Role role) override {
    on_loop([document, role](Session& session) { session.take_role(document, role); });
  }
  void outdated(DocumentId document) override {
    on_loop([document](Session& session) {
      session.say_trouble(426, k_outdated, operations::id_bytes(document));
      session.drop(document);
    });
  }
  void too_much() override { socket_->close(close_code::k_try_again, "too much at once"); }

 private:
  struct OpenDocument {
    std::shared_ptr<LiveRoom> room;
    sync::SessionNumber number = 0;
    std::uint64_t asked_after = 0;
    std::uint64_t sent = 0;   // the client was sent everything up to here
    std::uint64_t known = 0;  // the journal reaches at least to here
    sync::Role role = sync::Role::None;
    std::uint64_t checkpoint_seq = 0;
    sync::Minimum minimum;
    bool open = false;
    bool told = false;  // Opened was sent: only once it is sure where the entries begin
    bool reading = false;
  };

  template <class Task>
  void on_loop(Task task) {
    loop_.post([weak = weak_from_this(), task = std::move(task)]() mutable {
      const std::shared_ptr<Session> self = weak.lock();
      if (self && !self->over_) task(*self);
    });
  }

  template <class Kind>
  void say(Kind kind) {
    socket_->send(std::make_shared<const std::string>(base::encoded(sync::server_frame(std::move(kind)))));
  }
  void say_trouble(std::uint32_t code, std::string text, std::string document) {
    say(sync::Trouble{.code = code, .text = std::move(text), .document = std::move(document), .unknown_fields = {}});
  }
  // L13: a connection outlives the request that it began with, so it asks again who it belongs to.
  void watch_sign_in() {
    if (owner_.token.empty()) return;
    loop_.after(k_sign_in_every_ms, [weak = weak_from_this()] {
      const std::shared_ptr<Session> self = weak.lock();
      if (!self || self->over_) return;
      self->parts_.identity.who(self->owner_.token, [weak](Result<std::optional<ports::User>> user) {
        const std::shared_ptr<Session> asked = weak.lock();
        if (asked) asked->on_loop([user = std::move(user)](Session& session) { session.take_sign_in(user); });
      });
    });
  }
  void take_sign_in(const Result<std::optional<ports::User>>& user) {
    const bool ended = user.ok() && (!user.value() || user.value()->id != owner_.user);
    if (ended) return socket_->close(close_code::k_signed_out, "the sign-in has ended");
    watch_sign_in();  // also when it cannot be told just now
  }
  void fail(const char* why) { socket_->close(close_code::k_protocol_error, why); }
  void let_go(OpenDocument& open) {
    open.room->leave(open.number);
    hub_.release(*open.room);
  }
  void drop(DocumentId document) {
    const auto found = documents_.find(document);
    if (found == documents_.end()) return;
    let_go(found->second);
    documents_.erase(found);
  }

  // ---- frames ----
  void take(std::monostate) {}  // of a newer protocol: passed over

  void take(sync::Hello hello) {
    if (greeted_) return;
    const sync::Program& mine = parts_.program;
    if (hello.protocol_least > mine.protocol_most || hello.protocol_most < mine.protocol_least) {
      say_trouble(426, "this program and the server do not speak the same version", {});
      socket_->close(close_code::k_protocol_error, "no common version");
      return;
    }
    greeted_ = true;
    watch_sign_in();
    rules_ = std::max(1u, hello.rules);
    say(sync::Welcome{.protocol = std::min(hello.protocol_most, mine.protocol_most),
                      .user = owner_.user,
                      .peer = peer_,
                      .build = k_build,
                      .unknown_fields = {}});
  }

  void take(sync::Open wish) {
    const auto document = operations::id_from_bytes<DocumentId>(wish.document);
    if (!document || document->is_nil()) {
      say_trouble(400, "that is not a document", wish.document);
      return;
    }
    drop(*document);  // opening again starts over
    if (documents_.size() >= k_most_documents) {
      say_trouble(429, "too many documents are open on one connection", wish.document);
      return;
    }
    OpenDocument& open = documents_[*document];
    open.room = hub_.hold(*document);
    open.number = hub_.next_session();
    open.asked_after = wish.after_seq;
    open.room->open({.session = open.number,
                     .member = std::weak_ptr<RoomMember>(shared_from_this()),
                     .peer = peer_,
                     .claim = {owner_.user, hash_of_capability(wish.capability)},
                     .create = wish.create,
                     .after_seq = wish.after_seq,
                     .rules = rules_});
  }

  void take(sync::Close wish) {
    const auto document = operations::id_from_bytes<DocumentId>(wish.document);
    if (document) drop(*document);
  }

  void take(sync::Push push) {
    OpenDocument* open = find_open(push.document);
    if (open == nullptr) {
      say_trouble(403, "open the document before pushing to it", push.document);
      return;
    }
    std::size_t size = 0;
    for (const std::string& operation : push.operations) size += operation.size();
    if (pushed_bytes_->fetch_add(size) + size > k_pushed_limit_bytes) {
      too_much();
      return;
    }
    open->room->push(open->number, std::move(push), [size, pushed = pushed_bytes_] { pushed->fetch_sub(size); });
  }

  void take(sync::Presence presence) {
    OpenDocument* open = find_open(presence.document);
    if (open == nullptr || presence.payload.size() > sync::k_max_presence_bytes) return;
    open->room->presence(open->number, std::move(presence.payload));
  }

  void take(const sync::Ping& ping) { say(sync::Pong{.number = ping.number, .unknown_fields = {}}); }

  OpenDocument* find_open(std::string_view bytes) {
    const auto document = operations::id_from_bytes<DocumentId>(bytes);
    if (!document) return nullptr;
    const auto found = documents_.find(*document);
    return found == documents_.end() || !found->second.open ? nullptr : &found->second;
  }

  // ---- entries ----
  void take_opened(DocumentId document, const OpenAnswer& answer) {
    const auto found = documents_.find(document);
    if (found == documents_.end() || found->second.open) return;
    OpenDocument& open = found->second;
    const std::string bytes = operations::id_bytes(document);
    if (answer.trouble_code != 0) {
      say_trouble(answer.trouble_code, answer.trouble, bytes);
      drop(document);
      return;
    }
    if (open.asked_after > answer.head) {
      say_trouble(409, "this device knows more of the design than the server does", bytes);
      drop(document);
      return;
    }
    const bool far_behind = answer.checkpoint_seq > open.asked_after + k_from_checkpoint_entries;
    open.open = true;
    open.known = answer.head;
    open.role = answer.role;
    open.checkpoint_seq = answer.checkpoint_seq;
    open.minimum = answer.minimum;
    open.sent = far_behind ? answer.checkpoint_seq : open.asked_after;
    if (answer.role == Role::Edit) socket_->set_frame_limit(sync::k_max_frame_bytes);
    if (open.sent >= open.known) {
      tell_opened(document, open);
    } else {
      pump(document);
    }
  }

  void tell_opened(DocumentId document, OpenDocument& open) {
    open.told = true;
    say(sync::Opened{.document = operations::id_bytes(document),
                     .head = open.known,
                     .role = open.role,
                     .checkpoint_seq = open.checkpoint_seq,
                     .from_checkpoint = open.sent > open.asked_after,
                     .min_reader = open.minimum.reader,
                     .min_writer = open.minimum.writer,
                     .unknown_fields = {}});
  }

  void take_role(DocumentId document, Role role) {
    const auto found = documents_.find(document);
    if (found != documents_.end()) found->second.role = role;
    say(sync::Revoked{.document = operations::id_bytes(document), .role = role, .unknown_fields = {}});
    if (role == Role::None) drop(document);
  }

  void take_entries(DocumentId document, const EntriesNews& news) {
    const auto found = documents_.find(document);
    if (found == documents_.end() || !found->second.open) return;
    OpenDocument& open = found->second;
    open.known = std::max(open.known, news.last);
    // In line and not too much waiting: pass on what was encoded once for all. Otherwise the journal keeps it for us.
    if (open.told && !open.reading && news.first == open.sent + 1 && socket_->waiting_bytes() < k_stale_queue_bytes) {
      open.sent = news.last;
      socket_->send(news.frame);
    } else {
      pump(document);
    }
  }

  // Reads on where the client is, while there is more and its queue is short.
  void pump(DocumentId document) {
    const auto found = documents_.find(document);
    if (found == documents_.end()) return;
    OpenDocument& open = found->second;
    if (!open.open || open.reading || open.sent >= open.known) return;
    if (socket_->waiting_bytes() > k_short_queue_bytes) return;  // drained() comes
    open.reading = true;
    reader_.read(document, open.sent, k_catch_up_bytes,
                 [self = shared_from_this(), document, number = open.number](Result<EntryPage> page) {
                   self->on_loop([document, number, page = std::move(page)](Session& session) mutable {
                     session.take_page(document, number, std::move(page));
                   });
                 });
  }

  void take_page(DocumentId document, sync::SessionNumber number, Result<EntryPage> page) {
    const auto found = documents_.find(document);
    if (found == documents_.end() || found->second.number != number) return;
    OpenDocument& open = found->second;
    open.reading = false;
    if (!page.ok()) {
      // The client comes back and asks again.
      parts_.log.error("a journal cannot be read on", {{"document", base::to_hex(document)}});
      socket_->close(close_code::k_try_again, "the journal cannot be read just now");
      return;
    }
#ifdef FLASHKIT_MUTANT_GAP_SERVED
    if (page.value().entries.empty()) return;
#else
    if (page.value().entries.empty() || page.value().entries.front().seq != open.sent + 1) {
      go_by_checkpoint(document, open);  // a gap must never be skipped
      return;
    }
#endif
    const auto& last = page.value().entries.back();
    if (last.min_reader > rules_) {  // another server's, which this room has not read yet
      say_trouble(426, k_outdated, operations::id_bytes(document));
      drop(document);
      return;
    }
    if (!open.told) tell_opened(document, open);
    open.sent = page.value().entries.back().seq;
    open.known = std::max(open.known, open.sent);
    say(sync::Entries{.document = operations::id_bytes(document),
                      .entries = std::move(page).value().entries,
                      .head = open.known,
                      .unknown_fields = {}});
    pump(document);
  }

  // L4: entries that the client lacks are no longer kept. The newest checkpoint may be another server's.
  void go_by_checkpoint(DocumentId document, OpenDocument& open) {
    if (open.told) {
      open_again_later(document);
      return;
    }
    open.reading = true;
    hub_.states().pointer(
        document, [self = shared_from_this(), document, number = open.number](Result<CheckpointPointer> at) {
          self->on_loop(
              [document, number, at = std::move(at)](Session& session) { session.take_pointer(document, number, at); });
        });
  }

  void take_pointer(DocumentId document, sync::SessionNumber number, const Result<CheckpointPointer>& at) {
    const auto found = documents_.find(document);
    if (found == documents_.end() || found->second.number != number) return;
    OpenDocument& open = found->second;
    open.reading = false;
    if (!at.ok() || at.value().seq <= open.sent) {
      open_again_later(document);
      return;
    }
    open.sent = open.checkpoint_seq = at.value().seq;
    open.minimum = open.minimum.raised_by(at.value().minimum);
    open.known = std::max(open.known, open.sent);
    if (open.sent >= open.known) {
      tell_opened(document, open);
    } else {
      pump(document);
    }
  }

  void open_again_later(DocumentId document) {
    parts_.log.error("a journal cannot be read on", {{"document", base::to_hex(document)}});
    say_trouble(503, "the document cannot be read just now", operations::id_bytes(document));
    drop(document);
  }

  LiveHub& hub_;
  Parts& parts_;
  LiveOwner owner_;
  std::shared_ptr<LiveSocket> socket_;  // shared with the network, which goes when both let it go
  Loop& loop_;
  EntryReader reader_;
  std::string peer_;
  bool greeted_ = false;
  std::uint32_t rules_ = 1;  // that the program at the other end knows
  bool over_ = false;
  std::map<DocumentId, OpenDocument> documents_;
  // Shared with tasks in rooms, which may outlive this connection.
  std::shared_ptr<std::atomic<std::size_t>> pushed_bytes_ = std::make_shared<std::atomic<std::size_t>>(0);
};

}  // namespace

std::shared_ptr<LiveSession> make_live_session(LiveHub& hub, Parts& parts, LiveOwner owner,
                                               std::shared_ptr<LiveSocket> socket, Loop& loop) {
  return std::make_shared<Session>(hub, parts, std::move(owner), std::move(socket), loop);
}

}  // namespace flashkit::server
