#include "painters/font_folder.h"

#include "base/sha256.h"
#include "painters/assets.h"

namespace flashkit::painters {

using base::Errc;
using base::Error;

base::Result<FontFolder> FontFolder::open(const std::string& folder) {
  constexpr std::size_t k_max_catalog_bytes = 64u << 20;
  const auto json = read_file(folder + "/fonts.json", k_max_catalog_bytes);
  if (!json.ok()) return Error{Errc::NotFound, "there is no font bundle (fonts.json) in this folder"};
  FontFolder out;
  out.folder_ = folder;
  FLASHKIT_TRY(out.catalog_, text::FontCatalog::parse(base::text_of(json.value())));
  return out;
}

base::Result<base::Bytes> FontFolder::load(std::string_view file_sha256) const {
  if (folder_.empty() || !base::is_blob_name(file_sha256))
    return Error{Errc::NotFound, "this is no font of the bundle"};
  FLASHKIT_TRY(base::Bytes bytes, read_file(folder_ + "/" + std::string(file_sha256) + ".ttf", text::k_max_font_bytes));
  if (base::to_hex(base::sha256(bytes)) != file_sha256)
    return Error{Errc::Corrupt, "a font file of the bundle is damaged"};
  return bytes;
}

}  // namespace flashkit::painters
