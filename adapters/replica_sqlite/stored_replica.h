#pragma once
// The replica of core/sync over its database on a file. What it wishes of the database is done at once; its other
// effects go to the owner in their order, and what one of them brings about waits until the effects before it are done.
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "adapters/replica_sqlite/replica_sqlite.h"
#include "sync/generated/replica.pb.h"
#include "sync/replica.h"

namespace flashkit::adapters {

class StoredReplica {
 public:
  using Input = decltype(sync::ReplicaInput::kind);
  // An input with its moment and its randomness, and nothing else.
  using Moment = std::function<sync::ReplicaInput()>;
  using Perform = std::function<void(sync::ReplicaEffect&)>;

  StoredReplica(std::unique_ptr<ReplicaSqlite> database, Moment moment, Perform perform)
      : database_(std::move(database)), moment_(std::move(moment)), perform_(std::move(perform)) {}
  StoredReplica(const StoredReplica&) = delete;
  StoredReplica& operator=(const StoredReplica&) = delete;
  ~StoredReplica() = default;

  void put(Input kind);
  void tell(const std::string& tab, decltype(sync::TabMessage::kind) kind);
  void hear_frame(std::uint64_t attempt, std::string bytes);
  void disconnected(std::uint64_t attempt, bool going_away = false);
  // The rows of a statement without parameters, for whoever looks from outside.
  sync::HostExecuted ask(const std::string& statement);

 private:
  std::unique_ptr<ReplicaSqlite> database_;
  Moment moment_;
  Perform perform_;
  sync::Replica replica_;
  std::deque<Input> inputs_;
  std::uint64_t told_ = 0;
  bool busy_ = false;
};

}  // namespace flashkit::adapters
