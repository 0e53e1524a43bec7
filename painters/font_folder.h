#pragma once
// The font bundle on disk: fonts.json and files named by their SHA-256 (tools/fonts.mjs makes it).
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "text/fonts.h"

namespace flashkit::painters {

class FontFolder {
 public:
  FontFolder() = default;  // no fonts at all
  // Errors: NotFound (no fonts.json there), Malformed.
  static base::Result<FontFolder> open(const std::string& folder);

  const text::FontCatalog& catalog() const { return catalog_; }
  // Only names that the catalogue could hold. Errors: NotFound, Corrupt (the bytes do not hash to the name).
  base::Result<base::Bytes> load(std::string_view file_sha256) const;

 private:
  std::string folder_;
  text::FontCatalog catalog_;
};

}  // namespace flashkit::painters
