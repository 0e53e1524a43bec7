#pragma once
// Writes a document as compact Polotno design JSON of version 4. What nobody touched since its import comes out as it
// was: key order, number texts, nulls, unknown keys and types. Removed nodes and keys that begin with `_` are left out.
#include <string>

#include "document/document.h"

namespace flashkit::interchange {

// Placement is written over the imported numbers only where it says something else; ids that are missing are made from
// the node's id. Linear in the size of the document.
std::string export_polotno(const document::Document& document);

}  // namespace flashkit::interchange
