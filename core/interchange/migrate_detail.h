#pragma once
// The steps that bring an older design up to version 4, on its JSON tree; they touch only what they must.
#include <functional>

#include "base/json.h"

namespace flashkit::interchange {

// From `version` (0 where a file has none); does nothing from 4 on.
void migrate(base::Json& design, double version);

// Old names: `locked`, `svgSource`, a font's `name`. The new keys are added behind, the old ones stay.
void add_aliases(base::Json& design);

}  // namespace flashkit::interchange
