// What is large: files come in parts that every server takes, a change that none would take is not made, and neither
// takes anything else with it.
#include "base/json.h"
#include "session/importing_detail.h"
#include "session/person_for_test.h"
#include "sync/limits.h"

namespace flashkit::session {
namespace {

std::string canonical_text(const std::string& polotno) {
  const auto json = base::parse_json(polotno);
  EXPECT_TRUE(json.ok());
  return json.ok() ? base::canonical_json(json.value()) : polotno;
}

std::string text_of_mb(std::size_t mb, char letter) { return "\"" + std::string(mb << 20, letter) + "\""; }

// Pages of elements, together above what one operation may hold, and an element that is larger than a part.
std::string large_file() {
  std::string out = R"({"width":100,"height":100,"unit":"px","pages":[)";
  for (int page = 0; page < 2; ++page) {
    out += std::string(page > 0 ? "," : "") + R"({"id":"p)" + std::to_string(page) + R"(","children":[)";
    for (int i = 0; i < 6; ++i) {
      out += std::string(i > 0 ? "," : "") + R"({"id":"e)" + std::to_string(page * 10 + i) +
             R"(","type":"image","x":1,"y":2,"width":3,"height":4,"src":)" + text_of_mb(1, 'a') + "}";
    }
    out += R"(,{"id":"g","type":"group","children":[{"id":"t","type":"text","x":0,"y":0,"width":50,"height":10,)"
           R"("custom":)" +
           text_of_mb(3, 'b') + R"(,"text":"a <strong>bold</strong> word","fontSize":10,"name":)" + text_of_mb(3, 'c') +
           "}]}]}";
  }
  return out + R"(],"custom":"kept"})";
}

TEST(Large, AFileBecomesOperationsThatEveryServerTakes) {
  const std::string file = large_file();
  ASSERT_GT(file.size(), sync::k_max_operation_bytes);
  Person person;
  person.open_file(file);
  person.loaded();
  ASSERT_GT(person.operations_sent.size(), 4u);
  for (const std::string& operation : person.operations_sent) EXPECT_LT(operation.size(), 2 * k_import_bytes);
  EXPECT_EQ(person.sent(person.operations_sent.size() - 1).number, person.operations_sent.size());
  EXPECT_EQ(person.design.pages.size(), 2u);

  // Another device, which hears of it by the journal only.
  Person peer("peer");
  peer.open_from_replica();
  sync::DocumentLoaded all;
  all.document = k_document;
  all.complete = true;
  all.role = sync::Role::Edit;
  for (const std::string& operation : person.operations_sent) all.entries.push_back(peer.entry(operation));
  peer.replica(all);
  EXPECT_EQ(peer.exported(), person.exported());

  Person small;  // the same in one part
  std::string text = file;
  for (const auto& [mb, letter] : {std::pair{1u, 'a'}, {3u, 'b'}, {3u, 'c'}}) {
    const std::string full = text_of_mb(mb, letter);
    for (auto at = text.find(full); at != std::string::npos; at = text.find(full))
      text.replace(at, full.size(), "\"\"");
  }
  small.open_file(text);
  EXPECT_EQ(small.operations_sent.size(), 1u);
  std::string shortened = person.exported();
  for (const auto& [mb, letter] : {std::pair{1u, 'a'}, {3u, 'b'}, {3u, 'c'}}) {
    const std::string full = text_of_mb(mb, letter);
    for (auto at = shortened.find(full); at != std::string::npos; at = shortened.find(full)) {
      shortened.replace(at, full.size(), "\"\"");
    }
  }
  EXPECT_EQ(canonical_text(shortened), canonical_text(small.exported()));
}

TEST(Large, AFileWithAValueThatNoOperationHoldsIsRefusedAndTheElementNamed) {
  Person person;
  person.open_file(R"({"width":9,"height":9,"pages":[{"children":[]},{"children":[{"type":"text","text":"a"},)"
                   R"({"type":"image","src":)" +
                   text_of_mb(13, 'a') + "}]}]}");
  EXPECT_TRUE(person.operations_sent.empty());
  ASSERT_EQ(person.notices.size(), 1u);
  EXPECT_EQ(person.notices[0].kind, "error");
  EXPECT_EQ(person.notices[0].detail.find("pages[1].children[1].src holds 13 MB"), 0u) << person.notices[0].detail;
}

TEST(Large, AnElementThatNoOperationCanNameTakesNothingElseWithIt) {
  Person person;
  const std::string elements = R"({"id":"a"},{"id":"b","type":7},{"id":"c","type":"page"},{"id":"d","type":")" +
                               std::string(300, 't') + R"("},{"id":"e","type":"text","text":"here"})";
  const std::string file = R"({"width":9,"height":9,"pages":[{"id":"p","children":[)" + elements + R"(]}]})";
  person.open_file(file);
  ASSERT_EQ(person.operations_sent.size(), 1u);
  EXPECT_EQ(person.order().size(), 5u);
  EXPECT_NE(person.exported().find(elements), std::string::npos) << "written as they were: " << person.exported();
}

TEST(Large, AChangeThatNoServerTakesIsNotMadeAndTakesNothingWithIt) {
  Person person;
  person.open_new(100, 100);
  person.loaded();
  person.insert("figure", 10, 10, 20, 20, {{"fill", "\"red\""}});
  const std::size_t sent = person.operations_sent.size();
  person.set("custom", text_of_mb(17, 'x'));
  ASSERT_EQ(person.notices.size(), 1u);
  EXPECT_EQ(person.notices[0].kind, "error");
  EXPECT_EQ(person.operations_sent.size(), sent);
  EXPECT_EQ(person.exported().find("custom"), std::string::npos);
  person.set("fill", "\"blue\"");
  ASSERT_EQ(person.operations_sent.size(), sent + 1);
  EXPECT_EQ(person.sent(sent).number, sent + 1) << "no number is left out";
  person.act(ActionKind::Undo);
  EXPECT_EQ(person.property("fill"), "\"red\"");
  person.act(ActionKind::Undo);
  EXPECT_TRUE(person.order().empty()) << "what was not made is no step";
}

TEST(Large, AChangeThatBreaksARuleIsNoStepOfUndo) {
  Person person;
  person.open_new(100, 100);
  person.loaded();
  person.insert("figure", 10, 10, 20, 20);
  person.set(std::string(2000, 'k'), "1");
  person.act(ActionKind::Undo);
  EXPECT_TRUE(person.order().empty());
}

TEST(Large, WhatHasNoRoomAboveItMakesRoomForWhatComesOnTop) {
  Person person;
  person.open_new(100, 100);
  person.loaded();
  const std::string below = person.insert("figure", 10, 10, 20, 20);
  operations::OperationBuilder theirs({7, 7}, 1);
  document::Placement placement;
  placement.parent = base::parse_node_id(person.design.pages.front().page).value();
  placement.order = std::string(1024, 'z');
  theirs.create("figure", placement);
  sync::OperationsStored news;
  news.document = k_document;
  news.from_other_tab = {base::encoded(theirs.take())};
  person.replica(news);
  ASSERT_EQ(person.order().size(), 2u);
  const std::string last = person.order().back();
  const std::string top = person.insert("figure", 30, 30, 20, 20);
  EXPECT_EQ(person.order(), (std::vector<std::string>{below, last, top}));
  person.act(ActionKind::Undo);
  EXPECT_EQ(person.order(), (std::vector<std::string>{below, last}));
  person.act(ActionKind::Redo);
  EXPECT_EQ(person.order(), (std::vector<std::string>{below, last, top}));
}

}  // namespace
}  // namespace flashkit::session
