#pragma once
// Reads Polotno design JSON of any version into a neutral list of nodes to create, from which a Document is built here
// and a batch of operations elsewhere. Nothing is lost: every key stands in the list with its value as it was written,
// in the order of the file; only what a migration or an old alias demands is changed or added. What was not understood
// is said with its path.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "document/document.h"

namespace flashkit::interchange {

struct ImportedProperty {
  std::string key;
  document::Value value;
};

// The type of an element whose file gives none that an operation can name; it is never written.
inline constexpr std::string_view k_no_type = "untyped";

// nodes[0] is the root and its own parent; parents stand before their children, siblings bottom first.
struct ImportedNode {
  std::size_t parent = 0;
  std::string type;                          // "root", "page", an element's type, or k_no_type
  document::Placement placement;             // the transform; parent and order are left empty
  std::vector<ImportedProperty> properties;  // `children` (`pages` on the root) only marks its place
  // Of a text whose letters have formats (rich_text.h); its property `text` is then what they say.
  std::optional<document::TextSequence> letters;
};

struct ImportWarning {
  std::string path;  // of the first occurrence: pages[2].children[5].filters
  std::string what;
  std::size_t count = 1;
};

struct Import {
  double source_version = 0;  // schemaVersion as read; 0 where the file has none
  std::vector<ImportedNode> nodes;
  std::vector<ImportWarning> warnings;
};

// Accepts a BOM and objects (or arrays of one) around the design. Errors: Malformed (not JSON, or no design in it) with
// the byte offset where there is one, Limit (see limits.h).
base::Result<Import> import_polotno(std::string_view json);

// `count` order keys in ascending order, evenly spread, so that there is room between any two.
std::vector<std::string> spread_order_keys(std::size_t count);

// The document that the import describes, as if `made_by` had created it: node i is named number * 2^20 + i.
document::Document build_document(const Import& import, base::OperationId made_by);

}  // namespace flashkit::interchange
