#pragma once
// SVG files as images, drawn by librsvg. Nothing is loaded from outside the file: it has no address, and librsvg then
// follows no reference. Rasters inside are checked against the limits of images first.
#include <memory>

#include "base/bytes.h"
#include "base/result.h"

typedef struct _cairo cairo_t;

namespace flashkit::painters {

class SvgImage {
 public:
  // Errors: Limit, Malformed.
  static base::Result<SvgImage> open(base::ByteView bytes);
  SvgImage(SvgImage&&) noexcept;
  SvgImage& operator=(SvgImage&&) noexcept;
  ~SvgImage();

  // The natural size as a browser sees it; 0 x 0 where the file names neither a size nor a view box.
  double width_px() const { return width_px_; }
  double height_px() const { return height_px_; }
  // Draws the whole image into 0, 0, width, height of the space in force, stretched to it. False when librsvg fails.
  bool draw(cairo_t* to, double width, double height) const;

 private:
  struct Handle;
  explicit SvgImage(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
  double width_px_ = 0;
  double height_px_ = 0;
};

// Whether the bytes look like an SVG file: the first thing but white space, comments and prologues is a tag <svg.
bool is_svg(base::ByteView bytes);

}  // namespace flashkit::painters
