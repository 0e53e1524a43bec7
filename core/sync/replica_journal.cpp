// The replica takes in what the journal says: entries, in order and without a gap, and with them the confirmation of
// what waited here.
#include <algorithm>
#include <utility>

#include "base/proto.h"
#include "operations/ids.h"
#include "operations/peek.h"
#include "sync/frames.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

using base::DocumentId;

void Replica::Machine::on_entries(const Entries& entries) {
  Doc* doc = find_bytes(entries.document);
  if (doc == nullptr || doc->stage != Stage::Live) return;
  doc->head = std::max(doc->head, entries.head);
  if (doc->checkpoint_wanted != 0 && doc->behind_left_out) return;  // asked for again once the checkpoint is here
  std::vector<Entry> news;
  std::uint64_t last =
      doc->checkpoint_wanted != 0
          ? (doc->behind_checkpoint.empty() ? doc->checkpoint_wanted : doc->behind_checkpoint.back().seq)
          : doc->received;
  for (const Entry& entry : entries.entries) {
    if (entry.seq <= last) continue;
    if (entry.min_reader > program_.rules) {
      // From here on it would be misread: what is before it is taken in, the rest stays in the cloud.
      if (!news.empty() && doc->checkpoint_wanted == 0) ingest(*doc, news);
      hear_minimum(*doc, {entry.min_reader, entry.min_writer});
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
  for (Entry& entry : news) {
    doc->behind_bytes += base::encoded(entry).size();
    doc->behind_left_out = doc->behind_left_out || doc->behind_bytes > k_waiting_for_checkpoint_bytes;
    if (doc->behind_left_out) return;  // too much to hold
    doc->behind_checkpoint.push_back(std::move(entry));
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
      const auto read = operations::peek(bytes);
      const auto ours = read.ok() ? waiting.find(read.value().id) : waiting.end();
      if (ours == waiting.end() || ours->second->bytes == bytes) continue;
      KeptOperation kept = kept_of(ours->first, RejectReason::ClientConflict);
      statements.push_back(aside_statement(doc, kept, ours->second->bytes));
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
      const auto read = operations::peek(bytes);
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
  const std::size_t were_outdated = outdated_tabs(doc);
  Minimum asked;
  for (const Entry& entry : entries) asked = asked.raised_by({entry.min_reader, entry.min_writer});
  raise_minimum(doc, asked, statements);
  if (outdated_tabs(doc) != were_outdated) tell_role(doc);
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
      if (failed->stage != Stage::Closed) failed->retry_at_ms = now_ms_ + k_storage_retry_ms;
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
  for (const KeptOperation& kept : overtaken) tell_kept(*doc, kept);
  for (const auto& [client, number] : clients) doc->clients[client] = std::max(doc->clients[client], number);
  forget_confirmed(*doc);
  if (completes) {
    doc->complete = true;
    for (const std::string& tab : doc->tabs) send_loaded(id, tab, 0);
  } else if (doc->complete) {
    EntriesConfirmed news;
    news.document = id_bytes(id);
    news.entries = entries;
    send_to_readers_of(*doc, news);
  }
  if (doc->outbox.empty()) rows_changed();
  push(*doc);
  close_unwanted(*doc);
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

}  // namespace flashkit::sync
