#include "display/scene.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "display/display_list_detail.h"
#include "display/element_detail.h"
#include "display/spatial_index.h"

namespace flashkit::display {

using base::NodeId;
using document::Document;
using document::Key;
using document::Node;
using geometry::Rect;
using geometry::Size;

namespace {

constexpr std::uint32_t k_unnumbered = 0xFFFF'FFFFu;

struct Entry {
  NodeId node;
  std::string order;
  bool on_top = false;
  std::uint32_t node_text = 0;  // in the pool
  Drawing drawing;
};

// How a live top-level element stands among its siblings; nothing when it is not shown.
struct Standing {
  std::string order;
  bool on_top = false;
};
std::optional<Standing> standing_of(const Node& node, const Inputs& inputs) {
  if (node.removed) return std::nullopt;
  const Properties properties(node, inputs);
  if (!properties.shown(inputs.options)) return std::nullopt;
  return Standing{node.placement.order, properties.flag(Key::AlwaysOnTop, false)};
}

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

struct PageScene::State {
  NodeId page;
  bool built = false;
  Size size{1, 1};
  StringPool strings;
  GlyphBounds glyph_bounds;
  text::FontLibrary no_fonts;
  Entry background;
  std::vector<std::unique_ptr<Entry>> entries;                        // in draw order
  std::unordered_map<NodeId, std::uint32_t, base::IdHash> top_index;  // top-level node -> entry
  struct Inside {
    NodeId top;              // the top-level node
    std::uint32_t view = 0;  // of its views
  };
  std::unordered_map<NodeId, Inside, base::IdHash> inner;  // nodes inside groups
  SpatialIndex index;
  std::vector<std::uint32_t> words;
  TextMemos texts;
  std::unordered_set<NodeId, base::IdHash> lifted;     // the host follows these
  std::unordered_set<NodeId, base::IdHash> following;  // and did in the update before, too
  AssetWishes wishes;

  DrawContext context(const Document& document, const Inputs& inputs) {
    return {document, inputs, inputs.fonts != nullptr ? *inputs.fonts : no_fonts, strings, glyph_bounds, nullptr};
  }
  void lift(const std::vector<NodeId>& nodes);
  void wish(const Drawing& drawing);
  void draw_page(const Document& document, const Inputs& inputs, Damage& damage);
  // True when the orders have the words and strings that they had, so that they may be written over the old ones.
  bool draw(Entry& entry, const Document& document, const Inputs& inputs, Damage& damage, TextMemos* memos = nullptr);
  void patch(std::uint32_t index);
  void forget(const Entry& entry);
  void list_again(const Document& document, const Inputs& inputs, Damage& damage);
  bool mark(NodeId node, const Document& document, const Inputs& inputs,
            std::unordered_set<NodeId, base::IdHash>& dirty);
  void mark_assets(const SceneChange& change, std::unordered_set<NodeId, base::IdHash>& dirty, bool& page_dirty) const;
  void assemble();
  void compact_strings();
};

void PageScene::State::lift(const std::vector<NodeId>& nodes) {
  following.clear();
  for (const NodeId node : nodes) {
    if (lifted.count(node) != 0) following.insert(node);
  }
  lifted.clear();
  lifted.insert(nodes.begin(), nodes.end());
}

void PageScene::State::wish(const Drawing& drawing) {
  wishes.fonts.insert(wishes.fonts.end(), drawing.fonts_missing.begin(), drawing.fonts_missing.end());
  for (const ImageUse& use : drawing.images) {
    if (!use.known) wishes.images.push_back({strings.text(use.source), use.is_svg, false});
  }
}

namespace {

bool same_shape(const Orders& before, const Orders& now) {
  if (before.words.size() != now.words.size() || before.string_at != now.string_at) return false;
  return std::all_of(now.string_at.begin(), now.string_at.end(),
                     [&](std::uint32_t at) { return before.words[at] == now.words[at]; });
}

Rect painted_bounds_of(const Drawing& drawing) {
  return drawing.views.empty() ? Rect{0, 0, 0, 0} : drawing.views[0].painted_bounds;
}

std::uint32_t flags_of(const Drawing& drawing) {
  return !drawing.views.empty() && drawing.views[0].prompt ? k_row_prompt : 0;
}

}  // namespace

// Draws one top-level element anew. Its damage is where it was and where it is, if anything differs.
bool PageScene::State::draw(Entry& entry, const Document& document, const Inputs& inputs, Damage& damage,
                            TextMemos* memos) {
  forget(entry);
  Drawing before = std::move(entry.drawing);
  entry.drawing = Drawing();
  auto drawing_context = context(document, inputs);
  drawing_context.texts = memos;
  draw_element(drawing_context, entry.drawing, entry.node, -1, 0);
  for (std::uint32_t i = 0; i < entry.drawing.views.size(); ++i) {
    const ElementView& view = entry.drawing.views[i];
    entry.drawing.reach.add(view.painted_bounds);
    entry.drawing.reach.add(view.box.bounds());
    if (view.parent >= 0) inner.insert_or_assign(view.node, Inside{entry.node, i});
  }
  wish(entry.drawing);
  const bool same = same_shape(before.orders, entry.drawing.orders);
  if (before.orders == entry.drawing.orders || following.count(entry.node) != 0) return same;
  damage.add(before.reach);
  damage.add(entry.drawing.reach);
  return same;
}

// Writes an element's new words over its old ones. Its strings stand: their numbers in the list are kept.
void PageScene::State::patch(std::uint32_t index_of_entry) {
  const Drawing& drawing = entries[index_of_entry]->drawing;
  std::uint32_t* const row = words.data() + k_header_words + (std::size_t{index_of_entry} + 1) * k_row_words;
  const Rect bounds = painted_bounds_of(drawing);
  row[static_cast<std::size_t>(RowWord::Left)] = word_of(bounds.left);
  row[static_cast<std::size_t>(RowWord::Top)] = word_of(bounds.top);
  row[static_cast<std::size_t>(RowWord::Right)] = word_of(bounds.right);
  row[static_cast<std::size_t>(RowWord::Bottom)] = word_of(bounds.bottom);
  row[static_cast<std::size_t>(RowWord::Flags)] = flags_of(drawing);
  std::uint32_t* const to = words.data() + words[static_cast<std::size_t>(HeaderWord::OrdersAt)] +
                            row[static_cast<std::size_t>(RowWord::FirstOrder)];
  const Orders& orders = drawing.orders;
  auto next_string = orders.string_at.begin();
  for (std::size_t i = 0; i < orders.words.size(); ++i) {
    if (next_string != orders.string_at.end() && *next_string == i) {
      ++next_string;
    } else {
      to[i] = orders.words[i];
    }
  }
}

void PageScene::State::forget(const Entry& entry) {
  for (const ElementView& view : entry.drawing.views) {
    const auto found = inner.find(view.node);
    if (found != inner.end() && found->second.top == entry.node) inner.erase(found);
  }
}

void PageScene::State::draw_page(const Document& document, const Inputs& inputs, Damage& damage) {
  const Node* node = document.find(page);
  const Size new_size = page_size(document, page, inputs);
  Drawing drawing;
  auto drawing_context = context(document, inputs);
  if (node != nullptr && node->kind == document::Kind::Page) draw_background(drawing_context, drawing, *node, new_size);
  if (new_size != size || drawing.orders != background.drawing.orders) {
    damage.everything = true;
    damage.rects.clear();
  }
  size = new_size;
  wish(drawing);
  background.node = page;
  background.node_text = strings.number(base::to_text(page));
  background.drawing = std::move(drawing);
}

// The siblings in draw order; entries that stay are kept as they are, new ones are drawn.
void PageScene::State::list_again(const Document& document, const Inputs& inputs, Damage& damage) {
  std::unordered_map<NodeId, std::unique_ptr<Entry>, base::IdHash> old;
  std::vector<NodeId> old_order;
  for (auto& entry : entries) {
    old_order.push_back(entry->node);
    old.emplace(entry->node, std::move(entry));
  }
  entries.clear();
  const Node* node = document.find(page);
  std::vector<std::unique_ptr<Entry>> on_top;
  if (node != nullptr && node->kind == document::Kind::Page) {
    for (const NodeId child : node->children) {
      auto standing = standing_of(*document.find(child), inputs);
      if (!standing.has_value()) continue;
      auto found = old.find(child);
      std::unique_ptr<Entry> entry = found == old.end() ? nullptr : std::move(found->second);
      if (entry != nullptr) {
        old.erase(found);
        if (entry->order != standing->order || entry->on_top != standing->on_top) damage.add(entry->drawing.reach);
      } else {
        entry = std::make_unique<Entry>();
        entry->node = child;
        entry->node_text = strings.number(base::to_text(child));
        draw(*entry, document, inputs, damage);
      }
      entry->order = std::move(standing->order);
      entry->on_top = standing->on_top;
      (entry->on_top ? on_top : entries).push_back(std::move(entry));
    }
  }
  for (auto& entry : on_top) entries.push_back(std::move(entry));
  for (const NodeId gone : old_order) {
    const auto found = old.find(gone);
    if (found == old.end()) continue;
    damage.add(found->second->drawing.reach);
    forget(*found->second);
  }
  top_index.clear();
  std::vector<Rect> reaches;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    top_index.emplace(entries[i]->node, i);
    reaches.push_back(entries[i]->drawing.reach);
  }
  index.build(reaches);
}

// Finds what a changed node means here. True when the list of siblings is no longer right.
bool PageScene::State::mark(NodeId node, const Document& document, const Inputs& inputs,
                            std::unordered_set<NodeId, base::IdHash>& dirty) {
  bool relist = false;
  const auto look_at = [&](NodeId top) {
    const auto known = top_index.find(top);
    const Node* now = document.find(top);
    const bool here = now != nullptr && now->placement.parent == page;
    const auto standing = here ? standing_of(*now, inputs) : std::nullopt;
    if (known == top_index.end()) {
      relist = relist || standing.has_value();
      return;
    }
    const Entry& entry = *entries[known->second];
    if (!standing.has_value() || standing->order != entry.order || standing->on_top != entry.on_top) relist = true;
    if (standing.has_value()) dirty.insert(top);
  };
  // Where it was, and where it is.
  const auto inside = inner.find(node);
  look_at(inside == inner.end() ? node : inside->second.top);
  NodeId top = node;
  for (const Node* at = document.find(node); at != nullptr && !at->id.is_root(); at = document.find(top)) {
    if (at->placement.parent == page) {
      look_at(top);
      break;
    }
    top = at->placement.parent;
  }
  return relist;
}

void PageScene::State::mark_assets(const SceneChange& change, std::unordered_set<NodeId, base::IdHash>& dirty,
                                   bool& page_dirty) const {
  if (!change.fonts && change.images.empty()) return;
  std::unordered_set<std::uint32_t> sources;
  for (const std::string& image : change.images) sources.insert(strings.find(image));
  const auto uses = [&](const Drawing& drawing) {
    return std::any_of(drawing.images.begin(), drawing.images.end(),
                       [&](const ImageUse& use) { return sources.contains(use.source); });
  };
  for (const auto& entry : entries) {
    if ((change.fonts && !entry->drawing.fonts_missing.empty()) || uses(entry->drawing)) dirty.insert(entry->node);
  }
  page_dirty = page_dirty || uses(background.drawing);
}

namespace {

void append_row(std::vector<DisplayListWriter::Row>& rows, const Rect& bounds, const Drawing& drawing,
                std::uint32_t node_string) {
  const std::uint32_t first = rows.empty() ? 0 : rows.back().end_order;
  rows.push_back({.left = bounds.left,
                  .top = bounds.top,
                  .right = bounds.right,
                  .bottom = bounds.bottom,
                  .first_order = first,
                  .end_order = first + static_cast<std::uint32_t>(drawing.orders.words.size()),
                  .node_string = node_string,
                  .flags = flags_of(drawing)});
}

}  // namespace

// Strings get their numbers by first use, so that the words depend on the page alone and not on how it came to be.
void PageScene::State::assemble() {
  std::vector<std::uint32_t> numbers(strings.size(), k_unnumbered);
  std::vector<std::string_view> used{std::string_view()};
  numbers[0] = 0;
  std::size_t used_bytes = 0;
  const auto number_of_text = [&](std::uint32_t text) {
    if (numbers[text] == k_unnumbered) {
      numbers[text] = static_cast<std::uint32_t>(used.size());
      used.push_back(strings.text(text));
      used_bytes += used.back().size();
    }
    return numbers[text];
  };
  std::vector<DisplayListWriter::Row> rows;
  rows.reserve(entries.size() + 1);
  std::size_t orders_words = 0;
  const auto add = [&](const Entry& entry, const Rect& bounds) {
    const std::uint32_t node_string = number_of_text(entry.node_text);
    const Orders& orders = entry.drawing.orders;
    for (const std::uint32_t at : orders.string_at) number_of_text(orders.words[at]);
    append_row(rows, bounds, entry.drawing, node_string);
    orders_words += orders.words.size();
  };
  add(background, Rect::of(0, 0, size.width, size.height));
  for (const auto& entry : entries) {
    add(*entry, painted_bounds_of(entry->drawing));
  }
  words = begin_list(size.width, size.height, rows, orders_words, used_bytes, used.size());
  const auto copy = [&](const Orders& orders) {
    const std::size_t start = words.size();
    words.insert(words.end(), orders.words.begin(), orders.words.end());
    for (const std::uint32_t at : orders.string_at) words[start + at] = numbers[orders.words[at]];
  };
  copy(background.drawing.orders);
  for (const auto& entry : entries) copy(entry->drawing.orders);
  end_list(words, used);
  if (strings.size() > 4 * used.size() + 4096 || strings.bytes() > 4 * used_bytes + (8u << 20)) compact_strings();
}

// Drops strings that nothing uses any more: long editing of one page would gather them for ever.
void PageScene::State::compact_strings() {
  StringPool fresh;
  const auto move = [&](Entry& entry) {
    entry.node_text = fresh.number(strings.text(entry.node_text));
    Orders& orders = entry.drawing.orders;
    for (const std::uint32_t at : orders.string_at) orders.words[at] = fresh.number(strings.text(orders.words[at]));
    for (ImageUse& use : entry.drawing.images) use.source = fresh.number(strings.text(use.source));
  };
  move(background);
  for (const auto& entry : entries) move(*entry);
  strings = std::move(fresh);
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
