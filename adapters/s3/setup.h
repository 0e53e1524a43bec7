#pragma once
// Makes a bucket, or looks whether it is there; lets pages of the app put blobs into it. Never deletes anything.
#include <functional>
#include <string>

#include "adapters/s3/blobs.h"

namespace flashkit::adapters::s3 {

struct BucketReport {
  bool created = false;
};

// `done` comes on the transport's thread. Errors: NotFound (missing and not to be created), Conflict (the name is
// another's), Denied, Unavailable.
void ensure_bucket(aws::Ground ground, const BucketOptions& options, bool create,
                   std::function<void(base::Result<BucketReport>)> done);

// Browsers let pages of `origin` ("https://host") make the PUTs that direct.h signs, and no other pages anything: takes
// the place of the bucket's CORS rules. Errors: Malformed, and as above.
void let_pages_put(aws::Ground ground, const BucketOptions& options, const std::string& origin,
                   std::function<void(base::Result<bool>)> done);

}  // namespace flashkit::adapters::s3
