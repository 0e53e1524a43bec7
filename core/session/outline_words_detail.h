#pragma once
// A glyph's outline as the painter in the browser reads it.
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/fonts.h"

namespace flashkit::session {

std::vector<std::uint32_t> outline_words(const text::FontLibrary& fonts, std::string_view font_file,
                                         std::uint32_t glyph);

}  // namespace flashkit::session
