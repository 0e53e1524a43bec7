#pragma once
// Examines a data folder that no server uses: the database, every journal from its first entry on, checkpoints against
// a replay, and every blob against its name. Repairs only what loses nothing, only when asked, and tells each step;
// from where something cannot be read on, and of a design that needs a newer program, it repairs nothing.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace flashkit::server {

struct Finding {
  enum class Kind : std::uint8_t {
    Damage,    // something is lost or spoilt, and no repair here can bring it back
    Unread,    // it could not be examined: the disk does not give it just now, or a newer program is asked for
    Mendable,  // can be repaired without losing anything, and was not
    Repaired,
  };
  Kind kind = Kind::Damage;
  std::string text;  // what is wrong, and what it means or how to mend it
};

struct Health {
  std::uint64_t documents = 0;
  std::uint64_t entries = 0;
  std::uint64_t checkpoints = 0;
  std::uint64_t blobs = 0;
  std::uint64_t blob_bytes = 0;
  std::uint64_t unused_blobs = 0;  // no journal, checkpoint, preview or design names them; they are kept
  std::vector<Finding> findings;
  bool well() const;  // nothing is damaged, nothing is left to mend, and all was examined
};

// `progress` hears now and then what is being looked at. Errors: NotFound (no data folder), Conflict (a server uses
// it), Unavailable (the database does not open), Unsupported (a newer program wrote it).
base::Result<Health> examine(const std::string& data, bool repair,
                             const std::function<void(const std::string&)>& progress);

}  // namespace flashkit::server
