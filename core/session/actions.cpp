#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/input_detail.h"
#include "session/letter_styles_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"
#include "session/version_detail.h"

namespace flashkit::session {

namespace {

using base::NodeId;

void edit_selected_text(Desk& desk) {
  if (desk.selected.size() == 1) begin_text_edit(desk, desk.selected.front(), true);
}

void select_everything(Desk& desk) {
  if (!desk.text_edit) {
    select_all(desk);
  } else if (const text::CaretMap* map = caret_map(desk)) {
    set_range(desk, {0, map->length()});
  }
}

void select_nothing(Desk& desk) {
  end_text_edit(desk);
  set_selection(desk, {});
}

void delete_what_is_chosen(Desk& desk) {
  if (!desk.text_edit) {
    delete_selection(desk);
    return;
  }
  const text::TextRange range = selected_range(*desk.text_edit);
  if (range.begin != range.end) replace_range(desk, range, {});
}

void show_page_named(Desk& desk, const std::string& node) {
  end_text_edit(desk);
  if (const auto page = node_of(desk, node)) show_page(desk, *page);
}

// Those that make no change of their own; they work in a design that may only be looked at, too.
bool looking_action(Desk& desk, const Action& message) {
  switch (message.kind) {
    case ActionKind::None:
      return true;
    case ActionKind::SelectAll:
      select_everything(desk);
      return true;
    case ActionKind::SelectNone:
      select_nothing(desk);
      return true;
    case ActionKind::Copy:
      copy_selection(desk, false);
      return true;
    case ActionKind::Store:
      finish_burst(desk);
      return true;
    case ActionKind::ZoomIn:
      zoom_step(desk, true);
      return true;
    case ActionKind::ZoomOut:
      zoom_step(desk, false);
      return true;
    case ActionKind::ZoomFit:
      fit_page(desk);
      return true;
    case ActionKind::ZoomActual:
      zoom_actual(desk);
      return true;
    case ActionKind::ZoomSelection:
      zoom_selection(desk);
      return true;
    case ActionKind::PageShow:
      show_page_named(desk, message.node);
      return true;
    case ActionKind::Undo:
    case ActionKind::Redo:
    case ActionKind::Delete:
    case ActionKind::Duplicate:
    case ActionKind::BringForward:
    case ActionKind::SendBackward:
    case ActionKind::BringToFront:
    case ActionKind::SendToBack:
    case ActionKind::Cut:
    case ActionKind::PageAdd:
    case ActionKind::PageDuplicate:
    case ActionKind::PageDelete:
    case ActionKind::EditText:
    case ActionKind::Group:
    case ActionKind::Ungroup:
    case ActionKind::LockToggle:
    case ActionKind::AlignLeft:
    case ActionKind::AlignCenter:
    case ActionKind::AlignRight:
    case ActionKind::AlignTop:
    case ActionKind::AlignMiddle:
    case ActionKind::AlignBottom:
    case ActionKind::DistributeHorizontally:
    case ActionKind::DistributeVertically:
    case ActionKind::Bold:
    case ActionKind::Italic:
    case ActionKind::Underline:
    case ActionKind::UndoRestore:
      return false;
  }
  return true;  // of a newer skin
}

void changing_action(Desk& desk, const Action& message) {
  switch (message.kind) {
    case ActionKind::Undo:
      return undo_or_redo(desk, true);
    case ActionKind::Redo:
      return undo_or_redo(desk, false);
    case ActionKind::Delete:
      return delete_what_is_chosen(desk);
    case ActionKind::Duplicate:
      return duplicate_selection(desk);
    case ActionKind::BringForward:
      return reorder(desk, OrderStep::Forward);
    case ActionKind::SendBackward:
      return reorder(desk, OrderStep::Backward);
    case ActionKind::BringToFront:
      return reorder(desk, OrderStep::Front);
    case ActionKind::SendToBack:
      return reorder(desk, OrderStep::Back);
    case ActionKind::Cut:
      return copy_selection(desk, true);
    case ActionKind::PageAdd:
      return add_page(desk, message.node);
    case ActionKind::PageDuplicate:
      return duplicate_page(desk, message.node);
    case ActionKind::PageDelete:
      return delete_page(desk, message.node);
    case ActionKind::EditText:
      return edit_selected_text(desk);
    case ActionKind::Group:
      return group_selection(desk);
    case ActionKind::Ungroup:
      return ungroup_selection(desk);
    case ActionKind::LockToggle:
      return lock_toggle(desk, message.node);
    case ActionKind::AlignLeft:
      return align_selection(desk, Edge::Left);
    case ActionKind::AlignCenter:
      return align_selection(desk, Edge::Center);
    case ActionKind::AlignRight:
      return align_selection(desk, Edge::Right);
    case ActionKind::AlignTop:
      return align_selection(desk, Edge::Top);
    case ActionKind::AlignMiddle:
      return align_selection(desk, Edge::Middle);
    case ActionKind::AlignBottom:
      return align_selection(desk, Edge::Bottom);
    case ActionKind::DistributeHorizontally:
      return distribute_selection(desk, true);
    case ActionKind::DistributeVertically:
      return distribute_selection(desk, false);
    case ActionKind::Bold:
    case ActionKind::Italic:
    case ActionKind::Underline:
      return toggle_style(desk, message.kind);
    case ActionKind::UndoRestore:
      return undo_restore(desk);
    case ActionKind::None:
    case ActionKind::Store:
    case ActionKind::SelectAll:
    case ActionKind::SelectNone:
    case ActionKind::Copy:
    case ActionKind::ZoomIn:
    case ActionKind::ZoomOut:
    case ActionKind::ZoomFit:
    case ActionKind::ZoomActual:
    case ActionKind::ZoomSelection:
    case ActionKind::PageShow:
      return;
  }
}

}  // namespace

void on_action(Desk& desk, const Action& message) {
  // A drag under way ends as it began before anything else happens.
  cancel_gesture(desk);
  if (looking_action(desk, message) || !can_edit(desk)) return;
  changing_action(desk, message);
}

void say_notice(Device& device, std::string_view kind, std::string_view text, std::string_view detail) {
  Notice notice;
  notice.kind = kind;
  notice.text = text;
  notice.detail = detail;
  device.say(std::move(notice));
}

}  // namespace flashkit::session
