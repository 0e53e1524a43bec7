#pragma once
// A device without a browser: the replica of core/sync over its SQLite file and a connection to one server. It performs
// what the replica wishes and decides nothing.
#include <memory>
#include <string>
#include <utility>

#include "adapters/replica_sqlite/stored_replica.h"
#include "adapters/system/system.h"
#include "cli/sync_net.h"

namespace flashkit::cli {

class SyncDevice {
 public:
  class Listener {
   public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;
    virtual void heard(const sync::ReplicaMessage& message) = 0;
    // The server says how far a document's journal reaches.
    virtual void reaches(const std::string& document, std::uint64_t head) = 0;
    virtual void disconnected(const Disconnect& how) = 0;
  };

  // Both must outlive the device. Errors: those of ReplicaSqlite::open.
  static base::Result<std::unique_ptr<SyncDevice>> open(const std::string& database, SyncNet& net, Listener& listener);
  void start();
  void tell(decltype(sync::TabMessage::kind) kind) { replica_.tell("folder", std::move(kind)); }
  bool online() const { return online_; }

 private:
  SyncDevice(std::unique_ptr<adapters::ReplicaSqlite> database, SyncNet& net, Listener& listener);
  sync::ReplicaInput moment();
  void perform(sync::ReplicaEffect& effect);
  void connect(std::uint64_t attempt);
  void fetch(const sync::EffectFetchCheckpoint& wish);
  void take_frame(std::uint64_t attempt, std::string bytes);

  SyncNet& net_;
  Listener& listener_;
  adapters::SystemRandom random_;
  adapters::SystemClock clock_;
  adapters::StoredReplica replica_;
  bool online_ = false;
  std::uint64_t attempt_ = 0;
  std::uint64_t timer_ = 0;
};

}  // namespace flashkit::cli
