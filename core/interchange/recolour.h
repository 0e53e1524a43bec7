#pragma once
// Replaces colours inside the text of an SVG file: what an element's `colorsReplace` asks for. A pure function that
// both painters use, natively and in the browser. It reads markup only as far as it must and never fails: what it
// cannot read it copies.
#include <string>
#include <string_view>

namespace flashkit::interchange {

// `colours_json` maps colours as they stand in the SVG to colours or linear gradients. Colours are compared by what
// they mean (`#fff` is `white`), in fill, stroke, stop-color and color, as attributes, in style attributes and in
// <style>. Black is also what shapes have that name no fill: a root without one gets black's replacement as its `fill`.
// Gradients become definitions in front of the drawing. Text beyond k_max_svg_bytes comes back as it is.
// Linear.
std::string svg_recolour(std::string_view svg, std::string_view colours_json);

}  // namespace flashkit::interchange
