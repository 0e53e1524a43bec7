#pragma once
// A page kept ready: its display list, the geometry of its elements, and an index for finding them. `update` rebuilds
// only the top-level elements that changed and gives exactly the words that a build from nothing gives. Hit-tests,
// marquee and snapping (hit.h, snap.h) read a scene. A scene belongs to one session and refers to nothing outside.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "display/build.h"
#include "display/damage.h"
#include "geometry/path.h"

namespace flashkit::display {

// What may have changed since the last update. Naming too much costs time, naming too little leaves old pictures.
struct SceneChange {
  bool everything = false;
  // Created, changed, moved or removed nodes, at any depth and on any page, and those whose override came, changed or
  // went. The page's own id stands for its size and background, the root's for the size that pages inherit.
  std::vector<base::NodeId> nodes = {};
  bool fonts = false;                    // fonts were added: texts that missed some are laid out again
  std::vector<std::string> images = {};  // sources that are new in the image table
  // Top-level nodes that the host paints over everything it keeps: while a node is named here in one update after the
  // other, its own changes are no damage.
  std::vector<base::NodeId> lifted = {};
};

// Assets that drawings wait for.
struct AssetWishes {
  std::vector<std::string> fonts;  // SHA-256 of catalogue files
  std::vector<ImageNote> images;   // not in the image table
};

// Where a click on an element counts.
enum class HitShape : std::uint8_t {
  Box,      // all of its box
  Outline,  // the path of a figure: inside if filled, else near the stroke
  Segment,  // a line with its thickness
};

// An element as it stands on the page. Groups have one too; their box is the upright union of their children's.
struct ElementView {
  base::NodeId node;
  document::Kind kind = document::Kind::Unknown;
  geometry::TurnedBox box;        // texts: with the measured height where it is the greater
  geometry::Rect painted_bounds;  // around every painted point
  HitShape shape = HitShape::Box;
  bool filled = true;      // Outline: whether the inside counts
  double stroke_px = 0;    // Outline: width of the band inside the path; Segment: thickness
  geometry::Path outline;  // Outline and Segment heads: in the box's own pixels
  bool selectable = true;
  bool placeholder = false;   // of a kind or with an effect that is not drawn yet
  double text_height_px = 0;  // texts: of the lines
  bool prompt = false;        // texts: shows the words that invite to write into it
  std::int32_t parent = -1;   // index into the same span: the group around it
  std::uint32_t end = 0;      // one past the last element inside it
};

class PageScene {
 public:
  explicit PageScene(base::NodeId page);
  ~PageScene();
  PageScene(PageScene&&) noexcept;
  PageScene& operator=(PageScene&&) noexcept;

  base::NodeId page() const;
  // Brings the scene up to date with the document. The first update builds everything. Gives what has to be painted
  // again: the old and the new bounds of what changed.
  Damage update(const document::Document& document, const Inputs& inputs, const SceneChange& change);

  // The display list; valid until the next update.
  std::span<const std::uint32_t> words() const;
  geometry::Size size() const;
  PageReport report() const;
  // What was found wanting since the last call; the same thing may be named more than once.
  AssetWishes take_wishes();
  bool uses_image(std::string_view source) const;
  std::size_t placeholder_count() const;  // unsupported ones only

  // The visible top-level elements in draw order (bottom first).
  std::size_t top_level_count() const;
  base::NodeId top_level(std::size_t index) const;
  // A top-level element and everything inside it, parents before children, bottom first: views()[0] is the element.
  std::span<const ElementView> views(std::size_t top_level_index) const;
  // Any visible element of the page; null when there is none. Valid until the next update.
  const ElementView* find(base::NodeId node) const;
  // From the outermost group to the node itself; empty when it is not on the page.
  std::vector<base::NodeId> path_to(base::NodeId node) const;
  // Top-level elements, by index, whose bounds (boxes included) meet the rectangle, in draw order.
  std::vector<std::uint32_t> top_level_in(const geometry::Rect& rect) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace flashkit::display
