#include "adapters/replica_sqlite/stored_replica.h"

#include <utility>

#include "base/proto.h"

namespace flashkit::adapters {

void StoredReplica::put(Input kind) {
  inputs_.push_back(std::move(kind));
  if (std::exchange(busy_, true)) return;
  while (!inputs_.empty()) {
    sync::ReplicaInput input = moment_();
    input.kind = std::move(inputs_.front());
    inputs_.pop_front();
    replica_.input(input);
    for (sync::ReplicaEffect& effect : replica_.drain().effects) {
      if (const auto* execute = std::get_if<sync::EffectExecute>(&effect.kind)) {
        put(database_->execute(*execute));
      } else {
        perform_(effect);
      }
    }
  }
  busy_ = false;
}

void StoredReplica::tell(const std::string& tab, decltype(sync::TabMessage::kind) kind) {
  sync::TabMessage message;
  message.number = ++told_;
  message.kind = std::move(kind);
  sync::HostTabMessage host;
  host.tab = tab;
  host.message = base::encoded(message);
  put(std::move(host));
}

void StoredReplica::hear_frame(std::uint64_t attempt, std::string bytes) {
  sync::HostServerFrame frame;
  frame.attempt = attempt;
  frame.frame = std::move(bytes);
  put(std::move(frame));
}

void StoredReplica::disconnected(std::uint64_t attempt, bool going_away) {
  sync::HostDisconnected gone;
  gone.attempt = attempt;
  gone.going_away = going_away;
  put(gone);
}

sync::HostExecuted StoredReplica::ask(const std::string& statement) {
  sync::EffectExecute wish;
  wish.id = 1;
  wish.statements.emplace_back().name = statement;
  return database_->execute(wish);
}

}  // namespace flashkit::adapters
