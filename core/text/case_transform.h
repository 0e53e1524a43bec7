#pragma once
// The case transforms of CSS on code points: full case mappings of Unicode 15 (one letter may become three), the Greek
// final sigma, no rules of single languages.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/layout.h"

namespace flashkit::text {

struct CasedText {
  std::u32string text;
  std::vector<std::uint32_t> origin;  // for each code point of `text`, where it came from; one more at the end
};

CasedText transform_case(std::u32string_view text, CaseTransform transform);

}  // namespace flashkit::text
