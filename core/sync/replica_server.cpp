// The replica and the server: connecting, opening, pushing, and taking in what the journal says.
#include <algorithm>
#include <utility>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

using base::ClientId;
using base::DocumentId;

namespace {
constexpr std::uint64_t k_reopen_ms = 3'000;
constexpr std::uint64_t k_older_cloud_ms = 20'000;
constexpr std::uint64_t k_no_right_ms = 30'000;
constexpr std::uint64_t k_steady_ms = 10'000;  // online for so long: the next failure starts the back-off anew
constexpr std::uint64_t k_worth_waiting = 2;   // online for so many times the wait before it: the next is no longer
}  // namespace

// ---- connection ----

void Replica::Machine::connect() {
  if (!ready_ || connection_ != Connection::Offline || connect_at_ms_ == 0 || now_ms_ < connect_at_ms_) return;
  const bool anyone = !tabs_.empty() || std::any_of(docs_.begin(), docs_.end(),
                                                    [this](const auto& pair) { return is_wanted(pair.second); });
  if (!anyone) return;
  connection_ = Connection::Connecting;
  connecting_since_ms_ = now_ms_;
  greeted_ = false;
  EffectConnect wish;
  wish.attempt = ++attempt_;
  effect(wish);
}

void Replica::Machine::send_frame(std::string bytes) {
  if (connection_ == Connection::Offline) return;
  EffectSendToServer send;
  send.attempt = attempt_;
  send.frame = std::move(bytes);
  effect(std::move(send));
}

void Replica::Machine::on_connected(std::uint64_t attempt) {
  if (attempt != attempt_ || connection_ != Connection::Connecting || greeted_) return;
  greeted_ = true;
  Hello hello;
  hello.protocol_least = k_protocol_least;
  hello.protocol_most = k_protocol_most;
  hello.build = build_;
  hello.rules = rules_;
  send_frame(base::encoded(client_frame(std::move(hello))));
}

void Replica::Machine::drop_connection() {
  EffectDisconnect wish;
  wish.attempt = attempt_;
  effect(wish);
  on_disconnected(attempt_, false);
}

void Replica::Machine::on_disconnected(std::uint64_t attempt, bool going_away) {
  if (attempt != attempt_ || connection_ == Connection::Offline) return;
  if (connection_ == Connection::Online) {
    const std::uint64_t held_ms = now_ms_ - online_since_ms_;
    if (held_ms >= k_steady_ms) {
      failures_ = 0;
    } else if (failures_ > 0 && held_ms >= k_worth_waiting * waited_ms_) {
      failures_ -= 1;
    }
  }
  const bool moves = going_away && failures_ == 0;  // a server that sends everybody away is not asked in a circle
  connection_ = Connection::Offline;
  ++attempt_;  // whatever still comes of the old one is passed over
  pinged_ms_ = 0;
  const std::uint64_t most = std::min(k_backoff_least_ms << std::min<std::uint32_t>(failures_, 10), k_backoff_most_ms);
  failures_ += 1;
  waited_ms_ = moves ? jitter(0, k_move_ms) : jitter(most / 2, most);
  connect_at_ms_ = now_ms_ + waited_ms_;
  for (auto& [id, doc] : docs_) {
    doc.stage = Stage::Closed;
    doc.asked_ms = doc.retry_at_ms = doc.push_at_ms = doc.oldest_push_ms = doc.behind_since_ms = 0;
    doc.checkpoint_wanted = 0;
    doc.behind_checkpoint.clear();
    doc.behind_bytes = 0;
  }
}

void Replica::Machine::on_server_frame(const HostServerFrame& host) {
  if (host.attempt != attempt_ || connection_ == Connection::Offline) return;
  const auto decoded = decode_server_frame(host.frame);
  if (!decoded.ok()) {
    drop_connection();
    return;
  }
  heard_ms_ = now_ms_;
  pinged_ms_ = 0;
  const auto& kind = decoded.value().kind;
  if (const auto* welcome = std::get_if<Welcome>(&kind)) return on_welcome(*welcome);
  if (const auto* trouble = std::get_if<Trouble>(&kind); trouble != nullptr && trouble->document.empty()) {
    protocol_refused_ = protocol_refused_ || trouble->code == 426;
    return;
  }
  if (connection_ != Connection::Online) return;
  if (const auto* opened = std::get_if<Opened>(&kind)) return on_opened(*opened);
  if (const auto* entries = std::get_if<Entries>(&kind)) return on_entries(*entries);
  if (const auto* rejected = std::get_if<Rejected>(&kind)) return on_rejected(*rejected);
  if (const auto* acknowledged = std::get_if<Acknowledged>(&kind)) return on_acknowledged(*acknowledged);
  if (const auto* trouble = std::get_if<Trouble>(&kind)) return on_trouble(*trouble);
  if (const auto* presence = std::get_if<Presence>(&kind)) {
    PeerPresence news;
    news.document = presence->document;
    news.peer = presence->peer;
    news.payload = presence->payload;
    if (const Doc* doc = find_bytes(presence->document)) send_to_tabs_of(*doc, news);
  }
  if (const auto* revoked = std::get_if<Revoked>(&kind)) on_revoked(*revoked);
}

void Replica::Machine::on_welcome(const Welcome& welcome) {
  if (connection_ != Connection::Connecting || welcome.protocol < k_protocol_least) return;
  connection_ = Connection::Online;
  protocol_refused_ = false;
  online_since_ms_ = now_ms_;
  for (auto& [id, doc] : docs_) {
    if (is_wanted(doc)) open_on_server(doc);
  }
}

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
  const bool was_outdated = is_outdated(*doc);
  doc->too_old = false;
  set_minimum(*doc, opened.min_reader, opened.min_writer);
  if (doc->min_reader > rules_) {
    // What follows would be misread: it stays in the cloud, and what waits here stays here, until there is a newer
    // program.
    doc->stage = Stage::Refused;
    wants_newer_program(*doc);
    return;
  }
  doc->stage = Stage::Live;
  doc->told_trouble = 0;
  doc->head = opened.head;
  doc->gesture_end = true;
  const bool completes = !doc->complete && opened.head == doc->received && opened.head == doc->cursor;
  const bool role_changed = doc->role != opened.role || was_outdated != is_outdated(*doc);
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
  RoleChanged news;
  news.document = id_bytes(doc.id);
  news.role = shown_role(doc);
  news.update_needed = is_outdated(doc);
  send_to_tabs_of(doc, news);
}

// ---- a design that a newer program changed (D12) ----

bool Replica::Machine::is_outdated(const Doc& doc) const {
  return doc.too_old || doc.min_reader > rules_ || doc.min_writer > rules_;
}

Role Replica::Machine::shown_role(const Doc& doc) const {
  return is_outdated(doc) && doc.role == Role::Edit ? Role::View : doc.role;
}

void Replica::Machine::set_minimum(Doc& doc, std::uint32_t reader, std::uint32_t writer) {
  if (doc.min_reader == reader && doc.min_writer == writer) return;
  doc.min_reader = reader;
  doc.min_writer = writer;
  put_job(
      {statement("set_minimum", {sql_bytes(id_bytes(doc.id)), sql(std::int64_t{reader}), sql(std::int64_t{writer})})},
      [](const Rows*) {});
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

// ---- the journal's news ----

void Replica::Machine::on_entries(const Entries& entries) {
  Doc* doc = find_bytes(entries.document);
  if (doc == nullptr || doc->stage != Stage::Live) return;
  doc->head = std::max(doc->head, entries.head);
  std::vector<Entry> news;
  std::uint64_t last =
      doc->checkpoint_wanted != 0
          ? (doc->behind_checkpoint.empty() ? doc->checkpoint_wanted : doc->behind_checkpoint.back().seq)
          : doc->received;
  for (const Entry& entry : entries.entries) {
    if (entry.seq <= last) continue;
    if (entry.min_reader > rules_) {
      // From here on it would be misread: what is before it is taken in, the rest stays in the cloud.
      if (!news.empty() && doc->checkpoint_wanted == 0) ingest(*doc, news);
      set_minimum(*doc, entry.min_reader, entry.min_writer);
      doc->stage = Stage::Refused;
      doc->behind_since_ms = 0;
      wants_newer_program(*doc);
      return;
    }
#ifndef FLASHKIT_MUTANT_NO_CONTIGUITY
    if (entry.seq != last + 1 || (entry.operations.empty() && !entry.body_blob.empty())) {
      // Something is missing: ask from what is here.
      if (!news.empty() && doc->checkpoint_wanted == 0) ingest(*doc, news);
      open_on_server(*doc);
      return;
    }
#endif
    last = entry.seq;
    news.push_back(entry);
  }
  if (news.empty()) {
    if (doc->behind_since_ms == 0) watch_progress(*doc);
    return;
  }
  if (doc->checkpoint_wanted == 0) {
    ingest(*doc, news);
    return;
  }
  for (const Entry& entry : news) doc->behind_bytes += base::encoded(entry).size();
  doc->behind_checkpoint.insert(doc->behind_checkpoint.end(), news.begin(), news.end());
  if (doc->behind_bytes > k_waiting_for_checkpoint_bytes) {
    // Too much to hold: what follows the checkpoint will be asked for again.
    doc->behind_checkpoint.clear();
    doc->behind_bytes = 0;
  }
}

// D6: the journal holds another operation under the number of one that waits here; a profile that went back to an older
// state may find a filler there. Its row leaves the outbox, so it is put aside.
std::vector<KeptOperation> Replica::Machine::find_overtaken(const Doc& doc, const std::vector<Entry>& entries,
                                                            std::vector<SqlStatement>& statements) const {
  std::vector<KeptOperation> out;
  if (doc.outbox.empty()) return out;
  std::map<base::OperationId, const Waiting*> waiting;
  for (const Waiting& one : doc.outbox) {
    if (!one.held) waiting[one.id] = &one;
  }
  for (const Entry& entry : entries) {
    for (const std::string& bytes : entry.operations) {
      const auto read = operations::read_operation(bytes);
      const auto ours = read.ok() ? waiting.find(read.value().id) : waiting.end();
      if (ours == waiting.end() || ours->second->bytes == bytes) continue;
      KeptOperation kept;
      kept.client = id_bytes(ours->first.client);
      kept.number = ours->first.number;
      kept.reason = RejectReason::ClientConflict;
      kept.text = words_for(kept.reason);
      statements.push_back(statement("put_kept", {sql_bytes(id_bytes(doc.id)), sql_bytes(kept.client), sql(kept.number),
                                                  sql(static_cast<std::int64_t>(kept.reason)), sql_text(kept.text),
                                                  sql_bytes(ours->second->bytes)}));
      out.push_back(std::move(kept));
    }
  }
  return out;
}

// One transaction: the entries, the outbox rows that were seen in the journal, the numbers of clients, the cursor.
void Replica::Machine::ingest(Doc& doc, const std::vector<Entry>& entries) {
  const std::string document = id_bytes(doc.id);
  std::vector<SqlStatement> statements;
  ClientTable clients;
  const std::vector<KeptOperation> overtaken = find_overtaken(doc, entries, statements);
  for (const Entry& entry : entries) {
    statements.push_back(
        statement("put_entry", {sql_bytes(document), sql(entry.seq), sql_bytes(base::encoded(entry))}));
    for (const std::string& bytes : entry.operations) {
      const auto read = operations::read_operation(bytes);
      if (read.ok())
        clients[read.value().id.client] = std::max(clients[read.value().id.client], read.value().id.number);
    }
  }
  for (const auto& [client, number] : clients) {
    statements.push_back(statement("set_client", {sql_bytes(document), sql_bytes(id_bytes(client)), sql(number)}));
    const bool own = std::any_of(doc.outbox.begin(), doc.outbox.end(),
                                 [c = client](const Waiting& waiting) { return waiting.id.client == c; });
    if (own)
      statements.push_back(statement("drop_outbox", {sql_bytes(document), sql_bytes(id_bytes(client)), sql(number)}));
  }
  const std::uint64_t last = entries.back().seq;
  doc.received = last;
  watch_progress(doc);
  const bool completes = !doc.complete && last >= doc.head;
  if (completes) {
    statements.push_back(statement("set_cloud", {sql_bytes(document), sql(std::int64_t{doc.fresh}),
                                                 sql(static_cast<std::int64_t>(doc.role)), sql(std::int64_t{1})}));
  }
  const DocumentId id = doc.id;
  const auto done = [this, id, last, clients, entries, completes, overtaken](const Rows* rows) {
    if (rows != nullptr) return ingested(id, last, clients, entries, completes, overtaken);
    if (Doc* failed = find(id)) {
      // Not stored: forget it, the cloud sends it again.
      failed->received = failed->cursor;
      if (failed->stage == Stage::Live) failed->stage = Stage::Refused;
      failed->retry_at_ms = now_ms_ + k_storage_retry_ms;
    }
  };
#ifdef FLASHKIT_MUTANT_CURSOR_APART
  put_job({statement("set_cursor", {sql_bytes(document), sql(last)})},
          [this, statements, done](const Rows*) { put_job(statements, done, true); });
#else
  statements.push_back(statement("set_cursor", {sql_bytes(document), sql(last)}));
  put_job(std::move(statements), done, true);
#endif
}

void Replica::Machine::ingested(DocumentId id, std::uint64_t last, const ClientTable& clients,
                                const std::vector<Entry>& entries, bool completes,
                                const std::vector<KeptOperation>& overtaken) {
  Doc* doc = find(id);
  if (doc == nullptr) return;
  doc->cursor = last;
  for (const KeptOperation& kept : overtaken) {
    doc->kept.push_back(kept);
    OperationRejected news;
    news.document = id_bytes(id);
    news.kept = kept;
    send_to_tabs_of(*doc, news);
  }
  if (!overtaken.empty()) rows_changed();
  for (const auto& [client, number] : clients) doc->clients[client] = std::max(doc->clients[client], number);
  forget_confirmed(*doc);
  if (completes) {
    doc->complete = true;
    for (const std::string& tab : doc->tabs) send_loaded(id, tab, 0);
  } else if (doc->complete) {
    EntriesConfirmed news;
    news.document = id_bytes(id);
    news.entries = entries;
    send_to_tabs_of(*doc, news);
  }
  if (doc->outbox.empty()) rows_changed();
  push(*doc);
}

// Rows leave the outbox when they were seen in the journal, not before.
void Replica::Machine::forget_confirmed(Doc& doc) {
  std::deque<Waiting> left;
  bool unanswered = false;
  for (Waiting& waiting : doc.outbox) {
    const auto known = doc.clients.find(waiting.id.client);
    if (known != doc.clients.end() && waiting.id.number <= known->second) continue;
    unanswered = unanswered || (waiting.sent && !waiting.answered);
    left.push_back(std::move(waiting));
  }
  doc.outbox = std::move(left);
  doc.oldest_push_ms = unanswered ? now_ms_ : 0;
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
