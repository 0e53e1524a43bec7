// The server's decisions, one by one. The numbers are the rules of docs/protocol.md.
#include "sync/sequencer.h"

#include <gtest/gtest.h>

#include "sync/sequencer_for_tests.h"

namespace flashkit::sync {
namespace {

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
