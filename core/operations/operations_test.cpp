// The rules of operations, as examples first and as properties with seeds behind them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "base/proto.h"
#include "base/utf8.h"
#include "operations/builder.h"
#include "operations/ids.h"
#include "operations/random_edits_for_tests.h"
#include "operations/undo.h"

namespace flashkit::operations {
namespace {

using base::ClientId;
using base::NodeId;
using base::OperationId;
using document::Document;
using document::Key;

const ClientId k_ann{0xA, 1};
const ClientId k_bob{0xB, 2};

document::Placement at(NodeId parent, std::string order, double x = 0) {
  return {.parent = parent, .order = std::move(order), .x = x, .y = 0, .width = 10, .height = 10, .rotation = 0};
}

// A page with a text "hello" and a group.
struct Small {
  Document design;
  NodeId page, text, group;
  Small() {
    OperationBuilder build(k_ann, 1);
    page = build.create("page", at({}, "V"));
    const KeyAndJson words[] = {{"text", "\"hello\""}, {"fill", "\"red\""}};
    text = build.create("text", at(page, "A"), words);
    group = build.create("group", at(page, "B"));
    EXPECT_TRUE(apply(design, build.take()).took_effect);
  }
};

const char* broken_rule(Document& design, Operation operation) {
  const std::string before = describe(design);
  const Applied applied = apply(design, operation);
  EXPECT_FALSE(applied.took_effect);
  EXPECT_TRUE(applied.changes.empty());
  EXPECT_EQ(describe(design), before);
  return applied.rule;
}

TEST(Apply, SaysWhichRegistersItWrote) {
  Small small;
  OperationBuilder build(k_bob, 1);
  build.set(small.text, "fill", "\"blue\"");
  build.place(small.text, at(small.group, "A", 5));
  build.remove(small.group);
  const Applied applied = apply(small.design, build.take());
  EXPECT_EQ(applied.changes, (std::vector<Change>{{What::Property, small.text, document::number_of(Key::Fill)},
                                                  {What::Placement, small.text, 0},
                                                  {What::Removed, small.group, 0}}));
  EXPECT_FALSE(small.design.is_live(small.text));
}

TEST(Apply, RefusesTheWholeOperationWhenOneStepBreaksARule) {  // S10
  Small small;
  const auto with = [&](auto&& steps) {
    OperationBuilder build(k_bob, 1);
    build.set(small.text, "fill", "\"blue\"");
    steps(build);
    return build.take();
  };
  Document& design = small.design;
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) { b.place(small.page, at(small.group, "A")); })),
               "a page lies on the root");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) { b.place(small.group, at({}, "A")); })),
               "an element lies on a page or in a group");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) { b.place(small.group, at(small.text, "A")); })),
               "an element lies on a page or in a group");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) { b.place(small.group, at(small.group, "A")); })),
               "a node does not lie in itself");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) {
                             b.place(small.text, at(NodeId{k_bob, 77}, "A"));
                           })),
               "the parent is there");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) { b.place(small.text, at(small.page, "A0")); })),
               "an order key has base-62 digits and does not end in 0");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) {
                             b.place(small.text, at(small.page, "A", std::numeric_limits<double>::quiet_NaN()));
                           })),
               "numbers are finite");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) { b.set(small.text, "x", "1e999"); })), "a value is JSON");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) { b.set(small.text, "x", "[1,"); })), "a value is JSON");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) { b.set(NodeId{k_bob, 5}, "x", "1"); })), "the node is there");
  EXPECT_STREQ(broken_rule(design, with([&](auto& b) {
                             b.delete_span(small.text, {{k_bob, 9}, 0}, 1);
                           })),
               "a text point names a character");
  OperationBuilder again(k_ann, 1);
  again.create("page", at({}, "X"));
  EXPECT_STREQ(broken_rule(design, again.take()), "an id is used once");
}

TEST(Apply, KeepsTheTreeShallow) {
  Document design;
  OperationBuilder build(k_ann, 1);
  NodeId parent = build.create("page", at({}, "V"));
  for (int i = 0; i < 99; ++i) parent = build.create("group", at(parent, "V"));
  ASSERT_TRUE(apply(design, build.take()).took_effect);
  OperationBuilder deeper(k_ann, 2);
  deeper.create("group", at(parent, "V"));
  EXPECT_STREQ(broken_rule(design, deeper.take()), "the tree is at most 100 deep");
}

TEST(Apply, PassesOverStepsThatItDoesNotKnow) {  // S10: and the bytes ride along
  Small small;
  OperationBuilder build(k_bob, 1);
  build.set(small.text, "fill", "\"blue\"");
  Operation operation = build.take();
  Step unknown;
  std::string of_tomorrow;
  base::ProtoWriter(of_tomorrow).bytes_field(99, "new");
  unknown.unknown_fields = of_tomorrow;
  operation.steps.push_back(unknown);
  const std::string bytes = base::encoded(operation);
  const auto read = read_operation(bytes);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(base::encoded(read.value().operation), bytes);
  EXPECT_TRUE(apply(small.design, read.value().operation).took_effect);
  EXPECT_EQ(small.design.find(small.text)->string(Key::Fill), "blue");
}

TEST(Apply, TheLastWriterOfARegisterWinsWholeWhateverItsClockSays) {  // S10, I8, I15, I18
  // Ann and Bob work on the same state; whoever comes last in the journal wins each register, and placement is one.
  for (const bool ann_last : {true, false}) {
    Small small;
    OperationBuilder ann(k_ann, 900);  // higher numbers, as after a long day: they mean nothing
    ann.place(small.text, at(small.group, "B", 7));
    ann.set(small.text, "fill", "\"blue\"");
    ann.remove(small.group, false);
    OperationBuilder bob(k_bob, 1);
    bob.place(small.text, at(small.page, "C", 99));
    bob.set(small.text, "opacity", "0.5");
    bob.remove(small.group, true);
    Operation operations[2] = {ann.take(), bob.take()};
    if (ann_last) std::swap(operations[0], operations[1]);
    for (const Operation& operation : operations) ASSERT_TRUE(apply(small.design, operation).took_effect);
    const document::Node& text = *small.design.find(small.text);
    EXPECT_EQ(text.placement, ann_last ? at(small.group, "B", 7) : at(small.page, "C", 99)) << "never a mixture";
    EXPECT_EQ(small.design.find(small.group)->removed, !ann_last);
    EXPECT_EQ(text.string(Key::Fill), "blue") << "different registers: both hold";
    EXPECT_EQ(text.number(Key::Opacity), 0.5);
  }
}

TEST(Apply, KeysNobodyKnowsAreRegistersLikeAnyOther) {  // S10, I13
  Small small;
  OperationBuilder build(k_bob, 1);
  build.set(small.text, "fromTheFuture", "{\"deep\":[1,2]}");
  ASSERT_TRUE(apply(small.design, build.take()).took_effect);
  EXPECT_NE(describe(small.design).find("{\"deep\":[1,2]}"), std::string::npos);
}

TEST(Apply, AWriteToARemovedNodeIsValid) {
  Small small;
  OperationBuilder build(k_bob, 1);
  build.remove(small.text);
  build.set(small.text, "fill", "\"blue\"");
  EXPECT_TRUE(apply(small.design, build.take()).took_effect);
}

TEST(Apply, TwoPeopleTypingKeepTheirLetters) {  // rule 5
  Small small;
  OperationBuilder ann(k_ann, 2);
  ASSERT_TRUE(ann.insert_text(small.design, small.text, 5, " Ann").ok());
  OperationBuilder bob(k_bob, 1);
  ASSERT_TRUE(bob.insert_text(small.design, small.text, 0, "Bob ").ok());
  ASSERT_TRUE(bob.delete_text(small.design, small.text, 1, 3).ok());
  ASSERT_TRUE(apply(small.design, ann.take()).took_effect);
  ASSERT_TRUE(apply(small.design, bob.take()).took_effect);
  EXPECT_EQ(small.design.find(small.text)->string(Key::Text), "Bob ho Ann");
  OperationBuilder whole(k_bob, 2);
  whole.set(small.text, "text", "\"new\"");
  ASSERT_TRUE(apply(small.design, whole.take()).took_effect);
  EXPECT_EQ(small.design.find(small.text)->text, nullptr);
}

TEST(Apply, RandomEditsAreTakenBackByteForByteAndKeepTheTree) {  // I7
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    RandomEdits random(seed);
    Document design;
    Document unlisted;
    std::vector<std::pair<std::string, Rollback>> history;
    for (int i = 0; i < 60; ++i) {
      const std::string before = describe(design);
      Rollback rollback;
      const Operation operation = random.operation(design);
      const Applied applied = apply(design, operation, &rollback);
      check_tree(design);
      const Applied in_silence = apply(unlisted, operation, nullptr, Listing::Nothing);
      ASSERT_EQ(in_silence.took_effect, applied.took_effect) << "seed " << seed;
      ASSERT_TRUE(in_silence.changes.empty());
      ASSERT_EQ(describe(unlisted), describe(design)) << "seed " << seed;
      if (applied.took_effect) {
        history.emplace_back(before, std::move(rollback));
      } else {
        ASSERT_EQ(describe(design), before) << "seed " << seed;
      }
    }
    ASSERT_GT(history.size(), 20u) << "seed " << seed;
    while (!history.empty()) {
      roll_back(design, std::move(history.back().second));
      ASSERT_EQ(describe(design), history.back().first) << "seed " << seed;
      history.pop_back();
    }
    EXPECT_EQ(design.node_count(), 1u);
  }
}

TEST(Apply, HostileBytesNeverApplyByHalves) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomEdits random(seed);
    Document design;
    for (int i = 0; i < 20; ++i) apply(design, random.operation(design));
    for (int i = 0; i < 100; ++i) {
      std::string bytes = base::encoded(random.operation(design));
      const std::uint64_t hits = 1 + random.below(4);
      for (std::uint64_t k = 0; k < hits && !bytes.empty(); ++k) {
        bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        if (random.below(8) == 0) bytes.resize(random.below(bytes.size()));
      }
      const auto operation = decode_operation(bytes);
      if (!operation.ok()) continue;
      const std::string before = describe(design);
      Rollback rollback;
      const Applied applied = apply(design, operation.value(), &rollback);
      check_tree(design);
      if (applied.took_effect) roll_back(design, std::move(rollback));
      ASSERT_EQ(describe(design), before) << "seed " << seed;
    }
  }
}

TEST(OrderKey, KeepsItsLengthWhenAppendingAndPrepending) {
  const std::string suffix = order_suffix(k_ann);
  std::string last, first;
  for (int i = 0; i < 20000; ++i) {
    const std::string next = order_key_between(last, {}, suffix);
    ASSERT_LT(last, next);
    last = next;
    const std::string before = order_key_between({}, first, suffix);
    ASSERT_TRUE(first.empty() || before < first);
    first = before;
    ASSERT_EQ(next.size(), 10u);
    ASSERT_EQ(before.size(), 10u);
  }
}

TEST(OrderKey, IsAlwaysStrictlyBetweenAndNeverTwoPeoplesSame) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    RandomEdits random(seed);
    const std::string suffixes[] = {order_suffix(k_ann), order_suffix(k_bob), "zzzzzz", "000001"};
    std::vector<std::string> keys;
    std::size_t at_spot = random.below(3);  // always at the same spot, always behind the newest, or anywhere
    std::size_t newest = 0;
    for (std::size_t n = 0; n < 400; ++n) {
      const std::size_t place = at_spot == 0                 ? std::min<std::size_t>(1, keys.size())
                                : at_spot == 1 && n % 2 == 0 ? std::min(newest, keys.size())
                                                             : random.below(keys.size() + 1);
      const std::string before = place == 0 ? "" : keys[place - 1];
      const std::string after = place == keys.size() ? "" : keys[place];
      std::set<std::string> made;
      for (const std::string& suffix : suffixes) {
        const std::string key = order_key_between(before, after, suffix);
        ASSERT_TRUE(is_order_key(key)) << key;
        ASSERT_LT(before, key);
        ASSERT_TRUE(after.empty() || key < after);
        ASSERT_TRUE(made.insert(key).second) << "two people made " << key;
        ASSERT_LE(key.size(), 24 + n / 4) << "seed " << seed;
      }
      keys.insert(keys.begin() + static_cast<std::ptrdiff_t>(place),
                  order_key_between(before, after, suffixes[random.below(4)]));
      newest = place;
    }
  }
}

TEST(OrderKey, SpreadsManyKeysEvenly) {
  const std::string suffix = order_suffix(k_ann);
  const std::string a = order_key_between({}, {}, suffix);
  const std::string b = order_key_between(a, {}, suffix);
  const auto keys = order_keys_between(a, b, 10000, suffix);
  ASSERT_EQ(keys.size(), 10000u);
  EXPECT_LT(a, keys.front());
  EXPECT_LT(keys.back(), b);
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  for (const std::string& key : keys) ASSERT_LE(key.size(), 16u);
}

TEST(Builder, CopiesASubtreeMovedByAsMuch) {
  Small small;
  OperationBuilder move(k_ann, 2);
  move.place(small.text, at(small.group, "A", 30));
  ASSERT_TRUE(apply(small.design, move.take()).took_effect);
  OperationBuilder copy(k_ann, 3);
  const NodeId made = copy.create_copy(small.design, small.group, at(small.page, "C", 100));
  ASSERT_TRUE(apply(small.design, copy.take()).took_effect);
  const auto children = small.design.live_children(made);
  ASSERT_EQ(children.size(), 1u);
  EXPECT_EQ(small.design.find(children[0])->placement.x, 130);
  EXPECT_EQ(small.design.find(children[0])->string(Key::Text), "hello");
}

// One document that several people edit in turn, with who wrote what last.
class Desk {
 public:
  bool apply_operation(const Operation& operation) {
    const Applied applied = apply(design, operation);
    const OperationId id = *id_of(operation);
    for (const Change& change : applied.changes) writers_[{change.node, register_of(change)}] = id;
    return applied.took_effect;
  }
  LastWriter last_writer() const {
    return [this](NodeId node, document::KeyNumber key) {
      const auto found = writers_.find({node, key});
      return found == writers_.end() ? OperationId{} : found->second;
    };
  }
  bool edit(UndoStack& stack, OperationBuilder& build, bool join = false) {
    const Operation operation = build.take();
    stack.record(design, last_writer(), operation, join);
    return apply_operation(operation);
  }
  std::size_t undo(UndoStack& stack) { return turn(stack.undo(design, last_writer(), {k_ann, next})); }
  std::size_t redo(UndoStack& stack) { return turn(stack.redo(design, last_writer(), {k_ann, next})); }

  Document design;
  std::uint64_t next = 1;  // of Ann

 private:
  std::size_t turn(const Undone& undone) {
    if (undone.operation.has_value()) {
      EXPECT_TRUE(apply_operation(*undone.operation));
      ++next;
    }
    return undone.skipped;
  }
  std::map<std::pair<NodeId, document::KeyNumber>, OperationId> writers_;
};

TEST(Undo, LeavesWhatSomeoneElseChangedSinceAndSaysSo) {  // I9, rule 6
  Desk desk;
  UndoStack stack;
  OperationBuilder create(k_ann, desk.next++);
  const NodeId page = create.create("page", at({}, "V"));
  const NodeId box = create.create("figure", at(page, "A"));
  ASSERT_TRUE(desk.edit(stack, create));
  OperationBuilder paint(k_ann, desk.next++);
  paint.set(box, "fill", "\"red\"");
  paint.set(box, "opacity", "0.5");
  ASSERT_TRUE(desk.edit(stack, paint));
  OperationBuilder bob(k_bob, 1);
  bob.set(box, "fill", "\"blue\"");
  ASSERT_TRUE(desk.apply_operation(bob.take()));
  EXPECT_EQ(desk.undo(stack), 1u);
  EXPECT_EQ(desk.design.find(box)->string(Key::Fill), "blue");
  EXPECT_EQ(desk.design.find(box)->find(Key::Opacity), nullptr);
  EXPECT_EQ(desk.redo(stack), 1u);
  EXPECT_EQ(desk.design.find(box)->string(Key::Fill), "blue");
  EXPECT_EQ(desk.design.find(box)->number(Key::Opacity), 0.5);
}

TEST(Undo, TakesTypedLettersAwayAndTypesRemovedOnesAgain) {
  Desk desk;
  UndoStack stack;
  OperationBuilder create(k_ann, desk.next++);
  const NodeId page = create.create("page", at({}, "V"));
  const KeyAndJson words[] = {{"text", "\"abc\""}};
  const NodeId text = create.create("text", at(page, "A"), words);
  ASSERT_TRUE(desk.edit(stack, create));
  const auto shown = [&] { return desk.design.find(text)->string(Key::Text); };
  OperationBuilder erase(k_ann, desk.next++);
  ASSERT_TRUE(erase.delete_text(desk.design, text, 1, 2).ok());
  ASSERT_TRUE(desk.edit(stack, erase));
  OperationBuilder type(k_ann, desk.next++);
  ASSERT_TRUE(type.insert_text(desk.design, text, 1, "XY").ok());
  ASSERT_TRUE(desk.edit(stack, type));
  OperationBuilder bob(k_bob, 1);
  ASSERT_TRUE(bob.insert_text(desk.design, text, 2, "!").ok());
  ASSERT_TRUE(desk.apply_operation(bob.take()));
  EXPECT_EQ(shown(), "aX!Y");
  EXPECT_EQ(desk.undo(stack), 0u);
  EXPECT_EQ(shown(), "a!");
  EXPECT_EQ(desk.undo(stack), 0u);
  EXPECT_EQ(shown(), "a!bc");
  EXPECT_EQ(desk.redo(stack), 0u);
  EXPECT_EQ(desk.redo(stack), 0u);
  EXPECT_EQ(shown(), "aX!Y");
}

TEST(Undo, JoinedLettersAreOneStep) {
  Desk desk;
  UndoStack stack;
  OperationBuilder create(k_ann, desk.next++);
  const NodeId page = create.create("page", at({}, "V"));
  const NodeId text = create.create("text", at(page, "A"));
  ASSERT_TRUE(desk.edit(stack, create));
  for (std::size_t i = 0; i < 3; ++i) {
    OperationBuilder type(k_ann, desk.next++);
    ASSERT_TRUE(type.insert_text(desk.design, text, i, std::string(1, static_cast<char>('a' + i))).ok());
    ASSERT_TRUE(desk.edit(stack, type, i > 0));
  }
  EXPECT_EQ(desk.design.find(text)->string(Key::Text), "abc");
  EXPECT_EQ(desk.undo(stack), 0u);
  EXPECT_EQ(desk.design.find(text)->string(Key::Text), "");
  EXPECT_EQ(desk.redo(stack), 0u);
  EXPECT_EQ(desk.design.find(text)->string(Key::Text), "abc");
}

TEST(Undo, BackAndForthIsTheIdentityWhenNobodyElseEdits) {  // I9
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    RandomEdits random(seed, k_ann);
    Desk desk;
    UndoStack stack;
    std::vector<std::string> states{visible(desk.design)};
    for (int i = 0; i < 25; ++i) {
      const Operation operation = random.operation(desk.design, desk.next);
      Document probe(desk.design);
      if (!apply(probe, operation).took_effect) continue;
      ++desk.next;
      stack.record(desk.design, desk.last_writer(), operation);
      ASSERT_TRUE(desk.apply_operation(operation));
      states.push_back(visible(desk.design));
    }
    std::size_t place = states.size() - 1;
    for (int i = 0; i < 60; ++i) {
      const bool back = place > 0 && (place + 1 == states.size() || random.below(2) == 0);
      if (back) {
        ASSERT_EQ(desk.undo(stack), 0u) << "seed " << seed;
        --place;
      } else if (place + 1 < states.size()) {
        ASSERT_EQ(desk.redo(stack), 0u) << "seed " << seed;
        ++place;
      }
      ASSERT_EQ(visible(desk.design), states[place]) << "seed " << seed << " after " << i;
    }
  }
}

TEST(Undo, NeverChangesARegisterThatSomeoneElseWroteLast) {  // I9
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomEdits random(seed, k_ann);
    RandomEdits other(seed + 1000, k_bob);
    Desk desk;
    UndoStack stack;
    std::uint64_t bob_number = 1;
    for (int i = 0; i < 30; ++i) {
      const bool bob = i > 3 && random.below(3) == 0;
      const Operation operation =
          bob ? other.operation(desk.design, bob_number++) : random.operation(desk.design, desk.next++);
      if (!bob) stack.record(desk.design, desk.last_writer(), operation);
      desk.apply_operation(operation);
    }
    for (int i = 0; i < 40; ++i) {
      const Undone undone = random.below(3) > 0 ? stack.undo(desk.design, desk.last_writer(), {k_ann, desk.next})
                                                : stack.redo(desk.design, desk.last_writer(), {k_ann, desk.next});
      if (!undone.operation.has_value()) continue;
      ++desk.next;
      Document probe(desk.design);
      for (const Change& change : apply(probe, *undone.operation).changes) {
        if (change.what == What::Text) continue;  // letters are told apart one by one
        const OperationId writer = desk.last_writer()(change.node, register_of(change));
        ASSERT_NE(writer.client, k_bob) << "seed " << seed;
      }
      desk.apply_operation(*undone.operation);
    }
  }
}

}  // namespace
}  // namespace flashkit::operations
