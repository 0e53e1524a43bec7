#pragma once
// The state machine of a device: outbox, confirmed entries, connection, tabs. It decides everything and does nothing:
// inputs come in, effects go out, and each answer comes back as an input. The database is the truth; what is in memory
// is only what a restart would read again. Its rules are in docs/protocol.md, part "Device".
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "sync/generated/replica_host.pb.h"
#include "sync/limits.h"

namespace flashkit::sync {

class Replica {
 public:
  explicit Replica(Program program = {});
  Replica(Replica&&) noexcept;
  Replica& operator=(Replica&&) noexcept;
  ~Replica();

  // One input; work is bounded by its size (and by k_entries_per_compaction). Malformed input is passed over, or
  // answered with DocumentTrouble where a tab waits for an answer.
  void input(const ReplicaInput& input);
  // What is to be done now, in order. Empties the list.
  ReplicaEffects drain();

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace flashkit::sync
