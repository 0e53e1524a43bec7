// What hands do beyond clicking and dragging one thing: edges of the view, proportions, copies in order, equal gaps.
#include <cmath>

#include "session/person_for_test.h"

namespace flashkit::session {
namespace {

struct Hands : testing::Test {
  Person person;
  std::string a;
  std::string b;
  std::string c;
  void SetUp() override {
    person.open_new(1000, 1000);
    a = person.insert("figure", 100, 100, 200, 100);
    b = person.insert("figure", 500, 500, 100, 100);
    c = person.insert("figure", 700, 800, 50, 50);
    person.select({});
  }
  TurnedBox box_of(const std::string& node) {
    person.select({node});
    return person.box();
  }
};

TEST_F(Hands, TheBoardComesAlongWhenADragIsHeldAtTheEdge) {
  person.act(ActionKind::ZoomActual);
  person.held.control = true;
  const double before = person.camera.y;
  person.pointer(PointerPhase::Down, 550, 550);
  person.give([&] {
    Pointer move;
    move.x = person.view_x(550);
    move.y = 795;  // of 800
    move.modifiers = person.held;
    return move;
  }());
  const double first = person.box().y;
  for (int i = 0; i < 10; ++i) person.wait(16);
  EXPECT_LT(person.camera.y, before - 20) << "the board goes up";
  EXPECT_NEAR(person.box().y - first, before - person.camera.y, 1) << "what is held stays under the pointer";
  for (int i = 0; i < 400; ++i) person.wait(16);
  const double end = person.camera.y;
  person.wait(16);
  EXPECT_EQ(person.camera.y, end) << "not beyond the pages";
  EXPECT_GT(person.view_y(1000), 0);
  person.pointer(PointerPhase::Cancel, 0, 0);
  EXPECT_NEAR(box_of(b).y, 500, 0.01);
}

TEST_F(Hands, AProportionalResizeSnapsToOthersToo) {
  person.click(150, 150);
  person.held.shift = true;
  const double off = 2 / person.camera.zoom;
  person.held.shift = false;
  person.pointer(PointerPhase::Down, 300, 200);
  person.held.shift = true;
  person.pointer(PointerPhase::Move, 500 + off, 300 + off / 2);
  EXPECT_NEAR(person.box().width, 400, 0.01) << "the right edge meets the left edge of another";
  EXPECT_NEAR(person.box().height, 200, 0.01);
  ASSERT_FALSE(person.overlay.snap_lines.empty());
  person.pointer(PointerPhase::Up, 500 + off, 300 + off / 2);
}

TEST_F(Hands, WhatIsDraggedFreelyStandsOnWholePixels) {
  person.drag(150, 150, 163.37, 221.81);
  const TurnedBox at = box_of(a);
  EXPECT_EQ(at.x, std::floor(at.x));
  EXPECT_EQ(at.y, std::floor(at.y));
  person.choose(Tool::Rectangle);
  person.drag(20.4, 610.2, 77.7, 700.6);
  EXPECT_EQ(person.box().x, 20);
  EXPECT_EQ(person.box().width, 58);
}

TEST_F(Hands, CopiesStandRightAboveTheOriginalsInTheirOrder) {
  person.held.control = true;
  person.select({a, b});
  person.held.alt = true;
  person.drag(150, 150, 250, 250);
  const std::vector<std::string> order = person.order();
  ASSERT_EQ(order.size(), 5u);
  EXPECT_EQ(order[0], a);
  EXPECT_EQ(order[1], b);
  EXPECT_EQ(order[4], c) << "above both";
  EXPECT_NEAR(box_of(order[2]).x, 200, 0.01);
  EXPECT_NEAR(box_of(order[3]).x, 600, 0.01);
}

TEST_F(Hands, DistributeMakesTheGapsEqualAndLeavesTheOutermost) {
  person.select({a, b, c});
  person.act(ActionKind::DistributeHorizontally);
  EXPECT_NEAR(box_of(a).x, 100, 0.01);
  EXPECT_NEAR(box_of(b).x, 450, 0.01);
  EXPECT_NEAR(box_of(c).x, 700, 0.01);
  person.select({a, b});
  const std::size_t before = person.operations_sent.size();
  person.act(ActionKind::DistributeVertically);
  EXPECT_EQ(person.operations_sent.size(), before) << "two have only one gap";
}

TEST_F(Hands, ALockMeansTheNodeThatIsNamedAndLeavesTheSelection) {
  person.select({b});
  person.act(ActionKind::LockToggle, a);
  EXPECT_EQ(person.selected().node, b);
  EXPECT_FALSE(person.selected().locked);
  person.select({a});
  EXPECT_TRUE(person.selected().locked);
}

TEST_F(Hands, WhatIsNotDrawnSaysWhy) {
  person.select({a});
  person.set("blurEnabled", "true");
  person.set("blurRadius", "10");
  ASSERT_TRUE(person.selected().undrawn);
  EXPECT_EQ(person.selected().undrawn->reason, "blur");
  person.select({});
  person.pointer(PointerPhase::Move, 150, 150);
  ASSERT_TRUE(person.overlay.hovered_undrawn);
  EXPECT_EQ(person.overlay.hovered_undrawn->reason, "blur");
  person.pointer(PointerPhase::Move, 550, 550);
  EXPECT_FALSE(person.overlay.hovered_undrawn);
}

TEST_F(Hands, PeersSeeTheNameThatWasGivenAndHaveAColourOfTheirOwn) {
  Introduce introduce;
  introduce.name = "Asha";
  introduce.colour = 0x18794E;
  person.loaded();
  person.give(introduce);
  person.wait(100);
  ASSERT_FALSE(person.presence_sent.empty());
  EXPECT_EQ(person.presence_sent.back().name, "Asha");
  for (const char* peer : {"p1", "p2"}) {
    PresenceState state;
    state.name = peer;
    state.colour = 0x18794E;
    sync::PeerPresence presence;
    presence.document = k_document;
    presence.peer = peer;
    presence.payload = base::encoded(state);
    person.replica(presence);
  }
  ASSERT_EQ(person.overlay.peers.size(), 2u);
  EXPECT_NE(person.overlay.peers[0].colour, 0x18794Eu) << "that is ours";
  EXPECT_NE(person.overlay.peers[0].colour, person.overlay.peers[1].colour);
}

}  // namespace
}  // namespace flashkit::session
