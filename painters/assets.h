#pragma once
// Where a painter's images come from: data URLs, files in the design's folder, blobs by hash. An asset that is missing
// is no failure of the picture: it is drawn as a marked box. Nothing here uses the network.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace flashkit::painters {

// `source` as it stands in a design. Errors: NotFound (not there, or not this source's business), Limit, Malformed.
class AssetSource {
 public:
  virtual ~AssetSource() = default;
  virtual base::Result<base::Bytes> load(std::string_view source) = 0;
};

bool is_data_url(std::string_view source);
// RFC 2397, base64 (white space is skipped, padding may lack) or percent-encoded.
base::Result<base::Bytes> decode_data_url(std::string_view source);

// Data URLs; relative paths below `folder` (never outside it, not through links either); `blob:<sha256>` as files named
// by their hash in `blobs`. An empty folder means there is none.
class FileAssets : public AssetSource {
 public:
  FileAssets(std::string folder, std::string blobs) : folder_(std::move(folder)), blobs_(std::move(blobs)) {}
  base::Result<base::Bytes> load(std::string_view source) override;

 private:
  std::string folder_;
  std::string blobs_;
};

// Reads a regular file of at most `limit_bytes`; the size is looked at first. Errors: NotFound, Denied, Limit.
base::Result<base::Bytes> read_file(const std::string& path, std::size_t limit_bytes);

}  // namespace flashkit::painters
