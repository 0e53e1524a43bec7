#include "operations/order_room.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "operations/builder.h"
#include "operations/ids.h"
#include "operations/limits.h"

namespace flashkit::operations {
namespace {

using base::NodeId;
using document::Document;

struct Sibling {
  std::string order;
  NodeId id;
  Placement* put = nullptr;  // by the operation; null: it lies there already
};

// Calls back with every placement that the operation writes, and whose it is.
template <class Take>
void each_placement(Operation& operation, base::OperationId id, Take take) {
  for (Step& step : operation.steps) {
    if (auto* create = std::get_if<Create>(&step.kind); create != nullptr && create->placement.has_value()) {
      take(NodeId{id.client, id.number * base::k_ids_per_operation + create->index}, *create->placement);
    }
    auto* place = std::get_if<Place>(&step.kind);
    const auto node = place == nullptr ? std::nullopt : node_id(place->node);
    if (node.has_value() && place->placement.has_value()) take(*node, *place->placement);
  }
}

std::vector<Sibling> siblings_in(const Document& document, NodeId parent, Operation& operation, base::OperationId id) {
  std::vector<Sibling> out;
  std::set<NodeId> put;
  each_placement(operation, id, [&](NodeId node, Placement& placement) {
    put.insert(node);
    if (node_id(placement.parent) == parent) out.push_back({placement.order, node, &placement});
  });
  if (document.find(parent) != nullptr) {
    for (const NodeId child : document.live_children(parent)) {
      if (put.count(child) == 0) out.push_back({document.find(child)->placement.order, child, nullptr});
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Sibling& a, const Sibling& b) { return a.order != b.order ? a.order < b.order : a.id < b.id; });
  return out;
}

}  // namespace

void make_room(const Document& document, Operation& operation) {
  const auto id = id_of(operation);
  if (!id.has_value()) return;
  std::set<NodeId> crowded;
  each_placement(operation, *id, [&](NodeId, Placement& placement) {
    const auto parent = node_id(placement.parent);
    if (parent.has_value() && placement.order.size() > k_max_order_key_bytes) crowded.insert(*parent);
  });
  if (crowded.empty()) return;
  OperationBuilder builder(id->client, id->number);
  for (const NodeId parent : crowded) {
    const std::vector<Sibling> siblings = siblings_in(document, parent, operation, *id);
    const auto keys = order_keys_between({}, {}, siblings.size(), order_suffix(id->client));
    for (std::size_t i = 0; i < siblings.size(); ++i) {
      if (siblings[i].put != nullptr) {
        siblings[i].put->order = keys[i];
        continue;
      }
      document::Placement placement = document.find(siblings[i].id)->placement;
      placement.order = keys[i];
      builder.place(siblings[i].id, placement);
    }
  }
  Operation fresh = builder.take();
  for (Step& step : fresh.steps) operation.steps.push_back(std::move(step));
}

}  // namespace flashkit::operations
