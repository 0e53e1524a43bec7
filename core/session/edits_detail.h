#pragma once
// How the document changes: a preview shows an operation without making it, a commit makes it. Everything a person does
// goes through here, so that undo, storing, repainting and the saving state can not be forgotten.
#include <span>

#include "session/desk_detail.h"

namespace flashkit::session {

bool can_edit(const Desk& desk);
// The id that the next operation will have. Draws this session's client id at the first call.
base::OperationId next_operation(Desk& desk);
operations::OperationBuilder draft(Desk& desk);

// Shows the operation on top of the document, in place of the preview before it.
void show_preview(Desk& desk, operations::OperationBuilder&& builder);
void show_preview_operation(Desk& desk, operations::Operation operation);
void drop_preview(Desk& desk);

struct CommitOptions {
  bool gesture_end = true;  // the cloud need not wait for company
  bool undoable = true;
  bool join = false;  // one undo step with the operation before it
};
// Ends the preview and makes the operation: applied, undoable, sent to the replica. False if there was nothing to do,
// or it would have had no effect.
bool commit(Desk& desk, operations::OperationBuilder&& builder, const CommitOptions& options = {});
bool commit_operation(Desk& desk, operations::Operation&& operation, const CommitOptions& options = {});
void undo_or_redo(Desk& desk, bool undo);

// Takes every preview off the document while `work` changes it, and puts what still holds on again.
template <class Work>
void without_previews(Desk& desk, Work work);
void lift_previews(Desk& desk);
void lay_previews(Desk& desk);
template <class Work>
void without_previews(Desk& desk, Work work) {
  lift_previews(desk);
  work();
  lay_previews(desk);
}

enum class Because { Preview, Change };
// Tells scenes, board, selection and panels what changed.
void note_changes(Desk& desk, std::span<const operations::Change> changes, Because because);

void send_to_replica(Device& device, decltype(sync::TabMessage::kind) said);

}  // namespace flashkit::session
