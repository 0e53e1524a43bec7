// Several writers at once, through faults, each doing what the server does with every answer: nothing that was answered
// as written is lost, nothing is there twice, and an unknown answer is one of the two.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <thread>

#include "base/sha256.h"
#include "ports/contract_fixture.h"
#include "tests/cloud/worlds.h"

namespace flashkit::tests::cloud {
namespace {

using namespace flashkit::ports;
using ports::contract::Answer;
using What = AppendAnswer::What;

constexpr base::DocumentId k_document{3, 4};
constexpr int k_writers = 4;
constexpr int k_each = 12;

class CrowdTest : public testing::Test {
 protected:
  void SetUp() override {
    if (world_.absent()) GTEST_SKIP() << "the stand-ins do not run here";
    // Made before the threads, which share them.
    world_.journal();
    world_.blobs();
  }
  template <class Work>
  static void crowd(const Work& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < k_writers; ++i) threads.emplace_back([&work, i] { work(i); });
    for (std::thread& each : threads) each.join();
  }
  AppendAnswer append(std::uint64_t seq, const std::string& entry) {
    Answer<AppendAnswer> answer;
    world_.journal().append_if(k_document, seq, entry, answer.callback());
    return answer.wait(world_);
  }
  // Until it can be read.
  std::vector<JournalEntry> read_after(std::uint64_t seq) {
    for (;;) {
      Answer<base::Result<JournalPage>> answer;
      world_.journal().read_after(k_document, seq, 1u << 20, answer.callback());
      base::Result<JournalPage> page = answer.wait(world_);
      if (page.ok()) return std::move(page).value().entries;
    }
  }
  std::optional<Record> get(const RecordKey& key) {
    for (;;) {
      Answer<base::Result<std::optional<Record>>> answer;
      world_.records().get(key, answer.callback());
      base::Result<std::optional<Record>> got = answer.wait(world_);
      if (got.ok()) return std::move(got).value();
    }
  }
  base::Result<std::uint64_t> put(const RecordKey& key, const std::string& value, PutCondition condition) {
    Answer<base::Result<std::uint64_t>> answer;
    world_.records().put(key, value, condition, answer.callback());
    return answer.wait(world_);
  }
  // Appends `entry` once, wherever there is room; gives the head that is then known.
  std::uint64_t append_somewhere(std::uint64_t head, const std::string& entry) {
    for (;;) {
      const AppendAnswer answer = append(head + 1, entry);
      if (answer.what == What::Appended) return head + 1;
      if (answer.what == What::Failed) continue;
      const std::vector<JournalEntry> found = read_after(head);
      EXPECT_TRUE(answer.what == What::Unknown || !found.empty());
      if (found.empty()) continue;  // it was not applied, or will be and then stands there at the next try
      head = found.back().seq;
      for (const JournalEntry& each : found) {
        if (each.bytes == entry) return head;
      }
    }
  }

  ThroughFaults world_;
};

TEST_F(CrowdTest, LosesNoEntryAndDoublesNone) {
  crowd([this](int writer) {
    std::uint64_t head = 0;
    for (int i = 0; i < k_each; ++i) {
      head = append_somewhere(head, std::to_string(writer) + ":" + std::to_string(i));
    }
  });
  std::map<std::string, int> count;
  std::map<char, int> last;
  std::uint64_t seq = 0;
  for (const JournalEntry& each : read_after(0)) {
    EXPECT_EQ(each.seq, ++seq);
    ++count[each.bytes];
    const int number = std::stoi(each.bytes.substr(2));
    EXPECT_EQ(last[each.bytes[0]]++, number) << "in the order of its writer";
  }
  EXPECT_EQ(count.size(), static_cast<std::size_t>(k_writers * k_each));
  for (const auto& [entry, times] : count) EXPECT_EQ(times, 1) << entry;
}

TEST_F(CrowdTest, ComparesAndSwapsARecordWithoutLosingAChange) {
  const RecordKey key{"U#1", "counter"};
  crowd([this, &key](int writer) {
    for (int i = 0; i < k_each; ++i) {
      const std::string mark = std::to_string(writer) + ":" + std::to_string(i) + ",";
      for (bool written = false; !written;) {
        const std::optional<Record> now = get(key);
        written = now.has_value() && now->value.find(mark) != std::string::npos;  // an unknown answer of before
        if (written) break;
        const std::string next = (now.has_value() ? now->value : "") + mark;
        written =
            put(key, next, now.has_value() ? PutCondition::if_version(now->version) : PutCondition::if_absent()).ok();
      }
    }
  });
  const std::string value = get(key)->value;
  EXPECT_EQ(std::count(value.begin(), value.end(), ','), k_writers * k_each);
  for (int writer = 0; writer < k_writers; ++writer) {
    for (int i = 0; i < k_each; ++i) {
      EXPECT_NE(value.find(std::to_string(writer) + ":" + std::to_string(i) + ","), std::string::npos);
    }
  }
}

TEST_F(CrowdTest, StoresEveryBlobOnceWhoeverIsFirst) {
  std::array<std::array<bool, k_each>, k_writers> first{};
  const auto bytes_of = [](int number) { return std::string(static_cast<std::size_t>(number) * 5000, 'a') + "b"; };
  const auto name_of = [](const std::string& bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); };
  crowd([&](int writer) {
    for (int i = 0; i < k_each; ++i) {
      for (;;) {
        const std::string bytes = bytes_of(i);
        Answer<base::Result<bool>> answer;
        world_.blobs().put_if_absent(name_of(bytes), std::make_shared<const std::string>(bytes), answer.callback());
        const base::Result<bool> put = answer.wait(world_);
        if (put.ok()) first[static_cast<std::size_t>(writer)][static_cast<std::size_t>(i)] = put.value();
        if (put.ok()) break;
      }
    }
  });
  for (int i = 0; i < k_each; ++i) {
    int firsts = 0;
    for (const auto& each : first) firsts += each[static_cast<std::size_t>(i)] ? 1 : 0;
    EXPECT_EQ(firsts, 1) << i;
    Answer<base::Result<std::string>> read;
    world_.blobs().get(name_of(bytes_of(i)), read.callback());
    EXPECT_EQ(read.wait(world_).value(), bytes_of(i));
  }
}

}  // namespace
}  // namespace flashkit::tests::cloud
