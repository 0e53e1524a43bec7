#include <algorithm>

#include "base/proto.h"
#include "operations/ids.h"
#include "operations/order_room.h"
#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/news_detail.h"
#include "session/presence_detail.h"
#include "session/scenes_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"
#include "session/version_detail.h"
#include "sync/limits.h"
#include "sync/minimum.h"

namespace flashkit::session {

using operations::What;

bool can_edit(const Desk& desk) {
  return desk.complete && desk.role == sync::Role::Edit && !desk.shown_version.has_value();
}

base::OperationId next_operation(Desk& desk) {
  if (!desk.client) desk.client = desk.device.rng.client_id();
  return {*desk.client, desk.next_number};
}

operations::OperationBuilder draft(Desk& desk) {
  finish_burst(desk);
  const base::OperationId id = next_operation(desk);
  return {id.client, id.number};
}

void note_changes(Desk& desk, std::span<const operations::Change> changes, Because because) {
  if (changes.empty()) return;
  note_scene_changes(desk, changes);
  note_told_pages(desk, changes);
  const bool board = std::any_of(changes.begin(), changes.end(), [&](const operations::Change& change) {
    const document::Node* node = desk.document().find(change.node);
    return node == nullptr || node->kind == document::Kind::Page || node->kind == document::Kind::Root;
  });
  if (board) {
    desk.board = lay_out_board(desk.document());
    desk.board_changed = true;
  }
  desk.overlay_changed = desk.selection_changed = true;
  if (because == Because::Change) desk.design_changed = true;
  forget_layout(desk, changes);
}

namespace {

void take_off_own(Desk& desk) {
  if (!desk.preview_rollback) return;
  const auto changes = operations::roll_back(desk.view.document_for_preview(), std::move(*desk.preview_rollback));
  desk.preview_rollback.reset();
  note_changes(desk, changes, Because::Preview);
}

void put_on_own(Desk& desk) {
  if (desk.shown_version) desk.preview = version_preview(desk);
  if (!desk.preview) return;
  operations::Rollback rollback;
  const operations::Applied applied = operations::apply(desk.view.document_for_preview(), *desk.preview, &rollback);
  if (!applied.took_effect) return;
  desk.preview_rollback = std::move(rollback);
  note_changes(desk, applied.changes, Because::Preview);
}

}  // namespace

void lift_previews(Desk& desk) {
  take_off_own(desk);
  take_off_peer_drags(desk);
}

void lay_previews(Desk& desk) {
  put_on_peer_drags(desk);
  put_on_own(desk);
}

void show_preview(Desk& desk, operations::OperationBuilder&& builder) { show_preview_operation(desk, builder.take()); }

void show_preview_operation(Desk& desk, operations::Operation operation) {
  take_off_own(desk);
  desk.preview.reset();
  if (operation.steps.empty()) return;
  desk.preview = std::move(operation);
  put_on_own(desk);
}

void drop_preview(Desk& desk) {
  take_off_own(desk);
  desk.preview.reset();
}

bool commit(Desk& desk, operations::OperationBuilder&& builder, const CommitOptions& options) {
  return commit_operation(desk, builder.take(), options);
}

namespace {

void say_too_large(Desk& desk) {
  say_notice(desk.device, "error", "This is too large for one change, so it was not made. The rest is as it was.",
             "One change may hold up to 16 MB. Change fewer things at once, and put large pictures in as files.");
}

// The operation's bytes; none when it was not made.
std::string make_operation(Desk& desk, operations::Operation& operation, const CommitOptions& options) {
  if (operation.steps.empty() || !desk.client) return {};
  const document::Document& document = desk.view.document();
  operations::make_room(document, operation);
  std::string bytes = base::encoded(operation);
  if (bytes.size() > sync::k_max_operation_bytes) {
    say_too_large(desk);
    return {};
  }
  std::optional<operations::UndoStack::Reading> before;
  if (options.undoable) before = desk.undo.read(document, desk.view.last_writers(), operation, options.join);
  const operations::Applied applied = desk.view.add_local(operation);
  if (!applied.took_effect) return {};
  if (before) desk.undo.keep(std::move(*before));
  note_changes(desk, applied.changes, Because::Change);
  return bytes;
}

}  // namespace

bool commit_operation(Desk& desk, operations::Operation&& operation, const CommitOptions& options) {
  desk.preview.reset();
  if (desk.text_edit) desk.text_edit->may_join = false;
  desk.nudged_ms = -1e9;
  std::string bytes;
  without_previews(desk, [&] { bytes = make_operation(desk, operation, options); });
  if (bytes.empty()) return false;
  desk.restored_steps = 0;
  desk.saving.made(desk.next_number++);
  sync::StoreOperations store;
  store.document = operations::id_bytes(desk.document_id);
  store.operations.push_back(std::move(bytes));
  const sync::Minimum asked = sync::asked_by(operation);  // the worker beside this tab may be of an older program
  store.min_reader = asked.reader;
  store.min_writer = asked.writer;
  store.gesture_end = options.gesture_end;
  send_to_replica(desk.device, std::move(store));
  prune_selection(desk);
  return true;
}

void undo_or_redo(Desk& desk, bool undo) {
  if (!can_edit(desk) || desk.gesture != nullptr) return;
  finish_burst(desk);
  if (undo ? !desk.undo.can_undo() : !desk.undo.can_redo()) return;
  operations::Undone undone;
  without_previews(desk, [&] {
    const operations::LastWriter last_writer = desk.view.last_writers();
    constexpr std::size_t k_most = sync::k_max_operation_bytes;
    undone = undo ? desk.undo.undo(desk.document(), last_writer, next_operation(desk), k_most)
                  : desk.undo.redo(desk.document(), last_writer, next_operation(desk), k_most);
  });
  if (undone.too_large) return say_too_large(desk);
  desk.design_changed = true;
  desk.restored_steps = 0;
  if (undone.skipped > 0) {
    Notice notice;
    notice.kind = "info";
    notice.text = undone.operation ? "Some of it was changed by someone else since and stays as it is."
                                   : "Nothing to take back: someone else has changed it since.";
    desk.device.say(std::move(notice));
  }
  if (!undone.operation) return;
  CommitOptions options;
  options.undoable = false;
  before_outside_change(desk);
  commit_operation(desk, std::move(*undone.operation), options);
  after_outside_change(desk);
}

void send_to_replica(Device& device, decltype(sync::TabMessage::kind) said) {
  sync::TabMessage message;
  message.number = device.next_tab_message++;
  message.kind = std::move(said);
  SendToReplica out;
  out.message = base::encoded(message);
  device.say(std::move(out));
}

}  // namespace flashkit::session
