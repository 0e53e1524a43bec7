#include "base/proto.h"
#include "session/editor_session.h"
#include "wasm/handle.h"

namespace flashkit::wasm {

namespace {

class SessionHandle : public Handle {
 public:
  void dispatch(std::string_view frame) override {
    const auto command = session::decode_command(frame);
    if (command.ok()) session_.dispatch(command.value());
  }
  std::string drain() override {
    session::Events events;
    events.events = session_.drain();
    return events.events.empty() ? std::string() : base::encoded(events);
  }
  std::span<const std::uint32_t> display_list(std::string_view page) override { return session_.display_list(page); }
  std::vector<std::uint32_t> glyph_outline(std::string_view font, std::uint32_t glyph) override {
    return session_.glyph_outline(font, glyph);
  }

 private:
  session::EditorSession session_;
};

}  // namespace

std::unique_ptr<Handle> make_session_handle() { return std::make_unique<SessionHandle>(); }

std::unique_ptr<Handle> make_handle(std::uint32_t kind) {
  if (kind == 1) return make_session_handle();
  if (kind == 2) return make_replica_handle();
  return nullptr;
}

}  // namespace flashkit::wasm
