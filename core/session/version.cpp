#include <limits>
#include <utility>

#include "operations/restore.h"
#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/input_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"
#include "session/version_detail.h"

namespace flashkit::session {

namespace {

void everything_is_another(Desk& desk) {
  set_selection(desk, {});
  prune_selection(desk);
  desk.design_changed = desk.selection_changed = desk.overlay_changed = true;
}

}  // namespace

std::optional<operations::Operation> version_preview(const Desk& desk) {
  constexpr base::OperationId k_only_shown{{0, 2}, 1};
  auto operations = operations::restore(desk.document(), desk.shown_version->document, k_only_shown,
                                        std::numeric_limits<std::size_t>::max());
  if (operations.empty()) return std::nullopt;
  return std::move(operations.front());
}

void show_version(Desk& desk, const ShowVersion& message) {
  if (message.checkpoint.empty()) {
    leave_version(desk);
    return;
  }
  auto read = sync::read_checkpoint(message.checkpoint);
  if (!read.ok()) {
    say_notice(desk.device, "error", "This version can not be read here. Load the page again and try once more.",
               read.error().rule);
    return;
  }
  if (read.value().seq > desk.view.seq()) {
    say_notice(desk.device, "info", "This version is newer than the design on this device. Try again in a moment.");
    return;
  }
  cancel_gesture(desk);
  end_text_edit(desk);
  choose_tool(desk, Tool::Select);
  lift_previews(desk);
  desk.preview.reset();
  desk.shown_version = std::move(read).value();
  lay_previews(desk);
  everything_is_another(desk);
}

void leave_version(Desk& desk) {
  if (!desk.shown_version) return;
  cancel_gesture(desk);
  lift_previews(desk);
  desk.preview.reset();
  desk.shown_version.reset();
  lay_previews(desk);
  everything_is_another(desk);
}

void restore_version(Desk& desk) {
  if (!desk.shown_version || desk.role != sync::Role::Edit) return;
  const sync::Checkpoint version = std::move(*desk.shown_version);
  leave_version(desk);
  std::vector<operations::Operation> operations;
  without_previews(desk,
                   [&] { operations = operations::restore(desk.document(), version.document, next_operation(desk)); });
  VersionRestored said;
  said.version = version.seq;
  for (operations::Operation& operation : operations) {
    if (commit_operation(desk, std::move(operation))) ++said.operations;
  }
  if (said.operations < operations.size()) {
    say_notice(desk.device, "error", "This version could not be restored. The design is as it was.");
    if (said.operations == 0) return;
  }
  desk.restored_steps = said.operations;
  desk.device.say(said);
}

void undo_restore(Desk& desk) {
  finish_burst(desk);
  for (std::uint32_t left = std::exchange(desk.restored_steps, 0u); left > 0; --left) undo_or_redo(desk, true);
}

}  // namespace flashkit::session
