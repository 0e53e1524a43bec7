#include "adapters/aws/answers.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json.h"

namespace flashkit::adapters::aws {

using base::Errc;
using base::Error;

namespace {

constexpr unsigned k_repeat_costs = 5;

struct Line {
  std::string_view code;
  Meaning meaning;
  Error error;
};

const Error k_condition{Errc::Conflict, "the condition of the write did not hold"};
const Error k_throttled{Errc::Unavailable, "the service asks for fewer requests"};
const Error k_contended{Errc::Unavailable, "another transaction holds the item"};
const Error k_credentials{Errc::Denied, "the credentials are not or no longer valid"};
const Error k_invalid{Errc::Malformed, "the service finds the request wrong"};
const Error k_denied{Errc::Denied, "these credentials may not do this"};
const Error k_no_table{Errc::NotFound, "the table or bucket does not exist"};
const Error k_too_large{Errc::Limit, "a limit of the service is reached"};
const Error k_trouble{Errc::Unavailable, "the service has trouble"};
const Error k_unreadable{Errc::Unavailable, "the answer cannot be read"};

// No batch is ever asked for (conditions are not possible in one), so there are no UnprocessedItems or UnprocessedKeys
// here.
const Line k_dynamodb_lines[] = {
    {"ConditionalCheckFailedException", Meaning::ConditionFailed, k_condition},
    {"ProvisionedThroughputExceededException", Meaning::Later, k_throttled},
    {"ThrottlingException", Meaning::Later, k_throttled},
    {"RequestLimitExceeded", Meaning::Later, k_throttled},
    {"TransactionConflictException", Meaning::Later, k_contended},
    {"TransactionInProgressException", Meaning::Later, k_contended},
    // The guide would repeat these two; here they mean an error of the design, which repeating only hides.
    {"ItemCollectionSizeLimitExceededException", Meaning::Refused, k_too_large},
    {"LimitExceededException", Meaning::Refused, k_too_large},
    {"UnrecognizedClientException", Meaning::Renew, k_credentials},
    {"ExpiredTokenException", Meaning::Renew, k_credentials},
    {"ExpiredToken", Meaning::Renew, k_credentials},
    {"InvalidSignatureException", Meaning::Refused, k_denied},
    {"IncompleteSignatureException", Meaning::Refused, k_denied},
    {"MissingAuthenticationTokenException", Meaning::Refused, k_denied},
    {"AccessDeniedException", Meaning::Refused, k_denied},
    {"ResourceNotFoundException", Meaning::Refused, k_no_table},
    {"ValidationException", Meaning::Refused, k_invalid},
};

const Line k_s3_lines[] = {
    {"PreconditionFailed", Meaning::ConditionFailed, k_condition},
    {"ConditionalRequestConflict", Meaning::Later, k_contended},
    {"OperationAborted", Meaning::Later, k_contended},
    {"RequestTimeout", Meaning::Later, k_trouble},
    {"ExpiredToken", Meaning::Renew, k_credentials},
    {"InvalidToken", Meaning::Renew, k_credentials},
    {"InvalidAccessKeyId", Meaning::Renew, k_credentials},
    {"NoSuchKey", Meaning::Missing, {Errc::NotFound, "there is no such blob"}},
    {"NoSuchBucket", Meaning::Refused, k_no_table},
    {"BucketAlreadyExists", Meaning::Refused, {Errc::Conflict, "another account has a bucket of that name"}},
    {"BucketAlreadyOwnedByYou", Meaning::ConditionFailed, k_condition},
    {"AccessDenied", Meaning::Refused, k_denied},
    {"SignatureDoesNotMatch", Meaning::Refused, k_denied},
    {"RequestTimeTooSkewed", Meaning::Refused, {Errc::Denied, "this machine's clock is wrong"}},
    {"EntityTooLarge", Meaning::Refused, k_too_large},
    {"BadDigest", Meaning::Refused, {Errc::Corrupt, "the bytes were damaged on their way"}},
    {"XAmzContentSHA256Mismatch", Meaning::Refused, {Errc::Corrupt, "the bytes were damaged on their way"}},
};

template <std::size_t count>
const Line* find_line(const Line (&lines)[count], std::string_view code) {
  const auto* const found =
      std::find_if(std::begin(lines), std::end(lines), [code](const Line& line) { return line.code == code; });
  return found == std::end(lines) ? nullptr : found;
}

Judgement judge_failure(const Failure& failure) {
  const Error error{Errc::Unavailable, failure.why};
  return {failure.sent == Failure::Sent::No ? Meaning::Later : Meaning::Unknown, error};
}

// DynamoDB sends the CRC-32 of its body.
bool checksum_holds(const Answer& answer) {
  const std::string_view text = answer.header("x-amz-crc32");
  if (text.empty()) return true;
  std::uint32_t wanted = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), wanted);
  if (code != std::errc()) return false;
  const auto* bytes = reinterpret_cast<const Bytef*>(answer.body.data());
  return ::crc32(0, bytes, static_cast<uInt>(answer.body.size())) == wanted;
}

// A transaction names a reason for each of its items; one that cannot be repeated away decides.
Judgement judge_cancelled(const Answer& answer) {
  static constexpr std::array<std::string_view, 4> k_passing{"TransactionConflict", "ProvisionedThroughputExceeded",
                                                             "ThrottlingError", "RequestLimitExceeded"};
  const auto body = base::parse_json(answer.body);
  const base::Json* reasons = body.ok() ? body.value().find("CancellationReasons") : nullptr;
  Judgement out{Meaning::Refused, k_invalid};
  if (reasons == nullptr) return out;
  for (const base::Json& reason : reasons->items()) {
    const base::Json* code = reason.find("Code");
    const std::string_view text = code == nullptr ? std::string_view() : code->as_string();
    if (text == "None") continue;
    if (text == "ConditionalCheckFailed") return {Meaning::ConditionFailed, k_condition};
    if (std::find(k_passing.begin(), k_passing.end(), text) == k_passing.end()) return {Meaning::Refused, k_invalid};
    out = {Meaning::Later, k_contended};
  }
  return out;
}

}  // namespace

std::string dynamodb_error_code(std::string_view body) {
  const auto json = base::parse_json(body);
  const base::Json* type = json.ok() ? json.value().find("__type") : nullptr;
  if (type == nullptr) return {};
  const std::string_view text = type->as_string();
  const std::size_t hash = text.find('#');
  return std::string(hash == std::string_view::npos ? text : text.substr(hash + 1));
}

std::string s3_error_code(std::string_view body) {
  const std::size_t start = body.find("<Code>");
  const std::size_t end = body.find("</Code>", start == std::string_view::npos ? 0 : start);
  if (start == std::string_view::npos || end == std::string_view::npos) return {};
  return std::string(body.substr(start + 6, end - start - 6));
}

Judgement judge_dynamodb(const Outcome& outcome) {
  if (const auto* failure = std::get_if<Failure>(&outcome)) return judge_failure(*failure);
  const Answer& answer = std::get<Answer>(outcome);
  if (!checksum_holds(answer)) return {Meaning::Unknown, k_unreadable};
  if (answer.status == 200) return {Meaning::Done, {}};
  if (answer.status >= 500) return {Meaning::Unknown, k_trouble};
  const std::string code = dynamodb_error_code(answer.body);
  if (code == "TransactionCanceledException") return judge_cancelled(answer);
  if (const Line* line = find_line(k_dynamodb_lines, code)) return {line->meaning, line->error};
  // An answer that DynamoDB did not give (a proxy's page) says nothing about the write.
  if (code.empty() && answer.status < 400) return {Meaning::Unknown, k_unreadable};
  return {Meaning::Refused, answer.status == 403 ? k_denied : k_invalid};
}

Judgement judge_s3(const Outcome& outcome) {
  if (const auto* failure = std::get_if<Failure>(&outcome)) return judge_failure(*failure);
  const Answer& answer = std::get<Answer>(outcome);
  if (answer.status == 200 || answer.status == 204 || answer.status == 206) return {Meaning::Done, {}};
  if (answer.status >= 500) {
    const std::string code = s3_error_code(answer.body);
    return {Meaning::Unknown, code == "SlowDown" ? k_throttled : k_trouble};
  }
  if (const Line* line = find_line(k_s3_lines, s3_error_code(answer.body))) return {line->meaning, line->error};
  // The answer to HEAD has no body: the status has to do.
  switch (answer.status) {
    case 404:
      return {Meaning::Missing, {Errc::NotFound, "there is no such blob"}};
    case 409:
      return {Meaning::Later, k_contended};
    case 412:
      return {Meaning::ConditionFailed, k_condition};
    case 401:
    case 403:
      return {Meaning::Refused, k_denied};
    case 429:
      return {Meaning::Later, k_throttled};
    default:
      break;
  }
  if (answer.status < 400) return {Meaning::Unknown, k_unreadable};
  return {Meaning::Refused, k_invalid};
}

Action next_action(CallKind kind, Meaning meaning, const Patience& patience, const Progress& progress) {
  if (progress.tries >= patience.tries || progress.elapsed_ms >= patience.whole_ms) return Action::Finish;
  switch (meaning) {
    case Meaning::Later:
      return Action::Repeat;
    case Meaning::Renew:
      return Action::RepeatWithFreshCredentials;
    case Meaning::Unknown:
      return kind == CallKind::Read ? Action::Repeat : Action::Finish;
    case Meaning::Done:
    case Meaning::ConditionFailed:
    case Meaning::Missing:
    case Meaning::Refused:
      break;
  }
  return Action::Finish;
}

std::uint64_t pause_ms(const Patience& patience, unsigned tries, std::uint64_t random) {
  std::uint64_t pause = patience.first_pause_ms;
  for (unsigned i = 1; i < tries && pause < patience.longest_pause_ms; ++i) pause *= 2;
  pause = std::min(pause, patience.longest_pause_ms);
  const std::uint64_t half = pause / 2;
  return half + random % (pause - half + 1);
}

bool RetryQuota::take() {
  if (left_ < k_repeat_costs) return false;
  left_ -= k_repeat_costs;
  return true;
}

void RetryQuota::succeeded() { left_ = std::min(full_, left_ + 1); }

}  // namespace flashkit::adapters::aws
