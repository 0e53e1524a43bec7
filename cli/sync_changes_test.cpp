// A changed file as operations: only what was changed, whatever others did meanwhile.
#include "cli/sync_changes.h"

#include <gtest/gtest.h>

#include "interchange/export.h"
#include "interchange/import.h"
#include "operations/apply.h"
#include "operations/builder.h"
#include "operations/random_edits_for_tests.h"

namespace flashkit::cli {
namespace {

using document::Document;

const base::ClientId k_ann{0xA, 1};
const base::ClientId k_file{0xF, 1};

Document design_of(const std::string& json) {
  return interchange::build_document(interchange::import_polotno(json).value(), {k_ann, 1});
}
std::vector<operations::Operation> changes(const Document& base, const Document& current, const std::string& file,
                                           std::uint64_t number = 1) {
  auto made = changes_of({base, current, file, k_file, number});
  EXPECT_TRUE(made.ok());
  return made.ok() ? std::move(made).value() : std::vector<operations::Operation>();
}
Document with(Document design, const std::vector<operations::Operation>& operations) {
  for (const operations::Operation& each : operations) {
    const operations::Applied applied = operations::apply(design, each);
    EXPECT_TRUE(applied.took_effect) << applied.rule;
  }
  return design;
}
std::string page_of(const std::string& children) {
  return R"({"schemaVersion":4,"width":100,"height":100,"pages":[{"id":"p","children":[)" + children + "]}]}";
}

TEST(SyncChanges, AFileThatSaysTheSameInItsOwnWayIsNoChange) {
  const std::string plain =
      page_of(R"({"id":"a","type":"figure","x":1,"y":2,"fill":"red"},{"type":"text","text":"t"})");
  const Document design = design_of(plain);
  EXPECT_TRUE(changes(design, design, plain).empty());
  EXPECT_TRUE(changes(design, design, interchange::export_polotno(design)).empty()) << "with ids made for the file";
  EXPECT_TRUE(changes(design, design, "\n  " + plain + "\n").empty());
}

TEST(SyncChanges, SaysOnlyTheRegistersThatChanged) {
  const Document design = design_of(page_of(R"({"id":"a","type":"figure","x":1,"fill":"red","opacity":0.5})"));
  const auto made = changes(design, design, page_of(R"({"id":"a","type":"figure","x":1,"fill":"blue","name":"n"})"));
  ASSERT_EQ(made.size(), 1u);
  std::vector<std::string> keys;
  for (const operations::Step& step : made[0].steps) {
    const auto* set = std::get_if<operations::Set>(&step.kind);
    ASSERT_NE(set, nullptr);
    for (const operations::Property& property : set->properties) keys.push_back(property.key);
  }
  EXPECT_EQ(keys, (std::vector<std::string>{"fill", "name", "opacity"}));
}

TEST(SyncChanges, TwoPeoplesLettersBothStay) {
  const Document design = design_of(page_of(R"({"id":"t","type":"text","text":"hello"})"));
  operations::OperationBuilder theirs(k_ann, 2);
  const base::NodeId text = design.live_children(design.live_children({})[0])[0];
  ASSERT_TRUE(theirs.insert_text(design, text, 5, " world").ok());
  const Document current = with(design, {theirs.take()});
  const std::string file = page_of(R"({"id":"t","type":"text","text":"Oh hello"})");
  const Document after = with(current, changes(design, current, file));
  EXPECT_EQ(after.find(text)->string(document::Key::Text), "Oh hello world");
  // Where the other one wrote the text anew there are no letters to stand between: the file's text as a whole.
  operations::OperationBuilder anew(k_ann, 2);
  anew.set(text, "text", "\"new\"");
  const Document replaced = with(design, {anew.take()});
  const std::string inside = page_of(R"({"id":"t","type":"text","text":"hel-lo"})");
  EXPECT_EQ(with(replaced, changes(design, replaced, inside)).find(text)->string(document::Key::Text), "hel-lo");
}

TEST(SyncChanges, AMovedElementKeepsWhereOthersPutIt) {
  const Document design = design_of(page_of(R"({"id":"a","type":"figure","x":1},{"id":"b","type":"figure","x":2})"));
  const base::NodeId page = design.live_children({})[0];
  const base::NodeId a = design.live_children(page)[0];
  operations::OperationBuilder theirs(k_ann, 2);
  document::Placement elsewhere = design.find(a)->placement;
  elsewhere.x = 50;
  theirs.place(a, elsewhere);
  const Document current = with(design, {theirs.take()});
  // The file turns the order round and touches no number.
  const Document after =
      with(current,
           changes(design, current, page_of(R"({"id":"b","type":"figure","x":2},{"id":"a","type":"figure","x":1})")));
  EXPECT_EQ(after.find(a)->placement.x, 50);
  EXPECT_EQ(after.live_children(page).back(), a);
}

TEST(SyncChanges, RefusesWhatIsNoDesign) {
  const Document design = design_of(page_of(""));
  for (const std::string file : {"", "{", "[]", "{\"pages\":3}", "null"}) {
    EXPECT_FALSE(changes_of({design, design, file, k_file, 1}).ok()) << file;
  }
}

TEST(SyncChanges, BringAnyDesignToSayWhatAnyOtherFileSays) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    operations::RandomEdits edits(seed, k_ann);
    Document base;
    for (std::uint64_t number = 1; number <= 40; ++number) operations::apply(base, edits.operation(base, number));
    Document target = base;
    for (std::uint64_t number = 41; number <= 60; ++number) operations::apply(target, edits.operation(target, number));
    const std::string file = interchange::export_polotno(target);
    const Document after = with(base, changes(base, base, file));
    const auto left = changes(after, after, file, 1000);
    EXPECT_TRUE(left.empty()) << "seed " << seed;
    // And back, on what stands there now.
    const std::string back = interchange::export_polotno(base);
    const Document again = with(after, changes(after, after, back, 1000));
    EXPECT_TRUE(changes(again, again, back, 2000).empty()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace flashkit::cli
