#pragma once
// Blobs that arrive in pieces, each person's in a file of its own until it is whole: what a cut connection left is gone
// on with, also after a restart. When the last byte is there, the bytes are held against their name and become a blob;
// what does not match is thrown away. What nobody went on with for a day is removed. One thread does the work.
// Where the store takes blobs from strangers (ports/direct_blobs.h), who begins an upload of up to `k_direct_bytes` is
// also given a request that puts it there past the server; its bytes count as on his way for as long as it is good.
// Callbacks: exactly once, on any thread; not at all once the server has stopped.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/system/worker.h"
#include "base/result.h"
#include "ports/blobs.h"
#include "ports/clock.h"
#include "ports/direct_blobs.h"
#include "server/grants.h"

namespace flashkit::server {

struct UploadLimits {
  std::uint64_t whole_bytes = 2ull << 30;   // announced by all people together, to be here
  std::uint64_t person_bytes = 256u << 20;  // announced by one of them
  std::uint64_t abandoned_s = 24 * 3600;
};

inline constexpr std::size_t k_upload_piece_bytes = 8u << 20;
// Larger ones go in pieces: a request that is cut begins anew, and S3 holds what comes in parts against no one hash.
inline constexpr std::uint64_t k_direct_bytes = 8u << 20;
inline constexpr std::uint32_t k_direct_s = 300;

// The name of the blob, and whose upload of it this is.
struct UploadKey {
  std::string user;
  std::string name;
};

struct UploadPiece {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // of the whole blob
  std::shared_ptr<const std::string> bytes;
};

struct UploadState {
  std::uint64_t offset = 0;  // so many bytes are here
  bool done = false;         // it is a blob, whoever brought it
  bool elsewhere = false;    // the piece did not begin at `offset`: nothing of it was taken
};

struct UploadStart {
  UploadState state;
  std::optional<ports::DirectRequest> put;  // takes the whole of it, as an alternative to pieces
};

class Uploads {
 public:
  using Callback = std::function<void(base::Result<UploadState>)>;
  using StartCallback = std::function<void(base::Result<UploadStart>)>;
  // Errors: Unavailable (the folder cannot be made or written).
  static base::Result<std::unique_ptr<Uploads>> open(std::string folder, ports::Blobs& blobs, UploadLimits limits = {});
  Uploads(const Uploads&) = delete;
  Uploads& operator=(const Uploads&) = delete;
  ~Uploads() = default;

  // From now on the store may be written to past the server, as soon as it was seen to check what it is given. To be
  // said once, before anything is asked; all of it outlives this. `verdict` hears what was seen.
  void offer(ports::DirectBlobs& direct, ports::Clock& clock, std::function<void(bool)> verdict);

  // Errors: Malformed (not a name), Unavailable.
  void look(UploadKey key, Callback done);
  // For who is going to send a blob of `size` bytes. Errors: as of `append`.
  void begin(UploadKey key, std::uint64_t size, StartCallback done);
  // Errors: Malformed (not a name, or the piece does not fit the size), Limit, Corrupt (the whole does not hash to its
  // name: it has to be sent from its first byte), Unavailable (disk full, too much on its way: later).
  void append(UploadKey key, UploadPiece piece, Callback done);
  // Removes what nobody went on with, and looks at the store again if it did not answer.
  void sweep();
  void stop() { worker_.stop(); }

 private:
  Uploads(std::string folder, ports::Blobs& blobs, UploadLimits limits)
      : folder_(std::move(folder)), blobs_(blobs), limits_(limits) {}
  static std::string file_of(const UploadKey& key);
  std::string path_of(const UploadKey& key) const;
  void examine();
  void start(const UploadKey& key, std::uint64_t size, const StartCallback& done);
  void forget_grant(const UploadKey& key);
  void take(const UploadKey& key, const UploadPiece& piece, const Callback& done);
  enum class Way : std::uint8_t { Pieces, Direct };
  base::Result<void> make_room(const UploadKey& key, std::uint64_t size, Way way);
  base::Result<void> write(const UploadKey& key, const UploadPiece& piece) const;
  void finish(const UploadKey& key, const Callback& done);

  std::string folder_;
  ports::Blobs& blobs_;
  UploadLimits limits_;
  // On the worker's thread, which sweeps from the start:
  ports::DirectBlobs* direct_ = nullptr;  // null: nothing goes past the server
  ports::Clock* clock_ = nullptr;
  std::function<void(bool)> verdict_;
  enum class Trust : std::uint8_t { Unknown, Asked, Given, Refused };
  Trust trust_ = Trust::Unknown;
  Grants grants_;
  std::map<std::string, std::uint64_t> under_way_;  // by file: how large each is going to be, as far as it is known
  adapters::Worker worker_{1};                      // last: its thread ends before what it uses
};

}  // namespace flashkit::server
