#include "server/versions.h"

#include <utility>

#include "base/json.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "server/http.h"
#include "server/version_policy.h"

namespace flashkit::server {

using base::DocumentId;
using base::Errc;
using base::Error;
using base::Json;
using base::Result;
using ports::PutCondition;
using ports::Record;
using ports::RecordPage;

namespace {

constexpr std::size_t k_slow_limit = 16;  // tasks that wait: what nobody asked for comes another time
constexpr std::size_t k_thin_page = 500;
constexpr int k_change_tries = 8;

std::string versions_partition(DocumentId document) { return "D#" + base::to_hex(document); }

std::string hash_of(std::string_view bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }

bool fits(const VersionName& name) {
  const auto good = [](const std::string& text) {
    return base::is_utf8(text) && base::count_code_points(text) <= k_version_name_limit;
  };
  return good(name.name) && good(name.by);
}

const Error k_long_name{Errc::Limit, "a version's name has at most 200 characters"};
#ifdef FLASHKIT_MUTANT_VERSION_OVERWRITTEN
constexpr bool k_stays_as_it_is = false;
#else
constexpr bool k_stays_as_it_is = true;
#endif
const Error k_no_version{Errc::NotFound, "there is no such version"};
const Error k_damaged_record{Errc::Corrupt, "the record of this version is damaged"};
const Error k_damaged_state{Errc::Corrupt, "the stored state of this version is damaged or gone"};
const Error k_damaged_picture{Errc::Corrupt, "the picture of this version is damaged or gone"};

Result<Version> version_of(const Record& record) {
  FLASHKIT_TRY(Version out, read_version(record.value));
  out.record = record.version;
  return out;
}

}  // namespace

std::string write_version(const Version& version) {
  return base::write_json(Json::object({{"seq", Json::raw_number(std::to_string(version.seq))},
                                        {"at", Json::raw_number(std::to_string(version.at_ms))},
                                        {"saved", Json::boolean(version.saved)},
                                        {"name", Json::string(version.name)},
                                        {"by", Json::string(version.by)},
                                        {"blob", Json::string(version.blob)},
                                        {"json", Json::string(version.json_hash)},
                                        {"preview", Json::string(version.preview)}}));
}

Result<Version> read_version(const std::string& value) {
  const Result<Json> parsed = base::parse_json(value);
  if (!parsed.ok()) return k_damaged_record;
  const Json& json = parsed.value();
  const Json* seq = json.find("seq");
  const Json* at = json.find("at");
  const Json* saved = json.find("saved");
  Version out;
  out.blob = json.text_at("blob");
  if (seq == nullptr || at == nullptr || !base::is_blob_name(out.blob)) return k_damaged_record;
  out.seq = static_cast<std::uint64_t>(seq->as_number());
  out.at_ms = static_cast<std::int64_t>(at->as_number());
  out.saved = saved != nullptr && saved->as_bool();
  out.name = json.text_at("name");
  out.by = json.text_at("by");
  out.json_hash = json.text_at("json");
  out.preview = json.text_at("preview");
  return out;
}

ports::RecordKey version_key(DocumentId document, std::uint64_t seq) {
  const std::string digits = std::to_string(~seq);  // 2^64 - 1 - seq
  return {versions_partition(document), "V#" + std::string(20 - digits.size(), '0') + digits};
}

// ---- making one ----

struct Versions::Making {
  DocumentId document;
  Version version;
  SavedCallback done;
  std::uint64_t replaces = 0;  // the version of a record that cannot be read and stands in its place; 0: there is none
};

void Versions::keep(DocumentId document, std::int64_t at_ms, DoneCallback done) {
  if (parts_.slow.waiting() > k_slow_limit) {
    done(Error{Errc::Unavailable, "too much is being made"});
    return;
  }
  const auto making = std::make_shared<Making>();
  making->document = document;
  making->version.at_ms = at_ms;
  making->done = [this, document, done = std::move(done)](Result<SavedVersion> made) {
    if (made.ok() && made.value().is_new) {
      thin(document, 0, {}, done);
    } else {
      done(made.ok() ? Result<void>() : made.error());
    }
  };
  make(making);
}

void Versions::keep_what_was_left(DocumentId document, std::uint64_t head, DoneCallback done) {
  if (head == 0) {
    done({});
    return;
  }
  list(document, 0, 1, [this, document, head, done = std::move(done)](Result<VersionPage> newest) {
    if (!newest.ok() || (!newest.value().versions.empty() && newest.value().versions.front().seq >= head)) {
      done(newest.ok() ? Result<void>() : newest.error());
      return;
    }
    // When that was, its preview knows.
    pictures_.pointer(document, [this, document, head, done](Result<PreviewPointer> preview) {
      const bool known = preview.ok() && preview.value().seq == head && preview.value().at_ms != 0;
      keep(document, known ? preview.value().at_ms : parts_.clock.wall_ms(), done);
    });
  });
}

void Versions::save(DocumentId document, VersionName name, SavedCallback done) {
  if (!fits(name)) {
    done(k_long_name);
    return;
  }
  const auto making = std::make_shared<Making>();
  making->document = document;
  making->version.at_ms = parts_.clock.wall_ms();
  if (!name.automatic) {
    making->version.saved = true;
    making->version.name = std::move(name.name);
    making->version.by = std::move(name.by);
  }
  making->done = std::move(done);
  make(making);
}

void Versions::make(MakingPtr making) {
  states_.load(making->document, [this, making](Result<std::shared_ptr<sync::JournalState>> state) {
    if (!state.ok() || state.value()->seq() == 0) {
      making->done(state.ok() ? Error{Errc::NotFound, "there is nothing in this design yet"} : state.error());
      return;
    }
    making->version.seq = state.value()->seq();
    parts_.records.get(version_key(making->document, making->version.seq),
                       [this, making, state = std::move(state).value()](Result<std::optional<Record>> there) {
                         if (!there.ok()) {
                           making->done(there.error());
                         } else if (k_stays_as_it_is && there.value() && read_version(there.value()->value).ok()) {
                           store_record(making);
                         } else {
                           if (there.value()) making->replaces = there.value()->version;
                           parts_.slow.post([this, making, state] { pack(making, *state); });
                         }
                       });
  });
}

void Versions::pack(const MakingPtr& making, const sync::JournalState& state) {
  const std::string json = state.checkpoint();
  const auto packed = std::make_shared<const std::string>(zstd_compress(json));
  making->version.blob = hash_of(*packed);
  making->version.json_hash = hash_of(json);
  Result<std::string> jpeg = pictures_.paint_preview(state.document());
  store_blobs(making, packed, jpeg.ok() ? std::move(jpeg).value() : std::string());
}

void Versions::store_blobs(const MakingPtr& making, std::shared_ptr<const std::string> packed, std::string jpeg) {
#ifdef FLASHKIT_MUTANT_VERSION_BEFORE_ITS_STATE
  parts_.blobs.put_if_absent(making->version.blob, std::move(packed), [](const Result<bool>&) {});
  return store_record(making);
#endif
  parts_.blobs.put_if_absent(making->version.blob, std::move(packed), [this, making, jpeg](Result<bool> put) {
    if (!put.ok()) {
      making->done(put.error());
      return;
    }
    if (jpeg.empty()) {
      store_record(making);
      return;
    }
    const std::string name = hash_of(jpeg);
    parts_.blobs.put_if_absent(name, std::make_shared<const std::string>(jpeg),
                               [this, making, name](Result<bool> kept) {
                                 if (kept.ok())
                                   making->version.preview = name;  // without a picture it is a version all the same
                                 store_record(making);
                               });
  });
}

// Only where there is none, or none that can be read; what another server or a moment before has stored stays, and gets
// the name that was asked.
void Versions::store_record(const MakingPtr& making) {
  const auto take_what_is_there = [this, making] {
    const Version wish = making->version;
    const auto how = [wish](Version& there) {
      if (!wish.saved) return;
      there.saved = true;
      if (wish.name.empty()) return;
      there.name = wish.name;
      there.by = wish.by;
    };
    change(
        making->document, wish.seq, how,
        [making](Result<Version> changed) {
          making->done(changed.ok() ? Result<SavedVersion>(SavedVersion{std::move(changed).value(), false})
                                    : Result<SavedVersion>(changed.error()));
        },
        k_change_tries);
  };
  if (making->version.blob.empty()) {
    take_what_is_there();
    return;
  }
  const PutCondition condition =
      making->replaces == 0 ? PutCondition::if_absent() : PutCondition::if_version(making->replaces);
  parts_.records.put(version_key(making->document, making->version.seq), write_version(making->version), condition,
                     [making, take_what_is_there](Result<std::uint64_t> put) {
                       if (put.ok()) {
                         making->version.record = put.value();
                         making->done(SavedVersion{making->version, true});
                       } else if (put.error().code == Errc::Conflict) {
                         take_what_is_there();
                       } else {
                         making->done(put.error());
                       }
                     });
}

// ---- what is there ----

void Versions::get(DocumentId document, std::uint64_t seq, VersionCallback done) {
  parts_.records.get(version_key(document, seq), [done = std::move(done)](Result<std::optional<Record>> record) {
    if (!record.ok()) {
      done(record.error());
    } else if (!record.value()) {
      done(k_no_version);
    } else {
      done(version_of(*record.value()));
    }
  });
}

void Versions::list(DocumentId document, std::uint64_t before_seq, std::size_t limit, PageCallback done) {
  list_after(document, before_seq == 0 ? std::string() : version_key(document, before_seq).sort, limit,
             std::move(done));
}

// A page that came out empty, because none of its records can be read, is not the end: the next one is read then.
void Versions::list_after(DocumentId document, std::string after, std::size_t limit, PageCallback done) {
  parts_.records.query(versions_partition(document), "V#", std::move(after), limit,
                       [this, document, limit, done = std::move(done)](Result<RecordPage> page) {
                         if (!page.ok()) {
                           done(page.error());
                           return;
                         }
                         VersionPage out;
                         out.complete = page.value().complete;
                         for (const Record& record : page.value().records) {
                           Result<Version> version = version_of(record);
                           if (version.ok()) out.versions.push_back(std::move(version).value());
                         }
                         if (out.versions.empty() && !out.complete && !page.value().records.empty()) {
                           list_after(document, page.value().records.back().key.sort, limit, done);
                         } else {
                           done(std::move(out));
                         }
                       });
}

void Versions::checkpoint(DocumentId document, std::uint64_t seq, BytesCallback done) {
  get(document, seq, [this, done = std::move(done)](Result<Version> version) {
    if (!version.ok()) {
      done(version.error());
      return;
    }
    parts_.blobs.get(version.value().blob, [this, done, hash = version.value().json_hash](Result<std::string> got) {
      Result<std::string> bytes = corrupt_if_gone(std::move(got));
      if (!bytes.ok()) {
        done(bytes.error().code == Errc::Corrupt ? k_damaged_state : bytes.error());
        return;
      }
      parts_.slow.post([done, hash, bytes = std::move(bytes).value()] {
        done(unpack_checkpoint(bytes, hash).ok() ? Result<std::string>(bytes) : k_damaged_state);
      });
    });
  });
}

void Versions::preview(DocumentId document, std::uint64_t seq, BytesCallback done) {
  get(document, seq, [this, done = std::move(done)](Result<Version> version) {
    if (!version.ok()) {
      done(version.error());
    } else if (version.value().preview.empty()) {
      done(Error{Errc::NotFound, "this version has no page to show"});
    } else {
      parts_.blobs.get(version.value().preview, [done](Result<std::string> got) {
        Result<std::string> jpeg = corrupt_if_gone(std::move(got));
        const bool damaged = !jpeg.ok() && jpeg.error().code == Errc::Corrupt;
        done(damaged ? Result<std::string>(k_damaged_picture) : std::move(jpeg));
      });
    }
  });
}

// ---- changing one ----

void Versions::rename(DocumentId document, std::uint64_t seq, VersionName name, VersionCallback done) {
  if (!fits(name)) {
    done(k_long_name);
    return;
  }
  const auto how = [name = std::move(name)](Version& version) {
    version.saved = !name.name.empty();
    version.name = name.name;
    version.by = name.name.empty() ? std::string() : name.by;
  };
  change(document, seq, how, std::move(done), k_change_tries);
}

void Versions::change(DocumentId document, std::uint64_t seq, std::function<void(Version&)> how, VersionCallback done,
                      int tries) {
  get(document, seq,
      [this, document, seq, how = std::move(how), done = std::move(done), tries](Result<Version> version) {
        if (!version.ok()) {
          done(version.error());
          return;
        }
        Version after = version.value();
        how(after);
        if (write_version(after) == write_version(version.value())) {
          done(std::move(after));
          return;
        }
        parts_.records.put(version_key(document, seq), write_version(after), PutCondition::if_version(after.record),
                           [this, document, seq, how, done, tries, after](Result<std::uint64_t> put) {
                             if (put.ok()) {
                               Version stored = after;
                               stored.record = put.value();
                               done(std::move(stored));
                             } else if (put.error().code == Errc::Conflict && tries > 1) {
                               change(document, seq, how, done, tries - 1);
                             } else {
                               done(put.error());
                             }
                           });
      });
}

// A version that is given a name at this moment has another record by now and stays.
void Versions::thin(DocumentId document, std::uint64_t before_seq, std::vector<Version> seen, DoneCallback done) {
  list(document, before_seq, k_thin_page,
       [this, document, seen = std::move(seen), done = std::move(done)](Result<VersionPage> page) mutable {
         if (!page.ok()) {
           done({});  // another time
           return;
         }
         for (Version& version : page.value().versions) seen.push_back(std::move(version));
         if (!page.value().complete && !page.value().versions.empty()) {
           const std::uint64_t last = seen.back().seq;
           thin(document, last, std::move(seen), std::move(done));
           return;
         }
         std::vector<VersionAge> ages;
         for (const Version& version : seen) ages.push_back({version.seq, version.at_ms, version.saved});
         for (const std::uint64_t seq : versions_to_drop(ages, parts_.clock.wall_ms())) {
           for (const Version& version : seen) {
             if (version.seq != seq) continue;
             parts_.records.erase(version_key(document, seq), PutCondition::if_version(version.record),
                                  [](const Result<void>&) {});
           }
         }
         done({});
       });
}

}  // namespace flashkit::server
