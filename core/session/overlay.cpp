#include "session/elements_detail.h"
#include "session/handles_detail.h"
#include "session/news_detail.h"
#include "session/presence_detail.h"
#include "session/scenes_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

namespace {

// Beyond this many the frame around all says enough.
constexpr std::size_t k_most_outlines = 500;

void show_selection(Desk& desk, Overlay& overlay) {
  const auto selection = selection_frame(desk);
  if (!selection) return;
  for (const base::NodeId id : desk.selected) {
    if (overlay.selected.size() >= k_most_outlines) break;
    if (const auto frame = frame_of_node(desk, id)) {
      overlay.selected.push_back(message_of(view_frame(desk, selection->page, *frame)));
    }
  }
  overlay.frame = message_of(view_frame(desk, selection->page, selection->frame));
  const bool dragging = desk.gesture != nullptr && desk.gesture->moves_elements();
  overlay.handles = selection->handles && !dragging;
  overlay.rotatable = selection->rotatable && !dragging;
  overlay.line = selection->line;
  overlay.width_sides_only = selection->only_width_sides;
}

}  // namespace

Overlay overlay_of(Desk& desk) {
  Overlay overlay;
  show_selection(desk, overlay);
  if (desk.hovered && desk.gesture == nullptr && !desk.text_edit && !is_selected(desk, *desk.hovered)) {
    const base::NodeId page = desk.document().page_of(*desk.hovered);
    if (const auto frame = frame_of_node(desk, *desk.hovered)) {
      overlay.hovered = message_of(view_frame(desk, page, *frame));
      overlay.hovered_undrawn = undrawn_of(desk, *desk.hovered);
    }
  }
  if (desk.text_edit) show_text_edit(desk, overlay);
  if (desk.gesture != nullptr) desk.gesture->show(desk, overlay);
  for (const base::NodeId id : lifted_nodes(desk)) overlay.lifted.push_back(base::to_text(id));
  show_peers(desk, overlay);
  return overlay;
}

}  // namespace flashkit::session
