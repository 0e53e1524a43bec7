#pragma once
// The versions of documents: states that people may look at again and go back to. A version is a record (V#, beside the
// document's others) that names two blobs, the checkpoint after one entry and a picture of its first page; both are
// stored before the record, so a version that is listed is whole. Rules: docs/protocol.md, part "Versions".
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "server/parts.h"
#include "server/pictures.h"
#include "server/states.h"

namespace flashkit::server {

struct Version {
  std::uint64_t seq = 0;     // the state after this entry
  std::int64_t at_ms = 0;    // when a server saw that state, by its clock; for people
  bool saved = false;        // by a person: kept for ever
  std::string name;          // may be empty
  std::string by;            // who saved or named it, as people are called here; may be empty
  std::string blob;          // of the checkpoint's zstd bytes
  std::string json_hash;     // SHA-256 of the checkpoint's JSON
  std::string preview;       // blob of a JPEG; empty: there is no page to show
  std::uint64_t record = 0;  // the record's version
};

// The record's value, and back. Errors: Corrupt.
std::string write_version(const Version& version);
base::Result<Version> read_version(const std::string& value);
// Newest first in the order of keys: the digits count down.
ports::RecordKey version_key(base::DocumentId document, std::uint64_t seq);

struct VersionName {
  std::string name = {};
  std::string by = {};
  bool automatic = false;  // of `save`: nobody asked for it, so it is kept like those, and has no name
};
inline constexpr std::size_t k_version_name_limit = 200;  // code points, each of the two

struct VersionPage {
  std::vector<Version> versions;  // newest first
  bool complete = false;
};

struct SavedVersion {
  Version version;
  bool is_new = false;
};

class Versions {
 public:
  Versions(Parts& parts, States& states, Pictures& pictures) : parts_(parts), states_(states), pictures_(pictures) {}

  using VersionCallback = std::function<void(base::Result<Version>)>;
  using SavedCallback = std::function<void(base::Result<SavedVersion>)>;
  using PageCallback = std::function<void(base::Result<VersionPage>)>;
  using BytesCallback = std::function<void(base::Result<std::string>)>;
  using DoneCallback = std::function<void(base::Result<void>)>;

  // Keeps the state at the head of the journal without anybody asking, unless that state is a version already, and lets
  // go of old ones. `at_ms`: when the last change came. Errors: Unavailable (too much to do; there will be a next
  // time).
  void keep(base::DocumentId document, std::int64_t at_ms, DoneCallback done);
  // The same for a document that nobody had open: when what lies at `head` is no version yet.
  void keep_what_was_left(base::DocumentId document, std::uint64_t head, DoneCallback done);
  // Saves the state at the head for a person. Where it is a version already, that one becomes saved and named so.
  // A record that cannot be read is written anew. Errors: NotFound (an empty document), Limit (the name), Corrupt (the
  // document's own state), Unavailable.
  void save(base::DocumentId document, VersionName name, SavedCallback done);
  // Another name; an empty one gives the version back to thinning. Errors: NotFound, Limit, Corrupt, Unavailable.
  void rename(base::DocumentId document, std::uint64_t seq, VersionName name, VersionCallback done);
  // Those before `before_seq` (0: all), newest first.
  void list(base::DocumentId document, std::uint64_t before_seq, std::size_t limit, PageCallback done);
  void get(base::DocumentId document, std::uint64_t seq, VersionCallback done);
  // The zstd bytes of its checkpoint, held against their hashes. Errors: NotFound, Corrupt (there is such a version,
  // and what was stored of it is damaged or gone).
  void checkpoint(base::DocumentId document, std::uint64_t seq, BytesCallback done);
  // A JPEG. Errors: NotFound (no such version, or nothing to see), Corrupt.
  void preview(base::DocumentId document, std::uint64_t seq, BytesCallback done);

 private:
  struct Making;
  using MakingPtr = std::shared_ptr<Making>;
  void make(MakingPtr making);
  void pack(const MakingPtr& making, const sync::JournalState& state);
  void store_blobs(const MakingPtr& making, std::shared_ptr<const std::string> packed, std::string jpeg);
  void store_record(const MakingPtr& making);
  void list_after(base::DocumentId document, std::string after, std::size_t limit, PageCallback done);
  void change(base::DocumentId document, std::uint64_t seq, std::function<void(Version&)> how, VersionCallback done,
              int tries);
  void thin(base::DocumentId document, std::uint64_t before_seq, std::vector<Version> seen, DoneCallback done);

  Parts& parts_;
  States& states_;
  Pictures& pictures_;
};

}  // namespace flashkit::server
