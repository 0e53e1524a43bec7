#include "interchange/export.h"

#include "base/json.h"
#include "base/number.h"
#include "interchange/import.h"
#include "interchange/placement_detail.h"
#include "interchange/rich_text.h"

namespace flashkit::interchange {
namespace {

using document::Document;
using document::Key;
using document::Kind;
using document::Node;
using document::Property;
using document::Value;

// A node's own members, cut where its children belong.
struct Halves {
  std::string before;
  std::string after;
};

bool holds_children(Kind kind) { return kind == Kind::Root || kind == Kind::Page || kind == Kind::Group; }

Key container_key(Kind kind) { return kind == Kind::Root ? Key::Pages : Key::Children; }

class NodeWriter {
 public:
  NodeWriter(const Document& document, const Node& node, bool has_children)
      : document_(document), node_(node), has_children_(has_children) {}

  Halves write() {
    out_ = "{";
    write_missing_head();
    for (const Property& property : node_.properties) write_property(property);
    write_missing_tail();
    out_ += '}';
    if (cut_) return {std::move(before_), std::move(out_)};
    return {std::move(out_), ""};
  }

 private:
  void member(std::string_view key, std::string_view json_text) {
    begin_member(key);
    out_ += json_text;
  }

  void begin_member(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    base::append_json_string(out_, key);
    out_ += ':';
  }

  // The children's list: what is written from here on stands behind it.
  void cut_for_children() {
    begin_member(document::name_of(container_key(node_.kind)));
    out_ += '[';
    before_ = std::move(out_);
    out_ = "]";
    cut_ = true;
  }

  void write_missing_head() {
    if (node_.kind == Kind::Root) {
      if (node_.find(Key::SchemaVersion) == nullptr)
        member("schemaVersion", std::to_string(document::k_schema_version));
      return;
    }
    if (node_.find(Key::Id) == nullptr) member("id", Value::string(base::to_text(node_.id)).json_text());
    if (node_.kind != Kind::Page && node_.find(Key::Type) == nullptr && !node_.type.empty() &&
        node_.type != k_no_type) {
      member("type", Value::string(node_.type).json_text());
    }
  }

  void write_property(const Property& property) {
    const std::string_view name = document_.keys().name(property.key);
    if (name.starts_with('_')) return;
    if (name == "locked" && is_unlocked(property.value)) return;
    if (holds_children(node_.kind) && property.key == document::number_of(container_key(node_.kind))) {
      if (!has_children_ && property.value.kind() != base::Json::Kind::Array) {
        member(name, property.value.json_text());
      } else {
        cut_for_children();
      }
      return;
    }
    if (node_.kind == Kind::Root && property.key == document::number_of(Key::SchemaVersion)) {
      write_version(property.value);
      return;
    }
    if (has_placement(node_.kind)) {
      for (const PlacementKey& entry : k_placement_keys) {
        if (property.key != document::number_of(entry.key)) continue;
        write_placement(entry, property.value);
        return;
      }
    }
    const bool is_text = node_.kind == Kind::Text && property.key == document::number_of(Key::Text);
    if (is_text && node_.text != nullptr && node_.text->has_formats()) {
      member(name, Value::string(write_rich_text(*node_.text)).json_text());
      return;
    }
    member(name, property.value.json_text());
  }

  void write_version(const Value& value) {
    const bool newer = value.as_number(0) > document::k_schema_version;
    member("schemaVersion", newer ? std::string(value.json_text()) : std::to_string(document::k_schema_version));
  }

  void write_placement(const PlacementKey& entry, const Value& raw) {
    const double number = node_.placement.*entry.member;
    const double said = placement_number(raw).value_or(default_number(node_.kind, entry.key));
    member(document::name_of(entry.key), said == number ? std::string(raw.json_text()) : base::shortest(number));
  }

  // An old file's `locked: true` has become five flags at import; once one of them is set again it would lie.
  bool is_unlocked(const Value& locked) const {
    if (!locked.as_bool(false)) return false;
    for (const Key key : {Key::Draggable, Key::ContentEditable, Key::StyleEditable, Key::Resizable, Key::Removable}) {
      if (node_.flag(key)) return true;
    }
    return false;
  }

  void write_missing_tail() {
    if (has_placement(node_.kind)) {
      for (const PlacementKey& entry : k_placement_keys) {
        const double number = node_.placement.*entry.member;
        if (node_.find(entry.key) != nullptr || number == default_number(node_.kind, entry.key)) continue;
        member(document::name_of(entry.key), base::shortest(number));
      }
    }
    const bool needs_list = has_children_ || node_.kind == Kind::Root;
    if (!cut_ && needs_list && holds_children(node_.kind)) cut_for_children();
  }

  const Document& document_;
  const Node& node_;
  bool has_children_;
  bool first_ = true;
  bool cut_ = false;
  std::string before_;
  std::string out_;
};

struct Open {
  std::vector<base::NodeId> children;
  std::size_t next = 0;
  std::string after;
};

}  // namespace

// With a stack of its own: groups may be moved into groups without end.
std::string export_polotno(const Document& document) {
  std::string out;
  std::vector<Open> open;
  const auto enter = [&](const Node& node) {
    std::vector<base::NodeId> children;
    if (holds_children(node.kind)) children = document.live_children(node.id);
    Halves halves = NodeWriter(document, node, !children.empty()).write();
    out += halves.before;
    open.push_back({std::move(children), 0, std::move(halves.after)});
  };
  enter(document.root());
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next == top.children.size()) {
      out += top.after;
      open.pop_back();
      continue;
    }
    if (top.next > 0) out += ',';
    enter(*document.find(top.children[top.next++]));
  }
  return out;
}

}  // namespace flashkit::interchange
