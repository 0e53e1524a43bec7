// Amazon's own cases of Signature Version 4 (Apache-2.0, from awslabs/aws-c-auth), in both forms, then what they leave
// out: S3's keys and bodies that are not hashed.
#include "adapters/aws/signer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/json.h"

namespace flashkit::adapters::aws {
namespace {

std::filesystem::path cases_folder() {
  const char* shared = std::getenv("FLASHKIT_SHARED");
  const std::filesystem::path root = shared != nullptr ? shared : "../shared";
  return root / "data" / "sigv4" / "v4";
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

int digit(char each) { return each <= '9' ? each - '0' : (each | 32) - 'a' + 10; }

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

struct Case {
  Request request;
  std::string host;
  Signing signing;
  std::uint32_t valid_s = 0;
};

Pairs parse_query(std::string_view query) {
  Pairs out;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    out.push_back({decoded(part.substr(0, equals)),
                   equals == std::string_view::npos ? std::string() : decoded(part.substr(equals + 1))});
  }
  return out;
}

void parse_headers(std::string_view head, Case& out) {
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(head.size(), line.size() + 1));
    if (line.front() == ' ' && !out.request.headers.empty()) {
      out.request.headers.back().value.append("\n").append(line);
      continue;
    }
    const std::size_t colon = line.find(':');
    Pair header{std::string(line.substr(0, colon)), std::string(line.substr(colon + 1))};
    if (header.name == "Host") {
      out.host = header.value;
    } else {
      out.request.headers.push_back(std::move(header));
    }
  }
}

void parse_request(std::string_view text, Case& out) {
  const std::size_t blank = text.find("\n\n");
  if (blank != std::string_view::npos) out.request.body = std::make_shared<const std::string>(text.substr(blank + 2));
  std::string_view head = text.substr(0, blank);
  const std::string_view first = head.substr(0, head.find('\n'));
  head.remove_prefix(std::min(head.size(), first.size() + 1));
  const std::size_t space = first.find(' ');
  out.request.method = std::string(first.substr(0, space));
  const std::string_view target = first.substr(space + 1, first.rfind(" HTTP/1.1") - space - 1);
  const std::size_t question = target.find('?');
  out.request.path = std::string(target.substr(0, question));
  if (question != std::string_view::npos) out.request.parameters = parse_query(target.substr(question + 1));
  parse_headers(head, out);
}

Case read_case(const std::filesystem::path& folder) {
  Case out;
  parse_request(read(folder / "request.txt"), out);
  const base::Json context = base::parse_json(read(folder / "context.json")).value();
  const base::Json& keys = *context.find("credentials");
  const auto text = [](const base::Json& in, const char* name) {
    return in.find(name) == nullptr ? std::string() : std::string(in.find(name)->as_string());
  };
  const auto flag = [&context](const char* name) {
    return context.find(name) != nullptr && context.find(name)->as_bool();
  };
  out.signing.credentials = {text(keys, "access_key_id"), text(keys, "secret_access_key"), text(keys, "token"), 0};
  out.signing.scope = {text(context, "region"), text(context, "service")};
  out.signing.rules.normalize_path = flag("normalize");
  out.signing.rules.content_hash = flag("sign_body");
  out.signing.rules.token_unsigned = flag("omit_session_token");
  out.valid_s = static_cast<std::uint32_t>(context.find("expiration_in_seconds")->as_number());
  std::tm time{};
  EXPECT_NE(::strptime(text(context, "timestamp").c_str(), "%Y-%m-%dT%H:%M:%SZ", &time), nullptr);
  out.signing.wall_ms = static_cast<std::int64_t>(::timegm(&time)) * 1000;
  return out;
}

void expect_steps(const Signed& got, const std::filesystem::path& folder, const std::string& form) {
  EXPECT_EQ(got.canonical_request, read(folder / (form + "-canonical-request.txt")));
  EXPECT_EQ(got.string_to_sign, read(folder / (form + "-string-to-sign.txt")));
  EXPECT_EQ(got.signature, read(folder / (form + "-signature.txt")));
}

TEST(Signer, AgreesWithAllOfficialCasesInBothForms) {
  if (!std::filesystem::is_directory(cases_folder())) GTEST_SKIP() << "no official cases at " << cases_folder();
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(cases_folder())) {
    SCOPED_TRACE(entry.path().filename().string());
    const Case given = read_case(entry.path());
    const Signed by_header = sign_headers(given.request, given.host, given.signing);
    expect_steps(by_header, entry.path(), "header");
    const std::string sent = read(entry.path() / "header-signed-request.txt");
    EXPECT_NE(sent.find("Authorization:" + by_header.wire.headers.back().value), std::string::npos);
    const Signed by_query = sign_query(given.request, given.host, given.signing, given.valid_s);
    expect_steps(by_query, entry.path(), "query");
    EXPECT_TRUE(by_query.wire.target.ends_with("&X-Amz-Signature=" + by_query.signature));
    ++cases;
  }
  EXPECT_EQ(cases, 38);
}

TEST(Signer, LeavesAKeyOfS3AsItIsAndEncodesItOnce) {
  Request request{
      .method = "PUT", .path = "/bucket/a/./b//c d+é%2F", .parameters = {}, .headers = {}, .body = {}, .body_hash = {}};
  Signing signing{
      .credentials = {"KEY", "secret", "token", 0}, .scope = {"eu-west-1", "s3"}, .rules = {}, .wall_ms = 0};
  signing.rules = {.normalize_path = false, .content_hash = true, .unsigned_body = true};
  const Signed out = sign_headers(request, "host", signing);
  EXPECT_EQ(out.wire.target, "/bucket/a/./b//c%20d%2B%C3%A9%252F");
  EXPECT_TRUE(out.canonical_request.ends_with("UNSIGNED-PAYLOAD"));
  const auto has = [&out](const Pair& wanted) {
    return std::find(out.wire.headers.begin(), out.wire.headers.end(), wanted) != out.wire.headers.end();
  };
  EXPECT_TRUE(has({"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}));
  EXPECT_TRUE(has({"x-amz-date", "19700101T000000Z"}));
  EXPECT_TRUE(has({"x-amz-security-token", "token"}));
}

TEST(Signer, KnowsTheCalendar) {
  const auto date_at = [](std::int64_t seconds) {
    const Signing signing{
        .credentials = {"K", "S", "", 0}, .scope = {"r", "s"}, .rules = {}, .wall_ms = seconds * 1000};
    const Signed out = sign_headers(
        {.method = "GET", .path = "/", .parameters = {}, .headers = {}, .body = {}, .body_hash = {}}, "h", signing);
    return out.wire.headers[1].value;
  };
  EXPECT_EQ(date_at(951'782'399), "20000228T235959Z");
  EXPECT_EQ(date_at(951'782'400), "20000229T000000Z");
  EXPECT_EQ(date_at(1'798'761'599), "20261231T235959Z");
  EXPECT_EQ(date_at(4'107'542'400), "21000301T000000Z");
}

TEST(Url, TakesHttpAndHttpsWithPortAndPath) {
  const Url plain = parse_url("http://127.0.0.1:8000").value();
  EXPECT_EQ(plain.endpoint, (Endpoint{false, "127.0.0.1", 8000}));
  EXPECT_EQ(plain.path, "/");
  EXPECT_EQ(plain.endpoint.authority(), "127.0.0.1:8000");
  const Url secure = parse_url("https://dynamodb.eu-west-1.amazonaws.com/a?b").value();
  EXPECT_EQ(secure.endpoint.authority(), "dynamodb.eu-west-1.amazonaws.com");
  EXPECT_EQ(secure.path, "/a?b");
  EXPECT_EQ(parse_url("http://[::1]:81/").value().endpoint.host, "[::1]");
  for (const char* bad : {"", "ftp://a", "http://", "http://:80", "http://a:", "http://a:x", "http://a:70000",
                          "http://user@host", "https://a:0"}) {
    EXPECT_EQ(parse_url(bad).error().code, base::Errc::Malformed) << bad;
  }
}

}  // namespace
}  // namespace flashkit::adapters::aws
