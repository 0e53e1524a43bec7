#pragma once
// What may honestly be said about saving. Fed with what was done here and with what the replica said; never better than
// the truth: *on this device* only after the replica said that every operation of ours is stored, *in the cloud* only
// when every one stands in the journal.
#include <cstdint>
#include <deque>
#include <string>

#include "session/generated/local.pb.h"
#include "sync/generated/replica.pb.h"

namespace flashkit::session {

class SavingTracker {
 public:
  void opened() { *this = SavingTracker(); }
  void made(std::uint64_t number) { newest_ = number; }
  void stored_up_to(std::uint64_t number) { stored_ = number > stored_ ? number : stored_; }
  // A fresh client id begins at number 1 again.
  void renamed() { newest_ = stored_ = 0; }
  // Operations of this document that are pending here, ours and those of other tabs.
  void pending(std::size_t count) { pending_ = count; }
  void rejected(std::size_t count) { rejected_ = count; }
  // Letters are shown that are no operation yet: they exist in this tab's memory only.
  void unsaid(bool letters) { unsaid_ = letters; }
  void replica_status(const sync::ReplicaStatus& status);
  // A newer program changed the design: nothing of it is pushed until this one is updated.
  void update_needed(bool needed) { update_needed_ = needed; }
  // What this device has of the document is here; `complete`: that is all of it.
  void loaded(bool complete) {
    loaded_ = true;
    complete_ = complete;
  }
  bool is_loaded() const { return loaded_; }

  Saving state() const;

 private:
  SavingState kind() const;
  std::uint64_t newest_ = 0;
  std::uint64_t stored_ = 0;
  std::size_t pending_ = 0;
  std::size_t rejected_ = 0;
  bool unsaid_ = false;
  bool loaded_ = false;
  bool complete_ = false;
  bool status_known_ = false;
  bool memory_only_ = false;
  bool update_needed_ = false;
  bool protocol_refused_ = false;
  sync::Connection connection_ = sync::Connection::Offline;
  std::string trouble_;
};

}  // namespace flashkit::session
