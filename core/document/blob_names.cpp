#include "document/blob_names.h"

#include "base/sha256.h"

namespace flashkit::document {

void add_blob_names(const Document& document, std::set<std::string>& names) {
  for (const base::NodeId node : document.in_tree_order()) {
    for (const Property& property : document.find(node)->properties) {
      const std::string_view text = property.value.json_text();
      for (std::size_t at = text.find(k_blob_scheme); at != std::string_view::npos;
           at = text.find(k_blob_scheme, at + 1)) {
        std::string name(text.substr(at + k_blob_scheme.size(), 64));
        if (base::is_blob_name(name)) names.insert(std::move(name));
      }
    }
  }
}

}  // namespace flashkit::document
