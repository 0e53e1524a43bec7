#pragma once
// Paints display lists with Cairo. One painter keeps decoded images and glyphs warm between pages; it belongs to one
// thread. The lists say everything: the painter knows no elements and lays out nothing.
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "display/display_list.h"
#include "painters/image_store.h"
#include "text/fonts.h"

namespace flashkit::painters {

class Painter {
 public:
  // Both must outlive the painter.
  Painter(const text::FontLibrary& fonts, AssetSource& assets);
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  // `scale`: pixels of the picture per pixel of the page, above 0. Errors: Limit when the picture would have more than
  // k_max_output_pixels or a side above k_max_output_side.
  base::Result<base::Bytes> png(const display::DisplayListView& page, double scale);
  base::Result<base::Bytes> jpeg(const display::DisplayListView& page, double scale, int quality);
  // All pages into one file; `dpi` page pixels are an inch. Text stays selectable.
  base::Result<base::Bytes> pdf(std::span<const display::DisplayListView> pages, double dpi);
  // Text as outlines.
  base::Result<base::Bytes> svg(const display::DisplayListView& page, double scale);

  ImageStore& images();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace flashkit::painters
