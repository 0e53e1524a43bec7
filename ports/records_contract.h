#pragma once
// What every Records keeps, as typed tests: INSTANTIATE_TYPED_TEST_SUITE_P(Name, RecordsContract, Types<World>).
#include "ports/contract_fixture.h"
#include "ports/records.h"

namespace flashkit::ports::contract {

template <class World>
class RecordsContract : public testing::Test {
 protected:
  void SetUp() override {
    if (is_absent(world_)) GTEST_SKIP() << "what this world stands on does not run here";
  }
  base::Result<std::uint64_t> put(RecordKey key, std::string value, PutCondition condition = {}) {
    Answer<base::Result<std::uint64_t>> answer;
    world_.records().put(std::move(key), std::move(value), condition, answer.callback());
    return answer.wait(world_);
  }
  std::optional<Record> get(RecordKey key) {
    Answer<base::Result<std::optional<Record>>> answer;
    world_.records().get(std::move(key), answer.callback());
    base::Result<std::optional<Record>> out = answer.wait(world_);
    EXPECT_TRUE(out.ok());
    return out.ok() ? std::move(out).value() : std::nullopt;
  }
  base::Result<void> erase(RecordKey key, PutCondition condition = {}) {
    Answer<base::Result<void>> answer;
    world_.records().erase(std::move(key), condition, answer.callback());
    return answer.wait(world_);
  }
  RecordPage query(std::string partition, std::string prefix, std::string after, std::size_t limit) {
    Answer<base::Result<RecordPage>> answer;
    world_.records().query(std::move(partition), std::move(prefix), std::move(after), limit, answer.callback());
    base::Result<RecordPage> out = answer.wait(world_);
    EXPECT_TRUE(out.ok());
    return out.ok() ? std::move(out).value() : RecordPage{};
  }
  World world_;
  const RecordKey key_{"D#1", "META"};
};

TYPED_TEST_SUITE_P(RecordsContract);

TYPED_TEST_P(RecordsContract, KeepsBytesAndRaisesTheVersion) {
  EXPECT_FALSE(this->get(this->key_).has_value());
  const std::string odd("x\0\xfe", 3);
  const auto first = this->put(this->key_, odd);
  ASSERT_TRUE(first.ok());
  const auto second = this->put(this->key_, "again");
  ASSERT_TRUE(second.ok());
  EXPECT_GT(second.value(), first.value());
  const std::optional<Record> record = this->get(this->key_);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->value, "again");
  EXPECT_EQ(record->version, second.value());
}

TYPED_TEST_P(RecordsContract, ConditionsDecide) {
  const auto first = this->put(this->key_, "1", PutCondition::if_absent());
  ASSERT_TRUE(first.ok());
  const auto again = this->put(this->key_, "2", PutCondition::if_absent());
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, base::Errc::Conflict);
  ASSERT_TRUE(this->put(this->key_, "3", PutCondition::if_version(first.value())).ok());
  EXPECT_FALSE(this->put(this->key_, "4", PutCondition::if_version(first.value())).ok());
  EXPECT_EQ(this->get(this->key_)->value, "3");
  EXPECT_FALSE(this->put({"D#1", "OTHER"}, "5", PutCondition::if_version(1)).ok());
}

TYPED_TEST_P(RecordsContract, ErasesOnCondition) {
  const auto version = this->put(this->key_, "1");
  ASSERT_TRUE(version.ok());
  EXPECT_FALSE(this->erase(this->key_, PutCondition::if_version(version.value() + 1)).ok());
  EXPECT_TRUE(this->get(this->key_).has_value());
  EXPECT_TRUE(this->erase(this->key_, PutCondition::if_version(version.value())).ok());
  EXPECT_FALSE(this->get(this->key_).has_value());
  EXPECT_TRUE(this->erase(this->key_).ok());
}

TYPED_TEST_P(RecordsContract, QueriesOnePartitionByPrefixInOrder) {
  for (const char* sort : {"D#b", "D#a", "D#c", "E#a", "C", "D#"}) ASSERT_TRUE(this->put({"U#1", sort}, sort).ok());
  ASSERT_TRUE(this->put({"U#2", "D#x"}, "other").ok());
  const RecordPage all = this->query("U#1", "D#", "", 100);
  ASSERT_EQ(all.records.size(), 4u);
  EXPECT_TRUE(all.complete);
  EXPECT_EQ(all.records[0].key.sort, "D#");
  EXPECT_EQ(all.records[1].key.sort, "D#a");
  EXPECT_EQ(all.records[3].value, "D#c");
  const RecordPage some = this->query("U#1", "D#", "D#", 2);
  ASSERT_EQ(some.records.size(), 2u);
  EXPECT_FALSE(some.complete);
  EXPECT_EQ(some.records[1].key.sort, "D#b");
  const RecordPage rest = this->query("U#1", "D#", "D#b", 2);
  ASSERT_EQ(rest.records.size(), 1u);
  EXPECT_TRUE(rest.complete);
  EXPECT_TRUE(this->query("U#3", "", "", 10).records.empty());
}

TYPED_TEST_P(RecordsContract, AValueBeyondTheLimitIsRefused) {
  const auto answer = this->put(this->key_, std::string(k_record_limit_bytes + 1, 'x'));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, base::Errc::Limit);
}

REGISTER_TYPED_TEST_SUITE_P(RecordsContract, KeepsBytesAndRaisesTheVersion, ConditionsDecide, ErasesOnCondition,
                            QueriesOnePartitionByPrefixInOrder, AValueBeyondTheLimitIsRefused);

}  // namespace flashkit::ports::contract
