#pragma once
// The truth of a document: its entries 1..head without a gap. The only way to write is "this entry at this number, if
// nobody was there"; two writers can therefore never both win, on one machine or on many. Entries that a checkpoint
// covers may be given up after a time, oldest first; the last one of a journal always stays.
// Callbacks: exactly once, never from inside the call, on any thread.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace flashkit::ports {

struct AppendAnswer {
  enum class What : std::uint8_t {
    Appended,  // durable: it survives the loss of this process and of the machine's power
    Taken,     // that number holds `existing`; nothing was written
    Unknown,   // the answer was lost: read the slot back and compare tokens; never repeat the append blindly
    Failed,    // certainly nothing was written; `error` says why
  };
  What what = What::Failed;
  std::string existing;
  base::Error error;
};

struct JournalEntry {
  std::uint64_t seq = 0;
  std::string bytes;
};

struct JournalPage {
  std::vector<JournalEntry> entries;  // consecutive, from the first one asked for, or the first that is still kept
  bool complete = false;              // nothing stood behind the last of them when this was read
};

// Entries up to `up_to` are covered by a checkpoint and need not be kept once the wall clock says `at_ms`. Where
// older ones were to stay longer than younger ones, a page still holds no gap, but the next page may begin behind one.
struct Forgetting {
  base::DocumentId document;
  std::uint64_t told = 0;   // up to there all was told before
  std::uint64_t up_to = 0;  // less than the number of the last entry
  std::int64_t at_ms = 0;
};

class Journal {
 public:
  using AppendCallback = std::function<void(AppendAnswer)>;
  using PageCallback = std::function<void(base::Result<JournalPage>)>;
  using HeadCallback = std::function<void(base::Result<std::uint64_t>)>;
  using ForgetCallback = std::function<void(base::Result<std::uint64_t>)>;
  using SweepCallback = std::function<void(base::Result<bool>)>;

  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  virtual ~Journal() = default;

  // Writes `entry` (at most k_entry_limit_bytes) at `seq` if that number is free. The caller must have seen every entry
  // before it: an adapter that can tell refuses a gap with Failed and Errc::Conflict.
  virtual void append_if(base::DocumentId document, std::uint64_t seq, std::string entry, AppendCallback done) = 0;
  // Entries after_seq + 1 and on, at least one if there is one, and no more once limit_bytes are reached. Sees
  // everything that was answered Appended before the call.
  virtual void read_after(base::DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes,
                          PageCallback done) = 0;
  // The number of the last entry, 0 for none.
  virtual void head(base::DocumentId document, HeadCallback done) = 0;
  // Gives the number up to which it is told now, which may be less than `up_to`: the rest may be told another time.
  // Errors: Conflict (the last entry is not given up), Unavailable.
  virtual void forget_later(Forgetting wish, ForgetCallback done) = 0;
  // Takes away some of what need not be kept at `now_ms`; true: there is more. A store that does so by itself has
  // nothing to do here.
  virtual void sweep(std::int64_t now_ms, SweepCallback done) = 0;
};

// DynamoDB's item limit is 400 KB with names; larger bodies stand in blobs.
inline constexpr std::size_t k_entry_limit_bytes = 350'000;

}  // namespace flashkit::ports
