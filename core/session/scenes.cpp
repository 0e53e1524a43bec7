#include <algorithm>

#include "session/elements_detail.h"
#include "session/scenes_detail.h"

namespace flashkit::session {

using base::NodeId;

PageBook& book_of(Desk& desk, NodeId page) { return desk.pages[page]; }

namespace {

void ask_for_assets(Desk& desk, const display::AssetWishes& wishes) {
  Device& device = desk.device;
  for (const std::string& file : wishes.fonts) {
    if (!device.fonts_asked.insert(file).second) continue;
    NeedFont need;
    need.file = file;
    device.say(std::move(need));
  }
  for (const display::ImageNote& image : wishes.images) {
    if (!device.images_asked.insert(image.source).second) continue;
    NeedImage need;
    need.source = image.source;
    need.svg = image.is_svg;
    device.say(std::move(need));
  }
}

void mark(Desk& desk, PageBook& book) {
  desk.pages_marked = true;
  book.stale = true;
  if (!book.announce) {
    ++book.version;
    book.announce = true;
  }
}

// Every page is laid out anew: a text that was drawn with a stand-in does not say so.
void note_other_fonts(Desk& desk) {
  for (auto& [page, book] : desk.pages) {
    book.change.everything = true;
    mark(desk, book);
  }
  desk.overlay_changed = desk.selection_changed = true;
  if (desk.text_edit) desk.text_edit->carets.reset();
}

void name_fonts(Desk& desk) {
  Device& device = desk.device;
  device.fonts.clear_custom();
  for (const display::CustomFont& font : *desk.fonts) {
    const auto known = device.fonts_by_source.find(font.source);
    if (known != device.fonts_by_source.end()) device.fonts.name_custom(font.family, font.style, known->second);
  }
}

// Addresses of other sites are not asked for: the page may not fetch from them, and previews and exports do not.
bool is_on_device(std::string_view source) { return source.starts_with("data:") || source.starts_with("blob:"); }

// Asks for the fonts that the design brings along, and gives their names to those that are here.
void renew_fonts(Desk& desk) {
  if (!desk.fonts_marked) return;
  desk.fonts_marked = false;
  std::vector<display::CustomFont> now = display::custom_fonts_of(desk.document());
  if (desk.fonts.has_value() && *desk.fonts == now) return;
  desk.fonts = std::move(now);
  name_fonts(desk);
  note_other_fonts(desk);
  Device& device = desk.device;
  for (const display::CustomFont& font : *desk.fonts) {
    if (!is_on_device(font.source) || device.fonts_by_source.contains(font.source)) continue;
    if (!device.fonts_asked.insert(font.source).second) continue;
    NeedFont need;
    need.source = font.source;
    device.say(std::move(need));
  }
}

}  // namespace

display::PageScene* scene_of(Desk& desk, NodeId page) {
  renew_fonts(desk);
  if (!is_page(desk.document(), page)) return nullptr;
  PageBook& book = book_of(desk, page);
  if (book.scene == nullptr) {
    book.scene = std::make_unique<display::PageScene>(page);
    book.stale = true;
  }
  if (book.stale) {
    book.change.lifted = lifted_nodes(desk);
    const display::Damage damage = book.scene->update(desk.document(), inputs_of(desk), book.change);
    book.damage.add(damage);
    book.change = {};
    book.stale = false;
    ask_for_assets(desk, book.scene->take_wishes());
  }
  return book.scene.get();
}

namespace {

// Cheap enough to ask of every element under the pointer; only then the report of the page is read.
bool may_be_undrawn(const Desk& desk, const display::PageScene& scene, NodeId id) {
  const display::ElementView* view = scene.find(id);
  if (view == nullptr || view->placeholder) return view != nullptr;
  const document::Node* node = desk.document().find(id);
  if (node->kind != document::Kind::Image && node->kind != document::Kind::Svg) return false;
  const auto known = desk.device.images.find(node->string(document::Key::Src));
  return known == desk.device.images.end() || known->second.failed;
}

}  // namespace

std::optional<Undrawn> undrawn_of(Desk& desk, NodeId node) {
  const display::PageScene* scene = scene_of(desk, desk.document().page_of(node));
  if (scene == nullptr) return std::nullopt;
  std::vector<NodeId> suspects;
  for (const NodeId id : leaves_of(desk.document(), node)) {
    if (may_be_undrawn(desk, *scene, id)) suspects.push_back(id);
  }
  if (suspects.empty()) return std::nullopt;
  std::sort(suspects.begin(), suspects.end());
  const display::PageReport report = scene->report();
  for (const display::PlaceholderNote& note : report.placeholders) {
    if (!std::binary_search(suspects.begin(), suspects.end(), note.node)) continue;
    Undrawn out;
    out.reason = display::name_of(note.reason);
    out.detail = note.detail;
    return out;
  }
  return std::nullopt;
}

void note_scene_changes(Desk& desk, std::span<const operations::Change> changes) {
  const document::Document& document = desk.document();
  for (const operations::Change& change : changes) {
    const document::Node* node = document.find(change.node);
    if (node != nullptr && node->kind == document::Kind::Root) {
      if (change.key == document::number_of(document::Key::Fonts)) desk.fonts_marked = true;
      for (auto& [page, book] : desk.pages) {
        book.change.nodes.push_back(change.node);
        mark(desk, book);
      }
      continue;
    }
    const NodeId now_on = node == nullptr ? NodeId{} : document.page_of(change.node);
    const bool stays = change.what == operations::What::Property || change.what == operations::What::Text;
    for (auto& [page, book] : desk.pages) {
      const bool was_here = !stays && book.scene != nullptr && book.scene->find(change.node) != nullptr;
      if (page != now_on && !was_here) continue;
      book.change.nodes.push_back(change.node);
      mark(desk, book);
    }
  }
}

void note_fonts(Desk& desk) {
  for (auto& [page, book] : desk.pages) {
    book.change.fonts = true;
    mark(desk, book);
  }
  desk.overlay_changed = desk.selection_changed = true;
  if (desk.text_edit) desk.text_edit->carets.reset();
}

void note_image(Desk& desk, const std::string& source) {
  for (auto& [page, book] : desk.pages) {
    book.change.images.push_back(source);
    if (book.scene == nullptr) continue;
    if (book.scene->uses_image(source)) mark(desk, book);
  }
}

bool in_view(const Desk& desk, const BoardPage& page) {
  const ViewSize& view = desk.device.view;
  const double zoom = desk.camera.zoom();
  const double left = desk.camera.to_view_x(page.x);
  const double top = desk.camera.to_view_y(page.y);
  return left < view.width_px && top < view.height_px && left + page.width * zoom > 0 && top + page.height * zoom > 0;
}

std::vector<NodeId> lifted_nodes(const Desk& desk) {
  // Beyond this, painting them in every frame is no less than painting tiles.
  constexpr std::size_t k_most_lifted = 300;
  std::vector<NodeId> out;
  const bool dragging = desk.gesture != nullptr && desk.gesture->moves_elements();
  if (!dragging || desk.selected.size() > k_most_lifted) return out;
  for (const NodeId id : desk.selected) out.push_back(top_level_of(desk.document(), id));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

namespace {

void announce(Desk& desk, PageBook& book, NodeId page) {
  book.announce = false;
  const bool nothing = !book.stale && book.damage.none();
  if (nothing && book.version > 1 && lifted_nodes(desk).empty()) return;
  PagePainted painted;
  painted.page = base::to_text(page);
  painted.version = book.version;
  if (!book.damage.everything && !book.stale) {
    for (const Rect& rect : book.damage.rects) {
      Box box;
      box.x = rect.left;
      box.y = rect.top;
      box.width = rect.width();
      box.height = rect.height();
      painted.damage.push_back(box);
    }
  }
  painted.undamaged = nothing && book.version > 1;
  book.damage = {};
  desk.device.say(std::move(painted));
}

}  // namespace

void announce_pages(Desk& desk) {
  renew_fonts(desk);
  const double view_top = desk.camera.to_board_y(0);
  const double view_bottom = desk.camera.to_board_y(desk.device.view.height_px);
  // Pages lie below each other; those out of view have news only when something was marked.
  auto place = desk.board.begin();
  if (!desk.pages_marked) {
    place = std::partition_point(desk.board.begin(), desk.board.end(),
                                 [&](const BoardPage& page) { return page.y + page.height <= view_top; });
  }
  for (; place != desk.board.end(); ++place) {
    if (!desk.pages_marked && place->y >= view_bottom) break;
    const bool seen = in_view(desk, *place);
    PageBook& book = book_of(desk, place->page);
    if (seen) scene_of(desk, place->page);
    if (book.announce && (seen || book.asked)) announce(desk, book, place->page);
  }
  desk.pages_marked = false;
}

void set_font(Device& device, Desk* desk, const FontLoaded& message) {
  if (message.bytes.empty()) return;  // the next design that is opened asks again
  base::Bytes bytes = base::copy_of(base::bytes_of(message.bytes));
  if (message.source.empty()) {
    if (device.fonts.add(std::move(bytes)).ok() && desk != nullptr) note_fonts(*desk);
    return;
  }
  const auto font = device.fonts.load(std::move(bytes));
  if (!font.ok()) return;
  device.fonts_by_source.insert_or_assign(message.source, font.value());
  if (desk == nullptr || !desk->fonts.has_value()) return;
  name_fonts(*desk);
  note_other_fonts(*desk);
}

void set_image(Device& device, Desk* desk, const ImageLoaded& message) {
  display::ImageInfo info;
  info.failed = !(message.width > 0 && message.height > 0);
  info.size_px = {message.width, message.height};
  device.images[message.source] = info;
  if (desk != nullptr) note_image(*desk, message.source);
}

}  // namespace flashkit::session
