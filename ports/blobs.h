#pragma once
// Immutable bytes named by their SHA-256 (64 lower-case hexadecimal digits). What can be read is whole and matches its
// name; a blob is durable before its writer hears of it. Nobody deletes through this port.
// Callbacks: exactly once, never from inside the call, on any thread.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace flashkit::ports {

class Blobs {
 public:
  // True: it is new. False: it was there already.
  using PutCallback = std::function<void(base::Result<bool>)>;
  // Errors: NotFound, Corrupt (stored bytes do not match the name), Unavailable.
  using GetCallback = std::function<void(base::Result<std::string>)>;
  using SizeCallback = std::function<void(base::Result<std::optional<std::uint64_t>>)>;

  Blobs() = default;
  Blobs(const Blobs&) = delete;
  Blobs& operator=(const Blobs&) = delete;
  virtual ~Blobs() = default;

  // Errors: Malformed (not a name), Corrupt (the bytes do not hash to the name), Limit, Unavailable (disk full, ...).
  virtual void put_if_absent(std::string name, std::shared_ptr<const std::string> bytes, PutCallback done) = 0;
  virtual void get(std::string name, GetCallback done) = 0;
  // Nothing for a blob that is not there.
  virtual void size(std::string name, SizeCallback done) = 0;
};

inline constexpr std::size_t k_blob_limit_bytes = 64u << 20;

}  // namespace flashkit::ports
