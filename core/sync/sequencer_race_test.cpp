// Many servers at one journal. The numbers are the rules of docs/protocol.md.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <numeric>

#include "sync/sequencer_for_tests.h"

namespace flashkit::sync {
namespace {

using base::ClientId;

// Two servers at one journal that takes an entry only at its end; answers get lost, entries land late or never.
struct Journal {
  std::vector<std::string> entries;
  bool append(const AppendEntry& wish) {
    EXPECT_LE(wish.seq, entries.size() + 1) << "beyond the head";
    if (wish.seq != entries.size() + 1) return false;
    entries.push_back(wish.entry);
    return true;
  }
  std::vector<Entry> after(std::uint64_t seq) const {
    std::vector<Entry> out;
    for (; seq < entries.size(); ++seq) out.push_back(decode_entry(entries[seq]).value());
    return out;
  }
};

class RacingServer {
 public:
  RacingServer(Journal& journal, std::uint64_t seed) : journal_(journal), state_(seed) {
    perform(sequencer_.load(0, {}, {}));
    sequencer_.join(1);
  }
  void push(const std::string& bytes) { perform(sequencer_.push(1, push_of({bytes}), Role::Edit, moment())); }
  // Something happens: an answer comes, a late entry lands, time passes.
  void step() {
    if (!late_.empty() && draw() % 3 == 0) {
      journal_.append(late_.back());
      late_.pop_back();
    }
    if (reading_.has_value()) {
      const std::uint64_t after = *reading_;
      reading_.reset();
      perform(draw() % 4 == 0 ? sequencer_.read_failed(moment())
                              : sequencer_.entries_read(journal_.after(after), true, moment()));
    } else if (appending_.has_value()) {
      const AppendEntry wish = *appending_;
      appending_.reset();
      perform(sequencer_.appended(append(wish), moment()));
    } else {
      now_ms_ += 500;
      perform(sequencer_.wake(moment()));
    }
  }
  bool idle() const { return sequencer_.idle(); }
  std::map<ClientId, std::uint64_t> acknowledged;
  bool faulty = true;

 private:
  std::uint64_t draw() { return state_ = (state_ * 6364136223846793005u + 1442695040888963407u) ^ (state_ >> 29); }
  SequencerMoment moment() {
    const std::uint64_t high = draw();
    return {now_ms_, high, draw()};
  }
  AppendOutcome append(const AppendEntry& wish) {
    const std::uint64_t chance = faulty ? draw() % 8 : 7;
    if (chance == 0) return AppendOutcome::Failed;
    if (chance == 1) late_.push_back(wish);
    if (chance <= 2) return AppendOutcome::Unknown;
    const bool written = journal_.append(wish);
    if (chance == 3) return AppendOutcome::Unknown;
    return written ? AppendOutcome::Appended : AppendOutcome::Taken;
  }
  void perform(const SequencerEffects& effects) {
    for (const AppendEntry& wish : all<AppendEntry>(effects)) appending_ = wish;
    for (const ReadEntries& wish : all<ReadEntries>(effects)) reading_ = wish.after_seq;
    for (const Acknowledged& answer : frames<Acknowledged>(effects)) {
      std::uint64_t& last = acknowledged[*id_from_bytes<ClientId>(answer.client)];
      last = std::max(last, answer.number);
    }
  }
  Journal& journal_;
  std::uint64_t state_;
  std::uint64_t now_ms_ = 1000;
  Sequencer sequencer_{k_document, {.node = "n", .schema = 4}};
  std::optional<AppendEntry> appending_;
  std::optional<std::uint64_t> reading_;
  std::vector<AppendEntry> late_;
};

TEST(SequencerRace, TwoServersAtOneJournalLeaveNoGapRewriteNothingAndCountEachOperationOnce) {  // S1, S3, S6
  std::map<ClientId, std::vector<std::string>> made;
  for (std::uint64_t number = 0; number <= 12; ++number) {
    for (const ClientId client : {k_ann, k_bob}) made[client].push_back(operation(client, number));
  }
  const std::map<ClientId, std::uint64_t> everything{{k_ann, 12}, {k_bob, 12}};
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Journal journal;
    RacingServer servers[2] = {{journal, seed}, {journal, seed + 1'000'000}};
    std::vector<std::string> before;
    for (std::uint64_t number = 1; number <= 12; ++number) {
      for (RacingServer& server : servers) {
        server.push(made[k_ann][number]);  // Ann's device reaches both
        // Bob's repeats what was not answered.
        for (std::uint64_t last = server.acknowledged[k_bob] + 1; last <= number; ++last)
          server.push(made[k_bob][last]);
        server.step();
        ASSERT_GE(journal.entries.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) ASSERT_EQ(journal.entries[i], before[i]) << "it changed";
        before = journal.entries;
      }
    }
    // The faults end; what was refused because of a gap is pushed again.
    for (RacingServer& server : servers) {
      server.faulty = false;
      for (int round = 0; round < 200 && (server.acknowledged != everything || !server.idle()); ++round) {
        for (const auto& [client, bytes] : made) {
          for (std::uint64_t number = server.acknowledged[client] + 1; number <= 12 && round % 8 == 0; ++number) {
            server.push(bytes[number]);
          }
        }
        server.step();
      }
    }
    std::map<ClientId, std::uint64_t> last;
    for (std::size_t i = 0; i < journal.entries.size(); ++i) {
      const Entry entry = decode_entry(journal.entries[i]).value();
      ASSERT_EQ(entry.seq, i + 1);
      for (const std::string& bytes : entry.operations) {
        const operations::Operation each = operations::decode_operation(bytes).value();
        ASSERT_EQ(each.number, ++last[*id_from_bytes<ClientId>(each.client)]) << "seed " << seed;
      }
    }
    for (const RacingServer& server : servers) {
      EXPECT_TRUE(server.idle()) << "seed " << seed;
      EXPECT_EQ(server.acknowledged, everything) << "seed " << seed;
    }
    EXPECT_EQ(last, servers[0].acknowledged);
  }
}

// Five servers whose devices write all the time into one document, on a clock of the test's own: an append takes 20 to
// 40 ms, a reading 10.
class Crowd {
 public:
  explicit Crowd(std::uint64_t seed) : state_(seed) {
    for (std::size_t i = 0; i < k_servers; ++i) {
      servers_.emplace_back(k_document, Sequencer::Settings{.node = std::string(1, static_cast<char>('a' + i))});
      servers_[i].join(1);
      perform(i, servers_[i].load(0, {}, moment()));
      for (std::uint64_t at = 0; at < k_end_ms; at += 40) this->at(at, [this, i] { write(i); });
    }
  }
  void run() {
    while (!events_.empty()) {
      now_ms_ = events_.begin()->first;
      const auto task = std::move(events_.begin()->second);
      events_.erase(events_.begin());
      if (now_ms_ <= k_end_ms) task();
    }
  }
  static constexpr std::size_t k_servers = 5;
  static constexpr std::uint64_t k_end_ms = 20'000;
  std::size_t won[k_servers] = {};
  std::uint64_t longest_ms[k_servers] = {};  // without an append

 private:
  void at(std::uint64_t ms, std::function<void()> task) { events_.emplace(ms, std::move(task)); }
  void write(std::size_t i) {
    perform(i, servers_[i].push(1, push_of({operation({i + 1, 1}, ++made_[i])}), Role::Edit, moment()));
  }
  void perform(std::size_t i, const SequencerEffects& effects) {
    for (const AppendEntry& wish : all<AppendEntry>(effects)) {
      at(now_ms_ + 10 + draw() % 10, [this, i, wish] {
        const bool written = wish.seq == journal_.size() + 1;
        if (written) journal_.push_back(decode_entry(wish.entry).value());
        at(now_ms_ + 10 + draw() % 10, [this, i, written] { answer(i, written); });
      });
    }
    for (const ReadEntries& wish : all<ReadEntries>(effects)) {
      at(now_ms_ + 10, [this, i, after = wish.after_seq] {
        const std::vector<Entry> page(journal_.begin() + static_cast<std::ptrdiff_t>(after), journal_.end());
        perform(i, servers_[i].entries_read(page, true, moment()));
      });
    }
    for (const WakeAt& wish : all<WakeAt>(effects)) {
      at(std::max(wish.at_ms, now_ms_ + 1), [this, i] { perform(i, servers_[i].wake(moment())); });
    }
  }
  void answer(std::size_t i, bool written) {
    if (written) {
      won[i] += 1;
      longest_ms[i] = std::max(longest_ms[i], now_ms_ - won_ms_[i]);
      won_ms_[i] = now_ms_;
    }
    perform(i, servers_[i].appended(written ? AppendOutcome::Appended : AppendOutcome::Taken, moment()));
  }
  std::uint64_t draw() { return state_ = (state_ * 6364136223846793005u + 1442695040888963407u) ^ (state_ >> 29); }
  SequencerMoment moment() {
    const std::uint64_t high = draw();
    return {now_ms_, high, draw()};
  }
  std::uint64_t state_;
  std::uint64_t now_ms_ = 0;
  std::multimap<std::uint64_t, std::function<void()>> events_;
  std::vector<Sequencer> servers_;
  std::vector<Entry> journal_;
  std::uint64_t made_[k_servers] = {};
  std::uint64_t won_ms_[k_servers] = {};
};

TEST(SequencerRace, OfManyServersAtOneJournalEachHasItsTurn) {  // N5
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Crowd crowd(seed);
    crowd.run();
    const std::size_t total = std::accumulate(std::begin(crowd.won), std::end(crowd.won), std::size_t{0});
    EXPECT_GT(total, 150u) << "the journal hardly moves";
    for (std::size_t i = 0; i < Crowd::k_servers; ++i) {
      EXPECT_GT(crowd.won[i], total / Crowd::k_servers / 2) << "server " << i << " of seed " << seed;
      EXPECT_LT(crowd.longest_ms[i], 3'000u) << "server " << i << " of seed " << seed;
    }
  }
}

}  // namespace
}  // namespace flashkit::sync
