#pragma once
// Looking at an earlier version, and going back to it. What is shown is the document with the operation on top that
// would restore the version, so that everything that shows a design shows versions too.
#include "session/desk_detail.h"

namespace flashkit::session {

void show_version(Desk& desk, const ShowVersion& message);
void leave_version(Desk& desk);
// The operation that shows the version on top of the document as it is now; nothing when there is no difference.
std::optional<operations::Operation> version_preview(const Desk& desk);
void restore_version(Desk& desk);
// Takes the restored version back, unless something else was done since.
void undo_restore(Desk& desk);

}  // namespace flashkit::session
