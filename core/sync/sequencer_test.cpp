// The server's decisions, one by one. The numbers are the rules of docs/protocol.md.
#include "sync/sequencer.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <numeric>

#include "sync/people_for_tests.h"

namespace flashkit::sync {
namespace {

using base::ClientId;

Push push_of(std::vector<std::string> operations, bool gesture_end = true) {
  Push push;
  push.document = id_bytes(k_document);
  push.operations = std::move(operations);
  push.gesture_end = gesture_end;
  return push;
}

struct Room {
  Sequencer sequencer{k_document, {.node = "n", .schema = 4}};
  std::uint64_t now_ms = 1000;
  SequencerMoment moment() {
    ++random;
    return {now_ms, random, random};
  }
  std::uint64_t random = 0;
  Room() {
    sequencer.load(0, {}, moment());
    sequencer.entries_read({}, true, moment());
    sequencer.join(1);
  }
  SequencerEffects push(std::vector<std::string> operations, bool gesture_end = true, SessionNumber session = 1) {
    return sequencer.push(session, push_of(std::move(operations), gesture_end), Role::Edit, moment());
  }
};

template <class Effect>
std::vector<Effect> all(const SequencerEffects& effects) {
  std::vector<Effect> out;
  for (const SequencerEffect& effect : effects) {
    if (const auto* found = std::get_if<Effect>(&effect)) out.push_back(*found);
  }
  return out;
}
template <class Frame>
std::vector<Frame> frames(const SequencerEffects& effects) {
  std::vector<Frame> out;
  for (const SendFrame& send : all<SendFrame>(effects)) {
    if (const auto* found = std::get_if<Frame>(&send.frame.kind)) out.push_back(*found);
  }
  return out;
}

TEST(Sequencer, SaysNothingBeforeTheAppendAnswered) {  // S2
  Room room;
  const SequencerEffects first = room.push({operation(k_ann, 1), operation(k_ann, 2)});
  ASSERT_EQ(first.size(), 1u);
  const auto append = all<AppendEntry>(first);
  ASSERT_EQ(append.size(), 1u);
  EXPECT_EQ(append[0].seq, 1u);
  const SequencerEffects done = room.sequencer.appended(AppendOutcome::Appended, room.moment());
  ASSERT_EQ(all<Broadcast>(done).size(), 1u);
  const auto acknowledged = frames<Acknowledged>(done);
  ASSERT_EQ(acknowledged.size(), 1u);
  EXPECT_EQ(acknowledged[0].number, 2u);
  EXPECT_EQ(acknowledged[0].seq, 1u);
}

TEST(Sequencer, WaitsForCompanyUnlessAGestureEnds) {  // S4
  Room room;
  EXPECT_EQ(all<WakeAt>(room.push({operation(k_ann, 1)}, false))[0].at_ms, 1250u);
  room.sequencer.join(2);
  room.now_ms = 1050;
  EXPECT_EQ(all<WakeAt>(room.push({operation(k_ann, 2)}, false))[0].at_ms, 1100u);
  room.now_ms = 1100;
  EXPECT_EQ(all<AppendEntry>(room.sequencer.wake(room.moment())).size(), 1u);
  EXPECT_TRUE(room.push({operation(k_bob, 1)}).empty()) << "one append at a time";
  const SequencerEffects next = room.sequencer.appended(AppendOutcome::Appended, room.moment());
  EXPECT_EQ(all<AppendEntry>(next).size(), 1u);
}

TEST(Sequencer, AcknowledgesADuplicateAndRefusesAnotherOperationOfThatNumber) {  // S3
  Room room;
  room.push({operation(k_ann, 1)});
  EXPECT_TRUE(room.push({operation(k_ann, 1)}).empty()) << "it is under way";
  room.sequencer.appended(AppendOutcome::Appended, room.moment());
  const SequencerEffects again = room.push({operation(k_ann, 1)});
  ASSERT_EQ(frames<Acknowledged>(again).size(), 1u);
  EXPECT_TRUE(all<AppendEntry>(again).empty());
  const SequencerEffects other = room.push({operation(k_ann, 1, "2")});
  ASSERT_EQ(frames<Rejected>(other).size(), 1u);
  EXPECT_EQ(frames<Rejected>(other)[0].reason, RejectReason::ClientConflict);
}

TEST(Sequencer, RefusesAGapAndWhatIsNoOperation) {  // S5
  Room room;
  EXPECT_EQ(frames<Rejected>(room.push({operation(k_ann, 2)}))[0].reason, RejectReason::Gap);
  EXPECT_EQ(frames<Rejected>(room.push({"\xFF\xFF"}))[0].reason, RejectReason::Malformed);
  const auto denied = room.sequencer.push(1, push_of({operation(k_ann, 1)}), Role::View, room.moment());
  EXPECT_EQ(frames<Rejected>(denied)[0].reason, RejectReason::NoRight);
  const std::string huge = operation(k_ann, 1, "\"" + std::string(k_max_operation_bytes, 'x') + "\"");
  const SequencerEffects refused = room.push({huge, operation(k_ann, 2)});
  ASSERT_EQ(frames<Rejected>(refused).size(), 1u) << "those behind it are passed over";
  EXPECT_EQ(frames<Rejected>(refused)[0].reason, RejectReason::TooLarge);
  // Steps of two bytes each: within the limit of bytes, and gigabytes once they are messages in memory.
  std::string many = operation(k_ann, 1);
  const std::string steps = [] {
    std::string out;
    while (out.size() < 4'096) out.append("\x22\x00", 2);
    return out;
  }();
  while (many.size() + steps.size() <= k_max_operation_bytes) many += steps;
  const SequencerEffects counted = room.push({many, operation(k_ann, 2)});
  ASSERT_EQ(frames<Rejected>(counted).size(), 1u);
  EXPECT_EQ(frames<Rejected>(counted)[0].reason, RejectReason::Malformed);
  EXPECT_TRUE(room.sequencer.idle());
}

TEST(Sequencer, PutsALargeBodyIntoABlob) {  // S9
  Room room;
  const auto append = all<AppendEntry>(room.push({operation(k_ann, 1, "\"" + std::string(20'000, 'x') + "\"")}));
  ASSERT_EQ(append.size(), 1u);
  EXPECT_EQ(append[0].body_blob, base::to_hex(base::sha256(base::bytes_of(append[0].body))));
  EXPECT_LT(append[0].entry.size(), 300u);
  const SequencerEffects done = room.sequencer.appended(AppendOutcome::Appended, room.moment());
  EXPECT_EQ(all<Broadcast>(done)[0].entries.entries[0].operations.size(), 1u) << "on the wire it is whole";
}

TEST(Sequencer, ATakenNumberMeansReadingOnAndTryingAgainWithWhatIsLeft) {  // S6
  Room room;
  room.push({operation(k_ann, 1), operation(k_ann, 2)});
  const SequencerEffects taken = room.sequencer.appended(AppendOutcome::Taken, room.moment());
  ASSERT_EQ(all<ReadEntries>(taken).size(), 1u);
  EXPECT_TRUE(all<AppendEntry>(taken).empty());
  Entry theirs;
  theirs.seq = 1;
  theirs.operations = {operation(k_bob, 1), operation(k_ann, 1)};  // Ann reached another server as well
  const SequencerEffects read = room.sequencer.entries_read({theirs}, true, room.moment());
  ASSERT_EQ(all<Broadcast>(read).size(), 1u);
  EXPECT_EQ(frames<Acknowledged>(read)[0].number, 1u);
  room.now_ms += 5000;
  const auto append = all<AppendEntry>(room.sequencer.wake(room.moment()));
  ASSERT_EQ(append.size(), 1u);
  EXPECT_EQ(append[0].seq, 2u);
  EXPECT_EQ(decode_entry(append[0].entry).value().operations, (std::vector{operation(k_ann, 2)}));
}

TEST(Sequencer, ALostAnswerIsSettledByReadingTheSlotBack) {  // S6
  for (const bool written : {false, true}) {
    Room room;
    const auto append = all<AppendEntry>(room.push({operation(k_ann, 1)}));
    const SequencerEffects unknown = room.sequencer.appended(AppendOutcome::Unknown, room.moment());
    ASSERT_EQ(all<ReadEntries>(unknown).size(), 1u);
    EXPECT_TRUE(frames<Acknowledged>(unknown).empty());
    std::vector<Entry> found;
    if (written) found.push_back(decode_entry(append[0].entry).value());
    const SequencerEffects read = room.sequencer.entries_read(found, true, room.moment());
    EXPECT_EQ(frames<Acknowledged>(read).size(), written ? 1u : 0u);
    room.now_ms += 5000;
    const auto again = all<AppendEntry>(room.sequencer.wake(room.moment()));
    ASSERT_EQ(again.size(), written ? 0u : 1u);
    if (written) continue;
    EXPECT_EQ(again[0].entry, append[0].entry) << "the same entry and token: a late first try does no harm";
    // And it did come late: the number is taken by ourselves.
    room.sequencer.appended(AppendOutcome::Taken, room.moment());
    const SequencerEffects own =
        room.sequencer.entries_read({decode_entry(append[0].entry).value()}, true, room.moment());
    EXPECT_EQ(frames<Acknowledged>(own).size(), 1u);
    EXPECT_TRUE(room.sequencer.idle());
  }
}

// While our entry waited for its answer others wrote on, a checkpoint was made and what it covers was not kept.
TEST(Sequencer, WhatAnotherServerWroteBehindASlowAppendIsNotWrittenAgain) {  // S3
  Room room;
  const auto append = all<AppendEntry>(room.push({operation(k_ann, 1)}));
  ASSERT_EQ(append.size(), 1u);
  EXPECT_TRUE(room.push({operation(k_bob, 1)}, true, 1).empty()) << "one append at a time";
  ASSERT_EQ(all<ReadEntries>(room.sequencer.hint(2, room.moment())).size(), 1u);
  Entry theirs = entry(2, {operation(k_bob, 1)});
  theirs.node = "other";
  room.sequencer.entries_read({entry(1, {operation(k_ann, 1)}), theirs}, true, room.moment());
  const SequencerEffects done = room.sequencer.appended(AppendOutcome::Appended, room.moment());
  EXPECT_EQ(frames<Acknowledged>(done).size(), 2u);
  room.now_ms += 60'000;
  EXPECT_TRUE(all<AppendEntry>(room.sequencer.wake(room.moment())).empty());
}

TEST(Sequencer, GoesOnFromANewerCheckpointWhenTheEntriesBeforeItAreGone) {  // S6, S8
  for (const bool tail : {false, true}) {
    Room room;
    room.push({operation(k_ann, 1), operation(k_ann, 2)});
    room.sequencer.appended(AppendOutcome::Taken, room.moment());
    std::vector<Entry> left;
    if (tail) {
      left.emplace_back();
      left[0].seq = 6;
      left[0].operations = {operation(k_bob, 1)};
    }
    const SequencerEffects read = room.sequencer.entries_read(left, true, room.moment());
    ASSERT_EQ(all<LoadAgain>(read).size(), 1u);
    EXPECT_TRUE(all<Broadcast>(read).empty()) << "nothing behind a gap is shown";
    const SequencerEffects loaded = room.sequencer.load(5, {{k_ann, 1}}, room.moment());
    ASSERT_EQ(all<Broadcast>(loaded).size(), 1u) << "who is behind hears of it";
    EXPECT_EQ(all<Broadcast>(loaded)[0].entries.head, 5u);
    ASSERT_EQ(all<ReadEntries>(loaded).size(), 1u);
    EXPECT_EQ(all<ReadEntries>(loaded)[0].after_seq, 5u);
    const auto acknowledged = frames<Acknowledged>(room.sequencer.entries_read(left, true, room.moment()));
    ASSERT_EQ(acknowledged.size(), 1u);
    EXPECT_EQ(acknowledged[0].number, 1u) << "the checkpoint's client table holds it";
    room.now_ms += 5000;
    const auto append = all<AppendEntry>(room.sequencer.wake(room.moment()));
    ASSERT_EQ(append.size(), 1u);
    EXPECT_EQ(append[0].seq, tail ? 7u : 6u);
    EXPECT_EQ(decode_entry(append[0].entry).value().operations, (std::vector{operation(k_ann, 2)}));
  }
}

TEST(Sequencer, AsksAgainAfterAPauseWhenNoCheckpointCoversTheGapYet) {  // S6
  Room room;
  room.push({operation(k_ann, 1)});
  room.sequencer.appended(AppendOutcome::Taken, room.moment());
  ASSERT_EQ(all<LoadAgain>(room.sequencer.entries_read({}, true, room.moment())).size(), 1u);
  EXPECT_EQ(all<WakeAt>(room.sequencer.load(0, {}, room.moment())).size(), 1u);
  EXPECT_FALSE(room.sequencer.idle());
  room.now_ms += 5000;
  EXPECT_EQ(all<ReadEntries>(room.sequencer.wake(room.moment())).size(), 1u);
}

TEST(Sequencer, ALoadThatIsAnsweredLateLeadsNeverBack) {  // S3, S6
  Room room;
  room.push({operation(k_ann, 1)});
  room.sequencer.appended(AppendOutcome::Appended, room.moment());
  room.push({operation(k_bob, 1)});
  // Opening was tried anew while the first try went on by itself; its answer, of before all that, comes only now.
  EXPECT_EQ(all<ReadEntries>(room.sequencer.load(0, {}, room.moment()))[0].after_seq, 1u);
  room.sequencer.appended(AppendOutcome::Appended, room.moment());
  room.sequencer.entries_read({}, true, room.moment());
  EXPECT_EQ(room.sequencer.head(), 2u);
  const SequencerEffects again = room.push({operation(k_ann, 1), operation(k_bob, 1)});
  EXPECT_EQ(frames<Acknowledged>(again).size(), 2u);
  EXPECT_TRUE(all<AppendEntry>(again).empty()) << "each stands in the journal once";
}

TEST(Sequencer, HoldsPushesUntilItHasReadTheTail) {
  Sequencer sequencer(k_document, {.node = "n"});
  EXPECT_EQ(all<ReadEntries>(sequencer.load(7, {{k_ann, 3}}, {}))[0].after_seq, 7u);
  EXPECT_TRUE(sequencer.push(1, push_of({operation(k_ann, 3), operation(k_ann, 4)}), Role::Edit, {}).empty());
  const SequencerEffects ready = sequencer.entries_read({}, true, {});
  EXPECT_EQ(frames<Acknowledged>(ready).size(), 1u);
  ASSERT_EQ(all<AppendEntry>(ready).size(), 1u);
  EXPECT_EQ(all<AppendEntry>(ready)[0].seq, 8u);
}

TEST(Sequencer, TriesAgainAfterACertainFailure) {
  Room room;
  room.push({operation(k_ann, 1)});
  const SequencerEffects failed = room.sequencer.appended(AppendOutcome::Failed, room.moment());
  ASSERT_EQ(all<WakeAt>(failed).size(), 1u);
  room.now_ms = all<WakeAt>(failed)[0].at_ms;
  EXPECT_EQ(all<AppendEntry>(room.sequencer.wake(room.moment())).size(), 1u);
}

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

TEST(Sequencer, TwoServersAtOneJournalLeaveNoGapRewriteNothingAndCountEachOperationOnce) {  // S1, S3, S6
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

TEST(Sequencer, OfManyServersAtOneJournalEachHasItsTurn) {  // N5
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

TEST(Sequencer, AnswersOnTheConnectionThatPushedLastAndEachPushAgain) {  // L6
  Room room;
  room.push({operation(k_ann, 1), operation(k_ann, 2)});
  // The connection broke before the answer; the device comes back and pushes the same again, with one more.
  room.sequencer.leave(1);
  room.sequencer.join(2);
  EXPECT_TRUE(room.push({operation(k_ann, 1), operation(k_ann, 2), operation(k_ann, 3)}, true, 2).empty());
  const SequencerEffects done = room.sequencer.appended(AppendOutcome::Appended, room.moment());
  ASSERT_EQ(all<SendFrame>(done).size(), 1u);
  EXPECT_EQ(all<SendFrame>(done)[0].session, 2u);
  EXPECT_EQ(frames<Acknowledged>(done)[0].number, 2u);
  EXPECT_EQ(all<AppendEntry>(done).size(), 1u) << "the third is on its way";
  const SequencerEffects rest = room.sequencer.appended(AppendOutcome::Appended, room.moment());
  EXPECT_EQ(frames<Acknowledged>(rest)[0].number, 3u);
  const SequencerEffects again = room.push({operation(k_ann, 1), operation(k_ann, 2), operation(k_ann, 3)}, true, 2);
  ASSERT_EQ(frames<Acknowledged>(again).size(), 3u) << "every operation of a push is answered";
  EXPECT_EQ(frames<Acknowledged>(again)[2].seq, 2u);
  EXPECT_TRUE(room.sequencer.idle());
}

TEST(Sequencer, SaysAgainWhatAnotherServersEntryAskedAndLetsNoOlderProgramWriteBehindIt) {  // L12, N1
  constexpr SessionNumber k_session_of_older = 1;
  constexpr SessionNumber k_session_of_newer = 2;
  Room room;
  room.sequencer.join(k_session_of_newer, k_rules + 1);
  room.push({operation(k_ann, 1)}, true, k_session_of_older);
  room.push({operation(k_bob, 1)}, true, k_session_of_newer);
  Entry theirs = entry(1, {operation({0xC, 3}, 1)});
  theirs.node = "m";
  theirs.min_writer = k_rules + 1;
  room.sequencer.appended(AppendOutcome::Taken, room.moment());
  SequencerEffects done = room.sequencer.entries_read({theirs}, true, room.moment());
  const auto rejected = frames<Rejected>(done);
  ASSERT_EQ(rejected.size(), 1u);
  EXPECT_EQ(rejected[0].client, id_bytes(k_ann));
  EXPECT_EQ(rejected[0].reason, RejectReason::TooOld);
  if (all<AppendEntry>(done).empty()) {  // it pauses after a loss
    room.now_ms += 1000;
    done = room.sequencer.wake(room.moment());
  }
  ASSERT_EQ(all<AppendEntry>(done).size(), 1u);
  const Entry ours = decode_entry(all<AppendEntry>(done)[0].entry).value();
  EXPECT_EQ(ours.operations, (std::vector{operation(k_bob, 1)}));
  EXPECT_EQ(ours.min_writer, k_rules + 1);
}

TEST(Sequencer, TakesALongQueueInLinearTime) {
  // 8,000 operations of a month offline, pushed twice while the first append is under way: looked for one by one in
  // the queue this takes a minute.
  Room room;
  room.push({operation(k_bob, 1)});
  std::vector<std::string> many;
  for (std::uint64_t number = 1; number <= 8'000; ++number) many.push_back(operation(k_ann, number));
  EXPECT_TRUE(room.push(many).empty());
  EXPECT_TRUE(room.push(many).empty());
  std::uint64_t last = 0;
  SequencerEffects done = room.sequencer.appended(AppendOutcome::Appended, room.moment());
  while (!all<AppendEntry>(done).empty()) {
    done = room.sequencer.appended(AppendOutcome::Appended, room.moment());
    last = frames<Acknowledged>(done).back().number;
  }
  EXPECT_EQ(last, 8'000u);
  EXPECT_TRUE(room.sequencer.idle());
}

}  // namespace
}  // namespace flashkit::sync
