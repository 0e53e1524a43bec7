#include "adapters/s3/setup.h"

#include <openssl/evp.h>

#include <array>
#include <utility>

#include "adapters/s3/direct.h"

namespace flashkit::adapters::s3 {

using aws::CallKind;
using aws::Meaning;
using base::Errc;
using base::Error;

namespace {

aws::ServiceOptions service_options(const BucketOptions& options) {
  return {.endpoint = options.endpoint,
          .scope = {options.region, "s3"},
          .rules = {.normalize_path = false, .content_hash = true},
          .limits = options.limits,
          .patience = options.patience,
          .judge = aws::judge_s3};
}

// Amazon wants it of the few requests that configure a bucket.
std::string md5_of(const std::string& body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned size = 0;
  ::EVP_Digest(body.data(), body.size(), raw.data(), &size, ::EVP_md5(), nullptr);
  std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> out{};
  const int length = ::EVP_EncodeBlock(out.data(), raw.data(), static_cast<int>(size));
  return {reinterpret_cast<const char*>(out.data()), static_cast<std::size_t>(length)};
}

bool is_origin(const std::string& text) {
  const base::Result<aws::Url> url = aws::parse_url(text);
  if (!url.ok() || url.value().path != "/" || text.ends_with('/')) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:/[]") ==
         std::string::npos;
}

std::string cors_rules(const std::string& origin) {
  std::string out = "<CORSConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><CORSRule><AllowedOrigin>" +
                    origin + "</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>";
  for (const char* header : k_direct_headers) out += std::string("<AllowedHeader>") + header + "</AllowedHeader>";
  return out + "<MaxAgeSeconds>3600</MaxAgeSeconds></CORSRule></CORSConfiguration>";
}

class Setup : public std::enable_shared_from_this<Setup> {
 public:
  Setup(aws::Ground ground, const BucketOptions& options, bool create,
        std::function<void(base::Result<BucketReport>)> done)
      : options_(options), service_(ground, service_options(options)), create_(create), done_(std::move(done)) {}

  void look() {
    service_.call(request_for("HEAD", "HeadBucket"), CallKind::Read,
                  [self = shared_from_this()](const aws::Reply& reply) {
                    if (reply.meaning == Meaning::Done) return self->done_(self->report_);
                    if (reply.meaning != Meaning::Missing) return self->done_(reply.error);
                    if (self->create_ && !self->report_.created) return self->create();
                    self->done_(Error{Errc::NotFound, "the bucket does not exist"});
                  });
  }

 private:
  aws::Request request_for(const char* method, const char* operation) const {
    aws::Request out;
    out.method = method;
    out.operation = operation;
    out.path = options_.path_style ? "/" + options_.bucket : "/";
    return out;
  }

  void create() {
    report_.created = true;
    aws::Request request = request_for("PUT", "CreateBucket");
    if (options_.region != "us-east-1") {
      request.body = std::make_shared<const std::string>(
          "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>" +
          options_.region + "</LocationConstraint></CreateBucketConfiguration>");
    }
    // As often as need be: a second bucket of one name is not possible.
    service_.call(std::move(request), CallKind::Read, [self = shared_from_this()](const aws::Reply& reply) {
      if (reply.meaning == Meaning::Refused || reply.meaning == Meaning::Later) return self->done_(reply.error);
      self->look();  // made, perhaps made, or made by another of ours meanwhile
    });
  }

  BucketOptions options_;
  aws::Service service_;
  bool create_;
  std::function<void(base::Result<BucketReport>)> done_;
  BucketReport report_;
};

}  // namespace

void ensure_bucket(aws::Ground ground, const BucketOptions& options, bool create,
                   std::function<void(base::Result<BucketReport>)> done) {
  std::make_shared<Setup>(ground, options, create, std::move(done))->look();
}

void let_pages_put(aws::Ground ground, const BucketOptions& options, const std::string& origin,
                   std::function<void(base::Result<bool>)> done) {
  if (!is_origin(origin)) {
    ground.transport.post([done = std::move(done)] { done(Error{Errc::Malformed, "an origin is like https://host"}); });
    return;
  }
  const auto service = std::make_shared<aws::Service>(ground, service_options(options));
  aws::Request request;
  request.method = "PUT";
  request.operation = "PutBucketCors";
  request.path = options.path_style ? "/" + options.bucket : "/";
  request.parameters = {{"cors", ""}};
  request.body = std::make_shared<const std::string>(cors_rules(origin));
  request.headers = {{"content-type", "application/xml"}, {"content-md5", md5_of(*request.body)}};
  // As often as need be: the same rules make no difference.
  service->call(std::move(request), CallKind::Read, [service, done = std::move(done)](const aws::Reply& reply) {
    if (reply.meaning != Meaning::Done) return done(reply.error);
    done(true);
  });
}

}  // namespace flashkit::adapters::s3
