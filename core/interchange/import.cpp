#include "interchange/import.h"

#include <map>

#include "base/json.h"
#include "base/number.h"
#include "interchange/limits.h"
#include "interchange/migrate_detail.h"
#include "interchange/placement_detail.h"
#include "interchange/rich_text.h"

namespace flashkit::interchange {
namespace {

using base::Errc;
using base::Error;
using base::Json;
using base::Result;
using document::Key;
using document::Kind;
using document::ValueKind;

// Half a letter (an escape of one surrogate), as some editors write where they cut a text within an emoji, becomes
// U+FFFD. JSON allows it; a text in Unicode cannot hold it.
std::string with_whole_letters(std::string_view json) {
  std::string out(json);
  const auto surrogate_at = [&out](std::size_t at) -> char32_t {
    if (at + 6 > out.size() || out[at] != '\\' || out[at + 1] != 'u') return 0;
    char32_t unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
      const char c = out[i];
      const bool digit = c >= '0' && c <= '9';
      const char lower = static_cast<char>(c | 0x20);
      if (!digit && !(lower >= 'a' && lower <= 'f')) return 0;
      unit = unit * 16 + static_cast<char32_t>(digit ? c - '0' : lower - 'a' + 10);
    }
    return unit >= 0xD800 && unit < 0xE000 ? unit : 0;
  };
  for (std::size_t at = out.find('\\'); at != std::string::npos; at = out.find('\\', at)) {
    const char32_t unit = surrogate_at(at);
    const bool whole = unit != 0 && unit < 0xDC00 && surrogate_at(at + 6) >= 0xDC00;
    if (unit != 0 && !whole) out.replace(at, 6, "\\ufffd");
    at += whole ? 12 : unit != 0 ? 6 : 2;
  }
  return out;
}

class Warnings {
 public:
  void add(const std::string& path, std::string subject, std::string what) {
    const std::string key = subject + "\n" + what;
    const auto found = known_.find(key);
    if (found != known_.end()) {
      ++list_[found->second].count;
    } else if (list_.size() < k_max_warnings) {
      known_.emplace(key, list_.size());
      list_.push_back({path, std::move(what), 1});
    }
  }
  std::vector<ImportWarning> take() { return std::move(list_); }

 private:
  std::vector<ImportWarning> list_;
  std::map<std::string, std::size_t> known_;
};

bool fits(ValueKind kind, const Json& value) {
  switch (kind) {
    case ValueKind::Number:
      return value.is_number();
    case ValueKind::String:
      return value.is_string();
    case ValueKind::Boolean:
      return value.kind() == Json::Kind::Boolean;
    case ValueKind::Array:
      return value.is_array();
    case ValueKind::Object:
      // PHP writes an empty object as an empty array.
      return value.is_object() || (value.is_array() && value.items().empty());
    case ValueKind::Any:
      return true;
  }
  return true;
}

const char* words_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::Number:
      return "a number";
    case ValueKind::String:
      return "a text";
    case ValueKind::Boolean:
      return "true or false";
    case ValueKind::Array:
      return "a list";
    case ValueKind::Object:
      return "an object";
    case ValueKind::Any:
      break;
  }
  return "anything";
}

bool is_alias(std::string_view key) { return key == "locked" || key == "svgSource"; }

// Where the design is: the object itself, or the first object within it (in file order) that has `pages`. The path is
// put together on the way back, for the one that is found.
Json* find_design(Json& json, std::string& path, std::size_t depth) {
  if (json.is_object() && json.find("pages") != nullptr) return &json;
  if (depth == 0) return nullptr;
  for (std::size_t i = 0; i < json.items().size(); ++i) {
    if (Json* found = find_design(json.items()[i], path, depth - 1)) {
      path.insert(0, "[" + std::to_string(i) + (path.empty() || path.starts_with('[') ? "]" : "]."));
      return found;
    }
  }
  for (auto& [key, value] : json.members()) {
    if (Json* found = find_design(value, path, depth - 1)) {
      path.insert(0, path.empty() || path.starts_with('[') ? key : key + ".");
      return found;
    }
  }
  return nullptr;
}

class Reader {
 public:
  explicit Reader(Warnings& warnings) : warnings_(warnings) {}

  Result<std::vector<ImportedNode>> read(const Json& design) {
    ImportedNode root;
    root.type = "root";
    FLASHKIT_CHECK(read_properties(design, Kind::Root, root));
    nodes_.push_back(std::move(root));
    FLASHKIT_CHECK(read_children(*design.find("pages"), 0, "pages", true));
    return std::move(nodes_);
  }

 private:
  Result<void> read_children(const Json& list, std::size_t parent, std::string_view key, bool pages) {
    const std::size_t length = path_.size();
    for (std::size_t i = 0; i < list.items().size(); ++i) {
      if (length > 0) path_ += '.';
      path_.append(key).append("[").append(std::to_string(i)).append("]");
      const Json& item = list.items()[i];
      if (nodes_.size() > k_max_design_nodes) return Error{Errc::Limit, "the design has over a million elements"};
      if (!item.is_object()) {
        warnings_.add(
            path_, "",
            pages ? "this page is not an object and was left out" : "this element is not an object and was left out");
      } else if (pages) {
        FLASHKIT_CHECK(read_page(item));
      } else {
        FLASHKIT_CHECK(read_element(item, parent));
      }
      path_.resize(length);
    }
    return {};
  }

  Result<void> read_page(const Json& page) {
    ImportedNode node;
    node.type = "page";
    FLASHKIT_CHECK(read_properties(page, Kind::Page, node));
    return add(std::move(node), page);
  }

  Result<void> read_element(const Json& element, std::size_t parent) {
    ImportedNode node;
    node.parent = parent;
    const Json* type = element.find("type");
    if (type != nullptr) node.type = type->as_string();
    Kind kind = document::kind_of(node.type);
    // A page cannot lie on a page, and a type is a short text; the word stays in the property `type`.
    if (kind == Kind::Page || node.type.empty() || node.type.size() > k_max_type_bytes) {
      node.type = k_no_type;
      kind = Kind::Unknown;
    }
    if (kind == Kind::Unknown) {
      const std::string name = type == nullptr ? "no type" : "the unknown type " + base::write_json(*type);
      warnings_.add(path_, "", "this element has " + name + "; it is kept as it is and drawn as a placeholder");
    }
    FLASHKIT_CHECK(read_properties(element, kind, node));
    if (kind == Kind::Text) read_formats(node);
    if (has_placement(kind)) read_placement(kind, node);
    return add(std::move(node), element);
  }

  Result<void> add(ImportedNode node, const Json& source) {
    const bool holds_children = node.type == "page" || node.type == "group";
    const std::size_t index = nodes_.size();
    nodes_.push_back(std::move(node));
    const Json* children = source.find("children");
    if (!holds_children || children == nullptr) return {};
    return read_children(*children, index, "children", false);
  }

  Result<void> read_properties(const Json& object, Kind kind, ImportedNode& node) {
    if (object.members().size() > k_max_keys) return Error{Errc::Limit, "an element has over two thousand keys"};
    const std::string_view container = kind == Kind::Root                          ? "pages"
                                       : kind == Kind::Page || kind == Kind::Group ? "children"
                                                                                   : "";
    node.properties.reserve(object.members().size());
    for (const auto& [key, value] : object.members()) {
      if (key.empty() || key.size() > k_max_key_bytes) {
        warnings_.add(path_, "", "a key without a name, or with an endless one, was left out");
        continue;
      }
      check(key, value, kind);
      const bool marker = key == container && value.is_array();
      node.properties.push_back({key, document::Value::from_json(marker ? Json::array() : value)});
    }
    return {};
  }

  static void read_formats(ImportedNode& node) {
    for (ImportedProperty& property : node.properties) {
      if (property.key != document::name_of(Key::Text) || !property.value.is_string()) continue;
      node.letters = read_rich_text(property.value.as_string());
      if (node.letters.has_value()) property.value = document::Value::string(node.letters->visible());
    }
  }

  void read_placement(Kind kind, ImportedNode& node) {
    for (const PlacementKey& entry : k_placement_keys) {
      double& number = node.placement.*entry.member;
      number = default_number(kind, entry.key);
      for (const ImportedProperty& property : node.properties) {
        if (property.key != document::name_of(entry.key)) continue;
        number = placement_number(property.value).value_or(number);
      }
    }
  }

  void check(const std::string& key, const Json& value, Kind kind) {
    if (kind == Kind::Unknown || key.starts_with('_') || is_alias(key) || value.is_null()) return;
    const std::string subject(document::name_of(kind));
    for (const document::PropertyRow& row : document::properties_of(kind)) {
      if (document::name_of(row.key) != key) continue;
      if (!fits(row.kind, value)) {
        warn_at(key, subject,
                "should be " + std::string(words_of(row.kind)) + "; the default is used, the file's value is kept");
      }
      return;
    }
    warn_at(key, subject, "is not a key of a " + subject + " that Flashkit knows; it is kept");
  }

  void warn_at(const std::string& key, const std::string& subject, const std::string& what) {
    const std::string shown = key.size() > 100 ? key.substr(0, 100) : key;
    warnings_.add(path_.empty() ? shown : path_ + "." + shown, subject, "`" + shown + "` " + what);
  }

  Warnings& warnings_;
  std::vector<ImportedNode> nodes_;
  std::string path_;
};

double version_of(const Json& design, Warnings& warnings) {
  const Json* version = design.find("schemaVersion");
  if (version == nullptr || version->is_null()) return 0;
  if (version->is_number()) {
    if (version->as_number() > document::k_schema_version) {
      warnings.add("schemaVersion", "", "the design is newer than version 4; what is not known is kept as it is");
    }
    return version->as_number();
  }
  warnings.add("schemaVersion", "", "is not a number; the design is read as version 0, the oldest");
  return 0;
}

// In place, or in front where there was none.
void write_version(Json& design) {
  Json version = Json::number(document::k_schema_version);
  if (design.find("schemaVersion") != nullptr) {
    design.set("schemaVersion", std::move(version));
  } else {
    design.members().insert(design.members().begin(), {"schemaVersion", std::move(version)});
  }
}

}  // namespace

bool has_placement(Kind kind) { return kind != Kind::Root && kind != Kind::Page && kind != Kind::Group; }

double default_number(Kind kind, Key key) {
  for (const document::PropertyRow& row : document::properties_of(kind)) {
    if (row.key == key) return base::parse_number(row.default_json).value_or(0);
  }
  return 0;
}

std::optional<double> placement_number(const document::Value& value) {
  if (value.is_number()) return value.as_number(0);
  if (value.is_string()) return base::parse_number(value.as_string());
  return std::nullopt;
}

Result<Import> import_polotno(std::string_view json) {
  if (json.size() > k_max_design_bytes) return Error{Errc::Limit, "the design is larger than 256 MB", json.size()};
  const bool surrogates = json.find("\\ud") != std::string_view::npos || json.find("\\uD") != std::string_view::npos;
  const std::string mended = surrogates ? with_whole_letters(json) : std::string();
  FLASHKIT_TRY(Json file, base::parse_json(surrogates ? std::string_view(mended) : json,
                                           {k_max_design_depth, k_max_design_bytes}));
  Warnings warnings;
  std::string path;
  Json* design = find_design(file, path, 6);
  if (design == nullptr) {
    const char* rule = file.is_object() ? "there are no `pages` in this file: it is not a Polotno design"
                                        : "this is not a JSON object: it is not a Polotno design";
    return Error{Errc::Malformed, rule};
  }
  if (!path.empty()) warnings.add(path, "", "the design was found here; what stands around it is left out");
  if (!design->find("pages")->is_array())
    return Error{Errc::Malformed, "`pages` is not a list: it is not a Polotno design"};
  Import out;
  out.source_version = version_of(*design, warnings);
  migrate(*design, out.source_version);
  add_aliases(*design);
  if (!(out.source_version >= document::k_schema_version)) write_version(*design);
  Reader reader(warnings);
  FLASHKIT_TRY(out.nodes, reader.read(*design));
  out.warnings = warnings.take();
  return out;
}

std::vector<std::string> spread_order_keys(std::size_t count) {
  static constexpr char k_digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::size_t width = 1;
  std::size_t space = 62;
  while (space < 4 * (count + 1)) {
    space *= 62;
    ++width;
  }
  const std::size_t step = space / (count + 1);
  std::vector<std::string> out;
  out.reserve(count);
  for (std::size_t i = 1; i <= count; ++i) {
    std::size_t rest = step * i;
    std::string key(width + 1, 'V');  // the last digit is never 0: a fraction has no trailing zero
    for (std::size_t digit = width; digit-- > 0; rest /= 62) key[digit] = k_digits[rest % 62];
    out.push_back(std::move(key));
  }
  return out;
}

document::Document build_document(const Import& import, base::OperationId made_by) {
  document::Document out;
  std::vector<std::size_t> child_count(import.nodes.size(), 0);
  for (std::size_t i = 1; i < import.nodes.size(); ++i) ++child_count[import.nodes[i].parent];
  std::vector<std::vector<std::string>> keys(import.nodes.size());
  std::vector<std::size_t> used(import.nodes.size(), 0);
  const auto id_of = [&](std::size_t index) {
    return index == 0 ? base::NodeId{}
                      : base::NodeId{made_by.client, made_by.number * base::k_ids_per_operation + index};
  };
  for (std::size_t i = 0; i < import.nodes.size(); ++i) {
    const ImportedNode& node = import.nodes[i];
    keys[i] = spread_order_keys(child_count[i]);
    if (i > 0) {
      document::Placement placement = node.placement;
      placement.parent = id_of(node.parent);
      placement.order = keys[node.parent][used[node.parent]++];
      out.create(id_of(i), node.type, std::move(placement));
    }
    for (const ImportedProperty& property : node.properties) {
      const document::KeyNumber key = out.keys().number(property.key);
      out.set(id_of(i), key, property.value);
    }
    if (node.letters.has_value()) {
      std::vector<document::TextPiece> pieces = node.letters->pieces();
      for (document::TextPiece& piece : pieces) piece.run = {id_of(i).client, id_of(i).number};
      out.set_text_sequence(id_of(i), std::make_unique<document::TextSequence>(std::move(pieces)));
    }
  }
  return out;
}

}  // namespace flashkit::interchange
