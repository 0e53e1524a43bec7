#pragma once
// A node's values as drawing needs them: overrides first, wrong types as if absent, numbers within what can be drawn.
#include <array>
#include <string>
#include <string_view>

#include "display/build.h"
#include "document/document.h"
#include "geometry/geometry.h"

namespace flashkit::display {

// Beyond this a coordinate is no place on any page.
inline constexpr double k_far_px = 1e7;
double within(double value, double least, double most);

class Properties {
 public:
  Properties(const document::Node& node, const Inputs& inputs);

  const document::Node& node() const { return node_; }
  // Null for absent and null.
  const document::Value* find(document::Key key) const { return values_[document::number_of(key)]; }
  double number(document::Key key, double otherwise) const;
  bool flag(document::Key key, bool otherwise) const;
  std::string text(document::Key key, std::string_view otherwise) const;
  // 0 to 1.
  double opacity() const;
  bool shown(const BuildOptions& options) const;
  const document::Placement& placement() const { return placement_; }
  // The turned box with sizes of 0 or less read as 1.
  geometry::TurnedBox box() const;

 private:
  const document::Node& node_;
  const document::Placement& placement_;
  std::array<const document::Value*, document::k_known_keys> values_{};
};

const document::Placement& placement_of(const document::Node& node, const Inputs& inputs);

}  // namespace flashkit::display
