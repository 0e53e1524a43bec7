// Formats of letters (rule 5): registers of each letter, whoever types and formats at the same time.
#include "operations/letter_formats.h"

#include <gtest/gtest.h>

#include <map>

#include "operations/ids.h"
#include "operations/undo.h"

namespace flashkit::operations {
namespace {

using base::NodeId;
using base::OperationId;
using document::Document;
using document::Key;
using document::TextPiece;

constexpr base::ClientId k_amy{0xA, 1};
constexpr base::ClientId k_ben{0xB, 2};

// A design with one text, "hello world" in the beginning, and who wrote which register last.
class Letters : public testing::Test {
 protected:
  Letters() {
    OperationBuilder build(k_amy, next_++);
    document::Placement at;
    at.order = "V";
    const NodeId page = build.create("page", at);
    at.parent = page;
    const KeyAndJson words[] = {{"text", "\"hello world\""}};
    text_ = build.create("text", at, words);
    EXPECT_TRUE(take(build.take()));
  }
  bool take(const Operation& operation) {
    const Applied applied = apply(design_, operation);
    rule_ = applied.rule;
    for (const Change& change : applied.changes) writers_[{change.node, register_of(change)}] = *id_of(operation);
    return applied.took_effect;
  }
  OperationBuilder ann() { return OperationBuilder(k_amy, next_++); }
  OperationBuilder bob() { return OperationBuilder(k_ben, bobs_++); }
  Operation formatted(OperationBuilder build, std::size_t from, std::size_t count, std::string_view key,
                      std::string_view json) {
    EXPECT_TRUE(build.format_text(design_, text_, from, count, key, json).ok());
    return build.take();
  }
  Operation typed(OperationBuilder build, std::size_t at, std::string_view letters) {
    EXPECT_TRUE(build.insert_text(design_, text_, at, letters).ok());
    return build.take();
  }
  void edit(const Operation& operation) {
    stack_.record(design_, last_writer(), operation);
    EXPECT_TRUE(take(operation)) << rule_;
  }
  std::size_t undo() { return turn(stack_.undo(design_, last_writer(), {k_amy, next_})); }
  std::size_t redo() { return turn(stack_.redo(design_, last_writer(), {k_amy, next_})); }

  // Letters in runs, each with its formats: "he{bold}llo".
  static std::string shown(const document::Node& node) {
    std::string out;
    std::string before;
    const document::TextSequence text = text_of(node);
    for (const TextPiece& piece : text.pieces()) {
      if (piece.removed) continue;
      std::string formats;
      for (const document::LetterFormat& format : piece.formats) {
        formats += (formats.empty() ? "" : " ") + format.value.as_string();
      }
      if (formats != before) out += '{' + formats + '}';
      before = formats;
      for (const char32_t letter : piece.text) out += static_cast<char>(letter);
    }
    return out;
  }
  std::string shown() const { return shown(*design_.find(text_)); }

  Document design_;
  NodeId text_;
  UndoStack stack_;
  const char* rule_ = "";

 private:
  LastWriter last_writer() const {
    return [this](NodeId node, document::KeyNumber key) {
      const auto found = writers_.find({node, key});
      return found == writers_.end() ? OperationId{} : found->second;
    };
  }
  std::size_t turn(const Undone& undone) {
    if (undone.operation.has_value()) {
      EXPECT_TRUE(take(*undone.operation)) << rule_;
      ++next_;
    }
    return undone.skipped;
  }
  std::uint64_t next_ = 1;
  std::uint64_t bobs_ = 1;
  std::map<std::pair<NodeId, document::KeyNumber>, OperationId> writers_;
};

TEST_F(Letters, TheLastFormatOfEachLetterWins) {
  const Operation bold = formatted(ann(), 0, 8, "fontWeight", "\"bold\"");
  const Operation red = formatted(ann(), 3, 5, "fill", "\"red\"");
  const Operation light = formatted(bob(), 6, 5, "fontWeight", "\"light\"");
  EXPECT_TRUE(take(bold) && take(red) && take(light));
  EXPECT_EQ(shown(), "{bold}hel{red bold}lo {red light}wo{light}rld");
  EXPECT_TRUE(take(formatted(ann(), 0, 11, "fontWeight", "")));
  EXPECT_EQ(shown(), "hel{red}lo wo{}rld");
  EXPECT_EQ(design_.find(text_)->string(Key::Text), "hello world");
}

TEST_F(Letters, WhatSomebodyTypesIntoAWordIsFormattedWithIt) {
  // On the same state, in either order: a new letter is as the one it stands behind, or is between two that are named.
  for (const bool format_first : {true, false}) {
    Document before(design_);
    const Operation bold = formatted(ann(), 0, 5, "fontWeight", "\"bold\"");
    const Operation inside = typed(bob(), 2, "XY");
    EXPECT_TRUE(take(format_first ? bold : inside) && take(format_first ? inside : bold));
    EXPECT_EQ(shown(), "{bold}heXYllo{} world");
    EXPECT_TRUE(take(typed(ann(), 7, "!")));
    EXPECT_TRUE(take(typed(ann(), 0, ">")));
    EXPECT_EQ(shown(), ">{bold}heXYllo!{} world");
    design_ = before;
  }
}

TEST_F(Letters, RefusesWhatIsNoFormatOfItsLetters) {
  const auto broken = [&](auto&& spoil) {
    Operation operation = formatted(ann(), 0, 5, "fontWeight", "\"bold\"");
    spoil(std::get<TextFormat>(operation.steps[0].kind));
    EXPECT_FALSE(take(operation));
    return std::string(rule_);
  };
  EXPECT_EQ(broken([](TextFormat& step) { step.spans[0].length = 12; }), "a text point names a character");
  EXPECT_EQ(broken([](TextFormat& step) { step.spans[0].length = 0; }), "a text point names a character");
  EXPECT_EQ(broken([](TextFormat& step) { step.spans.clear(); }), "a text point names a character");
  EXPECT_EQ(broken([](TextFormat& step) { step.property->value = "bold"; }), "a value is JSON");
  EXPECT_EQ(broken([](TextFormat& step) { step.property->key.clear(); }), "a key is a short text");
  EXPECT_EQ(broken([](TextFormat& step) { step.property.reset(); }), "a key is a short text");
  for (std::size_t i = 0; i < k_max_letter_formats; ++i) {
    EXPECT_TRUE(take(formatted(ann(), 4, 3, "key" + std::to_string(i), "1")));
  }
  EXPECT_FALSE(take(formatted(ann(), 0, 5, "another", "1")));
  EXPECT_STREQ(rule_, "a letter has at most 32 formats");
  EXPECT_TRUE(take(formatted(ann(), 0, 5, "key0", "2"))) << "one that it has may change";
}

TEST_F(Letters, UndoLeavesWhatSomeoneElseFormattedSince) {  // I9, rule 6
  edit(formatted(ann(), 0, 5, "fill", "\"red\""));
  edit(formatted(ann(), 0, 11, "fill", "\"blue\""));
  EXPECT_TRUE(take(formatted(bob(), 1, 2, "fill", "\"green\"")));
  EXPECT_TRUE(take(typed(bob(), 4, "-")));
  EXPECT_TRUE(take(formatted(bob(), 7, 5, "fontWeight", "\"bold\"")));
  EXPECT_EQ(shown(), "{blue}h{green}el{blue}l-o {blue bold}world");
  EXPECT_EQ(undo(), 2u);
  EXPECT_EQ(shown(), "{red}h{green}el{red}l-o{} {bold}world") << "the letter between goes with its neighbours";
  EXPECT_EQ(redo(), 2u);
  EXPECT_EQ(shown(), "{blue}h{green}el{blue}l-o {blue bold}world");
  EXPECT_EQ(undo(), 2u);
  EXPECT_EQ(undo(), 2u);
  EXPECT_EQ(shown(), "h{green}el{}l-o {bold}world");
}

TEST_F(Letters, SameValueOfSomeoneElseIsTheirs) {  // rule 6
  edit(formatted(ann(), 0, 5, "fontWeight", "\"bold\""));
  EXPECT_TRUE(take(formatted(bob(), 3, 8, "fontWeight", "\"bold\"")));
  EXPECT_EQ(undo(), 2u);
  EXPECT_EQ(shown(), "hel{bold}lo world");
}

TEST_F(Letters, ComeBackWithTheirFormats) {
  edit(formatted(ann(), 2, 4, "fontWeight", "\"bold\""));
  edit(formatted(ann(), 4, 4, "fill", "\"red\""));
  const std::string before = shown();
  EXPECT_EQ(before, "he{bold}ll{red bold}o {red}wo{}rld");
  OperationBuilder anew = ann();
  anew.set(text_, "text", "\"something else\"");
  edit(anew.take());
  EXPECT_EQ(shown(), "something else");
  undo();
  EXPECT_EQ(shown(), before);
  OperationBuilder erase = ann();
  EXPECT_TRUE(erase.delete_text(design_, text_, 1, 8).ok());
  edit(erase.take());
  EXPECT_EQ(shown(), "hld");
  undo();
  EXPECT_EQ(shown(), before);
  redo();
  undo();
  EXPECT_EQ(shown(), before);
}

TEST_F(Letters, AWholeNewTextIsRedoneWithItsFormats) {
  // As bringing back an earlier version writes it.
  OperationBuilder build = ann();
  build.set(text_, "text", "\"brand new\"");
  build.format_spans(text_, {"fontWeight", document::Value::string("bold"), {{{build.last_run(), 0}, 5}}});
  edit(build.take());
  EXPECT_EQ(shown(), "{bold}brand{} new");
  undo();
  EXPECT_EQ(shown(), "hello world");
  redo();
  EXPECT_EQ(shown(), "{bold}brand{} new");
}

TEST_F(Letters, ACopyHasTheSameFormats) {
  EXPECT_TRUE(take(formatted(ann(), 2, 4, "fontWeight", "\"bold\"")));
  EXPECT_TRUE(take(typed(bob(), 4, "--")));
  OperationBuilder erase = ann();
  EXPECT_TRUE(erase.delete_text(design_, text_, 0, 1).ok());
  EXPECT_TRUE(take(erase.take()));
  OperationBuilder copy = ann();
  copy.set(text_, "name", "\"first\"");  // steps and nodes are counted apart
  const NodeId made = copy.create_copy(design_, text_, design_.find(text_)->placement);
  EXPECT_TRUE(take(copy.take()));
  EXPECT_EQ(shown(*design_.find(made)), "e{bold}ll--o {}world");
  EXPECT_EQ(shown(*design_.find(made)), shown());
}

}  // namespace
}  // namespace flashkit::operations
