#pragma once
// All documents that somebody has open on this server, each in one room on one loop. Callable from any thread.
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "server/live_room.h"

namespace flashkit::server {

class LiveHub {
 public:
  LiveHub(Parts& parts, States& states, Pictures& pictures)
      : parts_(parts), states_(states), pictures_(pictures), versions_(parts, states, pictures) {}

  // The room of the document, held until `release`.
  std::shared_ptr<LiveRoom> hold(base::DocumentId document);
  void release(LiveRoom& room) { room.holders.fetch_sub(1); }
  // Rights of the document were changed here: its room looks at once.
  void rights_changed(base::DocumentId document);
  // Another server says so: its room looks at once.
  void heard(const DocumentNews& news);
  // Of another server: a push into a document that this one writes (N8).
  void take_passed(PassedPush passed, PassedCallback done);
  // Of another server: where people are there. The documents in which nobody is here.
  std::vector<base::DocumentId> heard_presence(const PresenceMessage& message);
  // Forgets rooms nobody needs. To be called now and then.
  void sweep();
  // Appends all that waits, then calls back once.
  void flush(std::function<void()> done);
  States& states() { return states_; }
  Versions& versions() { return versions_; }
  sync::SessionNumber next_session() { return next_session_.fetch_add(1); }

 private:
  Parts& parts_;
  States& states_;
  Pictures& pictures_;
  Versions versions_;
  std::mutex mutex_;
  std::unordered_map<base::DocumentId, std::shared_ptr<LiveRoom>, base::IdHash> rooms_;
  std::atomic<sync::SessionNumber> next_session_ = 1;
};

}  // namespace flashkit::server
