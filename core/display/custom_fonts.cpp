#include "display/custom_fonts.h"

#include <algorithm>

#include "base/json.h"
#include "base/number.h"

namespace flashkit::display {
namespace {

using base::Json;

text::FontStyle style_of(const Json& style) {
  text::FontStyle out;
  const std::string slant = style.text_at("fontStyle");
  out.italic = slant == "italic" || slant == "oblique";
  const Json* weight = style.find("fontWeight");
  if (weight == nullptr) return out;
  if (weight->as_string() == "bold") out.weight = 700;
  const auto number = base::parse_number(weight->is_number() ? weight->number_text() : weight->as_string());
  if (number.has_value() && *number >= 1 && *number <= 1000) out.weight = static_cast<std::uint16_t>(*number);
  return out;
}

}  // namespace

// What stands behind the address (`format("truetype")`, other addresses) is passed over. An unquoted address may have
// brackets: it ends with the one behind which a new word begins.
std::string_view address_in_css(std::string_view css) {
  const std::size_t begin = css.find("url(");
  if (css.starts_with("data:") || begin == std::string_view::npos) return css;
  css.remove_prefix(begin + 4);
  css.remove_prefix(std::min(css.find_first_not_of(' '), css.size()));
  if (!css.empty() && (css.front() == '"' || css.front() == '\'')) {
    const char quote = css.front();
    css.remove_prefix(1);
    return css.substr(0, css.find(quote));
  }
  std::size_t end = css.find(')');
  while (end != std::string_view::npos && end + 1 < css.size() && css[end + 1] != ' ' && css[end + 1] != ',') {
    end = css.find(')', end + 1);
  }
  css = css.substr(0, end);
  while (!css.empty() && css.back() == ' ') css.remove_suffix(1);
  return css;
}

std::vector<CustomFont> custom_fonts_of(const document::Document& document) {
  std::vector<CustomFont> out;
  const document::Value* fonts = document.root().find(document::Key::Fonts);
  if (fonts == nullptr) return out;
  const auto add = [&out](const std::string& family, std::string source, std::optional<text::FontStyle> style) {
    if (!source.empty() && out.size() < k_max_custom_fonts) out.push_back({family, std::move(source), style});
  };
  const Json list = fonts->as_json();
  for (const Json& font : list.items()) {
    const std::string family = font.text_at("fontFamily");
    if (family.empty()) continue;
    const Json* styles = font.find("styles");
    if (styles == nullptr || styles->items().empty()) {
      add(family, font.text_at("url"), std::nullopt);
      continue;
    }
    for (const Json& style : styles->items())
      add(family, std::string(address_in_css(style.text_at("src"))), style_of(style));
  }
  return out;
}

}  // namespace flashkit::display
