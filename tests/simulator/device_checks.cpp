// What must hold of a device: what its database holds, what its tabs show, what a program of its build may take in.
#include <algorithm>

#include "operations/ids.h"
#include "sync/frames.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

// D12: an entry above the reader's minimum is not taken in, nor what is made of one.
void Device::check_taken_in(const sync::EffectExecute& wish) {
  for (const sync::SqlStatement& statement : wish.statements) {
    if (statement.name != "put_entry" && statement.name != "put_checkpoint") continue;
    const DocumentId id = *sync::id_from_bytes<DocumentId>(std::get<std::string>(statement.parameters[0].kind));
    const auto seq = static_cast<std::uint64_t>(std::get<std::int64_t>(statement.parameters[1].kind));
    const std::vector<WholeEntry>& entries = world_.cloud.documents[id].whole;
    if (seq == 0 || seq > entries.size() || entries[seq - 1].entry.min_reader <= program.rules) continue;
    world_.fail("D12", "a device took in what its program misreads");
  }
}

// The statements that read a document's checkpoint and all its entries.
static std::vector<sync::SqlStatement> everything_of(const std::string& document) {
  sync::SqlValue key;
  key.kind = document;
  sync::SqlValue zero;
  zero.kind = std::int64_t{0};
  sync::SqlValue all;
  all.kind = std::int64_t{-1};
  sync::SqlStatement checkpoint;
  checkpoint.name = "get_checkpoint";
  checkpoint.parameters = {key};
  sync::SqlStatement entries;
  entries.name = "get_entries";
  entries.parameters = {key, zero, all};
  return {checkpoint, entries};
}

// A checkpoint reads, and is of that number; each is looked at once.
bool Device::reads(DocumentId id, const std::string& checkpoint, std::uint64_t seq) {
  if (checkpoint == read_[id]) return true;
  const auto read = sync::read_checkpoint(checkpoint);
  if (!read.ok() || read.value().seq != seq) {
    world_.fail("I5", "a device's checkpoint does not read");
    return false;
  }
  read_[id] = checkpoint;
  return true;
}

// A device's checkpoint and the journal's entries behind it are the journal's replay (I4, I5).
bool Device::holds_replay(DocumentId id, std::string_view checkpoint, std::uint64_t cursor) {
  sync::JournalState state(sync::read_checkpoint(checkpoint).value());
  const std::vector<WholeEntry>& entries = world_.cloud.documents[id].whole;
  while (state.seq() < cursor && state.apply(entries[state.seq()].entry).ok()) {
  }
  if (state.checkpoint() == world_.replayed(id, cursor)) return true;
  world_.fail("I4", "a device's confirmed state is not the journal's replay");
  return false;
}

// What the database holds belongs together (I10), and in the end it equals the journal (I4) with nothing left to send.
void Device::check(bool final) {
  if (database_ == nullptr || disk.dead()) {
    if (final) world_.fail("I11", "a worker never came back");
    return;
  }
  sync::EffectExecute wish;
  wish.id = 1;
  for (const char* name : {"all_documents", "all_outbox", "all_kept"}) {
    sync::SqlStatement statement;
    statement.name = name;
    wish.statements.push_back(statement);
  }
  const sync::HostExecuted rows = database_->execute(wish);
  if (rows.failed) return;
  for (const sync::SqlRow& row : rows.results[0].rows) {
    const std::string bytes = std::get<std::string>(row.columns[0].kind);
    const DocumentId id = *sync::id_from_bytes<DocumentId>(bytes);
    const auto cursor = static_cast<std::uint64_t>(std::get<std::int64_t>(row.columns[10].kind));
    sync::EffectExecute more;
    more.id = 1;
    more.statements = everything_of(bytes);
    const sync::HostExecuted held = database_->execute(more);
    if (held.failed) return;
    const CloudDocument& cloud = world_.cloud.documents[id];
    const std::vector<sync::SqlRow>& checkpoint = held.results[0].rows;
    const std::vector<sync::SqlRow>& entries = held.results[1].rows;
    const auto begin =
        checkpoint.empty() ? 0 : static_cast<std::uint64_t>(std::get<std::int64_t>(checkpoint[0].columns[0].kind));
    if (!checkpoint.empty() && !reads(id, std::get<std::string>(checkpoint[0].columns[1].kind), begin)) return;
    if (begin + entries.size() != cursor) return world_.fail("I10", "a device's cursor is not where its entries end");
    if (cursor > cloud.whole.size()) return world_.fail("I12", "a device holds an entry that is not in the journal");
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (std::get<std::string>(entries[i].columns[0].kind) != cloud.whole[begin + i].bytes) {
        return world_.fail("I10", "a device's entries are not the journal's, one after the other");
      }
    }
    for (const sync::SqlRow& waiting : rows.results[1].rows) {
      if (std::get<std::string>(waiting.columns[0].kind) != bytes) continue;
      const auto client = *sync::id_from_bytes<base::ClientId>(std::get<std::string>(waiting.columns[1].kind));
      const auto waiting_number = static_cast<std::uint64_t>(std::get<std::int64_t>(waiting.columns[2].kind));
      if (waiting_number <= cloud.reached_at(client, cursor)) {
        return world_.fail("I10", "an operation is in the outbox and in the confirmed entries");
      }
      if (final) {
        world_.note("still waiting: device and document", number, id.low);
        return world_.fail("I11", "an operation still waits a minute after all was well");
      }
    }
    if (!final) continue;
    // Entries from the first on, the journal's own, are its replay. With a checkpoint below them that has to be seen. A
    // document that no tab shows any more may rest at an older head.
    if (!checkpoint.empty() && !holds_replay(id, std::get<std::string>(checkpoint[0].columns[1].kind), cursor)) return;
    const bool open = std::any_of(tabs.begin(), tabs.end(), [&](const auto& tab) { return tab->document() == id; });
    if (open && cursor != world_.cloud.documents[id].entries.size()) {
      world_.note("behind the head: device and document", number, id.low);
      return world_.fail("I11", "a device did not come to the journal's head");
    }
  }
  if (!final) return;
  for (const sync::SqlRow& row : rows.results[2].rows) {
    const auto bytes_at = [&](std::size_t column) { return std::get<std::string>(row.columns[column].kind); };
    const auto kept_number = static_cast<std::uint64_t>(std::get<std::int64_t>(row.columns[2].kind));
    world_.kept.insert({*sync::id_from_bytes<DocumentId>(bytes_at(0)),
                        {*sync::id_from_bytes<base::ClientId>(bytes_at(1)), kept_number}});
  }
  check_tabs();
}

// In the end every open tab shows the journal's replay and nothing as waiting (I4, I11).
void Device::check_tabs() {
  for (const auto& tab : tabs) {
    if (!tab->loaded()) return world_.fail("I11", "a tab never got its document");
    if (tab->view().pending_count() != 0) return world_.fail("I4", "a view still shows something as waiting");
    if (tab->view().seq() != world_.cloud.documents[tab->document()].entries.size()) {
      return world_.fail("I4", "a view is not at the journal's head");
    }
    if (sync::write_checkpoint(0, {}, tab->view().document()) != world_.replayed_view(tab->document())) {
      return world_.fail("I4", "a view is not the journal's replay");
    }
  }
}

// An older program reads on what it may read, and stops before what it would misread; what waits is kept.
void Device::check_looks_on() {
  if (!world_.builds.all_speak()) return;  // perhaps no node that it meets speaks with it
  for (const auto& tab : tabs) {
    const CloudDocument& document = world_.cloud.documents[tab->document()];
    const auto misread = std::find_if(document.whole.begin(), document.whole.end(),
                                      [this](const WholeEntry& each) { return each.entry.min_reader > program.rules; });
    const auto first = static_cast<std::uint64_t>(misread - document.whole.begin()) + 1;
    if (tab->view().seq() >= first) return world_.fail("D12", "a tab shows what its program misreads");
    if (document.recorded.reader > program.rules || asks_for_newer_readers(tab->document())) continue;
    if (!tab->loaded() || tab->view().seq() != document.whole.size()) {
      return world_.fail("L12", "an older program does not read on what it may read");
    }
  }
}

bool Device::asks_for_newer_readers(DocumentId id) {
  sync::EffectExecute wish;
  wish.id = 1;
  wish.statements.emplace_back().name = "all_documents";
  const sync::HostExecuted rows = database_->execute(wish);
  return std::any_of(rows.results[0].rows.begin(), rows.results[0].rows.end(), [&](const sync::SqlRow& row) {
    return std::get<std::string>(row.columns[0].kind) == sync::id_bytes(id) &&
           std::get<std::int64_t>(row.columns[12].kind) > program.rules;
  });
}

Tab* Device::tab(const std::string& name) {
  const auto found = std::find_if(tabs.begin(), tabs.end(), [&](const auto& each) { return each->name() == name; });
  return found == tabs.end() ? nullptr : found->get();
}

}  // namespace flashkit::simulator
