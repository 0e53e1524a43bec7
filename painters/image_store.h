#pragma once
// The images of the pages that one painter paints: loaded once by source, decoded when first painted, kept within
// k_max_decoded_bytes. What cannot be loaded or decoded is remembered as missing, with the reason.
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "painters/assets.h"
#include "painters/bitmap.h"
#include "painters/svg_image.h"

namespace flashkit::painters {

struct ImageFacts {
  bool is_svg = false;
  double width_px = 0;  // natural size; 0 for an SVG without one
  double height_px = 0;
};

struct MissingImage {
  std::string source;  // shortened
  const char* why = "";
  base::Errc code = base::Errc::NotFound;
};

class ImageStore {
 public:
  explicit ImageStore(AssetSource& assets) : assets_(&assets) {}

  // Loads the image and reads its header. The error says why it cannot be shown.
  base::Result<ImageFacts> facts(std::string_view source);
  // Null when it cannot be shown. Pointers stay good until the next call.
  Bitmap* bitmap(std::string_view source);
  const SvgImage* svg(std::string_view source, std::string_view colours);
  // The JPEG file itself, if it may stand in a PDF as it is.
  const base::Bytes* plain_jpeg(std::string_view source);
  // Every source that could not be shown so far, in order of source.
  std::vector<MissingImage> missing() const;

 private:
  struct Entry {
    base::Bytes bytes;
    std::optional<base::Error> error;
    ImageFacts facts;
    std::unique_ptr<Bitmap> bitmap;
    std::optional<bool> is_plain_jpeg;
    std::map<std::string, std::unique_ptr<SvgImage>, std::less<>> drawings;  // by colours
  };
  Entry& entry(std::string_view source);
  void make_room(const Entry& keep);

  AssetSource* assets_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace flashkit::painters
