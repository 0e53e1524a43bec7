// The editor as a person uses it: open, click, drag, type, undo.
#include <cmath>

#include "base/json.h"
#include "session/person_for_test.h"

namespace flashkit::session {
namespace {

struct Editing : testing::Test {
  Person person;
  std::string a;
  std::string b;
  void SetUp() override {
    person.open_new(1000, 1000);
    a = person.insert("figure", 100, 100, 200, 100);
    b = person.insert("figure", 500, 500, 100, 100);
    person.held.control = true;  // no snapping, unless a test wants it
    person.select({});
  }
};

TEST_F(Editing, ANewDesignHasOnePageThatFitsTheView) {
  ASSERT_EQ(person.board.pages.size(), 1u);
  EXPECT_EQ(person.board.pages.front().width, 1000);
  EXPECT_GE(person.view_x(0), 0);
  EXPECT_LE(person.view_y(1000), 800);
  EXPECT_FALSE(person.design.read_only);
}

TEST_F(Editing, AClickSelectsAndAClickBesideSelectsNothing) {
  person.click(150, 150);
  ASSERT_EQ(person.selection.nodes.size(), 1u);
  EXPECT_EQ(person.selected().node, a);
  EXPECT_TRUE(person.overlay.handles);
  person.click(900, 50);
  EXPECT_TRUE(person.selection.nodes.empty());
}

TEST_F(Editing, OfSeveralThatAreInsertedTogetherEachLiesAStepFurther) {
  Insert message;
  message.type = "figure";
  message.width = message.height = 100;
  message.x = person.view_x(400);
  message.y = person.view_y(300);
  message.offset = 25;
  person.give(message);
  EXPECT_NEAR(person.box().x, 375, 1);
  EXPECT_NEAR(person.box().y, 275, 1);
}

TEST_F(Editing, ShiftClickAddsAndTakesAway) {
  person.click(150, 150);
  person.held.shift = true;
  person.click(550, 550);
  EXPECT_EQ(person.selection.nodes.size(), 2u);
  person.click(150, 150);
  ASSERT_EQ(person.selection.nodes.size(), 1u);
  EXPECT_EQ(person.selected().node, b);
}

TEST_F(Editing, ADragMovesByWhatThePointerMovedAndUndoBringsItBack) {
  const std::size_t before = person.operations_sent.size();
  person.drag(150, 150, 250, 180);
  EXPECT_NEAR(person.box().x, 200, 0.01);
  EXPECT_NEAR(person.box().y, 130, 0.01);
  EXPECT_EQ(person.operations_sent.size(), before + 1) << "one gesture is one operation";
  person.act(ActionKind::Undo);
  EXPECT_NEAR(person.box().x, 100, 0.01);
  person.act(ActionKind::Redo);
  EXPECT_NEAR(person.box().x, 200, 0.01);
}

TEST_F(Editing, ADragUnderThreePixelsIsAClick) {
  const std::size_t before = person.operations_sent.size();
  person.pointer(PointerPhase::Down, 150, 150);
  person.pointer(PointerPhase::Move, 150 + 2 / person.camera.zoom, 150);
  person.pointer(PointerPhase::Up, 150 + 2 / person.camera.zoom, 150);
  EXPECT_EQ(person.operations_sent.size(), before);
  EXPECT_EQ(person.selected().node, a);
}

TEST_F(Editing, WhatIsDraggedIsLiftedAndOnlyItsPageIsReadAgain) {
  person.pointer(PointerPhase::Down, 150, 150);
  person.pointer(PointerPhase::Move, 300, 300);
  EXPECT_EQ(person.overlay.lifted, (std::vector<std::string>{a}));
  person.painted.clear();
  person.pointer(PointerPhase::Move, 310, 300);
  ASSERT_EQ(person.painted.size(), 1u);
  EXPECT_TRUE(person.painted[0].undamaged);
  EXPECT_TRUE(person.painted[0].damage.empty());
  person.painted.clear();
  person.pointer(PointerPhase::Move, 330, 300);
  person.pointer(PointerPhase::Up, 330, 300);
  EXPECT_TRUE(person.overlay.lifted.empty());
  ASSERT_FALSE(person.painted.empty());
}

TEST_F(Editing, EscapeDuringADragPutsEverythingBack) {
  const std::size_t before = person.operations_sent.size();
  person.pointer(PointerPhase::Down, 150, 150);
  person.pointer(PointerPhase::Move, 400, 400);
  EXPECT_NEAR(person.box().x, 350, 0.01) << "a drag shows live";
  person.key("Escape");
  EXPECT_NEAR(person.box().x, 100, 0.01);
  person.pointer(PointerPhase::Up, 400, 400);
  EXPECT_EQ(person.operations_sent.size(), before);
}

TEST_F(Editing, ShiftKeepsADragOnItsAxis) {
  person.pointer(PointerPhase::Down, 150, 150);
  person.held.shift = true;
  person.pointer(PointerPhase::Move, 300, 170);
  person.pointer(PointerPhase::Up, 300, 170);
  EXPECT_NEAR(person.box().x, 250, 0.01);
  EXPECT_NEAR(person.box().y, 100, 0.01);
}

TEST_F(Editing, AltDragLeavesTheOriginalAndMovesACopy) {
  person.held.alt = true;
  person.drag(150, 150, 250, 250);
  EXPECT_EQ(person.order().size(), 3u);
  EXPECT_NE(person.selected().node, a);
  EXPECT_NEAR(person.box().x, 200, 0.01);
  person.select({a});
  EXPECT_NEAR(person.box().x, 100, 0.01);
}

TEST_F(Editing, MovingSnapsToOthersWithALine) {
  person.held.control = false;
  person.pointer(PointerPhase::Down, 150, 150);
  person.pointer(PointerPhase::Move, 550 - 1 / person.camera.zoom, 300);
  EXPECT_NEAR(person.box().x, 500, 0.01) << "left edges meet";
  EXPECT_FALSE(person.overlay.snap_lines.empty());
  person.held.control = true;
  person.pointer(PointerPhase::Move, 550 - 1 / person.camera.zoom, 300);
  EXPECT_GT(std::abs(person.box().x - 500), 0.5) << "Control ignores snapping";
  person.pointer(PointerPhase::Cancel, 0, 0);
}

TEST_F(Editing, TheCornerHandleResizesAndShiftKeepsTheProportion) {
  person.click(150, 150);
  person.drag(300, 200, 400, 220);
  EXPECT_NEAR(person.box().width, 300, 0.01);
  EXPECT_NEAR(person.box().height, 120, 0.01);
  person.act(ActionKind::Undo);
  person.held.shift = false;
  person.pointer(PointerPhase::Move, 300, 200);
  EXPECT_EQ(person.cursor, "nwse-resize");
  person.pointer(PointerPhase::Down, 300, 200);
  person.held.shift = true;
  person.pointer(PointerPhase::Move, 500, 200);
  person.pointer(PointerPhase::Up, 500, 200);
  EXPECT_NEAR(person.box().width / person.box().height, 2, 0.001);
}

TEST_F(Editing, AltResizesFromTheCentre) {
  person.click(150, 150);
  person.pointer(PointerPhase::Down, 300, 200);
  person.held.alt = true;
  person.pointer(PointerPhase::Move, 350, 210);
  person.pointer(PointerPhase::Up, 350, 210);
  EXPECT_NEAR(person.box().x, 50, 0.01);
  EXPECT_NEAR(person.box().width, 300, 0.01);
  EXPECT_NEAR(person.box().height, 120, 0.01);
}

TEST_F(Editing, TheRingOutsideACornerTurnsAboutTheMiddleInSteps) {
  person.click(150, 150);
  const double out = 10 / person.camera.zoom;
  person.pointer(PointerPhase::Move, 300 + out, 200 + out);
  EXPECT_EQ(person.cursor, "alias");
  person.pointer(PointerPhase::Down, 300 + out, 200 + out);
  person.held.shift = true;
  // A quarter turn: the corner at the bottom right goes to the bottom left.
  person.pointer(PointerPhase::Move, 200 - (50 + out), 150 + 100 + out);
  EXPECT_EQ(person.overlay.badge, "90°");
  person.pointer(PointerPhase::Up, 200 - (50 + out), 150 + 100 + out);
  EXPECT_EQ(person.box().rotation, 90);
  EXPECT_NEAR(person.box().x, 250, 0.01);
  EXPECT_NEAR(person.box().y, 50, 0.01);
}

TEST_F(Editing, AMarqueeSelectsWhatItTouches) {
  person.drag(50, 50, 550, 550);
  EXPECT_EQ(person.selection.nodes.size(), 2u);
  person.drag(950, 950, 450, 450);
  ASSERT_EQ(person.selection.nodes.size(), 1u);
  EXPECT_EQ(person.selected().node, b);
}

TEST_F(Editing, SeveralElementsResizeTogether) {
  person.act(ActionKind::SelectAll);
  person.drag(600, 600, 1100, 1100);
  person.select({b});
  EXPECT_NEAR(person.box().x, 900, 0.5);
  EXPECT_NEAR(person.box().width, 200, 0.5);
}

TEST_F(Editing, ArrowsNudgeByOneOrTenAndUndoAsOne) {
  person.held.control = false;
  person.click(150, 150);
  person.key("ArrowRight");
  person.held.shift = true;
  person.key("ArrowDown");
  EXPECT_NEAR(person.box().x, 101, 1e-9);
  EXPECT_NEAR(person.box().y, 110, 1e-9);
  person.held.shift = false;
  person.act(ActionKind::Undo);
  EXPECT_NEAR(person.box().x, 100, 1e-9);
  EXPECT_NEAR(person.box().y, 100, 1e-9);
}

TEST_F(Editing, GroupsMoveWholeAndOpenByDoubleClick) {
  person.act(ActionKind::SelectAll);
  person.act(ActionKind::Group);
  ASSERT_EQ(person.selection.nodes.size(), 1u);
  const std::string group = person.selected().node;
  EXPECT_EQ(person.selected().type, "group");
  EXPECT_NEAR(person.box().width, 500, 0.01);
  person.drag(150, 150, 160, 160);
  EXPECT_NEAR(person.box().x, 110, 0.01);
  person.click(560, 560, 2);
  EXPECT_EQ(person.selected().node, b) << "a double click goes one level deeper";
  EXPECT_NEAR(person.box().x, 510, 0.01);
  person.key("Escape");
  EXPECT_EQ(person.selected().node, group) << "Escape goes back out";
  person.act(ActionKind::Ungroup);
  EXPECT_EQ(person.selection.nodes.size(), 2u);
  EXPECT_EQ(person.order(), (std::vector<std::string>{a, b}));
}

TEST_F(Editing, OrderGoesForwardAndBack) {
  person.click(150, 150);
  person.act(ActionKind::BringForward);
  EXPECT_EQ(person.order(), (std::vector<std::string>{b, a}));
  person.act(ActionKind::SendToBack);
  EXPECT_EQ(person.order(), (std::vector<std::string>{a, b}));
  const std::size_t before = person.operations_sent.size();
  person.act(ActionKind::SendBackward);
  EXPECT_EQ(person.operations_sent.size(), before) << "already at the back";
}

TEST_F(Editing, LockedElementsCanBeChosenButNeitherDraggedNorDeleted) {
  person.click(150, 150);
  person.act(ActionKind::LockToggle);
  EXPECT_TRUE(person.selected().locked);
  EXPECT_FALSE(person.overlay.handles);
  person.drag(150, 150, 300, 300);
  person.select({a});
  EXPECT_NEAR(person.box().x, 100, 0.01);
  person.act(ActionKind::Delete);
  EXPECT_EQ(person.order().size(), 2u);
  person.act(ActionKind::SelectNone);
  person.click(150, 150);
  EXPECT_EQ(person.selected().node, a);
  person.act(ActionKind::LockToggle);
  person.act(ActionKind::Delete);
  EXPECT_EQ(person.order(), (std::vector<std::string>{b}));
  person.act(ActionKind::Undo);
  EXPECT_EQ(person.order().size(), 2u);
}

// What the surroundings gave was taken before the copy reached their clipboard.
TEST_F(Editing, PasteRightAfterCopyTakesWhatWasCopied) {
  Paste paste;
  paste.text = "of another program";
  paste.copied = true;
  person.act(ActionKind::SelectNone);
  person.act(ActionKind::Copy);
  person.give(paste);
  EXPECT_EQ(person.property("text"), R"("of another program")") << "nothing was copied, so what was given is pasted";
  person.click(150, 150);
  const double width = person.box().width;
  person.act(ActionKind::Copy);
  person.give(paste);
  EXPECT_NEAR(person.box().width, width, 0.01) << "the copy comes before what was given";
  EXPECT_EQ(person.order().size(), 4u);
}

TEST_F(Editing, DuplicateCopyCutAndPaste) {
  person.click(150, 150);
  person.act(ActionKind::Duplicate);
  EXPECT_NEAR(person.box().x, 120, 0.01);
  person.act(ActionKind::Copy);
  ASSERT_FALSE(person.clipboard.elements.empty());
  Paste paste;
  paste.elements = person.clipboard.elements;
  person.give(paste);
  EXPECT_EQ(person.order().size(), 4u);
  EXPECT_NEAR(person.box().x, 140, 0.01);
  EXPECT_NEAR(person.box().width, 200, 0.01);
  person.act(ActionKind::Cut);
  EXPECT_EQ(person.order().size(), 3u);
  paste.elements = R"({"flashkit-elements":[{"type":"page","placement":[0,0,1,1,0]}]})";
  person.give(paste);
  EXPECT_EQ(person.order().size(), 3u) << "pages do not hide in the clipboard";
}

TEST_F(Editing, ASliderShowsLiveAndMakesOneOperation) {
  person.click(150, 150);
  const std::size_t before = person.operations_sent.size();
  person.set("opacity", "0.7", true);
  person.set("opacity", "0.5", true);
  EXPECT_EQ(person.property("opacity"), "0.5");
  EXPECT_EQ(person.operations_sent.size(), before);
  person.set("opacity", "0.5");
  EXPECT_EQ(person.operations_sent.size(), before + 1);
  person.act(ActionKind::Undo);
  EXPECT_EQ(person.property("opacity"), "1");
}

TEST_F(Editing, AlignPutsOneElementOnItsPage) {
  person.click(150, 150);
  person.act(ActionKind::AlignCenter);
  person.act(ActionKind::AlignBottom);
  EXPECT_NEAR(person.box().x, 400, 0.01);
  EXPECT_NEAR(person.box().y, 900, 0.01);
}

TEST_F(Editing, PagesAreAddedCopiedMovedAndDeletedButNeverTheLast) {
  const std::string first = person.board.pages.front().page;
  person.act(ActionKind::PageDelete, first);
  EXPECT_EQ(person.board.pages.size(), 1u);
  person.act(ActionKind::PageDuplicate, first);
  ASSERT_EQ(person.board.pages.size(), 2u);
  EXPECT_EQ(person.design.pages[1].layers.size(), 2u);
  EXPECT_EQ(person.board.pages[1].y, 1080) << "80 px below";
  const std::string second = person.board.pages[1].page;
  MoveNode move;
  move.node = second;
  move.before = first;
  person.give(move);
  EXPECT_EQ(person.board.pages.front().page, second);
  person.act(ActionKind::PageDelete, second);
  EXPECT_EQ(person.board.pages.front().page, first);
  person.act(ActionKind::Undo);
  EXPECT_EQ(person.board.pages.size(), 2u);
}

TEST_F(Editing, ToolsDrawAndGoBackToSelecting) {
  person.choose(Tool::Ellipse);
  person.drag(600, 100, 800, 250);
  EXPECT_EQ(person.property("subType"), "\"circle\"");
  EXPECT_NEAR(person.box().width, 200, 0.01);
  EXPECT_EQ(person.design.tool, Tool::Select);
  person.choose(Tool::Line);
  person.drag(100, 800, 100, 900);
  EXPECT_EQ(person.selected().type, "line");
  EXPECT_EQ(person.box().rotation, 90);
  EXPECT_TRUE(person.overlay.line);
  // Its end can be dragged alone.
  person.drag(100, 900, 300, 800);
  EXPECT_EQ(person.box().rotation, 0);
  EXPECT_NEAR(person.box().width, 200, 0.01);
}

TEST_F(Editing, ZoomKeepsThePointUnderThePointer) {
  const double x = person.view_x(300);
  const double y = person.view_y(300);
  Wheel wheel;
  wheel.x = x;
  wheel.y = y;
  wheel.delta_y = -120;
  wheel.modifiers = person.held;
  const double before = person.camera.zoom;
  person.give(wheel);
  EXPECT_GT(person.camera.zoom, before);
  EXPECT_NEAR(person.view_x(300), x, 1e-6);
  EXPECT_NEAR(person.view_y(300), y, 1e-6);
  EXPECT_FALSE(person.camera.settled);
  person.wait(100);
  EXPECT_FALSE(person.camera.settled);
  person.wait(50);
  EXPECT_TRUE(person.camera.settled);
}

TEST_F(Editing, SpaceAndTheMiddleButtonPan) {
  const double before = person.camera.x;
  person.pointer(PointerPhase::Down, 150, 150, 1, 1);
  person.pointer(PointerPhase::Move, 150 + 100 / person.camera.zoom, 150);
  person.pointer(PointerPhase::Up, 150, 150);
  EXPECT_NEAR(person.camera.x, before + 100, 1e-6);
  EXPECT_TRUE(person.selection.nodes.empty());
}

TEST_F(Editing, EachKindOfNewsComesAtMostOnceADrain) {
  person.held.control = false;
  person.click(150, 150);
  person.key("ArrowRight");
  for (const auto& [kind, count] : person.of_kind_in_last_drain) EXPECT_EQ(count, 1) << kind;
  person.wait(1000);
  person.wait(1);
  EXPECT_TRUE(person.of_kind_in_last_drain.empty()) << "nothing new is said twice";
}

TEST_F(Editing, AChangePaintsOnlyWhatItTouched) {
  person.click(150, 150);
  person.painted.clear();
  person.key("ArrowRight");
  ASSERT_EQ(person.painted.size(), 1u);
  ASSERT_FALSE(person.painted[0].damage.empty());
  for (const Box& box : person.painted[0].damage) {
    EXPECT_GE(box.x, 90);
    EXPECT_LE(box.x + box.width, 340);
  }
  EXPECT_FALSE(person.session.display_list(person.board.pages.front().page).empty());
  EXPECT_TRUE(person.session.display_list("0").empty());
  EXPECT_TRUE(person.session.display_list("nonsense").empty());
}

TEST_F(Editing, TheDesignCanBeRenamedAndExported) {
  Rename rename;
  rename.name = "Summer \"sale\"";
  person.give(rename);
  EXPECT_EQ(person.design.name, "Summer \"sale\"");
  const auto json = base::parse_json(person.exported());
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json.value().find("pages")->items().size(), 1u);
  EXPECT_EQ(json.value().find("pages")->items()[0].find("children")->items().size(), 2u);
}

TEST(Sessions, KnowNothingOfEachOther) {
  Person first("one");
  Person second("two");
  first.open_new(100, 100);
  second.open_new(200, 300);
  const std::string node = first.insert("figure", 10, 10, 20, 20);
  EXPECT_EQ(second.order().size(), 0u);
  EXPECT_EQ(second.board.pages.front().height, 300);
  second.select({node});
  EXPECT_TRUE(second.selection.nodes.empty());
  EXPECT_NE(first.sent(0).client, second.sent(0).client);
}

TEST(Sessions, TheSameSeedAndCommandsGiveTheSameBytes) {
  Person first("same");
  Person second("same");
  for (Person* person : {&first, &second}) {
    person->open_new(100, 100);
    person->insert("figure", 10, 10, 20, 20);
  }
  EXPECT_EQ(first.operations_sent, second.operations_sent);
}

TEST(Sessions, AFileOpensAsOneOperationAndComesOutAgain) {
  Person person;
  const std::string file =
      R"({"width":800,"height":600,"fonts":[],"pages":[{"id":"p","children":[{"id":"t","type":"text","x":10,"y":20,)"
      R"("width":200,"height":30,"text":"Hello","fontSize":20,"strange":{"a":null}},{"id":"g","type":"group",)"
      R"("children":[{"id":"i","type":"figure","x":1,"y":2,"width":3,"height":4,"rotation":0}]}],)"
      R"("background":"white","width":"auto","height":"auto"}],"unit":"px","dpi":72,"schemaVersion":4})";
  person.open_file(file);
  EXPECT_EQ(person.operations_sent.size(), 1u);
  EXPECT_EQ(person.exported(), file);
  EXPECT_FALSE(person.design.can_undo);
  Person refused;
  refused.open_file("{\"no\":1}");
  EXPECT_TRUE(refused.operations_sent.empty());
  ASSERT_EQ(refused.notices.size(), 1u);
  EXPECT_EQ(refused.notices[0].kind, "error");
}

}  // namespace
}  // namespace flashkit::session
