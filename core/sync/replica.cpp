#include "sync/replica.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "operations/ids.h"
#include "sync/frames.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

Replica::Replica(Program program) : machine_(std::make_unique<Machine>(program)) {}
Replica::Replica(Replica&&) noexcept = default;
Replica& Replica::operator=(Replica&&) noexcept = default;
Replica::~Replica() = default;
void Replica::input(const ReplicaInput& input) { machine_->input(input); }
ReplicaEffects Replica::drain() { return machine_->drain(); }

void Replica::Machine::input(const ReplicaInput& input) {
  now_ms_ = std::max(now_ms_, static_cast<std::uint64_t>(std::clamp(input.now_ms, 0.0, 9e15)));
  wall_ms_ = static_cast<std::int64_t>(std::clamp(input.wall_ms, 0.0, 9e15));
  if (const auto random = id_from_bytes<base::ClientId>(input.random)) {
    random_high_ = random->high;
    random_low_ = random->low;
  }
  dispatch(input);
  pump_storage();
  connect();
  tell_status();
  set_timer();
}

void Replica::Machine::dispatch(const ReplicaInput& input) {
  if (const auto* started = std::get_if<HostStarted>(&input.kind)) on_started(*started);
  if (const auto* message = std::get_if<HostTabMessage>(&input.kind)) on_tab_message(*message);
  if (const auto* closed = std::get_if<HostTabClosed>(&input.kind)) on_tab_closed(closed->tab);
  if (const auto* connected = std::get_if<HostConnected>(&input.kind)) on_connected(connected->attempt);
  if (const auto* disconnected = std::get_if<HostDisconnected>(&input.kind))
    on_disconnected(disconnected->attempt, disconnected->going_away);
  if (const auto* frame = std::get_if<HostServerFrame>(&input.kind)) on_server_frame(*frame);
  if (const auto* executed = std::get_if<HostExecuted>(&input.kind)) on_executed(*executed);
  if (std::get_if<HostTimer>(&input.kind) != nullptr) {
    timer_told_ms_ = -1;
    on_timer();
  }
  if (const auto* fetched = std::get_if<HostCheckpointFetched>(&input.kind)) on_checkpoint(*fetched);
  if (const auto* hint = std::get_if<HostNetworkHint>(&input.kind)) {
    if (hint->online && connection_ == Connection::Offline) connect_at_ms_ = now_ms_;
    if (!hint->online && connection_ != Connection::Offline) drop_connection();
  }
}

ReplicaEffects Replica::Machine::drain() {
  ReplicaEffects out;
  out.effects = std::move(effects_);
  effects_.clear();
  return out;
}

void Replica::Machine::effect(decltype(ReplicaEffect::kind) kind) {
  ReplicaEffect effect;
  effect.kind = std::move(kind);
  effects_.push_back(std::move(effect));
}

Replica::Machine::Doc* Replica::Machine::find(base::DocumentId id) {
  const auto found = docs_.find(id);
  return found == docs_.end() ? nullptr : &found->second;
}

Replica::Machine::Doc* Replica::Machine::find_bytes(const std::string& bytes) {
  const auto id = id_from_bytes<base::DocumentId>(bytes);
  return id.has_value() ? find(*id) : nullptr;
}

std::uint64_t Replica::Machine::jitter(std::uint64_t least, std::uint64_t most) const {
  return least + random_low_ % (most - least + 1);
}

void Replica::Machine::on_timer() {
  if (storage_retry_at_ms_ != 0 && now_ms_ >= storage_retry_at_ms_) storage_retry_at_ms_ = 0;
  if (list_at_ms_ != 0 && now_ms_ >= list_at_ms_) {
    list_at_ms_ = 0;
    list_documents({}, 0);
  }
  if (connection_ == Connection::Connecting && now_ms_ >= connecting_since_ms_ + k_connect_limit_ms) drop_connection();
  if (connection_ != Connection::Online) return;
  if (pinged_ms_ != 0 && now_ms_ >= pinged_ms_ + k_pong_limit_ms) {
    drop_connection();  // half-open: nothing at all was heard since the ping
    return;
  }
  if (pinged_ms_ == 0 && now_ms_ >= heard_ms_ + k_ping_ms) {
    pinged_ms_ = now_ms_;
    Ping ping;
    ping.number = ++ping_number_;
    send_frame(base::encoded(client_frame(ping)));
  }
  for (auto& [id, doc] : docs_) {
    const bool no_answer = (doc.asked_ms != 0 && now_ms_ >= doc.asked_ms + k_answer_limit_ms) ||
                           (doc.oldest_push_ms != 0 && now_ms_ >= doc.oldest_push_ms + k_answer_limit_ms) ||
                           (doc.behind_since_ms != 0 && now_ms_ >= doc.behind_since_ms + k_answer_limit_ms);
    if (no_answer || (doc.retry_at_ms != 0 && now_ms_ >= doc.retry_at_ms)) {
      open_on_server(doc);
    } else if (doc.push_at_ms != 0 && now_ms_ >= doc.push_at_ms) {
      doc.push_at_ms = 0;
      push(doc);
    }
  }
}

void Replica::Machine::set_timer() {
  std::uint64_t next = std::numeric_limits<std::uint64_t>::max();
  const auto at = [&](std::uint64_t when) {
    if (when != 0) next = std::min(next, when);
  };
  at(storage_retry_at_ms_);
  at(list_at_ms_);
  if (connection_ == Connection::Offline) at(connect_at_ms_);
  if (connection_ == Connection::Connecting) at(connecting_since_ms_ + k_connect_limit_ms);
  if (connection_ == Connection::Online) {
    at(pinged_ms_ != 0 ? pinged_ms_ + k_pong_limit_ms : heard_ms_ + k_ping_ms);
    for (const auto& [id, doc] : docs_) {
      if (doc.asked_ms != 0) at(doc.asked_ms + k_answer_limit_ms);
      if (doc.oldest_push_ms != 0) at(doc.oldest_push_ms + k_answer_limit_ms);
      if (doc.behind_since_ms != 0) at(doc.behind_since_ms + k_answer_limit_ms);
      at(doc.retry_at_ms);
      at(doc.push_at_ms);
    }
  }
  if (next == std::numeric_limits<std::uint64_t>::max()) return;
  const auto at_ms = static_cast<double>(std::max(next, now_ms_ + 1));
  if (at_ms == timer_told_ms_) return;
  timer_told_ms_ = at_ms;
  EffectSetTimer timer;
  timer.at_ms = at_ms;
  effect(timer);
}

ReplicaStatus Replica::Machine::status() const {
  ReplicaStatus out;
  // Each new try would else look like the end of being offline for a moment.
  out.connection = connection_ == Connection::Connecting && cut_off_ ? Connection::Offline : connection_;
  for (const auto& [id, doc] : docs_) {
    out.waiting += static_cast<std::uint32_t>(doc.outbox.size());
    out.rejected += static_cast<std::uint32_t>(doc.kept.size());
  }
  out.memory_only = memory_only_;
  out.trouble = trouble_;
  out.update_needed = protocol_refused_;
  return out;
}

void Replica::Machine::tell_status() {
  ReplicaStatus now = status();
  if (told_.has_value() && *told_ == now) return;
  told_ = now;
  for (const auto& [name, tab] : tabs_) send_to_tab(name, 0, now);
}

}  // namespace flashkit::sync
