#pragma once
// How letters look: of those that are selected in the text under edit, else of whole texts.
#include <optional>
#include <string>
#include <string_view>

#include "session/desk_detail.h"

namespace flashkit::session {

// Gives a text this property (an empty value: its default), or only its selected letters where it is being edited. A
// text that is given one as a whole keeps no letter that has its own.
void give_style(Desk& desk, operations::OperationBuilder& builder, base::NodeId text, Field key, std::string_view json);
// What the first selected letter of this text has of its own; nothing when no letters of it are selected.
std::optional<std::string> style_of_selected_letters(const Desk& desk, base::NodeId text, Field key);
// Bold, italic or underlined, or no longer.
void toggle_style(Desk& desk, ActionKind kind);
// The letters between caret and anchor are others than they were.
void note_selected_letters(Desk& desk);

}  // namespace flashkit::session
