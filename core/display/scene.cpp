#include "display/scene.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "display/scene_detail.h"

namespace flashkit::display {

using base::NodeId;
using document::Document;
using document::Key;
using document::Node;
using geometry::Rect;
using geometry::Size;

namespace {

double page_length(const Properties& page, const Properties& root, Key key) {
  double length = root.number(key, 1080);
  length = page.number(key, length);
  if (!(length > 0)) length = root.number(key, 1080);
  return within(length > 0 ? length : 1080, 1, k_max_page_px);
}

}  // namespace

Size page_size(const Document& document, NodeId page, const Inputs& inputs) {
  const Node* node = document.find(page);
  if (node == nullptr || node->kind != document::Kind::Page) return {1, 1};
  const Properties of_page(*node, inputs);
  const Properties of_root(document.root(), inputs);
  return {page_length(of_page, of_root, Key::Width), page_length(of_page, of_root, Key::Height)};
}

PageScene::PageScene(NodeId page) : state_(std::make_unique<State>()) { state_->page = page; }
PageScene::~PageScene() = default;
PageScene::PageScene(PageScene&&) noexcept = default;
PageScene& PageScene::operator=(PageScene&&) noexcept = default;

Damage PageScene::update(const Document& document, const Inputs& inputs, const SceneChange& change) {
  State& s = *state_;
  Damage damage;
  bool page_dirty = false;
  std::unordered_set<NodeId, base::IdHash> dirty;
  bool relist = false;
  s.lift(change.lifted);
  if (!s.built || change.everything) {
    s.built = true;
    s.entries.clear();
    s.inner.clear();
    s.glyph_bounds.clear();
    s.texts.clear();
    damage.everything = true;
    s.draw_page(document, inputs, damage);
    s.list_again(document, inputs, damage);
    s.assemble();
    return damage;
  }
  for (const NodeId node : change.nodes) {
    if (node == s.page || node.is_root()) {
      page_dirty = true;
    } else if (s.mark(node, document, inputs, dirty)) {
      relist = true;
    }
  }
  s.mark_assets(change, dirty, page_dirty);
  if (!page_dirty && !relist && dirty.empty()) return damage;
  if (page_dirty) s.draw_page(document, inputs, damage);
  // In draw order, so that nothing depends on the order of a hash table.
  std::vector<std::uint32_t> drawn;
  for (const NodeId node : dirty) drawn.push_back(s.top_index.find(node)->second);
  std::sort(drawn.begin(), drawn.end());
  bool same = !relist && !page_dirty;
  for (const std::uint32_t i : drawn) {
    same = s.draw(*s.entries[i], document, inputs, damage, &s.texts) && same;
    s.index.update(i, s.entries[i]->drawing.reach);
  }
  if (relist) s.list_again(document, inputs, damage);
  if (!same) {
    s.assemble();
  } else {
    for (const std::uint32_t i : drawn) s.patch(i);
  }
  return damage;
}

NodeId PageScene::page() const { return state_->page; }
std::span<const std::uint32_t> PageScene::words() const { return state_->words; }
Size PageScene::size() const { return state_->size; }

PageReport PageScene::report() const {
  PageReport out;
  std::unordered_set<std::uint32_t> images;
  std::unordered_set<std::string> fonts;
  const auto add = [&](const Drawing& drawing) {
    out.placeholders.insert(out.placeholders.end(), drawing.placeholders.begin(), drawing.placeholders.end());
    for (const ImageUse& use : drawing.images) {
      if (images.insert(use.source * 2 + (use.is_svg ? 1u : 0u)).second)
        out.images.push_back({state_->strings.text(use.source), use.is_svg, use.known});
    }
    for (const std::string& font : drawing.fonts_missing) {
      if (fonts.insert(font).second) out.fonts_missing.push_back(font);
    }
    for (const ElementView& view : drawing.views) {
      if (view.kind == document::Kind::Text) out.texts.push_back({view.node, view.text_height_px});
    }
  };
  add(state_->background.drawing);
  for (const auto& entry : state_->entries) add(entry->drawing);
  return out;
}

AssetWishes PageScene::take_wishes() { return std::exchange(state_->wishes, {}); }

bool PageScene::uses_image(std::string_view source) const {
  const std::uint32_t number = state_->strings.find(source);
  if (number == 0) return false;
  const auto uses = [&](const Drawing& drawing) {
    return std::any_of(drawing.images.begin(), drawing.images.end(),
                       [&](const ImageUse& use) { return use.source == number; });
  };
  return uses(state_->background.drawing) ||
         std::any_of(state_->entries.begin(), state_->entries.end(), [&](const auto& e) { return uses(e->drawing); });
}

std::size_t PageScene::placeholder_count() const {
  std::size_t count = 0;
  for (const auto& entry : state_->entries) {
    for (const PlaceholderNote& note : entry->drawing.placeholders) count += is_unsupported(note.reason) ? 1u : 0u;
  }
  return count;
}

std::size_t PageScene::top_level_count() const { return state_->entries.size(); }
NodeId PageScene::top_level(std::size_t index) const { return state_->entries[index]->node; }
std::span<const ElementView> PageScene::views(std::size_t top_level_index) const {
  return state_->entries[top_level_index]->drawing.views;
}

const ElementView* PageScene::find(NodeId node) const {
  const auto inside = state_->inner.find(node);
  const bool is_top = inside == state_->inner.end();
  const auto top = state_->top_index.find(is_top ? node : inside->second.top);
  if (top == state_->top_index.end()) return nullptr;
  const auto all = views(top->second);
  const std::size_t at = is_top ? 0 : inside->second.view;
  return at < all.size() ? &all[at] : nullptr;
}

std::vector<NodeId> PageScene::path_to(NodeId node) const {
  std::vector<NodeId> out;
  const ElementView* view = find(node);
  if (view == nullptr) return out;
  const auto inside = state_->inner.find(node);
  const auto all = views(state_->top_index.find(inside == state_->inner.end() ? node : inside->second.top)->second);
  for (;;) {
    out.insert(out.begin(), view->node);
    if (view->parent < 0) return out;
    view = &all[static_cast<std::size_t>(view->parent)];
  }
}

std::vector<std::uint32_t> PageScene::top_level_in(const Rect& rect) const {
  std::vector<std::uint32_t> out;
  state_->index.query(rect, out);
  std::sort(out.begin(), out.end());
  return out;
}

BuiltPage build_page(const Document& document, NodeId page, const Inputs& inputs) {
  PageScene scene(page);
  scene.update(document, inputs, {.everything = true});
  const auto words = scene.words();
  return {{words.begin(), words.end()}, scene.report()};
}

}  // namespace flashkit::display
