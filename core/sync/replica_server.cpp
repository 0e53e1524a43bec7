// The replica and the server: opening documents, the rights that they come with, and pushing.
#include <algorithm>
#include <utility>

#include "base/proto.h"
#include "sync/frames.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

using base::ClientId;

namespace {
constexpr std::uint64_t k_reopen_ms = 3'000;
constexpr std::uint64_t k_older_cloud_ms = 20'000;
constexpr std::uint64_t k_no_right_ms = 30'000;
}  // namespace

// ---- opening ----

bool Replica::Machine::is_wanted(const Doc& doc) const {
  return !doc.tabs.empty() || !doc.opening.empty() || !doc.outbox.empty() || (doc.fresh && !doc.trashed);
}

void Replica::Machine::want(Doc& doc) {
  if (connection_ == Connection::Online && doc.stage == Stage::Closed && doc.asked_ms == 0) open_on_server(doc);
}

void Replica::Machine::open_on_server(Doc& doc) {
  doc.stage = Stage::Opening;
  doc.asked_ms = now_ms_;
  doc.retry_at_ms = doc.push_at_ms = doc.oldest_push_ms = doc.behind_since_ms = 0;
  doc.checkpoint_wanted = 0;
  doc.behind_checkpoint.clear();
  doc.behind_bytes = 0;
  doc.behind_left_out = false;
  for (Waiting& waiting : doc.outbox) waiting.sent = waiting.answered = false;
  Open open;
  open.document = id_bytes(doc.id);
  open.after_seq = doc.received;
  open.capability = doc.capability;
  open.create = doc.fresh;
  send_frame(base::encoded(client_frame(std::move(open))));
}

void Replica::Machine::on_opened(const Opened& opened) {
  Doc* doc = find_bytes(opened.document);
  if (doc == nullptr || doc->stage != Stage::Opening) return;
  doc->asked_ms = 0;
  if (opened.head < doc->received) {
    // The cloud knows less than this device saw confirmed: nothing is guessed, nothing thrown away. Perhaps only this
    // answer was old, so it is asked again.
    doc->stage = Stage::Refused;
    doc->retry_at_ms = now_ms_ + jitter(k_older_cloud_ms / 2, k_older_cloud_ms);
    if (std::exchange(doc->told_trouble, 409) == 409) return;
    DocumentTrouble trouble;
    trouble.document = opened.document;
    trouble.code = 409;
    trouble.text = "The cloud has an older state of this design than this device.";
    send_to_tabs_of(*doc, trouble);
    return;
  }
  const std::size_t were_outdated = outdated_tabs(*doc);
  doc->too_old = false;
  hear_minimum(*doc, {opened.min_reader, opened.min_writer});
  if (doc->minimum.reader > program_.rules) {
    // What follows would be misread: it stays in the cloud, and what waits here stays here, until there is a newer
    // program.
    doc->stage = Stage::Refused;
    wants_newer_program(*doc);
    return;
  }
  doc->stage = Stage::Live;
  if (!doc->presence.empty()) show_presence(*doc);
  doc->told_trouble = 0;
  doc->head = opened.head;
  doc->gesture_end = true;
  const bool completes = !doc->complete && opened.head == doc->received && opened.head == doc->cursor;
  const bool role_changed = doc->role != opened.role || were_outdated != outdated_tabs(*doc);
  if (doc->fresh || doc->role != opened.role || completes) {
    doc->fresh = false;
    doc->role = opened.role;
    doc->complete = doc->complete || completes;
    put_job({statement("set_cloud", {sql_bytes(opened.document), sql(std::int64_t{0}),
                                     sql(static_cast<std::int64_t>(doc->role)), sql(std::int64_t{doc->complete})})},
            [](const Rows*) {});
    rows_changed();
  }
  if (role_changed) tell_role(*doc);
  if (completes) {
    for (const std::string& tab : doc->tabs) send_loaded(doc->id, tab, 0);
  }
  if (opened.from_checkpoint && opened.checkpoint_seq > doc->received) {
    doc->checkpoint_wanted = opened.checkpoint_seq;
    EffectFetchCheckpoint fetch;
    fetch.document = opened.document;
    fetch.seq = opened.checkpoint_seq;
    fetch.capability = doc->capability;
    effect(std::move(fetch));
  }
  watch_progress(*doc);
  push(*doc);
  close_unwanted(*doc);
}

void Replica::Machine::watch_progress(Doc& doc) {
  doc.behind_since_ms = doc.stage == Stage::Live && doc.received < doc.head ? now_ms_ : 0;
}

void Replica::Machine::set_role(Doc& doc, Role role) {
  if (doc.role == role) return;
  doc.role = role;
  put_job({statement("set_cloud", {sql_bytes(id_bytes(doc.id)), sql(std::int64_t{doc.fresh}),
                                   sql(static_cast<std::int64_t>(role)), sql(std::int64_t{doc.complete})})},
          [](const Rows*) {});
  tell_role(doc);
  push(doc);  // L7: what was kept, once the right is back
}

void Replica::Machine::tell_role(const Doc& doc) {
  for (const std::string& tab : doc.tabs) {
    RoleChanged news;
    news.document = id_bytes(doc.id);
    news.update_needed = is_outdated(doc, rules_of(tab));
    news.role = news.update_needed && doc.role == Role::Edit ? Role::View : doc.role;
    send_to_tab(tab, 0, std::move(news));
  }
}

// ---- a design that a newer program changed (D12) ----

// What a tab is shown, this program has to know as well.
std::uint32_t Replica::Machine::rules_of(const std::string& tab) const {
  const auto found = tabs_.find(tab);
  return found == tabs_.end() ? program_.rules : std::min(program_.rules, found->second.rules);
}

bool Replica::Machine::is_outdated(const Doc& doc, std::uint32_t rules) {
  return doc.too_old || doc.minimum.exceeds({rules, rules});
}

// What is on this device, this program can read; a tab of an older one perhaps not.
bool Replica::Machine::may_read(const Doc& doc, const std::string& tab) const {
#ifdef FLASHKIT_MUTANT_OLDER_TAB_TOLD
  return true;
#endif
  const std::uint32_t rules = rules_of(tab);
  return rules == program_.rules || doc.minimum.reader <= rules;
}

std::size_t Replica::Machine::outdated_tabs(const Doc& doc) const {
  return static_cast<std::size_t>(std::count_if(
      doc.tabs.begin(), doc.tabs.end(), [&](const std::string& tab) { return is_outdated(doc, rules_of(tab)); }));
}

// L12: whatever a server that has not heard of it says, a minimum is only raised. What notes it belongs into the
// transaction that holds what asks for it, each time: the one before may have failed.
void Replica::Machine::raise_minimum(Doc& doc, Minimum minimum, std::vector<SqlStatement>& statements) {
  if (minimum == Minimum()) return;
  doc.minimum = doc.minimum.raised_by(minimum);
  statements.push_back(statement("set_minimum", {sql_bytes(id_bytes(doc.id)), sql(std::int64_t{doc.minimum.reader}),
                                                 sql(std::int64_t{doc.minimum.writer})}));
}

void Replica::Machine::hear_minimum(Doc& doc, Minimum minimum) {
  if (!minimum.exceeds(doc.minimum)) return;
  std::vector<SqlStatement> statements;
  raise_minimum(doc, minimum, statements);
  put_job(std::move(statements), [](const Rows*) {});
}

// Nothing is pushed until a newer program runs; what waits is kept, and the tabs say so.
void Replica::Machine::wants_newer_program(Doc& doc) {
  doc.too_old = true;
  doc.oldest_push_ms = 0;
  tell_role(doc);
  DocumentTrouble trouble;
  trouble.document = id_bytes(doc.id);
  trouble.code = 426;
  trouble.text = words_for(RejectReason::TooOld);
  send_to_tabs_of(doc, trouble);
}

// L10: without any right the server has closed the document. A right may be given back.
void Replica::Machine::on_revoked(const Revoked& revoked) {
  Doc* doc = find_bytes(revoked.document);
  if (doc == nullptr) return;
  set_role(*doc, revoked.role);
  if (revoked.role != Role::None || doc->stage == Stage::Closed) return;
  lose_peers(*doc);
  doc->asked_ms = doc->oldest_push_ms = doc->push_at_ms = doc->behind_since_ms = 0;
  doc->stage = Stage::Refused;
  doc->retry_at_ms = now_ms_ + jitter(k_no_right_ms / 2, k_no_right_ms);
}

void Replica::Machine::on_trouble(const Trouble& trouble) {
  Doc* doc = find_bytes(trouble.document);
  if (doc == nullptr) return;
  DocumentTrouble news;
  news.document = trouble.document;
  news.code = trouble.code;
  news.text = trouble.text;
  const bool older = trouble.code == 409;
  const bool no_right = trouble.code == 403 || trouble.code == 404;
  // D7, L3: said once, asked again.
  const bool told = std::exchange(doc->told_trouble, trouble.code) == trouble.code && (older || no_right);
  if (!told) send_to_tabs_of(*doc, news);
  doc->asked_ms = doc->oldest_push_ms = doc->push_at_ms = doc->behind_since_ms = 0;
  doc->stage = Stage::Refused;
  if (trouble.code == 426) {
    doc->too_old = true;
    tell_role(*doc);
  }
  // What may pass is tried again soon; what nobody may help (no such design, no right) with more patience.
  if (trouble.code >= 500 || trouble.code == 429 || trouble.code == 408) {
    doc->retry_at_ms = now_ms_ + jitter(k_reopen_ms / 2, k_reopen_ms);
  }
  if (older) doc->retry_at_ms = now_ms_ + jitter(k_older_cloud_ms / 2, k_older_cloud_ms);
  if (no_right) doc->retry_at_ms = now_ms_ + jitter(k_no_right_ms / 2, k_no_right_ms);
}

// ---- pushing ----

bool Replica::Machine::may_push(const Doc& doc) const {
  return doc.stage == Stage::Live && doc.role == Role::Edit && !is_outdated(doc) && doc.push_at_ms == 0;
}

void Replica::Machine::push(Doc& doc) {
  if (!may_push(doc)) return;
  std::size_t in_window = 0;
  std::set<ClientId> blocked;
  Push frame;
  std::size_t frame_bytes = 0;
  const auto send = [&] {
    if (frame.operations.empty()) return;
    frame.document = id_bytes(doc.id);
    frame.gesture_end = doc.gesture_end;
    frame.min_reader = doc.minimum.reader;
    frame.min_writer = doc.minimum.writer;
    send_frame(base::encoded(client_frame(std::move(frame))));
    frame = {};
    frame_bytes = 0;
    if (doc.oldest_push_ms == 0) doc.oldest_push_ms = now_ms_;
  };
  for (Waiting& waiting : doc.outbox) {
    if (waiting.sent) {
      if (!waiting.answered) in_window += waiting.bytes.size();
      continue;
    }
    const bool not_yet = waiting.held || (!waiting.durable && trouble_.empty());
    if (not_yet || blocked.count(waiting.id.client) > 0) {
      blocked.insert(waiting.id.client);
      continue;
    }
    if (in_window > 0 && in_window + waiting.bytes.size() > k_push_window_bytes) break;
    if (frame_bytes + waiting.bytes.size() > k_max_push_bytes || frame.operations.size() >= k_max_push_operations)
      send();
    frame.operations.push_back(waiting.bytes);
    frame_bytes += waiting.bytes.size();
    in_window += waiting.bytes.size();
    waiting.sent = true;
  }
  send();
  doc.gesture_end = false;
#ifdef FLASHKIT_MUTANT_DROPPED_WHEN_SENT
  std::vector<SqlStatement> statements;
  for (const Waiting& waiting : doc.outbox) {
    if (!waiting.sent) continue;
    statements.push_back(
        statement("drop_outbox_one",
                  {sql_bytes(id_bytes(doc.id)), sql_bytes(id_bytes(waiting.id.client)), sql(waiting.id.number)}));
  }
  doc.outbox.erase(
      std::remove_if(doc.outbox.begin(), doc.outbox.end(), [](const Waiting& waiting) { return waiting.sent; }),
      doc.outbox.end());
  put_job(std::move(statements), [](const Rows*) {});
#endif
}

void Replica::Machine::on_acknowledged(const Acknowledged& acknowledged) {
  Doc* doc = find_bytes(acknowledged.document);
  const auto client = id_from_bytes<ClientId>(acknowledged.client);
  if (doc == nullptr || !client.has_value()) return;
  doc->gaps = 0;
  bool unanswered = false;
  for (Waiting& waiting : doc->outbox) {
    if (waiting.id.client == *client && waiting.id.number <= acknowledged.number) waiting.answered = true;
    unanswered = unanswered || (waiting.sent && !waiting.answered);
  }
  doc->oldest_push_ms = unanswered ? now_ms_ : 0;
  push(*doc);
}

}  // namespace flashkit::sync
