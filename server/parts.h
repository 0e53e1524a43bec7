#pragma once
// What the rooms of the server stand on: the ports, the loops and the pool for slow work. Made by `serve` (or a test)
// and alive longer than everything that holds this.
#include <functional>
#include <string>
#include <vector>

#include "adapters/system/worker.h"
#include "ports/blobs.h"
#include "ports/clock.h"
#include "ports/identity.h"
#include "ports/journal.h"
#include "ports/random.h"
#include "ports/records.h"
#include "server/log.h"
#include "server/loop.h"
#include "server/metrics.h"
#include "server/neighbours.h"
#include "server/passed_push.h"
#include "server/presence_mail.h"
#include "sync/limits.h"

namespace flashkit::server {

struct Parts {
  ports::Journal& journal;
  ports::Records& records;
  ports::Blobs& blobs;
  ports::Identity& identity;
  ports::Clock& clock;
  ports::Random& random;
  Log& log;
  Metrics& metrics;
  adapters::Worker& slow;     // checkpoints and previews, never a live answer
  adapters::Worker& exports;  // pictures that people ask for: however large, they hold nothing else up
  adapters::Worker& opening;  // what somebody who opens a document waits for
  std::vector<Loop*> loops;
  std::string node;  // this server's name in the entries it writes
  // Several servers over one journal: how often a room with people in it looks for what others wrote. 0: never.
  std::uint64_t watch_journal_ms = 0;
  // How long entries stay after a checkpoint covered them. 0: for ever.
  std::uint64_t keep_entries_ms = 0;
  // S4: how long an entry waits for company, and alone. Where appends are not paid for each, nothing needs to wait:
  // what comes while one append is under way makes the next entry.
  std::uint64_t group_ms = sync::k_group_ms;
  std::uint64_t group_alone_ms = sync::k_group_alone_ms;
  sync::Program program = {};
  // Tells the other servers, as a hint; callable from any thread. Empty: nobody is told.
  std::function<void(const DocumentNews&)> tell = {};
  // Whether another server writes this document for all of them (N8), and asks it to: the answer is how far the journal
  // reaches, or nothing. Both callable from any thread, the answer on any. Empty: what comes here is written here.
  std::function<bool(base::DocumentId)> prefers_another = {};
  std::function<void(const PassedPush&, PassedCallback)> pass_on = {};
  // Shows the other servers where somebody is, best effort; callable from any thread. Empty: nobody is shown.
  std::function<void(PresenceNews)> show = {};
};

inline constexpr char k_build[] = "flashkit/0.1";

}  // namespace flashkit::server
