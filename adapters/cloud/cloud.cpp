#include "adapters/cloud/cloud.h"

#include <future>
#include <utility>

#include "adapters/dynamodb/setup.h"
#include "adapters/dynamodb/store.h"
#include "adapters/s3/blobs.h"
#include "adapters/s3/direct.h"
#include "adapters/s3/setup.h"
#include "adapters/system/system.h"

namespace flashkit::adapters::cloud {

namespace {

constexpr char k_blob_prefix[] = "blobs/";

std::string value_of(const aws::Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

// Empty: fine.
std::string read_endpoint(const aws::Environment& environment, const char* name, std::optional<aws::Endpoint>& to) {
  const std::string text = value_of(environment, name);
  if (text.empty()) return {};
  const base::Result<aws::Url> url = aws::parse_url(text);
  if (!url.ok() || url.value().path != "/") return std::string(name) + " cannot be '" + text + "'";
  to = url.value().endpoint;
  return {};
}

dynamodb::StoreOptions store_options(const CloudSettings& settings) {
  dynamodb::StoreOptions out;
  out.endpoint = settings.dynamodb.value_or(aws::Endpoint{true, "dynamodb." + settings.region + ".amazonaws.com", 443});
  out.region = settings.region;
  out.table = settings.table;
  return out;
}

s3::BucketOptions bucket_options(const CloudSettings& settings, const std::string& bucket) {
  s3::BucketOptions out;
  out.path_style = settings.s3.has_value();
  out.endpoint = settings.s3.value_or(s3::bucket_endpoint(bucket, settings.region));
  out.region = settings.region;
  out.bucket = bucket;
  out.prefix = k_blob_prefix;
  return out;
}

// Starts something that answers once, and waits for it.
template <class Value, class Start>
base::Result<Value> wait_for(const Start& start) {
  std::promise<base::Result<Value>> promise;
  start([&promise](base::Result<Value> answer) { promise.set_value(std::move(answer)); });
  return promise.get_future().get();
}

PartReport report_of(std::string part, const base::Result<dynamodb::TableReport>& table) {
  PartReport out{std::move(part), "", false, false, false};
  if (!table.ok()) {
    out.what = table.error().rule;
    out.may_pass = table.error().code == base::Errc::Unavailable;
    return out;
  }
  out.created = table.value().created;
  out.good = table.value().keys_fit;
  out.what = out.created ? "created" : "is there";
  if (!out.good) out.what = "has other keys than PK and SK: it is not a table of ours";
  if (!table.value().on_demand) out.what += "; it is not paid by request";
  if (table.value().recovery_known && !table.value().recovery) out.what += "; point-in-time recovery is off";
  if (!table.value().expiry) out.what += "; time to live is not on for attribute x: old entries stay";
  return out;
}

PartReport report_of(std::string part, const base::Result<s3::BucketReport>& bucket) {
  if (!bucket.ok()) {
    return {std::move(part), bucket.error().rule, false, false, bucket.error().code == base::Errc::Unavailable};
  }
  return {std::move(part), bucket.value().created ? "created" : "is there", true, bucket.value().created, false};
}

class AmazonCloud final : public Cloud {
 public:
  AmazonCloud(CloudSettings settings, const aws::Environment& environment)
      : settings_(std::move(settings)),
        transport_(aws::make_transport()),
        credentials_(aws::make_credential_source(environment, *transport_, clock_)),
        store_(dynamodb::Store::open(ground(), store_options(settings_))),
        personal_(s3::open_bucket(ground(), bucket_options(settings_, settings_.personal_bucket))),
        personal_direct_(s3::open_direct(ground(), bucket_options(settings_, settings_.personal_bucket))),
        published_(s3::open_bucket(ground(), bucket_options(settings_, settings_.public_bucket))) {}
  ~AmazonCloud() override { transport_->stop(); }

  std::vector<PartReport> ensure(bool create) override {
    std::vector<PartReport> out;
    out.push_back(report_of("table " + settings_.table, wait_for<dynamodb::TableReport>([&](auto done) {
                              dynamodb::ensure_table(ground(), store_options(settings_),
                                                     {.create = create, .protect = true}, std::move(done));
                            })));
    for (const std::string& bucket : {settings_.personal_bucket, settings_.public_bucket}) {
      out.push_back(report_of("bucket " + bucket, wait_for<s3::BucketReport>([&](auto done) {
                                s3::ensure_bucket(ground(), bucket_options(settings_, bucket), create, std::move(done));
                              })));
    }
    return out;
  }
  PartReport let_pages_put(const std::string& origin) override {
    const std::string& bucket = settings_.personal_bucket;
    const base::Result<bool> set = wait_for<bool>(
        [&](auto done) { s3::let_pages_put(ground(), bucket_options(settings_, bucket), origin, std::move(done)); });
    return {"bucket " + bucket, set.ok() ? "takes pictures from pages of " + origin : set.error().rule, set.ok(), false,
            false};
  }
  ports::Journal& journal() override { return store_->journal(); }
  ports::Records& records() override { return store_->records(); }
  ports::Blobs& personal() override { return *personal_; }
  ports::DirectBlobs& personal_direct() override { return *personal_direct_; }
  ports::Blobs& published() override { return *published_; }
  CloudCounts counts() const override {
    const aws::TransportCounts counts = transport_->counts();
    return {counts.requests, counts.connections};
  }
  std::vector<aws::OperationCounts> operations() const override { return tally_.counts(); }
  void stop() override { transport_->stop(); }

 private:
  aws::Ground ground() { return {*transport_, *credentials_, clock_, random_, tally_}; }

  CloudSettings settings_;
  SystemClock clock_;
  SystemRandom random_;
  aws::Tally tally_;
  std::unique_ptr<aws::Transport> transport_;
  std::unique_ptr<aws::CredentialSource> credentials_;
  std::unique_ptr<dynamodb::Store> store_;
  std::unique_ptr<s3::BucketBlobs> personal_;
  std::unique_ptr<ports::DirectBlobs> personal_direct_;
  std::unique_ptr<s3::BucketBlobs> published_;
};

}  // namespace

ReadCloudSettings read_cloud_settings(const aws::Environment& environment) {
  ReadCloudSettings out;
  CloudSettings& settings = out.settings;
  settings.region = value_of(environment, "AWS_REGION");
  if (settings.region.empty()) settings.region = value_of(environment, "AWS_DEFAULT_REGION");
  const std::string table = value_of(environment, "FLASHKIT_TABLE");
  if (!table.empty()) settings.table = table;
  settings.personal_bucket = value_of(environment, "FLASHKIT_PERSONAL_BUCKET");
  settings.public_bucket = value_of(environment, "FLASHKIT_PUBLIC_BUCKET");
  out.problem = read_endpoint(environment, "AWS_ENDPOINT_URL_DYNAMODB", settings.dynamodb);
  if (out.problem.empty()) out.problem = read_endpoint(environment, "AWS_ENDPOINT_URL_S3", settings.s3);
  if (!out.problem.empty()) return out;
  if (settings.region.empty()) {
    out.problem = "no region: set AWS_REGION";
  } else if (settings.personal_bucket.empty() || settings.public_bucket.empty()) {
    out.problem = "no buckets: set FLASHKIT_PERSONAL_BUCKET and FLASHKIT_PUBLIC_BUCKET";
  } else if (settings.personal_bucket == settings.public_bucket) {
    out.problem = "the public bucket cannot be the personal one";
  }
  return out;
}

std::unique_ptr<Cloud> Cloud::open(CloudSettings settings, const aws::Environment& environment) {
  return std::make_unique<AmazonCloud>(std::move(settings), environment);
}

}  // namespace flashkit::adapters::cloud
