#pragma once
// The shipping replica over its database on a file, without a network: what it wishes of the storage is done at once,
// what it tells its tab and the server is kept.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/replica_sqlite/replica_sqlite.h"
#include "base/proto.h"
#include "sync/frames.h"
#include "sync/generated/replica.pb.h"
#include "sync/replica.h"

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

  void put(decltype(sync::ReplicaInput::kind) kind) {
    sync::ReplicaInput input;
    input.now_ms = now_ms_ += 1;
    input.random = std::string(16, '\x42');
    input.kind = std::move(kind);
    replica_.input(input);
    for (sync::ReplicaEffect& effect : replica_.drain().effects) {
      if (auto* execute = std::get_if<sync::EffectExecute>(&effect.kind)) {
        put(database_->execute(*execute));
      } else if (auto* tab = std::get_if<sync::EffectSendToTab>(&effect.kind)) {
        heard_.push_back(std::move(*tab->message));
      } else if (auto* connect = std::get_if<sync::EffectConnect>(&effect.kind)) {
        attempt_ = connect->attempt;
      }
    }
  }
  void tell(decltype(sync::TabMessage::kind) kind) {
    sync::TabMessage message;
    message.number = ++number_;
    message.kind = std::move(kind);
    sync::HostTabMessage host;
    host.tab = "recorder";
    host.message = base::encoded(message);
    put(std::move(host));
  }
  void connected() {
    sync::HostConnected news;
    news.attempt = attempt_;
    put(news);
  }
  template <class Kind>
  void from_server(Kind kind) {
    sync::HostServerFrame frame;
    frame.attempt = attempt_;
    frame.frame = base::encoded(sync::server_frame(std::move(kind)));
    put(std::move(frame));
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
  explicit RecordedDevice(std::unique_ptr<adapters::ReplicaSqlite> database) : database_(std::move(database)) {}
  std::unique_ptr<adapters::ReplicaSqlite> database_;
  sync::Replica replica_;
  std::vector<sync::ReplicaMessage> heard_;
  std::uint64_t attempt_ = 0;
  std::uint64_t number_ = 0;
  double now_ms_ = 1000;
};

}  // namespace flashkit::tests::corpus
