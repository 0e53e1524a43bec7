#pragma once
// Pointer, wheel, pinch and keys.
#include "session/desk_detail.h"

namespace flashkit::session {

Hold hold_of(const Desk& desk, const std::optional<Modifiers>& modifiers);
void on_pointer(Desk& desk, const Pointer& message);
void on_key(Desk& desk, const Key& message);
void on_wheel(Desk& desk, const Wheel& message);
void on_pinch(Desk& desk, const Pinch& message);
void cancel_gesture(Desk& desk);
// While something is dragged at the edge of the view, the board comes along: at every Tick, as far as there is a page.
void scroll_at_edge(Desk& desk);
std::optional<double> scrolls_at_ms(const Desk& desk);
void choose_tool(Desk& desk, Tool tool);
// The cursor for where the pointer stands now.
std::string cursor_now(Desk& desk);

// Camera wishes.
void view_resized(Desk& desk, const ViewSize& before);
void fit_page(Desk& desk);
void zoom_actual(Desk& desk);
void zoom_selection(Desk& desk);
void zoom_step(Desk& desk, bool in);
void show_page(Desk& desk, base::NodeId page);
void camera_moved(Desk& desk);

}  // namespace flashkit::session
