// Going back to an earlier state: what is shown is that state, what need not change is not written, and undo is exact.
#include "operations/restore.h"

#include <gtest/gtest.h>

#include <map>

#include "base/proto.h"
#include "operations/ids.h"
#include "operations/random_edits_for_tests.h"
#include "operations/undo.h"

namespace flashkit::operations {
namespace {

using base::NodeId;
using base::OperationId;
using document::Document;
using document::Key;

const base::ClientId k_restorer{0xA, 3};
const base::ClientId k_colleague{0xB, 4};

// Live nodes with their places and values; a text by what it says.
std::string shown(const Document& design) {
  std::string out;
  for (const NodeId id : design.in_tree_order()) {
    if (!design.is_live(id)) continue;
    const document::Node& node = *design.find(id);
    const document::Placement& p = node.placement;
    out += base::to_text(id) + " " + node.type + " " + base::to_text(p.parent) + " " + p.order + " " +
           std::to_string(p.x) + " " + std::to_string(p.width);
    std::map<std::string, std::string> values;
    for (const document::Property& property : node.properties) {
      const std::string key(design.keys().name(property.key));
      values[key] = key == "text" && property.value.is_string() ? property.value.as_string()
                                                                : std::string(property.value.json_text());
    }
    for (const auto& [key, value] : values) out += " " + key + "=" + value;
    out += "\n";
  }
  return out;
}

// One person's document with its journal's memory of writers.
struct Studio {
  Document design;
  UndoStack stack;
  std::map<std::pair<NodeId, document::KeyNumber>, OperationId> writers;
  std::uint64_t next = 1;

  LastWriter last_writer() const {
    return [this](NodeId node, document::KeyNumber key) {
      const auto found = writers.find({node, key});
      return found == writers.end() ? OperationId{} : found->second;
    };
  }
  bool take(const Operation& operation) {
    const Applied applied = apply(design, operation);
    for (const Change& change : applied.changes) writers[{change.node, register_of(change)}] = *id_of(operation);
    return applied.took_effect;
  }
  std::size_t bring_back(const Document& then, std::size_t limit_bytes = k_restore_bytes) {
    const std::vector<Operation> operations = restore(design, then, {k_restorer, next}, limit_bytes);
    for (const Operation& operation : operations) {
      EXPECT_EQ(operation.number, next++);
      stack.record(design, last_writer(), operation);
      EXPECT_TRUE(take(operation));
    }
    return operations.size();
  }
  std::size_t undo() {
    const Undone undone = stack.undo(design, last_writer(), {k_restorer, next});
    if (undone.operation.has_value()) {
      ++next;
      EXPECT_TRUE(take(*undone.operation));
    }
    return undone.skipped;
  }
};

// A page with a text "hello" and a group with a box in it.
struct Poster {
  Studio studio;
  NodeId page, text, group, box;
  Poster() {
    OperationBuilder build(k_colleague, 1);
    const document::Placement on_root{.parent = {}, .order = "V"};
    page = build.create("page", on_root);
    const KeyAndJson words[] = {{"text", "\"hello\""}, {"fill", "\"red\""}};
    text = build.create("text", {.parent = page, .order = "A", .width = 10}, words);
    group = build.create("group", {.parent = page, .order = "B"});
    box = build.create("figure", {.parent = group, .order = "A", .x = 5});
    EXPECT_TRUE(studio.take(build.take()));
  }
};

TEST(Restore, WritesOnlyWhatDiffers) {
  Poster poster;
  Studio& studio = poster.studio;
  const Document then(studio.design);
  EXPECT_EQ(studio.bring_back(then), 0u);
  OperationBuilder edit(k_colleague, 2);
  edit.set(poster.text, "fill", "\"blue\"");
  edit.set(poster.text, "opacity", "0.5");
  edit.create("figure", {.parent = poster.page, .order = "C"});
  edit.remove(poster.group);
  ASSERT_TRUE(studio.take(edit.take()));
  const std::vector<Operation> operations = restore(studio.design, then, {k_restorer, 1});
  ASSERT_EQ(operations.size(), 1u);
  ASSERT_EQ(operations[0].steps.size(), 4u);
  EXPECT_EQ(std::get<Remove>(operations[0].steps[0].kind).node, node_ref(poster.group));
  EXPECT_EQ(std::get<Set>(operations[0].steps[1].kind).properties[0].value, "\"red\"");
  EXPECT_TRUE(std::get<Set>(operations[0].steps[2].kind).properties[0].unset);
  EXPECT_TRUE(std::get<Remove>(operations[0].steps[3].kind).removed);
  EXPECT_EQ(studio.bring_back(then), 1u);
  EXPECT_EQ(shown(studio.design), shown(then));
}

TEST(Restore, LettersThatStayKeepTheirIds) {
  Poster poster;
  Studio& studio = poster.studio;
  const Document then(studio.design);
  OperationBuilder erase(k_colleague, 2);
  ASSERT_TRUE(erase.delete_text(studio.design, poster.text, 1, 2).ok());
  ASSERT_TRUE(erase.insert_text(studio.design, poster.text, 5, " you").ok());
  ASSERT_TRUE(studio.take(erase.take()));
  ASSERT_EQ(studio.design.find(poster.text)->string(Key::Text), "hlo you");
  // Meanwhile somebody types behind the "o", a letter of then.
  OperationBuilder typed(k_colleague, 3);
  ASSERT_TRUE(typed.insert_text(studio.design, poster.text, 3, "!").ok());
  EXPECT_EQ(studio.bring_back(then), 1u);
  EXPECT_EQ(studio.design.find(poster.text)->string(Key::Text), "hello");
  ASSERT_TRUE(studio.take(typed.take()));
  EXPECT_EQ(studio.design.find(poster.text)->string(Key::Text), "hello!");
  EXPECT_EQ(studio.undo(), 0u);
  EXPECT_EQ(studio.design.find(poster.text)->string(Key::Text), "hlo! you");
}

TEST(Restore, ATextThatWasSetAnewMeanwhileKeepsTheLettersThatAreAlike) {
  Poster poster;
  Studio& studio = poster.studio;
  const Document then(studio.design);
  OperationBuilder anew(k_colleague, 2);
  anew.set(poster.text, "text", "\"help yellow\"");
  ASSERT_TRUE(studio.take(anew.take()));
  EXPECT_EQ(studio.bring_back(then), 1u);
  const document::Node& text = *studio.design.find(poster.text);
  EXPECT_EQ(text.string(Key::Text), "hello");
  EXPECT_EQ(text_of(text).pieces().front().run.client, k_colleague) << "\"hel\" is still the colleague's";
  EXPECT_EQ(studio.undo(), 0u);
  EXPECT_EQ(studio.design.find(poster.text)->string(Key::Text), "help yellow");
}

TEST(Restore, TextsWithMarkupAndTextsInShredsAreSetAsAWhole) {
  Poster poster;
  Studio& studio = poster.studio;
  OperationBuilder rich(k_colleague, 2);
  rich.set(poster.text, "text", "\"<p>a<b>b</b></p>\"");
  ASSERT_TRUE(studio.take(rich.take()));
  const Document then(studio.design);
  OperationBuilder plain(k_colleague, 3);
  plain.set(poster.text, "text", "\"<p>a</p>\"");
  ASSERT_TRUE(studio.take(plain.take()));
  const std::vector<Operation> operations = restore(studio.design, then, {k_restorer, 1});
  ASSERT_EQ(operations.size(), 1u);
  EXPECT_NE(std::get_if<Set>(&operations[0].steps[0].kind), nullptr);

  OperationBuilder long_text(k_colleague, 4);
  long_text.set(poster.text, "text", "\"" + std::string(3 * k_restore_text_pieces, 'x') + "\"");
  ASSERT_TRUE(studio.take(long_text.take()));
  const Document whole(studio.design);
  OperationBuilder shreds(k_colleague, 5);
  for (std::size_t i = 0; i < k_restore_text_pieces + 1; ++i) {
    ASSERT_TRUE(shreds.delete_text(studio.design, poster.text, 2 * i, 1).ok());
  }
  ASSERT_TRUE(studio.take(shreds.take()));
  EXPECT_EQ(studio.bring_back(whole), 1u);
  EXPECT_EQ(shown(studio.design), shown(whole));
  EXPECT_EQ(studio.undo(), 0u);
  EXPECT_EQ(studio.design.find(poster.text)->string(Key::Text).size(), 2 * k_restore_text_pieces - 1);
}

TEST(Restore, GroupsThatChangedPlacesComeBackAndUndoTurnsThemAgain) {
  Poster poster;
  Studio& studio = poster.studio;
  OperationBuilder inner(k_colleague, 2);
  const NodeId second = inner.create("group", {.parent = poster.group, .order = "B"});
  ASSERT_TRUE(studio.take(inner.take()));
  const Document then(studio.design);
  OperationBuilder out(k_colleague, 3);
  out.place(second, {.parent = poster.page, .order = "C"});
  ASSERT_TRUE(studio.take(out.take()));
  OperationBuilder in(k_colleague, 4);
  in.place(poster.group, {.parent = second, .order = "A"});
  ASSERT_TRUE(studio.take(in.take()));
  const std::string turned = shown(studio.design);
  EXPECT_EQ(studio.bring_back(then), 1u);
  EXPECT_EQ(shown(studio.design), shown(then));
  EXPECT_EQ(studio.undo(), 0u);
  EXPECT_EQ(shown(studio.design), turned);
}

TEST(Restore, WhatTheDocumentNeverHadIsMadeAnew) {
  Poster poster;
  Document other;
  const std::vector<Operation> operations = restore(other, poster.studio.design, {k_restorer, 1});
  ASSERT_EQ(operations.size(), 1u);
  ASSERT_TRUE(apply(other, operations[0]).took_effect);
  check_tree(other);
  ASSERT_EQ(other.node_count(), poster.studio.design.node_count());
  const NodeId page = other.live_children({}).front();
  ASSERT_EQ(other.live_children(page).size(), 2u);
  EXPECT_EQ(other.find(other.live_children(page)[0])->string(Key::Text), "hello");
  EXPECT_EQ(other.find(other.live_children(other.live_children(page)[1]).front())->placement.x, 5);
}

TEST(Restore, StaysBelowTheSizeOfAnOperation) {
  Poster poster;
  Studio& studio = poster.studio;
  OperationBuilder large(k_colleague, 2);
  std::vector<NodeId> boxes;
  for (int i = 0; i < 40; ++i) {
    const KeyAndJson words[] = {{"custom", "\"" + std::string(500, 'a') + "\""}};
    boxes.push_back(large.create("figure", {.parent = poster.page, .order = "C" + std::to_string(i + 1) + "V"}, words));
  }
  ASSERT_TRUE(studio.take(large.take()));
  const Document then(studio.design);
  OperationBuilder change(k_colleague, 3);
  for (const NodeId box : boxes) change.set(box, "custom", "1");
  ASSERT_TRUE(studio.take(change.take()));
  const std::string before = shown(studio.design);
  constexpr std::size_t k_limit = 4000;
  for (const Operation& operation : restore(studio.design, then, {k_restorer, 1}, k_limit)) {
    EXPECT_LE(base::encoded(operation).size(), k_limit);
  }
  const std::size_t count = studio.bring_back(then, k_limit);
  EXPECT_GT(count, 4u);
  EXPECT_EQ(shown(studio.design), shown(then));
  for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(studio.undo(), 0u);
  EXPECT_EQ(shown(studio.design), before);
}

TEST(Restore, AnyEarlierStateComesBackAndUndoBringsThePresent) {  // V5
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomEdits random(seed, k_colleague);
    Studio studio;
    std::vector<Document> versions;
    for (int i = 0; i < 60; ++i) {
      if (i % 10 == 9) versions.push_back(studio.design);
      studio.take(random.operation(studio.design));
    }
    const Document then(versions[random.below(versions.size())]);
    const std::string before = shown(studio.design);
    const std::vector<Operation> twice[] = {restore(studio.design, then, {k_restorer, 1}),
                                            restore(studio.design, then, {k_restorer, 1})};
    ASSERT_EQ(twice[0].size(), twice[1].size());
    for (std::size_t i = 0; i < twice[0].size(); ++i) {
      ASSERT_EQ(base::encoded(twice[0][i]), base::encoded(twice[1][i])) << "the same bytes on every machine";
    }
    const std::size_t limit = random.below(2) == 0 ? k_restore_bytes : 400;
    const std::size_t count = studio.bring_back(then, limit);
    ASSERT_EQ(shown(studio.design), shown(then)) << "seed " << seed;
    check_tree(studio.design);
    ASSERT_TRUE(restore(studio.design, then, {k_restorer, 1}).empty()) << "seed " << seed;
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(studio.undo(), 0u) << "seed " << seed;
    ASSERT_EQ(shown(studio.design), before) << "seed " << seed;
  }
}

TEST(Restore, UndoNeverOverwritesWhatSomeoneElseWroteSince) {  // I9
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomEdits random(seed, k_colleague);
    Studio studio;
    Document then;
    for (int i = 0; i < 50; ++i) {
      if (i == 20) then = studio.design;
      studio.take(random.operation(studio.design));
    }
    if (studio.bring_back(then) == 0) continue;
    for (int i = 0; i < 10; ++i) studio.take(random.operation(studio.design));
    const Undone undone = studio.stack.undo(studio.design, studio.last_writer(), {k_restorer, studio.next});
    if (!undone.operation.has_value()) continue;
    Document probe(studio.design);
    const Applied applied = apply(probe, *undone.operation);
    ASSERT_TRUE(applied.took_effect) << "seed " << seed << ": " << applied.rule;
    for (const Change& change : applied.changes) {
      if (change.what == What::Text) continue;  // letters are told apart one by one
      ASSERT_EQ(studio.last_writer()(change.node, register_of(change)).client, k_restorer) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace flashkit::operations
