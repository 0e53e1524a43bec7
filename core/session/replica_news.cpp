#include <algorithm>

#include "operations/ids.h"
#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/input_detail.h"
#include "session/opening_detail.h"
#include "session/presence_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"
#include "sync/frames.h"
#include "sync/limits.h"
#include "sync/minimum.h"

namespace flashkit::session {

namespace {

// Someone else changed the document: letters being typed are made an operation first, previews are laid on again.
template <class Work>
void from_outside(Desk& desk, Work work) {
  before_outside_change(desk);
  without_previews(desk, work);
  after_outside_change(desk);
  prune_selection(desk);
  const auto page_of_gesture_gone = desk.gesture != nullptr && desk.selected.empty() && desk.gesture->moves_elements();
  if (page_of_gesture_gone) cancel_gesture(desk);
  desk.design_changed = true;
}

void everything_changed(Desk& desk) {
  desk.board = lay_out_board(desk.document());
  for (auto& [page, book] : desk.pages) {
    book.change.everything = true;
    book.stale = true;
    if (!book.announce) ++book.version;
    book.announce = true;
  }
  for (auto& [page, told] : desk.told_pages) told.names = told.places = told.paints = true;
  desk.pages_marked = desk.fonts_marked = true;
  desk.board_changed = desk.overlay_changed = desk.selection_changed = desk.design_changed = true;
  if (desk.text_edit) desk.text_edit->carets.reset();
}

void store_again(Desk& desk, std::vector<std::string>&& operations) {
  if (operations.empty()) return;
  sync::StoreOperations store;
  store.document = operations::id_bytes(desk.document_id);
  const sync::Minimum asked = sync::asked_by(operations);
  store.min_reader = asked.reader;
  store.min_writer = asked.writer;
  store.operations = std::move(operations);
  store.gesture_end = true;
  send_to_replica(desk.device, std::move(store));
}

void tell_no_effect(Desk& desk, std::size_t count) {
  if (count == 0) return;
  say_notice(desk.device, "warning",
             "A change of yours could not be kept, because someone else changed the same part before it arrived.");
}

void on_update_needed(Desk& desk, bool needed) {
  desk.saving.update_needed(needed);
  if (desk.update_needed == needed) return;
  desk.update_needed = needed;
  if (!needed) return;
  say_notice(desk.device, "warning", "A newer version of Flashkit changed this design. Update to go on changing it.",
             "Until then you can look at it. Changes of yours that are not in the cloud yet are kept on this device.");
}

void on_loaded(Desk& desk, const sync::DocumentLoaded& loaded) {
  bool good = false;
  std::vector<std::string> unstored;
  from_outside(desk, [&] {
    const auto result = desk.view.load(loaded);
    good = result.ok();
    if (good) {
      tell_no_effect(desk, result.value().no_effect.size());
      unstored = std::move(result.value().unstored);
    }
    everything_changed(desk);
  });
  if (!good) {
    say_notice(desk.device, "error", "What is stored of this design can not be read by this version.");
    return;
  }
  for (const std::string& bytes : loaded.outbox) {
    const auto read = operations::read_operation(bytes);
    if (read.ok() && desk.client && read.value().id.client == *desk.client) {
      desk.saving.stored_up_to(read.value().id.number);
    }
  }
  const bool created_here = desk.complete && loaded.role == sync::Role::None;
  if (!created_here) desk.role = loaded.role == sync::Role::None && !loaded.complete ? desk.role : loaded.role;
  on_update_needed(desk, loaded.update_needed);
  desk.complete = desk.complete || loaded.complete;
  desk.rejected = loaded.rejected;
  // A replica that took over from another one may lack what was on its way to that one. It passes over what it has.
  if (desk.saving.is_loaded()) store_again(desk, std::move(unstored));
  desk.saving.loaded(desk.complete);
  prune_selection(desk);
  view_resized(desk, desk.device.view);
  desk.presence_dirty = true;
}

void on_confirmed(Desk& desk, const sync::EntriesConfirmed& message) {
  bool gap = false;
  from_outside(desk, [&] {
    const sync::View::Confirmed confirmed = desk.view.confirm(message.entries);
    note_changes(desk, confirmed.changes, Because::Change);
    tell_no_effect(desk, confirmed.no_effect.size());
    gap = confirmed.gap;
  });
  if (!gap) return;
  sync::OpenDocument open;
  open.document = operations::id_bytes(desk.document_id);
  if (!desk.capability.is_nil()) open.capability = operations::id_bytes(desk.capability);
  open.rules = sync::k_rules;
  send_to_replica(desk.device, std::move(open));
}

void on_stored(Desk& desk, const sync::OperationsStored& message) {
  if (desk.client && message.client == operations::id_bytes(*desk.client)) desk.saving.stored_up_to(message.number);
  if (message.from_other_tab.empty()) return;
  from_outside(desk,
               [&] { note_changes(desk, desk.view.add_from_other_tab(message.from_other_tab), Because::Change); });
}

void on_rejected(Desk& desk, const sync::OperationRejected& message) {
  if (!message.kept) return;
  const auto same = [&](const sync::KeptOperation& kept) {
    return kept.client == message.kept->client && kept.number == message.kept->number;
  };
  if (std::none_of(desk.rejected.begin(), desk.rejected.end(), same)) desk.rejected.push_back(*message.kept);
  const auto client = operations::id_from_bytes<base::ClientId>(message.kept->client);
  if (!client) return;
  from_outside(desk, [&] {
    note_changes(desk, desk.view.remove_pending({*client, message.kept->number}), Because::Change);
  });
  if (desk.client == client && message.kept->reason == sync::RejectReason::ClientConflict) {
    // The number is taken in the journal: this name is spoilt, the next operation draws a fresh one.
    desk.client.reset();
    desk.next_number = 1;
    desk.saving.renamed();
  }
  say_notice(desk.device, "error", "A change could not be saved in the cloud. It is kept on this device.",
             message.kept->text);
}

void on_role(Desk& desk, const sync::RoleChanged& news) {
  on_update_needed(desk, news.update_needed);
  const sync::Role role = news.role;
  if (role == desk.role) return;
  if (role != sync::Role::Edit) {
    cancel_gesture(desk);
    end_text_edit(desk);
  }
  desk.role = role;
  desk.design_changed = desk.selection_changed = desk.overlay_changed = true;
  if (role == sync::Role::View && !news.update_needed)
    say_notice(desk.device, "info", "You can look at this design, but not change it.");
  if (role == sync::Role::None) say_notice(desk.device, "warning", "You no longer have access to this design.");
}

void on_trouble(Desk& desk, const sync::DocumentTrouble& message) {
  if (message.code == 426 && desk.update_needed) return;  // said with the role
  std::string_view text = "The design could not be opened.";
  if (message.code == 403) text = "This address does not give the right to open the design.";
  if (message.code == 426) text = "This design needs a newer version of Flashkit.";
  if (message.code == 404) text = "There is no design at this address.";
  say_notice(desk.device, "error", text, message.text);
}

bool is_for(const Desk* desk, const std::string& document) {
  return desk != nullptr && document == operations::id_bytes(desk->document_id);
}

}  // namespace

KeptChange kept_change(const sync::KeptOperation& kept) {
  KeptChange out;
  out.client = kept.client;
  out.number = kept.number;
  out.text = kept.text.empty() ? std::string(sync::words_for(kept.reason)) : kept.text;
  // What was too large or not understood stays so.
  out.may_retry = kept.reason != sync::RejectReason::TooLarge && kept.reason != sync::RejectReason::Malformed;
  return out;
}

void settle_kept(Desk& desk, const SettleKept& settle) {
  const auto kept = std::find_if(desk.rejected.begin(), desk.rejected.end(), [&](const sync::KeptOperation& each) {
    return each.client == settle.client && each.number == settle.number;
  });
  if (kept == desk.rejected.end()) return;
  desk.rejected.erase(kept);
  sync::SettleRejected out;
  out.document = operations::id_bytes(desk.document_id);
  out.client = settle.client;
  out.number = settle.number;
  out.retry = settle.retry;
  send_to_replica(desk.device, std::move(out));
}

void on_replica(Device& device, Desk* desk, const ReplicaSaid& said) {
  const auto decoded = sync::decode_replica_message(said.message);
  if (!decoded.ok()) return;
  const sync::ReplicaMessage& message = decoded.value();
  if (const auto* status = std::get_if<sync::ReplicaStatus>(&message.kind)) {
    device.replica = *status;
    if (desk != nullptr) desk->saving.replica_status(*status);
  } else if (const auto* loaded = std::get_if<sync::DocumentLoaded>(&message.kind)) {
    if (is_for(desk, loaded->document)) on_loaded(*desk, *loaded);
  } else if (const auto* confirmed = std::get_if<sync::EntriesConfirmed>(&message.kind)) {
    if (is_for(desk, confirmed->document)) on_confirmed(*desk, *confirmed);
  } else if (const auto* stored = std::get_if<sync::OperationsStored>(&message.kind)) {
    if (is_for(desk, stored->document)) on_stored(*desk, *stored);
  } else if (const auto* rejected = std::get_if<sync::OperationRejected>(&message.kind)) {
    if (is_for(desk, rejected->document)) on_rejected(*desk, *rejected);
  } else if (const auto* peer = std::get_if<sync::PeerPresence>(&message.kind)) {
    if (is_for(desk, peer->document)) hear_peer(*desk, *peer);
  } else if (const auto* role = std::get_if<sync::RoleChanged>(&message.kind)) {
    if (is_for(desk, role->document)) on_role(*desk, *role);
  } else if (const auto* trouble = std::get_if<sync::DocumentTrouble>(&message.kind)) {
    if (is_for(desk, trouble->document)) on_trouble(*desk, *trouble);
  }
}

}  // namespace flashkit::session
