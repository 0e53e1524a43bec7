#pragma once
// CSS Fonts 4, section 5.2: slant decides first, then weight.
#include <cstdint>

#include "text/fonts.h"

namespace flashkit::text {

// How far a face is from the wish; smaller is nearer, equal only for equal styles of one slant.
constexpr std::uint32_t style_distance(FontStyle wish, FontStyle face) {
  const std::uint32_t want = wish.weight;
  const std::uint32_t have = face.weight;
  std::uint32_t distance = 0;
  if (want >= 400 && want <= 500) {
    // Heavier ones up to 500, then lighter ones, then those above 500.
    distance = have >= want && have <= 500 ? have - want : have < want ? 1000 + want - have : 2000 + have - want;
  } else if (want < 400) {
    distance = have <= want ? want - have : 1000 + have - want;
  } else {
    distance = have >= want ? have - want : 1000 + want - have;
  }
  return distance + (wish.italic == face.italic ? 0u : 10'000u);
}

}  // namespace flashkit::text
