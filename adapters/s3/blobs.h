#pragma once
// Blobs in one S3 bucket: <prefix><sha256>. A put is conditional (`if-none-match: *`) and carries its hash, so the
// service refuses damaged bytes; what is read is checked against its name. A lost answer is settled by looking: an
// object that is there is the blob, whoever wrote it.
// Callbacks run on the transport's thread or on the store's own and must be short.
#include <memory>
#include <string>

#include "adapters/aws/service.h"
#include "ports/blobs.h"

namespace flashkit::adapters::s3 {

struct BucketOptions {
  aws::Endpoint endpoint;  // of the service, or of the bucket unless `path_style`
  bool path_style = true;  // https://endpoint/bucket/key rather than https://bucket.endpoint/key
  std::string region;
  std::string bucket;
  std::string prefix;  // of every key; empty or ending in '/'
  aws::SendLimits limits{.connect_ms = 2000, .silence_ms = 10'000, .whole_ms = 60'000};
  aws::Patience patience{.tries = 6, .whole_ms = 60'000};
  unsigned settling_rounds = 4;  // how often a lost put is looked after
};

// Amazon's own endpoint of a bucket.
aws::Endpoint bucket_endpoint(const std::string& bucket, const std::string& region);

class BucketBlobs : public ports::Blobs {
 public:
  virtual aws::ServiceCounts counts() const = 0;
};

// All of `ground` outlives the blobs; its transport is stopped before they go.
std::unique_ptr<BucketBlobs> open_bucket(aws::Ground ground, BucketOptions options);

}  // namespace flashkit::adapters::s3
