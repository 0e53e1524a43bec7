#include <cstdio>

#include "base/number.h"
#include "display/display_list.h"

namespace flashkit::display {
namespace {

// Prints the payload of orders that a DisplayListView has found whole.
class Printer {
 public:
  enum class Detail : std::uint8_t { ToRead, Exact };
  Printer(std::string& out, const DisplayListView& view, Detail detail) : out_(out), view_(view), detail_(detail) {}

  void order(std::span<const std::uint32_t> order, int indent) {
    left_ = order.subspan(1);
    out_.append(static_cast<std::size_t>(indent) * 2, ' ');
    payload(static_cast<OrderKind>(order[0] & 255));
    out_ += '\n';
  }

 private:
  std::uint32_t word() {
    const std::uint32_t out = left_[0];
    left_ = left_.subspan(1);
    return out;
  }
  void reals(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (detail_ == Detail::Exact) {
        number("");
        continue;
      }
      // Four decimals are enough to read, and short.
      const double value = real_of(word());
      const double scaled = value * 10000;
      const double rounded = scaled < 0 ? -static_cast<double>(static_cast<std::int64_t>(0.5 - scaled))
                                        : static_cast<double>(static_cast<std::int64_t>(scaled + 0.5));
      out_ += ' ';
      out_ += base::shortest(rounded / 10000);
    }
  }
  void number(std::string_view label) { out_.append(" ").append(label) += std::to_string(word()); }
  void color() {
    char text[16];
    std::snprintf(text, sizeof text, " #%08x", word());
    out_ += text;
  }
  void text(std::string_view label) {
    const std::string_view whole = view_.string(word());
    out_.append(" ").append(label) += '"';
    if (detail_ == Detail::Exact) {
      out_.append(whole) += '"';
      return;
    }
    for (const char c : whole.substr(0, 60)) {
      if (c == '\n') {
        out_ += "\\n";
      } else {
        out_ += c;
      }
    }
    out_ += whole.size() > 60 ? "...\"" : "\"";
  }
  void paint() {
    if (word() == 0) {
      color();
      return;
    }
    out_ += " gradient(";
    reals(4);
    const std::uint32_t stops = word();
    for (std::uint32_t i = 0; i < stops; ++i) {
      reals(1);
      color();
    }
    out_ += " )";
  }
  void path() {
    const std::uint32_t size = word();
    const std::size_t end = left_.size() - size;
    while (left_.size() > end) {
      static constexpr std::string_view k_letters[] = {" M", " L", " C", " Z", " R"};
      static constexpr std::size_t k_numbers[] = {2, 2, 6, 0, 4};
      const std::uint32_t verb = word();
      out_ += k_letters[verb];
      reals(k_numbers[verb]);
    }
  }
  void stroke() {
    out_ += "stroke";
    paint();
    out_ += " width";
    reals(1);
    number("cap ");
    number("join ");
    out_ += " limit";
    reals(1);
    const std::uint32_t dashes = word();
    if (dashes > 0) out_ += " dash";
    reals(dashes);
    path();
  }
  void glyphs() {
    out_ += "glyphs";
    text("font ");
    out_ += " size";
    reals(1);
    paint();
    text("text ");
    for (std::uint32_t count = word(); count > 0; --count) {
      number("");
      reals(2);
      number("@");
    }
  }
  void image() {
    out_ += "image";
    text("");
    number("svg ");
    text("colours ");
    out_ += " from";
    reals(4);
    out_ += " to";
    reals(4);
    number("flip ");
  }
  void payload(OrderKind kind) {
    switch (kind) {
      case OrderKind::Save:
        out_ += "save";
        break;
      case OrderKind::Restore:
        out_ += "restore";
        break;
      case OrderKind::Transform:
        out_ += "transform";
        reals(6);
        break;
      case OrderKind::Clip:
        out_ += "clip";
        path();
        break;
      case OrderKind::LayerBegin:
        out_ += "layer";
        reals(5);
        break;
      case OrderKind::LayerEnd:
        out_ += "end layer";
        break;
      case OrderKind::Fill:
        out_ += "fill";
        paint();
        out_ += word() == 0 ? " nonzero" : " evenodd";
        path();
        break;
      case OrderKind::Stroke:
        stroke();
        break;
      case OrderKind::Glyphs:
        glyphs();
        break;
      case OrderKind::Image:
        image();
        break;
      case OrderKind::Placeholder:
        out_ += "placeholder";
        reals(4);
        text("");
        break;
    }
  }

  std::string& out_;
  const DisplayListView& view_;
  Detail detail_;
  std::span<const std::uint32_t> left_;
};

}  // namespace

std::string dump(std::span<const std::uint32_t> words) {
  const auto opened = DisplayListView::open(words);
  if (!opened.ok()) return std::string("broken: ") + opened.error().rule + "\n";
  const DisplayListView& view = opened.value();
  std::string out =
      "page " + base::shortest(view.page_width_px()) + " x " + base::shortest(view.page_height_px()) + "\n";
  Printer print(out, view, Printer::Detail::ToRead);
  for (std::size_t i = 0; i < view.row_count(); ++i) {
    const auto row = view.row(i);
    out += "row " + std::string(view.string(row.node_string));
    for (const double edge : {row.left, row.top, row.right, row.bottom}) out += " " + base::shortest(edge);
    out += "\n";
    int indent = 1;
    for (std::size_t at = row.first_order; at < row.end_order;) {
      const auto order = view.orders().subspan(at, view.orders()[at] >> 8);
      const auto kind = static_cast<OrderKind>(order[0] & 255);
      if (kind == OrderKind::Restore || kind == OrderKind::LayerEnd) --indent;
      print.order(order, indent);
      if (kind == OrderKind::Save || kind == OrderKind::LayerBegin) ++indent;
      at += order.size();
    }
  }
  return out;
}

std::string dump_orders(const DisplayListView& view, std::uint32_t first, std::uint32_t end) {
  std::string out;
  Printer print(out, view, Printer::Detail::Exact);
  for (std::size_t at = first; at < end && at < view.orders().size();) {
    const auto order = view.orders().subspan(at, view.orders()[at] >> 8);
    print.order(order, 0);
    at += order.size();
  }
  return out;
}

}  // namespace flashkit::display
