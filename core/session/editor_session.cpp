#include "session/editor_session.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.h"
#include "session/actions_detail.h"
#include "session/desk_detail.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/input_detail.h"
#include "session/insert_detail.h"
#include "session/news_detail.h"
#include "session/opening_detail.h"
#include "session/outline_words_detail.h"
#include "session/presence_detail.h"
#include "session/scenes_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"
#include "session/version_detail.h"

namespace flashkit::session {

struct EditorSession::State {
  Device device;
  std::unique_ptr<Desk> desk;

  void start(const Start& message);
  void open(const OpenDesign& message);
  void close();
  void resize(const Viewport& message);
  void introduce(const Introduce& message);
  void for_desk(const Command& command);
};

EditorSession::EditorSession() : state_(std::make_unique<State>()) {}
EditorSession::~EditorSession() = default;
EditorSession::EditorSession(EditorSession&&) noexcept = default;
EditorSession& EditorSession::operator=(EditorSession&&) noexcept = default;

void EditorSession::State::start(const Start& message) {
  device.rng = Rng(message.seed);
  device.mac = message.platform == "mac";
  device.colour = own_colour(Rng(message.seed + "colour"));
  if (message.font_catalog.empty()) return;
  auto catalog = text::FontCatalog::parse(message.font_catalog);
  if (catalog.ok()) {
    device.fonts.set_catalog(std::move(catalog).value());
  } else {
    say_notice(device, "error", "The list of fonts can not be read.", catalog.error().rule);
  }
}

void EditorSession::State::open(const OpenDesign& message) {
  close();
  // What failed for the last design may come now.
  device.fonts_asked.clear();
  for (auto image = device.images.begin(); image != device.images.end();) {
    image = image->second.failed ? device.images.erase(image) : std::next(image);
  }
  device.images_asked.clear();
  desk = open_design(device, message);
}

void EditorSession::State::close() {
  if (desk != nullptr) close_design(*desk);
  desk.reset();
}

void EditorSession::State::resize(const Viewport& message) {
  const ViewSize before = device.view;
  device.view = {std::clamp(message.width, 0.0, 1e5), std::clamp(message.height, 0.0, 1e5), message.pixel_ratio};
  if (desk != nullptr) view_resized(*desk, before);
}

void EditorSession::State::introduce(const Introduce& message) {
  constexpr std::size_t k_longest_name = 64;
  std::u32string name = base::to_utf32(message.name);
  if (name.size() > k_longest_name) name.resize(k_longest_name);
  device.name = name.empty() ? "Guest" : base::to_utf8(name);
  if (message.colour != 0) device.colour = message.colour & 0xFFFFFFu;
  if (desk != nullptr) desk->presence_dirty = desk->overlay_changed = true;
}

namespace {

template <class Message>
const Message* as(const Command& command) {
  return std::get_if<Message>(&command.kind);
}

bool input_command(Desk& desk, const Command& command) {
  if (const auto* pointer = as<Pointer>(command)) return on_pointer(desk, *pointer), true;
  if (const auto* wheel = as<Wheel>(command)) return on_wheel(desk, *wheel), true;
  if (const auto* pinch = as<Pinch>(command)) return on_pinch(desk, *pinch), true;
  if (const auto* key = as<Key>(command)) return on_key(desk, *key), true;
  if (const auto* text = as<TextInput>(command)) return type_text(desk, *text), true;
  return false;
}

}  // namespace

void EditorSession::State::for_desk(const Command& command) {
  if (input_command(*desk, command)) return;
  if (const auto* action = as<Action>(command)) return on_action(*desk, *action);
  if (const auto* tool = as<ChooseTool>(command)) return choose_tool(*desk, tool->tool);
  if (const auto* insert = as<Insert>(command)) return insert_element(*desk, *insert);
  if (const auto* properties = as<SetProperties>(command)) return set_properties(*desk, *properties);
  if (const auto* placement = as<SetPlacement>(command)) return set_placement(*desk, *placement);
  if (const auto* move = as<MoveNode>(command)) return move_node(*desk, *move);
  if (const auto* select = as<Select>(command)) return end_text_edit(*desk), select_nodes(*desk, *select);
  if (const auto* rename = as<Rename>(command)) return rename_design(*desk, *rename);
  if (const auto* text = as<Paste>(command)) return paste(*desk, *text);
  if (as<ExportPolotno>(command) != nullptr) return export_polotno(*desk);
  if (const auto* version = as<ShowVersion>(command)) return show_version(*desk, *version);
  if (as<RestoreVersion>(command) != nullptr) return restore_version(*desk);
}

void EditorSession::dispatch(const Command& command) {
  State& state = *state_;
  state.device.now_ms = std::max(state.device.now_ms, command.now_ms);
  Desk* desk = state.desk.get();
  if (desk != nullptr) {
    finish_idle_burst(*desk);
    // A timer may fire a little early; then the wish is said once more.
    if (as<Tick>(command) != nullptr) {
      desk->given.wake.reset();
      scroll_at_edge(*desk);
    }
  }
  if (const auto* start = as<Start>(command)) return state.start(*start);
  if (const auto* open = as<OpenDesign>(command)) return state.open(*open);
  if (as<CloseDesign>(command) != nullptr) return state.close();
  if (const auto* view = as<Viewport>(command)) return state.resize(*view);
  if (const auto* person = as<Introduce>(command)) return state.introduce(*person);
  if (const auto* font = as<FontLoaded>(command)) return set_font(state.device, desk, *font);
  if (const auto* image = as<ImageLoaded>(command)) return set_image(state.device, desk, *image);
  if (const auto* said = as<ReplicaSaid>(command)) return on_replica(state.device, desk, *said);
  // A change that was refused has a way out in a design that can not be edited, too.
  if (const auto* kept = as<SettleKept>(command)) return desk == nullptr ? void() : settle_kept(*desk, *kept);
  if (desk != nullptr && desk->complete) state.for_desk(command);
}

std::vector<Event> EditorSession::drain() {
  if (state_->desk != nullptr) gather_news(*state_->desk);
  return std::exchange(state_->device.said, {});
}

std::span<const std::uint32_t> EditorSession::display_list(std::string_view page) {
  Desk* desk = state_->desk.get();
  if (desk == nullptr) return {};
  const auto id = node_of(*desk, page);
  if (!id) return {};
  display::PageScene* scene = scene_of(*desk, *id);
  if (scene == nullptr) return {};
  PageBook& book = book_of(*desk, *id);
  if (!book.asked) desk->pages_marked = true;
  book.asked = true;
  return scene->words();
}

std::vector<std::uint32_t> EditorSession::glyph_outline(std::string_view font_file, std::uint32_t glyph) const {
  return outline_words(state_->device.fonts, font_file, glyph);
}

}  // namespace flashkit::session
