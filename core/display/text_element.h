#pragma once
// A text element laid out: what the display list draws and what a caret moves in are the same lines.
#include <optional>
#include <string>
#include <string_view>

#include "display/build.h"
#include "geometry/geometry.h"
#include "text/layout.h"

namespace flashkit::display {

// Whether a text holds tags of rich text (document/markup.h), which is drawn as a placeholder for now. "a < b" is
// plain.
bool holds_markup(std::string_view text);

// A text of more letters (its markup counts) has no lines and is drawn as a placeholder.
inline constexpr std::size_t k_max_letters = 1'000'000;
bool is_too_long(std::string_view text);

struct TextBlock {
  std::string text;         // as laid out: the plain text of the element, overrides included
  text::TextLayout layout;  // in layout space
  // Of each style of the layout: the colour or gradient of letters that have one of their own, else the element's.
  std::vector<std::string> fills;
  geometry::TurnedBox box;  // on the page
  double offset_y = 0;      // layout space starts this far below the top of the box (vertical alignment)
  // Page pixels from layout space.
  geometry::Affine to_page() const { return box.to_page() * geometry::Affine::translation(0, offset_y); }
};

// The properties that letters of a text may have of their own, as formats under the same names.
bool is_letter_property(document::Key key);

// Nothing when the node is no text element. Rich texts are laid out without their tags, curved ones as if straight.
std::optional<TextBlock> layout_text(const document::Document& document, base::NodeId node, const Inputs& inputs);

}  // namespace flashkit::display
