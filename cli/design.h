#pragma once
// A design file as a document, with words for what is wrong with it; and the fonts to draw it with.
#include <string>
#include <vector>

#include "cli/command.h"
#include "document/document.h"
#include "interchange/import.h"
#include "painters/font_folder.h"

namespace flashkit::cli {

struct Design {
  std::string path;
  std::vector<interchange::ImportWarning> warnings;
  double source_version = 0;
  document::Document document;
};

std::optional<Failure> load_design(const std::string& path, Design& out);

// From --fonts, FLASHKIT_FONTS, or beside the program: the first that holds a bundle. A wish that cannot be met is a
// failure; no bundle anywhere is none (texts are then left out, and a warning says so).
std::optional<Failure> load_fonts(std::optional<std::string_view> wish, painters::FontFolder& out, bool& found);

}  // namespace flashkit::cli
