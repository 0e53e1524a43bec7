#pragma once
// A way to blobs past the server, where a store has one: a request that whoever holds it may make of the store himself,
// for a short time, and that is good for nothing else. A PUT is bound to the name and the length of its bytes, never
// writes over anything and never makes anything public; only a store that was seen to keep that (`examine`) may be
// written to in this way.
// Callbacks: exactly once, never from inside the call, on any thread.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace flashkit::ports {

struct DirectRequest {
  struct Header {
    std::string name;
    std::string value;
  };
  std::string url;
  // To be sent exactly so, beside those that every HTTP client sends by itself (host, content-length).
  std::vector<Header> headers;
  std::uint32_t valid_s = 0;  // within which it has to begin
};

struct DirectPut {
  std::string name;
  std::uint64_t size_bytes = 0;
};

class DirectBlobs {
 public:
  using ExamineCallback = std::function<void(base::Result<bool>)>;
  using RequestCallback = std::function<void(base::Result<DirectRequest>)>;

  DirectBlobs() = default;
  DirectBlobs(const DirectBlobs&) = delete;
  DirectBlobs& operator=(const DirectBlobs&) = delete;
  virtual ~DirectBlobs() = default;

  // Whether the store refuses what a direct PUT must not do, found out by trying. Errors: Unavailable (ask again).
  virtual void examine(ExamineCallback done) = 0;
  // Errors: Malformed (not a name), Denied (the store was not examined, or does not keep its word), Unavailable.
  virtual void put(DirectPut put, std::uint32_t valid_s, RequestCallback done) = 0;
  // Reads as bytes of no type, whatever they are. Whether there is such a blob, the store says. Errors: Malformed,
  // Unavailable.
  virtual void get(std::string name, std::uint32_t valid_s, RequestCallback done) = 0;
  // Where these requests go, as a browser names it: "https://host".
  virtual std::string origin() const = 0;
};

}  // namespace flashkit::ports
