#include "adapters/s3/blobs.h"

#include <charconv>
#include <utility>

#include "adapters/system/hash.h"
#include "adapters/system/worker.h"
#include "base/sha256.h"

namespace flashkit::adapters::s3 {

using aws::CallKind;
using aws::Meaning;
using base::Errc;
using base::Error;
using base::Result;

namespace {

constexpr char k_token_header[] = "x-amz-meta-t";
constexpr std::size_t k_waiting_limit_bytes = 256u << 20;
const Error k_bad_name{Errc::Malformed, "a blob is named by 64 hexadecimal digits"};
const Error k_too_large{Errc::Limit, "a blob is larger than the store takes"};
const Error k_not_its_name{Errc::Corrupt, "the bytes do not hash to the name"};
const Error k_damaged{Errc::Corrupt, "the stored bytes do not hash to their name"};
const Error k_crowded{Errc::Unavailable, "too many blobs are being written"};

struct Put {
  std::string name;
  aws::Body bytes;
  std::string token;
  ports::Blobs::PutCallback done;
  unsigned rounds = 0;   // of looking
  bool perhaps = false;  // a try may have been applied
};
using PutPointer = std::shared_ptr<Put>;

class Bucket final : public BucketBlobs {
 public:
  Bucket(aws::Ground ground, BucketOptions options)
      : options_(std::move(options)),
        service_(ground, {.endpoint = options_.endpoint,
                          .scope = {options_.region, "s3"},
                          .rules = {.normalize_path = false, .content_hash = true},
                          .limits = options_.limits,
                          .patience = options_.patience,
                          .judge = aws::judge_s3}) {}

  void put_if_absent(std::string name, std::shared_ptr<const std::string> bytes, PutCallback done) override {
    auto put = std::make_shared<Put>();
    put->name = std::move(name);
    put->bytes = std::move(bytes);
    put->token = base::to_hex(service_.ground().random.id<base::EntryToken>());
    put->done = std::move(done);
    const std::size_t size = put->bytes->size();
    const bool crowded = waiting_bytes_.fetch_add(size) + size > k_waiting_limit_bytes;
    hashing_.post([this, put, crowded] {
      if (!base::is_blob_name(put->name)) return finish(*put, k_bad_name);
      if (put->bytes->size() > ports::k_blob_limit_bytes) return finish(*put, k_too_large);
      if (crowded) return finish(*put, k_crowded);
      if (sha256_hex(*put->bytes) != put->name) return finish(*put, k_not_its_name);
      send(put);
    });
  }

  void get(std::string name, GetCallback done) override {
    if (refuses(name, done)) return;
    service_.call(request_for("GET", "GetObject", name), CallKind::Read,
                  [this, name, done = std::move(done)](aws::Reply reply) {
                    if (reply.meaning != Meaning::Done) return done(reply.error);
                    auto bytes = std::make_shared<std::string>(std::move(reply.answer.body));
                    hashing_.post([name, bytes, done] {
                      if (sha256_hex(*bytes) != name) return done(k_damaged);
                      done(std::move(*bytes));
                    });
                  });
  }

  void size(std::string name, SizeCallback done) override {
    if (refuses(name, done)) return;
    service_.call(request_for("HEAD", "HeadObject", name), CallKind::Read,
                  [done = std::move(done)](const aws::Reply& reply) {
                    if (reply.meaning == Meaning::Missing) return done(std::optional<std::uint64_t>());
                    if (reply.meaning != Meaning::Done) return done(reply.error);
                    const std::string_view text = reply.answer.header("content-length");
                    std::uint64_t size = 0;
                    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), size);
                    if (code != std::errc())
                      return done(Error{Errc::Unavailable, "the service does not tell the size"});
                    done(std::optional<std::uint64_t>(size));
                  });
  }

  aws::ServiceCounts counts() const override { return service_.counts(); }

 private:
  aws::Request request_for(const char* method, const char* operation, const std::string& name) const {
    aws::Request out;
    out.method = method;
    out.operation = operation;
    out.path = options_.path_style ? "/" + options_.bucket + "/" : "/";
    out.path += options_.prefix + name;
    return out;
  }

  template <class Callback>
  bool refuses(const std::string& name, const Callback& done) {
    if (base::is_blob_name(name)) return false;
    hashing_.post([done] { done(k_bad_name); });
    return true;
  }

  void finish(const Put& put, const Result<bool>& answer) {
    waiting_bytes_.fetch_sub(put.bytes->size());
    put.done(answer);
  }

  void send(const PutPointer& put) {
    aws::Request request = request_for("PUT", "PutObject", put->name);
    request.headers = {
        {"content-type", "application/octet-stream"}, {"if-none-match", "*"}, {k_token_header, put->token}};
    request.body = put->bytes;
    request.body_hash = put->name;
    service_.call(std::move(request), CallKind::Write, [this, put](const aws::Reply& reply) {
      switch (reply.meaning) {
        case Meaning::Done:
          return finish(*put, true);
        case Meaning::ConditionFailed:
          // There already; only after a lost answer may it be ours.
          if (!put->perhaps) return finish(*put, false);
          return look(put, reply.error);
        case Meaning::Unknown:
          put->perhaps = true;
          return look(put, reply.error);
        case Meaning::Later:
        case Meaning::Renew:
        case Meaning::Missing:
        case Meaning::Refused:
          break;
      }
      finish(*put, reply.error);
    });
  }

  void look(const PutPointer& put, const Error& why) {
    ++put->rounds;
    service_.call(request_for("HEAD", "HeadObject", put->name), CallKind::Read,
                  [this, put, why](const aws::Reply& reply) {
                    if (reply.meaning == Meaning::Done)
                      return finish(*put, reply.answer.header(k_token_header) == put->token);
                    if (reply.meaning != Meaning::Missing) return finish(*put, reply.error);
                    if (put->rounds >= options_.settling_rounds) return finish(*put, why);
                    send(put);
                  });
  }

  BucketOptions options_;
  std::atomic<std::size_t> waiting_bytes_ = 0;
  aws::Service service_;
  Worker hashing_{1};  // last: its thread ends before what it uses
};

}  // namespace

aws::Endpoint bucket_endpoint(const std::string& bucket, const std::string& region) {
  return {true, bucket + ".s3." + region + ".amazonaws.com", 443};
}

std::unique_ptr<BucketBlobs> open_bucket(aws::Ground ground, BucketOptions options) {
  return std::make_unique<Bucket>(ground, std::move(options));
}

}  // namespace flashkit::adapters::s3
