#pragma once
// The images of the pages that one painter paints: loaded by source, decoded when first painted. Files, decoded images
// and opened SVG files are kept within k_max_kept_bytes; what was not used for longest goes first, and is loaded again
// when it is asked for. What cannot be loaded or decoded is remembered as missing, with the reason.
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "painters/assets.h"
#include "painters/bitmap.h"
#include "painters/limits.h"
#include "painters/svg_image.h"

namespace flashkit::painters {

struct ImageFacts {
  bool is_svg = false;
  double width_px = 0;  // natural size
  double height_px = 0;
};

struct MissingImage {
  std::string source;  // shortened
  const char* why = "";
  base::Errc code = base::Errc::NotFound;
};

class ImageStore {
 public:
  explicit ImageStore(AssetSource& assets, std::size_t most_bytes = k_max_kept_bytes)
      : assets_(&assets), most_bytes_(most_bytes) {}

  // Loads the image and reads its header. The error says why it cannot be shown.
  base::Result<ImageFacts> facts(std::string_view source);
  // Null when it cannot be shown. Pointers stay good until the next call.
  Bitmap* bitmap(std::string_view source);
  const SvgImage* svg(std::string_view source, std::string_view colours);
  // The JPEG file itself, if it may stand in a PDF as it is.
  const base::Bytes* plain_jpeg(std::string_view source);
  // Every source that could not be shown so far, in order of source.
  std::vector<MissingImage> missing() const;
  std::size_t kept_bytes() const { return kept_bytes_; }

 private:
  struct Entry {
    base::Bytes bytes;  // empty: not loaded, or not any more
    bool known = false;
    std::optional<base::Error> error;
    ImageFacts facts;
    std::unique_ptr<Bitmap> bitmap;
    std::optional<bool> is_plain_jpeg;
    std::map<std::string, std::unique_ptr<SvgImage>, std::less<>> drawings;  // by colours
    std::size_t drawings_bytes = 0;
    std::size_t counted_bytes = 0;
    std::uint64_t used = 0;
  };
  // With its bytes, unless it is in error.
  Entry& entry(std::string_view source);
  base::Result<ImageFacts> read_facts(Entry& entry);
  base::Result<const SvgImage*> open_drawing(Entry& entry, std::string_view colours);
  // To be called when the entry holds more than before; lets others go.
  void count(Entry& entry);
  void let_go(Entry& entry);

  AssetSource* assets_;
  std::size_t most_bytes_;
  std::size_t kept_bytes_ = 0;
  std::uint64_t uses_ = 0;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace flashkit::painters
