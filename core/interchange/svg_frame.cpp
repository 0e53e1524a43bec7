#include "interchange/svg_frame.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/number.h"
#include "interchange/limits.h"

namespace flashkit::interchange {
namespace {

constexpr std::string_view k_blank = " \t\r\n";
constexpr SvgSize k_default_size{300, 150};

struct ViewBox {
  double left = 0, top = 0, width = 0, height = 0;
};

// The start tag of the root.
struct Root {
  std::size_t name_end = 0;
  std::size_t end = 0;      // of the last attribute
  std::string_view width;   // values as they stand
  std::string_view height;  //
  std::string_view view_box;
  std::string others;  // the other attributes, each behind a space
};

class RootReader {
 public:
  explicit RootReader(std::string_view svg) : svg_(svg) {}

  std::optional<Root> read() {
    if (!find_tag()) return std::nullopt;
    const std::size_t name_at = at_ + 1;
    at_ = std::min(svg_.find_first_of(" \t\r\n/>", name_at), svg_.size());
    const std::string_view name = svg_.substr(name_at, at_ - name_at);
    if (name.substr(name.rfind(':') + 1) != "svg") return std::nullopt;
    Root out;
    out.name_end = at_;
    while (true) {
      at_ = svg_.find_first_not_of(k_blank, at_);
      if (at_ == std::string_view::npos) return std::nullopt;
      if (svg_[at_] == '>' || svg_[at_] == '/') break;
      if (!read_attribute(out)) return std::nullopt;
    }
    out.end = at_;
    return out;
  }

 private:
  bool skip_past(std::string_view closing) {
    const std::size_t found = svg_.find(closing, at_);
    if (found == std::string_view::npos) return false;
    at_ = found + closing.size();
    return true;
  }

  // Goes to the '<' of the first element.
  bool find_tag() {
    while ((at_ = svg_.find('<', at_)) != std::string_view::npos) {
      const std::string_view rest = svg_.substr(at_, 4);
      if (rest == "<!--") {
        if (!skip_past("-->")) return false;
      } else if (rest.starts_with("<?")) {
        if (!skip_past("?>")) return false;
      } else if (rest.starts_with("<!")) {
        if (!skip_document_type()) return false;
      } else {
        return true;
      }
    }
    return false;
  }

  // <!DOCTYPE svg ... [ declarations ]>, where comments and quoted texts may hold any mark.
  bool skip_document_type() {
    bool inside = false;
    at_ += 2;
    while (at_ < svg_.size()) {
      const char c = svg_[at_];
      if (c == '"' || c == '\'') {
        ++at_;
        if (!skip_past(svg_.substr(at_ - 1, 1))) return false;
        continue;
      }
      if (svg_.substr(at_, 4) == "<!--") {
        if (!skip_past("-->")) return false;
        continue;
      }
      ++at_;
      if (c == '[') inside = true;
      if (c == ']') inside = false;
      if (c == '>' && !inside) return true;
    }
    return false;
  }

  bool read_attribute(Root& out) {
    const std::size_t name_at = at_;
    at_ = svg_.find_first_of("= \t\r\n/>", at_);
    if (at_ == std::string_view::npos) return false;
    const std::string_view name = svg_.substr(name_at, at_ - name_at);
    at_ = svg_.find_first_not_of(k_blank, at_);
    if (at_ == std::string_view::npos || svg_[at_] != '=') return false;
    at_ = svg_.find_first_not_of(k_blank, at_ + 1);
    if (at_ == std::string_view::npos || (svg_[at_] != '"' && svg_[at_] != '\'')) return false;
    const std::size_t value_at = ++at_;
    if (!skip_past(svg_.substr(value_at - 1, 1))) return false;
    const std::string_view value = svg_.substr(value_at, at_ - 1 - value_at);
    if (name == "width") {
      out.width = value;
    } else if (name == "height") {
      out.height = value;
    } else if (name == "viewBox") {
      out.view_box = value;
    } else if (name != "preserveAspectRatio") {
      out.others.append(" ").append(svg_.substr(name_at, at_ - name_at));
    }
    return true;
  }

  std::string_view svg_;
  std::size_t at_ = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes a number as SVG writes it (`+1`, `.5`, `1.`) from the front of `text`.
std::optional<double> take_number(std::string_view& text) {
  constexpr std::size_t k_longest = 100;
  std::string json;
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < text.size() && is_digit(text[i]) && i - from < k_longest) json += text[i++];
    return i - from;
  };
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) {
    if (text[i] == '-') json += '-';
    ++i;
  }
  while (i + 1 < text.size() && text[i] == '0' && is_digit(text[i + 1])) ++i;
  std::size_t count = digits();
  if (count == 0) json += '0';
  if (i < text.size() && text[i] == '.') {
    ++i;
    json += '.';
    const std::size_t behind = digits();
    if (behind == 0) json += '0';
    count += behind;
  }
  if (count == 0) return std::nullopt;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    const std::size_t sign = i + 1 < text.size() && (text[i + 1] == '-' || text[i + 1] == '+') ? 1 : 0;
    if (i + 1 + sign < text.size() && is_digit(text[i + 1 + sign])) {
      json.append(text.substr(i, 1 + sign));
      i += 1 + sign;
      digits();
    }
  }
  text.remove_prefix(i);
  return base::parse_number(json);
}

void skip_blanks(std::string_view& text, std::string_view blanks = k_blank) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

// CSS pixels; nothing for per cents, units that are not known, and sizes that are none.
std::optional<double> length_px(std::string_view text) {
  struct Unit {
    std::string_view name;
    double px;
  };
  // Letters are those of the default font of 16 px.
  constexpr std::array k_units = {Unit{"", 1},           Unit{"px", 1},         Unit{"in", 96},
                                  Unit{"cm", 96 / 2.54}, Unit{"mm", 96 / 25.4}, Unit{"q", 96 / 101.6},
                                  Unit{"pt", 96 / 72.0}, Unit{"pc", 16},        Unit{"em", 16},
                                  Unit{"rem", 16},       Unit{"ex", 8},         Unit{"ch", 8}};
  skip_blanks(text);
  const auto number = take_number(text);
  if (!number.has_value()) return std::nullopt;
  std::string unit(text.substr(0, std::min(text.find_last_not_of(k_blank) + 1, std::size_t{8})));
  for (char& c : unit) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  const auto* const found =
      std::find_if(k_units.begin(), k_units.end(), [&](const Unit& known) { return known.name == unit; });
  if (found == k_units.end()) return std::nullopt;
  const double px = *number * found->px;
  if (!(px > 0 && px <= k_max_svg_side_px)) return std::nullopt;
  return px;
}

std::optional<ViewBox> view_box_of(std::string_view text) {
  ViewBox out;
  skip_blanks(text);
  for (double* number : {&out.left, &out.top, &out.width, &out.height}) {
    const auto taken = take_number(text);
    if (!taken.has_value()) return std::nullopt;
    *number = *taken;
    skip_blanks(text, ", \t\r\n");
  }
  if (!text.empty() || !(out.width > 0 && out.height > 0)) return std::nullopt;
  return out;
}

SvgSize natural_size(const Root& root, const std::optional<ViewBox>& box) {
  const auto width = length_px(root.width);
  const auto height = length_px(root.height);
  if (width.has_value() && height.has_value()) return {*width, *height};
  if (!box.has_value()) return {width.value_or(k_default_size.width_px), height.value_or(k_default_size.height_px)};
  SvgSize out{box->width, box->height};
  if (width.has_value()) out = {*width, *width / box->width * box->height};
  if (height.has_value()) out = {*height / box->height * box->width, *height};
  const double shrink = std::min(1.0, k_max_svg_side_px / std::max(out.width_px, out.height_px));
  out = {out.width_px * shrink, out.height_px * shrink};
  // A line has no ratio.
  return out.width_px > 0 && out.height_px > 0 ? out : k_default_size;
}

}  // namespace

std::optional<FramedSvg> frame_svg(std::string_view svg, std::optional<SvgSize> size) {
  if (svg.size() > k_max_svg_bytes) return std::nullopt;
  const auto root = RootReader(svg).read();
  if (!root.has_value()) return std::nullopt;
  const auto box = view_box_of(root->view_box);
  FramedSvg out;
  out.natural = natural_size(*root, box);
  const SvgSize shown = size.value_or(out.natural);
  const ViewBox drawn = box.value_or(ViewBox{0, 0, out.natural.width_px, out.natural.height_px});
  out.text.reserve(svg.size() + 200);
  out.text.append(svg.substr(0, root->name_end));
  out.text.append(" width=\"" + base::shortest(shown.width_px) + "\" height=\"" + base::shortest(shown.height_px));
  out.text.append("\" viewBox=\"" + base::shortest(drawn.left) + " " + base::shortest(drawn.top) + " ");
  out.text.append(base::shortest(drawn.width) + " " + base::shortest(drawn.height));
  out.text.append("\" preserveAspectRatio=\"none\"").append(root->others).append(svg.substr(root->end));
  return out;
}

}  // namespace flashkit::interchange
