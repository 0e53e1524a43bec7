#pragma once
// The confirmed state: what replaying a journal gives. Every reader of a journal (view, server, checkpoint writer,
// simulator) replays through this, so that all agree on what counts once.
#include <vector>

#include "operations/apply.h"
#include "sync/checkpoint.h"
#include "sync/generated/frames.pb.h"

namespace flashkit::sync {

struct Replayed {
  base::OperationId id;
  bool took_effect = false;                 // false as well for one that was already counted or is malformed
  std::vector<operations::Change> changes;  // if they were asked for
};

class JournalState {
 public:
  JournalState() = default;
  explicit JournalState(Checkpoint checkpoint) : state_(std::move(checkpoint)) {}

  // The entry must be seq() + 1 (Conflict otherwise, and nothing changes) with its operations in place, not in a blob.
  base::Result<std::vector<Replayed>> apply(const Entry& entry,
                                            operations::Listing listing = operations::Listing::Nothing);
  // One operation of the entry under way; an operation whose number the client has passed is not applied again.
  Replayed apply_operation(std::string_view bytes, operations::Listing listing = operations::Listing::Nothing);

  std::uint64_t seq() const { return state_.seq; }
  const ClientTable& clients() const { return state_.clients; }
  const document::Document& document() const { return state_.document; }
  Checkpoint take() { return std::move(state_); }
  std::string checkpoint() const { return write_checkpoint(state_); }

 private:
  Checkpoint state_;
};

}  // namespace flashkit::sync
