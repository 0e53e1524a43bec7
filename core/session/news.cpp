#include <algorithm>

#include "session/edits_detail.h"
#include "session/input_detail.h"
#include "session/news_detail.h"
#include "session/opening_detail.h"
#include "session/presence_detail.h"
#include "session/scenes_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

namespace {

template <class Message>
void say_if_new(Device& device, std::optional<Message>& given, Message now) {
  if (given == now) return;
  given = now;
  device.say(std::move(now));
}

void tell_camera(Desk& desk) {
  desk.camera.settle(desk.device.now_ms);
  Camera camera;
  camera.zoom = desk.camera.zoom();
  camera.x = desk.camera.x();
  camera.y = desk.camera.y();
  camera.settled = desk.camera.settled();
  say_if_new(desk.device, desk.given.camera, std::move(camera));
}

void tell_wake(Desk& desk) {
  std::optional<double> at;
  const auto sooner = [&](std::optional<double> other) {
    if (other && (!at || *other < *at)) at = other;
  };
  if (!desk.camera.settled()) sooner(desk.camera.settles_at_ms());
  sooner(burst_ends_at_ms(desk));
  sooner(tells_peers_at_ms(desk));
  sooner(scrolls_at_ms(desk));
  if (!at) {
    desk.given.wake.reset();
    return;
  }
  WakeAt wake;
  wake.now_ms = *at;
  say_if_new(desk.device, desk.given.wake, std::move(wake));
}

void tell_saving(Desk& desk) {
  desk.saving.pending(desk.view.pending_count());
  desk.saving.rejected(desk.rejected.size());
  desk.saving.unsaid(burst_ends_at_ms(desk).has_value());
  Saving saving = desk.saving.state();
  for (const sync::KeptOperation& kept : desk.rejected) saving.kept.push_back(kept_change(kept));
  say_if_new(desk.device, desk.given.saving, std::move(saving));
}

}  // namespace

void gather_news(Desk& desk) {
  Device& device = desk.device;
  finish_idle_burst(desk);
  if (desk.complete) {
    announce_pages(desk);
    if (desk.board_changed) say_if_new(device, desk.given.board, board_of(desk));
    tell_camera(desk);
    // Counting placeholders needs the scenes that the pages above were built with.
    if (desk.design_changed) say_if_new(device, desk.given.design, design_state_of(desk));
    if (desk.selection_changed) say_if_new(device, desk.given.selection, selection_of(desk));
    if (desk.overlay_changed) {
      say_if_new(device, desk.given.overlay, overlay_of(desk));
      say_if_new(device, desk.given.text_editing, text_editing_event(desk));
      say_if_new(device, desk.given.peers, peers_event(desk));
    }
    PointerShape shape;
    shape.css = cursor_now(desk);
    say_if_new(device, desk.given.pointer_shape, std::move(shape));
    if (desk.design_changed && !desk.preview) tell_row(desk);
    desk.board_changed = desk.design_changed = desk.selection_changed = desk.overlay_changed = false;
  }
  tell_saving(desk);
  tell_peers(desk);
  tell_wake(desk);
}

}  // namespace flashkit::session
