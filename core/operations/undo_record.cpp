// What undo has to know of an operation, read from the document that it is about to change.
#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "operations/builder.h"
#include "operations/ids.h"
#include "operations/undo.h"

namespace flashkit::operations {

using base::NodeId;
using base::OperationId;
using document::Document;
using document::Key;
using document::KeyNumber;
using document::Node;
using document::number_of;
using document::TextPiece;
using Point = document::TextPoint;
using document::TextRunId;
using document::TextSequence;
using document::Value;

class UndoStack::Recorder {
 public:
  Recorder(const Document& before, const LastWriter& last_writer, const Operation& operation, OperationId id,
           Step& step)
      : before_(before), last_writer_(last_writer), operation_(operation), id_(id), step_(step) {
    for (std::size_t i = 0; i < step_.items.size(); ++i) note(i);
    for (const Letter& letter : step_.typed) typed_.insert({letter.node, letter.point});
    for (std::size_t i = 0; i < step_.formats.size(); ++i) {
      const Format& format = step_.formats[i];
      formatted_.emplace(FormatKey{{format.node, format.point}, format.key}, i);
    }
  }

  void run() {
    for (std::size_t i = 0; i < operation_.steps.size(); ++i) {
      const auto& kind = operation_.steps[i].kind;
      if (const auto* create = std::get_if<Create>(&kind)) record_create(*create);
      if (const auto* set = std::get_if<Set>(&kind)) record_set(*set, static_cast<std::uint32_t>(i));
      if (const auto* place = std::get_if<Place>(&kind)) record_place(*place);
      if (const auto* remove = std::get_if<Remove>(&kind)) record_remove(*remove);
      if (const auto* insert = std::get_if<TextInsert>(&kind)) record_insert(*insert);
      if (const auto* text_delete = std::get_if<TextDelete>(&kind)) record_delete(*text_delete);
      if (const auto* format = std::get_if<TextFormat>(&kind)) record_format(*format);
    }
  }

 private:
  // The item of a register, with the state before it when it is new.
  Item& item(const Register& where, const std::function<void(Item&)>& read_before) {
    const auto known = places_.find(where);
    if (known != places_.end()) {
      Item& item = step_.items[known->second];
      item.after_writer = id_;
      return item;
    }
    Item fresh;
    fresh.where = where;
    fresh.before_writer = last_writer_(where.node, where.key);
    fresh.after_writer = id_;
    read_before(fresh);
    step_.items.push_back(std::move(fresh));
    note(step_.items.size() - 1);
    return step_.items.back();
  }

  void note(std::size_t index) {
    const Item& item = step_.items[index];
    places_.emplace(item.where, index);
    if (item.where.key > k_unknown_from && item.where.key < k_removed_register) {
      unknown_.emplace(item.key_name, item.where.key);
    }
  }

  const Node* existing(const std::optional<NodeRef>& ref) const {
    const auto id = node_id(ref);
    return id.has_value() ? before_.find(*id) : nullptr;
  }

  void record_create(const Create& create) {
    // What lies in something else that this operation creates comes and goes with it.
    if (!create.placement.has_value() || existing(create.placement->parent) == nullptr) return;
    const NodeId id{id_.client, id_.number * base::k_ids_per_operation + create.index};
    Item& made = item({id, k_removed_register}, [](Item& fresh) {
      fresh.before.removed = true;
      fresh.before_writer = {};
    });
    made.after.removed = false;
  }

  void record_set(const Set& set, std::uint32_t index) {
    const Node* node = existing(set.node);
    if (node == nullptr) return;
    for (const Property& property : set.properties) {
      const auto known = before_.keys().find(property.key);
      // A name that the document does not know yet gets its number when the operation is applied; any number that is
      // not in use will do to hold it apart here, and undo looks it up again by name.
      const KeyNumber key = known != document::k_no_key ? known : unknown_number(property.key);
      Item& written = item({node->id, key}, [&](Item& fresh) {
        fresh.key_name = property.key;
        if (const Value* value = node->find(key)) fresh.before.value = *value;
        if (key == k_text) fresh.before_text = text_of(*node);
      });
      written.after.value.reset();
      if (!property.unset) {
        auto value = Value::parse(property.value);
        if (value.ok()) written.after.value = std::move(value).value();
      }
      if (key == k_text) {
        const std::string text = written.after.value.has_value() ? written.after.value->as_string() : std::string();
        written.after_text.emplace(TextRunId{id_.client, id_.number * base::k_ids_per_operation + index}, text);
      }
    }
  }

  KeyNumber unknown_number(const std::string& name) const {
    const auto known = unknown_.find(name);
    return known != unknown_.end() ? known->second : k_removed_register - 1 - static_cast<KeyNumber>(unknown_.size());
  }

  void record_place(const Place& place) {
    const Node* node = existing(place.node);
    if (node == nullptr || !place.placement.has_value()) return;
    Item& moved =
        item({node->id, k_placement_register}, [&](Item& fresh) { fresh.before.placement = node->placement; });
    const Placement& to = *place.placement;
    moved.after.placement = {node_id(to.parent).value_or(NodeId{}),
                             to.order,
                             to.x + 0.0,
                             to.y + 0.0,
                             to.width + 0.0,
                             to.height + 0.0,
                             to.rotation + 0.0};
  }

  void record_remove(const Remove& remove) {
    const Node* node = existing(remove.node);
    if (node == nullptr) return;
    Item& flag = item({node->id, k_removed_register}, [&](Item& fresh) { fresh.before.removed = node->removed; });
    flag.after.removed = remove.removed;
  }

  void record_letters(NodeId node) {
    item({node, k_text}, [](Item& fresh) { fresh.letters = true; });
  }

  void record_insert(const TextInsert& insert) {
    const Node* node = existing(insert.node);
    if (node == nullptr) return;
    record_letters(node->id);
    const TextRunId run{id_.client, id_.number * base::k_ids_per_operation + insert.index};
    const std::u32string text = base::to_utf32(insert.text);
    for (std::uint32_t i = 0; i < text.size(); ++i) {
      step_.typed.push_back({node->id, {run, i}, text[i]});
      typed_.insert({node->id, {run, i}});
    }
  }

  void record_delete(const TextDelete& text_delete) {
    const Node* node = existing(text_delete.node);
    if (node == nullptr) return;
    record_letters(node->id);
    const TextSequence text = text_of(*node);
    for (const TextSpan& span : text_delete.spans) {
      const auto client = span.first.has_value() ? id_from_bytes<base::ClientId>(span.first->client) : std::nullopt;
      if (!client.has_value()) continue;
      const TextRunId run{*client, span.first->number};
      for (const TextPiece& piece : text.pieces()) {
        if (piece.removed || piece.run != run) continue;
        for (std::uint32_t i = 0; i < piece.text.size(); ++i) {
          const std::uint32_t offset = piece.offset + i;
          if (offset < span.first->offset || offset - span.first->offset >= span.length) continue;
          record_erased({node->id, {run, offset}, piece.text[i]});
        }
      }
    }
  }

  void record_format(const TextFormat& format) {
    const Node* node = existing(format.node);
    if (node == nullptr || !format.property.has_value()) return;
    record_letters(node->id);
    std::vector<document::TextSpan> spans;
    for (const TextSpan& span : format.spans) {
      const auto client = span.first.has_value() ? id_from_bytes<base::ClientId>(span.first->client) : std::nullopt;
      if (client.has_value()) spans.push_back({{{*client, span.first->number}, span.first->offset}, span.length});
    }
    std::optional<Value> value;
    if (!format.property->unset) {
      auto parsed = Value::parse(format.property->value);
      if (!parsed.ok()) return;
      value = std::move(parsed).value();
    }
    Item& whole = step_.items[places_.at({node->id, k_text})];
    if (whole.after_text.has_value()) {
      const auto of_the_new_text =
          whole.after_text->format(spans, format.property->key, value, id_, k_max_letter_formats);
      if (of_the_new_text.ok()) return;
    }
    const TextSequence text = text_of(*node);
    const auto reached = text.reach(spans);
    if (!reached.has_value()) return;
    const auto& [first, last] = *reached;
    for (std::size_t i = first.piece; i <= last.piece; ++i) {
      const TextPiece& piece = text.pieces()[i];
      const std::uint32_t begin = i == first.piece ? first.within : 0;
      const std::uint32_t end = i == last.piece ? last.within + 1 : static_cast<std::uint32_t>(piece.text.size());
      for (std::uint32_t k = begin; k < end; ++k) {
        record_formatted({node->id, {piece.run, piece.offset + k}}, piece, format.property->key, value);
      }
    }
  }

  void record_formatted(const PointKey& letter, const TextPiece& piece, const std::string& key,
                        const std::optional<Value>& value) {
    if (typed_.count(letter) > 0) return;
    const auto [known, is_new] = formatted_.try_emplace({letter, key}, step_.formats.size());
    if (is_new) {
      Format fresh;
      fresh.node = letter.node;
      fresh.point = letter.point;
      fresh.key = key;
      if (const document::LetterFormat* before = find_format(piece.formats, key)) {
        fresh.before = before->value;
        fresh.before_writer = before->writer;
      }
      step_.formats.push_back(std::move(fresh));
    }
    Format& written = step_.formats[known->second];
    written.after = value;
    written.after_writer = id_;
  }

  // A letter that this step itself typed leaves no trace in it.
  void record_erased(const Letter& letter) {
    if (typed_.erase({letter.node, letter.point}) > 0) {
      step_.typed.erase(std::find(step_.typed.begin(), step_.typed.end(), letter));
    } else {
      step_.erased.push_back(letter);
    }
  }

  static constexpr KeyNumber k_unknown_from = 0xFFFF0000;
  inline static const KeyNumber k_text = number_of(Key::Text);
  const Document& before_;
  const LastWriter& last_writer_;
  const Operation& operation_;
  OperationId id_;
  Step& step_;
  std::map<Register, std::size_t> places_;    // of the items
  std::map<std::string, KeyNumber> unknown_;  // names that the document does not know yet
  std::set<PointKey> typed_;                  // by this step, earlier operations of it included
  std::map<FormatKey, std::size_t> formatted_;
};

void UndoStack::read_into(Step& step, const Document& before, const LastWriter& last_writer, const Operation& operation,
                          OperationId id) {
  Recorder(before, last_writer, operation, id, step).run();
}

}  // namespace flashkit::operations
