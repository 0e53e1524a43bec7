#include "adapters/aws/credentials.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

namespace flashkit::adapters::aws {

using base::Errc;
using base::Error;
using base::Result;

namespace {

constexpr SendLimits k_limits{.connect_ms = 1000, .silence_ms = 2000, .whole_ms = 4000};
constexpr char k_instance_endpoint[] = "http://169.254.169.254";
constexpr char k_container_endpoint[] = "http://169.254.170.2";
constexpr char k_instance_path[] = "/latest/meta-data/iam/security-credentials/";

std::string value_of(const Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

std::string first_line(std::string text) {
  text.erase(std::find_if(text.begin(), text.end(), [](char each) { return each == '\n' || each == '\r'; }),
             text.end());
  return text;
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.good()) return Error{Errc::NotFound, "the credentials file cannot be read"};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// What one attempt to fetch does.
using Fetch = std::function<void(CredentialSource::Callback)>;

class FixedSource final : public CredentialSource {
 public:
  explicit FixedSource(Result<Credentials> credentials) : credentials_(std::move(credentials)) {}
  void get(Callback done) override { done(credentials_); }
  void refused(const std::string&) override {}

 private:
  Result<Credentials> credentials_;
};

// Fetched, kept, and fetched again in time. On the transport's thread only.
class FetchedSource final : public CredentialSource {
 public:
  FetchedSource(ports::Clock& clock, Fetch fetch) : clock_(clock), fetch_(std::move(fetch)) {}

  void get(Callback done) override {
    const Freshness fresh = have_ ? freshness(credentials_, clock_.wall_ms()) : Freshness::Over;
    if (fresh == Freshness::Over) {
      waiting_.push_back(std::move(done));
      fetch();
      return;
    }
    if (fresh == Freshness::Soon) fetch();
    done(credentials_);
  }
  void refused(const std::string& key_id) override {
    if (key_id == credentials_.key_id) have_ = false;
  }

 private:
  void fetch() {
    if (std::exchange(fetching_, true)) return;
    fetch_([this](Result<Credentials> answer) {
      fetching_ = false;
      if (answer.ok()) {
        credentials_ = answer.value();
        have_ = true;
      }
      for (const Callback& each : std::exchange(waiting_, {})) each(answer);
    });
  }

  ports::Clock& clock_;
  Fetch fetch_;
  Credentials credentials_;
  bool have_ = false;
  bool fetching_ = false;
  std::vector<Callback> waiting_;
};

Result<std::string> body_of(Outcome outcome) {
  auto* answer = std::get_if<Answer>(&outcome);
  if (answer == nullptr) return Error{Errc::Unavailable, "the endpoint of the credentials does not answer"};
  if (answer->status == 200) return std::move(answer->body);
  if (answer->status >= 500) return Error{Errc::Unavailable, "the endpoint of the credentials has trouble"};
  return Error{Errc::Denied, "the endpoint of the credentials refuses"};
}

// A GET (or a PUT without a body) that answers with the body of a 200.
class Asker {
 public:
  Asker(Transport& transport, Endpoint endpoint) : transport_(transport), endpoint_(std::move(endpoint)) {}
  void ask(const char* method, const std::string& path, Pairs headers,
           std::function<void(Result<std::string>)> done) const {
    headers.insert(headers.begin(), {"host", endpoint_.authority()});
    transport_.send(endpoint_, {method, path, std::move(headers), nullptr}, k_limits,
                    [done = std::move(done)](Outcome outcome) { done(body_of(std::move(outcome))); });
  }

 private:
  Transport& transport_;
  Endpoint endpoint_;
};

void parse_into(const Result<std::string>& body, const CredentialSource::Callback& done) {
  done(body.ok() ? parse_credentials_json(body.value()) : Result<Credentials>(body.error()));
}

// The token may be renewed in its file while we run: it is read for every fetch.
Result<Pairs> container_headers(const Environment& environment) {
  std::string token = value_of(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
  const std::string file = value_of(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (!file.empty()) {
    FLASHKIT_TRY(token, read_file(file));
  }
  token = first_line(std::move(token));
  return token.empty() ? Pairs{} : Pairs{{"authorization", token}};
}

Result<Fetch> container_fetch(const Environment& environment, Transport& transport) {
  const std::string relative = value_of(environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const std::string full = value_of(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  FLASHKIT_TRY(const Url url, parse_url(relative.empty() ? full : k_container_endpoint + relative));
  if (!is_trusted_credential_endpoint(url.endpoint)) {
    return Error{Errc::Denied, "credentials are not asked for in clear text from a strange host"};
  }
  return Fetch(
      [asker = Asker(transport, url.endpoint), path = url.path, environment](const CredentialSource::Callback& done) {
        const Result<Pairs> headers = container_headers(environment);
        if (!headers.ok()) return done(headers.error());
        asker.ask("GET", path, headers.value(), [done](const Result<std::string>& body) { parse_into(body, done); });
      });
}

// Three steps: a session token, the name of the role, its credentials.
Result<Fetch> instance_fetch(const Environment& environment, Transport& transport) {
  const std::string given = value_of(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
  FLASHKIT_TRY(const Url url, parse_url(given.empty() ? k_instance_endpoint : given));
  return Fetch([asker = Asker(transport, url.endpoint)](const CredentialSource::Callback& done) {
    asker.ask("PUT", "/latest/api/token", {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}},
              [asker, done](const Result<std::string>& token) {
                if (!token.ok()) return done(token.error());
                const Pairs headers{{"x-aws-ec2-metadata-token", first_line(token.value())}};
                asker.ask("GET", k_instance_path, headers, [asker, headers, done](const Result<std::string>& role) {
                  if (!role.ok()) return done(role.error());
                  asker.ask("GET", k_instance_path + encode_component(first_line(role.value())), headers,
                            [done](const Result<std::string>& body) { parse_into(body, done); });
                });
              });
  });
}

std::unique_ptr<CredentialSource> fetched(Result<Fetch> fetch, ports::Clock& clock) {
  if (!fetch.ok()) return std::make_unique<FixedSource>(fetch.error());
  return std::make_unique<FetchedSource>(clock, std::move(fetch).value());
}

// NotFound unless there is a file with the profile; a profile that was asked for by name has to be there.
Result<Credentials> from_profile(const Environment& environment) {
  const std::string given = value_of(environment, "AWS_SHARED_CREDENTIALS_FILE");
  const std::string profile = value_of(environment, "AWS_PROFILE");
  const std::string path = given.empty() ? value_of(environment, "HOME") + "/.aws/credentials" : given;
  Result<std::string> text = read_file(path);
  Result<Credentials> out = text.ok() ? parse_profile(text.value(), profile.empty() ? "default" : profile)
                                      : Result<Credentials>(text.error());
  if (!out.ok() && !profile.empty()) return Error{Errc::Malformed, out.error().rule};
  return out;
}

}  // namespace

std::unique_ptr<CredentialSource> make_credential_source(const Environment& environment, Transport& transport,
                                                         ports::Clock& clock) {
  const Credentials given{value_of(environment, "AWS_ACCESS_KEY_ID"), value_of(environment, "AWS_SECRET_ACCESS_KEY"),
                          value_of(environment, "AWS_SESSION_TOKEN"), 0};
  if (!given.key_id.empty() && !given.secret.empty()) return std::make_unique<FixedSource>(given);
  Result<Credentials> profile = from_profile(environment);
  if (profile.ok()) {
    // Whoever writes temporary credentials there renews them there: what is refused is read again.
    const Fetch again = [environment](const CredentialSource::Callback& done) { done(from_profile(environment)); };
    return std::make_unique<FetchedSource>(clock, again);
  }
  if (profile.error().code != Errc::NotFound) return std::make_unique<FixedSource>(profile);
  const bool container = !value_of(environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").empty() ||
                         !value_of(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI").empty();
  if (container) return fetched(container_fetch(environment, transport), clock);
  if (value_of(environment, "AWS_EC2_METADATA_DISABLED") == "true") {
    return std::make_unique<FixedSource>(Error{Errc::NotFound, "there are no credentials for Amazon's services"});
  }
  return fetched(instance_fetch(environment, transport), clock);
}

}  // namespace flashkit::adapters::aws
