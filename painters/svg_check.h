#pragma once
// What an SVG file carries within itself: rasters in data URLs, and documents that may carry more. A raster there could
// be a bomb that no limit of librsvg stops, in a format that it reads and we do not, behind references and escapes.
#include <optional>
#include <string_view>

#include "base/result.h"

namespace flashkit::painters {

// Nothing when all of it may be drawn. Errors: Limit (pixels, sizes), Unsupported (data that is no PNG, JPEG, WebP,
// GIF, font or SVG file of which the same is true; entities that cannot be followed). Linear.
std::optional<base::Error> check_svg(std::string_view svg);

}  // namespace flashkit::painters
