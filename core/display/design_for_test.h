#pragma once
// Small designs for tests, written down as a file would have them.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "display/display_list.h"
#include "display/scene.h"
#include "document/document.h"

namespace flashkit::display {

using document::Key;

class Design {
 public:
  Design() { page = add(base::NodeId{}, "page", "{}"); }

  // A node with the keys of a JSON object; x, y, width, height and rotation go into the placement.
  base::NodeId add(base::NodeId parent, std::string_view type, std::string_view json) {
    const base::NodeId id{{7, 7}, ++last_};
    char order[32];
    std::snprintf(order, sizeof order, "a%08u", static_cast<unsigned>(last_));
    document::Placement placement{.parent = parent, .order = order};
    placement.width = type == "line" ? 400 : 100;
    placement.height = type == "line" ? 10 : type == "text" ? 0 : 100;
    const auto parsed = base::parse_json(json);
    EXPECT_TRUE(parsed.ok()) << json;
    for (const auto& [key, value] : parsed.value().members()) {
      if (type == "page") continue;
      if (key == "x") placement.x = value.as_number();
      if (key == "y") placement.y = value.as_number();
      if (key == "width") placement.width = value.as_number();
      if (key == "height") placement.height = value.as_number();
      if (key == "rotation") placement.rotation = value.as_number();
    }
    document.create(id, type, placement);
    for (const auto& [key, value] : parsed.value().members())
      document.set(id, document.keys().number(key), document::Value::from_json(value));
    return id;
  }
  base::NodeId add(std::string_view type, std::string_view json) { return add(page, type, json); }
  void set(base::NodeId node, Key key, std::string_view json) {
    document.set(node, document::number_of(key), document::Value::parse(json).value());
  }
  void move(base::NodeId node, double x, double y) {
    document::Placement placement = document.find(node)->placement;
    placement.x = x;
    placement.y = y;
    document.place(node, placement);
  }
  BuiltPage build(const Inputs& inputs = {}) const { return build_page(document, page, inputs); }

  document::Document document;
  base::NodeId page;

 private:
  std::uint64_t last_ = 0;
};

// The orders of the page's elements as text, without the background and without the lines that name rows.
inline std::string orders_of(const BuiltPage& built) {
  const std::string all = dump(built.words);
  std::string out;
  int rows = 0;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find('\n', at) + 1;
    const std::string_view line = std::string_view(all).substr(at, end - at);
    if (line.starts_with("row ")) {
      ++rows;
    } else if (rows > 1 || line.starts_with("broken")) {
      out += line;
    }
    at = end;
  }
  return out;
}

// SplitMix64: the same numbers on every platform.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::size_t below(std::uint64_t count) { return static_cast<std::size_t>(next() % count); }
  double between(double from, double to) {
    return from + (to - from) * (static_cast<double>(next() >> 11) / 9007199254740992.0);
  }
  template <class T, std::size_t N>
  T pick(const T (&items)[N]) {
    return items[below(N)];
  }

 private:
  std::uint64_t state_;
};

// A page of every drawn kind: figures, lines, images, SVGs, groups in groups.
inline void fill_with_elements(Design& design, Dice& dice, std::size_t count, double extent_px) {
  static const char* const k_shapes[] = {"rect",  "circle",  "star",     "hexagon",
                                         "cross", "upArrow", "triangle", "ellipse"};
  static const char* const k_heads[] = {"", "arrow", "triangle", "circle", "square", "bar"};
  std::vector<base::NodeId> groups{design.page};
  for (std::size_t i = 0; i < count; ++i) {
    char json[512];
    const double x = dice.between(-50, extent_px);
    const double y = dice.between(-50, extent_px);
    const double width = dice.between(1, 200);
    const double height = dice.between(1, 150);
    const double rotation = dice.below(3) == 0 ? dice.between(-360, 360) : 0;
    const double opacity = dice.below(4) == 0 ? 0.5 : 1;
    const char* shape = dice.pick(k_shapes);
    const char* start = dice.pick(k_heads);
    const char* end = dice.pick(k_heads);
    const char* fill = dice.below(4) == 0 ? "transparent" : "#12345678";
    const auto stroke = static_cast<unsigned>(dice.below(3) * 3);
    const base::NodeId parent = groups[dice.below(groups.size())];
    switch (dice.below(8)) {
      case 0:
        if (groups.size() < 4) groups.push_back(design.add(parent, "group", opacity < 1 ? "{\"opacity\":0.5}" : "{}"));
        break;
      case 1:
        std::snprintf(
            json, sizeof json,
            R"({"x":%f,"y":%f,"width":%f,"height":%f,"rotation":%f,"opacity":%f,"startHead":"%s","endHead":"%s"})", x,
            y, width, height / 20, rotation, opacity, start, end);
        design.add(parent, "line", json);
        break;
      case 2:
        std::snprintf(
            json, sizeof json,
            R"({"x":%f,"y":%f,"width":%f,"height":%f,"rotation":%f,"opacity":%f,"src":"a.png","borderSize":%u})", x, y,
            width, height, rotation, opacity, stroke);
        design.add(parent, dice.below(2) == 0 ? "image" : "svg", json);
        break;
      default:
        std::snprintf(
            json, sizeof json,
            R"({"x":%f,"y":%f,"width":%f,"height":%f,"rotation":%f,"opacity":%f,"subType":"%s","fill":"%s","strokeWidth":%u,"selectable":%s})",
            x, y, width, height, rotation, opacity, shape, fill, stroke, dice.below(10) == 0 ? "false" : "true");
        design.add(parent, "figure", json);
        break;
    }
  }
}

}  // namespace flashkit::display
