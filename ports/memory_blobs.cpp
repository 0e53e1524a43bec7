#include "ports/memory_blobs.h"

#include <utility>

#include "base/sha256.h"

namespace flashkit::ports {

using base::Errc;
using base::Error;

namespace {
const Error k_blobs_refused{Errc::Unavailable, "the store refused"};
}

void MemoryBlobs::put_if_absent(std::string name, std::shared_ptr<const std::string> bytes, PutCallback done) {
  world_.post([this, name = std::move(name), bytes = std::move(bytes), done = std::move(done)] {
    if (!base::is_blob_name(name)) {
      done(Error{Errc::Malformed, "a blob is named by 64 hexadecimal digits"});
    } else if (bytes->size() > k_blob_limit_bytes) {
      done(Error{Errc::Limit, "a blob is larger than the store takes"});
    } else if (base::to_hex(base::sha256(base::bytes_of(*bytes))) != name) {
      done(Error{Errc::Corrupt, "the bytes do not hash to the name"});
    } else if (world_.happens(world_.faults.refused) || world_.happens(world_.faults.lost_request)) {
      done(k_blobs_refused);
    } else {
      const bool fresh = blobs_.emplace(name, bytes).second;
      if (world_.happens(world_.faults.lost_answer)) {
        done(k_blobs_refused);
      } else {
        done(fresh);
      }
    }
  });
}

void MemoryBlobs::get(std::string name, GetCallback done) {
  world_.post([this, name = std::move(name), done = std::move(done)] {
    const auto found = blobs_.find(name);
    if (world_.happens(world_.faults.refused)) {
      done(k_blobs_refused);
    } else if (found == blobs_.end()) {
      done(Error{Errc::NotFound, "there is no such blob"});
    } else {
      done(*found->second);
    }
  });
}

void MemoryBlobs::size(std::string name, SizeCallback done) {
  world_.post([this, name = std::move(name), done = std::move(done)] {
    const auto found = blobs_.find(name);
    if (world_.happens(world_.faults.refused)) {
      done(k_blobs_refused);
    } else if (found == blobs_.end()) {
      done(std::optional<std::uint64_t>());
    } else {
      done(std::optional<std::uint64_t>(found->second->size()));
    }
  });
}

}  // namespace flashkit::ports
