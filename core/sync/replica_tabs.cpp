// What tabs ask of the replica, and what they are told.
#include <algorithm>
#include <utility>

#include "base/proto.h"
#include "operations/ids.h"
#include "operations/peek.h"
#include "sync/frames.h"
#include "sync/minimum.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

using base::DocumentId;
using base::OperationId;

namespace {
constexpr std::int64_t k_all_entries = -1;
}  // namespace

void Replica::Machine::on_tab_message(const HostTabMessage& host) {
  auto decoded = decode_tab_message(host.message);
  if (!decoded.ok()) return;
  if (tabs_.emplace(host.tab, Tab{}).second) send_to_tab(host.tab, 0, status());
  if (!ready_) {
    before_ready_.push_back(host);
    return;
  }
  const TabMessage& message = decoded.value();
  if (const auto* open = std::get_if<OpenDocument>(&message.kind)) {
    open_document(host.tab, message.number, *open);
  } else if (const auto* close = std::get_if<CloseDocument>(&message.kind)) {
    close_document(host.tab, message.number, *close);
  } else if (const auto* to_store = std::get_if<StoreOperations>(&message.kind)) {
    store(host.tab, message.number, *to_store);
  } else if (const auto* presence = std::get_if<SendPresence>(&message.kind)) {
    send_presence(host.tab, *presence);
  } else if (const auto* to_list = std::get_if<ListDocuments>(&message.kind)) {
    Tab& tab = tabs_[host.tab];
    tab.listing = !to_list->stop;
    tab.keeps_previews = to_list->keeps_previews;
    if (to_list->stop) return answer(host.tab, message.number);
    list_documents(host.tab, message.number);
  } else if (const auto* change = std::get_if<ChangeRow>(&message.kind)) {
    change_row(host.tab, message.number, *change);
  } else if (const auto* to_settle = std::get_if<SettleRejected>(&message.kind)) {
    settle(host.tab, message.number, *to_settle);
  } else {
    answer(host.tab, message.number);  // of a newer skin
  }
}

void Replica::Machine::on_tab_closed(const std::string& tab) {
  tabs_.erase(tab);
  before_ready_.erase(std::remove_if(before_ready_.begin(), before_ready_.end(),
                                     [&](const HostTabMessage& message) {
                                       const auto read = decode_tab_message(message.message);
                                       // What it gave us to keep is kept all the same.
                                       return message.tab == tab && !(read.ok() && std::get_if<StoreOperations>(
                                                                                       &read.value().kind) != nullptr);
                                     }),
                      before_ready_.end());
  for (auto& [id, doc] : docs_) leave(doc, tab);
}

// Its person goes from the screens of the others, and where nobody is left here, the server need not tell any more.
void Replica::Machine::leave(Doc& doc, const std::string& tab) {
  if (doc.opening.erase(tab) + doc.tabs.erase(tab) == 0) return;
  PeerPresence gone;
  gone.document = id_bytes(doc.id);
  gone.peer = "tab " + tab;
  send_to_tabs_of(doc, gone);
  maybe_compact(doc);
  if (!doc.tabs.empty() || doc.stage == Stage::Closed) return;
  const bool was_seen = !std::exchange(doc.presence, {}).empty();
  if (is_wanted(doc)) {
    if (was_seen && doc.stage == Stage::Live) show_presence(doc);
    return;
  }
  close_unwanted(doc);
}

// What nobody looks at and nothing waits for takes no place on the connection, which holds a limited number.
void Replica::Machine::close_unwanted(Doc& doc) {
  if (doc.stage == Stage::Closed || is_wanted(doc)) return;
  Close frame;
  frame.document = id_bytes(doc.id);
  send_frame(base::encoded(client_frame(std::move(frame))));
  doc.stage = Stage::Closed;
  doc.peers.clear();
  doc.asked_ms = doc.retry_at_ms = doc.push_at_ms = doc.oldest_push_ms = doc.behind_since_ms = 0;
}

void Replica::Machine::send_to_tab(const std::string& tab, std::uint64_t answered,
                                   decltype(ReplicaMessage::kind) kind) {
  EffectSendToTab send;
  send.tab = tab;
  send.message.emplace();
  send.message->answered = answered;
  send.message->kind = std::move(kind);
  effect(std::move(send));
}

void Replica::Machine::send_to_tabs_of(const Doc& doc, const decltype(ReplicaMessage::kind)& kind) {
  for (const std::string& tab : doc.tabs) send_to_tab(tab, 0, kind);
}

// What an older tab would misread, it is not told; it was told that it needs an update.
void Replica::Machine::send_to_readers_of(const Doc& doc, const decltype(ReplicaMessage::kind)& kind) {
  for (const std::string& tab : doc.tabs) {
    if (may_read(doc, tab)) send_to_tab(tab, 0, kind);
  }
}

void Replica::Machine::answer(const std::string& tab, std::uint64_t number) { send_to_tab(tab, number, {}); }

void Replica::Machine::trouble_to_tab(const std::string& tab, std::uint64_t number, const std::string& document,
                                      std::uint32_t code, std::string_view text) {
  DocumentTrouble trouble;
  trouble.document = document;
  trouble.code = code;
  trouble.text = text;
  send_to_tab(tab, number, std::move(trouble));
}

void Replica::Machine::open_document(const std::string& tab, std::uint64_t number, const OpenDocument& open) {
  const auto id = id_from_bytes<DocumentId>(open.document);
  if (!id.has_value() || (!open.capability.empty() && open.capability.size() != 16)) {
    trouble_to_tab(tab, number, open.document, 400, "This is not the address of a design.");
    return;
  }
  tabs_[tab].rules = std::max(1u, open.rules);
  Doc* doc = find(*id);
  if (doc == nullptr) {
    doc = &docs_[*id];
    doc->id = *id;
    doc->capability = open.capability;
    doc->changed_ms = wall_ms_;
    doc->fresh = open.create;
    doc->complete = open.create;
    doc->role = open.create ? Role::Edit : Role::None;
    put_job({statement("put_document", {sql_bytes(open.document), sql_bytes(open.capability), sql_text(""),
                                        sql(wall_ms_), sql(0.0), sql(0.0), sql(std::int64_t{doc->fresh}),
                                        sql(static_cast<std::int64_t>(doc->role)), sql(std::int64_t{doc->complete})})},
            [](const Rows*) {});
    rows_changed();
  } else if (!open.capability.empty() && open.capability != doc->capability) {
    doc->capability = open.capability;
    put_job({row_statement(*doc)}, [](const Rows*) {});
    if (doc->stage != Stage::Closed) open_on_server(*doc);
  }
  doc->opening.insert(tab);
  doc->told_trouble = 0;  // this tab has not heard of it
  send_loaded(*id, tab, number);
  want(*doc);
}

// Reads a document whole, at one point between two transactions, and tells a tab.
void Replica::Machine::send_loaded(DocumentId id, const std::string& tab, std::uint64_t answered) {
  const std::string bytes = id_bytes(id);
  put_job({statement("get_checkpoint", {sql_bytes(bytes)}),
           statement("get_entries", {sql_bytes(bytes), sql(std::int64_t{0}), sql(k_all_entries)})},
          [this, id, tab, answered, bytes](const Rows* rows) {
            Doc* doc = find(id);
            if (doc == nullptr) return trouble_to_tab(tab, answered, bytes, 404, "This design is no longer here.");
            if (doc->opening.erase(tab) > 0) doc->tabs.insert(tab);
            if (!may_read(*doc, tab)) {
              return trouble_to_tab(tab, answered, bytes, 426, words_for(RejectReason::TooOld));
            }
            DocumentLoaded loaded;
            loaded.document = bytes;
            if (!(*rows)[0].rows.empty()) {
              loaded.checkpoint_seq = static_cast<std::uint64_t>(integer_at((*rows)[0].rows[0], 0));
              loaded.checkpoint = bytes_at((*rows)[0].rows[0], 1);
            }
            for (const SqlRow& row : (*rows)[1].rows) {
              auto entry = decode_entry(bytes_at(row, 0));
              if (!entry.ok() || entry.value().seq <= loaded.checkpoint_seq) continue;
              if (entry.value().min_reader > program_.rules)
                break;  // a newer program was here, and this one would misread it
              loaded.entries.push_back(std::move(entry).value());
            }
            for (const Waiting& waiting : doc->outbox) {
              if (waiting.durable) loaded.outbox.push_back(waiting.bytes);
            }
            loaded.update_needed = is_outdated(*doc, rules_of(tab));
            loaded.role = loaded.update_needed && doc->role == Role::Edit ? Role::View : doc->role;
            loaded.rejected = doc->kept;
            loaded.capability = doc->capability;
            loaded.complete = doc->complete;
            send_to_tab(tab, answered, std::move(loaded));
          });
}

void Replica::Machine::close_document(const std::string& tab, std::uint64_t number, const CloseDocument& close) {
  if (Doc* doc = find_bytes(close.document)) leave(*doc, tab);
  answer(tab, number);
}

// New operations go to the outbox; known ones are answered when they are durable. A tab repeats what was not answered.
void Replica::Machine::store(const std::string& tab, std::uint64_t number, const StoreOperations& store) {
  Doc* doc = find_bytes(store.document);
  if (doc == nullptr) {
    trouble_to_tab(tab, number, store.document, 404, "Open the design before storing changes.");
    return;
  }
  std::vector<SqlStatement> statements;
  std::vector<OperationId> ids;
  std::vector<OperationId> fresh;
  std::vector<KeptOperation> aside;  // no server takes it, and its frame would end the connection each time
  Minimum asked{store.min_reader, store.min_writer};
  for (const std::string& bytes : store.operations) {
    const auto read = operations::peek(bytes);
    if (!read.ok()) continue;
    asked = asked.raised_by(asked_by(read.value()));
    const OperationId id = read.value().id;
    ids.push_back(id);
    const auto confirmed = doc->clients.find(id.client);
    if (confirmed != doc->clients.end() && id.number <= confirmed->second) continue;
    const auto known =
        std::find_if(doc->outbox.begin(), doc->outbox.end(), [&](const Waiting& w) { return w.id == id; });
    if (known != doc->outbox.end()) continue;
    Waiting waiting;
    waiting.id = id;
    waiting.bytes = bytes;
    if (bytes.size() > k_max_operation_bytes) {
      aside.push_back(kept_of(id, RejectReason::TooLarge));
      statements.push_back(aside_statement(*doc, aside.back(), bytes));
      waiting.bytes = filler(id);
    }
    statements.push_back(statement("put_outbox", {sql_bytes(store.document), sql_bytes(id_bytes(id.client)),
                                                  sql(id.number), sql_bytes(waiting.bytes)}));
    doc->outbox.push_back(std::move(waiting));
    fresh.push_back(id);
  }
  const std::size_t were_outdated = outdated_tabs(*doc);
#ifdef FLASHKIT_MUTANT_MINIMUM_NOT_STORED
  std::vector<SqlStatement> forgotten;
  raise_minimum(*doc, asked, forgotten);
#else
  raise_minimum(*doc, asked, statements);
#endif
  if (!fresh.empty()) {
    doc->changed_ms = wall_ms_;
    statements.push_back(row_statement(*doc));
    rows_changed();
  }
  doc->gesture_end = doc->gesture_end || store.gesture_end;
  const DocumentId document = doc->id;
#ifdef FLASHKIT_MUTANT_STORED_BEFORE_DURABLE
  stored(tab, number, document, ids, fresh);
  put_job(std::move(statements), [](const Rows*) {});
#else
  put_job(std::move(statements), [this, tab, number, document, ids, fresh, aside](const Rows*) {
    stored(tab, number, document, ids, fresh);
    Doc* owner = find(document);
    for (const KeptOperation& kept : aside) {
      if (owner != nullptr) tell_kept(*owner, kept);
    }
  });
#endif
  want(*doc);
  if (outdated_tabs(*doc) != were_outdated) tell_role(*doc);  // of a newer tab, beside an older one or program
  if (!trouble_.empty()) push(*doc);                          // better in the cloud than nowhere
}

void Replica::Machine::stored(const std::string& tab, std::uint64_t number, DocumentId id,
                              const std::vector<OperationId>& ids, const std::vector<OperationId>& fresh) {
  Doc* doc = find(id);
  OperationsStored others;
  others.document = id_bytes(id);
  if (doc != nullptr) {
    for (Waiting& waiting : doc->outbox) {
      if (std::find(fresh.begin(), fresh.end(), waiting.id) == fresh.end()) continue;
      waiting.durable = true;
      others.from_other_tab.push_back(waiting.bytes);
    }
  }
  std::map<base::ClientId, std::uint64_t> last;
  for (const OperationId operation : ids) last[operation.client] = std::max(last[operation.client], operation.number);
  for (const auto& [client, highest] : last) {
    OperationsStored message;
    message.document = id_bytes(id);
    message.client = id_bytes(client);
    message.number = highest;
    send_to_tab(tab, 0, std::move(message));
  }
  answer(tab, number);
  if (doc == nullptr) return;
  for (const std::string& other : doc->tabs) {
    if (other != tab && !others.from_other_tab.empty() && may_read(*doc, other)) send_to_tab(other, 0, others);
  }
  push(*doc);
}

void Replica::Machine::send_presence(const std::string& tab, const SendPresence& presence) {
  Doc* doc = find_bytes(presence.document);
  if (doc == nullptr || presence.payload.size() > k_max_presence_bytes) return;
  PeerPresence local;
  local.document = presence.document;
  local.peer = "tab " + tab;
  local.payload = presence.payload;
  for (const std::string& other : doc->tabs) {
    if (other != tab) send_to_tab(other, 0, local);
  }
  doc->presence = presence.payload;
  if (doc->stage == Stage::Live && !doc->presence.empty()) show_presence(*doc);
}

}  // namespace flashkit::sync
