#pragma once
// The limits of the native painters. They are checked before anything is allocated.
#include <cstddef>
#include <cstdint>

namespace flashkit::painters {

inline constexpr std::uint64_t k_max_output_pixels = 100'000'000;  // of a PNG or JPEG
inline constexpr int k_max_output_side = 32'000;
inline constexpr std::uint64_t k_max_image_pixels = 100'000'000;  // of one image, as its header says
inline constexpr std::size_t k_max_asset_bytes = 128u << 20;
inline constexpr std::size_t k_max_svg_bytes = 32u << 20;
inline constexpr std::uint64_t k_max_svg_elements = 200'000;  // each as often as it is drawn
// What an SVG file is drawn on: beyond it, it is drawn smaller and stretched.
inline constexpr double k_max_svg_pixels = 64e6;        // what can be seen of it
inline constexpr double k_max_svg_layer_pixels = 64e6;  // the layers inside it that are alive at a time
inline constexpr double k_max_svg_layer_work = 4e9;     // pixels of all its layers
inline constexpr double k_max_svg_whole_pixels = 1e12;  // of a file without layers, most of it out of sight
inline constexpr std::size_t k_svg_memory = 30;         // bytes that an opened file holds for each of its own, about
inline constexpr std::size_t k_max_kept_bytes = 768u << 20;  // files, decoded images and opened SVG files
inline constexpr std::size_t k_max_glyph_cache_bytes = 32u << 20;
inline constexpr double k_max_cached_glyph_px = 160;  // larger ones are drawn as outlines
inline constexpr std::size_t k_max_nesting = 512;     // of saves and layers

}  // namespace flashkit::painters
