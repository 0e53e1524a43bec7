#include "adapters/s3/setup.h"

#include <utility>

namespace flashkit::adapters::s3 {

using aws::CallKind;
using aws::Meaning;
using base::Errc;
using base::Error;

namespace {

class Setup : public std::enable_shared_from_this<Setup> {
 public:
  Setup(aws::Ground ground, const BucketOptions& options, bool create,
        std::function<void(base::Result<BucketReport>)> done)
      : options_(options),
        service_(ground, {.endpoint = options.endpoint,
                          .scope = {options.region, "s3"},
                          .rules = {.normalize_path = false, .content_hash = true},
                          .limits = options.limits,
                          .patience = options.patience,
                          .judge = aws::judge_s3}),
        create_(create),
        done_(std::move(done)) {}

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

}  // namespace flashkit::adapters::s3
