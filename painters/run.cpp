#include <algorithm>
#include <cmath>

#include "painters/run_detail.h"

namespace flashkit::painters {

using display::OrderKind;

void Run::paint() {
  const auto orders = page_.orders();
  for (std::size_t i = 0; i < page_.row_count(); ++i) {
    const auto row = page_.row(i);
    if (medium_ == Medium::Pdf) collect_glyph_bytes(row.first_order, row.end_order);
    cairo_save(to_);
    for (std::size_t at = row.first_order; at < row.end_order; at += orders[at] >> 8) order(at);
    cairo_restore(to_);
  }
}

void Run::order(std::size_t at) {
  const auto orders = page_.orders();
  OrderReader in(orders, at + 1);
  switch (static_cast<OrderKind>(orders[at] & 255)) {
    case OrderKind::Save:
      cairo_save(to_);
      return;
    case OrderKind::Restore:
      cairo_restore(to_);
      return;
    case OrderKind::Transform: {
      cairo_matrix_t m;
      for (double* number : {&m.xx, &m.yx, &m.xy, &m.yy, &m.x0, &m.y0}) *number = in.real();
      // Cairo gives up for good on a context whose matrix has no inverse: then nothing can be seen.
      if (const double area = m.xx * m.yy - m.xy * m.yx; !std::isfinite(area) || std::fabs(area) < 1e-12) {
        cairo_new_path(to_);
        cairo_clip(to_);
        return;
      }
      cairo_transform(to_, &m);
      return;
    }
    case OrderKind::Clip:
      set_path(to_, in);
      cairo_set_fill_rule(to_, CAIRO_FILL_RULE_WINDING);
      cairo_clip(to_);
      return;
    case OrderKind::LayerBegin:
      begin_layer(in);
      return;
    case OrderKind::LayerEnd:
      end_layer();
      return;
    case OrderKind::Fill: {
      set_source(to_, in);
      const bool even_odd = in.word() == 1;
      set_path(to_, in);
      cairo_set_fill_rule(to_, even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
      cairo_fill(to_);
      return;
    }
    case OrderKind::Stroke:
      stroke(in);
      return;
    case OrderKind::Glyphs:
      glyphs(in);
      return;
    case OrderKind::Image:
      image(in);
      return;
    case OrderKind::Placeholder: {
      double box[4];
      for (double& number : box) number = in.real();
      paint_placeholder(to_, box[0], box[1], box[2], box[3]);
      return;
    }
  }
}

void Run::begin_layer(OrderReader in) {
  opacities_.push_back(std::clamp(in.real(), 0.0, 1.0));
  double box[4];
  for (double& number : box) number = in.real();
  cairo_save(to_);
  cairo_new_path(to_);
  cairo_rectangle(to_, box[0] - 1, box[1] - 1, box[2] - box[0] + 2, box[3] - box[1] + 2);
  cairo_clip(to_);
  cairo_push_group(to_);
}

void Run::end_layer() {
  cairo_pop_group_to_source(to_);
  cairo_paint_with_alpha(to_, opacities_.back());
  cairo_restore(to_);
  opacities_.pop_back();
}

void Run::stroke(OrderReader in) {
  set_source(to_, in);
  const double width = in.real();
  const std::uint32_t cap = in.word();
  const std::uint32_t join = in.word();
  const double miter_limit = in.real();
  std::vector<double> dash(in.word());
  double sum = 0;
  for (double& length : dash) {
    length = std::max(0.0, in.real());
    sum += length;
  }
  if (!(width > 0)) return;
  set_path(to_, in);
  cairo_set_line_width(to_, width);
  cairo_set_line_cap(to_, cap == 1 ? CAIRO_LINE_CAP_ROUND : cap == 2 ? CAIRO_LINE_CAP_SQUARE : CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join(to_, join == 1   ? CAIRO_LINE_JOIN_ROUND
                           : join == 2 ? CAIRO_LINE_JOIN_BEVEL
                                       : CAIRO_LINE_JOIN_MITER);
  cairo_set_miter_limit(to_, miter_limit);
  // A dash without length would stop Cairo for good.
  cairo_set_dash(to_, dash.data(), sum > 0 ? static_cast<int>(dash.size()) : 0, 0);
  cairo_stroke(to_);
  cairo_set_dash(to_, nullptr, 0, 0);
}

}  // namespace flashkit::painters
