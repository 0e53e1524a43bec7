#pragma once
// What every Blobs keeps, as typed tests: INSTANTIATE_TYPED_TEST_SUITE_P(Name, BlobsContract, Types<World>).
#include "base/sha256.h"
#include "ports/blobs.h"
#include "ports/contract_fixture.h"

namespace flashkit::ports::contract {

template <class World>
class BlobsContract : public testing::Test {
 protected:
  void SetUp() override {
    if (is_absent(world_)) GTEST_SKIP() << "what this world stands on does not run here";
  }
  static std::string name_of(const std::string& bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }
  base::Result<bool> put(std::string name, std::string bytes) {
    Answer<base::Result<bool>> answer;
    world_.blobs().put_if_absent(std::move(name), std::make_shared<const std::string>(std::move(bytes)),
                                 answer.callback());
    return answer.wait(world_);
  }
  base::Result<std::string> get(std::string name) {
    Answer<base::Result<std::string>> answer;
    world_.blobs().get(std::move(name), answer.callback());
    return answer.wait(world_);
  }
  std::optional<std::uint64_t> size(std::string name) {
    Answer<base::Result<std::optional<std::uint64_t>>> answer;
    world_.blobs().size(std::move(name), answer.callback());
    const base::Result<std::optional<std::uint64_t>> out = answer.wait(world_);
    EXPECT_TRUE(out.ok());
    return out.ok() ? out.value() : std::nullopt;
  }
  World world_;
};

TYPED_TEST_SUITE_P(BlobsContract);

TYPED_TEST_P(BlobsContract, KeepsWhatItWasGivenOnce) {
  const std::string bytes("ab\0c", 4);
  const std::string name = this->name_of(bytes);
  EXPECT_EQ(this->size(name), std::nullopt);
  const auto missing = this->get(name);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, base::Errc::NotFound);
  const auto first = this->put(name, bytes);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(first.value());
  const auto second = this->put(name, bytes);
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(second.value());
  EXPECT_EQ(this->size(name), std::optional<std::uint64_t>(4));
  const auto read = this->get(name);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value(), bytes);
}

TYPED_TEST_P(BlobsContract, ANameThatIsNotTheHashIsRefused) {
  const auto wrong = this->put(this->name_of("other"), "bytes");
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, base::Errc::Corrupt);
  EXPECT_EQ(this->size(this->name_of("other")), std::nullopt);
  for (const char* name : {"", "../../etc/passwd", "ABC", "/", "0123456789abcdef"}) {
    const auto bad = this->put(name, "bytes");
    ASSERT_FALSE(bad.ok());
    EXPECT_EQ(bad.error().code, base::Errc::Malformed);
    EXPECT_FALSE(this->get(name).ok());
  }
}

TYPED_TEST_P(BlobsContract, TheEmptyBlobAndALargeOneAreBlobs) {
  for (const std::string& bytes : {std::string(), std::string(3'000'000, 'z')}) {
    ASSERT_TRUE(this->put(this->name_of(bytes), bytes).ok());
    const auto read = this->get(this->name_of(bytes));
    ASSERT_TRUE(read.ok());
    EXPECT_TRUE(read.value() == bytes);
  }
}

TYPED_TEST_P(BlobsContract, ManyWritersOfOneBlobAllSucceedAndOneIsFirst) {
  const auto bytes = std::make_shared<const std::string>(100'000, 'q');
  std::vector<Answer<base::Result<bool>>> answers(8);
  for (auto& answer : answers) this->world_.blobs().put_if_absent(this->name_of(*bytes), bytes, answer.callback());
  int fresh = 0;
  for (auto& answer : answers) {
    const base::Result<bool> out = answer.wait(this->world_);
    ASSERT_TRUE(out.ok());
    fresh += out.value() ? 1 : 0;
  }
  EXPECT_EQ(fresh, 1);
}

REGISTER_TYPED_TEST_SUITE_P(BlobsContract, KeepsWhatItWasGivenOnce, ANameThatIsNotTheHashIsRefused,
                            TheEmptyBlobAndALargeOneAreBlobs, ManyWritersOfOneBlobAllSucceedAndOneIsFirst);

}  // namespace flashkit::ports::contract
