#include "operations/undo.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/utf8.h"
#include "operations/builder.h"
#include "operations/ids.h"

namespace flashkit::operations {

using base::NodeId;
using base::OperationId;
using document::Document;
using document::Key;
using document::KeyNumber;
using document::Node;
using document::number_of;
using document::TextPiece;
using Point = document::TextPoint;
using document::TextRunId;
using document::TextSequence;
using document::Value;

namespace {

const KeyNumber k_text = number_of(Key::Text);

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

}  // namespace

bool UndoStack::PointKey::operator<(const PointKey& other) const {
  if (node != other.node) return node < other.node;
  if (point.run != other.point.run) return point.run < other.point.run;
  return point.offset < other.point.offset;
}

// The operation under construction and what it will stand for.
struct UndoStack::Made {
  explicit Made(OperationId next) : id(next), builder(next.client, next.number) {}
  OperationId id;
  OperationBuilder builder;
  std::size_t skipped = 0;
  std::vector<std::pair<Register, OperationId>> stands_for;
  std::vector<std::pair<PointKey, Point>> moved;
  std::map<NodeId, NodeId> parents;  // of what was put elsewhere

  // Whether a node may go into `parent` after the moves so far: it is there, and does not lie in the node itself.
  bool may_place(const Document& now, NodeId node, NodeId parent) const {
    for (NodeId at = parent; !at.is_root();) {
      const Node* found = now.find(at);
      if (found == nullptr || at == node) return false;
      const auto elsewhere = parents.find(at);
      at = elsewhere == parents.end() ? found->placement.parent : elsewhere->second;
    }
    return true;
  }
};

void UndoStack::clear() {
  undo_.clear();
  redo_.clear();
  stands_for_.clear();
  moved_.clear();
}

void UndoStack::record(const Document& before, const LastWriter& last_writer, const Operation& operation, bool join) {
  const auto id = id_of(operation);
  if (!id.has_value()) return;
  forget(*id);
  redo_.clear();
  Step fresh;
  read_into(fresh, before, last_writer, operation, *id);
  // Letters and a whole new text of one node do not mix in one step.
  const auto clash = [&](const Step& a, const Step& b) {
    for (const Item& x : a.items) {
      for (const Item& y : b.items) {
        if (x.where == y.where && x.letters != y.letters) return true;
      }
    }
    return false;
  };
  if (join && !undo_.empty() && !clash(undo_.back(), fresh)) {
    read_into(undo_.back(), before, last_writer, operation, *id);
    return;
  }
  undo_.push_back(std::move(fresh));
  if (undo_.size() > limit_) undo_.erase(undo_.begin());
}

// An operation that did not take effect leaves its number to the next one: what it would have stood for is void.
void UndoStack::forget(OperationId id) {
  auto first = stands_for_.lower_bound({id, Register{}});
  while (first != stands_for_.end() && first->first.first == id) first = stands_for_.erase(first);
}

OperationId UndoStack::stands_for(OperationId writer, const Register& where) const {
  for (auto found = stands_for_.find({writer, where}); found != stands_for_.end();
       found = stands_for_.find({writer, where})) {
    writer = found->second;
  }
  return writer;
}

Point UndoStack::now_at(NodeId node, Point point) const {
  for (auto found = moved_.find({node, point}); found != moved_.end(); found = moved_.find({node, point})) {
    point = found->second;
  }
  return point;
}

Undone UndoStack::undo(const Document& now, const LastWriter& last_writer, OperationId next) {
  if (undo_.empty()) return {};
  Step step = std::move(undo_.back());
  undo_.pop_back();
  Undone out = turn(step, true, now, last_writer, next);
  redo_.push_back(std::move(step));
  return out;
}

Undone UndoStack::redo(const Document& now, const LastWriter& last_writer, OperationId next) {
  if (redo_.empty()) return {};
  Step step = std::move(redo_.back());
  redo_.pop_back();
  Undone out = turn(step, false, now, last_writer, next);
  undo_.push_back(std::move(step));
  return out;
}

Undone UndoStack::turn(Step& step, bool back, const Document& now, const LastWriter& last_writer, OperationId next) {
  forget(next);
  Made made(next);
  turn_registers(step, back, now, last_writer, made);
  turn_letters(step, back, now, made);
  Undone out;
  out.skipped = made.skipped;
  if (made.builder.empty()) return out;
  for (const auto& [where, writer] : made.stands_for) stands_for_[{made.id, where}] = writer;
  for (const auto& [key, point] : made.moved) moved_[key] = point;
  out.operation = made.builder.take();
  return out;
}

// Moves are taken back in the opposite order: what was moved into something that was moved before it leaves it first.
void UndoStack::turn_registers(Step& step, bool back, const Document& now, const LastWriter& last_writer, Made& made) {
  std::vector<Item*> moves;
  for (Item& item : step.items) {
    if (item.where.key == k_placement_register) {
      moves.push_back(&item);
    } else {
      turn_register(item, back, now, last_writer, made);
    }
  }
  if (back) std::reverse(moves.begin(), moves.end());
  for (Item* item : moves) turn_register(*item, back, now, last_writer, made);
}

void UndoStack::turn_register(Item& item, bool back, const Document& now, const LastWriter& last_writer, Made& made) {
  const State& from = back ? item.after : item.before;
  const State& to = back ? item.before : item.after;
  Register where = item.where;
  if (!item.key_name.empty()) where.key = now.keys().find(item.key_name).value_or(where.key);
  const Node* node = now.find(where.node);
  // What was left alone on the way there is left alone on the way back.
  if (node == nullptr || item.done != back) {
    ++made.skipped;
    return;
  }
  const OperationId expected = stands_for(back ? item.after_writer : item.before_writer, where);
  const OperationId writer = stands_for(last_writer(where.node, where.key), where);
  const OperationId target = back ? item.before_writer : item.after_writer;
  if (item.letters) {
    item.done = !back;
    if (writer == expected) made.stands_for.emplace_back(where, target);
    return;
  }
  State current;
  if (where.key == k_placement_register) {
    current.placement = node->placement;
  } else if (where.key == k_removed_register) {
    current.removed = node->removed;
  } else if (const Value* value = node->find(where.key)) {
    current.value = *value;
  }
  // After a fresh start the view may not know who wrote; then the value has to be the one that was left.
  const bool mine = writer == expected || (writer == OperationId{} && current == from);
  // Someone else may have moved what this one would go back into: below it, or into it.
  const bool fits = where.key != k_placement_register || made.may_place(now, where.node, to.placement.parent);
#ifndef FLASHKIT_MUTANT_UNDO_OVERWRITES
  if (!mine || !fits) {
    ++made.skipped;
    return;
  }
#endif
  item.done = !back;
  made.stands_for.emplace_back(where, target);
  write_register(item, where, to, made);
  if (where.key == k_text) {
    const std::vector<Point>& points = back ? item.before_points : item.after_points;
    const TextRunId run{made.id.client, made.id.number * base::k_ids_per_operation + made.builder.last_step()};
    for (std::uint32_t i = 0; i < points.size(); ++i) {
      made.moved.push_back({{where.node, now_at(where.node, points[i])}, {run, i}});
    }
  }
}

void UndoStack::write_register(const Item& item, Register where, const State& to, Made& made) {
  if (where.key == k_placement_register) {
    made.builder.place(where.node, to.placement);
    made.parents[where.node] = to.placement.parent;
  } else if (where.key == k_removed_register) {
    made.builder.remove(where.node, to.removed);
  } else if (to.value.has_value()) {
    made.builder.set(where.node, item.key_name, to.value->json_text());
  } else {
    made.builder.unset(where.node, item.key_name);
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

// Types what was taken away again, each character right behind its old place.
void UndoStack::show(std::vector<Letter>& letters, const Document& now, Made& made) {
  std::vector<Letter> done;
  for (std::size_t i = 0; i < letters.size();) {
    const NodeId id = letters[i].node;
    const Node* node = now.find(id);
    const Places places(node == nullptr ? TextSequence({}, "") : text_of(*node));
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
                        (place->piece == piece || place->piece == piece + 1);
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
