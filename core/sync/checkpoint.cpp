#include "sync/checkpoint.h"

#include <cmath>

#include "base/number.h"
#include "base/utf8.h"
#include "operations/apply.h"
#include "operations/order_key.h"
#include "sync/limits.h"

namespace flashkit::sync {
namespace {

using base::Errc;
using base::Error;
using base::Json;
using base::NodeId;
using base::Result;
using document::Document;
using document::Kind;
using document::Node;
using document::TextPiece;
using document::TextRunId;

constexpr double k_format = 1;

// ---- writing: the keys of every object stand in canonical order by construction ----

void append_name(std::string& out, std::string_view key) {
  base::append_json_string(out, key);
  out += ':';
}
void append_number(std::string& out, std::string_view key, double value) {
  append_name(out, key);
  out += base::shortest(value);
}
void append_text(std::string& out, std::string_view key, std::string_view value) {
  append_name(out, key);
  base::append_json_string(out, value);
}

std::string run_text(TextRunId run) { return base::to_hex(run.client) + "." + std::to_string(run.number); }

bool continues(const TextPiece& piece, const TextPiece& last) {
  return piece.run == last.run && piece.removed == last.removed && piece.offset == last.offset + last.text.size() &&
         piece.formats == last.formats;
}

void append_formats(std::string& out, const document::LetterFormats& formats) {
#ifdef FLASHKIT_MUTANT_CHECKPOINT_WITHOUT_FORMATS
  return;
#endif
  if (formats.empty()) return;
  out += ",[";
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (i > 0) out += ',';
    base::append_json_string(out, formats[i].key);
    out += ',';
    base::append_json_string(out, formats[i].value.json_text());
  }
  out += ']';
}

void append_letters(std::string& out, const document::TextSequence& text) {
  // How a run happens to be cut is no part of the state: pieces that continue each other are written as one.
  std::vector<TextPiece> joined;
  for (const TextPiece& piece : text.pieces()) {
    if (!joined.empty() && continues(piece, joined.back())) {
      joined.back().text += piece.text;
    } else {
      joined.push_back(piece);
    }
  }
  append_name(out, "letters");
  out += '[';
  for (std::size_t i = 0; i < joined.size(); ++i) {
    if (i > 0) out += ',';
    out += '[';
    base::append_json_string(out, run_text(joined[i].run));
    out += ',' + std::to_string(joined[i].offset) + ',';
    base::append_json_string(out, base::to_utf8(joined[i].text));
    out += joined[i].removed ? ",true" : ",false";
    append_formats(out, joined[i].formats);
    out += ']';
  }
  out += "],";
}

void append_placement(std::string& out, const document::Placement& placement) {
  append_name(out, "placement");
  out += '{';
  append_number(out, "height", placement.height);
  out += ',';
  append_text(out, "order", placement.order);
  out += ',';
  append_text(out, "parent", base::to_text(placement.parent));
  out += ',';
  append_number(out, "rotation", placement.rotation);
  out += ',';
  append_number(out, "width", placement.width);
  out += ',';
  append_number(out, "x", placement.x);
  out += ',';
  append_number(out, "y", placement.y);
  out += "},";
}

void append_node(std::string& out, const Document& document, const Node& node) {
  out += '{';
  append_text(out, "id", base::to_text(node.id));
  out += ',';
  if (node.text != nullptr) append_letters(out, *node.text);
  if (!node.id.is_root()) append_placement(out, node.placement);
  append_name(out, "properties");
  out += '[';
  for (std::size_t i = 0; i < node.properties.size(); ++i) {
    if (i > 0) out += ',';
    base::append_json_string(out, document.keys().name(node.properties[i].key));
    out += ',';
    base::append_json_string(out, node.properties[i].value.json_text());
  }
  out += ']';
  if (node.removed) out += ",\"removed\":true";
  if (node.text_base != TextRunId{node.id.client, node.id.number}) {
    out += ',';
    append_text(out, "textBase", run_text(node.text_base));
  }
  out += ',';
  append_text(out, "type", node.type);
  out += '}';
}

// ---- reading ----

Error malformed(const char* rule) { return {Errc::Malformed, rule, 0}; }

Result<std::string> text_of(const Json& object, std::string_view key) {
  const Json* found = object.find(key);
  if (found == nullptr || !found->is_string()) return malformed("a text is missing in the checkpoint");
  return std::string(found->as_string());
}

Result<double> number_of(const Json& object, std::string_view key) {
  const Json* found = object.find(key);
  if (found == nullptr || !found->is_number()) return malformed("a number is missing in the checkpoint");
  return found->as_number() + 0.0;
}

Result<std::uint64_t> whole_number_of(const Json& value) {
  const double number = value.as_number(-1);
  if (!value.is_number() || number < 0 || number > 9007199254740991.0 || number != std::floor(number)) {
    return malformed("a checkpoint counts in whole numbers");
  }
  return static_cast<std::uint64_t>(number);
}

Result<TextRunId> run_of(std::string_view text) {
  FLASHKIT_TRY(const NodeId id, base::parse_node_id(text));
  return TextRunId{id.client, id.number};
}

Result<document::Placement> placement_of(const Json& node) {
  const Json* from = node.find("placement");
  if (from == nullptr || !from->is_object()) return malformed("a placement is missing in the checkpoint");
  document::Placement out;
  FLASHKIT_TRY(const std::string parent, text_of(*from, "parent"));
  FLASHKIT_TRY(out.parent, base::parse_node_id(parent));
  FLASHKIT_TRY(out.order, text_of(*from, "order"));
  FLASHKIT_TRY(out.x, number_of(*from, "x"));
  FLASHKIT_TRY(out.y, number_of(*from, "y"));
  FLASHKIT_TRY(out.width, number_of(*from, "width"));
  FLASHKIT_TRY(out.height, number_of(*from, "height"));
  FLASHKIT_TRY(out.rotation, number_of(*from, "rotation"));
  if (!operations::is_order_key(out.order)) return malformed("a checkpoint's order keys are order keys");
  return out;
}

// A key and its value, both as texts.
Result<std::pair<std::string_view, document::Value>> member_of(const Json& key, const Json& value) {
  if (!key.is_string() || !value.is_string()) return malformed("a property is a key and a JSON text");
  if (key.as_string().empty() || key.as_string().size() > operations::k_max_key_bytes) {
    return malformed("a key is a short text");
  }
  FLASHKIT_TRY(document::Value parsed, document::Value::parse(value.as_string()));
  return std::pair{key.as_string(), std::move(parsed)};
}

Result<void> read_properties(Document& document, NodeId id, const Json& node) {
  const Json* list = node.find("properties");
  if (list == nullptr || !list->is_array() || list->items().size() % 2 != 0) {
    return malformed("the properties are missing in the checkpoint");
  }
  for (std::size_t i = 0; i < list->items().size(); i += 2) {
    FLASHKIT_TRY(auto member, member_of(list->items()[i], list->items()[i + 1]));
    document.set(id, document.keys().number(member.first), std::move(member.second));
  }
  return {};
}

Result<void> read_formats(const Json& list, document::LetterFormats& out) {
  const auto& items = list.items();
  if (!list.is_array() || items.size() % 2 != 0 || items.size() / 2 > operations::k_max_letter_formats) {
    return malformed("letters have a list of formats");
  }
  for (std::size_t i = 0; i < items.size(); i += 2) {
    FLASHKIT_TRY(auto member, member_of(items[i], items[i + 1]));
    if (!out.empty() && out.back().key >= member.first) return malformed("formats stand in the order of their keys");
    out.push_back({std::string(member.first), std::move(member.second)});
  }
  return {};
}

Result<void> read_letters(Document& document, NodeId id, const Json& node) {
  if (const Json* base = node.find("textBase")) {
    FLASHKIT_TRY(const TextRunId run, run_of(base->as_string()));
    document.set_text_base(id, run);
  }
  const Json* letters = node.find("letters");
  if (letters == nullptr) return {};
  std::vector<TextPiece> pieces;
  for (const Json& item : letters->items()) {
    const std::size_t parts = item.items().size();
    if (!item.is_array() || (parts != 4 && parts != 5)) return malformed("letters are run, offset, text, removed");
    TextPiece piece;
    FLASHKIT_TRY(piece.run, run_of(item.items()[0].as_string()));
    FLASHKIT_TRY(const std::uint64_t offset, whole_number_of(item.items()[1]));
    piece.text = base::to_utf32(item.items()[2].as_string());
    if (piece.text.empty() || offset + piece.text.size() > 0xFFFFFFFFu) return malformed("letters have a place");
    piece.offset = static_cast<std::uint32_t>(offset);
    piece.removed = item.items()[3].as_bool();
    if (parts == 5) {
      FLASHKIT_CHECK(read_formats(item.items()[4], piece.formats));
    }
    pieces.push_back(std::move(piece));
  }
  document.set_text_sequence(id, std::make_unique<document::TextSequence>(std::move(pieces)));
  return {};
}

bool may_hold(const Node& parent, Kind child) {
  if (child == Kind::Page) return parent.id.is_root();
  return parent.kind == Kind::Page || parent.kind == Kind::Group || parent.kind == Kind::Unknown;
}

Result<void> read_node(Document& document, const Json& node, bool first) {
  FLASHKIT_TRY(const std::string id_text, text_of(node, "id"));
  FLASHKIT_TRY(const NodeId id, base::parse_node_id(id_text));
  if (id.is_root() != first) return malformed("a checkpoint begins with the root");
  if (!id.is_root()) {
    FLASHKIT_TRY(const std::string type, text_of(node, "type"));
    FLASHKIT_TRY(document::Placement placement, placement_of(node));
    if (document.find(id) != nullptr) return malformed("an id is used once");
    const Node* parent = document.find(placement.parent);
    if (parent == nullptr || type.empty() || !may_hold(*parent, document::kind_of(type))) {
      return malformed("a node of a checkpoint lies where it may");
    }
    document.create(id, type, std::move(placement));
    const Json* removed = node.find("removed");
    if (removed != nullptr && removed->as_bool()) document.set_removed(id, true);
  }
  FLASHKIT_CHECK(read_properties(document, id, node));
  return read_letters(document, id, node);
}

Result<ClientTable> clients_of(const Json& root) {
  const Json* from = root.find("clients");
  if (from == nullptr || !from->is_object()) return malformed("the table of clients is missing in the checkpoint");
  ClientTable out;
  for (const auto& [name, number] : from->members()) {
    FLASHKIT_TRY(const base::ClientId client, base::parse_id<base::ClientId>(name));
    FLASHKIT_TRY(out[client], whole_number_of(number));
  }
  return out;
}

// The nodes are given away one by one: a tree of them all would be many times the size of the text, and of no limit
// that the writer keeps.
Result<Json> parse(std::string_view json, const base::TakeJsonItem& take_node) {
  constexpr std::string_view k_nodes[] = {"document", "nodes"};
  const base::JsonLimits limits{.depth = 16, .size_bytes = k_max_checkpoint_bytes};
  FLASHKIT_TRY(Json root, base::parse_json_items(json, k_nodes, take_node, limits));
  const Json* format = root.find("format");
  if (format == nullptr) return malformed("a checkpoint says its format");
  if (format->as_number() != k_format) return Error{Errc::Unsupported, "the checkpoint is of a newer program", 0};
  return root;
}

// Depth is checked for the whole tree at once: parents stand before their children.
Result<void> check_depth(const Document& document) {
  std::vector<std::pair<NodeId, std::size_t>> open{{NodeId{}, 0}};
  while (!open.empty()) {
    const auto [id, depth] = open.back();
    open.pop_back();
    if (depth > operations::k_max_depth) return Error{Errc::Limit, "the tree is at most 100 deep", 0};
    for (const NodeId child : document.find(id)->children) open.emplace_back(child, depth + 1);
  }
  return {};
}

}  // namespace

std::string write_checkpoint(std::uint64_t seq, const ClientTable& clients, const Document& document) {
  std::string out = "{\"clients\":{";
#ifndef FLASHKIT_MUTANT_CHECKPOINT_WITHOUT_CLIENTS
  bool first_client = true;
  for (const auto& [client, number] : clients) {
    if (!first_client) out += ',';
    first_client = false;
    append_name(out, base::to_hex(client));
    out += std::to_string(number);
  }
#else
  (void)clients;
#endif
  out += "},\"document\":{\"nodes\":[";
  bool first = true;
  for (const NodeId id : document.in_tree_order()) {
    if (!first) out += ',';
    first = false;
    append_node(out, document, *document.find(id));
  }
  out += "]},\"format\":1,\"schema\":" + std::to_string(document::k_schema_version) +
         ",\"seq\":" + std::to_string(seq) + '}';
  return out;
}

Result<Checkpoint> read_checkpoint(std::string_view json) {
  Checkpoint out;
  bool any = false;
  Result<void> nodes;  // up to the first that is at fault; a newer format, which stands behind them, says more
  const auto take_node = [&](const Json& node) {
    if (nodes.ok()) nodes = read_node(out.document, node, !any);
    any = true;
  };
  FLASHKIT_TRY(const Json root, parse(json, take_node));
  FLASHKIT_CHECK(nodes);
  if (!any) return malformed("the nodes are missing in the checkpoint");
  const Json* seq = root.find("seq");
  if (seq == nullptr) return malformed("a checkpoint says its number");
  FLASHKIT_TRY(out.seq, whole_number_of(*seq));
  FLASHKIT_TRY(out.clients, clients_of(root));
  FLASHKIT_CHECK(check_depth(out.document));
  return out;
}

Result<ClientTable> read_checkpoint_clients(std::string_view json) {
  FLASHKIT_TRY(const Json root, parse(json, {}));
  return clients_of(root);
}

}  // namespace flashkit::sync
