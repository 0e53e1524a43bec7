// Fonts that a design brings along: asked for, taken, and used as previews and exports use them.
#include "display/display_list.h"
#include "operations/builder.h"
#include "session/person_for_test.h"
#include "text/fonts_for_test.h"

namespace flashkit::session {
namespace {

std::string face_of_bundle(const text::FontCatalog& catalog, std::string_view family) {
  return catalog.faces()[catalog.resolve(family, {}).value_or(0)].file;
}

// What is drawn of the first page names each font by the beginning of its file's hash.
bool draws_with(Person& person, const std::string& file) {
  const std::string list = display::dump(person.session.display_list(person.board.pages.front().page));
  return list.find("font \"" + file.substr(0, 40)) != std::string::npos;
}

void answer(Person& person, const std::string& source, const std::string& file) {
  FontLoaded font;
  font.source = source;
  const auto bytes = text::bundle_file(file);
  ASSERT_TRUE(bytes.has_value());
  font.bytes = std::string(base::text_of(*bytes));
  person.give(font);
}

void set_fonts(Person& person, std::uint64_t number, const std::string& json) {
  operations::OperationBuilder builder({9, 9}, number);
  builder.set({}, "fonts", json);
  sync::EntriesConfirmed message;
  message.document = k_document;
  message.entries.push_back(person.entry(base::encoded(builder.take())));
  person.replica(message);
}

TEST(CustomFonts, AreAskedForAndTheLastOfANameHolds) {
  const auto catalog = text::bundle_catalog();
  if (!catalog.has_value()) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  const std::string lobster = face_of_bundle(*catalog, "Lobster");
  const std::string anton = face_of_bundle(*catalog, "Anton");
  Person person;
  person.open_file(R"json({"width":400,"height":300,"fonts":[{"fontFamily":"Mine","url":"data:font/ttf,1"},
    {"fontFamily":"Far","url":"https://example.org/a.ttf"},
    {"fontFamily":"Mine","styles":[{"src":"url('blob:2') format('truetype')"}]}],
    "pages":[{"id":"p","children":[{"id":"t","type":"text","text":"abc","width":300,"fontFamily":"mine"}]}]})json");
  person.loaded();
  person.confirm_from(0);
  ASSERT_EQ(person.fonts_needed.size(), 2u);
  EXPECT_EQ(person.fonts_needed[0].source, "data:font/ttf,1");
  EXPECT_EQ(person.fonts_needed[1].source, "blob:2");
  EXPECT_FALSE(draws_with(person, lobster));
  // Answers come in any order. Both faces have the weight and slant that the text asks for.
  answer(person, "blob:2", lobster);
  EXPECT_TRUE(draws_with(person, lobster));
  person.painted.clear();
  answer(person, "data:font/ttf,1", anton);
  EXPECT_TRUE(draws_with(person, lobster));
  EXPECT_FALSE(person.painted.empty());
  // Somebody else gives the design other fonts; what is here already is not asked for again.
  set_fonts(person, 1, R"([{"fontFamily":"Mine","url":"data:font/ttf,1"}])");
  EXPECT_TRUE(draws_with(person, anton));
  set_fonts(person, 2, "[]");
  EXPECT_FALSE(draws_with(person, anton));
  EXPECT_EQ(person.fonts_needed.size(), 2u);
}

TEST(CustomFonts, ThatAreNoneLeaveTheText) {
  Person person;
  person.open_file(R"json({"fonts":[{"fontFamily":"A","url":"data:,x"},{"fontFamily":"","url":"data:,y"},7,
    {"fontFamily":"B","styles":[{"src":7},{"src":"url("}]}],"pages":[{"id":"p","children":[]}]})json");
  ASSERT_EQ(person.fonts_needed.size(), 1u);
  FontLoaded font;
  font.source = person.fonts_needed[0].source;
  font.bytes = "wOF2 is not read here";
  person.give(font);
  font.bytes.clear();
  person.give(font);
  EXPECT_FALSE(person.session.display_list(person.board.pages.front().page).empty());
}

}  // namespace
}  // namespace flashkit::session
