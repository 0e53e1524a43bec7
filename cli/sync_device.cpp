#include "cli/sync_device.h"

#include <utility>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/frames.h"

namespace flashkit::cli {

base::Result<std::unique_ptr<SyncDevice>> SyncDevice::open(const std::string& database, SyncNet& net,
                                                           Listener& listener) {
  FLASHKIT_TRY(auto opened, adapters::ReplicaSqlite::open({.path = database}));
  return std::unique_ptr<SyncDevice>(new SyncDevice(std::move(opened), net, listener));
}

void SyncDevice::start() {
  sync::HostStarted started;
  started.build = "flashkit sync";
  input(std::move(started));
}

void SyncDevice::tell(decltype(sync::TabMessage::kind) kind) {
  sync::TabMessage message;
  message.number = ++number_;
  message.kind = std::move(kind);
  sync::HostTabMessage host;
  host.tab = "folder";
  host.message = base::encoded(message);
  input(std::move(host));
}

// What an effect brings about at once waits until the effects before it are done.
void SyncDevice::input(decltype(sync::ReplicaInput::kind) kind) {
  inputs_.push_back(std::move(kind));
  if (std::exchange(busy_, true)) return;
  while (!inputs_.empty()) {
    sync::ReplicaInput in;
    in.now_ms = static_cast<double>(net_.now_ms());
    in.wall_ms = static_cast<double>(clock_.wall_ms());
    const auto bits = random_.id<base::ClientId>();
    in.random = operations::id_bytes(bits.high, bits.low);
    in.kind = std::move(inputs_.front());
    inputs_.pop_front();
    replica_.input(in);
    for (sync::ReplicaEffect& effect : replica_.drain().effects) perform(effect);
  }
  busy_ = false;
}

void SyncDevice::perform(sync::ReplicaEffect& effect) {
  if (const auto* execute = std::get_if<sync::EffectExecute>(&effect.kind)) {
    input(database_->execute(*execute));
  } else if (const auto* to_tab = std::get_if<sync::EffectSendToTab>(&effect.kind)) {
    listener_.heard(*to_tab->message);
  } else if (auto* frame = std::get_if<sync::EffectSendToServer>(&effect.kind)) {
    if (frame->attempt == attempt_) net_.send(std::move(frame->frame));
  } else if (const auto* wish = std::get_if<sync::EffectConnect>(&effect.kind)) {
    connect(wish->attempt);
  } else if (std::get_if<sync::EffectDisconnect>(&effect.kind) != nullptr) {
    online_ = false;
    net_.disconnect();
    listener_.disconnected("the server does not answer");
  } else if (const auto* timer = std::get_if<sync::EffectSetTimer>(&effect.kind)) {
    const auto at = static_cast<std::uint64_t>(timer->at_ms);
    const std::uint64_t now = net_.now_ms();
    net_.after(at > now ? at - now : 0, [this, mine = ++timer_] {
      if (mine == timer_) input(sync::HostTimer{});
    });
  } else if (const auto* checkpoint = std::get_if<sync::EffectFetchCheckpoint>(&effect.kind)) {
    fetch(*checkpoint);
  }
}

void SyncDevice::connect(std::uint64_t attempt) {
  attempt_ = attempt;
  SyncNet::Events events;
  events.connected = [this, attempt] {
    sync::HostConnected connected;
    connected.attempt = attempt;
    input(connected);
  };
  events.frame = [this, attempt](std::string bytes) { take_frame(attempt, std::move(bytes)); };
  events.disconnected = [this, attempt](const std::string& why, bool going_away) {
    online_ = false;
    sync::HostDisconnected gone;
    gone.attempt = attempt;
    gone.going_away = going_away;
    input(gone);
    listener_.disconnected(why);
  };
  net_.connect(std::move(events));
}

void SyncDevice::take_frame(std::uint64_t attempt, std::string bytes) {
  const auto frame = sync::decode_server_frame(bytes);
  sync::HostServerFrame host;
  host.attempt = attempt;
  host.frame = std::move(bytes);
  input(std::move(host));
  if (!frame.ok()) return;
  if (std::get_if<sync::Welcome>(&frame.value().kind) != nullptr) online_ = true;
  if (const auto* opened = std::get_if<sync::Opened>(&frame.value().kind)) {
    listener_.reaches(opened->document, opened->head);
  }
  if (const auto* entries = std::get_if<sync::Entries>(&frame.value().kind)) {
    listener_.reaches(entries->document, entries->head);
  }
}

void SyncDevice::fetch(const sync::EffectFetchCheckpoint& wish) {
  const auto document = operations::id_from_bytes<base::DocumentId>(wish.document);
  const auto capability = operations::id_from_bytes<base::Capability>(wish.capability);
  sync::HostCheckpointFetched answer;
  answer.document = wish.document;
  answer.seq = wish.seq;
  const std::string path = "/api/v1/documents/" + (document ? base::to_hex(*document) : std::string()) +
                           "/checkpoints/" + std::to_string(wish.seq);
  net_.get(path, capability ? base::to_hex(*capability) : std::string(), [this, answer](std::string body) mutable {
    answer.checkpoint = std::move(body);
    input(std::move(answer));
  });
}

}  // namespace flashkit::cli
