#pragma once
// What lies under the pointer around the selection: one of the handles, the ring outside the corners that turns it, or
// nothing.
#include "session/desk_detail.h"

namespace flashkit::session {

struct SelectionFrame {
  Frame frame;  // page pixels
  base::NodeId page;
  bool handles = false;
  bool rotatable = false;
  bool line = false;              // only its two ends
  bool only_width_sides = false;  // a text: its top and bottom follow its letters
};
std::optional<SelectionFrame> selection_frame(Desk& desk);

struct HandleHit {
  Handle handle = Handle::None;
  bool rotate = false;
  explicit operator bool() const { return rotate || handle != Handle::None; }
};
HandleHit handle_at(const Desk& desk, const SelectionFrame& selection, Point view, bool touch);
// The cursor of a handle on a turned frame.
const char* resize_cursor(Handle handle, double rotation_degrees);

}  // namespace flashkit::session
