#include "operations/undo.h"

#include <algorithm>
#include <string_view>

#include "base/proto.h"
#include "operations/ids.h"
#include "operations/letter_formats.h"
#include "operations/undo_detail.h"

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

}  // namespace

bool UndoStack::PointKey::operator<(const PointKey& other) const {
  if (node != other.node) return node < other.node;
  if (point.run != other.point.run) return point.run < other.point.run;
  return point.offset < other.point.offset;
}

bool UndoStack::FormatKey::operator<(const FormatKey& other) const {
  if (at < other.at || other.at < at) return at < other.at;
  return key < other.key;
}

void UndoStack::clear() {
  undo_.clear();
  redo_.clear();
  stands_for_.clear();
  format_stands_for_.clear();
  moved_.clear();
}

void UndoStack::record(const Document& before, const LastWriter& last_writer, const Operation& operation, bool join) {
  if (auto reading = read(before, last_writer, operation, join)) keep(std::move(*reading));
}

std::optional<UndoStack::Reading> UndoStack::read(const Document& before, const LastWriter& last_writer,
                                                  const Operation& operation, bool join) const {
  const auto id = id_of(operation);
  if (!id.has_value()) return std::nullopt;
  Reading out;
  out.id_ = *id;
  read_into(out.step_, before, last_writer, operation, *id);
  // Letters and a whole new text of one node do not mix in one step.
  const auto clash = [](const Step& a, const Step& b) {
    for (const Item& x : a.items) {
      for (const Item& y : b.items) {
        if (x.where == y.where && x.letters != y.letters) return true;
      }
    }
    return false;
  };
  if (join && !undo_.empty() && !clash(undo_.back(), out.step_)) {
    out.joined_ = true;
    out.step_ = undo_.back();
    read_into(out.step_, before, last_writer, operation, *id);
  }
  return out;
}

void UndoStack::keep(Reading&& reading) {
  forget(reading.id_);
  redo_.clear();
  if (reading.joined_) {
    undo_.back() = std::move(reading.step_);
    return;
  }
  undo_.push_back(std::move(reading.step_));
  if (undo_.size() > limit_) undo_.erase(undo_.begin());
}

// An operation that did not take effect leaves its number to the next one: what it would have stood for is void.
void UndoStack::forget(OperationId id) {
  auto first = stands_for_.lower_bound({id, Register{}});
  while (first != stands_for_.end() && first->first.first == id) first = stands_for_.erase(first);
  auto format = format_stands_for_.lower_bound({id, FormatKey{}});
  while (format != format_stands_for_.end() && format->first.first == id) format = format_stands_for_.erase(format);
}

OperationId UndoStack::stands_for(OperationId writer, const Register& where) const {
  for (auto found = stands_for_.find({writer, where}); found != stands_for_.end();
       found = stands_for_.find({writer, where})) {
    writer = found->second;
  }
  return writer;
}

OperationId UndoStack::stands_for(OperationId writer, const FormatKey& where) const {
  for (auto found = format_stands_for_.find({writer, where}); found != format_stands_for_.end();
       found = format_stands_for_.find({writer, where})) {
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

Undone UndoStack::undo(const Document& now, const LastWriter& last_writer, OperationId next, std::size_t limit_bytes) {
  return turn_newest(undo_, redo_, {true, next, limit_bytes}, now, last_writer);
}

Undone UndoStack::redo(const Document& now, const LastWriter& last_writer, OperationId next, std::size_t limit_bytes) {
  return turn_newest(redo_, undo_, {false, next, limit_bytes}, now, last_writer);
}

Undone UndoStack::turn_newest(std::vector<Step>& from, std::vector<Step>& to, const Turn& how, const Document& now,
                              const LastWriter& last_writer) {
  if (from.empty()) return {};
  Step step = from.back();
  Undone out = turn(step, how, now, last_writer);
  if (out.too_large) return out;
  from.pop_back();
  to.push_back(std::move(step));
  return out;
}

Undone UndoStack::turn(Step& step, const Turn& how, const Document& now, const LastWriter& last_writer) {
  forget(how.next);
  Made made(how.next);
  turn_registers(step, how.back, now, last_writer, made);
  turn_formats(step, how.back, now, made);
  turn_letters(step, how.back, now, made);
  Undone out;
  out.skipped = made.skipped;
  if (made.builder.empty()) return out;
  Operation operation = made.builder.take();
  if (how.limit_bytes < SIZE_MAX && base::encoded(operation).size() > how.limit_bytes) {
    out.too_large = true;
    return out;
  }
  for (const auto& [where, writer] : made.stands_for) stands_for_[{made.id, where}] = writer;
  for (const auto& [where, writer] : made.format_stands_for) format_stands_for_[{made.id, where}] = writer;
  for (const auto& [key, point] : made.moved) moved_[key] = point;
  out.operation = std::move(operation);
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
  if (!item.key_name.empty()) {
    const KeyNumber key = now.keys().find(item.key_name);
    if (key != document::k_no_key) where.key = key;
  }
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
  if (where.key == k_text) write_text(item, back, made);
}

// The characters of a whole text are new ones, with the formats that the old ones had.
void UndoStack::write_text(const Item& item, bool back, Made& made) const {
  const std::optional<TextSequence>& text = back ? item.before_text : item.after_text;
  if (!text.has_value()) return;
  const NodeId node = item.where.node;
  const TextRunId run = made.builder.last_run();
  std::uint32_t count = 0;
  for (const TextPiece& piece : text->pieces()) {
    for (std::uint32_t i = 0; i < piece.text.size() && !piece.removed; ++i) {
      made.moved.push_back({{node, now_at(node, {piece.run, piece.offset + i})}, {run, count++}});
    }
  }
  for (const FormatStep& format : format_steps(TextSequence(run, text->visible()), *text)) {
    made.builder.format_spans(node, format);
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

}  // namespace flashkit::operations
