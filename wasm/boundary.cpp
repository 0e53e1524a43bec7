// The C functions that JavaScript calls: bytes in, bytes out, nothing per feature (docs/contracts.md). This file holds
// the only table of handles. Pointers given out are valid until the next call for the same handle.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/number.h"
#include "interchange/recolour.h"
#include "interchange/svg_frame.h"
#include "wasm/handle.h"

namespace flashkit::wasm {
namespace {

struct Table {
  std::uint32_t next = 1;
  std::map<std::uint32_t, std::unique_ptr<Handle>> handles;
};

Table& table() {
  static Table all;
  return all;
}

Handle* find(std::uint32_t handle) {
  const auto found = table().handles.find(handle);
  return found == table().handles.end() ? nullptr : found->second.get();
}

}  // namespace
}  // namespace flashkit::wasm

using flashkit::wasm::find;
using flashkit::wasm::Handle;

extern "C" {

// 0 for an unknown kind.
EMSCRIPTEN_KEEPALIVE std::uint32_t fk_create(std::uint32_t kind) {
  std::unique_ptr<Handle> made = flashkit::wasm::make_handle(kind);
  if (made == nullptr) return 0;
  flashkit::wasm::Table& all = flashkit::wasm::table();
  all.handles[all.next] = std::move(made);
  return all.next++;
}

EMSCRIPTEN_KEEPALIVE void fk_destroy(std::uint32_t handle) { flashkit::wasm::table().handles.erase(handle); }

EMSCRIPTEN_KEEPALIVE std::uint8_t* fk_input(std::uint32_t handle, std::uint32_t size) {
  Handle* to = find(handle);
  if (to == nullptr) return nullptr;
  to->input.resize(size);
  return reinterpret_cast<std::uint8_t*>(to->input.data());
}

EMSCRIPTEN_KEEPALIVE void fk_dispatch(std::uint32_t handle, std::uint32_t size) {
  Handle* to = find(handle);
  if (to == nullptr || size > to->input.size()) return;
  to->words = {};
  const std::string frame = std::move(to->input);
  to->input.clear();
  to->dispatch(std::string_view(frame).substr(0, size));
}

EMSCRIPTEN_KEEPALIVE std::uint32_t fk_drain(std::uint32_t handle) {
  Handle* to = find(handle);
  if (to == nullptr) return 0;
  to->words = {};
  to->output = to->drain();
  return static_cast<std::uint32_t>(to->output.size());
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* fk_output(std::uint32_t handle) {
  Handle* to = find(handle);
  if (to == nullptr) return nullptr;
  const void* const from = to->words.empty() ? static_cast<const void*>(to->output.data()) : to->words.data();
  return static_cast<const std::uint8_t*>(from);
}

EMSCRIPTEN_KEEPALIVE std::uint32_t fk_display_list(std::uint32_t handle, std::uint32_t size) {
  Handle* to = find(handle);
  if (to == nullptr || size > to->input.size()) return 0;
  // Read where it stands: a list is read again in every frame of a drag.
  to->words = to->display_list(std::string_view(to->input).substr(0, size));
  return static_cast<std::uint32_t>(to->words.size());
}

EMSCRIPTEN_KEEPALIVE std::uint32_t fk_glyph_outline(std::uint32_t handle, std::uint32_t size, std::uint32_t glyph) {
  Handle* to = find(handle);
  if (to == nullptr || size > to->input.size()) return 0;
  to->words = {};
  const std::vector<std::uint32_t> words = to->glyph_outline(std::string_view(to->input).substr(0, size), glyph);
  to->output.assign(reinterpret_cast<const char*>(words.data()), words.size() * sizeof(std::uint32_t));
  return static_cast<std::uint32_t>(words.size());
}

// An SVG file and then a JSON map of colours stand in the input; a line with the file's natural size and then the file,
// recoloured and framed, stand in the output. Size 0: its natural one. 0 for what is no SVG file.
EMSCRIPTEN_KEEPALIVE std::uint32_t fk_svg(std::uint32_t handle, std::uint32_t svg_size, std::uint32_t colours_size,
                                          double width_px, double height_px) {
  namespace interchange = flashkit::interchange;
  using flashkit::base::shortest;
  Handle* to = find(handle);
  if (to == nullptr || svg_size > to->input.size() || colours_size > to->input.size() - svg_size) return 0;
  const std::string_view input(to->input);
  std::optional<interchange::SvgSize> size;
  if (width_px > 0 && height_px > 0) size = {width_px, height_px};
  const auto framed = interchange::frame_svg(
      interchange::svg_recolour(input.substr(0, svg_size), input.substr(svg_size, colours_size)), size);
  if (!framed.has_value()) return 0;
  to->words = {};
  to->output = shortest(framed->natural.width_px) + " " + shortest(framed->natural.height_px) + "\n" + framed->text;
  return static_cast<std::uint32_t>(to->output.size());
}

}  // extern "C"
