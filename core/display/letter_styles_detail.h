#pragma once
// Letters that look otherwise than their element says (their formats), for laying out and painting.
#include <string>
#include <string_view>
#include <vector>

#include "display/properties_detail.h"
#include "text/layout.h"

namespace flashkit::display {

// The letters in runs of one style and colour, one run at least, and the colour or gradient of each run. `shown` is the
// text to be laid out; formats hold only where it is what the letters say.
std::vector<text::StyleRun> style_runs(const Properties& properties, std::string_view shown,
                                       std::vector<std::string>& fills);

}  // namespace flashkit::display
