#pragma once
// Orders of one top-level element, recorded with strings of a pool that outlives them; a scene renumbers the strings
// when it puts a list together.
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "display/display_list.h"
#include "geometry/color.h"
#include "geometry/path.h"

namespace flashkit::display {

// Strings by number; 0 is the empty one. What is not UTF-8 is made so.
class StringPool {
 public:
  StringPool();
  std::uint32_t number(std::string_view text);
  // The number of a text that is here already; 0 when it is not.
  std::uint32_t find(std::string_view text) const;
  const std::string& text(std::uint32_t number) const { return *texts_[number]; }
  std::size_t size() const { return texts_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;  // its keys hold the texts
  std::vector<const std::string*> texts_;
  std::size_t bytes_ = 0;
};

// What a fill or stroke is painted with. A gradient is measured on `box`.
struct Paint {
  geometry::Color color = geometry::k_black;
  std::vector<geometry::GradientStop> stops;  // of a gradient, else empty
  geometry::GradientLine line;
  bool invisible() const;
};
// Colours and gradients; "" and "none" are transparent, and what is neither colour nor gradient is black, as a canvas
// has it.
Paint paint_of(std::string_view css, const geometry::Rect& box);

struct StrokeStyle {
  double width_px = 1;
  std::uint32_t cap = 0;   // butt, round, square
  std::uint32_t join = 0;  // miter, round, bevel
  std::vector<double> dash_px = {};
};

struct Orders {
  std::vector<std::uint32_t> words;
  std::vector<std::uint32_t> string_at;  // indexes of the words that are numbers of the pool

  bool operator==(const Orders&) const = default;
};

class OrderWriter {
 public:
  OrderWriter(Orders& out, StringPool& strings) : out_(out), strings_(strings) {}

  void save() { simple(OrderKind::Save); }
  void restore() { simple(OrderKind::Restore); }
  void transform(const geometry::Affine& by);
  void clip(const geometry::Path& path);
  // Bounds may be corrected later, when what follows is known.
  std::size_t begin_layer(double opacity, const geometry::Rect& bounds);
  void correct_layer(std::size_t layer, const geometry::Rect& bounds);
  void end_layer() { simple(OrderKind::LayerEnd); }
  void fill(const Paint& paint, double opacity, const geometry::Path& path);
  void fill(const Paint& paint, double opacity, const geometry::Rect& rect);
  void stroke(const Paint& paint, double opacity, const StrokeStyle& style, const geometry::Path& path);
  void placeholder(const geometry::Rect& box, std::string_view reason);

  void begin(OrderKind kind);
  void end();
  void word(std::uint32_t value) { out_.words.push_back(value); }
  void real(double value) { out_.words.push_back(word_of(value)); }
  void text(std::string_view text);
  void paint(const Paint& paint, double opacity);

 private:
  void simple(OrderKind kind) { out_.words.push_back(static_cast<std::uint32_t>(kind) | 1u << 8); }
  void path(const geometry::Path& path);
  Orders& out_;
  StringPool& strings_;
  std::size_t open_ = 0;
};

}  // namespace flashkit::display
