#include "server/doctor.h"

#include <algorithm>
#include <map>
#include <optional>

#include "adapters/files/folder.h"
#include "adapters/sqlite/store.h"
#include "base/sha256.h"
#include "document/blob_names.h"
#include "operations/ids.h"
#include "server/doctor_detail.h"
#include "server/http.h"
#include "server/pictures.h"
#include "server/rights.h"
#include "server/versions.h"
#include "sync/frames.h"
#include "sync/journal_state.h"

namespace flashkit::server {

using adapters::sqlite::Database;
using adapters::sqlite::k_schema_version;
using adapters::sqlite::Statement;
using base::DocumentId;
using base::Errc;
using base::Error;
using base::Result;

namespace {

// What one document's checkpoints have to be, by number: read first, compared while its journal is replayed.
struct Expected {
  CheckpointPointer pointer;
  std::string partition;
  std::string sort;
};

bool is_version(const Expected& expected) { return expected.sort.starts_with("V#"); }
bool is_meta(const Expected& expected) { return expected.sort == "META"; }

std::string design_named(DocumentId id) { return "design " + base::to_hex(id); }
std::string said(DocumentId id, const Expected& expected) {
  return design_named(id) + (is_version(expected) ? ": its version at " : ": its checkpoint at ") +
         std::to_string(expected.pointer.seq);
}

// What is known of one design.
struct Known {
  std::vector<Expected> waiting;          // not compared yet
  sync::Minimum minimum;                  // by its record META and its entries
  std::string meta_trouble;               // why the record META does not do; empty: it does, or there is none
  std::uint64_t meta_seq = 0;             // of the checkpoint that META points at, when that one is whole; 0: at none
  std::optional<CheckpointPointer> best;  // the newest whole checkpoint that META could point at instead
  // L12: what this program misreads it compares with nothing and repairs nothing of.
  bool is_newer() const { return minimum.reader > sync::k_rules; }
};

class Examination {
 public:
  Examination(const std::string& data, Database database, bool repair,
              const std::function<void(const std::string&)>& progress)
      : report_(repair), database_(std::move(database)), blobs_(data, report_), progress_(progress) {}

  Health run() {
    progress_("the database");
    check_database();
    progress_("blobs");
    blobs_.check();
    progress_("records");
    read_records();
    check_journals();
    check_left_over_pointers();
    health_.blobs = blobs_.count();
    health_.blob_bytes = blobs_.size_bytes();
    health_.unused_blobs = blobs_.unused_count();
    health_.findings = report_.take();
    return std::move(health_);
  }

 private:
  void check_database() {
    const std::string answer = database_.raw().ask_text("PRAGMA integrity_check(20)");
    if (answer == "ok") return;
    report_.damage("the database file is damaged (" + answer + "): restore it from a copy");
    report_.stop_repairs();
  }
  void unread_database(const std::string& what) {
    report_.unread(what + " cannot be read to the end (" + sqlite3_errmsg(database_.raw().raw()) + ")");
    report_.stop_repairs();
  }

  // ---- records ----

  void read_records() {
    std::vector<DoctorDatabase::Row> rows;
    if (!database_.read_rows(rows)) unread_database("the database's records");
    // What a design asks for first: that decides what its other records are to this program.
    for (const DoctorDatabase::Row& row : rows) {
      if (row.sort == "META") read_record(row);
    }
    for (const DoctorDatabase::Row& row : rows) {
      if (row.sort != "META") read_record(row);
    }
  }

  void read_record(const DoctorDatabase::Row& row) {
    const auto document = base::parse_id<DocumentId>(std::string_view(row.partition).substr(2));
    if (!document.ok()) return report_.damage("a record stands under " + row.partition + ", which is no design's");
    const DocumentId id = document.value();
    if (row.sort == "META" || row.sort.starts_with("C#")) {
      read_pointer(id, row);
    } else if (row.sort.starts_with("V#")) {
      check_version(id, row);
    } else if (row.sort == "PREVIEW") {
      check_preview(id, row);
    } else if (row.sort == "RIGHTS" && !read_rights(row.value).ok()) {
      report_.damage("the rights of " + design_named(id) + " cannot be read: nobody can open it");
    }
  }

  void read_pointer(DocumentId id, const DoctorDatabase::Row& row) {
    Known& known = known_[id];
    Result<CheckpointPointer> pointer = read_checkpoint_pointer(row.value);
    if (pointer.ok() && row.sort == "META") known.minimum = known.minimum.raised_by(pointer.value().minimum);
    if (pointer.ok() && pointer.value().seq == 0 && pointer.value().minimum != sync::Minimum{}) return;
    if (pointer.ok() && base::is_blob_name(pointer.value().blob)) {
      known.waiting.push_back({std::move(pointer).value(), row.partition, row.sort});
      return;
    }
    const std::string text = "the record of a checkpoint of " + design_named(id) + " cannot be read";
    if (row.sort == "META") {
      known.meta_trouble = text;  // what to do about it is known when the journal was read
    } else {
      mendable_from_journal(id, text, row.partition, row.sort);
    }
  }

  void check_preview(DocumentId id, const DoctorDatabase::Row& row) {
    const Result<PreviewPointer> pointer = read_preview_pointer(row.value);
    const auto picture = pointer.ok() ? blobs_.read(pointer.value().blob) : Result<std::string>(pointer.error());
    if (picture.ok() || known_[id].is_newer()) return;
    if (picture.error().code == Errc::Unavailable) return;  // said of the blob
    report_.mendable("the preview of " + design_named(id) + " is missing",
                     "drops its record, the server paints a new one",
                     [&] { return database_.erase(row.partition, row.sort); });
  }

  // Its state is compared when the journal is replayed up to there; a picture that is missing harms nothing. What only
  // this version shows is in use as long as it is there.
  void check_version(DocumentId id, const DoctorDatabase::Row& row) {
    Known& known = known_[id];
    const Result<Version> version = read_version(row.value);
    if (!version.ok() && known.is_newer()) return;
    if (!version.ok()) {
      return report_.mendable("the record of a version of " + design_named(id) + " cannot be read",
                              "drops it from the history, the design itself lacks nothing",
                              [&] { return database_.erase(row.partition, row.sort); });
    }
    CheckpointPointer pointer;
    pointer.seq = version.value().seq;
    pointer.blob = version.value().blob;
    pointer.json_hash = version.value().json_hash;
    known.waiting.push_back({std::move(pointer), row.partition, row.sort});
    blobs_.used().insert(version.value().preview);
    const auto checkpoint = checkpoint_of(known.waiting.back());
    if (checkpoint.ok()) document::add_blob_names(checkpoint.value().document, blobs_.used());
  }

  // Puts the state that the journal gives in the place of what the version lost; its name and time stay.
  bool renew_version(const Expected& expected, const std::string& replayed) {
    Statement find(database_.raw().raw(), "SELECT value FROM records WHERE partition = ?1 AND sort = ?2");
    std::string value;
    {
      auto use = find.use();
      use.bind_text(1, expected.partition);
      use.bind_text(2, expected.sort);
      if (use.step() != SQLITE_ROW) return false;
      value = use.bytes(0);
    }
    Result<Version> version = read_version(value);
    if (!version.ok()) return false;
    const std::string packed = zstd_compress(replayed);
    version.value().blob = base::to_hex(base::sha256(base::bytes_of(packed)));
    version.value().json_hash = base::to_hex(base::sha256(base::bytes_of(replayed)));
    if (!blobs_.store(version.value().blob, packed)) return false;
    return database_.change(expected.partition, expected.sort, write_version(version.value()));
  }

  // ---- journals ----

  void check_journals() {
    std::vector<std::string> documents;
    {
      Statement statement(database_.raw().raw(), "SELECT DISTINCT document FROM journal ORDER BY document");
      auto use = statement.use();
      int code = SQLITE_ROW;
      while ((code = use.step()) == SQLITE_ROW) documents.push_back(use.bytes(0));
      if (code != SQLITE_DONE) unread_database("the list of journals");
    }
    for (const std::string& bytes : documents) {
      const auto id = sync::id_from_bytes<DocumentId>(bytes);
      if (!id.has_value()) {
        report_.damage("a journal stands under a name that is no design's");
        continue;
      }
      ++health_.documents;
      progress_("design " + std::to_string(health_.documents) + " of " + std::to_string(documents.size()));
      check_journal(*id);
    }
  }

  void check_journal(DocumentId id) {
    Known& known = known_[id];
    const std::optional<std::uint64_t> first = database_.first_kept(id);
    if (!first.has_value()) unread_database(design_named(id) + ": its journal");
    const std::optional<std::uint64_t> last = first.has_value() ? walk(id, known, *first) : std::nullopt;
    // Of what a journal would have given behind the trouble in it nothing is said, but that trouble.
    const std::uint64_t compared = last.value_or(~std::uint64_t{0});
    if (known.is_newer()) {
      report_.unread(design_named(id) +
                     " needs a newer program than this: only its numbers and its blobs were looked at");
    }
    if (known.is_newer() || !last.has_value()) {
      std::erase_if(known.waiting, [&](const Expected& each) { return each.pointer.seq <= compared; });
    }
    if (known.is_newer()) {
      known.meta_trouble.clear();
    } else if (last.has_value()) {
      check_meta(id, known, *first);
    }
  }

  // Replays a journal from its beginning, or from the first checkpoint that the kept entries reach; compares each later
  // checkpoint with the replay up to it. Gives the last number, or nothing when it did not come to the end.
  std::optional<std::uint64_t> walk(DocumentId id, Known& known, std::uint64_t first) {
    const std::string name = design_named(id);
    sync::JournalState state;
    if (first > 1 && !known.is_newer()) {
      auto before = state_before(id, known, first);
      if (!before.has_value()) return std::nullopt;
      state = std::move(*before);
    }
    std::uint64_t reached = known.is_newer() ? first - 1 : state.seq();
    Statement statement(database_.raw().raw(), "SELECT seq, entry FROM journal WHERE document = ?1 ORDER BY seq");
    const std::string bytes = operations::id_bytes(id);
    auto use = statement.use();
    use.bind_blob(1, bytes);
    int code = SQLITE_ROW;
    while ((code = use.step()) == SQLITE_ROW) {
      const std::uint64_t seq = use.number(0);
      ++health_.entries;
      if (seq <= reached) continue;  // kept still, and covered
      if (seq != reached + 1) {
        report_.damage(name + ": entries " + std::to_string(reached + 1) + " to " + std::to_string(seq - 1) +
                       " of its journal are missing");
        return std::nullopt;
      }
      if (!replay(name, known, state, seq, use.bytes(1))) return std::nullopt;
      reached = seq;
      if (!known.is_newer()) check_checkpoints_at(id, known, state);
    }
    document::add_blob_names(state.document(), blobs_.used());
    if (code == SQLITE_DONE) return reached;
    unread_database(name + ": its journal");
    return std::nullopt;
  }

  // False when it went no further, which is said then.
  bool replay(const std::string& name, Known& known, sync::JournalState& state, std::uint64_t seq,
              const std::string& bytes) {
    const std::string entry_named = name + ": entry " + std::to_string(seq) + " ";
    const auto damaged = [&](const std::string& what) {
      report_.damage(entry_named + what);
      return false;
    };
    auto entry = sync::decode_entry(bytes);
    if (!entry.ok() || entry.value().seq != seq) return damaged("cannot be read");
    known.minimum = known.minimum.raised_by({entry.value().min_reader, entry.value().min_writer});
    if (!entry.value().body_blob.empty()) {
      const auto body = blobs_.read(entry.value().body_blob);
      if (!body.ok() && body.error().code == Errc::Unavailable) {
        report_.unread(entry_named + "has a body that cannot be read just now: blob " + entry.value().body_blob);
        return false;
      }
      if (!body.ok()) return damaged("has lost its body, blob " + entry.value().body_blob);
      auto decoded = sync::decode_entry_body(body.value());
      if (!decoded.ok()) return damaged("has a body that cannot be read");
      entry.value().operations = std::move(decoded.value().operations);
    }
    if (known.is_newer()) return true;
    return state.apply(entry.value()).ok() || damaged("does not follow the one before it");
  }

  // What the entries before `first`, which are no longer kept, came to: by the oldest checkpoint that covers them (a
  // version's is a copy for people, on which nothing else stands). Checkpoints and versions up to there have nothing
  // left to be compared with; they have to be readable. Nothing: it cannot be told just now, which is said then.
  std::optional<sync::JournalState> state_before(DocumentId id, Known& known, std::uint64_t first) {
    std::stable_sort(known.waiting.begin(), known.waiting.end(),
                     [](const Expected& a, const Expected& b) { return a.pointer.seq < b.pointer.seq; });
    sync::JournalState out;
    bool unknown = false;
    for (const Expected& each : known.waiting) {
      if (each.pointer.seq + 1 < first || is_version(each)) continue;
      auto checkpoint = checkpoint_of(each);
      unknown = unknown || (!checkpoint.ok() && checkpoint.error().code == Errc::Unavailable);
      if (!checkpoint.ok()) continue;
      out = sync::JournalState(std::move(checkpoint).value());
      break;
    }
    if (out.seq() == 0 && unknown) {
      report_.unread(design_named(id) + ": the checkpoint that its journal goes on from cannot be read just now");
      return std::nullopt;
    }
    std::erase_if(known.waiting, [&](const Expected& each) {
      const bool covered = each.pointer.seq <= out.seq();
      if (covered) take_covered(id, known, each, first);
      return covered;
    });
    return out;
  }

  void take_covered(DocumentId id, Known& known, const Expected& each, std::uint64_t first) {
    const auto json = json_of(each);
    if (!json.ok() && json.error().code == Errc::Unavailable) return unread(id, known, each);
    if (is_meta(each)) {
      if (!json.ok()) known.meta_trouble = said(id, each) + " cannot be read";
      if (json.ok() && each.pointer.seq + 1 < first)
        known.meta_trouble = said(id, each) + " does not cover what is gone";
      known.meta_seq = each.pointer.seq;
    } else if (!json.ok()) {
      report_.damage(said(id, each) + " cannot be read, and the entries it was made of are no longer kept");
    } else if (!is_version(each)) {
      take_whole(known, each);
    }
  }

  // Nothing is concluded from what the disk does not give.
  void unread(DocumentId id, Known& known, const Expected& each) {
    report_.unread(said(id, each) + " cannot be read just now");
    if (is_meta(each)) known.meta_seq = each.pointer.seq;
  }

  void take_whole(Known& known, const Expected& each) {
    if (is_meta(each)) {
      known.meta_seq = each.pointer.seq;
      return;
    }
    ++health_.checkpoints;
    if (!known.best.has_value() || known.best->seq <= each.pointer.seq) known.best = each.pointer;
  }

  Result<std::string> json_of(const Expected& expected) {
    FLASHKIT_TRY(const std::string bytes, blobs_.read(expected.pointer.blob));
    return unpack_checkpoint(bytes, expected.pointer.json_hash);
  }
  Result<sync::Checkpoint> checkpoint_of(const Expected& expected) {
    FLASHKIT_TRY(const std::string json, json_of(expected));
    return sync::read_checkpoint(json);
  }

  // Where entries are no longer kept a checkpoint is part of the truth, which nobody can make anew.
  void mendable_from_journal(DocumentId id, const std::string& text, const std::string& partition,
                             const std::string& sort) {
    if (database_.first_kept(id) != 1) {
      report_.damage(text);
    } else if (!known_[id].is_newer()) {
      report_.mendable(text, "drops it, the server makes a new one from the journal",
                       [&] { return database_.erase(partition, sort); });
    }
  }

  void check_checkpoints_at(DocumentId id, Known& known, const sync::JournalState& state) {
    std::vector<Expected>& waiting = known.waiting;
    for (auto at = waiting.begin(); at != waiting.end();) {
      if (at->pointer.seq != state.seq()) {
        ++at;
        continue;
      }
      check_checkpoint(id, known, *at, state.checkpoint());
      at = waiting.erase(at);
    }
  }

  void check_checkpoint(DocumentId id, Known& known, const Expected& expected, const std::string& replayed) {
    const auto json = json_of(expected);
    if (!json.ok() && json.error().code == Errc::Unavailable) return unread(id, known, expected);
    const bool same = json.ok() && json.value() == replayed;
    if (same && is_version(expected)) return;
    if (same) return take_whole(known, expected);
    const std::string text = said(id, expected) + (json.ok() ? " is not what its journal gives" : " cannot be read");
    if (is_meta(expected)) {
      known.meta_trouble = text;
    } else if (!is_version(expected)) {
      mendable_from_journal(id, text, expected.partition, expected.sort);
    } else if (json.ok()) {
      report_.damage(text + ", though nothing happened to it since it was kept: it is left alone");
    } else {
      report_.mendable(text, "makes it anew from the journal", [&] { return renew_version(expected, replayed); });
    }
  }

  // The record that a server begins with. What it says beside its checkpoint stays, and what the entries say.
  void check_meta(DocumentId id, Known& known, std::uint64_t first) {
    const bool behind = std::any_of(known.waiting.begin(), known.waiting.end(), is_meta);
    if (behind) return;  // said with what is left over
    if (known.meta_trouble.empty() && known.meta_seq == 0 && first > 1) {
      known.meta_trouble = design_named(id) + ": nothing says which of its checkpoints is the newest";
    }
    if (known.meta_trouble.empty()) return check_what_may_go(id, known);
    const std::string text = std::exchange(known.meta_trouble, {});
    CheckpointPointer to = known.best.value_or(CheckpointPointer{});
    if (to.seq + 1 < first) return report_.damage(text);
    to.minimum = known.minimum;
    to.forgotten = 0;
    report_.mendable(text,
                     to.seq == 0 ? "drops it, the server makes a new one from the journal"
                                 : "goes back to its checkpoint at " + std::to_string(to.seq),
                     [&] { return database_.point_meta(id, to); });
  }

  void check_what_may_go(DocumentId id, const Known& known) {
    if (database_.count_uncovered(id, known.meta_seq) == 0) return;
    report_.mendable(design_named(id) + ": entries that no checkpoint covers are to be given up", "keeps them",
                     [&] { return database_.keep_uncovered(id, known.meta_seq); });
  }

  void check_left_over_pointers() {
    for (const auto& [id, known] : known_) {
      if (!known.meta_trouble.empty()) report_.damage(known.meta_trouble);
      for (const Expected& each : known.waiting) {
        report_.damage(said(id, each) + " stands behind the end of its journal");
      }
    }
  }

  Health health_;
  DoctorReport report_;
  DoctorDatabase database_;
  DoctorBlobs blobs_;
  const std::function<void(const std::string&)>& progress_;
  std::map<DocumentId, Known> known_;
};

}  // namespace

bool Health::well() const {
  return std::all_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.kind == Finding::Kind::Repaired; });
}

Result<Health> examine(const std::string& data, bool repair, const std::function<void(const std::string&)>& progress) {
  FLASHKIT_TRY(const auto lock, adapters::files::Folder::lock_existing(data));
  static_cast<void>(lock);
  // Opened for writing all the same: after a crash SQLite brings its log home.
  Database database = Database::open(data + "/flashkit.db", false);
  if (database.code() != SQLITE_OK) return Error{Errc::Unavailable, "the database does not open"};
  // Not by a statement of ours: one that does not compile would be taken for a bug.
  if (database.run("SELECT count(*) FROM sqlite_schema") != SQLITE_OK) {
    return Error{Errc::Unavailable, "flashkit.db cannot be read as a database; restore it from a copy"};
  }
  const std::uint64_t version = database.ask_number("PRAGMA user_version");
  if (version > k_schema_version)
    return Error{Errc::Unsupported, "the data was written by a newer version of Flashkit"};
  if (version == 0 || database.run("SELECT 1 FROM journal, records LIMIT 1") != SQLITE_OK) {
    return Error{Errc::Unavailable, "flashkit.db is not a database of Flashkit"};
  }
  return Examination(data, std::move(database), repair, progress).run();
}

}  // namespace flashkit::server
