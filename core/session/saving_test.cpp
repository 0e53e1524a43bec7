// What is said about saving is never better than the truth, and the replica's news reaches the canvas.
#include "session/person_for_test.h"

namespace flashkit::session {
namespace {

struct SavingSaid : testing::Test {
  Person person;
  void open() {
    person.open_new(100, 100);
    person.loaded();
  }
};

TEST_F(SavingSaid, BusyThenDeviceThenCloud) {
  person.status(sync::Connection::Connecting);
  open();
  EXPECT_EQ(person.saving.state, SavingState::Busy);
  person.store_all();
  EXPECT_EQ(person.saving.state, SavingState::Device);
  person.status(sync::Connection::Online);
  EXPECT_EQ(person.saving.state, SavingState::Device) << "stored, but the journal has not answered";
  person.confirm_from(0);
  EXPECT_EQ(person.saving.state, SavingState::Cloud);
  person.insert("figure", 1, 1, 5, 5);
  EXPECT_EQ(person.saving.state, SavingState::Busy);
}

TEST_F(SavingSaid, LettersThatAreNoOperationYetAreNowhereButInMemory) {
  person.status(sync::Connection::Online);
  open();
  person.insert("text", 10, 10, 80, 0, {{"text", "\"Hello\""}});
  person.store_all();
  person.confirm_from(0);
  ASSERT_EQ(person.saving.state, SavingState::Cloud);
  person.key("Enter");
  EXPECT_EQ(person.saving.state, SavingState::Cloud);
  person.type("x");
  EXPECT_EQ(person.saving.state, SavingState::Busy);
  person.key("Backspace");
  person.type("Hello");
  EXPECT_EQ(person.saving.state, SavingState::Cloud) << "as it was before";
  person.type("!");
  EXPECT_EQ(person.saving.state, SavingState::Busy);
  person.status(sync::Connection::Offline, true);
  EXPECT_EQ(person.saving.state, SavingState::MemoryOnly);
  EXPECT_EQ(person.saving.waiting, 1u);
  person.status(sync::Connection::Online);
  person.wait(300);
  person.store_all();
  EXPECT_EQ(person.saving.state, SavingState::Device);
}

TEST_F(SavingSaid, OfflineCountsWhatWaits) {
  person.status(sync::Connection::Offline);
  open();
  person.insert("figure", 1, 1, 5, 5);
  EXPECT_EQ(person.saving.state, SavingState::Busy);
  person.store_all();
  EXPECT_EQ(person.saving.state, SavingState::Offline);
  EXPECT_EQ(person.saving.waiting, 2u);
}

TEST_F(SavingSaid, NothingIsOnTheDeviceWhenMemoryIsAllThereIs) {
  person.status(sync::Connection::Offline, true);
  open();
  EXPECT_EQ(person.saving.state, SavingState::MemoryOnly);
  person.store_all();
  EXPECT_EQ(person.saving.state, SavingState::MemoryOnly);
  person.status(sync::Connection::Online, true);
  person.confirm_from(0);
  EXPECT_EQ(person.saving.state, SavingState::Cloud);
}

TEST_F(SavingSaid, BeforeAnyStatusStoredIsNotYetOnTheDevice) {
  open();
  person.store_all();
  EXPECT_EQ(person.saving.state, SavingState::Busy);
}

TEST_F(SavingSaid, BeforeAnyStatusNothingIsBeingSavedWhereNothingWasChanged) {
  person.open_from_replica();
  person.loaded();
  EXPECT_EQ(person.saving.state, SavingState::None);
}

TEST_F(SavingSaid, ADesignThatIsNotHereYetIsNotSaidToBeInTheCloud) {
  person.open_from_replica();
  person.loaded({}, sync::Role::None, false);
  person.status(sync::Connection::Online);
  EXPECT_EQ(person.saving.state, SavingState::None);
  person.status(sync::Connection::Offline);
  EXPECT_EQ(person.saving.state, SavingState::Offline);
  person.status(sync::Connection::Online);
  person.loaded();
  EXPECT_EQ(person.saving.state, SavingState::Cloud);
}

TEST_F(SavingSaid, ANewReplicaGetsAgainWhatTheLastOneNeverStored) {
  open();
  person.insert("figure", 1, 1, 5, 5);
  const std::size_t before = person.operations_sent.size();
  person.loaded();
  ASSERT_EQ(person.operations_sent.size(), before + 2);
  EXPECT_EQ(person.sent(before).number, 1u);
  EXPECT_EQ(person.sent(before + 1).number, 2u);
  person.loaded({person.operations_sent[0], person.operations_sent[1]});
  EXPECT_EQ(person.operations_sent.size(), before + 2) << "it has them now";
}

TEST_F(SavingSaid, ARejectedChangeNeedsThePerson) {
  person.status(sync::Connection::Online);
  open();
  person.store_all();
  person.confirm_from(0);
  const std::string node = person.insert("figure", 1, 1, 5, 5);
  person.store_all();
  sync::OperationRejected rejected;
  rejected.document = k_document;
  rejected.kept = sync::KeptOperation{};
  rejected.kept->client = person.sent(1).client;
  rejected.kept->number = 2;
  rejected.kept->text = "too large";
  person.replica(rejected);
  EXPECT_EQ(person.saving.state, SavingState::NeedsYou);
  EXPECT_EQ(person.saving.rejected, 1u);
  EXPECT_TRUE(person.order().empty());
  ASSERT_EQ(person.saving.kept.size(), 1u);
  EXPECT_EQ(person.saving.kept[0].text, "too large");

  SettleKept other;
  other.client = person.saving.kept[0].client;
  other.number = 77;
  person.give(other);
  EXPECT_EQ(person.settled.size(), 0u) << "nobody knows that one";
  SettleKept settle;
  settle.client = person.saving.kept[0].client;
  settle.number = 2;
  settle.retry = true;
  person.give(settle);
  person.give(settle);
  ASSERT_EQ(person.settled.size(), 1u) << "once";
  EXPECT_TRUE(person.settled[0].retry);
  EXPECT_EQ(person.settled[0].number, 2u);
  EXPECT_EQ(person.saving.state, SavingState::Cloud);
  // The replica gives it a new number, and tells every tab of it.
  sync::OperationsStored again;
  again.document = k_document;
  again.from_other_tab = {person.operations_sent[1]};
  person.replica(again);
  EXPECT_EQ(person.order().size(), 1u);
}

TEST_F(SavingSaid, ARejectedChangeHidesNothingThatIsNotStored) {
  person.status(sync::Connection::Online);
  open();
  person.store_all();
  person.confirm_from(0);
  person.insert("figure", 1, 1, 5, 5);
  person.store_all();
  sync::OperationRejected rejected;
  rejected.document = k_document;
  rejected.kept = sync::KeptOperation{};
  rejected.kept->client = person.sent(1).client;
  rejected.kept->number = 2;
  person.replica(rejected);
  EXPECT_EQ(person.saving.state, SavingState::NeedsYou);
  person.insert("figure", 1, 1, 5, 5);
  EXPECT_EQ(person.saving.state, SavingState::Busy);
  sync::ReplicaStatus full;
  full.connection = sync::Connection::Online;
  full.trouble = "The disk is full.";
  person.replica(full);
  EXPECT_EQ(person.saving.state, SavingState::MemoryOnly);
  person.status(sync::Connection::Online);
  person.store_all();
  person.confirm_from(2);
  EXPECT_EQ(person.saving.state, SavingState::NeedsYou) << "and everything else is safe";
  person.status(sync::Connection::Online, true);
  EXPECT_EQ(person.saving.state, SavingState::MemoryOnly) << "what was refused is in memory only";
  EXPECT_EQ(person.saving.rejected, 1u);
}

TEST_F(SavingSaid, AChangeOfSomeoneElseArrivesDuringADragAndBothHold) {
  open();
  const std::string node = person.insert("figure", 10, 10, 20, 20, {{"fill", "\"red\""}});
  Person peer("peer");
  peer.open_from_replica();
  sync::DocumentLoaded all;
  all.document = k_document;
  all.complete = true;
  all.role = sync::Role::Edit;
  for (const std::string& operation : person.operations_sent) all.entries.push_back(peer.entry(operation));
  peer.replica(all);
  ASSERT_EQ(peer.order(), person.order());
  person.confirm_from(0);
  peer.select({node});
  peer.set("fill", "\"blue\"");

  person.held.control = true;
  person.pointer(PointerPhase::Down, 20, 20);
  person.pointer(PointerPhase::Move, 50, 50);
  EXPECT_NEAR(person.box().x, 40, 0.01);
  sync::EntriesConfirmed theirs;
  theirs.document = k_document;
  theirs.entries.push_back(person.entry(peer.operations_sent[0]));
  person.replica(theirs);
  EXPECT_EQ(person.property("fill"), "\"blue\"");
  EXPECT_NEAR(person.box().x, 40, 0.01) << "the drag goes on";
  person.pointer(PointerPhase::Up, 50, 50);
  EXPECT_NEAR(person.box().x, 40, 0.01);
}

TEST_F(SavingSaid, UndoLeavesAloneWhatSomeoneElseChangedAndSaysSo) {
  open();
  const std::string node = person.insert("figure", 10, 10, 20, 20);
  person.set("fill", "\"red\"");
  person.confirm_from(0);
  Person peer("peer");
  peer.open_from_replica();
  sync::DocumentLoaded all;
  all.document = k_document;
  all.complete = true;
  all.role = sync::Role::Edit;
  for (const std::string& operation : person.operations_sent) all.entries.push_back(peer.entry(operation));
  peer.replica(all);
  peer.select({node});
  peer.set("fill", "\"blue\"");
  sync::EntriesConfirmed theirs;
  theirs.document = k_document;
  theirs.entries.push_back(person.entry(peer.operations_sent[0]));
  person.replica(theirs);
  person.act(ActionKind::Undo);
  person.select({node});
  EXPECT_EQ(person.property("fill"), "\"blue\"");
  ASSERT_FALSE(person.notices.empty());
}

TEST_F(SavingSaid, ALostRightStopsEditing) {
  open();
  person.insert("figure", 10, 10, 20, 20);
  const std::size_t before = person.operations_sent.size();
  sync::RoleChanged role;
  role.document = k_document;
  role.role = sync::Role::View;
  person.replica(role);
  EXPECT_TRUE(person.design.read_only);
  person.act(ActionKind::Delete);
  person.drag(15, 15, 60, 60);
  person.type("x");
  person.insert("figure", 1, 1, 5, 5);
  EXPECT_EQ(person.operations_sent.size(), before);
}

TEST_F(SavingSaid, ADesignOfANewerProgramIsLookedAtAndWhatWaitsIsKept) {  // D12
  person.status(sync::Connection::Online);
  open();
  person.insert("figure", 10, 10, 20, 20);
  const std::size_t before = person.operations_sent.size();
  sync::RoleChanged role;
  role.document = k_document;
  role.role = sync::Role::View;
  role.update_needed = true;
  person.replica(role);
  EXPECT_TRUE(person.design.read_only);
  ASSERT_EQ(person.notices.size(), 1u);
  EXPECT_NE(person.notices.back().text.find("newer version"), std::string::npos) << "not that the right was lost";
  sync::DocumentTrouble trouble;
  trouble.document = k_document;
  trouble.code = 426;
  person.replica(trouble);
  EXPECT_EQ(person.notices.size(), 1u) << "said once";
  person.act(ActionKind::Delete);
  EXPECT_EQ(person.operations_sent.size(), before);
  person.store_all();
  EXPECT_EQ(person.saving.state, SavingState::Update);
  EXPECT_EQ(person.saving.waiting, before);
  role.role = sync::Role::Edit;
  role.update_needed = false;
  person.replica(role);
  EXPECT_FALSE(person.design.read_only);
  EXPECT_NE(person.saving.state, SavingState::Update);
}

TEST_F(SavingSaid, PeersSeeThePointerAndADragAndItGoesWithThem) {
  open();
  const std::string node = person.insert("figure", 10, 10, 20, 20);
  PresenceState state;
  state.name = "Ada";
  state.page = person.board.pages.front().page;
  state.x = 50;
  state.y = 60;
  MovingNode moving;
  moving.node = node;
  moving.placement = TurnedBox{};
  moving.placement->x = 70;
  moving.placement->width = 20;
  moving.placement->height = 20;
  state.moving.push_back(moving);
  sync::PeerPresence presence;
  presence.document = k_document;
  presence.peer = "p1";
  presence.payload = base::encoded(state);
  person.replica(presence);
  ASSERT_EQ(person.overlay.peers.size(), 1u);
  EXPECT_NEAR(*person.overlay.peers[0].x, person.view_x(50), 1e-6);
  EXPECT_NEAR(person.box().x, 70, 0.01) << "their drag shows here";
  presence.payload.clear();
  person.replica(presence);
  EXPECT_TRUE(person.overlay.peers.empty());
  EXPECT_NEAR(person.box().x, 10, 0.01) << "and is gone with them";

  person.presence_sent.clear();
  person.held.control = true;
  person.pointer(PointerPhase::Down, 20, 20);
  for (int i = 0; i < 20; ++i) {
    person.now_ms += 10;
    person.pointer(PointerPhase::Move, 20 + 2 * i, 30);
  }
  EXPECT_LE(person.presence_sent.size(), 5u) << "about twenty a second";
  ASSERT_FALSE(person.presence_sent.empty());
  EXPECT_EQ(person.presence_sent.back().moving.size(), 1u);
  person.pointer(PointerPhase::Up, 60, 30);
  person.wait(100);
  EXPECT_TRUE(person.presence_sent.back().moving.empty());
}

}  // namespace
}  // namespace flashkit::session
