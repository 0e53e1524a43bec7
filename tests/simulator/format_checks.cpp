// I16, formats: every letter has, for each key, what the last operation said that formatted it, or letters on both
// sides of it; a letter that was typed begins with what the one before it had then.
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "base/utf8.h"
#include "operations/ids.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {
namespace {

using Letter = std::tuple<base::ClientId, std::uint64_t, std::uint32_t>;
using Formats = std::map<std::string, std::string>;

Letter letter_of(const operations::TextPoint& point) {
  return {*operations::id_from_bytes<base::ClientId>(point.client), point.number, point.offset};
}

// One text, its letters in the order that they have in the end: letters never change places.
class FormattedText {
 public:
  explicit FormattedText(const document::TextSequence& text) {
    for (const document::TextPiece& piece : text.pieces()) {
      for (std::uint32_t i = 0; i < piece.text.size(); ++i) {
        places_.emplace(Letter{piece.run.client, piece.run.number, piece.offset + i}, letters_.size());
        Formats formats;
        for (const document::LetterFormat& format : piece.formats) formats[format.key] = format.value.json_text();
        letters_.push_back({true, {}, std::move(formats)});
      }
    }
  }
  void not_yet(const operations::TextInsert& step, OperationId by) {
    each(step, by, [](State& letter) { letter.born = false; });
  }
  void set_anew() {
    for (State& letter : letters_) letter.formats.clear();
  }
  void type(const operations::TextInsert& step, OperationId by) {
    Formats inherited;
    if (step.after.has_value()) {
      const auto before = places_.find(letter_of(*step.after));
      if (before != places_.end()) inherited = letters_[before->second].formats;
    }
    each(step, by, [&](State& letter) {
      letter.born = true;
      letter.formats = inherited;
    });
  }
  void format(const operations::TextFormat& step) {
    std::optional<std::pair<std::size_t, std::size_t>> range;
    for (const operations::TextSpan& span : step.spans) {
      for (std::uint32_t i = 0; i < span.length; ++i) {
        Letter named = letter_of(*span.first);
        std::get<2>(named) += i;
        const auto place = places_.find(named);
        if (place == places_.end()) return;  // of a text that was set anew later
        if (!range.has_value()) range = {place->second, place->second};
        range->first = std::min(range->first, place->second);
        range->second = std::max(range->second, place->second);
      }
    }
    const operations::Property& said = *step.property;
    for (std::size_t i = range->first; i <= range->second; ++i) {
      if (!letters_[i].born) continue;
      if (said.unset) {
        letters_[i].formats.erase(said.key);
      } else {
        letters_[i].formats[said.key] = document::Value::parse(said.value).value().json_text();
      }
    }
  }
  bool is_right() const {
    return std::all_of(letters_.begin(), letters_.end(),
                       [](const State& letter) { return letter.formats == letter.in_the_end; });
  }

 private:
  struct State {
    bool born = true;
    Formats formats;
    Formats in_the_end;
  };
  template <class Change>
  void each(const operations::TextInsert& step, OperationId by, Change&& change) {
    const std::uint64_t run = by.number * base::k_ids_per_operation + step.index;
    for (std::uint32_t i = 0; i < base::count_code_points(step.text); ++i) {
      const auto place = places_.find(Letter{by.client, run, i});
      if (place != places_.end()) change(letters_[place->second]);
    }
  }
  std::map<Letter, std::size_t> places_;
  std::vector<State> letters_;
};

}  // namespace

void World::check_formats(const document::Document& final, const std::vector<TookEffect>& operations) {
  std::map<base::NodeId, FormattedText> texts;
  for (const base::NodeId id : final.in_tree_order()) {
    const document::Node& node = *final.find(id);
    if (node.text != nullptr) texts.emplace(id, *node.text);
  }
  const auto each_step = [&](auto&& take) {
    for (const auto& [id, operation] : operations) {
      for (const operations::Step& step : operation.steps) take(id, step.kind);
    }
  };
  const auto text_of = [&](const std::optional<operations::NodeRef>& ref) {
    const auto found = texts.find(*operations::node_id(ref));
    return found == texts.end() ? nullptr : &found->second;
  };
  each_step([&](OperationId id, const auto& kind) {
    const auto* insert = std::get_if<operations::TextInsert>(&kind);
    if (FormattedText* text = insert == nullptr ? nullptr : text_of(insert->node)) text->not_yet(*insert, id);
  });
  each_step([&](OperationId id, const auto& kind) {
    if (const auto* insert = std::get_if<operations::TextInsert>(&kind)) {
      if (FormattedText* text = text_of(insert->node)) text->type(*insert, id);
    } else if (const auto* format = std::get_if<operations::TextFormat>(&kind)) {
      if (FormattedText* text = text_of(format->node)) text->format(*format);
    } else if (const auto* set = std::get_if<operations::Set>(&kind)) {
      const auto is_text = [](const operations::Property& property) { return property.key == "text"; };
      const bool anew = std::any_of(set->properties.begin(), set->properties.end(), is_text);
      if (FormattedText* text = anew ? text_of(set->node) : nullptr) text->set_anew();
    }
  });
  for (const auto& [node, text] : texts) {
    if (!text.is_right()) return fail("I16", "a letter does not have the format that was given to it last");
  }
}

}  // namespace flashkit::simulator
