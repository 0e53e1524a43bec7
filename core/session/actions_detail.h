#pragma once
// What menus, buttons and shortcuts do: one function each.
#include "session/desk_detail.h"

namespace flashkit::session {

void on_action(Desk& desk, const Action& message);

void delete_selection(Desk& desk);
void duplicate_selection(Desk& desk);
void lock_toggle(Desk& desk);
void set_properties(Desk& desk, const SetProperties& message);
void set_placement(Desk& desk, const SetPlacement& message);
void rename_design(Desk& desk, const Rename& message);

// Order and grouping.
enum class OrderStep { Forward, Backward, Front, Back };
void reorder(Desk& desk, OrderStep step);
void group_selection(Desk& desk);
void ungroup_selection(Desk& desk);
void move_node(Desk& desk, const MoveNode& message);
enum class Edge { Left, Center, Right, Top, Middle, Bottom };
void align_selection(Desk& desk, Edge edge);

// Pages.
void add_page(Desk& desk, std::string_view after);
void duplicate_page(Desk& desk, std::string_view page);
void delete_page(Desk& desk, std::string_view page);

// Clipboard.
void copy_selection(Desk& desk, bool cut);
void paste(Desk& desk, const Paste& message);

void say_notice(Device& device, std::string_view kind, std::string_view text, std::string_view detail = {});

}  // namespace flashkit::session
