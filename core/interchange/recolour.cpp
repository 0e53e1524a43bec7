#include "interchange/recolour.h"

#include <optional>
#include <vector>

#include "base/json.h"
#include "base/number.h"
#include "geometry/color.h"
#include "interchange/limits.h"

namespace flashkit::interchange {
namespace {

struct Replacement {
  std::string from_text;
  std::optional<geometry::Color> from;
  std::string to;  // as it is written into the SVG
  std::optional<geometry::LinearGradient> gradient;
  bool used = false;
};

constexpr std::string_view k_gradient_id = "flashkit-gradient-";
constexpr std::size_t k_max_replacements = 256;

std::vector<Replacement> read_map(std::string_view colours_json) {
  std::vector<Replacement> out;
  const auto json = base::parse_json(colours_json);
  if (!json.ok()) return out;
  for (const auto& [key, value] : json.value().members()) {
    if (!value.is_string() || out.size() == k_max_replacements) continue;
    Replacement entry;
    entry.from_text = key;
    entry.from = geometry::parse_color(key);
    if (const auto color = geometry::parse_color(value.as_string())) {
      entry.to = geometry::to_css(*color);
    } else if ((entry.gradient = geometry::parse_linear_gradient(value.as_string()))) {
      entry.to = "url(#" + std::string(k_gradient_id) + std::to_string(out.size()) + ")";
    } else {
      continue;
    }
    out.push_back(std::move(entry));
  }
  return out;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == ':' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool is_paint(std::string_view name) { return name == "fill" || name == "stroke"; }
bool is_colour(std::string_view name) { return is_paint(name) || name == "stop-color" || name == "color"; }

class Recolourer {
 public:
  Recolourer(std::string_view svg, std::vector<Replacement>& map) : svg_(svg), map_(map) {}

  std::string run() {
    out_.reserve(svg_.size() + 256);
    while (at_ < svg_.size()) {
      const std::size_t open = svg_.find('<', at_);
      if (open == std::string_view::npos) break;
      copy_to(open);
      if (!read_markup()) break;
    }
    copy_to(svg_.size());
    insert_gradients();
    return std::move(out_);
  }

 private:
  void copy_to(std::size_t end) {
    out_.append(svg_.substr(at_, end - at_));
    at_ = end;
  }
  bool copy_past(std::string_view closing) {
    const std::size_t found = svg_.find(closing, at_);
    if (found == std::string_view::npos) return false;
    copy_to(found + closing.size());
    return true;
  }

  // At a '<'. False when the rest cannot be read.
  bool read_markup() {
    const std::string_view rest = svg_.substr(at_);
    if (rest.starts_with("<!--")) return copy_past("-->");
    if (rest.starts_with("<![CDATA[")) return copy_past("]]>");
    if (rest.starts_with("<?")) return copy_past("?>");
    if (rest.starts_with("<!") || rest.starts_with("</")) return copy_past(">");
    return read_tag();
  }

  bool read_tag() {
    std::size_t i = at_ + 1;
    const std::size_t name_at = i;
    while (i < svg_.size() && is_name(svg_[i])) ++i;
    const std::string_view name = svg_.substr(name_at, i - name_at);
    copy_to(i);
    const std::size_t behind_name = out_.size();
    saw_fill_ = false;
    while (at_ < svg_.size() && svg_[at_] != '>') {
      if (is_name(svg_[at_])) {
        if (!read_attribute()) return false;
      } else {
        copy_to(at_ + 1);
      }
    }
    if (at_ == svg_.size()) return false;
    const bool closed = svg_[at_ - 1] == '/';
    copy_to(at_ + 1);
    if (name == "svg" && !root_end_.has_value() && !closed) {
      if (!saw_fill_) fill_root(behind_name);
      root_end_ = out_.size();
    }
    if (name == "style" && !closed) {
      const std::size_t end = svg_.find("</style", at_);
      if (end == std::string_view::npos) return false;
      out_ += recoloured_css(svg_.substr(at_, end - at_));
      at_ = end;
    }
    return true;
  }

  // What names no fill at all is black: shapes inherit what the root says in its place.
  void fill_root(std::size_t at) {
    for (Replacement& entry : map_) {
      if (entry.from != geometry::k_black) continue;
      entry.used = true;
      out_.insert(at, " fill=\"" + entry.to + "\"");
      return;
    }
  }

  bool read_attribute() {
    std::size_t i = at_;
    while (i < svg_.size() && is_name(svg_[i])) ++i;
    const std::string_view name = svg_.substr(at_, i - at_);
    while (i < svg_.size() && (is_space(svg_[i]) || svg_[i] == '=')) ++i;
    if (i >= svg_.size()) return false;
    const char quote = svg_[i];
    if (quote != '"' && quote != '\'') {
      copy_to(i);
      return true;
    }
    const std::size_t end = svg_.find(quote, i + 1);
    if (end == std::string_view::npos) return false;
    const std::string_view value = svg_.substr(i + 1, end - i - 1);
    copy_to(i + 1);
    if (name == "fill") saw_fill_ = true;
    if (name == "style") {
      out_ += recoloured_css(value);
    } else if (is_colour(name)) {
      out_ += recoloured_value(name, value);
    } else {
      out_ += value;
    }
    at_ = end;
    copy_to(end + 1);
    return true;
  }

  // Declarations, with or without rules around them: every `name: value` that ends at ; or } or the end.
  std::string recoloured_css(std::string_view css) {
    std::string out;
    std::size_t i = 0;
    std::size_t word_at = 0;  // where the current declaration's name may begin
    bool named = true;        // whether the next colon may end such a name: only the first one behind word_at
    while (i < css.size()) {
      const char c = css[i];
      if (c == '/' && css.substr(i, 2) == "/*") {
        const std::size_t end = css.find("*/", i + 2);
        i = end == std::string_view::npos ? css.size() : end + 2;
        out += css.substr(word_at, i - word_at);
        word_at = i;
        named = true;
      } else if (c == ';' || c == '{' || c == '}') {
        out += css.substr(word_at, i + 1 - word_at);
        word_at = ++i;
        named = true;
      } else if (c == ':' && named) {
        const std::string_view name = trimmed(css.substr(word_at, i - word_at));
        named = is_colour(name);
        if (!named) {
          ++i;
          continue;
        }
        if (name == "fill") saw_fill_ = true;
        std::size_t end = css.find_first_of(";}", i + 1);
        if (end == std::string_view::npos) end = css.size();
        out += css.substr(word_at, i + 1 - word_at);
        out += recoloured_value(name, css.substr(i + 1, end - i - 1));
        i = end;
        word_at = end;
      } else {
        ++i;
      }
    }
    out += css.substr(word_at);
    return out;
  }

  std::string recoloured_value(std::string_view name, std::string_view value) {
    std::string_view core = trimmed(value);
    std::string_view important;
    if (const std::size_t mark = core.find('!'); mark != std::string_view::npos) {
      important = core.substr(mark);
      core = trimmed(core.substr(0, mark));
    }
    const auto color = geometry::parse_color(core);
    for (Replacement& entry : map_) {
      const bool same = color.has_value() && entry.from.has_value() ? *color == *entry.from : core == entry.from_text;
      if (!same) continue;
      if (entry.gradient.has_value() && !is_paint(name)) break;
      entry.used = true;
      std::string out = entry.to;
      if (!important.empty()) out.append(" ").append(important);
      return out;
    }
    return std::string(value);
  }

  void insert_gradients() {
    if (!root_end_.has_value()) return;
    std::string defs;
    for (std::size_t i = 0; i < map_.size(); ++i) {
      if (map_[i].used && map_[i].gradient.has_value()) append_gradient(defs, i);
    }
    if (!defs.empty()) out_.insert(*root_end_, "<defs xmlns=\"http://www.w3.org/2000/svg\">" + defs + "</defs>");
  }

  void append_gradient(std::string& defs, std::size_t index) const {
    const geometry::LinearGradient& gradient = *map_[index].gradient;
    defs += "<linearGradient id=\"" + std::string(k_gradient_id) + std::to_string(index) + "\"";
    defs += " x1=\"" + base::shortest(gradient.from.x) + "\" y1=\"" + base::shortest(gradient.from.y) + "\"";
    defs += " x2=\"" + base::shortest(gradient.to.x) + "\" y2=\"" + base::shortest(gradient.to.y) + "\">";
    for (const geometry::GradientStop& stop : gradient.stops) {
      geometry::Color opaque = stop.color;
      opaque.alpha = 255;
      defs += "<stop offset=\"" + base::shortest(stop.offset) + "\" stop-color=\"" + geometry::to_css(opaque) + "\"";
      if (stop.color.alpha != 255) defs += " stop-opacity=\"" + base::shortest(stop.color.alpha / 255.0) + "\"";
      defs += "/>";
    }
    defs += "</linearGradient>";
  }

  std::string_view svg_;
  std::vector<Replacement>& map_;
  std::size_t at_ = 0;
  std::string out_;
  std::optional<std::size_t> root_end_;  // in out_, behind the tag <svg ...>
  bool saw_fill_ = false;                // in the tag being read
};

}  // namespace

std::string svg_recolour(std::string_view svg, std::string_view colours_json) {
  if (svg.size() > k_max_svg_bytes) return std::string(svg);
  std::vector<Replacement> map = read_map(colours_json);
  if (map.empty()) return std::string(svg);
  return Recolourer(svg, map).run();
}

}  // namespace flashkit::interchange
