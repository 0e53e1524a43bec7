// Undo of letters and of their formats.
#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "base/utf8.h"
#include "operations/letter_formats.h"
#include "operations/undo_detail.h"

namespace flashkit::operations {

using base::NodeId;
using base::OperationId;
using document::Document;
using document::Node;
using document::TextPiece;
using Point = document::TextPoint;
using document::TextRunId;
using document::TextSequence;
using document::Value;

namespace {

// Where the characters of a text are: for looking up many points in one text.
class Places {
 public:
  struct Place {
    std::size_t piece = 0;
    bool removed = false;
  };
  explicit Places(const TextSequence& text) {
    for (std::size_t i = 0; i < text.pieces().size(); ++i) {
      const TextPiece& piece = text.pieces()[i];
      starts_.push_back({piece.run, piece.offset, static_cast<std::uint32_t>(piece.text.size()), i, piece.removed});
    }
    std::sort(starts_.begin(), starts_.end(),
              [](const Start& a, const Start& b) { return a.run != b.run ? a.run < b.run : a.offset < b.offset; });
  }
  std::optional<Place> find(Point point) const {
    auto after = std::upper_bound(starts_.begin(), starts_.end(), point, [](const Point& p, const Start& s) {
      return p.run != s.run ? p.run < s.run : p.offset < s.offset;
    });
    if (after == starts_.begin()) return std::nullopt;
    const Start& start = *--after;
    if (start.run != point.run || point.offset - start.offset >= start.length) return std::nullopt;
    return Place{start.piece, start.removed};
  }

 private:
  struct Start {
    TextRunId run;
    std::uint32_t offset;
    std::uint32_t length;
    std::size_t piece;
    bool removed;
  };
  std::vector<Start> starts_;
};

// One more letter that gets this value; right behind the one before it when that one `goes_on`.
void add_letter(std::vector<FormatStep>& steps, bool goes_on, const std::string& key, const std::optional<Value>& value,
                Point point) {
  if (!goes_on || steps.back().value != value) steps.push_back({key, value, {}});
  std::vector<document::TextSpan>& spans = steps.back().spans;
  const bool joins = !spans.empty() && spans.back().first.run == point.run &&
                     spans.back().first.offset + spans.back().length == point.offset;
  if (joins) {
    ++spans.back().length;
  } else {
    spans.push_back({point, 1});
  }
}

}  // namespace

bool UndoStack::turn_format(Format& format, bool back, const document::LetterFormat* has, Made& made) {
  const std::optional<Value>& from = back ? format.after : format.before;
  const FormatKey where{{format.node, now_at(format.node, format.point)}, format.key};
  const OperationId writer = has == nullptr ? OperationId{} : stands_for(has->writer, where);
  const OperationId expected = stands_for(back ? format.after_writer : format.before_writer, where);
  // Where nobody is known to have written, the value has to be the one that was left.
  const bool same_value = has == nullptr ? !from.has_value() : from.has_value() && has->value == *from;
  const bool mine = writer == OperationId{} ? same_value : writer == expected;
#ifndef FLASHKIT_MUTANT_UNDO_OVERWRITES
  if (format.done != back || !mine) {
    ++made.skipped;
    return false;
  }
#endif
  format.done = !back;
  made.format_stands_for.emplace_back(where, back ? format.before_writer : format.after_writer);
  return true;
}

// Letter by letter, as the text stands now. A letter that nobody formatted but that has its format from its neighbour
// (somebody typed it there since) goes with that one.
void UndoStack::turn_formats(Step& step, bool back, const Document& now, Made& made) {
  std::map<std::pair<NodeId, std::string>, std::map<PointKey, Format*>> groups;
  for (Format& format : step.formats) {
    groups[{format.node, format.key}][{format.node, now_at(format.node, format.point)}] = &format;
  }
  // What the step typed itself keeps its formats while it is away.
  std::set<PointKey> typed;
  for (const Letter& letter : step.typed) typed.insert({letter.node, now_at(letter.node, letter.point)});
  for (auto& [group, letters] : groups) {
    const auto& [id, key] = group;
    const Node* node = now.find(id);
    const TextSequence text = node == nullptr ? TextSequence({}, "") : text_of(*node);
    std::vector<FormatStep> steps;
    bool goes_on = false;          // the letter before was turned
    const Format* left = nullptr;  // the last letter of this step, when it was turned
    OperationId left_writer;
    for (const TextPiece& piece : text.pieces()) {
      const document::LetterFormat* has = find_format(piece.formats, key);
      const OperationId writer = has == nullptr ? OperationId{} : has->writer;
      for (std::uint32_t i = 0; i < piece.text.size(); ++i) {
        const Point point{piece.run, piece.offset + i};
        if (typed.count({id, point}) > 0) {
          goes_on = false;
          continue;
        }
        const auto found = letters.find({id, point});
        const bool follows = left != nullptr && writer == left_writer && writer != OperationId{};
        if (found != letters.end()) {
          left = turn_format(*found->second, back, has, made) ? found->second : nullptr;
          left_writer = writer;
          letters.erase(found);
        } else if (!follows) {
          goes_on = false;
          continue;
        }
        if (left != nullptr) add_letter(steps, goes_on, key, back ? left->before : left->after, point);
        goes_on = left != nullptr;
      }
    }
    made.skipped += letters.size();
    for (const FormatStep& each : steps) made.builder.format_spans(id, each);
  }
}

void UndoStack::turn_letters(Step& step, bool back, const Document& now, Made& made) {
  hide(back ? step.typed : step.erased, now, made);
  show(back ? step.erased : step.typed, now, made);
}

// Takes away what is still there; what somebody else took away already is theirs from now on.
void UndoStack::hide(std::vector<Letter>& letters, const Document& now, Made& made) {
  std::vector<Letter> done;
  for (std::size_t i = 0; i < letters.size();) {
    const NodeId id = letters[i].node;
    const Node* node = now.find(id);
    const Places places(node == nullptr ? TextSequence({}, "") : text_of(*node));
    for (; i < letters.size() && letters[i].node == id; ++i) {
      const Point point = now_at(id, letters[i].point);
      const auto place = places.find(point);
      if (!place.has_value() || place->removed) {
        ++made.skipped;
        continue;
      }
      made.builder.delete_span(id, point, 1);
      done.push_back(letters[i]);
    }
  }
  letters = std::move(done);
}

// Types what was taken away again, each character right behind its old place, whose formats it gets with that.
void UndoStack::show(std::vector<Letter>& letters, const Document& now, Made& made) {
  std::vector<Letter> done;
  for (std::size_t i = 0; i < letters.size();) {
    const NodeId id = letters[i].node;
    const Node* node = now.find(id);
    const TextSequence now_text = node == nullptr ? TextSequence({}, "") : text_of(*node);
    const Places places(now_text);
    std::vector<Point> points;  // one insertion: neighbours in the text
    std::u32string text;
    std::size_t piece = 0;
    const auto flush = [&] {
      if (points.empty()) return;
      const TextRunId run = made.builder.insert_text_after(id, points.back(), base::to_utf8(text));
      for (std::uint32_t k = 0; k < points.size(); ++k) made.moved.push_back({{id, points[k]}, {run, k}});
      points.clear();
      text.clear();
    };
    for (; i < letters.size() && letters[i].node == id; ++i) {
      const Point point = now_at(id, letters[i].point);
      const auto place = places.find(point);
      if (!place.has_value() || !place->removed) {
        ++made.skipped;
        continue;
      }
      const bool next = !points.empty() && points.back().run == point.run && points.back().offset + 1 == point.offset &&
                        (place->piece == piece || place->piece == piece + 1) &&
                        now_text.pieces()[place->piece].formats == now_text.pieces()[piece].formats;
      if (!next) flush();
      points.push_back(point);
      text += letters[i].value;
      piece = place->piece;
      done.push_back(letters[i]);
    }
    flush();
  }
  letters = std::move(done);
}

}  // namespace flashkit::operations
