#pragma once
// Blobs as files: <folder>/ab/cd/<sha256>. A blob is written beside, flushed, linked to its name (which fails if the
// name is there) and its folder flushed, so a reader and a crash see all of it or nothing. Two threads do the work;
// what waits is bounded. The folder survives being copied while the server runs.
#include <memory>
#include <string>

#include "ports/blobs.h"

namespace flashkit::adapters::files {

struct FileBlobsOptions {
  std::string folder;
  std::size_t waiting_limit_bytes = 256u << 20;  // beyond it puts fail with Unavailable
  std::size_t waiting_limit_reads = 4096;        // beyond it reads fail with Unavailable
};

// Errors: Unavailable (the folder cannot be made or written).
base::Result<std::unique_ptr<ports::Blobs>> open_file_blobs(FileBlobsOptions options);

}  // namespace flashkit::adapters::files
