// Keys while letters are edited: moving and selecting by letter, word, line and text, deleting, new lines.
#include <algorithm>

#include "session/elements_detail.h"
#include "session/letter_styles_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using text::Affinity;
using text::CaretMap;
using text::CaretPosition;
using text::TextRange;

void set_caret(Desk& desk, CaretPosition position, bool keep_anchor) {
  TextEdit& edit = *desk.text_edit;
  edit.caret = position.index;
  edit.affinity = position.affinity;
  if (!keep_anchor) edit.anchor = edit.caret;
  edit.column_x.reset();
  desk.overlay_changed = true;
  note_selected_letters(desk);
}

void set_range(Desk& desk, TextRange range) {
  TextEdit& edit = *desk.text_edit;
  edit.anchor = range.begin;
  edit.caret = range.end;
  edit.affinity = Affinity::Upstream;
  edit.column_x.reset();
  desk.overlay_changed = true;
  note_selected_letters(desk);
}

namespace {

CaretPosition here(const TextEdit& edit) { return {edit.caret, edit.affinity}; }

struct Reach {
  bool word = false;
  bool line = false;  // or the whole text, for up and down
};

Reach reach_of(const Desk& desk, const Key& key) {
  const Modifiers held = key.modifiers.value_or(Modifiers{});
  return desk.device.mac ? Reach{held.alt, held.meta} : Reach{held.control, false};
}

CaretPosition sideways(const Desk& desk, const CaretMap& map, bool right, Reach reach) {
  const TextEdit& edit = *desk.text_edit;
  if (reach.line) return right ? map.line_end(here(edit)) : map.line_start(here(edit));
  if (!reach.word) return right ? map.right(here(edit)) : map.left(here(edit));
  // In text from right to left the word after the caret lies to the left.
  const bool forward = map.rect(here(edit)).right_to_left ? !right : right;
  return {forward ? map.next_word(edit.caret) : map.previous_word(edit.caret), Affinity::Downstream};
}

void move_sideways(Desk& desk, const CaretMap& map, bool right, const Key& key, bool shift) {
  const TextEdit& edit = *desk.text_edit;
  const TextRange range = selected_range(edit);
  const Reach reach = reach_of(desk, key);
  if (!shift && range.begin != range.end && !reach.word && !reach.line) {
    const bool to_end = map.rect(here(edit)).right_to_left ? !right : right;
    set_caret(desk, {to_end ? range.end : range.begin, Affinity::Downstream}, false);
    return;
  }
  set_caret(desk, sideways(desk, map, right, reach), shift);
}

void move_vertically(Desk& desk, const CaretMap& map, bool down, const Key& key, bool shift) {
  TextEdit& edit = *desk.text_edit;
  if (reach_of(desk, key).line) {
    set_caret(desk, {down ? map.length() : 0, Affinity::Downstream}, shift);
    return;
  }
  const double x = edit.column_x.value_or(map.rect(here(edit)).x);
  set_caret(desk, down ? map.down(here(edit), x) : map.up(here(edit), x), shift);
  desk.text_edit->column_x = x;
}

void erase(Desk& desk, const CaretMap& map, bool forward, const Key& key) {
  const TextEdit& edit = *desk.text_edit;
  TextRange range = selected_range(edit);
  const Reach reach = reach_of(desk, key);
  if (range.begin == range.end) {
    std::uint32_t to = forward ? map.next(edit.caret) : map.previous(edit.caret);
    if (reach.word) to = forward ? map.next_word(edit.caret) : map.previous_word(edit.caret);
    if (reach.line) to = (forward ? map.line_end(here(edit)) : map.line_start(here(edit))).index;
    range = {std::min(edit.caret, to), std::max(edit.caret, to)};
  }
  if (range.begin != range.end) replace_range(desk, range, {});
}

bool is_select_all(const Key& key, const Hold& hold) { return hold.command && (key.key == "a" || key.key == "A"); }

}  // namespace

bool text_key(Desk& desk, const Key& key, const Hold& hold) {
  if (desk.text_edit->composing) return false;
  const std::string& name = key.key;
  if (name == "Escape") {
    end_text_edit(desk);
    return true;
  }
  const CaretMap* found = caret_map(desk);
  if (found == nullptr) return false;
  const CaretMap& map = *found;
  if (name == "ArrowLeft" || name == "ArrowRight") {
    move_sideways(desk, map, name == "ArrowRight", key, hold.shift);
  } else if (name == "ArrowUp" || name == "ArrowDown") {
    move_vertically(desk, map, name == "ArrowDown", key, hold.shift);
  } else if (name == "Home") {
    set_caret(desk, hold.command ? CaretPosition{} : map.line_start(here(*desk.text_edit)), hold.shift);
  } else if (name == "End") {
    const CaretPosition end{map.length(), Affinity::Downstream};
    set_caret(desk, hold.command ? end : map.line_end(here(*desk.text_edit)), hold.shift);
  } else if (name == "Backspace" || name == "Delete") {
    erase(desk, map, name == "Delete", key);
  } else if (name == "Enter") {
    replace_range(desk, selected_range(*desk.text_edit), U"\n");
  } else if (is_select_all(key, hold)) {
    set_range(desk, {0, map.length()});
  } else {
    return false;
  }
  return true;
}

}  // namespace flashkit::session
