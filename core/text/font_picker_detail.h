#pragma once
// Which font draws which grapheme: the wanted face, else the catalogue's stand-in. When every face that is wanted is
// loaded, the answer depends on the catalogue and the design's own fonts only, never on what else is loaded.
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/layout.h"

namespace flashkit::text {

class FontPicker {
 public:
  FontPicker(const FontLibrary& fonts, std::span<const StyleRun> styles, std::string_view language);

  FontId pick(std::uint32_t style, std::u32string_view grapheme);
  // Metrics of the face that a style asks for, loaded or not.
  const FontMetrics& metrics(std::uint32_t style) const { return primary_[style].metrics; }
  std::vector<std::string> take_missing() const { return {missing_.begin(), missing_.end()}; }

 private:
  bool loaded_covers(FontId font, std::u32string_view grapheme) const;
  bool wanted_covers(const FontLibrary::Choice& choice, std::u32string_view grapheme) const;
  FontId substitute(std::u32string_view grapheme) const;

  const FontLibrary& fonts_;
  std::span<const StyleRun> styles_;
  std::string_view language_;
  std::vector<FontLibrary::Choice> primary_;
  std::set<std::string> missing_;
};

}  // namespace flashkit::text
