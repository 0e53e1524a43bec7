// The server's decisions, one by one. The numbers are the rules of docs/protocol.md.
#include "sync/sequencer.h"

#include <gtest/gtest.h>

#include "base/proto.h"
#include "operations/builder.h"
#include "sync/frames.h"

namespace flashkit::sync {
namespace {

using base::ClientId;

const base::DocumentId k_document{9, 9};
const ClientId k_ann{0xA, 1};
const ClientId k_bob{0xB, 2};

std::string operation(ClientId client, std::uint64_t number, std::string_view value = "1") {
  operations::OperationBuilder build(client, number);
  build.set({}, "name", value);
  return base::encoded(build.take());
}

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
    sequencer.load(0, {});
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

TEST(Sequencer, HoldsPushesUntilItHasReadTheTail) {
  Sequencer sequencer(k_document, {.node = "n"});
  EXPECT_EQ(all<ReadEntries>(sequencer.load(7, {{k_ann, 3}}))[0].after_seq, 7u);
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

}  // namespace
}  // namespace flashkit::sync
