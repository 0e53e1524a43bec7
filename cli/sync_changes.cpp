#include "cli/sync_changes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/proto.h"
#include "base/utf8.h"
#include "interchange/export.h"
#include "interchange/import.h"
#include "operations/apply.h"
#include "operations/builder.h"
#include "operations/letter_formats.h"
#include "sync/limits.h"

namespace flashkit::cli {

using base::NodeId;
using base::Result;
using document::Document;
using document::Kind;
using document::Node;
using document::Placement;
using interchange::Import;
using interchange::ImportedNode;
using interchange::ImportedProperty;

namespace {

constexpr std::size_t k_operation_bytes = 2u << 20;  // begin another operation from here on
constexpr std::size_t k_none = ~std::size_t{0};

const ImportedProperty* find(const ImportedNode& node, std::string_view key) {
  const auto found = std::find_if(node.properties.begin(), node.properties.end(),
                                  [key](const ImportedProperty& property) { return property.key == key; });
  return found == node.properties.end() ? nullptr : &*found;
}
std::string id_in(const ImportedNode& node) {
  const ImportedProperty* id = find(node, "id");
  return id == nullptr ? std::string() : std::string(id->value.json_text());
}
bool has_transform(const ImportedNode& node) {
  const Kind kind = document::kind_of(node.type);
  return kind != Kind::Root && kind != Kind::Page && kind != Kind::Group;
}
bool is_transform(std::string_view key) {
  return key == "x" || key == "y" || key == "width" || key == "height" || key == "rotation";
}
// Keys that are no registers of their own in a file, or are written for old readers only.
bool is_passed_over(const ImportedNode& node, std::string_view key) {
  if (key.starts_with('_') || key == "type" || key == "locked" || key == "svgSource") return true;
  if (node.type == "root") return key == "pages" || key == "schemaVersion";
  if (node.type == "page" || node.type == "group") return key == "children";
  return has_transform(node) && is_transform(key);
}
bool same_transform(const Placement& a, const Placement& b) {
  return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height && a.rotation == b.rotation;
}

// Live nodes in the order in which they stand in the file.
void list_live(const Document& document, NodeId node, std::vector<NodeId>& out) {
  out.push_back(node);
  const Kind kind = document.find(node)->kind;
  if (kind != Kind::Root && kind != Kind::Page && kind != Kind::Group) return;
  for (const NodeId child : document.live_children(node)) list_live(document, child, out);
}

// The longest rising run of numbers, by index into `values`: what may stay where it is.
std::vector<bool> longest_rising(const std::vector<std::size_t>& values) {
  std::vector<std::size_t> tails;
  std::vector<std::size_t> before(values.size(), k_none);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto at = std::lower_bound(tails.begin(), tails.end(), values[i],
                                     [&](std::size_t tail, std::size_t value) { return values[tail] < value; });
    if (at != tails.begin()) before[i] = *(at - 1);
    if (at == tails.end()) {
      tails.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<bool> out(values.size(), false);
  for (std::size_t i = tails.empty() ? k_none : tails.back(); i != k_none; i = before[i]) out[i] = true;
  return out;
}

class Comparison {
 public:
  Comparison(const FileChange& change, Import before, Import after)
      : change_(change),
        before_(std::move(before)),
        after_(std::move(after)),
        builder_(change.client, change.first_number),
        suffix_(operations::order_suffix(change.client)) {}

  Result<std::vector<operations::Operation>> run() {
    list_live(change_.base, {}, ids_before_);
    if (ids_before_.size() != before_.nodes.size()) {
      return base::Error{base::Errc::Unsupported, "the file cannot be compared with the design"};
    }
    match();
    children_.resize(after_.nodes.size());
    for (std::size_t i = 1; i < after_.nodes.size(); ++i) children_[after_.nodes[i].parent].push_back(i);
    ids_after_.resize(after_.nodes.size());
    for (std::size_t i = 0; i < after_.nodes.size(); ++i) {
      if (partner_[i] != k_none) ids_after_[i] = ids_before_[partner_[i]];
    }
    for (std::size_t i = 0; i < after_.nodes.size(); ++i) {
      if (partner_[i] != k_none) compare_properties(i);
    }
    // Parents before children: a new node's parent has its id by then.
    for (std::size_t parent = 0; parent < after_.nodes.size(); ++parent) arrange_children(parent);
    remove_missing();
    flush();
    for (const std::size_t i : texts_) edit_text(i);
    for (const operations::Operation& operation : out_) {
      if (base::encoded(operation).size() > sync::k_max_operation_bytes) {
        return base::Error{base::Errc::Limit, "one value in the file is larger than 16 MB"};
      }
    }
    return std::move(out_);
  }

 private:
  // ---- who is who ----

  void match() {
    partner_.assign(after_.nodes.size(), k_none);
    taken_.assign(before_.nodes.size(), false);
    pair(0, 0);
    // The same id and type, the first with the first, wherever they lie.
    std::map<std::string, std::vector<std::size_t>> by_id;
    for (std::size_t i = before_.nodes.size(); i-- > 1;) by_id[name_of(before_.nodes[i])].push_back(i);
    for (std::size_t i = 1; i < after_.nodes.size(); ++i) {
      if (find(after_.nodes[i], "id") == nullptr) continue;
      auto& same = by_id[name_of(after_.nodes[i])];
      if (same.empty()) continue;
      pair(i, same.back());
      same.pop_back();
    }
    // Without an id: in order, among what is left below the same parent.
    std::map<std::pair<std::size_t, std::string>, std::vector<std::size_t>> left;
    for (std::size_t i = before_.nodes.size(); i-- > 1;) {
      if (!taken_[i]) left[{before_.nodes[i].parent, before_.nodes[i].type}].push_back(i);
    }
    for (std::size_t i = 1; i < after_.nodes.size(); ++i) {
      const std::size_t parent = partner_[after_.nodes[i].parent];
      if (partner_[i] != k_none || parent == k_none || find(after_.nodes[i], "id") != nullptr) continue;
      auto& same = left[{parent, after_.nodes[i].type}];
      if (same.empty()) continue;
      pair(i, same.back());
      same.pop_back();
    }
  }
  static std::string name_of(const ImportedNode& node) { return node.type + "\n" + id_in(node); }
  void pair(std::size_t after, std::size_t before) {
    partner_[after] = before;
    taken_[before] = true;
  }

  // ---- registers ----

  void compare_properties(std::size_t index) {
    const ImportedNode& now = after_.nodes[index];
    const ImportedNode& was = before_.nodes[partner_[index]];
    const NodeId id = ids_after_[index];
    const Node& node = *change_.base.find(id);
    if (node.kind == Kind::Text && formats_differ(was, now)) texts_.push_back(index);
    for (const ImportedProperty& property : now.properties) {
      if (is_passed_over(now, property.key)) continue;
      const ImportedProperty* old = find(was, property.key);
      if (old != nullptr && old->value == property.value) continue;
      const document::Value* held = node.find(change_.base.keys().find(property.key));
      if (held != nullptr && *held == property.value) continue;
      if (node.kind == Kind::Text && property.key == "text" && old != nullptr) {
        if (texts_.empty() || texts_.back() != index) texts_.push_back(index);
        continue;
      }
      builder().set(id, property.key, property.value.json_text());
    }
    for (const ImportedProperty& property : was.properties) {
      if (is_passed_over(now, property.key) || find(now, property.key) != nullptr) continue;
      // The id was made for the file only, or it does no harm to keep it.
      if (property.key != "id") builder().unset(id, property.key);
    }
  }

  // ---- places ----

  void arrange_children(std::size_t parent) {
    const std::vector<std::size_t>& children = children_[parent];
    if (children.empty()) return;
    // What lay below the same parent keeps its order key as far as the order did not change.
    std::vector<std::size_t> staying;
    std::vector<std::size_t> was_at;
    for (const std::size_t child : children) {
      const bool same = partner_[child] != k_none && partner_[parent] != k_none &&
                        before_.nodes[partner_[child]].parent == partner_[parent];
      if (!same) continue;
      staying.push_back(child);
      was_at.push_back(partner_[child]);
    }
    const std::vector<bool> rising = longest_rising(was_at);
    std::map<std::size_t, bool> keeps;
    for (std::size_t i = 0; i < staying.size(); ++i) keeps[staying[i]] = rising[i];
    // Between two that stay, all others get keys that are spread evenly.
    const auto stays = [&](std::size_t child) {
      const auto kept = keeps.find(child);
      return kept != keeps.end() && kept->second;
    };
    const auto order_of = [&](std::size_t child) { return change_.base.find(ids_after_[child])->placement.order; };
    std::string last;
    for (std::size_t i = 0; i < children.size();) {
      if (stays(children[i])) {
        last = order_of(children[i]);
        keep_place(children[i++]);
        continue;
      }
      // Two that stay may have one key (their ids decide then): there is no room between those, so one moves as well.
      std::size_t end = i;
      while (end < children.size() && !(stays(children[end]) && order_of(children[end]) > last)) ++end;
      const std::string next = end == children.size() ? std::string() : order_of(children[end]);
      const std::vector<std::string> keys = operations::order_keys_between(last, next, end - i, suffix_);
      for (const std::string& key : keys) {
        put(children[i], parent, key, keeps.count(children[i]) > 0);
        ++i;
      }
    }
  }
  // It stays where it is, wherever others may have put it since; only its transform may be new.
  void keep_place(std::size_t index) {
    const ImportedNode& now = after_.nodes[index];
    if (!has_transform(now) || same_transform(now.placement, before_.nodes[partner_[index]].placement)) return;
    const Node* node = change_.current.find(ids_after_[index]);
    Placement placement = (node != nullptr ? *node : *change_.base.find(ids_after_[index])).placement;
    builder().place(ids_after_[index], with_transform(std::move(placement), now));
  }
  static Placement with_transform(Placement placement, const ImportedNode& node) {
    placement.x = node.placement.x;
    placement.y = node.placement.y;
    placement.width = node.placement.width;
    placement.height = node.placement.height;
    placement.rotation = node.placement.rotation;
    return placement;
  }
  void put(std::size_t index, std::size_t parent, const std::string& order, bool same_parent) {
    const ImportedNode& now = after_.nodes[index];
    Placement placement = now.placement;
    const bool old = partner_[index] != k_none;
    if (old && (!has_transform(now) || same_transform(now.placement, before_.nodes[partner_[index]].placement))) {
      const Node* node = change_.current.find(ids_after_[index]);
      placement = (node != nullptr ? *node : *change_.base.find(ids_after_[index])).placement;
    }
    placement.parent = ids_after_[parent];
    placement.order = order;
    if (partner_[index] == k_none) {
      ids_after_[index] = create(now, placement);
      return;
    }
    if (same_parent) {
      builder().place(ids_after_[index], placement);
      return;
    }
    // Into another parent: that may be a cycle by the time it arrives, and must not take the rest with it.
    flush();
    builder().place(ids_after_[index], placement);
    flush();
  }
  NodeId create(const ImportedNode& node, const Placement& placement) {
    operations::NewNode fresh;
    fresh.type = node.type;
    fresh.placement = placement;
    for (const ImportedProperty& property : node.properties) {
      fresh.properties.emplace_back(property.key, property.value.json_text());
      bytes_ += property.key.size() + property.value.json_text().size();
    }
    fresh.letters = node.letters;
    bytes_ += 100;
    return builder().create_batch({&fresh, 1}).front();
  }
  void remove_missing() {
    for (std::size_t i = 1; i < before_.nodes.size(); ++i) {
      if (taken_[i]) continue;
      const std::size_t parent = before_.nodes[i].parent;
      if (parent == 0 || taken_[parent]) builder().remove(ids_before_[i]);
    }
  }

  // ---- texts ----

  static document::TextSequence letters_of(const ImportedNode& node) {
    if (node.letters.has_value()) return *node.letters;
    const ImportedProperty* text = find(node, "text");
    return {{}, text == nullptr ? std::string() : text->value.as_string()};
  }
  static bool formats_differ(const ImportedNode& was, const ImportedNode& now) {
    if (!was.letters.has_value() && !now.letters.has_value()) return false;
    const document::TextSequence before = letters_of(was);
    const document::TextSequence after = letters_of(now);
    return before.visible() != after.visible() || !operations::format_steps(before, after).empty();
  }

  // Letter by letter, so that what others type meanwhile stays; as a whole where it cannot be done so.
  void edit_text(std::size_t index) {
    const NodeId id = ids_after_[index];
    const ImportedNode& before = before_.nodes[partner_[index]];
    const ImportedProperty* old = find(before, "text");
    const ImportedProperty* text = find(after_.nodes[index], "text");
    if (old == nullptr || text == nullptr) return;
    const std::string was = old->value.as_string();
    const std::string now = text->value.as_string();
    Document seen = change_.base;  // with what has become of the letters
    if (was != now || !text->value.is_string()) {
      operations::Operation operation = edit_letters(id, was, now, text->value);
      operations::apply(seen, operation);
      out_.push_back(std::move(operation));
    }
    if (formats_differ(before, after_.nodes[index])) edit_formats(id, seen, letters_of(after_.nodes[index]));
  }
  operations::Operation edit_letters(NodeId id, const std::string& was, const std::string& now,
                                     const document::Value& value) {
    const std::uint64_t number = change_.first_number + out_.size();
    const bool plain = value.is_string() && was.find('<') == std::string::npos && now.find('<') == std::string::npos;
    if (plain) {
      operations::OperationBuilder letters(change_.client, number);
      if (change_letters(letters, id, was, now)) {
        operations::Operation operation = letters.take();
        Document trial = change_.current;
        if (operations::apply(trial, operation).took_effect) return operation;
      }
    }
    operations::OperationBuilder whole(change_.client, number);
    whole.set(id, "text", value.json_text());
    return whole.take();
  }
  void edit_formats(NodeId id, const Document& seen, const document::TextSequence& wanted) {
    operations::OperationBuilder formats(change_.client, change_.first_number + out_.size());
    for (const auto& step : operations::format_steps(operations::text_of(*seen.find(id)), wanted)) {
      formats.format_spans(id, step);
    }
    if (!formats.empty()) out_.push_back(formats.take());
  }
  bool change_letters(operations::OperationBuilder& build, NodeId id, const std::string& was, const std::string& now) {
    const std::u32string a = base::to_utf32(was);
    const std::u32string b = base::to_utf32(now);
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
    const std::u32string fresh = b.substr(head, b.size() - head - tail);
    const std::size_t gone = a.size() - head - tail;
    if (gone > 0 && !build.delete_text(change_.base, id, head, gone).ok()) return false;
    return fresh.empty() || build.insert_text(change_.base, id, head, base::to_utf8(fresh)).ok();
  }

  // ---- operations ----

  // The one under way, or the next when it has become large.
  operations::OperationBuilder& builder() {
    if (bytes_ > k_operation_bytes) flush();
    return builder_;
  }
  void flush() {
    bytes_ = 0;
    if (builder_.empty()) return;
    out_.push_back(builder_.take());
    builder_ = operations::OperationBuilder(change_.client, change_.first_number + out_.size());
  }

  const FileChange& change_;
  Import before_;
  Import after_;
  std::vector<NodeId> ids_before_;
  std::vector<NodeId> ids_after_;
  std::vector<std::vector<std::size_t>> children_;  // of the nodes after
  std::vector<std::size_t> partner_;                // of the nodes after; k_none: it is new
  std::vector<bool> taken_;                         // of the nodes before
  std::vector<std::size_t> texts_;
  operations::OperationBuilder builder_;
  std::size_t bytes_ = 0;
  std::string suffix_;
  std::vector<operations::Operation> out_;
};

}  // namespace

Result<std::vector<operations::Operation>> changes_of(const FileChange& change) {
  FLASHKIT_TRY(Import after, interchange::import_polotno(change.file));
  // The design goes the same way as the file, so that what a round trip changes is no change.
  FLASHKIT_TRY(Import before, interchange::import_polotno(interchange::export_polotno(change.base)));
  return Comparison(change, std::move(before), std::move(after)).run();
}

}  // namespace flashkit::cli
