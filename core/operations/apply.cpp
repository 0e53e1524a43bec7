#include "operations/apply.h"

#include <cmath>
#include <map>

#include "base/utf8.h"
#include "operations/ids.h"
#include "operations/order_key.h"

namespace flashkit::operations {
namespace {

using base::NodeId;
using document::Document;
using document::Key;
using document::Kind;
using document::Node;
using document::number_of;
using document::TextPoint;
using document::TextRunId;
using document::TextSequence;
using document::Value;

using Verdict = const char*;  // the rule that was broken; null: none
constexpr Verdict k_fine = nullptr;
constexpr Verdict k_not_a_key = "a key is a short text";
constexpr Verdict k_too_many_text_steps = "an operation has at most 4096 text steps";
constexpr Verdict k_no_character = "a text point names a character";

bool is_key(std::string_view key) { return !key.empty() && key.size() <= k_max_key_bytes && base::is_utf8(key); }

bool may_hold_elements(Kind kind) { return kind == Kind::Page || kind == Kind::Group || kind == Kind::Unknown; }

std::size_t depth_of(const Document& document, NodeId id) {
  std::size_t depth = 0;
  for (const Node* node = document.find(id); node != nullptr && !node->id.is_root();
       node = document.find(node->placement.parent)) {
    ++depth;
  }
  return depth;
}

class Applier {
 public:
  Applier(Document& document, const Operation& operation, Listing listing)
      : document_(document), operation_(operation), lists_(listing == Listing::Changes) {}

  Verdict run() {
    const auto id = id_of(operation_);
    if (!id.has_value()) return "an operation has a client and a number";
    if (operation_.steps.size() > k_max_steps) return "an operation has at most 2^20 steps";
    id_ = *id;
    rollback.records.reserve(operation_.steps.size());
    if (lists_) changes.reserve(operation_.steps.size());
    for (step_ = 0; step_ < operation_.steps.size(); ++step_) {
      if (const Verdict broken = dispatch(operation_.steps[step_])) return broken;
    }
    write_texts();
    close_gaps();
    return k_fine;
  }

  Rollback rollback;
  std::vector<Change> changes;

 private:
  // Written where it stands: a change that is made elsewhere and copied waits for every write before it.
  void list(What what, NodeId node, document::KeyNumber key = 0) {
    if (lists_) changes.emplace_back(what, node, key);
  }

  Verdict dispatch(const Step& step) {
    if (const auto* create_step = std::get_if<Create>(&step.kind)) return create(*create_step);
    if (const auto* set_step = std::get_if<Set>(&step.kind)) return set(*set_step);
    if (const auto* place_step = std::get_if<Place>(&step.kind)) return place(*place_step);
    if (const auto* remove_step = std::get_if<Remove>(&step.kind)) return remove(*remove_step);
    if (const auto* insert_step = std::get_if<TextInsert>(&step.kind)) return insert(*insert_step);
    if (const auto* delete_step = std::get_if<TextDelete>(&step.kind)) return erase_letters(*delete_step);
    if (const auto* format_step = std::get_if<TextFormat>(&step.kind)) return format_letters(*format_step);
    return k_fine;  // what newer versions add: passed over
  }

  std::uint64_t own_number(std::uint32_t index) const { return id_.number * base::k_ids_per_operation + index; }

  Verdict create(const Create& step) {
    if (step.index >= base::k_ids_per_operation) return "a node's index is below 2^20";
    const NodeId id{id_.client, own_number(step.index)};
    if (document_.find(id) != nullptr) return "an id is used once";
    if (step.type.empty() || step.type.size() > k_max_type_bytes || !base::is_utf8(step.type)) {
      return "a type is a short text";
    }
    document::Placement placement;
    if (const Verdict broken = read_placement(step.placement, placement)) return broken;
    if (const Verdict broken = check_parent(placement.parent, document::kind_of(step.type), 0)) return broken;
    const Node& node = document_.create(id, step.type, std::move(placement));
    rollback.note(Rollback::Kind::Created, node);
    list(What::Created, id);
    return write_properties(node, step.properties);
  }

  static Verdict read_placement(const std::optional<Placement>& from, document::Placement& out) {
    if (!from.has_value()) return "a placement is missing";
    const auto parent = node_id(from->parent);
    if (!parent.has_value()) return "a parent is missing";
    if (!is_order_key(from->order)) return "an order key has base-62 digits and does not end in 0";
    const double numbers[] = {from->x, from->y, from->width, from->height, from->rotation};
    for (const double number : numbers) {
      if (!std::isfinite(number)) return "numbers are finite";
    }
    // Adding zero makes -0 to 0, which canonical JSON writes alike.
    out = {*parent,           from->order,        from->x + 0.0,       from->y + 0.0,
           from->width + 0.0, from->height + 0.0, from->rotation + 0.0};
    return k_fine;
  }

  Verdict check_parent(NodeId parent_id, Kind kind, std::size_t height) const {
    const Node* parent = document_.find(parent_id);
    if (parent == nullptr) return "the parent is there";
    if (kind == Kind::Page && !parent_id.is_root()) return "a page lies on the root";
    if (kind != Kind::Page && !may_hold_elements(parent->kind)) return "an element lies on a page or in a group";
    if (depth_of(document_, parent_id) + 1 + height > k_max_depth) return "the tree is at most 100 deep";
    return k_fine;
  }

  const Node* target(const std::optional<NodeRef>& ref) const {
    const auto id = node_id(ref);
    return id.has_value() ? document_.find(*id) : nullptr;
  }

  Verdict set(const Set& step) {
    const Node* node = target(step.node);
    if (node == nullptr) return "the node is there";
    return write_properties(*node, step.properties);
  }

  Verdict write_properties(const Node& node, const std::vector<Property>& properties) {
    for (const Property& property : properties) {
      document::KeyNumber key = document_.keys().find(property.key);
      if (!document::is_known(key) && !is_key(property.key)) return k_not_a_key;
      if (key == document::k_no_key) key = document_.keys().number(property.key);
      if (key == number_of(Key::Text)) drop_letters(node);
      if (property.unset) {
        unset(node, key);
      } else if (!Value::read(property.value, slot(node, key))) {
        return "a value is JSON";
      }
      list(What::Property, node.id, key);
    }
    return k_fine;
  }

  // Where to write a value, noted as written already: who fails to fill it is rolled back.
  Value& slot(const Node& node, document::KeyNumber key) {
    const Document::Slot slot = document_.slot(node, key);
    if (!slot.added) rollback.values.push_back(std::move(slot.value));
    rollback.note(slot.added ? Rollback::Kind::Added : Rollback::Kind::Overwritten, node, key, slot.index);
    return slot.value;
  }

  void unset(const Node& node, document::KeyNumber key) {
    auto taken = document_.take(node, key);
    if (!taken.has_value()) return;
    using enum Rollback::Kind;
    rollback.note(taken->left_gap ? TakenWithGap : Taken, node, key, taken->index);
    rollback.values.push_back(std::move(taken->value));
    if (taken->left_gap && node.places->gaps == 1) with_gaps_.push_back(&node);
  }

  void close_gaps() {
    for (const Node* node : with_gaps_) {
      rollback.gaps.push_back(document_.close_gaps(*node));
      rollback.note(Rollback::Kind::GapsClosed, *node);
    }
  }

  // A whole new text: its characters get ids of this operation.
  void drop_letters(const Node& node) {
    texts_.erase(node.id);
    keep_text(node);
    document_.set_text_base(node.id, {id_.client, own_number(static_cast<std::uint32_t>(step_))});
  }

  // Afterwards the node has none.
  void keep_text(const Node& node) {
    rollback.texts.push_back({document_.take_text_sequence(node.id), node.text_base});
    rollback.note(Rollback::Kind::Text, node);
  }

  Verdict place(const Place& step) {
    const Node* node = target(step.node);
    if (node == nullptr || node->id.is_root()) return "the node is there";
    document::Placement placement;
    if (const Verdict broken = read_placement(step.placement, placement)) return broken;
    if (const Verdict broken = check_parent(placement.parent, node->kind, Document::height(*node))) return broken;
    if (document_.is_ancestor(node->id, placement.parent)) return "a node does not lie in itself";
    rollback.placements.push_back(node->placement);
    rollback.note(Rollback::Kind::Placed, *node);
    document_.place(node->id, std::move(placement));
    list(What::Placement, node->id);
    return k_fine;
  }

  Verdict remove(const Remove& step) {
    const Node* node = target(step.node);
    if (node == nullptr || node->id.is_root()) return "the node is there";
    rollback.note(Rollback::Kind::Removed, *node, 0, node->removed ? 1 : 0);
    document_.set_removed(node->id, step.removed);
    list(What::Removed, node->id);
    return k_fine;
  }

  // The text of a node under edit in this operation; null when it is no text.
  TextSequence* text_under_edit(const Node& node) {
    const auto found = texts_.find(node.id);
    if (found != texts_.end()) return &found->second;
    if (node.text != nullptr) return &texts_.emplace(node.id, *node.text).first->second;
    const Value* value = node.find(Key::Text);
    if (value != nullptr && !value->is_null() && !value->is_string()) return nullptr;
    const std::string text = value == nullptr ? std::string() : value->as_string();
    return &texts_.emplace(node.id, TextSequence(node.text_base, text)).first->second;
  }

  Verdict open_text(const std::optional<NodeRef>& ref, TextSequence*& out) {
    const Node* node = target(ref);
    if (node == nullptr || node->id.is_root()) return "the node is there";
    out = text_under_edit(*node);
    return out == nullptr ? "letters are edited in a text" : k_fine;
  }

  static std::optional<TextPoint> read_point(const operations::TextPoint& from) {
    const auto client = id_from_bytes<base::ClientId>(from.client);
    if (!client.has_value()) return std::nullopt;
    return TextPoint{{*client, from.number}, from.offset};
  }

  Verdict insert(const TextInsert& step) {
    TextSequence* text = nullptr;
    if (++text_steps_ > k_max_text_steps) return k_too_many_text_steps;
    if (const Verdict broken = open_text(step.node, text)) return broken;
    if (step.index >= base::k_ids_per_operation) return "a run's index is below 2^20";
    if (!base::is_utf8(step.text)) return "a text is UTF-8";
    const TextRunId run{id_.client, own_number(step.index)};
    for (const document::TextPiece& piece : text->pieces()) {
      if (piece.run == run) return "an id is used once";
    }
    std::optional<TextPoint> after;
#ifndef FLASHKIT_MUTANT_LETTERS_AT_THE_START
    if (step.after.has_value()) {
      after = read_point(*step.after);
      if (!after.has_value()) return k_no_character;
    }
#endif
    return text->insert(run, after, step.text).ok() ? k_fine : k_no_character;
  }

  Verdict erase_letters(const TextDelete& step) {
    TextSequence* text = nullptr;
    if (++text_steps_ > k_max_text_steps) return k_too_many_text_steps;
    spans_ += step.spans.size();
    if (spans_ > k_max_spans) return "an operation has at most 16384 text spans";
    if (const Verdict broken = open_text(step.node, text)) return broken;
    std::vector<document::TextSpan> spans;
    if (const Verdict broken = read_spans(step.spans, spans)) return broken;
    return text->remove(spans).ok() ? k_fine : k_no_character;
  }

  static Verdict read_spans(const std::vector<TextSpan>& from, std::vector<document::TextSpan>& out) {
    for (const TextSpan& span : from) {
      const auto first = span.first.has_value() ? read_point(*span.first) : std::nullopt;
      if (!first.has_value() || span.length > 0xFFFFFFFFu - first->offset) return k_no_character;
      out.push_back({*first, span.length});
    }
    return k_fine;
  }

  Verdict format_letters(const TextFormat& step) {
    TextSequence* text = nullptr;
    if (const Verdict broken = open_text(step.node, text)) return broken;
    if (!step.property.has_value() || !is_key(step.property->key)) return k_not_a_key;
    if (step.spans.empty()) return k_no_character;
    formatted_spans_ += step.spans.size();
    if (formatted_spans_ > k_max_formatted_spans) return "an operation formats at most 16384 text spans";
    std::vector<document::TextSpan> spans;
    if (const Verdict broken = read_spans(step.spans, spans)) return broken;
    std::optional<Value> value;
    if (!step.property->unset) {
      if (step.property->value.size() > k_max_letter_format_bytes) return "a letter's format is at most 1 KB";
      auto parsed = Value::parse(step.property->value);
      if (!parsed.ok()) return "a value is JSON";
      value = std::move(parsed).value();
    }
#ifdef FLASHKIT_MUTANT_FORMATS_LOST
    if (spans.size() > 1) return k_fine;
#endif
    const auto done = text->format(spans, step.property->key, value, id_, k_max_letter_formats);
    if (done.ok()) return k_fine;
    return done.error().code == base::Errc::Limit ? "a letter has at most 32 formats" : k_no_character;
  }

  // The texts under edit become the document's, and the property `text` follows them.
  void write_texts() {
    for (auto& [id, text] : texts_) {
      const Node& node = *document_.find(id);
      keep_text(node);
      slot(node, number_of(Key::Text)) = Value::string(text.visible());
      document_.set_text_sequence(id, std::make_unique<TextSequence>(std::move(text)));
      list(What::Text, id, number_of(Key::Text));
    }
  }

  Document& document_;
  const Operation& operation_;
  bool lists_;
  base::OperationId id_;
  std::size_t step_ = 0;
  std::size_t text_steps_ = 0;
  std::size_t spans_ = 0;
  std::size_t formatted_spans_ = 0;
  std::map<NodeId, TextSequence> texts_;
  std::vector<const Node*> with_gaps_;
};

template <class T>
T take_last(std::vector<T>& list) {
  T out = std::move(list.back());
  list.pop_back();
  return out;
}

// Gives what it wrote; nothing when no register changed.
std::optional<Change> reverse(Document& document, Rollback& rollback, const Rollback::Record& record) {
  const Node& node = *record.node;
  const NodeId id = node.id;
  const bool with_gap = record.kind() == Rollback::Kind::TakenWithGap;
  switch (record.kind()) {
    case Rollback::Kind::Created:
      document.erase(id);
      return Change{What::Erased, id, 0};
    case Rollback::Kind::Added:
      document.remove_last(node);
      return Change{What::Property, id, record.key};
    case Rollback::Kind::Overwritten:
      document.value_at(node, record.index()) = take_last(rollback.values);
      return Change{What::Property, id, record.key};
    case Rollback::Kind::Taken:
    case Rollback::Kind::TakenWithGap:
      document.put_back(node, record.key, {take_last(rollback.values), record.index(), with_gap});
      return Change{What::Property, id, record.key};
    case Rollback::Kind::GapsClosed:
      document.open_gaps(node, take_last(rollback.gaps));
      return std::nullopt;
    case Rollback::Kind::Placed:
      document.place(id, take_last(rollback.placements));
      return Change{What::Placement, id, 0};
    case Rollback::Kind::Removed:
      document.set_removed(id, record.index() != 0);
      return Change{What::Removed, id, 0};
    case Rollback::Kind::Text: {
      Rollback::TextState state = take_last(rollback.texts);
      document.set_text_sequence(id, std::move(state.text));
      document.set_text_base(id, state.base);
      return Change{What::Text, id, number_of(Key::Text)};
    }
  }
  return std::nullopt;
}

}  // namespace

document::KeyNumber register_of(const Change& change) {
  switch (change.what) {
    case What::Created:
    case What::Erased:
    case What::Removed:
      return k_removed_register;
    case What::Placement:
      return k_placement_register;
    case What::Property:
    case What::Text:
      return change.key;
  }
  return k_removed_register;
}

Applied apply(Document& document, const Operation& operation, Rollback* rollback, Listing listing) {
  Applier applier(document, operation, listing);
  Applied out;
  if (const Verdict broken = applier.run()) {
    out.rule = broken;
#ifndef FLASHKIT_MUTANT_HALF_APPLIED
    roll_back(document, std::move(applier.rollback));
#endif
    return out;
  }
  out.took_effect = true;
  out.changes = std::move(applier.changes);
  if (rollback != nullptr) *rollback = std::move(applier.rollback);
  return out;
}

std::vector<Change> roll_back(Document& document, Rollback&& rollback) {
  std::vector<Change> changes;
  roll_back(document, std::move(rollback), changes);
  return changes;
}

void roll_back(Document& document, Rollback&& rollback, std::vector<Change>& changes) {
  for (auto record = rollback.records.rbegin(); record != rollback.records.rend(); ++record) {
    if (const auto change = reverse(document, rollback, *record)) changes.push_back(*change);
  }
  rollback.records.clear();
}

}  // namespace flashkit::operations
