#pragma once
// From a document to the bytes of a picture, in one call: builds the display lists, brings the fonts and images they
// ask for, paints, and reports what could not be shown. Used by the command line and by the server's previews and
// exports.
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "display/build.h"
#include "display/custom_fonts.h"
#include "document/document.h"
#include "painters/font_folder.h"
#include "painters/painter.h"

namespace flashkit::painters {

enum class Format { Png, Jpeg, Pdf, Svg };
std::optional<Format> format_of(std::string_view extension);  // without the dot, in any case

struct RenderRequest {
  Format format = Format::Png;
  std::vector<base::NodeId> pages;  // the first one only, except for PDF
  double scale = 1;
  int jpeg_quality = 85;
};

// One renderer keeps fonts, images and glyphs warm; it belongs to one thread. `fonts` is shared and only read.
class Renderer {
 public:
  // Both must outlive the renderer.
  Renderer(const FontFolder& fonts, AssetSource& assets);

  // Errors: NotFound (no page), Limit and what Painter says.
  base::Result<base::Bytes> render(const document::Document& document, const RenderRequest& request);
  // Brings the custom fonts of a design; render does so itself.
  void open_design(const document::Document& document);
  // The finished list of one page and what its builder has to say.
  display::BuiltPage build(const document::Document& document, base::NodeId page);
  // Sources that could not be shown by what was built or rendered so far.
  std::vector<MissingImage> missing_images() { return painter_.images().missing(); }
  // Custom fonts of the designs so far that could not be used.
  const std::vector<MissingImage>& missing_fonts() const { return missing_fonts_; }

 private:
  void load_custom_font(const display::CustomFont& font);
  // True when something new came, so that the page is worth building again.
  bool bring(const display::PageReport& report);

  const FontFolder& folder_;
  AssetSource& assets_;
  text::FontLibrary fonts_;
  Painter painter_;
  display::ImageTable images_;
  std::set<std::string, std::less<>> asked_fonts_;
  std::vector<MissingImage> missing_fonts_;
};

}  // namespace flashkit::painters
