#include "display/element_detail.h"

namespace flashkit::display {

using document::Key;
using geometry::Affine;
using geometry::Path;
using geometry::Rect;

namespace {

struct Heads {
  Path stroked;
  Path filled;
  bool round = false;  // arrows and triangles have round ends and corners
};

// A head at the start of a line along x, with the line's thickness as the measure; `to_end` turns it to its place.
void add_head(std::string_view name, double h, const Affine& to_place, Heads& heads) {
  Path head;
  if (name == "arrow" || name == "triangle") {
    head.move({3 * h, -2 * h});
    head.line({0, 0});
    head.line({3 * h, 2 * h});
    heads.round = true;
    if (name == "triangle") {
      head.close();
      heads.filled.append(head.transformed(to_place));
    }
    heads.stroked.append(head.transformed(to_place));
  } else if (name == "circle") {
    heads.filled.append(Path::ellipse({0, -2 * h, 4 * h, 2 * h}).transformed(to_place));
  } else if (name == "square") {
    heads.filled.append(Path::rectangle({0, -2 * h, 4 * h, 2 * h}).transformed(to_place));
  } else if (name == "bar") {
    head.move({0, -2 * h});
    head.line({0, 2 * h});
    heads.stroked.append(head.transformed(to_place));
  }
}

}  // namespace

void draw_line(Canvas& canvas, const Properties& properties) {
  const Rect box = canvas.local();
  const double h = box.height();
  Heads heads;
  add_head(properties.text(Key::StartHead, ""), h, Affine::translation(0, h / 2), heads);
  add_head(properties.text(Key::EndHead, ""), h, Affine{-1, 0, 0, -1, box.width(), h / 2}, heads);

  ElementView& view = canvas.view;
  view.shape = HitShape::Segment;
  view.stroke_px = h;
  view.outline = heads.stroked;
  view.outline.append(heads.filled);
  view.painted_bounds.add(heads.stroked.control_bounds().expanded(h / 2));
  view.painted_bounds.add(heads.filled.control_bounds());

  const Paint paint = paint_of(properties.text(Key::Color, "black"), box);
  double opacity = properties.opacity();
  if (opacity == 0 || paint.invisible()) return;
  const bool layered = opacity < 1 && !view.outline.empty();
  if (layered) {
    canvas.out.begin_layer(opacity, view.painted_bounds);
    opacity = 1;
  }
  Path along;
  along.move({0, h / 2});
  along.line({box.width(), h / 2});
  canvas.out.stroke(paint, opacity, {.width_px = h, .dash_px = dash_of(properties, h, box.width())}, along);
  if (!heads.stroked.empty()) {
    const std::uint32_t end = heads.round ? 1 : 0;
    canvas.out.stroke(paint, opacity, {.width_px = h, .cap = end, .join = end}, heads.stroked);
  }
  if (!heads.filled.empty()) canvas.out.fill(paint, opacity, heads.filled);
  if (layered) canvas.out.end_layer();
}

}  // namespace flashkit::display
