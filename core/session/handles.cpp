#include <algorithm>
#include <cmath>

#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/handles_detail.h"

namespace flashkit::session {

using document::Kind;

std::optional<SelectionFrame> selection_frame(Desk& desk) {
  if (desk.selected.empty()) return std::nullopt;
  const auto frame = frame_of_nodes(desk, desk.selected);
  if (!frame) return std::nullopt;
  const document::Document& document = desk.document();
  SelectionFrame out;
  out.frame = *frame;
  out.page = document.page_of(desk.selected.front());
  const auto all = [&](auto may) {
    return std::all_of(desk.selected.begin(), desk.selected.end(), [&](base::NodeId id) { return may(document, id); });
  };
  const bool free = can_edit(desk) && !desk.text_edit;
  out.handles = free && all(can_resize);
  out.rotatable = free && all(can_move);
  if (desk.selected.size() == 1) {
    const Kind kind = document.find(desk.selected.front())->kind;
    out.line = kind == Kind::Line;
    out.only_width_sides = kind == Kind::Text;
  }
  return out;
}

namespace {

bool offers(const SelectionFrame& selection, Handle handle, const Frame& in_view) {
  if (selection.line) return handle == Handle::Left || handle == Handle::Right;
  const bool side_of_width = handle == Handle::Left || handle == Handle::Right;
  const bool side_of_height = handle == Handle::Top || handle == Handle::Bottom;
  if (side_of_height && selection.only_width_sides) return false;
  // On a small frame only the corners are left, so that it can still be grabbed in its middle.
  if (side_of_width && in_view.height < 20 && !selection.only_width_sides) return false;
  return !(side_of_height && in_view.width < 20);
}

}  // namespace

HandleHit handle_at(const Desk& desk, const SelectionFrame& selection, Point view, bool touch) {
  HandleHit out;
  const Frame frame = view_frame(desk, selection.page, selection.frame);
  const double reach = touch ? 18 : 8;
  if (selection.handles) {
    double nearest = reach * reach;
    for (const bool corners : {true, false}) {
      for (const Handle handle : k_handles) {
        if (is_corner(handle) != corners || !offers(selection, handle, frame)) continue;
        const Point away = view - handle_point(frame, handle);
        if (dot(away, away) > nearest) continue;
        nearest = dot(away, away);
        out.handle = handle;
      }
      if (out.handle != Handle::None) return out;
    }
  }
  if (!selection.rotatable || selection.line || contains(frame, view)) return out;
  for (const Point corner : corners_of(frame)) {
    const Point away = view - corner;
    out.rotate = out.rotate || dot(away, away) <= 4 * reach * reach;
  }
  return out;
}

const char* resize_cursor(Handle handle, double rotation_degrees) {
  // Where the handle points, in steps of 45 degrees; opposite directions share a cursor.
  const double across = pull_x(handle);
  const double downwards = pull_y(handle);
  const double points_to = geometry::direction_degrees({across, downwards}) + rotation_degrees;
  const int step = static_cast<int>(std::floor(geometry::normalized_degrees(points_to) / 45 + 0.5)) % 4;
  constexpr const char* k_cursors[4] = {"ew-resize", "nwse-resize", "ns-resize", "nesw-resize"};
  return k_cursors[step];
}

}  // namespace flashkit::session
