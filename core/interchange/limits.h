#pragma once
// The limits of what is read from foreign files, in one place. Beyond them the answer is an error, never a guess.
#include <cstddef>

namespace flashkit::interchange {

inline constexpr std::size_t k_max_design_bytes = 256u << 20;
inline constexpr std::size_t k_max_design_depth = 64;         // of the JSON: groups nest at most 29 deep
inline constexpr std::size_t k_max_design_nodes = 1'000'000;  // pages and elements together
inline constexpr std::size_t k_max_keys = 2'000;              // of one page or element
inline constexpr std::size_t k_max_type_bytes = 256;          // as operations name them
inline constexpr std::size_t k_max_key_bytes = 1024;
inline constexpr std::size_t k_max_warnings = 500;  // different ones; equal ones are counted
inline constexpr std::size_t k_max_svg_bytes = 32u << 20;
inline constexpr double k_max_svg_side_px = 1e6;  // of the natural size of an SVG file

}  // namespace flashkit::interchange
