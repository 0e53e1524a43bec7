// In place of two parts of the server that decide nothing here: its log writes to nobody, its pictures are not painted.
#include "server/log.h"
#include "server/pictures.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {
World* running_world = nullptr;
}

namespace flashkit::server {

// Two checkpoints of one number that differ: the server only says so.
void Log::write(std::string_view /*level*/, std::string_view what, Fields /*fields*/) {
  simulator::World* world = simulator::running_world;
  if (world == nullptr) return;
  world->note(what);
  if (what == "two checkpoints of one number differ") world->fail("I5", "two nodes made different checkpoints");
}

class Pictures::Painting {};
Pictures::Pictures(Parts& parts, States& states, std::string fonts, std::chrono::milliseconds images_time)
    : parts_(parts), states_(states), fonts_(std::move(fonts)), images_time_(images_time) {}
Pictures::~Pictures() = default;
void Pictures::make_preview(base::DocumentId /*document*/, DoneCallback /*done*/) {}
void Pictures::pointer(base::DocumentId /*document*/, PointerCallback done) {
  done(base::Error{base::Errc::NotFound, "there are no pictures here"});
}
base::Result<std::string> Pictures::paint_preview(const document::Document& /*document*/) {
  return base::Error{base::Errc::NotFound, "there are no pictures here"};
}

}  // namespace flashkit::server
