#pragma once
// Only the files of undo include this.
#include <map>
#include <utility>
#include <vector>

#include "operations/builder.h"
#include "operations/undo.h"

namespace flashkit::operations {

// The operation under construction and what it will stand for.
struct UndoStack::Made {
  explicit Made(base::OperationId next) : id(next), builder(next.client, next.number) {}
  base::OperationId id;
  OperationBuilder builder;
  std::size_t skipped = 0;
  std::vector<std::pair<Register, base::OperationId>> stands_for;
  std::vector<std::pair<FormatKey, base::OperationId>> format_stands_for;
  std::vector<std::pair<PointKey, document::TextPoint>> moved;
  std::map<base::NodeId, base::NodeId> parents;  // of what was put elsewhere

  // Whether a node may go into `parent` after the moves so far: it is there, and does not lie in the node itself.
  bool may_place(const document::Document& now, base::NodeId node, base::NodeId parent) const {
    for (base::NodeId at = parent; !at.is_root();) {
      const document::Node* found = now.find(at);
      if (found == nullptr || at == node) return false;
      const auto elsewhere = parents.find(at);
      at = elsewhere == parents.end() ? found->placement.parent : elsewhere->second;
    }
    return true;
  }
};

}  // namespace flashkit::operations
