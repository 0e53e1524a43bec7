#include "display/properties_detail.h"

namespace flashkit::display {

using document::Key;
using document::Value;

namespace {

const Override* override_of(const document::Node& node, const Inputs& inputs) {
  if (inputs.overrides == nullptr) return nullptr;
  const auto found = inputs.overrides->find(node.id);
  return found == inputs.overrides->end() ? nullptr : &found->second;
}

}  // namespace

double within(double value, double least, double most) {
  if (!(value >= least)) return least;
  return value <= most ? value + 0.0 : most;
}

const document::Placement& placement_of(const document::Node& node, const Inputs& inputs) {
  const Override* over = override_of(node, inputs);
  return over != nullptr && over->placement.has_value() ? *over->placement : node.placement;
}

Properties::Properties(const document::Node& node, const Inputs& inputs)
    : node_(node), placement_(placement_of(node, inputs)) {
  const auto put = [&](document::KeyNumber key, const Value& value) {
    if (key < document::k_known_keys) values_[key] = value.is_null() ? nullptr : &value;
  };
  for (const document::Property& property : node.properties) put(property.key, property.value);
  if (const Override* over = override_of(node, inputs); over != nullptr) {
    for (const auto& [key, value] : over->properties) put(document::number_of(key), value);
  }
}

double Properties::number(Key key, double otherwise) const {
  const Value* value = find(key);
  if (value == nullptr || !value->is_number()) return otherwise;
  return within(value->as_number(otherwise), -1e9, 1e9);
}

bool Properties::flag(Key key, bool otherwise) const {
  const Value* value = find(key);
  return value == nullptr ? otherwise : value->as_bool(otherwise);
}

std::string Properties::text(Key key, std::string_view otherwise) const {
  const Value* value = find(key);
  return value == nullptr ? std::string(otherwise) : value->as_string(otherwise);
}

double Properties::opacity() const { return within(number(Key::Opacity, 1), 0, 1); }

bool Properties::shown(const BuildOptions& options) const {
  return flag(Key::Visible, true) && (!options.for_export || flag(Key::ShowInExport, true));
}

geometry::TurnedBox Properties::box() const {
  const double width = within(placement_.width, 0, k_far_px);
  const double height = within(placement_.height, 0, k_far_px);
  return {{within(placement_.x, -k_far_px, k_far_px), within(placement_.y, -k_far_px, k_far_px)},
          {width > 0 ? width : 1, height > 0 ? height : 1},
          geometry::normalized_degrees(placement_.rotation)};
}

}  // namespace flashkit::display
