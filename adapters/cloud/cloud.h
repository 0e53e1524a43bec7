#pragma once
// Amazon's services as the ground of a server: one table, two buckets, one transport, credentials and the settings for
// all of them. Looks at the ground before anything stands on it, and makes it if that is wished.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/aws/credentials.h"
#include "adapters/aws/tally.h"
#include "ports/blobs.h"
#include "ports/direct_blobs.h"
#include "ports/journal.h"
#include "ports/records.h"

namespace flashkit::adapters::cloud {

struct CloudSettings {
  std::string region;
  std::string table = "flashkit";
  std::string personal_bucket;
  std::string public_bucket;
  std::optional<aws::Endpoint> dynamodb;  // instead of Amazon's own
  std::optional<aws::Endpoint> s3;        // the same; buckets are then in the path
};

struct ReadCloudSettings {
  CloudSettings settings;
  std::string problem;  // for a person; empty: none
};

// AWS_REGION (or AWS_DEFAULT_REGION), FLASHKIT_TABLE, FLASHKIT_PERSONAL_BUCKET, FLASHKIT_PUBLIC_BUCKET,
// AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_S3.
ReadCloudSettings read_cloud_settings(const aws::Environment& environment);

// What became of one part of the ground, for a person.
struct PartReport {
  std::string part;  // "table flashkit"
  std::string what;  // "is there", "created", or what is wrong
  bool good = false;
  bool created = false;
  bool may_pass = false;  // not good just now; a later try may be
};

struct CloudCounts {
  std::uint64_t requests = 0;     // put on a connection
  std::uint64_t connections = 0;  // opened
};

class Cloud {
 public:
  static std::unique_ptr<Cloud> open(CloudSettings settings, const aws::Environment& environment);
  Cloud() = default;
  Cloud(const Cloud&) = delete;
  Cloud& operator=(const Cloud&) = delete;
  virtual ~Cloud() = default;

  // Looks at the table and the buckets, one after the other, and with `create` makes what is missing. Waits for the
  // answers: not for a loop's thread.
  virtual std::vector<PartReport> ensure(bool create) = 0;
  // Lets pages of `origin` put blobs into the personal bucket; waits too.
  virtual PartReport let_pages_put(const std::string& origin) = 0;
  virtual ports::Journal& journal() = 0;
  virtual ports::Records& records() = 0;
  virtual ports::Blobs& personal() = 0;
  // The same bucket, for those whom it answers itself.
  virtual ports::DirectBlobs& personal_direct() = 0;
  virtual ports::Blobs& published() = 0;
  virtual CloudCounts counts() const = 0;
  // What the table and the buckets were asked so far.
  virtual std::vector<aws::OperationCounts> operations() const = 0;
  // Ends the transport. Calls after it are never answered.
  virtual void stop() = 0;
};

}  // namespace flashkit::adapters::cloud
