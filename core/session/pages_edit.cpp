// Adding, copying and deleting pages.
#include <algorithm>

#include "document/value.h"
#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/input_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;

namespace {

NodeId page_named(const Desk& desk, std::string_view text) {
  const auto node = node_of(desk, text);
  if (node && is_page(desk.document(), *node)) return *node;
  return desk.page;
}

document::Placement place_after(Desk& desk, NodeId page) {
  const std::vector<NodeId> pages = desk.document().live_children({});
  const auto at = std::find(pages.begin(), pages.end(), page);
  const NodeId next = at == pages.end() || at + 1 == pages.end() ? NodeId{} : *(at + 1);
  document::Placement placement;
  placement.order = operations::order_key_before(desk.document(), {}, next, suffix_of(desk));
  return placement;
}

}  // namespace

void add_page(Desk& desk, std::string_view after) {
  end_text_edit(desk);
  const NodeId from = page_named(desk, after);
  operations::OperationBuilder builder = draft(desk);
  std::vector<operations::KeyAndJson> properties;
  if (const document::Node* node = desk.document().find(from); node != nullptr && !from.is_root()) {
    for (const Field key : {Field::Width, Field::Height}) {
      if (const document::Value* value = node->find(key)) {
        properties.emplace_back(document::name_of(key), value->json_text());
      }
    }
  }
  properties.emplace_back("background", "\"white\"");
  const NodeId page = builder.create("page", place_after(desk, from), properties);
  if (commit(desk, std::move(builder))) show_page(desk, page);
}

void duplicate_page(Desk& desk, std::string_view page) {
  end_text_edit(desk);
  const NodeId from = page_named(desk, page);
  if (!is_page(desk.document(), from)) return;
  operations::OperationBuilder builder = draft(desk);
  const NodeId copy = builder.create_copy(desk.document(), from, place_after(desk, from));
  if (commit(desk, std::move(builder))) show_page(desk, copy);
}

void delete_page(Desk& desk, std::string_view page) {
  end_text_edit(desk);
  const NodeId gone = page_named(desk, page);
  if (!is_page(desk.document(), gone)) return;
  if (desk.board.size() < 2) {
    say_notice(desk.device, "info", "A design keeps at least one page.");
    return;
  }
  const auto at =
      std::find_if(desk.board.begin(), desk.board.end(), [&](const BoardPage& place) { return place.page == gone; });
  const NodeId next = at + 1 == desk.board.end() ? (at - 1)->page : (at + 1)->page;
  operations::OperationBuilder builder = draft(desk);
  builder.remove(gone);
  if (commit(desk, std::move(builder)) && desk.page != next) show_page(desk, next);
}

}  // namespace flashkit::session
