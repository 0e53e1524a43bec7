#pragma once
// Web fonts as the font files that they pack: WOFF and WOFF2.
#include "base/bytes.h"
#include "base/result.h"

namespace flashkit::painters {

// What is neither WOFF nor WOFF2 comes back as it is. Errors: Malformed, Limit (above text::k_max_font_bytes unpacked).
// The bytes may be hostile.
base::Result<base::Bytes> unpacked_font(base::Bytes bytes);

}  // namespace flashkit::painters
