#pragma once
// How a finished list is put together; shared by DisplayListWriter and by scenes, which keep orders in pieces.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "display/display_list.h"

namespace flashkit::display {

// Begins a list: header, rows, and room for `orders_words` words of orders, which the caller appends before strings.
std::vector<std::uint32_t> begin_list(double page_width_px, double page_height_px,
                                      std::span<const DisplayListWriter::Row> rows, std::size_t orders_words,
                                      std::size_t strings_bytes, std::size_t string_count);
// Ends it with the strings; the first one must be empty.
void end_list(std::vector<std::uint32_t>& words, std::span<const std::string_view> strings);

}  // namespace flashkit::display
