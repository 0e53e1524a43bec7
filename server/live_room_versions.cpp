// When a room has a version kept: once its document rests, now and then while it does not, and when the last one
// leaves. What all of that misses, the next one to open the document brings about. Rules: docs/protocol.md, part
// "Versions".
#include "server/live_room.h"
#include "server/version_policy.h"

namespace flashkit::server {

using base::Result;

void LiveRoom::version_later() {
  changed_ms_ = loop_.now_ms();
  changed_at_ms_ = parts_.clock.wall_ms();
  if (version_wanted_ms_ == 0) version_wanted_ms_ = changed_ms_;
  if (!waiting_for_version_) wait_for_version();
}

void LiveRoom::wait_for_version() {
  waiting_for_version_ = true;
  const std::uint64_t now = loop_.now_ms();
  const std::uint64_t due = version_due_ms(version_wanted_ms_, changed_ms_);
  loop_.after(due > now ? due - now : 0, [weak = weak_from_this()] {
    const std::shared_ptr<LiveRoom> self = weak.lock();
    if (!self) return;
    self->waiting_for_version_ = false;
    if (self->version_wanted_ms_ == 0) return;
    if (self->loop_.now_ms() < version_due_ms(self->version_wanted_ms_, self->changed_ms_)) {
      self->wait_for_version();
    } else {
      self->keep_version();
    }
  });
}

void LiveRoom::version_when_left() {
  const bool just_kept = kept_version_ms_ != 0 && loop_.now_ms() < kept_version_ms_ + k_version_leave_ms;
  if (members_.empty() && version_wanted_ms_ != 0 && !just_kept && !stopping_) keep_version();
}

void LiveRoom::keep_version() {
  version_wanted_ms_ = 0;
  kept_version_ms_ = loop_.now_ms();
  versions_.keep(document_, changed_at_ms_, [&log = parts_.log, document = document_](const Result<void>& kept) {
    if (!kept.ok())
      log.warn("a version was not kept", {{"document", base::to_hex(document)}, {"why", kept.error().rule}});
  });
}

}  // namespace flashkit::server
