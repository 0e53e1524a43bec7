// The replica's connection: when to connect and to wait, what to say first, and which frame goes where.
#include <algorithm>
#include <utility>

#include "base/proto.h"
#include "sync/frames.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

namespace {
constexpr std::uint64_t k_steady_ms = 10'000;  // online for so long: the next failure starts the back-off anew
constexpr std::uint64_t k_worth_waiting = 2;   // online for so many times the wait before it: the next is no longer
}  // namespace

void Replica::Machine::connect() {
  if (!ready_ || connection_ != Connection::Offline || connect_at_ms_ == 0 || now_ms_ < connect_at_ms_) return;
  const bool anyone = !tabs_.empty() || std::any_of(docs_.begin(), docs_.end(),
                                                    [this](const auto& pair) { return is_wanted(pair.second); });
  if (!anyone) return;
  connection_ = Connection::Connecting;
  connecting_since_ms_ = now_ms_;
  greeted_ = false;
  EffectConnect wish;
  wish.attempt = ++attempt_;
  effect(wish);
}

void Replica::Machine::send_frame(std::string bytes) {
  if (connection_ == Connection::Offline) return;
  EffectSendToServer send;
  send.attempt = attempt_;
  send.frame = std::move(bytes);
  effect(std::move(send));
}

void Replica::Machine::on_connected(std::uint64_t attempt) {
  if (attempt != attempt_ || connection_ != Connection::Connecting || greeted_) return;
  greeted_ = true;
  Hello hello;
  hello.protocol_least = program_.protocol_least;
  hello.protocol_most = program_.protocol_most;
  hello.build = build_;
  hello.rules = program_.rules;
  send_frame(base::encoded(client_frame(std::move(hello))));
}

void Replica::Machine::drop_connection() {
  EffectDisconnect wish;
  wish.attempt = attempt_;
  effect(wish);
  on_disconnected(attempt_, false);
}

void Replica::Machine::on_disconnected(std::uint64_t attempt, bool going_away) {
  if (attempt != attempt_ || connection_ == Connection::Offline) return;
  if (connection_ == Connection::Online) {
    const std::uint64_t held_ms = now_ms_ - online_since_ms_;
    if (held_ms >= k_steady_ms) {
      failures_ = 0;
    } else if (failures_ > 0 && held_ms >= k_worth_waiting * waited_ms_) {
      failures_ -= 1;
    }
  }
  const bool moves = going_away && failures_ == 0;  // a server that sends everybody away is not asked in a circle
  connection_ = Connection::Offline;
  cut_off_ = !moves;
  ++attempt_;  // whatever still comes of the old one is passed over
  pinged_ms_ = 0;
  const std::uint64_t most = std::min(k_backoff_least_ms << std::min<std::uint32_t>(failures_, 10), k_backoff_most_ms);
  failures_ += 1;
  waited_ms_ = moves ? jitter(0, k_move_ms) : jitter(most / 2, most);
  connect_at_ms_ = now_ms_ + waited_ms_;
  for (auto& [id, doc] : docs_) {
    doc.stage = Stage::Closed;
    lose_peers(doc);
    doc.asked_ms = doc.retry_at_ms = doc.push_at_ms = doc.oldest_push_ms = doc.behind_since_ms = 0;
    doc.checkpoint_wanted = 0;
    doc.behind_checkpoint.clear();
    doc.behind_bytes = 0;
    doc.behind_left_out = false;
  }
}

// Nobody would say when they leave: a pointer or a drag of theirs must not stay on the screen.
void Replica::Machine::lose_peers(Doc& doc) {
  for (const std::string& peer : std::exchange(doc.peers, {})) {
    PeerPresence gone;
    gone.document = id_bytes(doc.id);
    gone.peer = peer;
    send_to_tabs_of(doc, gone);
  }
}

void Replica::Machine::show_presence(const Doc& doc) {
  Presence frame;
  frame.document = id_bytes(doc.id);
  frame.payload = doc.presence;
  send_frame(base::encoded(client_frame(std::move(frame))));
}

void Replica::Machine::on_server_frame(const HostServerFrame& host) {
  if (host.attempt != attempt_ || connection_ == Connection::Offline) return;
  const auto decoded = decode_server_frame(host.frame);
  if (!decoded.ok()) {
    drop_connection();
    return;
  }
  heard_ms_ = now_ms_;
  pinged_ms_ = 0;
  const auto& kind = decoded.value().kind;
  if (const auto* welcome = std::get_if<Welcome>(&kind)) return on_welcome(*welcome);
  if (const auto* trouble = std::get_if<Trouble>(&kind); trouble != nullptr && trouble->document.empty()) {
    protocol_refused_ = protocol_refused_ || trouble->code == 426;
    return;
  }
  if (connection_ != Connection::Online) return;
  if (const auto* opened = std::get_if<Opened>(&kind)) return on_opened(*opened);
  if (const auto* entries = std::get_if<Entries>(&kind)) return on_entries(*entries);
  if (const auto* rejected = std::get_if<Rejected>(&kind)) return on_rejected(*rejected);
  if (const auto* acknowledged = std::get_if<Acknowledged>(&kind)) return on_acknowledged(*acknowledged);
  if (const auto* trouble = std::get_if<Trouble>(&kind)) return on_trouble(*trouble);
  if (const auto* presence = std::get_if<Presence>(&kind)) {
    PeerPresence news;
    news.document = presence->document;
    news.peer = presence->peer;
    news.payload = presence->payload;
    if (Doc* doc = find_bytes(presence->document)) {
      if (news.payload.empty()) {
        doc->peers.erase(news.peer);
      } else {
        doc->peers.insert(news.peer);
      }
      send_to_tabs_of(*doc, news);
    }
  }
  if (const auto* revoked = std::get_if<Revoked>(&kind)) on_revoked(*revoked);
}

void Replica::Machine::on_welcome(const Welcome& welcome) {
  if (connection_ != Connection::Connecting || welcome.protocol < program_.protocol_least) return;
  connection_ = Connection::Online;
  cut_off_ = false;
  protocol_refused_ = false;
  online_since_ms_ = now_ms_;
  for (auto& [id, doc] : docs_) {
    if (is_wanted(doc)) open_on_server(doc);
  }
}

}  // namespace flashkit::sync
