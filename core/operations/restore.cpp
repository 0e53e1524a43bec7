#include "operations/restore.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/utf8.h"
#include "operations/builder.h"
#include "operations/letter_formats.h"

namespace flashkit::operations {
namespace {

using base::NodeId;
using base::OperationId;
using document::Document;
using document::Key;
using document::Node;
using document::number_of;
using document::TextPiece;
using document::TextPoint;
using document::TextRunId;
using document::TextSequence;
using document::Value;

constexpr std::size_t k_step_bytes = 64;  // about what the ids of a step take

// ---- letters ----

struct Insertion {
  std::optional<TextPoint> after;
  std::u32string text;
};
struct LetterEdits {
  std::vector<TextPiece> erased;  // ids and lengths; none larger than a piece
  std::vector<Insertion> typed;
  std::size_t pieces() const { return erased.size() + typed.size(); }
};

// The visible characters of a text, for asking whether one is among them.
class VisiblePoints {
 public:
  explicit VisiblePoints(const TextSequence& text) {
    for (const TextPiece& piece : text.pieces()) {
      if (!piece.removed) spans_.push_back({piece.run, piece.offset, static_cast<std::uint32_t>(piece.text.size())});
      if (!piece.removed) count_ += piece.text.size();
    }
    std::sort(spans_.begin(), spans_.end(),
              [](const Span& a, const Span& b) { return a.run != b.run ? a.run < b.run : a.offset < b.offset; });
  }
  bool has(TextRunId run, std::uint32_t offset) const {
    auto after = std::upper_bound(spans_.begin(), spans_.end(), offset, [&](std::uint32_t at, const Span& span) {
      return span.run != run ? run < span.run : at < span.offset;
    });
    if (after == spans_.begin()) return false;
    const Span& span = *--after;
    return span.run == run && offset - span.offset < span.length;
  }
  std::size_t count() const { return count_; }

 private:
  struct Span {
    TextRunId run;
    std::uint32_t offset;
    std::uint32_t length;
  };
  std::vector<Span> spans_;
  std::size_t count_ = 0;
};

// By ids: the characters of `then` never change places, so `now` holds them in their order. Nothing when it does not
// hold all of them.
std::optional<LetterEdits> edits_by_id(const TextSequence& now, const TextSequence& then) {
  const VisiblePoints wanted(then);
  LetterEdits out;
  std::size_t found = 0;
  bool joins = false;  // the next character to type continues the last insertion
  for (const TextPiece& piece : now.pieces()) {
    bool erasing = false;
    for (std::uint32_t i = 0; i < piece.text.size(); ++i) {
      const std::uint32_t offset = piece.offset + i;
      const bool is_wanted = wanted.has(piece.run, offset);
      found += is_wanted ? 1 : 0;
      if (!piece.removed && !is_wanted) {
        if (!erasing) out.erased.push_back({piece.run, offset, {}, false});
        out.erased.back().text += piece.text[i];
      }
      erasing = !piece.removed && !is_wanted;
      if (piece.removed && is_wanted) {
        if (!joins) out.typed.emplace_back();
        out.typed.back().after = TextPoint{piece.run, offset};
        out.typed.back().text += piece.text[i];
        joins = true;
      } else if (!piece.removed && is_wanted) {
        joins = false;
      }
    }
  }
  if (found != wanted.count()) return std::nullopt;
  return out;
}

struct Letters {
  std::u32string text;
  std::vector<TextPoint> points;
};

Letters visible_letters(const TextSequence& text) {
  Letters out;
  for (const TextPiece& piece : text.pieces()) {
    if (piece.removed) continue;
    out.text += piece.text;
    for (std::uint32_t i = 0; i < piece.text.size(); ++i) out.points.push_back({piece.run, piece.offset + i});
  }
  return out;
}

// By likeness: what lies between the common beginning and the common end is replaced.
LetterEdits edits_by_likeness(const TextSequence& now, const std::u32string& then) {
  const Letters here = visible_letters(now);
  const std::size_t shorter = std::min(here.text.size(), then.size());
  std::size_t head = 0;
  while (head < shorter && here.text[head] == then[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && here.text[here.text.size() - 1 - tail] == then[then.size() - 1 - tail]) ++tail;
  LetterEdits out;
  for (std::size_t i = head; i < here.text.size() - tail; ++i) {
    const TextPoint point = here.points[i];
    const bool next = !out.erased.empty() && out.erased.back().run == point.run &&
                      out.erased.back().offset + out.erased.back().text.size() == point.offset;
    if (!next) out.erased.push_back({point.run, point.offset, {}, false});
    out.erased.back().text += here.text[i];
  }
  if (head + tail == then.size()) return out;
  Insertion typed;
  if (head > 0) typed.after = here.points[head - 1];
  typed.text = then.substr(head, then.size() - tail - head);
  out.typed.push_back(std::move(typed));
  return out;
}

// Texts with markup are edited as a whole: half a tag means something else.
bool is_plain(std::string_view text) { return text.find('<') == std::string_view::npos; }

// ---- the whole document ----

class Restorer {
 public:
  Restorer(const Document& now, const Document& then, OperationId next, std::size_t limit_bytes)
      : now_(now), then_(then), next_(next), limit_bytes_(limit_bytes), builder_(next.client, next.number) {}

  std::vector<Operation> run() {
    // Parents come before their children, so wherever a node is put, what lies above it lies there as it did then: no
    // move on the way makes a circle.
    std::vector<NodeId> live;
    for (const NodeId id : then_.in_tree_order()) {
      if (then_.is_live(id)) live.push_back(id);
    }
    for (const NodeId id : live) bring_back(id);
    for (const NodeId id : live) {
      if (now_.find(id) != nullptr) give_values(id);
    }
    take_away_what_came();
    flush();
    return std::move(out_);
  }

 private:
  // Makes room for a step of about this size.
  OperationBuilder& step(std::size_t bytes) {
    if (!builder_.empty() && bytes_ + bytes + k_step_bytes > limit_bytes_) flush();
    bytes_ += bytes + k_step_bytes;
    return builder_;
  }

  void flush() {
    if (builder_.empty()) return;
    out_.push_back(builder_.take());
    ++next_.number;
    builder_ = OperationBuilder(next_.client, next_.number);
    bytes_ = 0;
    text_pieces_ = 0;
  }

  document::Placement placement_of(const Node& then) const {
    document::Placement out = then.placement;
    const auto anew = made_anew_.find(out.parent);
    if (anew != made_anew_.end()) out.parent = anew->second;
    return out;
  }

  void bring_back(NodeId id) {
    if (id.is_root()) return;
    const Node& then = *then_.find(id);
    const document::Placement placement = placement_of(then);
    const Node* now = now_.find(id);
    if (now == nullptr) {
      make_anew(then, placement);
      return;
    }
    if (!(now->placement == placement)) step(placement.order.size() + k_step_bytes).place(id, placement);
    if (now->removed) step(0).remove(id, false);
  }

  void make_anew(const Node& then, const document::Placement& placement) {
    std::vector<KeyAndJson> properties;
    std::size_t bytes = placement.order.size() + then.type.size() + k_step_bytes;
    for (const document::Property& property : then.properties) {
      properties.emplace_back(then_.keys().name(property.key), property.value.json_text());
      bytes += properties.back().first.size() + properties.back().second.size();
    }
    const NodeId made = step(bytes).create(then.type, placement, properties);
    made_anew_[then.id] = made;
    if (then.text != nullptr) {
      give_formats(made, TextSequence(builder_.last_run(), then.text->visible()), *then.text);
    }
  }

  void give_values(NodeId id) {
    const Node& now = *now_.find(id);
    const Node& then = *then_.find(id);
    for (const document::Property& property : then.properties) {
      const std::string_view name = then_.keys().name(property.key);
      const Value* value = now.find(now_.keys().find(name));
      if (property.key == number_of(Key::Text)) {
        give_text(now, then, value, property.value);
        continue;
      }
      if (value != nullptr && *value == property.value) continue;
      const std::string_view json = property.value.json_text();
      step(name.size() + json.size()).set(id, name, json);
    }
    for (const document::Property& property : now.properties) {
      const std::string_view name = now_.keys().name(property.key);
      if (then.find(then_.keys().find(name)) == nullptr) step(name.size()).unset(id, name);
    }
  }

  void give_text(const Node& now, const Node& then, const Value* has, const Value& had) {
    TextSequence after = operations::text_of(now);
    if ((has == nullptr || !(*has == had)) && (has == nullptr || !give_letters(now, then, *has, had, after))) {
      step(had.json_text().size()).set(now.id, document::name_of(Key::Text), had.json_text());
      after = TextSequence(builder_.last_run(), had.as_string());
    }
    give_formats(now.id, after, operations::text_of(then));
  }

  void give_formats(NodeId node, const TextSequence& has, const TextSequence& wants) {
    for (const FormatStep& format : format_steps(has, wants)) {
      if (text_pieces_ + format.spans.size() > k_restore_text_pieces) flush();
      text_pieces_ += format.spans.size();
      const std::size_t value_bytes = format.value.has_value() ? format.value->json_text().size() : 0;
      step(format.spans.size() * k_step_bytes + format.key.size() + value_bytes).format_spans(node, format);
    }
  }

  // True when the text says the same afterwards without having been set as a whole; `after` is what it then is.
  bool give_letters(const Node& now, const Node& then, const Value& has, const Value& had, TextSequence& after) {
    if (!has.is_string() || !had.is_string()) return false;
    const std::string text = had.as_string();
    if (has.as_string() == text) return true;
    if (!is_plain(has.as_string()) || !is_plain(text)) return false;
    std::optional<LetterEdits> edits = edits_by_id(after, operations::text_of(then));
    if (!edits.has_value()) edits = edits_by_likeness(after, base::to_utf32(text));
    if (text_pieces_ + edits->pieces() > k_restore_text_pieces) return false;
    step(edits->pieces() * k_step_bytes + text.size() * 2);
    text_pieces_ += edits->pieces();
    bool fits = true;
    for (const TextPiece& piece : edits->erased) {
      const auto length = static_cast<std::uint32_t>(piece.text.size());
      builder_.delete_span(now.id, {piece.run, piece.offset}, length);
      const document::TextSpan span{{piece.run, piece.offset}, length};
      fits = fits && after.remove({&span, 1}).ok();
    }
    for (const Insertion& typed : edits->typed) {
      const std::string letters = base::to_utf8(typed.text);
      const TextRunId run = builder_.insert_text_after(now.id, typed.after, letters);
      fits = fits && after.insert(run, typed.after, letters).ok();
    }
    FLASHKIT_ASSERT(fits);
    return true;
  }

  bool was_live(NodeId id) const { return then_.find(id) != nullptr && then_.is_live(id); }

  // What is not of that time goes, and what lies in it goes with it.
  void take_away_what_came() {
    for (const NodeId id : now_.in_tree_order()) {
      const Node& node = *now_.find(id);
      if (!node.removed && !was_live(id) && was_live(node.placement.parent)) step(0).remove(id, true);
    }
  }

  const Document& now_;
  const Document& then_;
  OperationId next_;
  std::size_t limit_bytes_;
  OperationBuilder builder_;
  std::size_t bytes_ = 0;
  std::size_t text_pieces_ = 0;
  std::map<NodeId, NodeId> made_anew_;  // by the id of then
  std::vector<Operation> out_;
};

}  // namespace

std::vector<Operation> restore(const Document& now, const Document& then, OperationId next, std::size_t limit_bytes) {
  return Restorer(now, then, next, limit_bytes).run();
}

}  // namespace flashkit::operations
