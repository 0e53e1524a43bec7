#pragma once
// Reads the payload of orders of a checked display list: no bounds are looked at again.
#include <cairo.h>

#include "display/display_list.h"

namespace flashkit::painters {

class OrderReader {
 public:
  OrderReader(std::span<const std::uint32_t> orders, std::size_t at) : words_(orders), at_(at) {}
  std::uint32_t word() { return words_[at_++]; }
  double real() { return display::real_of(words_[at_++]); }
  std::size_t at() const { return at_; }
  void skip(std::size_t count) { at_ += count; }

 private:
  std::span<const std::uint32_t> words_;
  std::size_t at_;
};

struct Paint {
  bool opaque = true;
  bool gradient = false;
};

// Sets the paint as Cairo's source.
Paint set_source(cairo_t* to, OrderReader& in);
// Replaces the current path.
void set_path(cairo_t* to, OrderReader& in);

// What stands for something that is missing or not drawn yet; the browser's painter draws the same.
void paint_placeholder(cairo_t* to, double x, double y, double width, double height);

}  // namespace flashkit::painters
