#include "display/element_detail.h"

namespace flashkit::display {

using document::Key;
using document::Kind;
using document::Node;
using geometry::Rect;

namespace {

// A filter that changes nothing is no obstacle: `{"contrast": {"intensity": 0}}`.
std::optional<Obstacle> filter_of(const Properties& properties) {
  const document::Value* value = properties.find(Key::Filters);
  if (value == nullptr || value->kind() != base::Json::Kind::Object || value->json_text() == "{}") return std::nullopt;
  const base::Json json = value->as_json();
  for (const auto& [name, filter] : json.members()) {
    const base::Json* intensity = filter.find("intensity");
    if (filter.is_null() || (intensity != nullptr && intensity->is_number() && intensity->as_number() == 0)) continue;
    return Obstacle{Reason::Filter, name};
  }
  return std::nullopt;
}

bool is_transparent(const Properties& properties, Key key, std::string_view otherwise) {
  return paint_of(properties.text(key, otherwise), Rect{0, 0, 1, 1}).invisible();
}

std::optional<Obstacle> effect_of(const Properties& properties) {
  const std::string blend = properties.text(Key::BlendMode, "normal");
  if (!blend.empty() && blend != "normal") return Obstacle{Reason::BlendMode, blend};
  if (properties.node().kind == Kind::Group || properties.node().kind == Kind::Table) return std::nullopt;
  if (properties.flag(Key::BlurEnabled, false) && properties.number(Key::BlurRadius, 10) > 0)
    return Obstacle{Reason::Blur, ""};
  if (properties.flag(Key::BrightnessEnabled, false) && properties.number(Key::Brightness, 0) != 0)
    return Obstacle{Reason::Brightness, ""};
  if (properties.flag(Key::SepiaEnabled, false)) return Obstacle{Reason::Sepia, ""};
  if (properties.flag(Key::GrayscaleEnabled, false)) return Obstacle{Reason::Grayscale, ""};
  if (auto filter = filter_of(properties); filter.has_value()) return filter;
  if (properties.flag(Key::ShadowEnabled, false) && properties.number(Key::ShadowOpacity, 1) > 0 &&
      !is_transparent(properties, Key::ShadowColor, "black"))
    return Obstacle{Reason::Shadow, ""};
  return std::nullopt;
}

bool has_text_background(const Properties& properties) {
  return properties.flag(Key::BackgroundEnabled, false) && properties.number(Key::BackgroundOpacity, 1) > 0 &&
         !is_transparent(properties, Key::BackgroundColor, "#7ED321");
}

// Nothing of it is seen, and so nothing of what an effect makes of it.
bool paints_nothing(const Properties& properties) {
  if (properties.opacity() == 0) return true;
  switch (properties.node().kind) {
    case Kind::Text:
      return properties.text(Key::Text, "").empty() && !has_text_background(properties);
    case Kind::Figure:
      return is_transparent(properties, Key::Fill, k_figure_fill) &&
             (!(properties.number(Key::StrokeWidth, 0) > 0) ||
              is_transparent(properties, Key::Stroke, k_figure_stroke));
    case Kind::Line:
      return is_transparent(properties, Key::Color, "black");
    case Kind::Root:
    case Kind::Page:
    case Kind::Group:
    case Kind::Image:
    case Kind::Svg:
    case Kind::Table:
    case Kind::Video:
    case Kind::Gif:
    case Kind::Unknown:
      return false;
  }
  return false;
}

std::optional<Obstacle> obstacle_of_text(const Properties& properties) {
  const std::string text = properties.text(Key::Text, "");
  if (is_too_long(text)) return Obstacle{Reason::TooLong, ""};
  if (holds_markup(text)) return Obstacle{Reason::RichText, ""};
  if (properties.flag(Key::CurveEnabled, false) && properties.number(Key::CurvePower, 0.5) != 0)
    return Obstacle{Reason::CurvedText, ""};
  if (has_text_background(properties)) return Obstacle{Reason::TextBackground, ""};
  return std::nullopt;
}

std::optional<Obstacle> obstacle_of_kind(const Properties& properties) {
  switch (properties.node().kind) {
    case Kind::Text:
      return obstacle_of_text(properties);
    case Kind::Image:
    case Kind::Svg:
      if (!properties.text(Key::ClipSrc, "").empty()) return Obstacle{Reason::Clip, ""};
      if (!properties.text(Key::MaskSrc, "").empty()) return Obstacle{Reason::Mask, ""};
      return std::nullopt;
    case Kind::Table:
      return Obstacle{Reason::Table, ""};
    case Kind::Video:
      return Obstacle{Reason::Video, ""};
    case Kind::Gif:
      return Obstacle{Reason::Gif, ""};
    case Kind::Figure:
    case Kind::Line:
    case Kind::Group:
      return std::nullopt;
    case Kind::Root:
    case Kind::Page:
    case Kind::Unknown:
      return Obstacle{Reason::UnknownType, properties.node().type};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Obstacle> obstacle_of(const Properties& properties) {
  auto obstacle = obstacle_of_kind(properties);
  if (!obstacle.has_value()) obstacle = effect_of(properties);
  return obstacle.has_value() && paints_nothing(properties) ? std::nullopt : obstacle;
}

void draw_placeholder(Canvas& canvas, Reason reason, std::string detail) {
  canvas.view.placeholder = is_unsupported(reason);
  canvas.out.placeholder(canvas.local(), name_of(reason));
  canvas.drawing.placeholders.push_back({canvas.view.node, reason, std::move(detail)});
}

namespace {

constexpr double k_prompt_strength = 0.4;

// The canvas of an element that is not a group: its orders stand in Save, Transform ... Restore.
void draw_leaf(DrawContext& context, Drawing& drawing, const Properties& properties, ElementView view) {
  std::optional<TextBlock> block;
  std::optional<TextBlock> prompt;
  if (view.kind == Kind::Text) {
    block = lay_out(context.fonts, properties, context.texts);
    view.box = block->box;
    view.text_height_px = block->layout.height;
    if (!context.inputs.options.for_export) prompt = lay_out_prompt(context.fonts, properties);
    view.prompt = prompt.has_value();
    const std::vector<std::string>& missing = (prompt.has_value() ? prompt : block)->layout.missing;
    drawing.fonts_missing.insert(drawing.fonts_missing.end(), missing.begin(), missing.end());
  }
  const Rect box = Rect::of(0, 0, view.box.size.width, view.box.size.height);
  view.painted_bounds = box;
  const std::size_t start = drawing.orders.words.size();
  Canvas canvas{context, drawing, OrderWriter(drawing.orders, context.strings), view};
  const geometry::Affine to_page = view.box.to_page();
  canvas.out.save();
  canvas.out.transform(to_page);
  const std::size_t first = drawing.orders.words.size();
  if (auto obstacle = obstacle_of(properties); obstacle.has_value()) {
    draw_placeholder(canvas, obstacle->reason, std::move(obstacle->detail));
  } else if (view.kind == Kind::Figure) {
    draw_figure(canvas, properties);
  } else if (view.kind == Kind::Line) {
    draw_line(canvas, properties);
  } else if (view.kind == Kind::Text) {
    prompt.has_value() ? draw_text(canvas, properties, *prompt, k_prompt_strength)
                       : draw_text(canvas, properties, *block);
  } else if (view.kind == Kind::Image || view.kind == Kind::Svg) {
    draw_image(canvas, properties);
  }
  if (drawing.orders.words.size() == first) {
    drawing.orders.words.resize(start);  // it paints nothing
  } else {
    canvas.out.restore();
  }
  view.painted_bounds = to_page.bounds(view.painted_bounds);
  view.end = static_cast<std::uint32_t>(drawing.views.size() + 1);
  drawing.views.push_back(std::move(view));
}

// Children of the group at `index` are drawn: its box and bounds follow from theirs.
void finish_group_view(Drawing& drawing, std::size_t index) {
  Rect boxes;
  Rect painted;
  for (std::size_t i = index + 1; i < drawing.views.size(); ++i) {
    if (drawing.views[i].parent != static_cast<std::int32_t>(index)) continue;
    boxes.add(drawing.views[i].box.bounds());
    painted.add(drawing.views[i].painted_bounds);
  }
  ElementView& view = drawing.views[index];
  view.box = geometry::TurnedBox::of(boxes);
  view.painted_bounds = painted;
  view.end = static_cast<std::uint32_t>(drawing.views.size());
}

// What was drawn since a moment can be taken back: for groups that turn out to be placeholders, empty or invisible.
struct Moment {
  std::size_t words, strings, placeholders;
  explicit Moment(const Drawing& drawing)
      : words(drawing.orders.words.size()),
        strings(drawing.orders.string_at.size()),
        placeholders(drawing.placeholders.size()) {}
  void return_to(Drawing& drawing) const {
    drawing.orders.words.resize(words);
    drawing.orders.string_at.resize(strings);
    drawing.placeholders.resize(placeholders);
  }
};

void draw_group(DrawContext& context, Drawing& drawing, const Properties& properties, ElementView view, int depth) {
  const std::size_t index = drawing.views.size();
  drawing.views.push_back(std::move(view));
  const Moment before(drawing);
  const double opacity = properties.opacity();
  std::size_t layer = 0;
  if (opacity < 1) layer = OrderWriter(drawing.orders, context.strings).begin_layer(opacity, {0, 0, 0, 0});
  const std::size_t first = drawing.orders.words.size();
  for (const base::NodeId child : properties.node().children)
    draw_element(context, drawing, child, static_cast<std::int32_t>(index), depth + 1);
  if (drawing.views.size() == index + 1) {
    drawing.views.pop_back();
    before.return_to(drawing);
    return;
  }
  finish_group_view(drawing, index);
  ElementView& group = drawing.views[index];
  if (opacity == 0 || drawing.orders.words.size() == first) {
    before.return_to(drawing);
  } else if (const auto obstacle = effect_of(properties); obstacle.has_value()) {
    before.return_to(drawing);
    OrderWriter(drawing.orders, context.strings).placeholder(group.box.bounds(), name_of(obstacle->reason));
    drawing.placeholders.push_back({group.node, obstacle->reason, obstacle->detail});
    group.placeholder = true;
  } else if (opacity < 1) {
    OrderWriter out(drawing.orders, context.strings);
    out.correct_layer(layer, group.painted_bounds);
    out.end_layer();
  }
}

}  // namespace

void draw_element(DrawContext& context, Drawing& drawing, base::NodeId id, std::int32_t parent, int depth) {
  const Node* node = context.document.find(id);
  if (node == nullptr || node->removed) return;
  const Properties properties(*node, context.inputs);
  if (!properties.shown(context.inputs.options)) return;
  ElementView view;
  view.node = id;
  view.kind = node->kind;
  view.parent = parent;
  view.selectable = properties.flag(Key::Selectable, true);
  if (node->kind == Kind::Group && depth < k_max_depth) {
    draw_group(context, drawing, properties, std::move(view), depth);
    return;
  }
  view.box = properties.box();
  if (node->kind != Kind::Group) {
    draw_leaf(context, drawing, properties, std::move(view));
    return;
  }
  view.painted_bounds = view.box.bounds();
  view.placeholder = true;
  view.end = static_cast<std::uint32_t>(drawing.views.size() + 1);
  OrderWriter(drawing.orders, context.strings).placeholder(view.painted_bounds, name_of(Reason::TooDeep));
  drawing.placeholders.push_back({id, Reason::TooDeep, ""});
  drawing.views.push_back(std::move(view));
}

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::RichText:
      return "rich-text";
    case Reason::CurvedText:
      return "curved-text";
    case Reason::TextBackground:
      return "text-background";
    case Reason::Shadow:
      return "shadow";
    case Reason::Blur:
      return "blur";
    case Reason::Brightness:
      return "brightness";
    case Reason::Sepia:
      return "sepia";
    case Reason::Grayscale:
      return "grayscale";
    case Reason::Filter:
      return "filter";
    case Reason::Clip:
      return "clip";
    case Reason::Mask:
      return "mask";
    case Reason::BlendMode:
      return "blend-mode";
    case Reason::Figure:
      return "figure";
    case Reason::Table:
      return "table";
    case Reason::Video:
      return "video";
    case Reason::Gif:
      return "gif";
    case Reason::UnknownType:
      return "unknown-type";
    case Reason::TooDeep:
      return "too-deep";
    case Reason::TooLong:
      return "too-long";
    case Reason::ImageLoading:
      return "image-loading";
    case Reason::ImageMissing:
      return "image-missing";
  }
  return "";
}

bool is_unsupported(Reason reason) { return reason != Reason::ImageLoading && reason != Reason::ImageMissing; }

}  // namespace flashkit::display
