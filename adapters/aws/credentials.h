#pragma once
// Where the right to ask comes from: the environment, a profile file, the container's endpoint or the machine's own
// (instance metadata, version 2 only), in this order. Temporary credentials are fetched again before they expire, once
// for all who wait, and while a fetch fails the old ones serve for as long as they are valid. Secrets are never logged.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/aws/signer.h"
#include "adapters/aws/transport.h"
#include "ports/clock.h"

namespace flashkit::adapters::aws {

class CredentialSource {
 public:
  using Callback = std::function<void(base::Result<Credentials>)>;

  CredentialSource() = default;
  CredentialSource(const CredentialSource&) = delete;
  CredentialSource& operator=(const CredentialSource&) = delete;
  virtual ~CredentialSource() = default;

  // On the transport's thread, and `done` comes there, perhaps from inside the call. Errors: NotFound (nobody has any),
  // Denied, Unavailable, Malformed.
  virtual void get(Callback done) = 0;
  // The service refused what `get` gave: fetch afresh the next time, unless that happened in between.
  virtual void refused(const std::string& key_id) = 0;
};

using Environment = std::map<std::string, std::string>;

// Chooses by what `environment` says: AWS_ACCESS_KEY_ID ...; AWS_PROFILE and AWS_SHARED_CREDENTIALS_FILE (or
// ~/.aws/credentials) if the file holds the profile; AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or ..._FULL_URI; otherwise
// instance metadata, unless AWS_EC2_METADATA_DISABLED is true. Stop the transport before the source goes.
std::unique_ptr<CredentialSource> make_credential_source(const Environment& environment, Transport& transport,
                                                         ports::Clock& clock);

// The pure halves.

// A profile of an INI file with aws_access_key_id, aws_secret_access_key, aws_session_token. Errors: NotFound (no such
// profile), Malformed (it lacks a key).
base::Result<Credentials> parse_profile(std::string_view text, const std::string& profile);
// What the container and instance endpoints answer. Errors: Malformed, Denied (it tells of a failure).
base::Result<Credentials> parse_credentials_json(std::string_view text);
// "2026-11-22T18:00:00Z" in milliseconds since 1970. Errors: Malformed.
base::Result<std::int64_t> parse_time(std::string_view text);
// Clear text to strangers would give the token away: https, the loopback addresses and the two that Amazon's agents
// use.
bool is_trusted_credential_endpoint(const Endpoint& endpoint);

enum class Freshness : std::uint8_t {
  Fresh,
  Soon,  // still valid, to be fetched again by the way
  Over,
};
Freshness freshness(const Credentials& credentials, std::int64_t now_ms);

}  // namespace flashkit::adapters::aws
