#pragma once
// What stands behind a handle of the boundary: something that takes frames and has frames to give.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flashkit::wasm {

struct Handle {
  virtual ~Handle() = default;
  virtual void dispatch(std::string_view frame) = 0;  // a frame that can not be read is passed over
  virtual std::string drain() = 0;                    // empty: nothing waits
  virtual std::span<const std::uint32_t> display_list(std::string_view) { return {}; }
  virtual std::vector<std::uint32_t> glyph_outline(std::string_view, std::uint32_t) { return {}; }
  std::string input;
  std::string output;
  std::span<const std::uint32_t> words;  // of the display list that was asked for; else the output stands
};

std::unique_ptr<Handle> make_session_handle();
std::unique_ptr<Handle> make_replica_handle();
// 1: an editor session, 2: a replica; null for anything else.
std::unique_ptr<Handle> make_handle(std::uint32_t kind);

}  // namespace flashkit::wasm
