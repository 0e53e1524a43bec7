#pragma once
// What the skin is told: built from the desk when the news is drained, and given only when it differs from the last.
#include <span>

#include "session/desk_detail.h"

namespace flashkit::session {

Overlay overlay_of(Desk& desk);
Selection selection_of(Desk& desk);
// Pages that stand as they were told say only so.
DesignState design_state_of(Desk& desk);
// Remembers what of the told pages may be out of date.
void note_told_pages(Desk& desk, std::span<const operations::Change> changes);
Board board_of(Desk& desk);
// Appends the news of this moment to the device's list.
void gather_news(Desk& desk);

}  // namespace flashkit::session
