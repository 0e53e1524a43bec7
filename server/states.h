#pragma once
// A document's state as it stands in the stores: newest checkpoint plus tail. Makes new checkpoints too: blob first,
// its row second, the pointer third and only forward. Reading and painting run on the slow pool, what an opening waits
// for on its own; answers come from there.
#include <functional>
#include <memory>
#include <string>

#include "server/entries.h"
#include "server/parts.h"
#include "sync/journal_state.h"
#include "sync/limits.h"

namespace flashkit::server {

// A document's record META: where its newest checkpoint is (seq 0: there is none) and its minimum.
struct CheckpointPointer {
  std::uint64_t seq = 0;
  std::string blob;       // of the zstd bytes
  std::string json_hash;  // SHA-256 of the JSON
  sync::Minimum minimum;
  std::uint64_t forgotten = 0;  // up to there the journal was told that entries may go
  std::uint64_t version = 0;    // of the record; 0: there is none
};

// The record's value. A checkpoint's blob is zstd; unpacked it has to match the hash of its JSON (Corrupt otherwise).
base::Result<CheckpointPointer> read_checkpoint_pointer(const std::string& value);
std::string write_checkpoint_pointer(const CheckpointPointer& pointer);
base::Result<std::string> unpack_checkpoint(const std::string& bytes, const std::string& json_hash);
// Of a blob that a record names: that it is not there is damage (Corrupt).
base::Result<std::string> corrupt_if_gone(base::Result<std::string> bytes);

struct CheckpointHead {
  std::uint64_t seq = 0;
  sync::Minimum minimum;
  sync::ClientTable clients;
};

// A checkpoint is made after so much.
inline constexpr std::uint64_t k_checkpoint_entries = 200;
inline constexpr std::size_t k_checkpoint_bytes = 512u << 10;

class States {
 public:
  explicit States(Parts& parts) : parts_(parts), reader_(parts.journal, parts.blobs) {}

  using PointerCallback = std::function<void(base::Result<CheckpointPointer>)>;
  using HeadCallback = std::function<void(base::Result<CheckpointHead>)>;
  using StateCallback = std::function<void(base::Result<std::shared_ptr<sync::JournalState>>)>;
  using BytesCallback = std::function<void(base::Result<std::string>)>;
  using MadeCallback = std::function<void(base::Result<std::uint64_t>)>;

  void pointer(base::DocumentId document, PointerCallback done);
  // The client table of the newest checkpoint.
  void checkpoint_head(base::DocumentId document, HeadCallback done);
  // The state at the head of the journal. Errors: Unsupported (it asks for a newer program than this server is).
  void load(base::DocumentId document, StateCallback done);
  // A checkpoint's zstd bytes. Errors: NotFound, Corrupt (it was made, and its bytes are damaged or gone).
  void checkpoint_bytes(base::DocumentId document, std::uint64_t seq, BytesCallback done);
  // Makes a checkpoint at the head; gives the number the pointer now has. Errors: Unsupported (the document needs a
  // newer program, which replays it otherwise).
  void make_checkpoint(base::DocumentId document, MadeCallback done);
  using MinimumCallback = std::function<void(base::Result<sync::Minimum>)>;
  // Raises the document's minimum to at least this; gives what holds.
  void raise_minimum(base::DocumentId document, sync::Minimum to, MinimumCallback done);

 private:
  void load_tail(base::DocumentId document, std::shared_ptr<sync::JournalState> state, StateCallback done);
  void store(base::DocumentId document, const sync::JournalState& state, MadeCallback done);
  void move_pointer(base::DocumentId document, CheckpointPointer to, MadeCallback done, int tries);
  void try_raise(base::DocumentId document, sync::Minimum to, MinimumCallback done, int tries);
  void forget_below(base::DocumentId document, CheckpointPointer at);

  Parts& parts_;
  EntryReader reader_;
};

}  // namespace flashkit::server
