// Order, groups and locks.
#include <algorithm>
#include <set>

#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;

namespace {

// Where, among the siblings that do not move, the moved ones go: an index into `others`, they stand before it.
std::size_t new_place(const std::vector<NodeId>& siblings, const std::vector<NodeId>& others,
                      const std::set<NodeId>& moved, OrderStep step) {
  const auto is_moved = [&](NodeId id) { return moved.count(id) != 0; };
  switch (step) {
    case OrderStep::Front:
      return others.size();
    case OrderStep::Back:
      return 0;
    case OrderStep::Forward: {
      const auto top = std::find_if(siblings.rbegin(), siblings.rend(), is_moved);
      const auto below =
          static_cast<std::size_t>(std::count_if(top, siblings.rend(), [&](NodeId id) { return !is_moved(id); }));
      return std::min(below + 1, others.size());
    }
    case OrderStep::Backward: {
      const auto bottom = std::find_if(siblings.begin(), siblings.end(), is_moved);
      const auto below = static_cast<std::size_t>(bottom - siblings.begin());
      return below == 0 ? 0 : below - 1;
    }
  }
  return 0;
}

void place_between(Desk& desk, operations::OperationBuilder& builder, const std::vector<NodeId>& moved, NodeId parent,
                   const std::vector<NodeId>& others, std::size_t at) {
  const document::Document& document = desk.document();
  const std::string below = at == 0 ? std::string() : document.find(others[at - 1])->placement.order;
  const std::string above = at == others.size() ? std::string() : document.find(others[at])->placement.order;
  const std::vector<std::string> keys = operations::order_keys_between(below, above, moved.size(), suffix_of(desk));
  for (std::size_t i = 0; i < moved.size() && i < keys.size(); ++i) {
    document::Placement placement = document.find(moved[i])->placement;
    placement.parent = parent;
    placement.order = keys[i];
    builder.place(moved[i], placement);
  }
}

std::vector<NodeId> without(const std::vector<NodeId>& all, const std::set<NodeId>& some) {
  std::vector<NodeId> out;
  for (const NodeId id : all) {
    if (some.count(id) == 0) out.push_back(id);
  }
  return out;
}

}  // namespace

void reorder(Desk& desk, OrderStep step) {
  operations::OperationBuilder builder = draft(desk);
  std::set<NodeId> parents;
  for (const NodeId id : desk.selected) parents.insert(desk.document().find(id)->placement.parent);
  for (const NodeId parent : parents) {
    const std::vector<NodeId> siblings = desk.document().live_children(parent);
    std::vector<NodeId> moved;
    for (const NodeId id : siblings) {
      if (is_selected(desk, id)) moved.push_back(id);
    }
    const std::set<NodeId> moved_set(moved.begin(), moved.end());
    const std::vector<NodeId> others = without(siblings, moved_set);
    const std::size_t at = new_place(siblings, others, moved_set, step);
    std::vector<NodeId> wished = others;
    wished.insert(wished.begin() + static_cast<std::ptrdiff_t>(at), moved.begin(), moved.end());
    if (wished != siblings) place_between(desk, builder, moved, parent, others, at);
  }
  commit(desk, std::move(builder));
}

std::map<NodeId, std::string> orders_of_copies(Desk& desk, const std::vector<NodeId>& nodes) {
  std::map<NodeId, std::set<NodeId>> families;
  for (const NodeId id : nodes) {
    if (const document::Node* node = desk.document().find(id)) families[node->placement.parent].insert(id);
  }
  std::map<NodeId, std::string> out;
  for (const auto& [parent, copied] : families) {
    std::string below;
    std::string above;
    std::vector<NodeId> in_order;
    for (const NodeId sibling : desk.document().live_children(parent)) {
      const std::string& order = desk.document().find(sibling)->placement.order;
      if (copied.count(sibling) != 0) {
        in_order.push_back(sibling);
        below = order;
        above.clear();
      } else if (!below.empty() && above.empty()) {
        above = order;
      }
    }
    const std::vector<std::string> keys =
        operations::order_keys_between(below, above, in_order.size(), suffix_of(desk));
    for (std::size_t i = 0; i < in_order.size() && i < keys.size(); ++i) out[in_order[i]] = keys[i];
  }
  return out;
}

void group_selection(Desk& desk) {
  finish_burst(desk);
  if (desk.selected.size() < 2) return;
  const std::vector<NodeId> nodes = desk.selected;
  // The group stands where its topmost member stood.
  const document::Node& top = *desk.document().find(nodes.back());
  const NodeId parent = top.placement.parent;
  const std::vector<NodeId> siblings = desk.document().live_children(parent);
  const auto place = std::find(siblings.begin(), siblings.end(), top.id);
  const std::string above =
      place + 1 == siblings.end() ? std::string() : desk.document().find(*(place + 1))->placement.order;
  operations::OperationBuilder builder = draft(desk);
  document::Placement placement;
  placement.parent = parent;
  placement.order = operations::order_key_between(top.placement.order, above, suffix_of(desk));
  const NodeId group = builder.create("group", placement);
  const std::vector<std::string> keys = operations::order_keys_between({}, {}, nodes.size(), suffix_of(desk));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    document::Placement inside = desk.document().find(nodes[i])->placement;
    inside.parent = group;
    inside.order = keys[i];
    builder.place(nodes[i], inside);
  }
  if (commit(desk, std::move(builder))) set_selection(desk, {group});
}

void ungroup_selection(Desk& desk) {
  finish_burst(desk);
  operations::OperationBuilder builder = draft(desk);
  std::vector<NodeId> freed;
  for (const NodeId id : desk.selected) {
    if (!is_group(desk.document(), id)) {
      freed.push_back(id);
      continue;
    }
    const document::Node& group = *desk.document().find(id);
    const std::vector<NodeId> inside = desk.document().live_children(id);
    const std::vector<NodeId> siblings = desk.document().live_children(group.placement.parent);
    const auto at = static_cast<std::size_t>(std::find(siblings.begin(), siblings.end(), id) - siblings.begin()) + 1;
    place_between(desk, builder, inside, group.placement.parent, siblings, at);
    builder.remove(id);
    freed.insert(freed.end(), inside.begin(), inside.end());
  }
  if (commit(desk, std::move(builder))) set_selection(desk, freed);
}

void move_node(Desk& desk, const MoveNode& message) {
  if (!can_edit(desk)) return;
  finish_burst(desk);
  const auto node = node_of(desk, message.node);
  const auto before = node_of(desk, message.before);
  auto parent = message.parent.empty() ? std::optional<NodeId>() : node_of(desk, message.parent);
  if (!node) return;
  if (!parent) parent = desk.document().find(*node)->placement.parent;
  const bool page = is_page(desk.document(), *node);
  const bool fits = page ? parent->is_root()
                         : is_element(desk.document(), *node) &&
                               (is_page(desk.document(), *parent) || is_group(desk.document(), *parent));
  if (!fits || desk.document().is_ancestor(*node, *parent) || (before && *before == *node)) return;
  const std::vector<NodeId> others = without(desk.document().live_children(*parent), {*node});
  const auto at = before ? std::find(others.begin(), others.end(), *before) : others.end();
  operations::OperationBuilder builder = draft(desk);
  place_between(desk, builder, {*node}, *parent, others, static_cast<std::size_t>(at - others.begin()));
  commit(desk, std::move(builder));
}

void lock_toggle(Desk& desk, std::string_view node) {
  std::vector<NodeId> nodes = desk.selected;
  if (!node.empty()) {
    const auto named = node_of(desk, node);
    if (!named || !is_element(desk.document(), *named)) return;
    nodes = {*named};
  }
  operations::OperationBuilder builder = draft(desk);
  const bool all_locked =
      std::all_of(nodes.begin(), nodes.end(), [&](NodeId id) { return is_locked(desk.document(), id); });
  for (const NodeId leaf : leaves_of(desk.document(), nodes)) {
    for (const Field key :
         {Field::Draggable, Field::Resizable, Field::Removable, Field::ContentEditable, Field::StyleEditable}) {
      if (desk.document().find(leaf)->flag(key) == all_locked) continue;
      builder.set(leaf, document::name_of(key), all_locked ? "true" : "false");
    }
  }
  commit(desk, std::move(builder));
}

}  // namespace flashkit::session
