// What needs care: operations the server refused, checkpoints in place of entries, closed documents that grow.
#include <algorithm>
#include <utility>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "sync/journal_state.h"
#include "sync/minimum.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

using base::ClientId;
using base::DocumentId;
using base::OperationId;

namespace {

constexpr std::uint64_t k_gap_pause_ms = 200;
constexpr std::uint64_t k_checkpoint_pause_ms = 5'000;

// A node, or a character: their numbers are made alike.
template <class Ref>
void rename(std::optional<Ref>& ref, OperationId from, OperationId to) {
  if (!ref.has_value() || ref->client != id_bytes(from.client)) return;
  if (ref->number / base::k_ids_per_operation != from.number) return;
  ref->client = id_bytes(to.client);
  ref->number = to.number * base::k_ids_per_operation + ref->number % base::k_ids_per_operation;
}

// The same steps as another operation: what they create gets new ids.
operations::Operation renamed(operations::Operation operation, OperationId from, OperationId to) {
  operation.client = id_bytes(to.client);
  operation.number = to.number;
  for (operations::Step& step : operation.steps) {
    if (auto* create = std::get_if<operations::Create>(&step.kind)) {
      if (create->placement.has_value()) rename(create->placement->parent, from, to);
    } else if (auto* place = std::get_if<operations::Place>(&step.kind)) {
      rename(place->node, from, to);
      if (place->placement.has_value()) rename(place->placement->parent, from, to);
    } else if (auto* set = std::get_if<operations::Set>(&step.kind)) {
      rename(set->node, from, to);
    } else if (auto* remove = std::get_if<operations::Remove>(&step.kind)) {
      rename(remove->node, from, to);
    } else if (auto* insert = std::get_if<operations::TextInsert>(&step.kind)) {
      rename(insert->node, from, to);
      rename(insert->after, from, to);
    } else if (auto* text_delete = std::get_if<operations::TextDelete>(&step.kind)) {
      rename(text_delete->node, from, to);
      for (operations::TextSpan& span : text_delete->spans) rename(span.first, from, to);
    } else if (auto* format = std::get_if<operations::TextFormat>(&step.kind)) {
      rename(format->node, from, to);
      for (operations::TextSpan& span : format->spans) rename(span.first, from, to);
    }
  }
  return operation;
}

}  // namespace

void Replica::Machine::on_rejected(const Rejected& rejected) {
  Doc* doc = find_bytes(rejected.document);
  if (doc == nullptr) return;
  const auto client = id_from_bytes<ClientId>(rejected.client);
  const auto push_again = [&](std::uint64_t pause_ms) {
    for (Waiting& waiting : doc->outbox) {
      const bool behind = client.has_value() && waiting.id.client == *client && waiting.id.number >= rejected.number;
      // A gap, or a right that is gone: nothing of the push was taken, whoever's it was.
      const bool whole = rejected.reason == RejectReason::Gap || rejected.reason == RejectReason::NoRight;
      if (behind || whole) waiting.sent = waiting.answered = false;
    }
    doc->oldest_push_ms = 0;
    doc->push_at_ms = now_ms_ + pause_ms;
  };
  switch (rejected.reason) {
    case RejectReason::NoRight:
      push_again(0);
      doc->push_at_ms = 0;
      set_role(*doc, Role::View);
      return;
    case RejectReason::TooOld:
      push_again(0);
      doc->push_at_ms = 0;
      wants_newer_program(*doc);
      return;
    case RejectReason::Gap:
      doc->gaps = std::min<std::uint32_t>(doc->gaps + 1, 6);
      push_again(k_gap_pause_ms << doc->gaps);
      return;
    case RejectReason::NoEffect:
      return;
    case RejectReason::Unknown:
    case RejectReason::TooLarge:
    case RejectReason::Malformed:
    case RejectReason::ClientConflict:
      break;
  }
  for (Waiting& waiting : doc->outbox) {
    if (!client.has_value() || waiting.id != OperationId{*client, rejected.number} || waiting.held) continue;
    // What was put aside for another reason is a filler by now: it is never put aside itself.
    if (rejected.reason != RejectReason::ClientConflict && waiting.bytes == filler(waiting.id)) continue;
    push_again(0);
    doc->push_at_ms = 0;
    put_aside(*doc, waiting, rejected.reason, rejected.text);
    return;
  }
}

std::string filler(OperationId id) {
  operations::Operation out;
  out.client = id_bytes(id.client);
  out.number = id.number;
  out.schema = document::k_schema_version;
  return base::encoded(out);
}

KeptOperation kept_of(OperationId id, RejectReason reason, std::string_view text) {
  KeptOperation kept;
  kept.client = id_bytes(id.client);
  kept.number = id.number;
  kept.reason = reason;
  kept.text = text.empty() ? words_for(reason) : text;
  return kept;
}

SqlStatement Replica::Machine::aside_statement(const Doc& doc, const KeptOperation& kept,
                                               const std::string& bytes) const {
  return statement("put_kept", {sql_bytes(id_bytes(doc.id)), sql_bytes(kept.client), sql(kept.number),
                                sql(static_cast<std::int64_t>(kept.reason)), sql_text(kept.text), sql_bytes(bytes)});
}

void Replica::Machine::tell_kept(Doc& doc, const KeptOperation& kept) {
  doc.kept.push_back(kept);
  rows_changed();
  OperationRejected news;
  news.document = id_bytes(doc.id);
  news.kept = kept;
  send_to_tabs_of(doc, news);
}

// Kept and shown; a filler takes its number, or nothing where the journal already holds that number.
void Replica::Machine::put_aside(Doc& doc, Waiting& waiting, RejectReason reason, const std::string& text) {
  waiting.held = true;
  const OperationId id = waiting.id;
  const std::string document = id_bytes(doc.id);
  const KeptOperation kept = kept_of(id, reason, text);
  const bool taken = reason == RejectReason::ClientConflict;
  std::vector<SqlStatement> statements;
  statements.push_back(aside_statement(doc, kept, waiting.bytes));
  statements.push_back(taken
                           ? statement("drop_outbox_one", {sql_bytes(document), sql_bytes(kept.client), sql(id.number)})
                           : statement("replace_outbox", {sql_bytes(document), sql_bytes(kept.client), sql(id.number),
                                                          sql_bytes(filler(id))}));
  const DocumentId doc_id = doc.id;
  put_job(std::move(statements), [this, doc_id, id, kept, taken](const Rows*) {
    Doc* owner = find(doc_id);
    if (owner == nullptr) return;
    const auto row =
        std::find_if(owner->outbox.begin(), owner->outbox.end(), [&](const Waiting& w) { return w.id == id; });
    if (row != owner->outbox.end() && taken) owner->outbox.erase(row);
    if (row != owner->outbox.end() && !taken) {
      row->bytes = filler(id);
      row->held = row->sent = row->answered = false;
    }
    tell_kept(*owner, kept);
    push(*owner);
    close_unwanted(*owner);
  });
}

// The person's word on what was put aside. Its row goes in the transaction that holds what takes its place.
void Replica::Machine::settle(const std::string& tab, std::uint64_t number, const SettleRejected& settle) {
  Doc* doc = find_bytes(settle.document);
  if (doc == nullptr) return answer(tab, number);
  const DocumentId id = doc->id;
  put_job({statement("get_kept", {sql_bytes(settle.document), sql_bytes(settle.client), sql(settle.number)})},
          [this, id, settle, tab, number](const Rows* rows) {
            settle_read(id, settle, *rows, [this, tab, number] { answer(tab, number); });
          });
}

void Replica::Machine::settle_read(DocumentId id, const SettleRejected& settle, const Rows& rows,
                                   std::function<void()> done) {
  Doc* doc = find(id);
  if (doc == nullptr) return done();
  const auto kept = std::find_if(doc->kept.begin(), doc->kept.end(), [&](const KeptOperation& each) {
    return each.client == settle.client && each.number == settle.number;
  });
  if (kept == doc->kept.end()) return done();  // settled already: asked twice, or from two tabs
  std::vector<SqlStatement> statements{
      statement("drop_kept", {sql_bytes(settle.document), sql_bytes(settle.client), sql(settle.number)})};
  std::vector<OperationId> fresh;
  if (settle.retry) {
    auto read = operations::read_operation(rows[0].rows.empty() ? std::string() : bytes_at(rows[0].rows[0], 0));
    // Once more, as a new operation: its old number is used up. Several may be asked for at one moment.
    const OperationId again{{random_high_, random_low_ + retries_}, 1};
    if (!read.ok() || again.client.is_nil()) return done();  // it stays where it is
    ++retries_;
    Waiting waiting;
    waiting.id = again;
    doc->minimum = doc->minimum.raised_by(asked_by(read.value().operation));
    waiting.bytes = base::encoded(renamed(std::move(read.value().operation), read.value().id, again));
    statements.insert(statements.begin(),
                      statement("put_outbox", {sql_bytes(settle.document), sql_bytes(id_bytes(again.client)),
                                               sql(again.number), sql_bytes(waiting.bytes)}));
    doc->outbox.push_back(std::move(waiting));
    fresh.push_back(again);
  }
  doc->kept.erase(kept);
  rows_changed();
  want(*doc);
  put_job(std::move(statements), [this, id, fresh, done = std::move(done)](const Rows*) {
    if (!fresh.empty()) stored({}, 0, id, {}, fresh);
    done();
  });
}

// ---- a checkpoint instead of entries ----

void Replica::Machine::on_checkpoint(const HostCheckpointFetched& fetched) {
  Doc* doc = find_bytes(fetched.document);
  if (doc == nullptr || doc->checkpoint_wanted == 0 || doc->checkpoint_wanted != fetched.seq) return;
  const auto read =
      fetched.checkpoint.empty() ? base::Result<Checkpoint>(base::Error{}) : read_checkpoint(fetched.checkpoint);
  if (!read.ok() || read.value().seq != fetched.seq) {
    doc->stage = Stage::Refused;
    doc->retry_at_ms = now_ms_ + jitter(k_checkpoint_pause_ms / 2, k_checkpoint_pause_ms);
    return;
  }
  const ClientTable clients = read.value().clients;
  std::vector<SqlStatement> statements;
  statements.push_back(
      statement("put_checkpoint", {sql_bytes(fetched.document), sql(fetched.seq), sql_text(fetched.checkpoint)}));
  statements.push_back(statement("drop_entries", {sql_bytes(fetched.document), sql(fetched.seq)}));
  statements.push_back(statement("set_checkpoint_seq", {sql_bytes(fetched.document), sql(fetched.seq)}));
  for (const auto& [client, number] : clients) {
    statements.push_back(
        statement("set_client", {sql_bytes(fetched.document), sql_bytes(id_bytes(client)), sql(number)}));
    const bool own = std::any_of(doc->outbox.begin(), doc->outbox.end(),
                                 [c = client](const Waiting& waiting) { return waiting.id.client == c; });
    if (own) {
      statements.push_back(
          statement("drop_outbox", {sql_bytes(fetched.document), sql_bytes(id_bytes(client)), sql(number)}));
    }
  }
  statements.push_back(statement("set_cursor", {sql_bytes(fetched.document), sql(fetched.seq)}));
  const DocumentId id = doc->id;
  const std::uint64_t seq = fetched.seq;
  put_job(
      std::move(statements),
      [this, id, seq, clients](const Rows* rows) {
        if (rows != nullptr) return checkpoint_stored(id, seq, clients);
        Doc* failed = find(id);
        if (failed != nullptr && failed->stage != Stage::Closed) failed->retry_at_ms = now_ms_ + k_storage_retry_ms;
      },
      true);
}

void Replica::Machine::checkpoint_stored(DocumentId id, std::uint64_t seq, const ClientTable& clients) {
  Doc* doc = find(id);
  if (doc == nullptr) return;
  doc->cursor = std::max(doc->cursor, seq);
  doc->received = std::max(doc->received, doc->cursor);
  doc->checkpoint_seq = std::max(doc->checkpoint_seq, seq);
  for (const auto& [client, number] : clients) doc->clients[client] = std::max(doc->clients[client], number);
  forget_confirmed(*doc);
  const std::vector<Entry> behind = std::move(doc->behind_checkpoint);
  const bool was_live = doc->checkpoint_wanted == seq;
  const bool left_out = std::exchange(doc->behind_left_out, false);
  doc->behind_checkpoint.clear();
  doc->behind_bytes = 0;
  doc->checkpoint_wanted = 0;
  if (doc->received >= doc->head && !doc->complete) {
    doc->complete = true;
    put_job({statement("set_cloud", {sql_bytes(id_bytes(id)), sql(std::int64_t{doc->fresh}),
                                     sql(static_cast<std::int64_t>(doc->role)), sql(std::int64_t{1})})},
            [](const Rows*) {});
  }
  if (doc->complete) {
    for (const std::string& tab : doc->tabs) send_loaded(id, tab, 0);
  }
  if (!was_live || doc->stage != Stage::Live) return;
  const bool follows = !behind.empty() && behind.front().seq == doc->received + 1;
  if (follows) ingest(*doc, behind);
  if (doc->received < doc->head && (left_out || !follows)) {
    open_on_server(*doc);
  }
  push(*doc);
  close_unwanted(*doc);
}

// ---- closed documents ----

// Many entries behind a checkpoint make opening slow: once nobody looks, some of them become a checkpoint of our own.
void Replica::Machine::maybe_compact(Doc& doc) {
  if (doc.compacting || !doc.tabs.empty() || !doc.opening.empty() || !trouble_.empty()) return;
  if (doc.minimum.reader > program_.rules) return;  // what a newer program took in here would be misread
  if (doc.cursor < doc.checkpoint_seq + k_entries_before_compaction) return;
  doc.compacting = true;
  const DocumentId id = doc.id;
  const std::string bytes = id_bytes(id);
  put_job({statement("get_checkpoint", {sql_bytes(bytes)}),
           statement("get_entries", {sql_bytes(bytes), sql(doc.checkpoint_seq),
                                     sql(static_cast<std::int64_t>(k_entries_per_compaction))})},
          [this, id](const Rows* rows) { compact(id, *rows); });
}

void Replica::Machine::compact(DocumentId id, const Rows& rows) {
  Doc* doc = find(id);
  if (doc == nullptr) return;
  doc->compacting = false;
  JournalState state;
  if (!rows[0].rows.empty()) {
    auto read = read_checkpoint(bytes_at(rows[0].rows[0], 1));
    if (!read.ok()) return;
    state = JournalState(std::move(read).value());
  }
  for (const SqlRow& row : rows[1].rows) {
    const auto entry = decode_entry(bytes_at(row, 0));
    if (!entry.ok() || entry.value().seq <= state.seq()) continue;
    if (!state.apply(entry.value()).ok()) return;
  }
  if (state.seq() <= doc->checkpoint_seq) return;
  const std::string bytes = id_bytes(id);
  const std::uint64_t seq = state.seq();
  doc->compacting = true;  // and so it stays where nobody could read what is made: the entries are kept
  std::string checkpoint = state.checkpoint();
  if (!read_checkpoint(checkpoint).ok()) return;
#ifdef FLASHKIT_MUTANT_COMPACTED_TOO_FAR
  const std::uint64_t dropped = seq + 1;
#else
  const std::uint64_t dropped = seq;
#endif
  put_job({statement("put_checkpoint", {sql_bytes(bytes), sql(seq), sql_text(std::move(checkpoint))}),
           statement("drop_entries", {sql_bytes(bytes), sql(dropped)}),
           statement("set_checkpoint_seq", {sql_bytes(bytes), sql(seq)})},
          [this, id, seq](const Rows*) {
            Doc* owner = find(id);
            if (owner == nullptr) return;
            owner->compacting = false;
            owner->checkpoint_seq = std::max(owner->checkpoint_seq, seq);
            maybe_compact(*owner);
          });
}

}  // namespace flashkit::sync
