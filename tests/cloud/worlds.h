#pragma once
// Stores on stand-ins for Amazon's services, for the contract suites: DynamoDB Local and radosgw, straight or through a
// proxy that makes faults. The environment says where they are (scripts/cloud.sh). Every world has a table of its own
// and, in two buckets shared by all, a prefix of its own.
#include <memory>
#include <string>

#include "adapters/aws/ground_for_test.h"
#include "adapters/dynamodb/store.h"
#include "adapters/s3/blobs.h"
#include "adapters/s3/direct.h"

namespace flashkit::tests::cloud {

enum class Way : std::uint8_t { Straight, ThroughFaults };

class World {
 public:
  explicit World(Way way);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  ports::Journal& journal() { return store().journal(); }
  ports::Records& records() { return store().records(); }
  ports::Blobs& blobs() { return bucket(); }
  void step();
  // The stand-ins do not run here.
  bool absent() const;
  adapters::dynamodb::Store& store();
  adapters::s3::BucketBlobs& bucket();
  // What bucket() is open on, for who holds a URL; examined.
  ports::DirectBlobs& direct();
  adapters::aws::GroundForTest& ground() { return ground_; }
  // What bucket() is open on.
  const adapters::s3::BucketOptions& bucket_options() const { return bucket_options_; }

 private:
  Way way_;
  adapters::aws::GroundForTest ground_;
  adapters::s3::BucketOptions bucket_options_;
  std::unique_ptr<adapters::dynamodb::Store> store_;
  std::unique_ptr<adapters::s3::BucketBlobs> bucket_;
  std::unique_ptr<ports::DirectBlobs> direct_;
};

struct Straight : World {
  Straight() : World(Way::Straight) {}
};
struct ThroughFaults : World {
  ThroughFaults() : World(Way::ThroughFaults) {}
};

}  // namespace flashkit::tests::cloud
