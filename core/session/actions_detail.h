#pragma once
// What menus, buttons and shortcuts do: one function each.
#include "session/desk_detail.h"

namespace flashkit::session {

void on_action(Desk& desk, const Action& message);

void delete_selection(Desk& desk);
void duplicate_selection(Desk& desk);
// Of this node; of the selection where it is empty.
void lock_toggle(Desk& desk, std::string_view node);
void set_properties(Desk& desk, const SetProperties& message);
void set_placement(Desk& desk, const SetPlacement& message);
void rename_design(Desk& desk, const Rename& message);

// Order and grouping.
enum class OrderStep { Forward, Backward, Front, Back };
void reorder(Desk& desk, OrderStep step);
// Order keys for copies of these nodes: right above the topmost of them among their siblings, in the same order.
std::map<base::NodeId, std::string> orders_of_copies(Desk& desk, const std::vector<base::NodeId>& nodes);
void group_selection(Desk& desk);
void ungroup_selection(Desk& desk);
void move_node(Desk& desk, const MoveNode& message);
enum class Edge { Left, Center, Right, Top, Middle, Bottom };
void align_selection(Desk& desk, Edge edge);
// Equal gaps between three or more; the outermost two stay.
void distribute_selection(Desk& desk, bool horizontally);

// Pages.
void add_page(Desk& desk, std::string_view after);
void duplicate_page(Desk& desk, std::string_view page);
void delete_page(Desk& desk, std::string_view page);

// Clipboard.
void copy_selection(Desk& desk, bool cut);
void paste(Desk& desk, const Paste& message);

void say_notice(Device& device, std::string_view kind, std::string_view text, std::string_view detail = {});

}  // namespace flashkit::session
