#pragma once
// What a service stands on, for tests: a transport of its own, the machine's clock and randomness, a test's key.
#include <cstdlib>
#include <memory>
#include <string>

#include "adapters/aws/service.h"
#include "adapters/system/system.h"

namespace flashkit::adapters::aws {

// The access key that scripts/cloud.sh makes for radosgw; DynamoDB Local takes any.
inline constexpr char k_test_key_id[] = "FLASHKITTEST";
inline constexpr char k_test_secret[] = "flashkit-test-secret";

struct GroundForTest {
  explicit GroundForTest(const TransportOptions& options = {})
      : transport(make_transport(options)),
        credentials(make_credential_source(
            {{"AWS_ACCESS_KEY_ID", k_test_key_id}, {"AWS_SECRET_ACCESS_KEY", k_test_secret}}, *transport, clock)) {}
  Ground ground() { return {*transport, *credentials, clock, random, tally}; }

  SystemClock clock;
  SystemRandom random;
  Tally tally;
  std::unique_ptr<Transport> transport;
  std::unique_ptr<CredentialSource> credentials;
};

// The address of a stand-in for a service, or empty: then its tests are skipped, aloud.
inline std::string stand_in(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? std::string() : std::string(value);
}

// What tells a server to stand on the stand-ins, with a table and two buckets of that name.
inline Environment stand_in_environment(const std::string& name) {
  return {{"AWS_REGION", "us-east-1"},
          {"AWS_ACCESS_KEY_ID", k_test_key_id},
          {"AWS_SECRET_ACCESS_KEY", k_test_secret},
          {"AWS_ENDPOINT_URL_DYNAMODB", stand_in("FLASHKIT_DYNAMODB")},
          {"AWS_ENDPOINT_URL_S3", stand_in("FLASHKIT_S3")},
          {"FLASHKIT_TABLE", name},
          {"FLASHKIT_PERSONAL_BUCKET", name + "-personal"},
          {"FLASHKIT_PUBLIC_BUCKET", name + "-public"}};
}

}  // namespace flashkit::adapters::aws
