#pragma once
// Boxes of elements without painting anything: for selection frames, alignment and the inspector. Values of the
// overrides count. Degrees clockwise about the top left corner; page pixels.
#include <optional>
#include <span>

#include "display/build.h"
#include "display/scene.h"
#include "geometry/geometry.h"

namespace flashkit::display {

// The turned box of an element as it is drawn: sizes of 0 read as 1, texts have at least their measured height (laid
// out for this call if the scene does not know them), groups have the union of their children. Nothing for a node that
// is removed, no element, or an empty group; invisible elements do have a box.
std::optional<geometry::TurnedBox> element_box(const document::Document& document, base::NodeId node,
                                               const Inputs& inputs);

// Upright bounds around the boxes of the elements that the scene shows; empty when it shows none of them.
geometry::Rect boxes_bounds(const PageScene& scene, std::span<const base::NodeId> nodes);
// Around every painted point of them, strokes and heads included.
geometry::Rect painted_bounds(const PageScene& scene, std::span<const base::NodeId> nodes);
geometry::Rect page_bounds(const PageScene& scene);

}  // namespace flashkit::display
