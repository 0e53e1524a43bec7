#pragma once
// Which blobs a design names: `blob:<sha256>` anywhere in its properties, removed nodes included.
#include <set>
#include <string>

#include "document/document.h"

namespace flashkit::document {

inline constexpr std::string_view k_blob_scheme = "blob:";

// Adds the names (64 hexadecimal digits). Linear in the size of the design.
void add_blob_names(const Document& document, std::set<std::string>& names);

}  // namespace flashkit::document
