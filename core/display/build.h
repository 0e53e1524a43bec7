#pragma once
// A page of a document as a display list, in one call. What a page needs besides the document comes in as Inputs:
// fonts, the sizes of images as far as they are known, and values that hold only while a gesture is under way. Whoever
// shows a page while it is edited keeps a PageScene (scene.h) instead, which rebuilds only what changed and answers
// hit-tests.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "document/document.h"
#include "geometry/geometry.h"
#include "text/fonts.h"

namespace flashkit::display {

// What the host found out about an image. Sources that are not listed are on their way.
struct ImageInfo {
  bool failed = false;
  geometry::Size size_px = {};  // natural size; 0 where an SVG has none: then it fills whatever box it gets
};
using ImageTable = std::map<std::string, ImageInfo, std::less<>>;

// Values that stand in for a node's own while a gesture is under way; the document stays as it is. Of the placement,
// parent and order are not looked at. A null value means the default.
struct Override {
  std::optional<document::Placement> placement = {};
  std::vector<std::pair<document::Key, document::Value>> properties = {};
};
using Overrides = std::map<base::NodeId, Override>;

struct BuildOptions {
  // Leaves out what showInExport = false hides, and the words that an empty text shows in the editor.
  bool for_export = false;
};

// Everything is borrowed for the length of a call. Null tables count as empty; without fonts texts have lines but no
// glyphs.
struct Inputs {
  const text::FontLibrary* fonts = nullptr;
  const ImageTable* images = nullptr;
  const Overrides* overrides = nullptr;
  BuildOptions options = {};
};

// Why an element, or the page's background, is not drawn as it should be.
enum class Reason : std::uint8_t {
  // Not drawn yet by this version: the whole element shows as a marked box.
  RichText,
  CurvedText,
  TextBackground,
  Shadow,
  Blur,
  Brightness,
  Sepia,
  Grayscale,
  Filter,
  Clip,
  Mask,
  BlendMode,
  Figure,  // a shape of the catalogue that is not drawn yet
  Table,
  Video,
  Gif,
  UnknownType,
  TooDeep,  // groups in groups beyond k_max_depth
  TooLong,  // a text of more than k_max_letters (text_element.h)
  // An asset is not there: not yet, or never.
  ImageLoading,
  ImageMissing,
};
inline constexpr std::size_t k_reasons = 21;
inline constexpr int k_max_depth = 64;
// As it stands in the display list: "rich-text", "image-loading" ...
std::string_view name_of(Reason reason);
// False for the reasons that a host can cure by bringing an asset.
bool is_unsupported(Reason reason);

struct PlaceholderNote {
  base::NodeId node;  // the page itself for its background
  Reason reason = Reason::UnknownType;
  std::string detail = {};  // the subType, type, blend mode or filter; may be empty
  bool operator==(const PlaceholderNote&) const = default;
};

struct ImageNote {
  std::string source;
  bool is_svg = false;
  bool known = false;  // stands in the image table
  bool operator==(const ImageNote&) const = default;
};

struct TextNote {
  base::NodeId node;
  double height_px = 0;  // of the laid-out lines, whatever the stored height says
};

// In draw order; sources and fonts each once, in the order of first use.
struct PageReport {
  std::vector<PlaceholderNote> placeholders;
  std::vector<ImageNote> images;
  std::vector<std::string> fonts_missing;  // SHA-256 of catalogue files that a better layout needs
  std::vector<TextNote> texts;
};

struct BuiltPage {
  std::vector<std::uint32_t> words;  // display_list.h
  PageReport report;
};

// The page must be there; a node that is no page gives an empty list of size 1 x 1. Removed and invisible nodes are
// left out. The painter clips to the page: bleed and what hangs over the edge are not shown.
BuiltPage build_page(const document::Document& document, base::NodeId page, const Inputs& inputs);

// In page pixels; "auto", missing and senseless values give the root's size. Between 1 and k_max_page_px.
inline constexpr double k_max_page_px = 100'000;
geometry::Size page_size(const document::Document& document, base::NodeId page, const Inputs& inputs = {});

}  // namespace flashkit::display
