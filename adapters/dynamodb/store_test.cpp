// How lost answers are settled, step by step: a server on the loopback address says what DynamoDB would, and each test
// tells which requests come in which order.
#include "adapters/dynamodb/store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <future>
#include <mutex>

#include "adapters/aws/ground_for_test.h"
#include "adapters/aws/loopback_for_test.h"
#include "adapters/dynamodb/item.h"
#include "adapters/dynamodb/setup.h"

namespace flashkit::adapters::dynamodb {
namespace {

using aws::http_answer;
using aws::LoopbackReply;
using aws::LoopbackRequest;
using base::Errc;
using base::Json;
using ports::AppendAnswer;
using ports::PutCondition;
using What = AppendAnswer::What;

constexpr base::DocumentId k_document{1, 2};

std::string with_type(const std::string& type) {
  return R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + type + "\"}";
}
const LoopbackReply k_empty{.bytes = http_answer(200, "{}")};
const LoopbackReply k_trouble{.bytes = http_answer(500, with_type("InternalServerError"))};
const LoopbackReply k_throttled{.bytes = http_answer(400, with_type("ProvisionedThroughputExceededException"))};
const LoopbackReply k_invalid{.bytes = http_answer(400, with_type("ValidationException"))};
const LoopbackReply k_condition{.bytes = http_answer(400, with_type("ConditionalCheckFailedException"))};
const LoopbackReply k_cut{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", .close = true};

LoopbackReply item(const std::string& attributes) {
  return {.bytes = http_answer(200, R"({"Item":{)" + attributes + "}}")};
}
std::string bytes_attribute(const char* name, const std::string& bytes) {
  return "\"" + std::string(name) + R"(":{"B":")" + to_base64(bytes) + "\"}";
}
std::string version_attribute(int version) { return R"("v":{"N":")" + std::to_string(version) + "\"}"; }

// The machine's clock, moved.
class MovedClock final : public ports::Clock {
 public:
  std::int64_t wall_ms() override { return clock_.wall_ms() + moved_ms; }
  std::int64_t steady_ms() override { return clock_.steady_ms(); }
  std::atomic<std::int64_t> moved_ms = 0;

 private:
  SystemClock clock_;
};

class StoreTest : public testing::Test {
 protected:
  using Step = std::function<LoopbackReply(const Json& request)>;

  StoreTest() {
    server_ = aws::LoopbackServer::start([this](const LoopbackRequest& request) { return serve(request); });
    StoreOptions& options = options_;
    options.endpoint = {false, "127.0.0.1", server_->port()};
    options.region = "eu-west-1";
    options.table = "t";
    options.patience.tries = 3;
    options.patience.first_pause_ms = 1;
    options.settling_rounds = 2;
    store_ = Store::open({*ground_.transport, *ground_.credentials, clock_, ground_.random, ground_.tally}, options);
  }
  ~StoreTest() override {
    ground_.transport->stop();
    server_.reset();
    EXPECT_TRUE(steps_.empty()) << steps_.size() << " requests did not come";
  }

  void expect(const char* operation, Step step) {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    steps_.emplace_back(operation, std::move(step));
  }
  void expect(const char* operation, LoopbackReply reply) {
    expect(operation, [reply](const Json&) { return reply; });
  }
  // What the last write put under an attribute or a value of its expression.
  std::string written(const char* name) {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    const Json* values = last_write_.find("ExpressionAttributeValues");
    const Json* in = name[0] == ':' ? values : last_write_.find("Item");
    return in == nullptr ? std::string() : bytes_in(*in, name).value_or("");
  }

  AppendAnswer append(std::uint64_t seq, const std::string& entry = "ours", base::DocumentId document = k_document) {
    std::promise<AppendAnswer> promise;
    store_->journal().append_if(document, seq, entry,
                                [&promise](AppendAnswer answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
  }
  base::Result<std::uint64_t> put(PutCondition condition) {
    std::promise<base::Result<std::uint64_t>> promise;
    store_->records().put({"U#1", "profile"}, "ours", condition,
                          [&promise](base::Result<std::uint64_t> answer) { promise.set_value(answer); });
    return promise.get_future().get();
  }
  base::Result<TableReport> ensure() {
    std::promise<base::Result<TableReport>> promise;
    ensure_table(ground_.ground(), options_, {.create = true, .protect = false},
                 [&promise](base::Result<TableReport> answer) { promise.set_value(answer); });
    return promise.get_future().get();
  }
  base::Result<void> erase(PutCondition condition) {
    std::promise<base::Result<void>> promise;
    store_->records().erase({"U#1", "profile"}, condition,
                            [&promise](base::Result<void> answer) { promise.set_value(answer); });
    return promise.get_future().get();
  }

  LoopbackReply serve(const LoopbackRequest& request) {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    const Json body = base::parse_json(request.body).value();
    const bool write =
        request.head.find(".PutItem\r") != std::string::npos || request.head.find(".UpdateItem\r") != std::string::npos;
    if (write) last_write_ = body;
    if (steps_.empty()) {
      ADD_FAILURE() << "one request too many: " << request.head;
      return k_invalid;
    }
    const auto [operation, step] = std::move(steps_.front());
    steps_.pop_front();
    EXPECT_NE(request.head.find("x-amz-target: DynamoDB_20120810." + std::string(operation) + "\r\n"),
              std::string::npos)
        << operation << " was awaited, not " << request.head;
    return step(body);
  }

  std::recursive_mutex mutex_;  // steps look at what was written
  std::deque<std::pair<const char*, Step>> steps_;
  Json last_write_;
  aws::GroundForTest ground_;
  MovedClock clock_;
  StoreOptions options_;
  std::unique_ptr<aws::LoopbackServer> server_;
  std::unique_ptr<Store> store_;
};

TEST_F(StoreTest, AnAppendIsOneConditionalPut) {
  expect("PutItem", [](const Json& request) {
    EXPECT_EQ(request.find("ConditionExpression")->as_string(), "attribute_not_exists(PK)");
    const Json& item = *request.find("Item");
    EXPECT_EQ(text_in(item, "PK"), "D#00000000000000010000000000000002");
    EXPECT_EQ(text_in(item, "SK"), "J#00000000000000000001");
    EXPECT_EQ(bytes_in(item, "b"), "ours");
    EXPECT_EQ(bytes_in(item, "t").value_or("").size(), 16u);
    return k_empty;
  });
  EXPECT_EQ(append(1).what, What::Appended);
  expect("PutItem", k_empty);
  EXPECT_EQ(append(2).what, What::Appended) << "the entry before it is known";
}

TEST_F(StoreTest, AnEntryBeforeThatNobodyHereHasSeenIsLookedUpOnce) {
  expect("GetItem", item(R"("SK":{"S":"J#00000000000000000008"})"));
  expect("PutItem", k_empty);
  EXPECT_EQ(append(9).what, What::Appended);
  expect("GetItem", k_empty);
  const AppendAnswer gap = append(11);
  EXPECT_EQ(gap.what, What::Failed);
  EXPECT_EQ(gap.error.code, Errc::Conflict);
}

TEST_F(StoreTest, ALostAnswerOfAnAppliedAppendIsAppended) {
  std::uint64_t seq = 0;
  for (const LoopbackReply& lost : {k_trouble, k_cut}) {
    expect("PutItem", lost);
    expect("GetItem", [this](const Json& request) {
      EXPECT_TRUE(request.find("ConsistentRead")->as_bool());
      return item(bytes_attribute("t", written("t")) + "," + bytes_attribute("b", "ours"));
    });
    EXPECT_EQ(append(++seq).what, What::Appended);
  }
}

TEST_F(StoreTest, ALostAnswerOfALostRaceIsTaken) {
  expect("PutItem", k_trouble);
  expect("GetItem", item(bytes_attribute("t", "another's token!") + "," + bytes_attribute("b", "theirs")));
  const AppendAnswer answer = append(1);
  EXPECT_EQ(answer.what, What::Taken);
  EXPECT_EQ(answer.existing, "theirs");
}

TEST_F(StoreTest, OnlyAfterThePlaceWasSeenFreeTheSamePutIsMadeAgain) {
  std::string token;
  expect("PutItem", [&](const Json&) {
    token = written("t");
    return k_trouble;
  });
  expect("GetItem", k_empty);
  expect("PutItem", k_empty);
  EXPECT_EQ(append(1).what, What::Appended);
  EXPECT_EQ(written("t"), token);
}

TEST_F(StoreTest, AFirstTryThatArrivesLateIsStillOurs) {
  expect("PutItem", k_trouble);
  expect("GetItem", k_empty);
  expect("PutItem", [this](const Json&) {
    return LoopbackReply{.bytes = http_answer(400, R"({"__type":"x#ConditionalCheckFailedException","Item":{)" +
                                                       bytes_attribute("t", written("t")) + "}}")};
  });
  EXPECT_EQ(append(1).what, What::Appended);
}

TEST_F(StoreTest, WhatCannotBeSettledIsUnknownNeverFailed) {
  expect("PutItem", k_trouble);
  for (int i = 0; i < 3; ++i) expect("GetItem", k_trouble);
  EXPECT_EQ(append(1).what, What::Unknown);
  for (int i = 0; i < 2; ++i) {
    expect("PutItem", k_trouble);
    expect("GetItem", k_empty);
  }
  EXPECT_EQ(append(1).what, What::Unknown);
  expect("PutItem", k_trouble);
  expect("GetItem", k_empty);
  for (int i = 0; i < 3; ++i) expect("PutItem", k_throttled);
  EXPECT_EQ(append(1).what, What::Unknown) << "the first try may still arrive";
}

TEST_F(StoreTest, ThrottlingIsWaitedOutAndAtLastFailedForCertain) {
  expect("PutItem", k_throttled);
  expect("PutItem", k_throttled);
  expect("PutItem", k_empty);
  EXPECT_EQ(append(1).what, What::Appended);
  for (int i = 0; i < 3; ++i) expect("PutItem", k_throttled);
  const AppendAnswer answer = append(2);
  EXPECT_EQ(answer.what, What::Failed);
  EXPECT_EQ(answer.error.code, Errc::Unavailable);
}

TEST_F(StoreTest, ARefusedRequestFailsAtOnce) {
  expect("PutItem", k_invalid);
  EXPECT_EQ(append(1).what, What::Failed);
}

TEST_F(StoreTest, AHoleInTheJournalIsNeverReadOver) {
  const auto entry = [](int seq) {
    return R"({"SK":{"S":"J#0000000000000000000)" + std::to_string(seq) + "\"}," + bytes_attribute("b", "x") + "}";
  };
  expect("Query", LoopbackReply{.bytes = http_answer(200, R"({"Items":[)" + entry(1) + "," + entry(3) + "]}")});
  std::promise<base::Result<ports::JournalPage>> promise;
  store_->journal().read_after(k_document, 0, 1000, [&](auto answer) { promise.set_value(std::move(answer)); });
  EXPECT_EQ(promise.get_future().get().error().code, Errc::Corrupt);
}

std::string entry_item(int seq, const std::string& more = "") {
  return R"({"SK":{"S":"J#)" + std::string(19, '0') + std::to_string(seq) + "\"}," + bytes_attribute("b", "x") + more +
         "}";
}
LoopbackReply items(const std::string& all) { return {.bytes = http_answer(200, R"({"Items":[)" + all + "]}")}; }
std::string expiry_attribute(std::int64_t at_s) { return R"(,"x":{"N":")" + std::to_string(at_s) + "\"}"; }

TEST_F(StoreTest, NothingIsTakenFromBeforeWhatMayHaveGone) {  // S12
  const auto numbers = [this] {
    std::promise<base::Result<ports::JournalPage>> promise;
    store_->journal().read_after(k_document, 0, 1000, [&](auto answer) { promise.set_value(std::move(answer)); });
    const ports::JournalPage page = promise.get_future().get().value();
    std::vector<std::uint64_t> out;
    for (const ports::JournalEntry& each : page.entries) out.push_back(each.seq);
    return out;
  };
  const std::int64_t now_s = clock_.wall_ms() / 1000;
  const std::string later = expiry_attribute(now_s + 3600);
  const std::string over = expiry_attribute(now_s - 3600);
  using Numbers = std::vector<std::uint64_t>;
  expect("Query", items(entry_item(1, later) + "," + entry_item(2, later) + "," + entry_item(3)));
  EXPECT_EQ(numbers(), (Numbers{1, 2, 3})) << "their time has not come";
  expect("Query", items(entry_item(1, later) + "," + entry_item(2, over) + "," + entry_item(3)));
  EXPECT_EQ(numbers(), (Numbers{3})) << "over, and not yet deleted";
  expect("Query", items(entry_item(1, later) + "," + entry_item(3, later) + "," + entry_item(4)));
  EXPECT_EQ(numbers(), (Numbers{3, 4})) << "deleted, by a clock that is ahead of ours";
  expect("Query", items(entry_item(3) + "," + entry_item(4)));
  EXPECT_EQ(numbers(), (Numbers{3, 4}));
}

TEST_F(StoreTest, WhatMayGoIsMarkedFromTheOldestOnAndNeverMadeAnew) {
  const auto forget = [this](std::uint64_t told, std::uint64_t up_to) {
    std::promise<base::Result<std::uint64_t>> promise;
    store_->journal().forget_later({k_document, told, up_to, 1'700'000'000'500},
                                   [&](base::Result<std::uint64_t> answer) { promise.set_value(answer); });
    return promise.get_future().get();
  };
  EXPECT_EQ(forget(0, 2).error().code, Errc::Conflict) << "nobody here knows of a later entry";
  expect("Query", items(entry_item(1) + "," + entry_item(2) + "," + entry_item(3) + "," + entry_item(4)));
  std::promise<void> read;
  store_->journal().read_after(k_document, 0, 1000, [&](const auto&) { read.set_value(); });
  read.get_future().get();
  EXPECT_EQ(forget(0, 4).error().code, Errc::Conflict) << "the last one stays";
  const auto marks = [](const char* sort) {
    return [sort](const Json& request) {
      EXPECT_EQ(text_in(*request.find("Key"), "SK"), std::string("J#0000000000000000000") + sort);
      const Json* condition = request.find("ConditionExpression");
      EXPECT_TRUE(condition != nullptr && condition->as_string() == "attribute_exists(PK)");
      EXPECT_EQ(number_in(*request.find("ExpressionAttributeValues"), ":x"), 1'700'000'000u);
      return k_empty;
    };
  };
  expect("UpdateItem", marks("1"));
  expect("UpdateItem", k_trouble);  // made again: nothing happens twice
  expect("UpdateItem", marks("2"));
  expect("UpdateItem", k_condition);  // gone already
  EXPECT_EQ(forget(0, 3).value(), 3u);
  expect("UpdateItem", marks("3"));
  EXPECT_EQ(forget(2, 3).value(), 3u);
  expect("UpdateItem", marks("1"));
  expect("UpdateItem", k_invalid);
  EXPECT_EQ(forget(0, 3).value(), 1u) << "as far as it came";
  expect("UpdateItem", k_invalid);
  EXPECT_FALSE(forget(0, 3).ok());
}

TEST_F(StoreTest, AWriterThatSleptThroughTheRetentionFindsNoFreePlace) {
  // Known to be taken: the place is looked at, never written.
  expect("PutItem", k_empty);
  EXPECT_EQ(append(1).what, What::Appended);
  expect("GetItem", item(bytes_attribute("t", "theirs") + "," + bytes_attribute("b", "first")));
  EXPECT_EQ(append(1).existing, "first");
  expect("GetItem", k_empty);
  EXPECT_EQ(append(1).what, What::Failed) << "given up meanwhile";
  // An hour later what was seen is looked up again.
  clock_.moved_ms += 2 * 3'600'000;
  expect("GetItem", k_empty);
  EXPECT_EQ(append(2).what, What::Failed);
  expect("GetItem", item(R"("SK":{"S":"J#00000000000000000001"})"));
  expect("PutItem", k_empty);
  EXPECT_EQ(append(2).what, What::Appended);
  // The same where a journal was seen empty.
  std::promise<void> read;
  expect("Query", items(""));
  store_->journal().head({9, 9}, [&](const auto&) { read.set_value(); });
  read.get_future().get();
  clock_.moved_ms += 2 * 3'600'000;
  expect("Query", items(entry_item(5)));
  expect("GetItem", k_empty);
  EXPECT_EQ(append(1, "ours", {9, 9}).what, What::Failed);
  // The entry before is there still, but marked: others stood behind it.
  expect("GetItem", item(R"("SK":{"S":"J#00000000000000000008"},"x":{"N":"1"})"));
  expect("GetItem", k_empty);
  EXPECT_EQ(append(9).what, What::Failed);
}

LoopbackReply updated_to(int version) {
  return {.bytes = http_answer(200, R"({"Attributes":{)" + version_attribute(version) + "}}")};
}
// A first try that arrives late must find that its condition no longer holds.
LoopbackReply expect_as_read(const Json& request, std::uint64_t version, const LoopbackReply& reply) {
  const Json* condition = request.find("ConditionExpression");
  EXPECT_TRUE(condition != nullptr && condition->as_string() == "v = :w AND t = :s");
  EXPECT_EQ(number_in(*request.find("ExpressionAttributeValues"), ":w"), version);
  return reply;
}

TEST_F(StoreTest, APutForWhateverIsThereHoldsOnlyForWhatItRead) {
  expect("GetItem", k_empty);
  expect("UpdateItem", [](const Json& request) {
    EXPECT_EQ(request.find("ConditionExpression")->as_string(), "attribute_not_exists(PK)");
    return updated_to(1);
  });
  EXPECT_EQ(put(PutCondition::always()).value(), 1u);
  const std::string theirs = bytes_attribute("t", "theirs") + ",";
  expect("GetItem", item(theirs + version_attribute(3)));
  expect("UpdateItem", [](const Json& request) { return expect_as_read(request, 3, k_condition); });
  expect("GetItem", item(theirs + version_attribute(4)));
  expect("UpdateItem", [](const Json& request) { return expect_as_read(request, 4, updated_to(5)); });
  EXPECT_EQ(put(PutCondition::always()).value(), 5u) << "another wrote in between";
}

TEST_F(StoreTest, ALostAnswerOfAnAppliedRecordIsItsVersion) {
  expect("UpdateItem", k_trouble);
  expect("GetItem",
         [this](const Json&) { return item(bytes_attribute("t", written(":t")) + "," + version_attribute(7)); });
  EXPECT_EQ(put(PutCondition::if_absent()).value(), 7u);
  expect("UpdateItem", k_cut);
  expect("GetItem", [this](const Json&) {
    return item(bytes_attribute("t", "another's") + "," + bytes_attribute("p", written(":t")) + "," +
                version_attribute(9));
  });
  EXPECT_EQ(put(PutCondition::if_version(7)).value(), 8u) << "ours, and written over since";
}

TEST_F(StoreTest, ALostAnswerOfARecordThatWasNotAppliedIsTriedAsItWasRead) {
  expect("UpdateItem", k_trouble);
  expect("GetItem", item(bytes_attribute("t", "theirs") + "," + version_attribute(3)));
  expect("UpdateItem", [](const Json& request) { return expect_as_read(request, 3, updated_to(4)); });
  EXPECT_EQ(put(PutCondition::if_version(3)).value(), 4u);
}

TEST_F(StoreTest, ALostAnswerOfALostConditionIsAConflict) {
  const std::string theirs = bytes_attribute("t", "theirs") + "," + bytes_attribute("p", "theirs too") + ",";
  expect("UpdateItem", k_trouble);
  expect("GetItem", item(theirs + bytes_attribute("c", "theirs") + "," + version_attribute(5)));
  EXPECT_EQ(put(PutCondition::if_absent()).error().code, Errc::Conflict);
  expect("UpdateItem", k_trouble);
  expect("GetItem", item(theirs + version_attribute(5)));
  EXPECT_EQ(put(PutCondition::if_version(4)).error().code, Errc::Conflict);
  expect("UpdateItem", k_trouble);
  expect("GetItem", item(theirs + version_attribute(9)));
  EXPECT_EQ(put(PutCondition::if_version(4)).error().code, Errc::Unavailable) << "it may have been among the five";
  expect("UpdateItem", k_condition);
  EXPECT_EQ(put(PutCondition::if_version(4)).error().code, Errc::Conflict);
}

TEST_F(StoreTest, ALostAnswerOfAnEraseIsSettledByLooking) {
  expect("DeleteItem", k_trouble);
  expect("GetItem", k_empty);
  EXPECT_TRUE(erase(PutCondition::if_version(4)).ok());
  expect("DeleteItem", k_trouble);
  expect("GetItem", item(bytes_attribute("t", "t") + "," + version_attribute(4)));
  expect("DeleteItem", k_empty);
  EXPECT_TRUE(erase(PutCondition::if_version(4)).ok());
  expect("DeleteItem", k_trouble);
  expect("GetItem", item(bytes_attribute("t", "t") + "," + version_attribute(5)));
  EXPECT_EQ(erase(PutCondition::if_version(4)).error().code, Errc::Conflict);
  expect("GetItem", item(bytes_attribute("t", "t") + "," + version_attribute(5)));
  expect("DeleteItem", [](const Json& request) { return expect_as_read(request, 5, k_empty); });
  EXPECT_TRUE(erase(PutCondition::always()).ok());
}

TEST_F(StoreTest, EveryTryIsCountedWithTheCapacityItUsedUp) {
  const auto counted = [this](const std::string& operation) {
    for (const aws::OperationCounts& each : ground_.tally.counts()) {
      if (each.operation == operation) return each;
    }
    return aws::OperationCounts{};
  };
  const auto tries = [](const aws::OperationCounts& counts, aws::Meaning meaning) {
    return counts.tries[static_cast<std::size_t>(meaning)];
  };
  expect("PutItem", k_throttled);
  expect("PutItem", [](const Json& request) {
    EXPECT_EQ(request.find("ReturnConsumedCapacity")->as_string(), "TOTAL");
    return LoopbackReply{.bytes = http_answer(200, R"({"ConsumedCapacity":{"TableName":"t","CapacityUnits":3.0}})")};
  });
  EXPECT_EQ(append(1).what, What::Appended);
  EXPECT_EQ(tries(counted("PutItem"), aws::Meaning::Later), 1u);
  EXPECT_EQ(counted("PutItem").write_units, 3.0) << "as Amazon said";

  const std::string large(3000, 'x');
  expect("PutItem", [&large](const Json&) {
    return LoopbackReply{.bytes = http_answer(400, R"({"__type":"x#ConditionalCheckFailedException","Item":{)" +
                                                       bytes_attribute("t", "theirs") + "," +
                                                       bytes_attribute("b", large) + "}}")};
  });
  EXPECT_EQ(append(2).what, What::Taken);
  EXPECT_EQ(tries(counted("PutItem"), aws::Meaning::ConditionFailed), 1u);
  EXPECT_EQ(counted("PutItem").write_units, 6.0) << "a lost race is billed by the winner's size";

  expect("UpdateItem", k_condition);
  EXPECT_FALSE(put(PutCondition::if_version(4)).ok());
  EXPECT_EQ(counted("UpdateItem").write_units, 1.0);
  expect("GetItem", item(bytes_attribute("b", large + large) + "," + version_attribute(3)));
  expect("UpdateItem", k_condition);
  expect("GetItem", k_invalid);
  EXPECT_FALSE(put(PutCondition::always()).ok());
  EXPECT_EQ(counted("GetItem").read_units, 2.0);
  EXPECT_EQ(counted("GetItem").requests(), 2u);
  EXPECT_GT(counted("GetItem").bytes_in, 6000u);
}

TEST(ItemSize, CountsNamesAndValuesAsAmazonDoes) {
  const auto size = [](const char* text) { return item_size_bytes(base::parse_json(text).value()); };
  EXPECT_EQ(size(R"({"PK":{"S":"D#1"},"b":{"B":"YWI="},"v":{"N":"1234"}})"), 5u + 3u + 4u);
  EXPECT_EQ(write_units(0), 1.0);
  EXPECT_EQ(write_units(1024), 1.0);
  EXPECT_EQ(write_units(1025), 2.0);
  EXPECT_EQ(read_units(4097, true), 2.0);
  EXPECT_EQ(read_units(1, false), 0.5);
}

TEST(Base64, KeepsEveryLengthAndRefusesWhatItIsNot) {
  std::string bytes;
  for (int i = 0; i < 70; ++i) {
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    bytes += static_cast<char>(i * 37);
  }
  EXPECT_EQ(to_base64("ab"), "YWI=");
  for (const char* bad : {"YWI", "YW I", "YWI!", "=WI=", "Y===", "YWI=YWI="}) {
    EXPECT_EQ(from_base64(bad), std::nullopt) << bad;
  }
}

TEST_F(StoreTest, MakesATableThroughTroubleAndSaysWhenItCannot) {
  const LoopbackReply no_table{.bytes = http_answer(400, with_type("ResourceNotFoundException"))};
  const LoopbackReply in_use{.bytes = http_answer(400, with_type("ResourceInUseException"))};
  const LoopbackReply active{.bytes = http_answer(200, R"({"Table":{"TableStatus":"ACTIVE"}})")};
  const LoopbackReply expires{
      .bytes = http_answer(200, R"({"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":")" +
                                    std::string(k_expiry) + "\"}}")};
  // The first was not carried out, the second was and its answer lost; the same of the time of expiry.
  expect("DescribeTable", no_table);
  expect("CreateTable", k_trouble);
  expect("CreateTable", k_cut);
  expect("CreateTable", in_use);
  expect("DescribeTable", active);
  expect("UpdateTimeToLive", k_trouble);
  expect("UpdateTimeToLive", k_cut);
  expect("UpdateTimeToLive", k_invalid);  // it is on already
  expect("DescribeContinuousBackups", k_empty);
  expect("DescribeTimeToLive", expires);
  const auto made = ensure();
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made.value().created && made.value().expiry);
  // It cannot be made: that is said, and not waited for.
  expect("DescribeTable", no_table);
  for (int i = 0; i < 3; ++i) expect("CreateTable", k_throttled);
  expect("DescribeTable", no_table);
  EXPECT_EQ(ensure().error().code, Errc::Unavailable);
}

}  // namespace
}  // namespace flashkit::adapters::dynamodb
