#pragma once
// How the five numbers of a placement stand among a node's properties; import and export must agree on it.
#include <array>
#include <optional>

#include "document/node.h"

namespace flashkit::interchange {

struct PlacementKey {
  document::Key key;
  double document::Placement::*member;
};
inline constexpr std::array<PlacementKey, 5> k_placement_keys{{
    {document::Key::X, &document::Placement::x},
    {document::Key::Y, &document::Placement::y},
    {document::Key::Width, &document::Placement::width},
    {document::Key::Height, &document::Placement::height},
    {document::Key::Rotation, &document::Placement::rotation},
}};

// Pages have a size as ordinary properties, groups have no transform.
bool has_placement(document::Kind kind);
double default_number(document::Kind kind, document::Key key);
// The number a raw value stands for: a number, or a string that holds one; nothing for anything else.
std::optional<double> placement_number(const document::Value& value);

}  // namespace flashkit::interchange
