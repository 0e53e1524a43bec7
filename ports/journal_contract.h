#pragma once
// What every Journal keeps, as typed tests: INSTANTIATE_TYPED_TEST_SUITE_P(Name, JournalContract, Types<World>).
#include "ports/contract_fixture.h"
#include "ports/journal.h"

namespace flashkit::ports::contract {

template <class World>
class JournalContract : public testing::Test {
 protected:
  void SetUp() override {
    if (is_absent(world_)) GTEST_SKIP() << "what this world stands on does not run here";
  }
  AppendAnswer append(base::DocumentId document, std::uint64_t seq, std::string entry) {
    Answer<AppendAnswer> answer;
    world_.journal().append_if(document, seq, std::move(entry), answer.callback());
    return answer.wait(world_);
  }
  JournalPage read(base::DocumentId document, std::uint64_t after, std::size_t limit = 1u << 20) {
    Answer<base::Result<JournalPage>> answer;
    world_.journal().read_after(document, after, limit, answer.callback());
    base::Result<JournalPage> page = answer.wait(world_);
    EXPECT_TRUE(page.ok());
    return page.ok() ? std::move(page).value() : JournalPage{};
  }
  std::uint64_t head(base::DocumentId document) {
    Answer<base::Result<std::uint64_t>> answer;
    world_.journal().head(document, answer.callback());
    const base::Result<std::uint64_t> out = answer.wait(world_);
    EXPECT_TRUE(out.ok());
    return out.ok() ? out.value() : 0;
  }
  base::Result<std::uint64_t> forget(Forgetting wish) {
    Answer<base::Result<std::uint64_t>> answer;
    world_.journal().forget_later(wish, answer.callback());
    return answer.wait(world_);
  }
  void sweep(std::int64_t now_ms) {
    for (bool more = true; more;) {
      Answer<base::Result<bool>> answer;
      world_.journal().sweep(now_ms, answer.callback());
      const base::Result<bool> out = answer.wait(world_);
      ASSERT_TRUE(out.ok());
      more = out.value();
    }
  }
  World world_;
  const base::DocumentId a_{1, 2};
  const base::DocumentId b_{1, 3};
};

TYPED_TEST_SUITE_P(JournalContract);

using What = AppendAnswer::What;

TYPED_TEST_P(JournalContract, AppendsInOrderAndReadsBackTheSameBytes) {
  EXPECT_EQ(this->head(this->a_), 0u);
  const std::string odd("a\0b\xff", 4);
  EXPECT_EQ(this->append(this->a_, 1, odd).what, What::Appended);
  EXPECT_EQ(this->append(this->a_, 2, "two").what, What::Appended);
  EXPECT_EQ(this->append(this->b_, 1, "other").what, What::Appended);
  EXPECT_EQ(this->head(this->a_), 2u);
  const JournalPage page = this->read(this->a_, 0);
  ASSERT_EQ(page.entries.size(), 2u);
  EXPECT_TRUE(page.complete);
  EXPECT_EQ(page.entries[0].seq, 1u);
  EXPECT_EQ(page.entries[0].bytes, odd);
  EXPECT_EQ(page.entries[1].bytes, "two");
  EXPECT_EQ(this->read(this->a_, 1).entries.size(), 1u);
  EXPECT_TRUE(this->read(this->a_, 2).entries.empty());
}

TYPED_TEST_P(JournalContract, ATakenNumberGivesTheWinnerAndChangesNothing) {
  ASSERT_EQ(this->append(this->a_, 1, "first").what, What::Appended);
  const AppendAnswer lost = this->append(this->a_, 1, "second");
  EXPECT_EQ(lost.what, What::Taken);
  EXPECT_EQ(lost.existing, "first");
  EXPECT_EQ(this->read(this->a_, 0).entries[0].bytes, "first");
}

TYPED_TEST_P(JournalContract, AGapOrNumberZeroIsRefused) {
  EXPECT_EQ(this->append(this->a_, 2, "gap").what, What::Failed);
  EXPECT_EQ(this->append(this->a_, 0, "zero").what, What::Failed);
  EXPECT_EQ(this->head(this->a_), 0u);
}

TYPED_TEST_P(JournalContract, AnEntryBeyondTheLimitIsRefused) {
  EXPECT_EQ(this->append(this->a_, 1, std::string(k_entry_limit_bytes, 'x')).what, What::Appended);
  const AppendAnswer answer = this->append(this->a_, 2, std::string(k_entry_limit_bytes + 1, 'x'));
  EXPECT_EQ(answer.what, What::Failed);
  EXPECT_EQ(answer.error.code, base::Errc::Limit);
}

TYPED_TEST_P(JournalContract, PagesKeepTheirLimitYetAlwaysHoldOne) {
  for (std::uint64_t seq = 1; seq <= 20; ++seq) {
    ASSERT_EQ(this->append(this->a_, seq, std::string(100, 'a')).what, What::Appended);
  }
  const JournalPage some = this->read(this->a_, 0, 350);
  EXPECT_GE(some.entries.size(), 1u);
  EXPECT_LE(some.entries.size(), 4u);
  EXPECT_FALSE(some.complete);
  EXPECT_EQ(this->read(this->a_, 5, 1).entries.size(), 1u);
  std::uint64_t seen = 0;
  for (bool complete = false; !complete;) {
    const JournalPage page = this->read(this->a_, seen, 250);
    for (const JournalEntry& entry : page.entries) EXPECT_EQ(entry.seq, ++seen);
    complete = page.complete;
  }
  EXPECT_EQ(seen, 20u);
}

TYPED_TEST_P(JournalContract, OfManyWritersOfOneNumberExactlyOneWins) {
  for (std::uint64_t seq = 1; seq <= 10; ++seq) {
    std::vector<Answer<AppendAnswer>> answers(8);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      this->world_.journal().append_if(this->a_, seq, "writer " + std::to_string(i), answers[i].callback());
    }
    int winners = 0;
    std::string winner;
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const AppendAnswer answer = answers[i].wait(this->world_);
      if (answer.what == What::Appended) {
        ++winners;
        winner = "writer " + std::to_string(i);
      } else {
        ASSERT_EQ(answer.what, What::Taken);
        seen.push_back(answer.existing);
      }
    }
    EXPECT_EQ(winners, 1);
    for (const std::string& existing : seen) EXPECT_EQ(existing, winner);
  }
  EXPECT_EQ(this->head(this->a_), 10u);
}

TYPED_TEST_P(JournalContract, WhatACheckpointCoversGoesInItsTimeAndTheLastEntryStays) {  // S12
  const std::int64_t now_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  const std::int64_t tomorrow_ms = now_ms + 86'400'000;
  const auto numbers = [this](std::uint64_t after) {
    std::vector<std::uint64_t> out;
    const JournalPage page = this->read(this->a_, after);
    EXPECT_TRUE(page.complete);
    for (const JournalEntry& entry : page.entries) out.push_back(entry.seq);
    return out;
  };
  for (std::uint64_t seq = 1; seq <= 10; ++seq) {
    ASSERT_EQ(this->append(this->a_, seq, std::string(100, 'a')).what, What::Appended);
    ASSERT_EQ(this->append(this->b_, seq, "other").what, What::Appended);
  }
  EXPECT_EQ(this->forget({this->a_, 0, 6, tomorrow_ms}).value(), 6u);
  this->sweep(now_ms);
  EXPECT_EQ(numbers(0).size(), 10u) << "their time has not come";

  EXPECT_EQ(this->forget({this->a_, 6, 8, now_ms - 10'000}).value(), 8u);
  this->sweep(now_ms);
  EXPECT_EQ(numbers(0), (std::vector<std::uint64_t>{9, 10})) << "what is older goes with it";
  EXPECT_EQ(numbers(7), (std::vector<std::uint64_t>{9, 10}));
  EXPECT_EQ(numbers(9), (std::vector<std::uint64_t>{10}));
  EXPECT_EQ(this->head(this->a_), 10u);
  EXPECT_EQ(this->read(this->b_, 0).entries.size(), 10u) << "another journal";

  EXPECT_EQ(this->forget({this->a_, 8, 10, now_ms - 10'000}).error().code, base::Errc::Conflict);
  this->sweep(now_ms);
  EXPECT_EQ(this->head(this->a_), 10u);
  EXPECT_NE(this->append(this->a_, 3, "late").what, What::Appended) << "a number is never used twice";
  EXPECT_EQ(this->append(this->a_, 11, "next").what, What::Appended);
  EXPECT_EQ(this->forget({this->a_, 8, 10, now_ms - 10'000}).value(), 10u);
  this->sweep(now_ms);
  EXPECT_EQ(numbers(0), (std::vector<std::uint64_t>{11}));
}

REGISTER_TYPED_TEST_SUITE_P(JournalContract, AppendsInOrderAndReadsBackTheSameBytes,
                            ATakenNumberGivesTheWinnerAndChangesNothing, AGapOrNumberZeroIsRefused,
                            WhatACheckpointCoversGoesInItsTimeAndTheLastEntryStays, AnEntryBeyondTheLimitIsRefused,
                            PagesKeepTheirLimitYetAlwaysHoldOne, OfManyWritersOfOneNumberExactlyOneWins);

}  // namespace flashkit::ports::contract
