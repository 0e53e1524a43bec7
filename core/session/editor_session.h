#pragma once
// The editor of one tab: commands in, events out. It holds the open design as this person sees it, the camera, the
// selection and whatever gesture is under way, and never waits: what it cannot do itself (fonts, images, storing) it
// asks for by an event, and the answer comes as a command. Pure and deterministic: time stands in the commands and
// randomness in the seed of Start, so the same commands give the same events. Sessions know nothing of each other.
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "session/generated/local.pb.h"

namespace flashkit::session {

class EditorSession {
 public:
  EditorSession();
  ~EditorSession();
  EditorSession(EditorSession&&) noexcept;
  EditorSession& operator=(EditorSession&&) noexcept;

  // Runs to completion. Commands that make no sense now (no design open, an unknown node, a read-only design) change
  // nothing; those a person should hear about give a Notice.
  void dispatch(const Command& command);
  // The news since the last call, in order. Of Board, Camera, Overlay, Selection, DesignState, Saving, TextEditing,
  // Peers and PointerShape at most one each, and only when it differs from the last one given.
  std::vector<Event> drain();

  // The display list of a page (display/display_list.h), brought up to date by this call; empty for no such page. Valid
  // until the next call. What it still lacks is asked for by events of the next drain.
  std::span<const std::uint32_t> display_list(std::string_view page);
  // The outline of a glyph as words: f32 units per em, then a path as in the display list (its word count first) in
  // font units, y up.
  // Empty when no loaded font file has this hash.
  std::vector<std::uint32_t> glyph_outline(std::string_view font_file, std::uint32_t glyph) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace flashkit::session
