// The memory fakes pass the contracts, and their faults are the real ones: a lost answer, a late write, a refusal.
#include <memory>

#include "ports/blobs_contract.h"
#include "ports/journal_contract.h"
#include "ports/memory_blobs.h"
#include "ports/memory_journal.h"
#include "ports/memory_records.h"
#include "ports/records_contract.h"

namespace flashkit::ports::contract {
namespace {

struct MemoryParts {
  MemoryWorld world;
  MemoryJournal the_journal{world};
  MemoryRecords the_records{world};
  MemoryBlobs the_blobs{world};
  Journal& journal() { return the_journal; }
  Records& records() { return the_records; }
  Blobs& blobs() { return the_blobs; }
  void step() { world.run_one(); }
};

using Types = testing::Types<MemoryParts>;
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, JournalContract, Types);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, RecordsContract, Types);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, BlobsContract, Types);

AppendAnswer append(MemoryParts& parts, std::uint64_t seq, const std::string& entry) {
  Answer<AppendAnswer> answer;
  parts.the_journal.append_if({1, 1}, seq, entry, answer.callback());
  return answer.wait(parts);
}

TEST(MemoryFaults, ALostAnswerLeavesTheEntryAndALostRequestDoesNot) {
  MemoryParts parts;
  parts.world.faults.lost_answer = 1000;
  EXPECT_EQ(append(parts, 1, "a").what, AppendAnswer::What::Unknown);
  EXPECT_EQ(parts.the_journal.entries({1, 1}).size(), 1u);
  parts.world.faults = {.lost_request = 1000};
  EXPECT_EQ(append(parts, 2, "b").what, AppendAnswer::What::Unknown);
  EXPECT_EQ(parts.the_journal.entries({1, 1}).size(), 1u);
}

TEST(MemoryFaults, ALateWriteArrivesAfterItsAnswerOrLosesTheRace) {
  MemoryParts parts;
  parts.world.faults.late = 1000;
  EXPECT_EQ(append(parts, 1, "late").what, AppendAnswer::What::Unknown);
  EXPECT_TRUE(parts.the_journal.entries({1, 1}).empty());
  parts.world.run();
  EXPECT_EQ(parts.the_journal.entries({1, 1}).size(), 1u);
  EXPECT_EQ(append(parts, 2, "zombie").what, AppendAnswer::What::Unknown);
  parts.world.faults = {};
  parts.world.run();
  EXPECT_EQ(append(parts, 2, "mine").what, AppendAnswer::What::Taken);
}

TEST(MemoryFaults, OneSeedGivesOneHistory) {
  const auto history = [](std::uint64_t seed) {
    MemoryParts parts;
    parts.world.reseed(seed);
    parts.world.faults = {.refused = 200, .lost_answer = 200, .late = 200, .reorder = true};
    std::string out;
    for (std::uint64_t i = 0; i < 50; ++i) {
      const std::uint64_t next = parts.the_journal.entries({1, 1}).size() + 1;
      out += std::to_string(static_cast<int>(append(parts, next, std::to_string(i)).what));
    }
    return out;
  };
  EXPECT_EQ(history(7), history(7));
  EXPECT_NE(history(7), history(8));
}

}  // namespace
}  // namespace flashkit::ports::contract
