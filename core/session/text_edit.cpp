#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "display/text_element.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/letter_styles_detail.h"
#include "session/scenes_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;

namespace {

std::u32string letters_of(const Desk& desk, NodeId node) {
  return base::to_utf32(desk.document().find(node)->string(document::Key::Text));
}

std::uint32_t length_of(const std::u32string& text) { return static_cast<std::uint32_t>(text.size()); }

// What the letters are when nothing of the composition counts.
std::u32string without_composition(const TextEdit& edit) {
  std::u32string out = edit.shown;
  if (edit.composing) out.replace(edit.composition_begin, edit.composition_length, edit.replaced);
  return out;
}

// The steps that turn `before` (what the document holds) into `after`: one deletion and one insertion.
operations::OperationBuilder difference(Desk& desk, NodeId node, const std::u32string& before,
                                        const std::u32string& after) {
  const base::OperationId id = next_operation(desk);
  operations::OperationBuilder builder(id.client, id.number);
  const std::size_t most = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < most && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < most - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  bool fits = true;
  if (before.size() > head + tail) {
    fits = builder.delete_text(desk.document(), node, head, before.size() - head - tail).ok();
  }
  if (fits && after.size() > head + tail) {
    // What replaces letters looks like the first of them: it is typed right behind that one.
    const std::size_t at = before.size() > head + tail ? head + 1 : head;
    fits = builder.insert_text(desk.document(), node, at, base::to_utf8(after.substr(head, after.size() - head - tail)))
               .ok();
  }
  return fits ? std::move(builder) : operations::OperationBuilder(id.client, id.number);
}

void show_letters(Desk& desk) {
  TextEdit& edit = *desk.text_edit;
  drop_preview(desk);
  edit.carets.reset();
  if (edit.shown != edit.base) show_preview(desk, difference(desk, edit.node, edit.base, edit.shown));
  desk.overlay_changed = true;
}

void refuse_rich_text(Desk& desk) {
  Notice notice;
  notice.kind = "info";
  notice.text = "This text has inner formatting. Its letters can not be edited here yet.";
  desk.device.say(std::move(notice));
}

}  // namespace

bool begin_text_edit(Desk& desk, NodeId node, bool select_all) {
  if (!can_edit(desk)) return false;
  const document::Document& document = desk.document();
  if (!is_plain_text(document, node)) {
    const document::Node* found = document.find(node);
    if (found != nullptr && found->kind == document::Kind::Text && found->flag(document::Key::ContentEditable)) {
      refuse_rich_text(desk);
    }
    return false;
  }
  end_text_edit(desk);
  set_selection(desk, {node});
  TextEdit edit;
  edit.node = node;
  edit.base = edit.shown = letters_of(desk, node);
  edit.caret = length_of(edit.shown);
  edit.anchor = select_all ? 0 : edit.caret;
  edit.follows_lines = document.find(node)->placement.height > 0 && height_follows_lines(desk, node);
  desk.text_edit = std::move(edit);
  desk.hovered.reset();
  desk.overlay_changed = true;
  return true;
}

void finish_burst(Desk& desk) {
  if (!desk.text_edit) return;
  TextEdit& edit = *desk.text_edit;
  edit.burst_began_ms.reset();
  const std::u32string final_letters = without_composition(edit);
  if (final_letters == edit.base) return;
  const bool join = edit.may_join;
  const bool word_goes_on = !final_letters.empty() && edit.caret > 0 && edit.caret <= final_letters.size() &&
                            final_letters[edit.caret - 1] != U' ' && final_letters[edit.caret - 1] != U'\n';
  drop_preview(desk);
  CommitOptions options;
  options.join = join;
  commit(desk, difference(desk, edit.node, edit.base, final_letters), options);
  if (!desk.text_edit) return;
  edit.typed = true;
  edit.base = letters_of(desk, edit.node);
  edit.may_join = word_goes_on;
  if (edit.composing) {
    show_letters(desk);
  } else {
    edit.shown = edit.base;
    edit.caret = std::min(edit.caret, length_of(edit.shown));  // letters that were refused are gone
    edit.anchor = std::min(edit.anchor, length_of(edit.shown));
  }
  edit.carets.reset();
}

std::optional<double> burst_ends_at_ms(const Desk& desk) {
  if (!desk.text_edit || !desk.text_edit->burst_began_ms) return std::nullopt;
  return std::min(desk.text_edit->typed_ms + k_burst_ms, *desk.text_edit->burst_began_ms + k_longest_burst_ms);
}

void finish_idle_burst(Desk& desk) {
  const auto at = burst_ends_at_ms(desk);
  if (at && desk.device.now_ms >= *at) finish_burst(desk);
}

namespace {

// Programs that do not lay out text read the height; one that was that of the lines is kept true.
void store_lines_height(Desk& desk, NodeId node) {
  const display::PageScene* scene = scene_of(desk, desk.document().page_of(node));
  const display::ElementView* view = scene == nullptr ? nullptr : scene->find(node);
  if (view == nullptr || !can_edit(desk)) return;
  operations::OperationBuilder builder = draft(desk);
  document::Placement placement = desk.document().find(node)->placement;
  if (std::abs(placement.height - view->text_height_px) < 0.5) return;
  placement.height = view->text_height_px;
  builder.place(node, tidied(std::move(placement)));
  CommitOptions options;
  options.join = true;
  commit(desk, std::move(builder), options);
}

}  // namespace

void end_text_edit(Desk& desk) {
  if (!desk.text_edit) return;
  desk.gesture.reset();
  TextEdit& edit = *desk.text_edit;
  if (edit.composing) {
    edit.shown = without_composition(edit);
    edit.composing = false;
    show_letters(desk);
  }
  finish_burst(desk);
  const NodeId node = edit.node;
  const bool new_lines = edit.typed && edit.follows_lines;
  desk.text_edit.reset();
  desk.overlay_changed = desk.selection_changed = true;
  if (!is_element(desk.document(), node)) return;
  // A box without letters can not be seen or found again.
  const document::Node* found = desk.document().find(node);
  if (!letters_of(desk, node).empty() || !found->string(document::Key::Placeholder).empty()) {
    if (new_lines) store_lines_height(desk, node);
    return;
  }
  operations::OperationBuilder builder = draft(desk);
  builder.remove(node);
  commit(desk, std::move(builder));
}

namespace {

std::optional<document::TextPoint> point_before(const document::TextSequence& text, std::uint32_t index) {
  if (index == 0) return std::nullopt;
  return text.point_at(index - 1);
}

// The index behind a character, or behind what is left before it.
std::uint32_t index_behind(const document::TextSequence& text, const std::optional<document::TextPoint>& point) {
  if (!point) return 0;
  std::size_t index = 0;
  for (const document::TextPiece& piece : text.pieces()) {
    const bool holds =
        piece.run == point->run && point->offset >= piece.offset && point->offset < piece.offset + piece.text.size();
    if (holds) return static_cast<std::uint32_t>(piece.removed ? index : index + point->offset - piece.offset + 1);
    if (!piece.removed) index += piece.text.size();
  }
  return static_cast<std::uint32_t>(index);
}

}  // namespace

void before_outside_change(Desk& desk) {
  if (!desk.text_edit) return;
  finish_burst(desk);
  TextEdit& edit = *desk.text_edit;
  if (edit.composing) {
    // The input method goes on with its own state; its next letters start a fresh composition at the caret.
    edit.shown = without_composition(edit);
    edit.caret = edit.anchor = std::min(edit.composition_begin, length_of(edit.shown));
    edit.composing = false;
    show_letters(desk);
  }
  const document::TextSequence text = operations::text_of(*desk.document().find(edit.node));
  edit.caret_point = point_before(text, edit.caret);
  edit.anchor_point = point_before(text, edit.anchor);
}

void after_outside_change(Desk& desk) {
  if (!desk.text_edit) return;
  TextEdit& edit = *desk.text_edit;
  if (!is_plain_text(desk.document(), edit.node)) {
    desk.text_edit.reset();
    desk.overlay_changed = true;
    return;
  }
  const std::u32string letters = letters_of(desk, edit.node);
  if (letters == edit.base) return;
  const document::TextSequence text = operations::text_of(*desk.document().find(edit.node));
  edit.base = edit.shown = letters;
  edit.caret = std::min(index_behind(text, edit.caret_point), length_of(letters));
  edit.anchor = std::min(index_behind(text, edit.anchor_point), length_of(letters));
  edit.carets.reset();
  desk.overlay_changed = true;
}

void forget_layout(Desk& desk, std::span<const operations::Change> changes) {
  if (!desk.text_edit) return;
  const NodeId node = desk.text_edit->node;
  const bool touched = std::any_of(changes.begin(), changes.end(),
                                   [&](const operations::Change& change) { return change.node == node; });
  if (touched) desk.text_edit->carets.reset();
}

const text::CaretMap* caret_map(Desk& desk) {
  if (!desk.text_edit) return nullptr;
  TextEdit& edit = *desk.text_edit;
  if (!edit.carets) {
    const auto block = display::layout_text(desk.document(), edit.node, inputs_of(desk));
    if (!block) return nullptr;
    edit.carets.emplace(block->layout, block->text);
    edit.to_page = block->to_page();
    edit.rotation = block->box.rotation_degrees;
  }
  return &*edit.carets;
}

text::TextRange selected_range(const TextEdit& edit) {
  return {std::min(edit.caret, edit.anchor), std::max(edit.caret, edit.anchor)};
}

std::string selected_text(const TextEdit& edit) {
  const text::TextRange range = selected_range(edit);
  return base::to_utf8(std::u32string_view(edit.shown).substr(range.begin, range.end - range.begin));
}

void replace_range(Desk& desk, text::TextRange range, std::u32string_view with) {
  TextEdit& edit = *desk.text_edit;
  range.end = std::min(range.end, length_of(edit.shown));
  range.begin = std::min(range.begin, range.end);
  edit.shown.replace(range.begin, range.end - range.begin, with);
  edit.caret = edit.anchor = range.begin + static_cast<std::uint32_t>(with.size());
  edit.affinity = text::Affinity::Upstream;
  edit.column_x.reset();
  edit.typed_ms = desk.device.now_ms;
  if (without_composition(edit) == edit.base) {
    edit.burst_began_ms.reset();
  } else if (!edit.burst_began_ms) {
    edit.burst_began_ms = desk.device.now_ms;
  }
  show_letters(desk);
  note_selected_letters(desk);
}

namespace {

// Line ends as the design has them; no other control characters.
std::u32string clean(std::string_view utf8) {
  std::u32string out;
  const std::u32string all = base::to_utf32(utf8);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == U'\r') {
      if (i + 1 == all.size() || all[i + 1] != U'\n') out += U'\n';
    } else if (all[i] >= U' ' || all[i] == U'\n' || all[i] == U'\t') {
      out += all[i];
    }
  }
  return out;
}

void compose(Desk& desk, const std::u32string& letters) {
  TextEdit& edit = *desk.text_edit;
  if (!edit.composing) {
    const text::TextRange range = selected_range(edit);
    edit.replaced = edit.shown.substr(range.begin, range.end - range.begin);
    edit.composition_begin = range.begin;
    edit.composition_length = range.end - range.begin;
    edit.composing = true;
  }
  const std::uint32_t begin = edit.composition_begin;
  const std::uint32_t end = begin + edit.composition_length;
  edit.composition_length = length_of(letters);
  replace_range(desk, {begin, end}, letters);
}

}  // namespace

void type_text(Desk& desk, const TextInput& input) {
  // Letters over a box that is only selected are shortcuts of tools; Enter or a double click edits it.
  if (!desk.text_edit) return;
  TextEdit& edit = *desk.text_edit;
  const std::u32string letters = clean(input.text);
  if (input.composing && !input.end) {
    compose(desk, letters);
    return;
  }
  if (edit.composing) {
    const text::TextRange range{edit.composition_begin, edit.composition_begin + edit.composition_length};
    edit.composing = false;
    replace_range(desk, range, letters.empty() ? std::u32string_view(edit.replaced) : std::u32string_view(letters));
    return;
  }
  if (!letters.empty()) replace_range(desk, selected_range(edit), letters);
}

void paste_text(Desk& desk, std::string_view text) {
  replace_range(desk, selected_range(*desk.text_edit), clean(text));
}

}  // namespace flashkit::session
