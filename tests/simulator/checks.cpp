// The invariants that are read off the journal once all is quiet, each by a plain model of its own.
#include <map>
#include <set>

#include "base/proto.h"
#include "base/utf8.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

using base::NodeId;

// Said to be in the journal: then it is, durably.
void World::check_frame(const std::shared_ptr<const std::string>& frame) {
  if (checked_ == frame) return;
  checked_ = frame;
  const auto decoded = sync::decode_server_frame(*frame);
  if (!decoded.ok()) return fail("frames", "a node sent what is no frame");
  if (const auto* news = std::get_if<sync::Entries>(&decoded.value().kind)) {
    const CloudDocument& document = cloud.documents[*sync::id_from_bytes<DocumentId>(news->document)];
    for (const sync::Entry& entry : news->entries) {
      if (entry.seq > document.entries.size()) return fail("I12", "an entry was shown before it was durable");
      if (sync::decode_entry(document.entries[entry.seq - 1]).value().token != entry.token) {
        return fail("I1", "an entry was shown that is not the one in the journal");
      }
    }
  }
  const auto* acknowledged = std::get_if<sync::Acknowledged>(&decoded.value().kind);
  if (acknowledged == nullptr) return;
  const CloudDocument& document = cloud.documents[*sync::id_from_bytes<DocumentId>(acknowledged->document)];
  const auto last = document.last_numbers.find(*sync::id_from_bytes<base::ClientId>(acknowledged->client));
  if (last == document.last_numbers.end() || last->second < acknowledged->number) {
    fail("I3", "an operation was acknowledged that is not in the journal");
  }
}

sync::JournalState World::replay(DocumentId id, std::uint64_t up_to) {
  sync::JournalState state;
  for (const std::string& bytes : cloud.documents[id].entries) {
    if (state.seq() >= up_to) break;
    sync::Entry entry = sync::decode_entry(bytes).value();
    entry.operations = cloud.operations_of(bytes);
    entry.body_blob.clear();
    if (!state.apply(entry).ok()) fail("I1", "the journal has a gap");
  }
  return state;
}

void World::check_journal(DocumentId id) {
  const CloudDocument& document = cloud.documents[id];
  std::map<base::ClientId, std::uint64_t> last;
  std::map<OperationId, base::Sha256> there;
  for (std::uint64_t i = 0; i < document.entries.size(); ++i) {
    if (sync::decode_entry(document.entries[i]).value().seq != i + 1) fail("I1", "an entry stands at the wrong number");
    for (const std::string& bytes : cloud.operations_of(document.entries[i])) {
      const auto read = operations::read_operation(bytes);
      if (!read.ok()) return fail("I2", "the journal holds what is no operation");
      if (read.value().id.number != last[read.value().id.client] + 1) {
        return fail("I2", "an operation is in the journal twice, or out of order");
      }
      last[read.value().id.client] = read.value().id.number;
      there[read.value().id] = base::sha256(base::bytes_of(bytes));
    }
  }
  for (const auto& [key, hash] : stored) {
    if (key.first != id || kept.count(key) > 0) continue;
    const auto found = there.find(key.second);
    if (found == there.end()) return fail("I3", "an operation that was on the device never reached the journal");
    if (found->second != hash) return fail("I3", "another operation has the number of one that was on the device");
  }
  for (const auto& [seq, text] : cloud.checkpoints(id)) {
    if (replay(id, seq).checkpoint() != text) return fail("I5", "a checkpoint is not the replay up to it");
  }
  const sync::JournalState state = replay(id, ~std::uint64_t{0});
  check_registers(id, state.document());
  check_letters(id, state.document());
}

// I7: a tree, siblings in a total order. I8, I15: placement and the removed flag of every node come whole from the last
// operation that took effect and wrote them.
void World::check_registers(DocumentId id, const document::Document& final) {
  if (final.in_tree_order().size() != final.node_count()) return fail("I7", "a node hangs nowhere");
  for (const NodeId node : final.in_tree_order()) {
    const auto& children = final.find(node)->children;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const document::Node& child = *final.find(children[i]);
      if (child.placement.parent != node) return fail("I7", "a child does not know its parent");
      if (i == 0) continue;
      const document::Node& left = *final.find(children[i - 1]);
      const int compared = left.placement.order.compare(child.placement.order);
      if (compared > 0 || (compared == 0 && !(left.id < child.id))) return fail("I7", "siblings are out of order");
    }
  }
  std::map<NodeId, operations::Placement> placements;
  std::map<NodeId, bool> removed;
  sync::JournalState state;
  for (const std::string& bytes : cloud.documents[id].entries) {
    for (const std::string& operation_bytes : cloud.operations_of(bytes)) {
      const sync::Replayed replayed = state.apply_operation(operation_bytes);
      if (!replayed.took_effect) continue;
      const operations::Operation operation = operations::decode_operation(operation_bytes).value();
      for (const operations::Step& step : operation.steps) {
        if (const auto* create = std::get_if<operations::Create>(&step.kind)) {
          const NodeId node{replayed.id.client, replayed.id.number * base::k_ids_per_operation + create->index};
          placements[node] = *create->placement;
          removed[node] = false;
        } else if (const auto* place = std::get_if<operations::Place>(&step.kind)) {
          placements[*operations::node_id(place->node)] = *place->placement;
        } else if (const auto* remove = std::get_if<operations::Remove>(&step.kind)) {
          removed[*operations::node_id(remove->node)] = remove->removed;
        }
      }
    }
  }
  if (placements.size() + 1 != final.node_count()) return fail("I7", "a node is missing");
  for (const auto& [node, placement] : placements) {
    const document::Node* found = final.find(node);
    if (found == nullptr) return fail("I7", "a node is missing");
    const document::Placement& is = found->placement;
    const bool whole = is.order == placement.order && is.parent == *operations::node_id(placement.parent) &&
                       is.x == placement.x && is.y == placement.y && is.width == placement.width &&
                       is.height == placement.height && is.rotation == placement.rotation;
    if (!whole) return fail("I8", "a placement is not that of the last operation that wrote it");
    if (found->removed != removed[node]) return fail("I15", "a node is removed that should be there, or the other way");
  }
}

// I16: what was typed into a text is in it exactly once, visible unless it was removed by its id.
void World::check_letters(DocumentId id, const document::Document& final) {
  using Letter = std::tuple<base::ClientId, std::uint64_t, std::uint32_t>;
  std::map<NodeId, std::set<Letter>> typed;
  std::map<NodeId, std::set<Letter>> erased;
  sync::JournalState state;
  for (const std::string& bytes : cloud.documents[id].entries) {
    for (const std::string& operation_bytes : cloud.operations_of(bytes)) {
      const sync::Replayed replayed = state.apply_operation(operation_bytes);
      if (!replayed.took_effect) continue;
      const operations::Operation operation = operations::decode_operation(operation_bytes).value();
      for (const operations::Step& step : operation.steps) {
        if (const auto* insert = std::get_if<operations::TextInsert>(&step.kind)) {
          const std::uint64_t run = replayed.id.number * base::k_ids_per_operation + insert->index;
          for (std::uint32_t i = 0; i < base::count_code_points(insert->text); ++i) {
            typed[*operations::node_id(insert->node)].insert({replayed.id.client, run, i});
          }
        } else if (const auto* text_delete = std::get_if<operations::TextDelete>(&step.kind)) {
          for (const operations::TextSpan& span : text_delete->spans) {
            const auto client = operations::id_from_bytes<base::ClientId>(span.first->client);
            for (std::uint32_t i = 0; i < span.length; ++i) {
              erased[*operations::node_id(text_delete->node)].insert(
                  {*client, span.first->number, span.first->offset + i});
            }
          }
        } else if (const auto* set = std::get_if<operations::Set>(&step.kind)) {
          for (const operations::Property& property : set->properties) {
            if (property.key == "text") typed.erase(*operations::node_id(set->node));
          }
        }
      }
    }
  }
  for (const auto& [node, letters] : typed) {
    std::map<Letter, bool> found;  // -> visible
    const document::Node* holder = final.find(node);
    if (holder == nullptr || holder->text == nullptr) return fail("I16", "typed letters are nowhere");
    for (const document::TextPiece& piece : holder->text->pieces()) {
      for (std::uint32_t i = 0; i < piece.text.size(); ++i) {
        if (!found.emplace(Letter{piece.run.client, piece.run.number, piece.offset + i}, !piece.removed).second) {
          return fail("I16", "a letter is there twice");
        }
      }
    }
    for (const Letter& letter : letters) {
      const auto there = found.find(letter);
      if (there == found.end()) return fail("I16", "a typed letter is missing");
      if (there->second == (erased[node].count(letter) > 0)) return fail("I16", "a letter is shown or hidden wrongly");
    }
  }
}

}  // namespace flashkit::simulator
