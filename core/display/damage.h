#pragma once
// What must be painted again, in page pixels.
#include <cstdint>
#include <span>
#include <vector>

#include "geometry/geometry.h"

namespace flashkit::display {

inline constexpr std::size_t k_max_damage_rects = 16;

// At most k_max_damage_rects rectangles; more are joined, the cheapest first. `everything` means the whole page (its
// size or background changed) and then there are no rectangles.
struct Damage {
  bool everything = false;
  std::vector<geometry::Rect> rects;

  bool none() const { return !everything && rects.empty(); }
  void add(const geometry::Rect& rect);
  void add(const Damage& other);
};

// What differs between two finished display lists of one page: rows are matched by node, in order. For hosts that hold
// two lists but not the scene (a viewer, a preview). Broken lists count as wholly different.
Damage damage_between(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after);

}  // namespace flashkit::display
