#pragma once
// The shipping replica over its database on a file, without a network: what it tells its tab is kept.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/replica_sqlite/stored_replica.h"
#include "base/proto.h"
#include "sync/frames.h"

namespace flashkit::tests::corpus {

class RecordedDevice {
 public:
  // Errors: those of ReplicaSqlite::open.
  static base::Result<std::unique_ptr<RecordedDevice>> open(const std::string& database) {
    FLASHKIT_TRY(auto opened, adapters::ReplicaSqlite::open({.path = database}));
    std::unique_ptr<RecordedDevice> out(new RecordedDevice(std::move(opened)));
    out->put(sync::HostStarted{});
    return out;
  }

  void put(adapters::StoredReplica::Input kind) { replica_.put(std::move(kind)); }
  void tell(decltype(sync::TabMessage::kind) kind) { replica_.tell("recorder", std::move(kind)); }
  void connected() {
    sync::HostConnected news;
    news.attempt = attempt_;
    put(news);
  }
  template <class Kind>
  void from_server(Kind kind) {
    replica_.hear_frame(attempt_, base::encoded(sync::server_frame(std::move(kind))));
  }
  // What the tab was told since the last call.
  template <class Kind>
  std::vector<Kind> take() {
    std::vector<Kind> out;
    for (sync::ReplicaMessage& message : std::exchange(heard_, {})) {
      if (auto* kind = std::get_if<Kind>(&message.kind)) out.push_back(std::move(*kind));
    }
    return out;
  }

 private:
  explicit RecordedDevice(std::unique_ptr<adapters::ReplicaSqlite> database)
      : replica_(
            std::move(database), [this] { return moment(); },
            [this](sync::ReplicaEffect& effect) { perform(effect); }) {}
  sync::ReplicaInput moment() {
    sync::ReplicaInput input;
    input.now_ms = now_ms_ += 1;
    input.random = std::string(16, '\x42');
    return input;
  }
  void perform(sync::ReplicaEffect& effect) {
    if (auto* tab = std::get_if<sync::EffectSendToTab>(&effect.kind)) {
      heard_.push_back(std::move(*tab->message));
    } else if (auto* connect = std::get_if<sync::EffectConnect>(&effect.kind)) {
      attempt_ = connect->attempt;
    }
  }
  adapters::StoredReplica replica_;
  std::vector<sync::ReplicaMessage> heard_;
  std::uint64_t attempt_ = 0;
  double now_ms_ = 1000;
};

}  // namespace flashkit::tests::corpus
