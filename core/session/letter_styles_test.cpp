// Letters that look otherwise than their box: chosen by the caret, shown in the panel, copied, exported, taken back.
#include "session/person_for_test.h"
#include "sync/minimum.h"

namespace flashkit::session {
namespace {

struct LetterStyles : testing::Test {
  Person person;
  void SetUp() override {
    person.open_new(1000, 1000);
    person.insert("text", 100, 100, 400, 0, {{"text", "\"Hello world\""}, {"fontSize", "40"}});
  }
  // The letters from `from` on.
  void choose_letters(int from, int count) {
    if (!person.text_editing.active) person.key("Enter");
    person.held.control = true;
    person.key("Home");
    person.held.control = false;
    for (int i = 0; i < from; ++i) person.key("ArrowRight");
    person.held.shift = true;
    for (int i = 0; i < count; ++i) person.key("ArrowRight");
    person.held.shift = false;
  }
  std::string exported_text() {
    const std::string json = person.exported();
    const std::size_t at = json.find("\"text\":\"") + 8;
    return json.substr(at, json.find_first_of("\"", at) - at);
  }
};

TEST_F(LetterStyles, BelongToTheSelectedLetters) {
  choose_letters(0, 5);
  person.act(ActionKind::Bold);
  EXPECT_TRUE(person.text_editing.active) << "and editing goes on";
  EXPECT_EQ(person.text_editing.selected_text, "Hello");
  EXPECT_EQ(person.property("fontWeight"), "\"bold\"") << "of what is selected";
  EXPECT_EQ(exported_text(), "<p><strong>Hello</strong> world</p>");
  choose_letters(6, 5);
  EXPECT_EQ(person.property("fontWeight"), "\"normal\"");
  person.act(ActionKind::Italic);
  person.act(ActionKind::Underline);
  person.set("fill", "\"red\"");
  EXPECT_EQ(exported_text(), "<p><strong>Hello</strong> <em><u><span style=\\");
  person.key("Escape");
  EXPECT_EQ(person.property("fontWeight"), "\"normal\"") << "of the text as a whole";
  EXPECT_EQ(person.property("text"), "\"Hello world\"");
  for (int i = 0; i < 4; ++i) person.act(ActionKind::Undo);
  EXPECT_EQ(exported_text(), "Hello world");
  person.act(ActionKind::Redo);
  EXPECT_EQ(exported_text(), "<p><strong>Hello</strong> world</p>");
}

TEST_F(LetterStyles, TurnOffAgainAndWithTheWholeText) {
  choose_letters(0, 5);
  person.act(ActionKind::Bold);
  person.act(ActionKind::Bold);
  EXPECT_EQ(exported_text(), "Hello world") << "what the text is anyway is nothing of their own";
  person.act(ActionKind::Bold);
  person.key("Escape");
  person.act(ActionKind::Bold);
  EXPECT_EQ(person.property("fontWeight"), "\"bold\"");
  EXPECT_EQ(exported_text(), "Hello world") << "all of it, with nothing left behind";
  choose_letters(0, 5);
  person.act(ActionKind::Bold);
  EXPECT_EQ(exported_text(), "<p><span style=\\");
}

TEST_F(LetterStyles, AreThoseOfTheLettersBeforeAndOfWhatIsReplaced) {
  choose_letters(6, 5);
  person.act(ActionKind::Bold);
  person.type("all");
  person.wait(300);
  EXPECT_EQ(exported_text(), "<p>Hello <strong>all</strong></p>");
  person.type("!");
  person.wait(300);
  EXPECT_EQ(exported_text(), "<p>Hello <strong>all!</strong></p>");
}

TEST_F(LetterStyles, GoAlongWithCopiesAndFiles) {
  choose_letters(0, 5);
  person.act(ActionKind::Bold);
  person.key("Escape");
  person.act(ActionKind::Duplicate);
  EXPECT_EQ(person.order().size(), 2u);
  person.act(ActionKind::Copy);
  Paste paste;
  paste.elements = person.clipboard.elements;
  person.give(paste);
  const std::string file = person.exported();
  std::size_t count = 0;
  for (std::size_t at = file.find("<strong>Hello</strong>"); at != std::string::npos;
       at = file.find("<strong>", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, 3u);
  Person other("other");
  other.open_file(file);
  EXPECT_EQ(other.exported(), file);
  other.select({other.order().front()});
  other.key("Enter");
  EXPECT_TRUE(other.text_editing.active) << "its letters can be edited";
  EXPECT_EQ(other.text_editing.selected_text, "Hello world");
}

TEST_F(LetterStyles, AskForProgramsThatKnowThem) {  // L12
  choose_letters(0, 5);
  person.act(ActionKind::Bold);
  const sync::Minimum asked = sync::asked_by(person.sent(person.operations_sent.size() - 1));
  EXPECT_EQ(asked, (sync::Minimum{2, 2}));
  EXPECT_EQ(sync::asked_by(person.sent(0)), sync::Minimum{});
}

}  // namespace
}  // namespace flashkit::session
