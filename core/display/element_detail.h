#pragma once
// Drawing elements: one function per kind, all into a Drawing, which is what a scene keeps of a top-level element.
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "display/build.h"
#include "display/orders_detail.h"
#include "display/properties_detail.h"
#include "display/scene.h"
#include "display/text_element.h"

namespace flashkit::display {

struct ImageUse {
  std::uint32_t source = 0;  // in the string pool
  bool is_svg = false;
  bool known = false;
};

struct Drawing {
  Orders orders;
  std::vector<ElementView> views;
  std::vector<PlaceholderNote> placeholders;
  std::vector<ImageUse> images;
  std::vector<std::string> fonts_missing;
  geometry::Rect reach;  // painted bounds and boxes: where it can be hit or leave damage
};

// Where the ink of glyphs lies, in font units with y up; asked for again and again while a page is laid out.
class GlyphBounds {
 public:
  const geometry::Rect& get(const text::FontLibrary& fonts, text::FontId font, std::uint32_t glyph);
  void clear() { bounds_.clear(); }

 private:
  std::unordered_map<std::uint64_t, geometry::Rect> bounds_;
};

// Layouts of texts that were drawn again lately, so that a text that only moves is not laid out in every frame. What
// lines depend on is compared in full; a layout that is found is the one that would be made.
class TextMemos {
 public:
  text::TextLayout layout(base::NodeId node, const text::FontLibrary& fonts, const text::TextInput& input);
  void clear() { memos_.clear(); }

 private:
  struct Memo {
    std::string text;
    std::vector<text::StyleRun> styles;
    std::optional<double> width_px;
    std::optional<double> line_height;
    text::Align align = text::Align::Start;
    text::CaseTransform transform = text::CaseTransform::None;
    const text::FontLibrary* fonts = nullptr;
    std::uint64_t fonts_version = 0;
    text::TextLayout layout;
  };
  std::unordered_map<base::NodeId, Memo, base::IdHash> memos_;
};

struct DrawContext {
  const document::Document& document;
  const Inputs& inputs;
  const text::FontLibrary& fonts;
  StringPool& strings;
  GlyphBounds& glyph_bounds;
  TextMemos* texts = nullptr;  // null: nothing is remembered
};

// What one element draws into. Coordinates are the element's own: (0, 0) is the top left corner of its box.
struct Canvas {
  DrawContext& context;
  Drawing& drawing;
  OrderWriter out;
  ElementView& view;  // box is set; painted_bounds are the box's own until the end
  geometry::Rect local() const { return geometry::Rect::of(0, 0, view.box.size.width, view.box.size.height); }
};

// Draws the element and what lies in it; nothing at all for one that is not shown.
void draw_element(DrawContext& context, Drawing& drawing, base::NodeId node, std::int32_t parent, int depth);
// Row 0: the page's colour, gradient or image.
void draw_background(DrawContext& context, Drawing& drawing, const document::Node& page, geometry::Size size);

// What keeps an element from being drawn by this version.
struct Obstacle {
  Reason reason = Reason::UnknownType;
  std::string detail;
};
std::optional<Obstacle> obstacle_of(const Properties& properties);

// One function a kind; each sets what it knows better than the box: view.shape, outline, painted_bounds.
void draw_figure(Canvas& canvas, const Properties& properties);
void draw_line(Canvas& canvas, const Properties& properties);
void draw_image(Canvas& canvas, const Properties& properties);
void draw_text(Canvas& canvas, const Properties& properties, const TextBlock& block, double strength = 1);
void draw_placeholder(Canvas& canvas, Reason reason, std::string detail);

inline constexpr std::string_view k_figure_fill = "rgb(0, 161, 255)";
inline constexpr std::string_view k_figure_stroke = "rgba(98, 197, 255, 1)";
// The outline of a figure that fills `box`. Nothing for shapes of the catalogue that are not drawn yet; what is in no
// catalogue is a rectangle.
std::optional<geometry::Path> figure_outline(std::string_view sub_type, const geometry::Rect& box,
                                             double corner_radius);
bool is_plain_rectangle(std::string_view sub_type);
bool is_catalogue_shape(std::string_view sub_type);

// Dashes as multiples of `unit_px`; empty for what is no dash pattern, or one too fine to draw along `length_px`.
std::vector<double> dash_of(const Properties& properties, double unit_px, double length_px);

// The part of an image that fills a box, as fractions of the source.
struct Crop {
  double x = 0, y = 0, width = 1, height = 1;
};
Crop clamped_crop(double x, double y, double width, double height);
// Shrunk to the box's proportions from the top left corner of the crop. Images without a size keep theirs.
Crop cover_crop(const Crop& crop, geometry::Size image_px, geometry::Size box_px);
bool is_svg_source(std::string_view source);

// The text's lines and box; properties must be of a text.
TextBlock lay_out(const text::FontLibrary& fonts, const Properties& properties, TextMemos* memos = nullptr);
// The words that invite to write into an empty text (its `placeholder`), if it has any.
std::optional<TextBlock> lay_out_prompt(const text::FontLibrary& fonts, const Properties& properties);

}  // namespace flashkit::display
