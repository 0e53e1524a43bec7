// The list of the designs of a profile: what tabs are told of it, and change in it.
#include <algorithm>
#include <utility>

#include "base/proto.h"
#include "sync/frames.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

using base::DocumentId;

namespace {
constexpr std::uint64_t k_list_pause_ms = 300;
}  // namespace

void Replica::Machine::rows_changed() {
  if (list_at_ms_ == 0) list_at_ms_ = now_ms_ + k_list_pause_ms;
}

// Whether a tab does not have the newest picture of a design.
bool Replica::Machine::lacks_preview(const Tab& tab, DocumentId document, std::uint64_t number) {
  const auto sent = tab.previews.find(document);
  return !tab.keeps_previews || sent == tab.previews.end() || sent->second != number;
}

// An empty tab: everyone who listens. Only pictures that one of them lacks are read.
void Replica::Machine::list_documents(const std::string& tab, std::uint64_t number) {
  std::vector<std::string> listeners;
  for (const auto& [name, other] : tabs_) {
    if (tab.empty() ? other.listing : name == tab) listeners.push_back(name);
  }
  if (listeners.empty()) return;
  std::vector<SqlStatement> statements;
  std::vector<std::pair<DocumentId, std::uint64_t>> read;
  for (const auto& [id, doc] : docs_) {
    const bool lacking =
        std::any_of(listeners.begin(), listeners.end(), [&, id = id, &doc = doc](const std::string& name) {
          return lacks_preview(tabs_[name], id, doc.preview_number);
        });
    if (!lacking) continue;
    statements.push_back(statement("get_preview", {sql_bytes(id_bytes(id))}));
    read.emplace_back(id, doc.preview_number);
  }
  put_job(std::move(statements), [this, listeners, number, read](const Rows* rows) {
    std::map<DocumentId, Preview> previews;
    for (std::size_t i = 0; i < read.size() && i < rows->size(); ++i) {
      const auto& found = (*rows)[i].rows;
      previews[read[i].first] = {read[i].second, found.empty() ? std::string() : bytes_at(found[0], 0)};
    }
    for (const std::string& name : listeners) send_list(name, number, previews);
  });
}

void Replica::Machine::send_list(const std::string& name, std::uint64_t answered,
                                 const std::map<DocumentId, Preview>& previews) {
  const auto tab = tabs_.find(name);
  if (tab == tabs_.end()) return;
  DocumentList list;
  for (const auto& [id, doc] : docs_) {
    DocumentRow out;
    out.document = id_bytes(id);
    out.capability = doc.capability;
    out.name = doc.name;
    out.changed_ms = doc.changed_ms;
    out.trashed = doc.trashed;
    out.waiting = static_cast<std::uint32_t>(doc.outbox.size());
    out.rejected = static_cast<std::uint32_t>(doc.kept.size());
    out.in_cloud = !doc.fresh;
    out.width = doc.width;
    out.height = doc.height;
    const auto preview = previews.find(id);
    if (preview != previews.end() && lacks_preview(tab->second, id, preview->second.number)) {
      out.preview = preview->second.bytes;
      tab->second.previews[id] = preview->second.number;
    }
    list.rows.push_back(std::move(out));
  }
  send_to_tab(name, answered, std::move(list));
}

SqlStatement Replica::Machine::row_statement(const Doc& doc) const {
  return statement(
      "set_row", {sql_bytes(id_bytes(doc.id)), sql_text(doc.name), sql(doc.changed_ms), sql(std::int64_t{doc.trashed}),
                  sql(doc.width), sql(doc.height), sql_bytes(doc.capability)});
}

void Replica::Machine::change_row(const std::string& tab, std::uint64_t number, const ChangeRow& change) {
  Doc* doc = find_bytes(change.document);
  if (doc == nullptr) {
    trouble_to_tab(tab, number, change.document, 404, "This design is not on this device.");
    return;
  }
  if (change.erase) return erase(tab, number, *doc);
  if (change.name.has_value()) doc->name = *change.name;
  if (change.trashed.has_value()) doc->trashed = *change.trashed;
  if (change.width.has_value()) doc->width = *change.width;
  if (change.height.has_value()) doc->height = *change.height;
  if (change.name.has_value() || change.trashed.has_value()) doc->changed_ms = wall_ms_;
  std::vector<SqlStatement> statements{row_statement(*doc)};
  if (change.preview.has_value()) {
    doc->preview_number = ++last_preview_;
    statements.push_back(statement("set_preview", {sql_bytes(change.document), sql_bytes(*change.preview)}));
  }
  put_job(std::move(statements), [this, tab, number](const Rows*) { answer(tab, number); });
  rows_changed();
}

// What waits for the cloud is never thrown away: such a design only goes to the trash.
void Replica::Machine::erase(const std::string& tab, std::uint64_t number, Doc& doc) {
  if (!doc.outbox.empty() || !doc.tabs.empty() || !doc.opening.empty()) {
    doc.trashed = true;
    put_job({row_statement(doc)}, [this, tab, number](const Rows*) { answer(tab, number); });
    rows_changed();
    return;
  }
  const std::string bytes = id_bytes(doc.id);
  std::vector<SqlStatement> statements;
  for (const char* name :
       {"erase_document", "erase_checkpoint", "erase_entries", "erase_clients", "erase_outbox", "erase_kept"}) {
    statements.push_back(statement(name, {sql_bytes(bytes)}));
  }
  if (doc.stage != Stage::Closed) {
    Close frame;
    frame.document = bytes;
    send_frame(base::encoded(client_frame(std::move(frame))));
  }
  for (auto& [name, other] : tabs_) other.previews.erase(doc.id);
  docs_.erase(doc.id);
  put_job(std::move(statements), [this, tab, number](const Rows*) { answer(tab, number); });
  rows_changed();
}

}  // namespace flashkit::sync
