#include "tests/cloud/worlds.h"

#include <unistd.h>

#include <atomic>

#include "adapters/dynamodb/setup.h"
#include "adapters/s3/setup.h"
#include "ports/contract_fixture.h"

namespace flashkit::tests::cloud {

using namespace flashkit::adapters;
using ports::contract::Answer;

namespace {

std::string fresh_name() {
  static std::atomic<int> count = 0;
  return "flashkit-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

aws::Endpoint endpoint_of(const char* variable) { return aws::parse_url(aws::stand_in(variable)).value().endpoint; }

}  // namespace

World::World(Way way) : way_(way) {}
World::~World() { ground_.transport->stop(); }
void World::step() { ports::contract::nap(); }

bool World::absent() const {
  return aws::stand_in("FLASHKIT_DYNAMODB").empty() || aws::stand_in("FLASHKIT_S3").empty() ||
         (way_ == Way::ThroughFaults &&
          (aws::stand_in("FLASHKIT_DYNAMODB_FAULTS").empty() || aws::stand_in("FLASHKIT_S3_FAULTS").empty()));
}

dynamodb::Store& World::store() {
  if (store_ != nullptr) return *store_;
  dynamodb::StoreOptions options;
  options.endpoint = endpoint_of("FLASHKIT_DYNAMODB");
  options.region = "us-east-1";
  options.table = fresh_name();
  Answer<base::Result<dynamodb::TableReport>> report;
  dynamodb::ensure_table(ground_.ground(), options, {.create = true, .protect = false}, report.callback());
  const auto made = report.wait(*this);
  EXPECT_TRUE(made.ok() && made.value().created && made.value().keys_fit && made.value().on_demand);
  if (way_ == Way::ThroughFaults) {
    options.endpoint = endpoint_of("FLASHKIT_DYNAMODB_FAULTS");
    options.limits.silence_ms = 1000;
    options.patience = {.tries = 20, .whole_ms = 20'000, .first_pause_ms = 5, .longest_pause_ms = 50};
    options.settling_rounds = 12;
  }
  store_ = dynamodb::Store::open(ground_.ground(), options);
  return *store_;
}

s3::BucketBlobs& World::bucket() {
  if (bucket_ != nullptr) return *bucket_;
  bucket_options_.endpoint = endpoint_of("FLASHKIT_S3");
  bucket_options_.region = "us-east-1";
  bucket_options_.bucket = "flashkit-test-" + std::to_string(::getpid());
  bucket_options_.prefix = fresh_name() + "/";
  Answer<base::Result<s3::BucketReport>> report;
  s3::ensure_bucket(ground_.ground(), bucket_options_, true, report.callback());
  const auto made = report.wait(*this);
  EXPECT_TRUE(made.ok()) << made.error().rule;
  if (way_ == Way::ThroughFaults) {
    bucket_options_.endpoint = endpoint_of("FLASHKIT_S3_FAULTS");
    bucket_options_.limits.silence_ms = 1000;
    bucket_options_.patience = {.tries = 20, .whole_ms = 20'000, .first_pause_ms = 5, .longest_pause_ms = 50};
    bucket_options_.settling_rounds = 12;
  }
  bucket_ = s3::open_bucket(ground_.ground(), bucket_options_);
  return *bucket_;
}

ports::DirectBlobs& World::direct() {
  if (direct_ != nullptr) return *direct_;
  bucket();
  direct_ = s3::open_direct(ground_.ground(), bucket_options_);
  Answer<base::Result<bool>> seen;
  direct_->examine(seen.callback());
  EXPECT_TRUE(seen.wait(*this).value()) << "radosgw checks what is signed";
  return *direct_;
}

}  // namespace flashkit::tests::cloud
