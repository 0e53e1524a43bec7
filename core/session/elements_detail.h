#pragma once
// Reading a design: what elements are, whether they may be changed, and where they stand on the page.
#include <optional>
#include <vector>

#include "session/desk_detail.h"

namespace flashkit::session {

bool is_element(const document::Document& document, base::NodeId node);  // live, neither root nor page
bool is_page(const document::Document& document, base::NodeId node);     // live
bool is_group(const document::Document& document, base::NodeId node);
// Of a group: of every leaf.
bool flag_of_all(const document::Document& document, base::NodeId node, document::Key key);
bool is_locked(const document::Document& document, base::NodeId node);  // not draggable
bool can_move(const document::Document& document, base::NodeId node);
bool can_resize(const document::Document& document, base::NodeId node);
bool can_remove(const document::Document& document, base::NodeId node);
// Plain letters that this person may change.
bool is_plain_text(const document::Document& document, base::NodeId node);

// The elements of a subtree that have a placement of their own: the node itself, or what is inside a group.
std::vector<base::NodeId> leaves_of(const document::Document& document, base::NodeId node);
std::vector<base::NodeId> leaves_of(const document::Document& document, const std::vector<base::NodeId>& nodes);
// The live ones, each once, without those inside another one of them, in drawing order (bottom first).
std::vector<base::NodeId> tidy(const document::Document& document, const std::vector<base::NodeId>& nodes);
// The ancestor that is a direct child of the page.
base::NodeId top_level_of(const document::Document& document, base::NodeId node);

display::Inputs inputs_of(const Desk& desk);
// As drawn, in page pixels: texts with their measured height, groups around their children.
std::optional<Frame> frame_of_node(Desk& desk, base::NodeId node);
// A text whose stored height is that of its lines, or less; a greater one is the wish of the person.
bool height_follows_lines(Desk& desk, base::NodeId text);
// The box around a selection: turned for one plain element, upright else.
std::optional<Frame> frame_of_nodes(Desk& desk, const std::vector<base::NodeId>& nodes);

const BoardPage* board_page(const Desk& desk, base::NodeId page);
const BoardPage* board_page_at(const Desk& desk, Point view, double slack_view_px = 0);
Point board_of_view(const Desk& desk, Point view);
Point page_of_view(const Desk& desk, base::NodeId page, Point view);
Point view_of_page(const Desk& desk, base::NodeId page, Point on_page);
Frame view_frame(const Desk& desk, base::NodeId page, const Frame& on_page);
double magnet_px(const Desk& desk);  // page pixels

// A node id from a message; nothing for a text that is none, or a node that is not here.
std::optional<base::NodeId> node_of(const Desk& desk, std::string_view text);
std::vector<base::NodeId> nodes_of(const Desk& desk, const std::vector<std::string>& texts);
std::string suffix_of(Desk& desk);  // of this session's order keys

}  // namespace flashkit::session
