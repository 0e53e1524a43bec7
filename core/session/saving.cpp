#include "session/saving.h"

namespace flashkit::session {

void SavingTracker::replica_status(const sync::ReplicaStatus& status) {
  status_known_ = true;
  memory_only_ = status.memory_only;
  connection_ = status.connection;
  trouble_ = status.trouble;
  protocol_refused_ = status.update_needed;
}

SavingState SavingTracker::kind() const {
  const bool online = connection_ == sync::Connection::Online;
  const bool all_stored = stored_ >= newest_ && !unsaid_;
  const bool nothing_made = newest_ == 0 && !unsaid_;
  const bool in_cloud = pending_ == 0 && all_stored;
  // A trouble of storage means that what was said to be stored may not be followed by more.
  if (!all_stored && status_known_ && !trouble_.empty()) return SavingState::MemoryOnly;
  // What the cloud refused is kept by the device alone.
  if (memory_only_ && !(in_cloud && online && loaded_ && rejected_ == 0)) return SavingState::MemoryOnly;
  if (!loaded_ && nothing_made) return SavingState::None;
  // Before its first status nobody knows whether what the replica stores outlives this page. Nothing is being saved
  // then, either, as long as nothing was changed.
  if (!status_known_ && nothing_made) return SavingState::None;
  if (!all_stored || !status_known_) return SavingState::Busy;
  // It is said that everything else is safe, so it comes behind all that is not.
  if (rejected_ > 0) return SavingState::NeedsYou;
  if (update_needed_ || protocol_refused_) return SavingState::Update;
  if (in_cloud && online) return complete_ ? SavingState::Cloud : SavingState::None;
  if (connection_ == sync::Connection::Offline) return SavingState::Offline;
  return SavingState::Device;
}

Saving SavingTracker::state() const {
  Saving out;
  out.state = kind();
  out.waiting = static_cast<std::uint32_t>(pending_ + (unsaid_ ? 1 : 0));
  out.rejected = static_cast<std::uint32_t>(rejected_);
  out.trouble = trouble_;
  return out;
}

}  // namespace flashkit::session
