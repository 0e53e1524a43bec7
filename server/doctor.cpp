#include "server/doctor.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "adapters/files/folder.h"
#include "adapters/sqlite/database.h"
#include "adapters/sqlite/store.h"
#include "base/json.h"
#include "base/sha256.h"
#include "document/blob_names.h"
#include "operations/ids.h"
#include "server/http.h"
#include "server/pictures.h"
#include "server/rights.h"
#include "server/states.h"
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
namespace fs = std::filesystem;

namespace {

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// What one document's checkpoints have to be, by number: read first, compared while its journal is replayed.
struct Expected {
  CheckpointPointer pointer;
  std::string partition;
  std::string sort;
};

bool is_version(const Expected& expected) { return expected.sort.starts_with("V#"); }

std::string said(DocumentId id, const Expected& expected) {
  return "design " + base::to_hex(id) + (is_version(expected) ? ": its version at " : ": its checkpoint at ") +
         std::to_string(expected.pointer.seq);
}

class Examination {
 public:
  Examination(std::string data, Database database, bool repair, const std::function<void(const std::string&)>& progress)
      : data_(std::move(data)), database_(std::move(database)), repair_(repair), progress_(progress) {}

  Health run() {
    progress_("the database");
    check_database();
    progress_("blobs");
    check_blobs();
    progress_("records");
    read_records();
    check_journals();
    check_left_over_pointers();
    count_unused_blobs();
    return std::move(health_);
  }

 private:
  void damage(std::string text) { health_.findings.push_back({Finding::Kind::Damage, std::move(text)}); }
  // Does it when repairs are wanted. `mend` gives false when it could not be done.
  template <class Mend>
  void mendable(const std::string& text, const std::string& remedy, Mend mend) {
    if (!repair_) {
      health_.findings.push_back({Finding::Kind::Mendable, text + "; --repair " + remedy});
    } else if (mend()) {
      health_.findings.push_back({Finding::Kind::Repaired, text + ": done, " + remedy});
    } else {
      damage(text + "; it could not be repaired");
    }
  }

  void check_database() {
    const std::string answer = database_.ask_text("PRAGMA integrity_check(20)");
    if (answer != "ok") damage("the database file is damaged (" + answer + "): restore it from a copy");
  }

  // ---- blobs ----

  fs::path blob_path(const std::string& name) const {
    return fs::path(data_) / "blobs" / name.substr(0, 2) / name.substr(2, 2) / name;
  }

  void check_blobs() {
    std::error_code code;
    const fs::path root = fs::path(data_) / "blobs";
    for (fs::recursive_directory_iterator at(root, code), end; !code && at != end; at.increment(code)) {
      if (at->is_directory(code)) continue;
      const fs::path path = at->path();
      const std::string name = path.filename().string();
      if (path.parent_path() == root / "tmp") {
        mendable("half-written file blobs/tmp/" + name, "removes it", [&] { return fs::remove(path, code); });
      } else if (!base::is_blob_name(name) || path != blob_path(name)) {
        damage("blobs/" + fs::relative(path, root, code).string() + " is no blob of Flashkit: it is left alone");
      } else {
        check_blob(name, path);
      }
    }
  }

  void check_blob(const std::string& name, const fs::path& path) {
    const std::string bytes = read_all(path);
    if (base::to_hex(base::sha256(base::bytes_of(bytes))) == name) {
      ++health_.blobs;
      health_.blob_bytes += bytes.size();
      blobs_.insert(name);
      return;
    }
    // Out of the way, so that whoever has the right bytes can store them again.
    mendable("blob " + name + " does not match its name", "moves it to damaged/, whoever has it can store it again",
             [&] {
               std::error_code code;
               fs::create_directories(fs::path(data_) / "damaged", code);
               fs::rename(path, fs::path(data_) / "damaged" / name, code);
               return !code;
             });
  }

  std::optional<std::string> blob(const std::string& name) {
    used_.insert(name);
    if (blobs_.count(name) == 0) return std::nullopt;
    return read_all(blob_path(name));
  }

  // ---- records ----

  void read_records() {
    Statement statement(database_.raw(), "SELECT partition, sort, value FROM records WHERE partition LIKE 'D#%'");
    auto use = statement.use();
    while (use.step() == SQLITE_ROW) read_record(use.bytes(0), use.bytes(1), use.bytes(2));
  }

  void read_record(const std::string& partition, const std::string& sort, const std::string& value) {
    const auto document = base::parse_id<DocumentId>(std::string_view(partition).substr(2));
    if (!document.ok()) return damage("a record stands under " + partition + ", which is no design's");
    if (sort == "META" || sort.starts_with("C#")) {
      Result<CheckpointPointer> pointer = read_checkpoint_pointer(value);
      if (pointer.ok() && pointer.value().seq == 0 && pointer.value().minimum != sync::Minimum{}) return;
      if (pointer.ok() && base::is_blob_name(pointer.value().blob)) {
        expected_[document.value()].push_back({std::move(pointer).value(), partition, sort});
        return;
      }
      mendable_from_journal(
          document.value(),
          "the record of a checkpoint of design " + base::to_hex(document.value()) + " cannot be read",
          [&] { return erase_record(partition, sort); });
    } else if (sort.starts_with("V#")) {
      check_version(document.value(), partition, sort, value);
    } else if (sort == "PREVIEW") {
      check_preview(document.value(), partition, value);
    } else if (sort == "RIGHTS" && !read_rights(value).ok()) {
      damage("the rights of design " + base::to_hex(document.value()) + " cannot be read: nobody can open it");
    }
  }

  void check_preview(DocumentId document, const std::string& partition, const std::string& value) {
    const Result<PreviewPointer> pointer = read_preview_pointer(value);
    if (pointer.ok() && blob(pointer.value().blob).has_value()) return;
    mendable("the preview of design " + base::to_hex(document) + " is missing",
             "drops its record, the server paints a new one", [&] { return erase_record(partition, "PREVIEW"); });
  }

  // What a record META says beside its checkpoint stays.
  bool drop_checkpoint(const Expected& expected) {
    const sync::Minimum minimum = expected.pointer.minimum;
    if (expected.sort != "META" || minimum == sync::Minimum{}) return erase_record(expected.partition, expected.sort);
    CheckpointPointer left;
    left.minimum = minimum;
    const std::string value = write_checkpoint_pointer(left);
    Statement statement(database_.raw(),
                        "UPDATE records SET value = ?3, version = version + 1 WHERE partition = ?1 AND sort = ?2");
    auto use = statement.use();
    use.bind_text(1, expected.partition);
    use.bind_text(2, expected.sort);
    use.bind_blob(3, value);
    return use.step() == SQLITE_DONE;
  }

  // Its state is compared when the journal is replayed up to there; a picture that is missing harms nothing. What only
  // this version shows is in use as long as it is there.
  void check_version(DocumentId document, const std::string& partition, const std::string& sort,
                     const std::string& value) {
    const Result<Version> version = read_version(value);
    if (!version.ok()) {
      mendable("the record of a version of design " + base::to_hex(document) + " cannot be read",
               "drops it from the history, the design itself lacks nothing",
               [&] { return erase_record(partition, sort); });
      return;
    }
    CheckpointPointer pointer;
    pointer.seq = version.value().seq;
    pointer.blob = version.value().blob;
    pointer.json_hash = version.value().json_hash;
    expected_[document].push_back({std::move(pointer), partition, sort});
    used_.insert(version.value().preview);
    const auto json = json_of(expected_[document].back());
    const auto checkpoint = json.ok() ? sync::read_checkpoint(json.value()) : Result<sync::Checkpoint>(json.error());
    if (checkpoint.ok()) document::add_blob_names(checkpoint.value().document, used_);
  }

  // Puts the state that the journal gives in the place of what the version lost; its name and time stay.
  bool renew_version(const Expected& expected, const std::string& replayed) {
    Statement find(database_.raw(), "SELECT value FROM records WHERE partition = ?1 AND sort = ?2");
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
    if (!store_blob(version.value().blob, packed)) return false;
    Statement change(database_.raw(),
                     "UPDATE records SET value = ?3, version = version + 1 WHERE partition = ?1 AND sort = ?2");
    auto use = change.use();
    use.bind_text(1, expected.partition);
    use.bind_text(2, expected.sort);
    const std::string renewed = write_version(version.value());
    use.bind_blob(3, renewed);
    return use.step() == SQLITE_DONE;
  }

  bool store_blob(const std::string& name, const std::string& bytes) {
    std::error_code code;
    const fs::path path = blob_path(name);
    const fs::path half = fs::path(data_) / "blobs" / "tmp" / ("doctor-" + name);
    fs::create_directories(path.parent_path(), code);
    {
      std::ofstream file(half, std::ios::binary);
      file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      if (!file.good()) return false;
    }
    fs::rename(half, path, code);
    return !code;
  }

  bool erase_record(const std::string& partition, const std::string& sort) {
    Statement statement(database_.raw(), "DELETE FROM records WHERE partition = ?1 AND sort = ?2");
    auto use = statement.use();
    use.bind_text(1, partition);
    use.bind_text(2, sort);
    return use.step() == SQLITE_DONE;
  }

  // ---- journals ----

  void check_journals() {
    std::vector<std::string> documents;
    {
      Statement statement(database_.raw(), "SELECT DISTINCT document FROM journal ORDER BY document");
      auto use = statement.use();
      while (use.step() == SQLITE_ROW) documents.push_back(use.bytes(0));
    }
    for (const std::string& bytes : documents) {
      const auto id = sync::id_from_bytes<DocumentId>(bytes);
      if (!id.has_value()) {
        damage("a journal stands under a name that is no design's");
        continue;
      }
      ++health_.documents;
      progress_("design " + std::to_string(health_.documents) + " of " + std::to_string(documents.size()));
      check_journal(*id, bytes);
    }
  }

  // Replays a journal from its beginning, or from the first checkpoint that the kept entries reach; compares each later
  // checkpoint with the replay up to it.
  void check_journal(DocumentId id, const std::string& bytes) {
    const std::string name = "design " + base::to_hex(id);
    sync::JournalState state;
    if (const std::uint64_t first = first_kept(id); first > 1) state = state_before(id, first);
    Statement statement(database_.raw(), "SELECT seq, entry FROM journal WHERE document = ?1 ORDER BY seq");
    auto use = statement.use();
    use.bind_blob(1, bytes);
    while (use.step() == SQLITE_ROW) {
      const std::uint64_t seq = use.number(0);
      ++health_.entries;
      if (seq <= state.seq()) continue;  // kept still, and covered
      if (seq != state.seq() + 1) {
        return damage(name + ": entries " + std::to_string(state.seq() + 1) + " to " + std::to_string(seq - 1) +
                      " of its journal are missing");
      }
      const std::string trouble = replay(state, seq, use.bytes(1));
      if (!trouble.empty()) return damage(name + ": entry " + std::to_string(seq) + " " + trouble);
      check_checkpoints_at(id, state);
    }
    document::add_blob_names(state.document(), used_);
  }

  // What the entries before `first`, which are no longer kept, came to: by the oldest checkpoint that covers them (a
  // version's is a copy for people, on which nothing else stands). Checkpoints and versions up to there have nothing
  // left to be compared with; they have to be readable.
  sync::JournalState state_before(DocumentId id, std::uint64_t first) {
    std::vector<Expected>& waiting = expected_[id];
    std::stable_sort(waiting.begin(), waiting.end(),
                     [](const Expected& a, const Expected& b) { return a.pointer.seq < b.pointer.seq; });
    sync::JournalState out;
    for (const Expected& each : waiting) {
      if (each.pointer.seq + 1 < first || is_version(each)) continue;
      const auto json = json_of(each);
      auto checkpoint = json.ok() ? sync::read_checkpoint(json.value()) : Result<sync::Checkpoint>(json.error());
      if (!checkpoint.ok()) continue;
      out = sync::JournalState(std::move(checkpoint).value());
      break;
    }
    std::erase_if(waiting, [&](const Expected& each) {
      const bool covered = each.pointer.seq <= out.seq();
      if (covered && !json_of(each).ok()) {
        damage(said(id, each) + " cannot be read, and the entries it was made of are no longer kept");
      } else if (covered && each.sort.starts_with("C#")) {
        ++health_.checkpoints;
      }
      return covered;
    });
    return out;
  }

  Result<std::string> json_of(const Expected& expected) {
    const auto bytes = blob(expected.pointer.blob);
    if (!bytes.has_value()) return Error{Errc::NotFound, "its blob is missing"};
    return unpack_checkpoint(*bytes, expected.pointer.json_hash);
  }

  // The number of the first entry that the journal keeps; 0: it is empty. Beyond 1 the pointer to the newest checkpoint
  // is part of the truth, which nobody can make anew.
  std::uint64_t first_kept(DocumentId id) {
    Statement statement(database_.raw(), "SELECT min(seq) FROM journal WHERE document = ?1");
    const std::string bytes = operations::id_bytes(id);
    auto use = statement.use();
    use.bind_blob(1, bytes);
    return use.step() == SQLITE_ROW ? use.number(0) : 0;
  }
  template <class Mend>
  void mendable_from_journal(DocumentId id, const std::string& text, Mend mend) {
    if (first_kept(id) > 1) {
      damage(text);
    } else {
      mendable(text, "drops it, the server makes a new one from the journal", mend);
    }
  }

  std::string replay(sync::JournalState& state, std::uint64_t seq, const std::string& bytes) {
    auto entry = sync::decode_entry(bytes);
    if (!entry.ok() || entry.value().seq != seq) return "cannot be read";
    if (!entry.value().body_blob.empty()) {
      const auto body = blob(entry.value().body_blob);
      if (!body.has_value()) return "has lost its body, blob " + entry.value().body_blob;
      auto decoded = sync::decode_entry_body(*body);
      if (!decoded.ok()) return "has a body that cannot be read";
      entry.value().operations = std::move(decoded.value().operations);
    }
    return state.apply(entry.value()).ok() ? std::string() : "does not follow the one before it";
  }

  void check_checkpoints_at(DocumentId id, const sync::JournalState& state) {
    const auto found = expected_.find(id);
    if (found == expected_.end()) return;
    std::vector<Expected>& waiting = found->second;
    for (auto at = waiting.begin(); at != waiting.end();) {
      if (at->pointer.seq != state.seq()) {
        ++at;
        continue;
      }
      check_checkpoint(id, *at, state.checkpoint());
      at = waiting.erase(at);
    }
  }

  void check_checkpoint(DocumentId id, const Expected& expected, const std::string& replayed) {
    const auto json = json_of(expected);
    if (json.ok() && json.value() == replayed) {
      if (expected.sort.starts_with("C#")) ++health_.checkpoints;
      return;
    }
    const std::string text = said(id, expected) + (json.ok() ? " is not what its journal gives" : " cannot be read");
    if (is_version(expected)) {
      mendable(text, "makes it anew from the journal", [&] { return renew_version(expected, replayed); });
    } else {
      mendable_from_journal(id, text, [&] { return drop_checkpoint(expected); });
    }
  }

  void check_left_over_pointers() {
    for (const auto& [id, waiting] : expected_) {
      for (const Expected& each : waiting) {
        damage(said(id, each) + " stands behind the end of its journal");
      }
    }
  }

  // ---- what designs name ----

  void count_unused_blobs() {
    health_.unused_blobs = static_cast<std::uint64_t>(
        std::count_if(blobs_.begin(), blobs_.end(), [&](const std::string& name) { return used_.count(name) == 0; }));
  }

  std::string data_;
  Database database_;
  bool repair_;
  const std::function<void(const std::string&)>& progress_;
  Health health_;
  std::set<std::string> blobs_;  // there and whole
  std::set<std::string> used_;
  std::map<DocumentId, std::vector<Expected>> expected_;
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
  const std::uint64_t version = database.ask_number("PRAGMA user_version");
  if (version > k_schema_version)
    return Error{Errc::Unsupported, "the data was written by a newer version of Flashkit"};
  if (version == 0) return Error{Errc::Unavailable, "flashkit.db is not a database of Flashkit"};
  return Examination(data, std::move(database), repair, progress).run();
}

}  // namespace flashkit::server
