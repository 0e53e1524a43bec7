#include "adapters/s3/direct.h"

#include <openssl/evp.h>

#include <array>
#include <atomic>
#include <utility>

#include "base/bytes.h"
#include "base/sha256.h"

namespace flashkit::adapters::s3 {

using base::Errc;
using base::Error;
using base::Result;
using ports::DirectPut;
using ports::DirectRequest;

namespace {

// What of a PUT is signed, beside its name: its length, that it writes over nothing, and one of these.
enum class Binding : std::uint8_t { None, ContentHash, Checksum };

const Error k_no_name{Errc::Malformed, "a blob is named by 64 hexadecimal digits"};
const Error k_not_examined{Errc::Denied, "the store was not seen to hold bytes against their name"};
const Error k_no_answer{Errc::Unavailable, "the store does not say what it checks"};
// Said and sent while examining; as long as each other, so that only their bytes differ.
constexpr std::string_view k_right = "what was announced";
constexpr std::string_view k_wrong = "something contrary";
static_assert(k_right.size() == k_wrong.size());
constexpr std::uint32_t k_examined_s = 300;

// 64 digits as the base64 of their 32 bytes.
std::string checksum_of(const std::string& name) {
  const auto digit = [](char each) { return each <= '9' ? each - '0' : each - 'a' + 10; };
  std::array<unsigned char, 32> raw{};
  for (std::size_t i = 0; i < raw.size(); ++i) {
    raw[i] = static_cast<unsigned char>(digit(name[2 * i]) * 16 + digit(name[2 * i + 1]));
  }
  std::array<unsigned char, 48> out{};
  const int size = ::EVP_EncodeBlock(out.data(), raw.data(), static_cast<int>(raw.size()));
  return {reinterpret_cast<const char*>(out.data()), static_cast<std::size_t>(size)};
}

// One PUT that a store has to take or to refuse.
struct Trial {
  bool right_bytes = true;
  bool make_public = false;
  bool must_be_taken = false;
};
constexpr std::array<Trial, 3> k_trials{
    {{.must_be_taken = true}, {.right_bytes = false}, {.right_bytes = true, .make_public = true}}};

enum class Verdict : std::uint8_t { Taken, Refused, Silent };

Verdict verdict_of(const aws::Outcome& outcome) {
  const auto* answer = std::get_if<aws::Answer>(&outcome);
  if (answer == nullptr || answer->status >= 500 || answer->status == 408 || answer->status == 429) {
    return Verdict::Silent;
  }
  // 412: what it was to write is there already, since an examination before this one.
  return answer->status < 300 || answer->status == 412 ? Verdict::Taken : Verdict::Refused;
}

class Direct final : public ports::DirectBlobs {
 public:
  Direct(aws::Ground ground, BucketOptions options)
      : options_(std::move(options)),
        service_(ground, {.endpoint = options_.endpoint,
                          .scope = {options_.region, "s3"},
                          .rules = {.normalize_path = false, .content_hash = true},
                          .limits = options_.limits,
                          .patience = options_.patience,
                          .judge = aws::judge_s3}) {}

  void examine(ExamineCallback done) override { examine(Binding::ContentHash, 0, std::move(done)); }

  void put(DirectPut put, std::uint32_t valid_s, RequestCallback done) override {
    const Binding binding = binding_.load();
    if (!base::is_blob_name(put.name) || binding == Binding::None) {
      const Error error = binding == Binding::None ? k_not_examined : k_no_name;
      return service_.ground().transport.post([error, done = std::move(done)] { done(error); });
    }
    sign(bound(binding, put.name, put), valid_s, std::move(done));
  }

  void get(std::string name, std::uint32_t valid_s, RequestCallback done) override {
    if (!base::is_blob_name(name)) {
      return service_.ground().transport.post([done = std::move(done)] { done(k_no_name); });
    }
    aws::Request request = request_for("GET", name);
    // Who uploaded it may have given it a type that a browser would run.
    request.parameters = {{"response-content-type", "application/octet-stream"}};
    sign(std::move(request), valid_s, std::move(done));
  }

  std::string origin() const override {
    return (options_.endpoint.tls ? "https://" : "http://") + options_.endpoint.authority();
  }

 private:
  aws::Request request_for(const char* method, const std::string& key) const {
    aws::Request out;
    out.method = method;
    out.path = (options_.path_style ? "/" + options_.bucket + "/" : "/") + options_.prefix + key;
    return out;
  }

  aws::Request bound(Binding binding, const std::string& key, const DirectPut& put) const {
    aws::Request out = request_for("PUT", key);
    out.headers = {{"content-length", std::to_string(put.size_bytes)}, {"if-none-match", "*"}};
    if (binding == Binding::Checksum) {
      out.headers.push_back({"x-amz-checksum-sha256", checksum_of(put.name)});
    } else {
      out.headers.push_back({"x-amz-acl", "private"});
      out.headers.push_back({"x-amz-content-sha256", put.name});
      out.body_hash = put.name;
    }
    return out;
  }

  void sign(aws::Request request, std::uint32_t valid_s, RequestCallback done) {
    DirectRequest out{.url = {}, .headers = {}, .valid_s = valid_s};
    for (const aws::Pair& each : request.headers) {
      if (each.name != "content-length") out.headers.push_back({each.name, each.value});
    }
    service_.presign(std::move(request), valid_s,
                     [out = std::move(out), done = std::move(done)](Result<std::string> url) mutable {
                       if (!url.ok()) return done(url.error());
                       out.url = std::move(url).value();
                       done(std::move(out));
                     });
  }

  // Tries one PUT after the other; the first binding that stands every trial is the one.
  void examine(Binding binding, std::size_t at, ExamineCallback done) {
    if (at == k_trials.size()) {
      binding_.store(binding);
      return done(true);
    }
    const Trial& trial = k_trials[at];
    const DirectPut said{base::to_hex(base::sha256(base::bytes_of(k_right))), k_right.size()};
    // What has to be refused goes to a place of its own each time: nothing there may refuse it instead.
    std::string key = "check";
    if (!trial.must_be_taken) key += "-" + base::to_hex(service_.ground().random.id<base::EntryToken>());
    sign(bound(binding, key, said), k_examined_s, [this, binding, at, done](Result<DirectRequest> request) {
      if (!request.ok()) return done(request.error());
      send(request.value(), k_trials[at], [this, binding, at, done](Verdict verdict) {
        if (verdict == Verdict::Silent) return done(k_no_answer);
        if ((verdict == Verdict::Taken) == k_trials[at].must_be_taken) return examine(binding, at + 1, done);
        if (binding == Binding::Checksum) return done(false);
        examine(Binding::Checksum, 0, done);
      });
    });
  }

  void send(const DirectRequest& request, const Trial& trial, std::function<void(Verdict)> done) {
    const Result<aws::Url> url = aws::parse_url(request.url);
    aws::WireRequest wire{.method = "PUT", .target = url.value().path, .headers = {}, .body = nullptr};
    wire.headers.push_back({"host", url.value().endpoint.authority()});
    for (const DirectRequest::Header& each : request.headers) {
      if (!trial.make_public || each.name != "x-amz-acl") wire.headers.push_back({each.name, each.value});
    }
    if (trial.make_public) wire.headers.push_back({"x-amz-acl", "public-read"});
    wire.body = std::make_shared<const std::string>(trial.right_bytes ? k_right : k_wrong);
    service_.ground().transport.send(
        options_.endpoint, std::move(wire), options_.limits,
        [done = std::move(done)](const aws::Outcome& outcome) { done(verdict_of(outcome)); });
  }

  BucketOptions options_;
  aws::Service service_;
  std::atomic<Binding> binding_ = Binding::None;
};

}  // namespace

std::unique_ptr<ports::DirectBlobs> open_direct(aws::Ground ground, const BucketOptions& options) {
  return std::make_unique<Direct>(ground, options);
}

}  // namespace flashkit::adapters::s3
