#pragma once
// The fonts that a design brings along (its key `fonts`), as everybody who shows it takes them: the editor in the
// browser, previews, exports.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "text/fonts.h"

namespace flashkit::display {

struct CustomFont {
  std::string family;
  std::string source;                    // as in the design: a data URL, blob:<sha256>, an address, a path
  std::optional<text::FontStyle> style;  // nothing: what the file says of itself
  bool operator==(const CustomFont&) const = default;
};

inline constexpr std::size_t k_max_custom_fonts = 256;

// In the design's order, of which FontLibrary::name_custom wants to hear; what is beyond the limit is left out.
std::vector<CustomFont> custom_fonts_of(const document::Document& document);

// The address inside the first url(...) of a CSS `src`; a text without one is the address itself.
std::string_view address_in_css(std::string_view css);

}  // namespace flashkit::display
