#pragma once
// SVG files as images, drawn by librsvg. Nothing is loaded from outside the file: it has no address, and librsvg then
// follows no reference. What it carries within itself is checked first (svg_check.h).
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

typedef struct _cairo cairo_t;

namespace flashkit::painters {

struct DrawingBox {
  double x = 0, y = 0, width = 0, height = 0;
};

class SvgImage {
 public:
  // `colours` as in svg_recolour. Errors: Limit, Malformed, Unsupported.
  static base::Result<SvgImage> open(base::ByteView bytes, std::string_view colours = {});
  SvgImage(SvgImage&&) noexcept;
  SvgImage& operator=(SvgImage&&) noexcept;
  ~SvgImage();

  // The natural size, as interchange::frame_svg has it for both painters; above 0.
  double width_px() const { return width_px_; }
  double height_px() const { return height_px_; }
  // What it holds in memory, about.
  std::size_t size_bytes() const { return size_bytes_; }
  // The most pixels that the whole image may have where it is drawn: librsvg makes every layer as large as that.
  double most_pixels() const { return most_pixels_; }
  // Draws the whole image into the box, stretched to it. `to` must be a context of its own, whose matrix only shifts
  // and enlarges: librsvg stops the process or cuts layers under any other, and after a failure leaves it as it stood.
  // False when librsvg fails.
  bool draw(cairo_t* to, const DrawingBox& box) const;

 private:
  struct Handle;
  explicit SvgImage(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
  double width_px_ = 0;
  double height_px_ = 0;
  double most_pixels_ = 0;
  std::size_t size_bytes_ = 0;
};

// Whether the bytes look like an SVG file: the first thing but white space, comments and prologues is a tag <svg.
bool is_svg(base::ByteView bytes);

}  // namespace flashkit::painters
