// Letters on the canvas. Without fonts every letter has no width, so these tests move by keys; caret_test.cpp of the
// text room holds the geometry.
#include "session/person_for_test.h"

namespace flashkit::session {
namespace {

struct Letters : testing::Test {
  Person person;
  std::string node;
  void SetUp() override {
    person.open_new(1000, 1000);
    node = person.insert("text", 100, 100, 400, 0, {{"text", "\"Hello world\""}, {"fontSize", "40"}});
  }
  std::string text() const { return person.property("text"); }
};

TEST_F(Letters, EnterEditsEverythingAndTypingReplaces) {
  person.key("Enter");
  EXPECT_TRUE(person.text_editing.active);
  EXPECT_EQ(person.text_editing.selected_text, "Hello world");
  person.type("A");
  EXPECT_EQ(text(), "\"A\"") << "shown at once";
  person.key("Escape");
  EXPECT_FALSE(person.text_editing.active);
  EXPECT_EQ(text(), "\"A\"");
  person.act(ActionKind::Undo);
  EXPECT_EQ(text(), "\"Hello world\"");
}

// Such a text is rich to everybody who reads the file; carets know fewer letters than were typed then.
TEST_F(Letters, ThatLookLikeTagsMayBeTyped) {
  person.key("Enter");
  person.type("<b>x</b>");
  person.type("y");
  person.key("ArrowLeft");
  person.key("Home");
  person.act(ActionKind::SelectAll);
  EXPECT_EQ(text(), "\"<b>x</b>y\"");
  person.key("Escape");
  EXPECT_EQ(text(), "\"<b>x</b>y\"");
}

TEST_F(Letters, OverABoxThatIsOnlySelectedLettersAreForTheShortcuts) {
  person.type("Z");
  EXPECT_EQ(text(), "\"Hello world\"");
  EXPECT_FALSE(person.text_editing.active);
}

// A file says how high a text is, for programs that do not lay out text; what is written here stays true.
TEST_F(Letters, AStoredHeightThatWasThatOfTheLinesGoesOnBeingIt) {
  person.open_file(R"({"width":800,"height":600,"pages":[{"id":"p","children":[
      {"id":"t","type":"text","x":10,"y":20,"width":300,"height":48,"text":"one","fontSize":40}]}]})");
  person.select({person.order().front()});
  const double one_line = person.box().height;
  person.key("Enter");
  person.type("one\ntwo");
  person.key("Escape");
  EXPECT_NEAR(person.box().height, 2 * one_line, 1);
  EXPECT_NE(person.exported().find("\"height\":" + std::to_string(static_cast<int>(person.box().height))),
            std::string::npos);
  person.act(ActionKind::Undo);
  EXPECT_NEAR(person.box().height, one_line, 1) << "one undo step with the letters";
}

TEST_F(Letters, ANarrowedBoxIsStoredAsHighAsItsLines) {
  person.held.control = true;
  const double height = person.box().height;
  person.drag(500, 100 + height / 2, 300, 100 + height / 2);
  EXPECT_NEAR(person.box().width, 200, 0.01);
  EXPECT_FALSE(person.overlay.frame == std::nullopt);
  EXPECT_TRUE(person.overlay.width_sides_only);
  EXPECT_EQ(person.exported().find("\"height\":0"), std::string::npos);
}

TEST_F(Letters, ABurstBecomesAnOperationAfterAQuarterOfASecond) {
  person.key("Enter");
  person.key("ArrowRight");
  const std::size_t before = person.operations_sent.size();
  person.type("!");
  person.wait(100);
  person.type("!");
  person.wait(200);
  EXPECT_EQ(person.operations_sent.size(), before) << "still typing";
  person.wait(60);
  ASSERT_EQ(person.operations_sent.size(), before + 1);
  const operations::Operation operation = person.sent(before);
  ASSERT_EQ(operation.steps.size(), 1u);
  const auto* insert = std::get_if<operations::TextInsert>(&operation.steps[0].kind);
  ASSERT_NE(insert, nullptr);
  EXPECT_EQ(insert->text, "!!") << "letters by their place, never the whole text";
}

TEST_F(Letters, WhoeverTypesWithoutAPauseWaitsForAnOperationNoLongerThanASecond) {
  person.key("Enter");
  person.key("ArrowRight");
  const std::size_t before = person.operations_sent.size();
  for (int i = 0; i < 25; ++i) {
    person.type("x");
    person.wait(100);
  }
  EXPECT_EQ(person.operations_sent.size(), before + 2);
  EXPECT_EQ(text(), "\"Hello world" + std::string(25, 'x') + "\"");
  person.wait(300);
  EXPECT_EQ(person.operations_sent.size(), before + 3);
  person.act(ActionKind::Undo);
  EXPECT_EQ(text(), "\"Hello world\"") << "one word is one step, however many operations it took";
}

TEST_F(Letters, WhoAsksWhereItIsSavedDoesNotWaitForAPause) {
  person.key("Enter");
  person.key("ArrowRight");
  const std::size_t before = person.operations_sent.size();
  person.type("!");
  person.act(ActionKind::Store);
  EXPECT_EQ(person.operations_sent.size(), before + 1);
  EXPECT_TRUE(person.text_editing.active);
  person.act(ActionKind::Store);
  EXPECT_EQ(person.operations_sent.size(), before + 1);
}

TEST_F(Letters, KeysMoveAndDeleteByLetterWordAndLine) {
  person.key("Enter");
  person.key("End");
  person.key("Backspace");
  EXPECT_EQ(text(), "\"Hello worl\"");
  person.held.control = true;
  person.key("Backspace");
  EXPECT_EQ(text(), "\"Hello \"");
  person.key("Home");
  person.held.control = false;
  person.key("Delete");
  EXPECT_EQ(text(), "\"ello \"");
  person.type("J");
  EXPECT_EQ(text(), "\"Jello \"");
  person.held.shift = true;
  person.key("ArrowRight");
  person.held.shift = false;
  EXPECT_EQ(person.text_editing.selected_text, "e");
  person.key("Enter");
  EXPECT_EQ(text(), "\"J\\nllo \"");
  person.held.control = true;
  person.key("a");
  EXPECT_EQ(person.text_editing.selected_text, "J\nllo ");
}

TEST_F(Letters, BackspaceTakesAWholeGrapheme) {
  person.key("Enter");
  person.type("e\xCC\x81\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7");  // e with an accent, a family
  person.key("Backspace");
  EXPECT_EQ(text(), "\"e\xCC\x81\"");
  person.key("Backspace");
  EXPECT_EQ(text(), "\"\"");
}

TEST_F(Letters, AnInputMethodIsShownUnderlinedAndMakesNoOperationUntilItEnds) {
  person.key("Enter");
  person.key("ArrowRight");
  const std::size_t before = person.operations_sent.size();
  person.compose("\xE3\x81\x8B", false);
  person.compose("\xE3\x81\x8B\xE3\x82\x93", false);
  EXPECT_EQ(text(), "\"Hello world\xE3\x81\x8B\xE3\x82\x93\"");
  person.wait(1000);
  EXPECT_EQ(person.operations_sent.size(), before);
  person.compose("\xE6\xBC\xA2", true);
  EXPECT_EQ(text(), "\"Hello world\xE6\xBC\xA2\"");
  person.wait(300);
  EXPECT_EQ(person.operations_sent.size(), before + 1);
}

TEST_F(Letters, RichTextIsRefusedInPlainWords) {
  person.set("text", "\"<p>Hello <strong>you</strong></p>\"");
  person.key("Enter");
  EXPECT_FALSE(person.text_editing.active);
  ASSERT_FALSE(person.notices.empty());
  EXPECT_EQ(person.notices.back().kind, "info");
}

TEST_F(Letters, CutAndPasteWorkOnLetters) {
  person.key("Enter");
  person.act(ActionKind::Cut);
  EXPECT_EQ(person.clipboard.text, "Hello world");
  EXPECT_EQ(text(), "\"\"");
  Paste paste;
  paste.text = "one\r\ntwo";
  person.give(paste);
  EXPECT_EQ(text(), "\"one\\ntwo\"");
}

TEST_F(Letters, AnEmptiedBoxGoesAway) {
  person.key("Enter");
  person.key("Delete");
  person.key("Escape");
  EXPECT_TRUE(person.order().empty());
  person.act(ActionKind::Undo);
  EXPECT_EQ(person.order().size(), 1u);
}

TEST_F(Letters, TheToolMakesAnEmptyTextThatIsEditedAtOnce) {
  person.choose(Tool::Text);
  person.click(600, 600);
  EXPECT_TRUE(person.text_editing.active);
  person.type("New");
  person.key("Escape");
  EXPECT_EQ(text(), "\"New\"");
}

TEST_F(Letters, TwoPeopleTypingInOneBoxBothKeepTheirLetters) {
  Person peer("peer");
  peer.open_from_replica();
  sync::DocumentLoaded loaded;
  loaded.document = k_document;
  loaded.complete = true;
  loaded.role = sync::Role::Edit;
  for (const std::string& operation : person.operations_sent) loaded.entries.push_back(person.entry(operation));
  peer.replica(loaded);
  peer.seq = person.seq;
  sync::EntriesConfirmed mine;
  mine.document = k_document;
  mine.entries = loaded.entries;
  person.replica(mine);

  person.key("Enter");
  person.key("ArrowRight");
  person.type("!");
  peer.select({node});
  peer.key("Enter");
  peer.key("Home");
  peer.type("Oh, ");
  peer.wait(300);
  ASSERT_EQ(peer.operations_sent.size(), 1u);
  sync::EntriesConfirmed theirs;
  theirs.document = k_document;
  theirs.entries.push_back(person.entry(peer.operations_sent[0]));
  person.replica(theirs);
  EXPECT_EQ(text(), "\"Oh, Hello world!\"");
  person.type("?");
  EXPECT_EQ(text(), "\"Oh, Hello world!?\"") << "the caret stayed behind its letter";
}

}  // namespace
}  // namespace flashkit::session
