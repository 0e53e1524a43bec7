#pragma once
// What a PageScene keeps between two updates. Which elements there are and how each is drawn is found in
// scene_elements.cpp, the list's words are put together from them in scene_words.cpp.
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/id.h"
#include "display/element_detail.h"
#include "display/scene.h"
#include "display/spatial_index.h"

namespace flashkit::display {

struct PageScene::State {
  // A top-level element as it was last drawn.
  struct Entry {
    base::NodeId node;
    std::string order;
    bool on_top = false;
    std::uint32_t node_text = 0;  // in the pool
    Drawing drawing;
  };

  base::NodeId page;
  bool built = false;
  geometry::Size size{1, 1};
  StringPool strings;
  GlyphBounds glyph_bounds;
  text::FontLibrary no_fonts;
  Entry background;
  std::vector<std::unique_ptr<Entry>> entries;                              // in draw order
  std::unordered_map<base::NodeId, std::uint32_t, base::IdHash> top_index;  // top-level node -> entry
  struct Inside {
    base::NodeId top;        // the top-level node
    std::uint32_t view = 0;  // of its views
  };
  std::unordered_map<base::NodeId, Inside, base::IdHash> inner;  // nodes inside groups
  SpatialIndex index;
  std::vector<std::uint32_t> words;
  TextMemos texts;
  std::unordered_set<base::NodeId, base::IdHash> lifted;     // the host follows these
  std::unordered_set<base::NodeId, base::IdHash> following;  // and did in the update before, too
  AssetWishes wishes;

  DrawContext context(const document::Document& document, const Inputs& inputs) {
    return {document, inputs, inputs.fonts != nullptr ? *inputs.fonts : no_fonts, strings, glyph_bounds, nullptr};
  }
  void lift(const std::vector<base::NodeId>& nodes);
  void wish(const Drawing& drawing);
  void draw_page(const document::Document& document, const Inputs& inputs, Damage& damage);
  // True when the orders have the words and strings that they had, so that they may be written over the old ones.
  bool draw(Entry& entry, const document::Document& document, const Inputs& inputs, Damage& damage,
            TextMemos* memos = nullptr);
  void patch(std::uint32_t index);
  void forget(const Entry& entry);
  void list_again(const document::Document& document, const Inputs& inputs, Damage& damage);
  bool mark(base::NodeId node, const document::Document& document, const Inputs& inputs,
            std::unordered_set<base::NodeId, base::IdHash>& dirty);
  void mark_assets(const SceneChange& change, std::unordered_set<base::NodeId, base::IdHash>& dirty,
                   bool& page_dirty) const;
  void assemble();
  void compact_strings();
};

}  // namespace flashkit::display
