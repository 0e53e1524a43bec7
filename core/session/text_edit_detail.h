#pragma once
// Letters edited on the canvas. What is typed shows at once as a preview; after a quarter of a second without typing,
// a second after the first of it at the latest, or when editing ends, it becomes one operation that names characters by
// their permanent ids, so that two people typing in one box both keep their letters. Letters of an input method that
// are not final yet become no operation.
#include <span>

#include "session/desk_detail.h"

namespace flashkit::session {

inline constexpr double k_burst_ms = 250;
// What is typed without a pause is in memory only for no longer than this.
inline constexpr double k_longest_burst_ms = 1000;

// False, with a Notice where that helps, when the node is no text that can be edited by letters.
bool begin_text_edit(Desk& desk, base::NodeId node, bool select_all);
void end_text_edit(Desk& desk);  // makes the operation of what is still unsaid
void finish_burst(Desk& desk);
void finish_idle_burst(Desk& desk);
std::optional<double> burst_ends_at_ms(const Desk& desk);

// Around changes that were not typed here: the caret stays behind the character that it stood behind.
void before_outside_change(Desk& desk);
void after_outside_change(Desk& desk);
// The laid-out letters are not what they were.
void forget_layout(Desk& desk, std::span<const operations::Change> changes);

// The text as laid out now; null when nothing is edited.
const text::CaretMap* caret_map(Desk& desk);
text::TextRange selected_range(const TextEdit& edit);
std::string selected_text(const TextEdit& edit);
void replace_range(Desk& desk, text::TextRange range, std::u32string_view with);
void type_text(Desk& desk, const TextInput& input);
void paste_text(Desk& desk, std::string_view text);
// True when the key did something here.
bool text_key(Desk& desk, const Key& key, const Hold& hold);
void set_caret(Desk& desk, text::CaretPosition position, bool keep_anchor);
void set_range(Desk& desk, text::TextRange range);
std::optional<text::CaretPosition> caret_at(Desk& desk, Point view);
bool over_edited_text(Desk& desk, Point view);
std::unique_ptr<Gesture> select_letters(Desk& desk, Point view, std::uint32_t click_count, bool extend);
void show_text_edit(Desk& desk, Overlay& overlay);
TextEditing text_editing_event(Desk& desk);

}  // namespace flashkit::session
