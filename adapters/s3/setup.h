#pragma once
// Makes a bucket, or looks whether it is there. Never changes or deletes a bucket that exists.
#include <functional>

#include "adapters/s3/blobs.h"

namespace flashkit::adapters::s3 {

struct BucketReport {
  bool created = false;
};

// `done` comes on the transport's thread. Errors: NotFound (missing and not to be created), Conflict (the name is
// another's), Denied, Unavailable.
void ensure_bucket(aws::Ground ground, const BucketOptions& options, bool create,
                   std::function<void(base::Result<BucketReport>)> done);

}  // namespace flashkit::adapters::s3
