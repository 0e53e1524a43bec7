#pragma once
// Presigned requests to one bucket: PUT and GET of <prefix><sha256> by whoever holds the URL. Stores differ in what
// they check of a PUT, so its form is chosen by trying (`examine`): Amazon holds the bytes against
// x-amz-checksum-sha256 and takes no x-amz- header that is not signed; radosgw holds them against a signed
// x-amz-content-sha256, and whoever uploads could make the object public if x-amz-acl were not signed too.
#include <array>
#include <memory>

#include "adapters/s3/blobs.h"
#include "ports/direct_blobs.h"

namespace flashkit::adapters::s3 {

// What may have to be sent with a PUT, in whatever form.
inline constexpr std::array<const char*, 4> k_direct_headers{"if-none-match", "x-amz-acl", "x-amz-checksum-sha256",
                                                             "x-amz-content-sha256"};

// All of `ground` outlives it; its transport is stopped before it goes.
std::unique_ptr<ports::DirectBlobs> open_direct(aws::Ground ground, const BucketOptions& options);

}  // namespace flashkit::adapters::s3
