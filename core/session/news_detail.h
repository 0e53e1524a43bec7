#pragma once
// What the skin is told: built from the desk when the news is drained, and given only when it differs from the last.
#include "session/desk_detail.h"

namespace flashkit::session {

Overlay overlay_of(Desk& desk);
Selection selection_of(Desk& desk);
DesignState design_state_of(const Desk& desk);
Board board_of(Desk& desk);
// Appends the news of this moment to the device's list.
void gather_news(Desk& desk);

}  // namespace flashkit::session
