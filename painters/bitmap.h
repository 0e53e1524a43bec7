#pragma once
// Decoded images as premultiplied BGRA (Cairo's ARGB32 on little-endian machines), with half-size levels made when
// they are first needed. Decoding looks at the header first: an image of too many pixels is refused before any of its
// pixels are decoded.
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace flashkit::painters {

struct Level {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels;  // rows without padding
};

class Bitmap {
 public:
  explicit Bitmap(Level full) { levels_.push_back(std::move(full)); }
  int width() const { return levels_[0].width; }
  int height() const { return levels_[0].height; }
  // Level n is half the size of level n - 1 (rounded up), box-filtered; there are at most 16. The reference stays good
  // until the next call.
  const Level& level(std::size_t index);
  std::size_t size_bytes() const;

 private:
  std::vector<Level> levels_;
};

// The level to paint from when one pixel of the full image covers `scale` pixels: it is shrunk by less than half again.
std::size_t level_for(double scale);

struct ImageSize {
  int width = 0;
  int height = 0;
};

// PNG, JPEG, WebP or GIF (the first frame), turned upright as its EXIF data says. Errors: Unsupported (another format),
// Malformed, Limit. The bytes may be hostile.
base::Result<ImageSize> probe_image(base::ByteView bytes);
base::Result<Bitmap> decode_image(base::ByteView bytes);

bool is_jpeg(base::ByteView bytes);
// Whether these very bytes may stand in a PDF: a JPEG in grey or YCbCr that needs no turning.
bool is_plain_jpeg(base::ByteView bytes);

}  // namespace flashkit::painters
