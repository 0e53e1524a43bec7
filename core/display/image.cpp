#include "display/element_detail.h"

namespace flashkit::display {

using document::Key;
using geometry::Path;
using geometry::Rect;
using geometry::Size;

Crop clamped_crop(double x, double y, double width, double height) {
  Crop out;
  out.x = within(x, 0, 1);
  out.y = within(y, 0, 1);
  out.width = within(width, 0, 1 - out.x);
  out.height = within(height, 0, 1 - out.y);
  // A crop of nothing shows everything rather than one stretched pixel.
  if (!(out.width > 1e-6) || !(out.height > 1e-6)) return {};
  return out;
}

Crop cover_crop(const Crop& crop, Size image_px, Size box_px) {
  if (!(image_px.width > 0 && image_px.height > 0 && box_px.width > 0 && box_px.height > 0)) return crop;
  Crop out = crop;
  const double width = crop.width * image_px.width;
  const double height = crop.height * image_px.height;
  // Compared crosswise, so that nothing is divided by what may be tiny.
  if (width * box_px.height > height * box_px.width) {
    out.width = height * box_px.width / box_px.height / image_px.width;
  } else {
    out.height = width * box_px.height / box_px.width / image_px.height;
  }
  return out;
}

bool is_svg_source(std::string_view source) {
  if (source.starts_with("data:")) return source.starts_with("data:image/svg");
  return source.substr(0, source.find_first_of("?#")).ends_with(".svg");
}

namespace {

const ImageInfo* info_of(const Inputs& inputs, const std::string& source) {
  if (inputs.images == nullptr) return nullptr;
  const auto found = inputs.images->find(source);
  return found == inputs.images->end() ? nullptr : &found->second;
}

// The Image order; `colours` is the JSON text of a map or empty.
void write_image(OrderWriter& out, std::string_view source, bool is_svg, std::string_view colours, const Crop& crop,
                 const Rect& to, std::uint32_t flips) {
  out.begin(OrderKind::Image);
  out.text(source);
  out.word(is_svg ? 1 : 0);
  out.text(colours);
  for (const double number : {crop.x, crop.y, crop.width, crop.height}) out.real(number);
  for (const double number : {to.left, to.top, to.width(), to.height()}) out.real(number);
  out.word(flips);
  out.end();
}

// The replaced colours of an SVG: an object with something in it.
std::string colours_of(const Properties& properties) {
  const document::Value* value = properties.find(Key::ColorsReplace);
  if (value == nullptr || value->kind() != base::Json::Kind::Object || value->json_text() == "{}") return {};
  return std::string(value->json_text());
}

struct Picture {
  Path outline;
  double radius = 0;
  double border_px = 0;
  Paint border;
  Crop crop;
};

void paint_picture(Canvas& canvas, const Properties& properties, const std::string& source, bool is_svg,
                   const Picture& picture) {
  const Rect box = canvas.local();
  const double opacity = properties.opacity();
  if (opacity < 1) canvas.out.begin_layer(opacity, box);
  if (picture.radius > 0) {
    canvas.out.save();
    canvas.out.clip(picture.outline);
  }
  const std::uint32_t flips =
      (properties.flag(Key::FlipX, false) ? 1u : 0u) | (properties.flag(Key::FlipY, false) ? 2u : 0u);
  const bool recolours = properties.node().kind == document::Kind::Svg;
  write_image(canvas.out, source, is_svg, recolours ? colours_of(properties) : std::string(), picture.crop, box, flips);
  if (picture.radius > 0) canvas.out.restore();
  if (picture.border_px > 0 && !picture.border.invisible()) {
    canvas.out.save();
    canvas.out.clip(picture.outline);
    canvas.out.stroke(picture.border, 1, {.width_px = 2 * picture.border_px}, picture.outline);
    canvas.out.restore();
  }
  if (opacity < 1) canvas.out.end_layer();
}

}  // namespace

void draw_image(Canvas& canvas, const Properties& properties) {
  if (properties.opacity() == 0) return;
  const bool is_svg_element = properties.node().kind == document::Kind::Svg;
  const std::string source = properties.text(Key::Src, "");
  const ImageInfo* info = info_of(canvas.context.inputs, source);
  const bool is_svg = is_svg_element || is_svg_source(source);
  if (!source.empty()) {
    canvas.drawing.images.push_back({canvas.context.strings.number(source), is_svg, info != nullptr});
  }
  if (source.empty() || (info != nullptr && info->failed)) {
    draw_placeholder(canvas, Reason::ImageMissing, "");
    return;
  }
  const bool stretches = properties.flag(Key::StretchEnabled, is_svg_element);
  if (!stretches && info == nullptr) {
    draw_placeholder(canvas, Reason::ImageLoading, "");
    return;
  }
  const Rect box = canvas.local();
  Picture picture;
  picture.radius = within(properties.number(Key::CornerRadius, 0), 0, k_far_px);
  picture.outline = Path::rounded_rectangle(box, picture.radius);
  picture.border_px = within(properties.number(Key::BorderSize, 0), 0, k_far_px);
  picture.border = paint_of(properties.text(Key::BorderColor, "black"), box);
  picture.crop = clamped_crop(properties.number(Key::CropX, 0), properties.number(Key::CropY, 0),
                              properties.number(Key::CropWidth, 1), properties.number(Key::CropHeight, 1));
  if (!stretches) picture.crop = cover_crop(picture.crop, info->size_px, box.size());
  paint_picture(canvas, properties, source, is_svg, picture);
}

void draw_background(DrawContext& context, Drawing& drawing, const document::Node& page, Size size) {
  const Properties properties(page, context.inputs);
  const Rect whole = Rect::of(0, 0, size.width, size.height);
  drawing.reach = whole;
  OrderWriter out(drawing.orders, context.strings);
  const std::string background = properties.text(Key::Background, "white");
  if (background.empty() || geometry::parse_color(background).has_value() ||
      geometry::looks_like_gradient(background)) {
    const Paint paint = paint_of(background, whole);
    // A broken gradient paints nothing: a black page would hide everything.
    const bool broken = paint.stops.empty() && geometry::looks_like_gradient(background);
    if (!broken && !paint.invisible()) out.fill(paint, 1, whole);
    return;
  }
  const ImageInfo* info = info_of(context.inputs, background);
  const bool is_svg = is_svg_source(background);
  drawing.images.push_back({context.strings.number(background), is_svg, info != nullptr});
  if (info == nullptr || info->failed) {
    const Reason reason = info == nullptr ? Reason::ImageLoading : Reason::ImageMissing;
    out.placeholder(whole, name_of(reason));
    drawing.placeholders.push_back({page.id, reason, ""});
    return;
  }
  write_image(out, background, is_svg, "", cover_crop({}, info->size_px, size), whole, 0);
}

}  // namespace flashkit::display
