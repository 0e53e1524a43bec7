#pragma once
// Which elements are chosen. The selection holds live elements of one page, in drawing order, none inside another.
#include "session/desk_detail.h"

namespace flashkit::session {

void set_selection(Desk& desk, std::vector<base::NodeId> nodes);
void toggle_selected(Desk& desk, base::NodeId node);
bool is_selected(const Desk& desk, base::NodeId node);
// Drops what is gone; called after every change.
void prune_selection(Desk& desk);
void set_current_page(Desk& desk, base::NodeId page);
void select_all(Desk& desk);
void select_nodes(Desk& desk, const Select& message);
// Which node of a hit path (outermost first) a click means: the outermost one, or one level inside what is selected
// already where a group was entered by double click.
base::NodeId pick(const Desk& desk, const std::vector<base::NodeId>& path);
// One level deeper than the selection, for a double click; nothing when there is nothing deeper.
std::optional<base::NodeId> pick_deeper(const Desk& desk, const std::vector<base::NodeId>& path);

}  // namespace flashkit::session
