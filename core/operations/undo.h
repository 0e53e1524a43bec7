#pragma once
// One person's undo and redo (rule 6 of sync): both make new operations, and a register is only restored while its last
// writer is still the operation that is being undone. What someone else has changed since is left alone and counted.
// Letters are undone by removing what was typed and typing again what was removed, each at its old place.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "operations/apply.h"

namespace flashkit::operations {

// The operation that wrote this register last, as far as is known; {nil, 0} when it is not.
using LastWriter = std::function<base::OperationId(base::NodeId, document::KeyNumber)>;

struct Undone {
  std::optional<Operation> operation;  // to be applied, stored and sent like any other; nothing when all was skipped
  std::size_t skipped = 0;             // registers and characters left alone because someone else changed them since
  bool too_large = false;              // it would not fit into an operation: the step stays where it is
};

class UndoStack {
 public:
  explicit UndoStack(std::size_t limit = 500) : limit_(limit) {}

  // Call with every own operation BEFORE it is applied to `before` (not with those that undo and redo gave). With
  // `join` it becomes part of the step before it (letters of one word). Empties the redo side.
  void record(const document::Document& before, const LastWriter& last_writer, const Operation& operation,
              bool join = false);
  // The same in two: what is read before the operation is applied is kept only when it took effect. Nothing else may
  // come between them.
  class Reading;
  std::optional<Reading> read(const document::Document& before, const LastWriter& last_writer,
                              const Operation& operation, bool join = false) const;
  void keep(Reading&& reading);
  // Takes the newest step back. `next` is the id that the new operation shall carry; it is used up only when an
  // operation comes back, and none of more than `limit_bytes` does.
  Undone undo(const document::Document& now, const LastWriter& last_writer, base::OperationId next,
              std::size_t limit_bytes = SIZE_MAX);
  Undone redo(const document::Document& now, const LastWriter& last_writer, base::OperationId next,
              std::size_t limit_bytes = SIZE_MAX);
  bool can_undo() const { return !undo_.empty(); }
  bool can_redo() const { return !redo_.empty(); }
  void clear();

 private:
  struct Register {
    base::NodeId node;
    document::KeyNumber key = 0;
    bool operator==(const Register&) const = default;
    bool operator<(const Register& other) const { return node != other.node ? node < other.node : key < other.key; }
  };
  // What a register holds: JSON text, a placement, or the removed flag; nothing: the key is absent.
  struct State {
    std::optional<document::Value> value;
    document::Placement placement;
    bool removed = false;
    bool operator==(const State&) const = default;
  };
  struct Item {
    Register where;
    std::string key_name;
    State before;
    State after;
    base::OperationId before_writer;
    base::OperationId after_writer;
    bool done = true;      // false while it is undone
    bool letters = false;  // written by letters: restored by them, here only for the sake of the writers
    // Of the property `text`: its characters and their formats.
    std::optional<document::TextSequence> before_text;
    std::optional<document::TextSequence> after_text;
  };
  struct Letter {
    base::NodeId node;
    document::TextPoint point;
    char32_t value = 0;
    bool operator==(const Letter&) const = default;
  };
  // One letter's register. Letters that the step itself typed keep theirs and need none.
  struct Format {
    base::NodeId node;
    document::TextPoint point;
    std::string key;
    std::optional<document::Value> before;
    std::optional<document::Value> after;
    base::OperationId before_writer;
    base::OperationId after_writer;
    bool done = true;
  };
  struct Step {
    std::vector<Item> items;
    std::vector<Letter> typed;
    std::vector<Letter> erased;
    std::vector<Format> formats;
  };
  struct Made;
  class Recorder;

  static void read_into(Step& step, const document::Document& before, const LastWriter& last_writer,
                        const Operation& operation, base::OperationId id);
  struct Turn {
    bool back = false;
    base::OperationId next;
    std::size_t limit_bytes = 0;
  };
  Undone turn_newest(std::vector<Step>& from, std::vector<Step>& to, const Turn& turn, const document::Document& now,
                     const LastWriter& last_writer);
  Undone turn(Step& step, const Turn& turn, const document::Document& now, const LastWriter& last_writer);
  void turn_registers(Step& step, bool back, const document::Document& now, const LastWriter& last_writer, Made& made);
  void turn_register(Item& item, bool back, const document::Document& now, const LastWriter& last_writer, Made& made);
  void write_text(const Item& item, bool back, Made& made) const;
  static void write_register(const Item& item, Register where, const State& to, Made& made);
  void turn_formats(Step& step, bool back, const document::Document& now, Made& made);
  bool turn_format(Format& format, bool back, const document::LetterFormat* has, Made& made);
  void turn_letters(Step& step, bool back, const document::Document& now, Made& made);
  void hide(std::vector<Letter>& letters, const document::Document& now, Made& made);
  void show(std::vector<Letter>& letters, const document::Document& now, Made& made);
  base::OperationId stands_for(base::OperationId writer, const Register& where) const;
  void forget(base::OperationId id);
  document::TextPoint now_at(base::NodeId node, document::TextPoint point) const;

  struct PointKey {
    base::NodeId node;
    document::TextPoint point;
    bool operator<(const PointKey& other) const;
  };
  struct FormatKey {
    PointKey at;
    std::string key;
    bool operator<(const FormatKey& other) const;
  };
  base::OperationId stands_for(base::OperationId writer, const FormatKey& where) const;
  std::size_t limit_;
  std::vector<Step> undo_;
  std::vector<Step> redo_;
  // An operation that undid or redid stands, for a register, for the operation whose state it restored.
  std::map<std::pair<base::OperationId, Register>, base::OperationId> stands_for_;
  std::map<std::pair<base::OperationId, FormatKey>, base::OperationId> format_stands_for_;
  // Where a character went that was typed again.
  std::map<PointKey, document::TextPoint> moved_;
};

class UndoStack::Reading {
  friend class UndoStack;
  base::OperationId id_;
  Step step_;
  bool joined_ = false;  // takes the place of the newest step
};

}  // namespace flashkit::operations
