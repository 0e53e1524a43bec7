// The invariants that are read off the journal once all is quiet, each by a plain model of its own.
#include <algorithm>
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
void World::check_frame(const std::shared_ptr<const std::string>& frame, std::uint64_t connection,
                        const sync::Program& node) {
  if (checked_ == frame && !faults.two_builds) return;
  checked_ = frame;
  const auto decoded = sync::decode_server_frame(*frame);
  if (!decoded.ok()) return fail("frames", "a node sent what is no frame");
  const auto to = connections.find(connection);
  if (const auto* welcome = std::get_if<sync::Welcome>(&decoded.value().kind); welcome && to != connections.end()) {
    builds.check_welcome(*welcome, to->second.program, node);
  }
  if (const auto* shown = std::get_if<sync::Entries>(&decoded.value().kind)) {
    if (to != connections.end()) builds.check_shown(*shown, to->second.program);
    const CloudDocument& document = cloud.documents[*sync::id_from_bytes<DocumentId>(shown->document)];
    for (const sync::Entry& entry : shown->entries) {
      if (entry.seq > document.entries.size()) return fail("I12", "an entry was shown before it was durable");
      if (document.whole[entry.seq - 1].entry.token != entry.token) {
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

// The next entry of the replay: its operations are what they should be (I2, I13), and what they did is remembered.
void World::replay_next(Replay& replay, const sync::Entry& entry) {
  const auto outcome = replay.state.apply(entry);
  if (!outcome.ok()) return fail("I1", "an entry stands at the wrong number");
  for (std::size_t i = 0; i < entry.operations.size(); ++i) {
    const std::string& bytes = entry.operations[i];
    auto read = operations::read_operation(bytes);
    if (!read.ok()) return fail("I2", "the journal holds what is no operation");
    const OperationId operation = read.value().id;
    if (operation.number != replay.last[operation.client] + 1) {
      return fail("I2", "an operation is in the journal twice, or out of order");
    }
    replay.last[operation.client] = operation.number;
    if (read.value().operation.steps.empty()) replay.fillers.insert(operation);
    replay.there[operation] = bytes;
    if (base::encoded(read.value().operation) != bytes) return fail("I13", "what nobody knows did not ride along");
    if (outcome.value()[i].took_effect) {
      replay.took_effect.push_back({operation, std::move(read.value().operation)});
    }
  }
}

// The journal up to there, entry by entry: one replay that goes on for all who ask. Who asks for less has it anew.
const std::string& World::replayed(DocumentId id, std::uint64_t seq) {
  Replay& replay = replays_[id];
  const auto known = replay.checkpoints.find(seq);
  if (known != replay.checkpoints.end()) return known->second;
  const std::vector<WholeEntry>& entries = cloud.documents[id].whole;
  if (seq >= replay.state.seq()) {
    while (replay.state.seq() < std::min<std::uint64_t>(seq, entries.size()) && !violation_.has_value()) {
      replay_next(replay, entries[replay.state.seq()].entry);
    }
    return replay.checkpoints[seq] = replay.state.checkpoint();
  }
  sync::JournalState earlier;
  for (std::uint64_t i = 0; i < seq; ++i) (void)earlier.apply(entries[i].entry);
  return replay.checkpoints[seq] = earlier.checkpoint();
}

// Once, from the first entry to the last, with every checkpoint on the way (I5).
void World::replay_journal(DocumentId id) {
  Replay& replay = replays_[id];
  std::multimap<std::uint64_t, std::pair<const char*, std::string>> made;
  for (auto& [seq, text] : cloud.checkpoints(id)) made.emplace(seq, std::pair{"I5", std::move(text)});
  for (const auto& [seq, version] : cloud.versions(id)) made.emplace(seq, std::pair{"V4", cloud.version_json(version)});
  for (const auto& [seq, each] : made) {
    if (replayed(id, seq) != each.second) return fail(each.first, "a state that was kept is not the replay up to it");
  }
  (void)replayed(id, cloud.documents[id].entries.size());
  replay.view = sync::write_checkpoint(0, {}, replay.state.document());
}

const std::string& World::replayed_view(DocumentId id) { return replays_[id].view; }

void World::check_journal(DocumentId id) {
  const Replay& replay = replays_[id];
  for (const auto& [key, bytes] : stored) {
    if (key.first != id || kept.count(key) > 0) continue;
    const auto found = replay.there.find(key.second);
    if (found == replay.there.end() && lost.count(key) > 0) continue;
    if (found == replay.there.end()) return fail("I3", "an operation that was on the device never reached the journal");
    if (found->second != bytes && !(went_back.count(key) > 0 && replay.fillers.count(key.second) > 0))
      return fail("I3", "another operation has the number of one that was on the device");
  }
  check_registers(replay.state.document(), replay.took_effect);
  check_letters(replay.state.document(), replay.took_effect);
  check_formats(replay.state.document(), replay.took_effect);
}

// V3: what a person was told is saved is there, under a name that somebody gave it.
void World::check_saved(DocumentId id) {
  const std::map<std::uint64_t, server::Version> versions = cloud.versions(id);
  for (const auto& [document, seq] : saved_versions) {
    if (document != id) continue;
    const auto found = versions.find(seq);
    if (found == versions.end()) return fail("V3", "a version that was saved is gone");
    if (!found->second.saved || version_names.count(found->second.name) == 0) {
      return fail("V3", "a version that was saved is not as it was saved");
    }
  }
}

// I7: a tree, siblings in a total order.
void World::check_tree(const document::Document& final) {
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
}

// I8, I15, I13: placement, the removed flag and every property of every node, whether or not this build knows it, are
// as the last operation that took effect and wrote them left them.
void World::check_registers(const document::Document& final, const std::vector<TookEffect>& operations) {
  check_tree(final);
  struct Registers {
    operations::Placement placement;
    bool removed = false;
    std::map<std::string, std::string> properties;
  };
  std::map<NodeId, Registers> nodes_by_id;
  const auto write = [](Registers& to, const std::vector<operations::Property>& properties) {
    for (const operations::Property& property : properties) {
      if (property.unset) {
        to.properties.erase(property.key);
      } else {
        to.properties[property.key] = document::Value::parse(property.value).value().json_text();
      }
    }
  };
  for (const auto& [id, operation] : operations) {
    for (const operations::Step& step : operation.steps) {
      if (const auto* create = std::get_if<operations::Create>(&step.kind)) {
        Registers& made = nodes_by_id[{id.client, id.number * base::k_ids_per_operation + create->index}];
        made.placement = *create->placement;
        write(made, create->properties);
      } else if (const auto* set = std::get_if<operations::Set>(&step.kind)) {
        write(nodes_by_id[*operations::node_id(set->node)], set->properties);
      } else if (const auto* place = std::get_if<operations::Place>(&step.kind)) {
        nodes_by_id[*operations::node_id(place->node)].placement = *place->placement;
      } else if (const auto* remove = std::get_if<operations::Remove>(&step.kind)) {
        nodes_by_id[*operations::node_id(remove->node)].removed = remove->removed;
      }
    }
  }
  nodes_by_id[NodeId{}];  // the root is there from the beginning
  if (nodes_by_id.size() != final.node_count()) return fail("I7", "a node is missing");
  for (const auto& [node, registers] : nodes_by_id) {
    const document::Node* found = final.find(node);
    if (found == nullptr) return fail("I7", "a node is missing");
    const operations::Placement& placement = registers.placement;
    const document::Placement& is = found->placement;
    const bool whole = is.order == placement.order && is.parent == *operations::node_id(placement.parent) &&
                       is.x == placement.x && is.y == placement.y && is.width == placement.width &&
                       is.height == placement.height && is.rotation == placement.rotation;
    if (!node.is_root() && !whole) return fail("I8", "a placement is not that of the last operation that wrote it");
    if (found->removed != registers.removed) {
      return fail("I15", "a node is removed that should be there, or the other way");
    }
    std::map<std::string, std::string> properties;
    for (const document::Property& property : found->properties) {
      properties[std::string(final.keys().name(property.key))] = property.value.json_text();
    }
    // A text follows its letters (I16).
    properties.erase("text");
    auto expected = registers.properties;
    expected.erase("text");
    if (properties != expected) return fail("I13", "a property is not what the last operation wrote");
  }
}

// I16: what was typed into a text is in it exactly once, behind the letter it was typed behind, visible unless it was
// removed by its id.
void World::check_letters(const document::Document& final, const std::vector<TookEffect>& operations) {
  using Letter = std::tuple<base::ClientId, std::uint64_t, std::uint32_t>;
  struct Letters {
    std::map<Letter, std::optional<Letter>> typed;  // -> behind which other
    std::set<Letter> erased;
  };
  std::map<NodeId, Letters> texts;
  const auto letter = [](const operations::TextPoint& point) {
    return Letter{*operations::id_from_bytes<base::ClientId>(point.client), point.number, point.offset};
  };
  for (const auto& [id, operation] : operations) {
    for (const operations::Step& step : operation.steps) {
      if (const auto* insert = std::get_if<operations::TextInsert>(&step.kind)) {
        Letters& text = texts[*operations::node_id(insert->node)];
        const std::uint64_t run = id.number * base::k_ids_per_operation + insert->index;
        std::optional<Letter> before;
        if (insert->after.has_value()) before = letter(*insert->after);
        for (std::uint32_t i = 0; i < base::count_code_points(insert->text); ++i) {
          const Letter typed{id.client, run, i};
          text.typed[typed] = before;
          before = typed;
        }
      } else if (const auto* text_delete = std::get_if<operations::TextDelete>(&step.kind)) {
        Letters& text = texts[*operations::node_id(text_delete->node)];
        for (const operations::TextSpan& span : text_delete->spans) {
          for (std::uint32_t i = 0; i < span.length; ++i) {
            Letter erased = letter(*span.first);
            std::get<2>(erased) += i;
            text.erased.insert(erased);
          }
        }
      } else if (const auto* set = std::get_if<operations::Set>(&step.kind)) {
        for (const operations::Property& property : set->properties) {
          if (property.key == "text") texts[*operations::node_id(set->node)].typed.clear();
        }
      }
    }
  }
  for (const auto& [node, text] : texts) {
    if (text.typed.empty()) continue;
    std::map<Letter, std::pair<std::size_t, bool>> found;  // -> place, visible
    const document::Node* holder = final.find(node);
    if (holder == nullptr || holder->text == nullptr) return fail("I16", "typed letters are nowhere");
    for (const document::TextPiece& piece : holder->text->pieces()) {
      for (std::uint32_t i = 0; i < piece.text.size(); ++i) {
        const std::pair here{found.size(), !piece.removed};
        if (!found.emplace(Letter{piece.run.client, piece.run.number, piece.offset + i}, here).second) {
          return fail("I16", "a letter is there twice");
        }
      }
    }
    for (const auto& [typed, behind] : text.typed) {
      const auto there = found.find(typed);
      if (there == found.end()) return fail("I16", "a typed letter is missing");
      if (there->second.second == (text.erased.count(typed) > 0)) {
        return fail("I16", "a letter is shown or hidden wrongly");
      }
      if (!behind.has_value()) continue;
      const auto left = found.find(*behind);
      if (left == found.end() || left->second.first >= there->second.first) {
        return fail("I16", "a letter does not stand behind the one it was typed behind");
      }
    }
  }
}

}  // namespace flashkit::simulator
