// flashkit cloud: makes or examines what a server needs of Amazon's services.
#include "adapters/cloud/cloud.h"

#include <cstdio>

#include "cli/command.h"

extern char** environ;

namespace flashkit::cli {
namespace {

using adapters::cloud::Cloud;
using adapters::cloud::PartReport;

constexpr std::string_view k_name = "cloud";
constexpr const char* k_help =
    "usage: flashkit cloud init [ORIGIN]\n       flashkit cloud check\n\n"
    "`init` makes the table and the two buckets of a server on Amazon's services, or finds them there; `check` only\n"
    "looks. Neither changes or deletes anything that exists, but with ORIGIN (https://host, where browsers load the\n"
    "app from) `init` sets the CORS rules of the personal bucket, so that pages may put pictures into it. Both say "
    "what\n"
    "they did and found.\n\n"
    "From the environment: AWS_REGION, FLASHKIT_TABLE (flashkit), FLASHKIT_PERSONAL_BUCKET, FLASHKIT_PUBLIC_BUCKET; "
    "other\n"
    "endpoints by AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL_S3. Credentials as every tool for these services "
    "takes\n"
    "them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or those of the container or machine.\n"
    "Exit status: 0 everything is there, 1 something is missing or wrong.\n";

adapters::aws::Environment environment() {
  adapters::aws::Environment out;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view pair(*each);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos) out.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return out;
}

}  // namespace

int run_cloud(Arguments arguments) {
  const std::string_view word = arguments.empty() ? std::string_view() : arguments.front();
  if (word == "--help" || word == "-h") {
    std::fputs(k_help, stdout);
    return 0;
  }
  const bool init = word == "init";
  if (arguments.size() != 1 && !(init && arguments.size() == 2)) return misuse(k_name, "say `init` or `check`");
  if (!init && word != "check") return misuse(k_name, "say `init` or `check`");
  const auto read = adapters::cloud::read_cloud_settings(environment());
  if (!read.problem.empty()) return fail(k_name, read.problem);
  const std::unique_ptr<Cloud> cloud = Cloud::open(read.settings, environment());
  bool good = true;
  std::vector<PartReport> parts = cloud->ensure(init);
  if (arguments.size() == 2) parts.push_back(cloud->let_pages_put(std::string(arguments[1])));
  for (const PartReport& part : parts) {
    std::printf("%s  %s: %s\n", part.good ? "ok     " : "failed ", part.part.c_str(), part.what.c_str());
    good = good && part.good;
  }
  return good ? 0 : 1;
}

}  // namespace flashkit::cli
