#include "cli/sync_device.h"

#include <utility>

#include "operations/ids.h"
#include "sync/frames.h"

namespace flashkit::cli {

base::Result<std::unique_ptr<SyncDevice>> SyncDevice::open(const std::string& database, SyncNet& net,
                                                           Listener& listener) {
  FLASHKIT_TRY(auto opened, adapters::ReplicaSqlite::open({.path = database}));
  return std::unique_ptr<SyncDevice>(new SyncDevice(std::move(opened), net, listener));
}

SyncDevice::SyncDevice(std::unique_ptr<adapters::ReplicaSqlite> database, SyncNet& net, Listener& listener)
    : net_(net),
      listener_(listener),
      replica_(
          std::move(database), [this] { return moment(); }, [this](sync::ReplicaEffect& effect) { perform(effect); }) {}

void SyncDevice::start() {
  sync::HostStarted started;
  started.build = "flashkit sync";
  replica_.put(std::move(started));
}

sync::ReplicaInput SyncDevice::moment() {
  sync::ReplicaInput input;
  input.now_ms = static_cast<double>(net_.now_ms());
  input.wall_ms = static_cast<double>(clock_.wall_ms());
  const auto bits = random_.id<base::ClientId>();
  input.random = operations::id_bytes(bits.high, bits.low);
  return input;
}

void SyncDevice::perform(sync::ReplicaEffect& effect) {
  if (const auto* to_tab = std::get_if<sync::EffectSendToTab>(&effect.kind)) {
    listener_.heard(*to_tab->message);
  } else if (auto* frame = std::get_if<sync::EffectSendToServer>(&effect.kind)) {
    if (frame->attempt == attempt_) net_.send(std::move(frame->frame));
  } else if (const auto* wish = std::get_if<sync::EffectConnect>(&effect.kind)) {
    connect(wish->attempt);
  } else if (std::get_if<sync::EffectDisconnect>(&effect.kind) != nullptr) {
    online_ = false;
    net_.disconnect();
    listener_.disconnected({.why = "the server does not answer", .for_now = true});
  } else if (const auto* timer = std::get_if<sync::EffectSetTimer>(&effect.kind)) {
    const auto at = static_cast<std::uint64_t>(timer->at_ms);
    const std::uint64_t now = net_.now_ms();
    net_.after(at > now ? at - now : 0, [this, mine = ++timer_] {
      if (mine == timer_) replica_.put(sync::HostTimer{});
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
    replica_.put(connected);
  };
  events.frame = [this, attempt](std::string bytes) { take_frame(attempt, std::move(bytes)); };
  events.disconnected = [this, attempt](const Disconnect& how) {
    online_ = false;
    replica_.disconnected(attempt, how.going_away);
    listener_.disconnected(how);
  };
  net_.connect(std::move(events));
}

void SyncDevice::take_frame(std::uint64_t attempt, std::string bytes) {
  const auto frame = sync::decode_server_frame(bytes);
  replica_.hear_frame(attempt, std::move(bytes));
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
    replica_.put(std::move(answer));
  });
}

}  // namespace flashkit::cli
