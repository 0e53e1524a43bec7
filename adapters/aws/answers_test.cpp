// The error table, a test for each line: what is repeated, what is read back, what never gets better.
#include "adapters/aws/answers.h"

#include <gtest/gtest.h>

namespace flashkit::adapters::aws {
namespace {

using base::Errc;

Outcome dynamodb_says(unsigned status, const std::string& code, const std::string& more = "") {
  return Answer{status, {}, R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + code + "\"" + more + "}"};
}
Outcome s3_says(unsigned status, const std::string& code) {
  return Answer{status, {}, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><RequestId>1</RequestId></Error>"};
}
// What happens to a first try with patience left.
Action after(CallKind kind, const Judgement& judgement) { return next_action(kind, judgement.meaning, {}, {}); }

struct TableLine {
  const char* code;
  Meaning meaning;
  Action read;
  Action write;
};

TEST(DynamoDbErrors, EveryLineOfTheTable) {
  const Action repeat = Action::Repeat;
  const Action finish = Action::Finish;
  const Action renew = Action::RepeatWithFreshCredentials;
  const TableLine lines[] = {
      {"ConditionalCheckFailedException", Meaning::ConditionFailed, finish, finish},
      {"ProvisionedThroughputExceededException", Meaning::Later, repeat, repeat},
      {"ThrottlingException", Meaning::Later, repeat, repeat},
      {"RequestLimitExceeded", Meaning::Later, repeat, repeat},
      {"TransactionConflictException", Meaning::Later, repeat, repeat},
      {"TransactionInProgressException", Meaning::Later, repeat, repeat},
      {"ItemCollectionSizeLimitExceededException", Meaning::Refused, finish, finish},
      {"LimitExceededException", Meaning::Refused, finish, finish},
      {"UnrecognizedClientException", Meaning::Renew, renew, renew},
      {"ExpiredTokenException", Meaning::Renew, renew, renew},
      {"ExpiredToken", Meaning::Renew, renew, renew},
      {"ValidationException", Meaning::Refused, finish, finish},
      {"AccessDeniedException", Meaning::Refused, finish, finish},
      {"ResourceNotFoundException", Meaning::Refused, finish, finish},
      {"InvalidSignatureException", Meaning::Refused, finish, finish},
      {"IncompleteSignatureException", Meaning::Refused, finish, finish},
      {"MissingAuthenticationTokenException", Meaning::Refused, finish, finish},
      {"SomethingNewException", Meaning::Refused, finish, finish},
  };
  for (const TableLine& line : lines) {
    SCOPED_TRACE(line.code);
    const Judgement judgement = judge_dynamodb(dynamodb_says(400, line.code));
    EXPECT_EQ(judgement.meaning, line.meaning);
    EXPECT_EQ(after(CallKind::Read, judgement), line.read);
    EXPECT_EQ(after(CallKind::Write, judgement), line.write);
  }
}

TEST(DynamoDbErrors, AnInnerErrorMayHaveBeenAppliedSoAWriteIsNotRepeated) {
  for (const unsigned status : {500u, 502u, 503u, 504u}) {
    const Judgement judgement = judge_dynamodb(dynamodb_says(status, "InternalServerError"));
    EXPECT_EQ(judgement.meaning, Meaning::Unknown);
    EXPECT_EQ(after(CallKind::Read, judgement), Action::Repeat);
    EXPECT_EQ(after(CallKind::Write, judgement), Action::Finish);
  }
}

TEST(DynamoDbErrors, ALostAnswerMayHaveBeenAppliedButARefusedConnectionMayNot) {
  const Judgement lost = judge_dynamodb(Failure{Failure::Sent::Perhaps, "reset"});
  EXPECT_EQ(lost.meaning, Meaning::Unknown);
  EXPECT_EQ(after(CallKind::Write, lost), Action::Finish);
  const Judgement never = judge_dynamodb(Failure{Failure::Sent::No, "refused"});
  EXPECT_EQ(never.meaning, Meaning::Later);
  EXPECT_EQ(after(CallKind::Write, never), Action::Repeat);
}

TEST(DynamoDbErrors, AnAnswerThatCannotBeReadIsNoAnswer) {
  EXPECT_EQ(judge_dynamodb(Answer{200, {{"x-amz-crc32", "2745614147"}}, "{}"}).meaning, Meaning::Done);
  EXPECT_EQ(judge_dynamodb(Answer{200, {{"x-amz-crc32", "1"}}, "{}"}).meaning, Meaning::Unknown);
  EXPECT_EQ(judge_dynamodb(Answer{200, {{"x-amz-crc32", "x"}}, "{}"}).meaning, Meaning::Unknown);
  EXPECT_EQ(judge_dynamodb(Answer{302, {}, "<html>sign in to this network</html>"}).meaning, Meaning::Unknown);
}

TEST(DynamoDbErrors, ACancelledTransactionIsAsItsReasonsSay) {
  const auto cancelled = [](const std::string& reasons) {
    return judge_dynamodb(
               dynamodb_says(400, "TransactionCanceledException", ",\"CancellationReasons\":[" + reasons + "]"))
        .meaning;
  };
  const std::string none = R"({"Code":"None"})";
  EXPECT_EQ(cancelled(none + R"(,{"Code":"ConditionalCheckFailed"})"), Meaning::ConditionFailed);
  EXPECT_EQ(cancelled(none + R"(,{"Code":"TransactionConflict"})"), Meaning::Later);
  EXPECT_EQ(cancelled(R"({"Code":"ThrottlingError"},{"Code":"ProvisionedThroughputExceeded"})"), Meaning::Later);
  EXPECT_EQ(cancelled(R"({"Code":"TransactionConflict"},{"Code":"ConditionalCheckFailed"})"), Meaning::ConditionFailed);
  EXPECT_EQ(cancelled(R"({"Code":"ValidationError"})"), Meaning::Refused);
  EXPECT_EQ(cancelled("{}"), Meaning::Refused);
}

TEST(S3Errors, EveryLineOfTheTable) {
  const Action repeat = Action::Repeat;
  const Action finish = Action::Finish;
  struct Line {
    unsigned status;
    TableLine line;
  };
  const Line lines[] = {
      {412, {"PreconditionFailed", Meaning::ConditionFailed, finish, finish}},
      {409, {"ConditionalRequestConflict", Meaning::Later, repeat, repeat}},
      {409, {"OperationAborted", Meaning::Later, repeat, repeat}},
      {400, {"RequestTimeout", Meaning::Later, repeat, repeat}},
      {400, {"ExpiredToken", Meaning::Renew, Action::RepeatWithFreshCredentials, Action::RepeatWithFreshCredentials}},
      {400, {"InvalidToken", Meaning::Renew, Action::RepeatWithFreshCredentials, Action::RepeatWithFreshCredentials}},
      {403,
       {"InvalidAccessKeyId", Meaning::Renew, Action::RepeatWithFreshCredentials, Action::RepeatWithFreshCredentials}},
      {404, {"NoSuchKey", Meaning::Missing, finish, finish}},
      {404, {"NoSuchBucket", Meaning::Refused, finish, finish}},
      {409, {"BucketAlreadyExists", Meaning::Refused, finish, finish}},
      {409, {"BucketAlreadyOwnedByYou", Meaning::ConditionFailed, finish, finish}},
      {403, {"AccessDenied", Meaning::Refused, finish, finish}},
      {403, {"SignatureDoesNotMatch", Meaning::Refused, finish, finish}},
      {403, {"RequestTimeTooSkewed", Meaning::Refused, finish, finish}},
      {400, {"BadDigest", Meaning::Refused, finish, finish}},
      {400, {"XAmzContentSHA256Mismatch", Meaning::Refused, finish, finish}},
      {400, {"EntityTooLarge", Meaning::Refused, finish, finish}},
      {503, {"SlowDown", Meaning::Unknown, repeat, finish}},
      {500, {"InternalError", Meaning::Unknown, repeat, finish}},
  };
  for (const auto& [status, line] : lines) {
    SCOPED_TRACE(line.code);
    const Judgement judgement = judge_s3(s3_says(status, line.code));
    EXPECT_EQ(judgement.meaning, line.meaning);
    EXPECT_EQ(after(CallKind::Read, judgement), line.read);
    EXPECT_EQ(after(CallKind::Write, judgement), line.write);
  }
}

TEST(S3Errors, WithoutABodyTheStatusDecides) {
  const auto meaning = [](unsigned status) { return judge_s3(Answer{status, {}, ""}).meaning; };
  EXPECT_EQ(meaning(200), Meaning::Done);
  EXPECT_EQ(meaning(404), Meaning::Missing);
  EXPECT_EQ(meaning(412), Meaning::ConditionFailed);
  EXPECT_EQ(meaning(403), Meaning::Refused);
  EXPECT_EQ(meaning(400), Meaning::Refused);
  EXPECT_EQ(meaning(301), Meaning::Unknown);
}

TEST(Patience, EndsByTriesAndByTime) {
  const Patience patience{.tries = 3, .whole_ms = 1000};
  EXPECT_EQ(next_action(CallKind::Read, Meaning::Later, patience, {.tries = 2, .elapsed_ms = 999}), Action::Repeat);
  EXPECT_EQ(next_action(CallKind::Read, Meaning::Later, patience, {.tries = 3, .elapsed_ms = 10}), Action::Finish);
  EXPECT_EQ(next_action(CallKind::Read, Meaning::Later, patience, {.tries = 1, .elapsed_ms = 1000}), Action::Finish);
}

TEST(Patience, PausesDoubleUpToALongestAndAreJittered) {
  const Patience patience{.first_pause_ms = 50, .longest_pause_ms = 400};
  for (const auto& [tries, most] : {std::pair{1u, 50u}, {2u, 100u}, {3u, 200u}, {4u, 400u}, {9u, 400u}}) {
    EXPECT_EQ(pause_ms(patience, tries, 0), most / 2);
    EXPECT_EQ(pause_ms(patience, tries, most - most / 2), most);
    for (std::uint64_t random = 1; random < 5000; random += 7) {
      EXPECT_GE(pause_ms(patience, tries, random), most / 2);
      EXPECT_LE(pause_ms(patience, tries, random), most);
    }
  }
}

TEST(RetryQuota, RunsDryWhenNothingSucceedsAndRecovers) {
  RetryQuota quota(12);
  EXPECT_TRUE(quota.take());
  EXPECT_TRUE(quota.take());
  EXPECT_FALSE(quota.take());
  for (int i = 0; i < 100; ++i) quota.succeeded();
  EXPECT_EQ(quota.left(), 12u);
}

}  // namespace
}  // namespace flashkit::adapters::aws
