#include "server/states.h"

#include <utility>

#include "base/json.h"
#include "base/sha256.h"
#include "server/http.h"
#include "sync/limits.h"

namespace flashkit::server {

using adapters::without_throwing;
using base::DocumentId;
using base::Errc;
using base::Error;
using base::Json;
using base::Result;
using ports::PutCondition;
using ports::Record;
using ports::RecordKey;
using sync::JournalState;

namespace {

constexpr std::size_t k_tail_page_bytes = 1u << 20;

RecordKey pointer_key(DocumentId document) { return {"D#" + base::to_hex(document), "META"}; }

RecordKey checkpoint_key(DocumentId document, std::uint64_t seq) {
  const std::string digits = std::to_string(seq);
  return {"D#" + base::to_hex(document), "C#" + std::string(20 - digits.size(), '0') + digits};
}

PutCondition if_still(const CheckpointPointer& pointer) {
  return pointer.version == 0 ? PutCondition::if_absent() : PutCondition::if_version(pointer.version);
}

Result<CheckpointPointer> read_pointer(const std::optional<Record>& record) {
  if (!record) return CheckpointPointer{};
  FLASHKIT_TRY(CheckpointPointer out, read_checkpoint_pointer(record->value));
  out.version = record->version;
  return out;
}

// L12: what this program misreads it makes nothing of: no checkpoint, no version, no picture.
const Error k_newer_program{Errc::Unsupported, "the design needs a newer program"};

Result<void> apply_all(JournalState& state, const std::vector<sync::Entry>& entries,
                       [[maybe_unused]] std::uint32_t rules) {
  for (const sync::Entry& entry : entries) {
    if (entry.seq <= state.seq()) continue;
#ifndef FLASHKIT_MUTANT_MISREAD
    if (entry.min_reader > rules) return k_newer_program;
#endif
    FLASHKIT_TRY(const auto replayed, state.apply(entry));
    static_cast<void>(replayed);
  }
  return {};
}

}  // namespace

std::string write_checkpoint_pointer(const CheckpointPointer& pointer) {
  Json out = Json::object({{"seq", Json::raw_number(std::to_string(pointer.seq))},
                           {"blob", Json::string(pointer.blob)},
                           {"json", Json::string(pointer.json_hash)}});
  if (pointer.forgotten != 0) out.set("forgotten", Json::raw_number(std::to_string(pointer.forgotten)));
  if (pointer.minimum.reader != 0) out.set("min_reader", Json::number(pointer.minimum.reader));
  if (pointer.minimum.writer != 0) out.set("min_writer", Json::number(pointer.minimum.writer));
  return base::write_json(out);
}

Result<CheckpointPointer> read_checkpoint_pointer(const std::string& value) {
  FLASHKIT_TRY(const Json json, base::parse_json(value));
  const Json* seq = json.find("seq");
  CheckpointPointer out;
  out.seq = seq == nullptr ? 0 : static_cast<std::uint64_t>(seq->as_number());
  if (const Json* forgotten = json.find("forgotten"); forgotten != nullptr) {
    out.forgotten = static_cast<std::uint64_t>(forgotten->as_number());
  }
  out.blob = json.text_at("blob");
  out.json_hash = json.text_at("json");
  const auto number = [&json](const char* key) {
    const Json* member = json.find(key);
    const double read = member == nullptr ? 0 : member->as_number();
    return read >= 1 && read <= 1e9 ? static_cast<std::uint32_t>(read) : 0;
  };
  out.minimum = {number("min_reader"), number("min_writer")};
  return out;
}

Result<std::string> unpack_checkpoint(const std::string& bytes, const std::string& json_hash) {
  FLASHKIT_TRY(std::string json, zstd_decompress(bytes, sync::k_max_checkpoint_bytes));
  if (base::to_hex(base::sha256(base::bytes_of(json))) != json_hash) {
    return Error{Errc::Corrupt, "a checkpoint does not match its hash"};
  }
  return json;
}

Result<std::string> corrupt_if_gone(Result<std::string> bytes) {
  if (bytes.ok() || bytes.error().code != Errc::NotFound) return bytes;
  return Error{Errc::Corrupt, "what was stored is gone"};
}

void States::pointer(DocumentId document, PointerCallback done) {
  parts_.records.get(pointer_key(document), [done = std::move(done)](Result<std::optional<Record>> record) {
    if (record.ok()) {
      done(read_pointer(record.value()));
    } else {
      done(record.error());
    }
  });
}

void States::checkpoint_head(DocumentId document, HeadCallback done) {
  pointer(document, [this, done = std::move(done)](Result<CheckpointPointer> at) {
    if (!at.ok()) {
      done(at.error());
      return;
    }
    if (at.value().seq == 0) {
      done(CheckpointHead{.seq = 0, .minimum = at.value().minimum, .clients = {}});
      return;
    }
    parts_.blobs.get(at.value().blob, [this, at = at.value(), done](Result<std::string> bytes) {
      parts_.opening.post([at, done, bytes = corrupt_if_gone(std::move(bytes))] {
        Result<sync::ClientTable> clients = without_throwing([&]() -> Result<sync::ClientTable> {
          if (!bytes.ok()) return bytes.error();
          FLASHKIT_TRY(const std::string json, unpack_checkpoint(bytes.value(), at.json_hash));
          return sync::read_checkpoint_clients(json);
        });
        if (clients.ok()) {
          done(CheckpointHead{.seq = at.seq, .minimum = at.minimum, .clients = std::move(clients).value()});
        } else {
          done(clients.error());
        }
      });
    });
  });
}

void States::load(DocumentId document, StateCallback done) {
  pointer(document, [this, document, done = std::move(done)](Result<CheckpointPointer> at) {
    if (!at.ok()) {
      done(at.error());
      return;
    }
#ifndef FLASHKIT_MUTANT_MISREAD
    if (at.value().minimum.reader > parts_.program.rules) {
      done(k_newer_program);
      return;
    }
#endif
    if (at.value().seq == 0) {
      load_tail(document, std::make_shared<JournalState>(), done);
      return;
    }
    parts_.blobs.get(at.value().blob, [this, document, at = at.value(), done](Result<std::string> bytes) {
      parts_.slow.post([this, document, at, done, bytes = corrupt_if_gone(std::move(bytes))] {
        Result<sync::Checkpoint> checkpoint = without_throwing([&]() -> Result<sync::Checkpoint> {
          if (!bytes.ok()) return bytes.error();
          FLASHKIT_TRY(const std::string json, unpack_checkpoint(bytes.value(), at.json_hash));
          return sync::read_checkpoint(json);
        });
        if (!checkpoint.ok()) {
          done(checkpoint.error());
          return;
        }
        load_tail(document, std::make_shared<JournalState>(std::move(checkpoint).value()), done);
      });
    });
  });
}

void States::load_tail(DocumentId document, std::shared_ptr<JournalState> state, StateCallback done) {
  reader_.read(document, state->seq(), k_tail_page_bytes,
               [this, document, state, done = std::move(done)](Result<EntryPage> page) {
                 if (!page.ok()) {
                   done(page.error());
                   return;
                 }
                 parts_.slow.post([this, document, state, done, page = std::move(page).value()] {
                   const Result<void> applied =
                       without_throwing([&] { return apply_all(*state, page.entries, parts_.program.rules); });
                   if (!applied.ok()) {
                     done(applied.error());
                   } else if (page.complete) {
                     done(state);
                   } else {
                     load_tail(document, state, done);
                   }
                 });
               });
}

void States::checkpoint_bytes(DocumentId document, std::uint64_t seq, BytesCallback done) {
  parts_.records.get(checkpoint_key(document, seq), [this, done = std::move(done)](Result<std::optional<Record>> row) {
    const Result<CheckpointPointer> at = row.ok() ? read_pointer(row.value()) : row.error();
    if (!at.ok()) {
      done(at.error());
    } else if (at.value().seq == 0) {
      done(Error{Errc::NotFound, "there is no such checkpoint"});
    } else {
      parts_.blobs.get(at.value().blob, [done](Result<std::string> bytes) { done(corrupt_if_gone(std::move(bytes))); });
    }
  });
}

void States::make_checkpoint(DocumentId document, MadeCallback done) {
  load(document, [this, document, done = std::move(done)](Result<std::shared_ptr<JournalState>> state) {
    if (!state.ok()) {
      done(state.error());
    } else if (state.value()->seq() == 0) {
      done(std::uint64_t{0});
    } else {
      store(document, *state.value(), done);
    }
  });
}

void States::store(DocumentId document, const JournalState& state, MadeCallback done) {
  using Packed = std::shared_ptr<const std::string>;
  CheckpointPointer to;
  to.seq = state.seq();
  const Result<Packed> packed = without_throwing([&]() -> Result<Packed> {
    const std::string json = state.checkpoint();
    // Entries go once the pointer stands on it: what could not be read again never gets there.
    FLASHKIT_TRY([[maybe_unused]] const sync::Checkpoint read, sync::read_checkpoint(json));
    to.json_hash = base::to_hex(base::sha256(base::bytes_of(json)));
    return std::make_shared<const std::string>(zstd_compress(json));
  });
  if (!packed.ok()) return done(packed.error());
  to.blob = base::to_hex(base::sha256(base::bytes_of(*packed.value())));
  parts_.blobs.put_if_absent(to.blob, packed.value(), [this, document, to, done = std::move(done)](Result<bool> put) {
    if (!put.ok()) {
      done(put.error());
      return;
    }
    parts_.records.put(checkpoint_key(document, to.seq), write_checkpoint_pointer(to), PutCondition::always(),
                       [this, document, to, done](Result<std::uint64_t> row) {
                         if (row.ok()) {
                           move_pointer(document, to, done, 8);
                         } else {
                           done(row.error());
                         }
                       });
  });
}

void States::move_pointer(DocumentId document, CheckpointPointer to, MadeCallback done, int tries) {
  pointer(document, [this, document, to, done = std::move(done), tries](Result<CheckpointPointer> at) mutable {
    if (!at.ok()) {
      done(at.error());
      return;
    }
#ifndef FLASHKIT_MUTANT_POINTER_MOVES_BACK
    if (at.value().seq >= to.seq) {
      if (at.value().seq == to.seq && at.value().json_hash != to.json_hash) {
        parts_.log.error("two checkpoints of one number differ", {{"document", base::to_hex(document)}});
      }
      done(at.value().seq);
      return;
    }
#endif
    to.minimum = at.value().minimum;
    to.forgotten = at.value().forgotten;
    if (to.minimum.reader > parts_.program.rules) {
      done(k_newer_program);
      return;
    }
    parts_.records.put(pointer_key(document), write_checkpoint_pointer(to), if_still(at.value()),
                       [this, document, to, done, tries](Result<std::uint64_t> put) mutable {
                         if (put.ok()) {
                           parts_.metrics.checkpoints.fetch_add(1);
                           to.version = put.value();
                           forget_below(document, to);
                           done(to.seq);
                         } else if (put.error().code == Errc::Conflict && tries > 1) {
                           move_pointer(document, to, done, tries - 1);
                         } else {
                           done(put.error());
                         }
                       });
  });
}

void States::raise_minimum(DocumentId document, sync::Minimum to, MinimumCallback done) {
  try_raise(document, to, std::move(done), 8);
}

void States::try_raise(DocumentId document, sync::Minimum to, MinimumCallback done, int tries) {
  pointer(document, [this, document, to, done = std::move(done), tries](Result<CheckpointPointer> at) {
    if (!at.ok()) {
      done(at.error());
      return;
    }
    CheckpointPointer raised = at.value();
    raised.minimum = raised.minimum.raised_by(to);
    if (raised.minimum == at.value().minimum) {
      done(raised.minimum);
      return;
    }
    parts_.records.put(pointer_key(document), write_checkpoint_pointer(raised), if_still(at.value()),
                       [this, document, to, minimum = raised.minimum, done, tries](Result<std::uint64_t> put) {
                         if (put.ok()) {
                           done(minimum);
                         } else if (tries > 1 && put.error().code != Errc::Limit) {
                           try_raise(document, to, done, tries - 1);  // somebody was there, or perhaps it was us
                         } else {
                           done(put.error());
                         }
                       });
  });
}

// S12: told only after the pointer stands, and never about the entry it points at. What could not be told, or not be
// noted, is told with the next checkpoint.
void States::forget_below(DocumentId document, CheckpointPointer at) {
  if (parts_.keep_entries_ms == 0 || at.seq - 1 <= at.forgotten) return;
  const ports::Forgetting wish{.document = document,
                               .told = at.forgotten,
                               .up_to = at.seq - 1,
                               .at_ms = parts_.clock.wall_ms() + static_cast<std::int64_t>(parts_.keep_entries_ms)};
  parts_.journal.forget_later(wish, [this, document, at](Result<std::uint64_t> reached) mutable {
    if (!reached.ok()) {
      parts_.log.warn("a journal was not told what need not be kept", {{"why", reached.error().rule}});
      return;
    }
    at.forgotten = reached.value();
    parts_.records.put(pointer_key(document), write_checkpoint_pointer(at), PutCondition::if_version(at.version),
                       [](const Result<std::uint64_t>&) {});
  });
}

}  // namespace flashkit::server
