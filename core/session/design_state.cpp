#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/utf8.h"
#include "display/text_element.h"
#include "document/value.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/letter_styles_detail.h"
#include "session/news_detail.h"
#include "session/scenes_detail.h"

namespace flashkit::session {

using base::NodeId;
using document::Document;
using document::Kind;
using document::Node;

namespace {

constexpr std::size_t k_most_colours = 48;
constexpr std::size_t k_most_selected_states = 200;

// The first words of a text without tags, or the name of what the element is.
std::string label_of_node(const Node& node) {
  const std::string name = node.string(Field::Name);
  if (!name.empty()) return name;
  if (node.kind != Kind::Text) return node.type.empty() ? "element" : node.type;
  std::u32string out;
  bool in_tag = false;
  for (const char32_t letter : base::to_utf32(node.string(Field::Text))) {
    if (letter == U'<') in_tag = true;
    if (!in_tag) out += letter == U'\n' ? U' ' : letter;
    if (letter == U'>') in_tag = false;
    if (out.size() >= 40) break;
  }
  return out.empty() ? "text" : base::to_utf8(out);
}

std::vector<Layer> layers_of(const Document& document, NodeId parent, int depth) {
  std::vector<Layer> out;
  if (depth > display::k_max_depth) return out;
  std::vector<NodeId> children = document.live_children(parent);
  std::reverse(children.begin(), children.end());
  for (const NodeId id : children) {
    const Node& node = *document.find(id);
    Layer layer;
    layer.node = base::to_text(id);
    layer.type = node.type;
    layer.label = label_of_node(node);
    layer.visible = node.flag(Field::Visible);
    layer.locked = is_locked(document, id);
    if (node.kind == Kind::Group) layer.children = layers_of(document, id, depth + 1);
    out.push_back(std::move(layer));
  }
  return out;
}

// The first colours that elements really use, in tree order, each once: their kind has the key, and it is set.
class ColourList {
 public:
  bool full() const { return colours_.size() >= k_most_colours; }
  void add(const Node& node) {
    for (const Field key : {Field::Fill, Field::Stroke, Field::Color, Field::Background, Field::BackgroundColor}) {
      const document::Value* value = node.find(key);
      if (value == nullptr || !value->is_string()) continue;
      if (key == Field::Stroke && node.number(Field::StrokeWidth) <= 0) continue;
      if (key == Field::BackgroundColor && !node.flag(Field::BackgroundEnabled)) continue;
      add(value->as_string());
    }
  }
  void add(std::string colour) {
    const bool short_enough = !colour.empty() && colour.size() <= 32;  // no image addresses, no gradients
    if (!short_enough || colour.find('/') != std::string::npos || full()) return;
    if (seen_.insert(colour).second) colours_.push_back(std::move(colour));
  }
  std::vector<std::string> take() { return std::move(colours_); }

 private:
  std::set<std::string> seen_;
  std::vector<std::string> colours_;
};

void add_colours(const Document& document, NodeId parent, ColourList& out, int depth) {
  if (depth > display::k_max_depth) return;
  for (const NodeId id : document.find(parent)->children) {
    if (out.full()) return;
    const Node& node = *document.find(id);
    if (node.removed) continue;
    out.add(node);
    if (!node.children.empty()) add_colours(document, id, out, depth + 1);
  }
}

// A number that is another when live nodes of the page came, went or changed places.
void mix_order(const Document& document, NodeId parent, std::uint64_t& hash, int depth) {
  if (depth > display::k_max_depth) return;
  for (const NodeId id : document.find(parent)->children) {
    const Node& node = *document.find(id);
    if (node.removed) continue;
    hash = base::IdHash::mix(hash, base::IdHash()(id));
    if (node.children.empty()) continue;
    mix_order(document, id, hash, depth + 1);
    hash = base::IdHash::mix(hash, 1);
  }
}

// Brings what is told of a page up to date. True when the skin has to hear it.
bool renew(const Document& document, const BoardPage& place, ToldPage& told) {
  const Node& node = *document.find(place.page);
  if (told.places) {
    std::uint64_t order = 1;
    mix_order(document, place.page, order, 0);
    if (order != told.order) told.names = told.paints = true;
    told.order = order;
    told.places = false;
  }
  if (told.paints) {
    ColourList colours;
    colours.add(node);
    add_colours(document, place.page, colours, 0);
    told.colours = colours.take();
    told.paints = false;
  }
  const bool same_size = told.state.width == place.width && told.state.height == place.height;
  if (!told.names && same_size) return false;
  PageState page;
  page.page = base::to_text(place.page);
  page.width = place.width;
  page.height = place.height;
  page.background = node.string(Field::Background);
  page.layers = layers_of(document, place.page, 0);
  told.names = false;
  if (page == told.state) return false;
  told.state = std::move(page);
  return true;
}

NodeState state_of(Desk& desk, NodeId id) {
  const Document& document = desk.document();
  const Node& node = *document.find(id);
  NodeState out;
  out.node = base::to_text(id);
  out.type = node.type;
  out.name = node.string(Field::Name);
  out.locked = is_locked(document, id);
  if (const auto frame = frame_of_node(desk, id)) out.placement = message_of(*frame);
  if (const display::PageScene* scene = scene_of(desk, document.page_of(id))) {
    const display::ElementView* view = scene->find(id);
    out.placeholder = view != nullptr && view->placeholder;
  }
  out.undrawn = undrawn_of(desk, id);
  for (const document::PropertyRow& row : document::properties_of(node.kind)) {
    const document::Value* value = node.find(row.key);
    PropertyValue property;
    property.key = document::name_of(row.key);
    property.value = value == nullptr || value->is_null() ? row.default_json : value->json_text();
    if (node.kind == Kind::Text && display::is_letter_property(row.key)) {
      property.value = style_of_selected_letters(desk, id, row.key).value_or(std::move(property.value));
    }
    out.properties.push_back(std::move(property));
  }
  return out;
}

}  // namespace

Selection selection_of(Desk& desk) {
  Selection out;
  if (!desk.page.is_root()) out.page = base::to_text(desk.page);
  for (const NodeId id : desk.selected) {
    if (out.nodes.size() >= k_most_selected_states) break;
    out.nodes.push_back(state_of(desk, id));
  }
  return out;
}

void note_told_pages(Desk& desk, std::span<const operations::Change> changes) {
  for (const operations::Change& change : changes) {
    const bool in_place = change.what == operations::What::Property || change.what == operations::What::Text;
    if (!in_place) {
      // Where it was before is not known any more.
      for (auto& [page, told] : desk.told_pages) told.places = true;
      continue;
    }
    const auto told = desk.told_pages.find(desk.document().page_of(change.node));
    if (told == desk.told_pages.end()) continue;
    constexpr Field k_names[] = {Field::Name, Field::Text, Field::Visible, Field::Draggable, Field::Background};
    constexpr Field k_paints[] = {Field::Fill,
                                  Field::Stroke,
                                  Field::Color,
                                  Field::Background,
                                  Field::StrokeWidth,
                                  Field::BackgroundColor,
                                  Field::BackgroundEnabled};
    const auto is_changed = [&](Field key) { return document::number_of(key) == change.key; };
    told->second.names = told->second.names || std::any_of(std::begin(k_names), std::end(k_names), is_changed);
    told->second.paints = told->second.paints || std::any_of(std::begin(k_paints), std::end(k_paints), is_changed);
  }
}

DesignState design_state_of(Desk& desk) {
  const Document& document = desk.document();
  DesignState out;
  out.name = document.root().string(Field::Name);
  ColourList colours;
  std::map<NodeId, ToldPage> before = std::move(desk.told_pages);
  desk.told_pages.clear();
  for (const BoardPage& place : desk.board) {
    ToldPage& told = desk.told_pages[place.page];
    if (const auto known = before.find(place.page); known != before.end()) told = std::move(known->second);
    PageState page;
    if (renew(document, place, told)) {
      page = told.state;
    } else {
      page.page = told.state.page;
      page.unchanged = true;
    }
    out.pages.push_back(std::move(page));
    for (const std::string& colour : told.colours) {
      if (colours.full()) break;
      colours.add(colour);
    }
    const auto book = desk.pages.find(place.page);
    if (book != desk.pages.end() && book->second.scene != nullptr) {
      out.placeholders += static_cast<std::uint32_t>(book->second.scene->placeholder_count());
    }
  }
  out.colours = colours.take();
  out.can_undo = desk.undo.can_undo();
  out.can_redo = desk.undo.can_redo();
  out.can_undo_restore = desk.restored_steps > 0;
  out.read_only = !can_edit(desk);
  out.tool = desk.tool;
  if (desk.shown_version) {
    out.version = desk.shown_version->seq;
    out.may_restore = desk.role == sync::Role::Edit;
  }
  return out;
}

Board board_of(Desk& desk) {
  Board out;
  for (const BoardPage& place : desk.board) {
    PageOnBoard page;
    page.page = base::to_text(place.page);
    page.x = place.x;
    page.y = place.y;
    page.width = place.width;
    page.height = place.height;
    page.version = book_of(desk, place.page).version;
    out.pages.push_back(std::move(page));
  }
  return out;
}

}  // namespace flashkit::session
