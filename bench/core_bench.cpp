// The engine natively, as JSON lines like those of lines.mjs: core_bench SCENE_5000.json SCENE_30.json FONTS.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "bench/collaboration.h"
#include "bench/lines.h"
#include "display/hit.h"
#include "display/scene.h"
#include "interchange/import.h"
#include "operations/apply.h"
#include "operations/builder.h"
#include "painters/render.h"
#include "sync/checkpoint.h"
#include "sync/view.h"

namespace {

using namespace flashkit;
using bench::milliseconds;

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void report(const char* bench, const char* unit, std::vector<double> samples) {
  bench::report(bench, "flashkit", unit, std::move(samples));
}

void repeat(const char* bench, int times, const std::function<void()>& work) {
  work();
  std::vector<double> samples;
  for (int i = 0; i < times; ++i) samples.push_back(milliseconds(work));
  report(bench, "ms", samples);
}

document::Document open(const std::string& json) {
  const auto imported = interchange::import_polotno(json);
  FLASHKIT_ASSERT(imported.ok());
  return interchange::build_document(imported.value(), {{1, 1}, 1});
}

void scene_work(const std::string& json, const painters::FontFolder& fonts) {
  repeat("open_5000_document", 10, [&] { open(json); });
  const document::Document document = open(json);
  text::FontLibrary library;
  library.set_catalog(fonts.catalog());
  for (const auto& face : fonts.catalog().faces()) {
    if (face.family != "Roboto") continue;
    auto bytes = fonts.load(face.file);
    if (bytes.ok()) (void)library.add(std::move(bytes).value());
  }
  const display::Inputs inputs{.fonts = &library};
  std::vector<display::PageScene> scenes;
  const auto build = [&] {
    scenes.clear();
    for (const base::NodeId page : document.live_children({})) {
      scenes.emplace_back(page);
      scenes.back().update(document, inputs, {.everything = true});
    }
  };
  repeat("open_5000_display_lists", 5, build);
  std::vector<double> hits;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const auto& scene = scenes[i % scenes.size()];
    const geometry::Point point{static_cast<double>(i * 7919 % 1080), static_cast<double>(i * 104729 % 1350)};
    hits.push_back(1000 * milliseconds([&] { (void)display::hit_test(scene, point); }));
  }
  report("hit_test", "us", hits);
  // One element moves: what a drag costs per frame besides painting.
  const base::NodeId page = document.live_children({}).front();
  const base::NodeId moved = document.live_children(page).front();
  display::Overrides overrides;
  std::vector<double> drags;
  for (int i = 0; i < 500; ++i) {
    document::Placement placement = document.find(moved)->placement;
    placement.x += i;
    overrides[moved].placement = placement;
    const display::Inputs live{.fonts = &library, .overrides = &overrides};
    display::SceneChange change;
    change.nodes = {moved};
    drags.push_back(milliseconds([&] { scenes.front().update(document, live, change); }));
  }
  report("drag_one_relayout", "ms", drags);
}

void render_work(const std::string& json, const painters::FontFolder& fonts) {
  const document::Document document = open(json);
  painters::FileAssets assets("", "");
  painters::Renderer renderer(fonts, assets);
  const painters::RenderRequest request{.format = painters::Format::Jpeg, .pages = document.live_children({})};
  repeat("render_jpeg_30", 40, [&] { FLASHKIT_ASSERT(renderer.render(document, request).ok()); });
}

// What a device holds of a design, for the browser's benchmark to open.
int write_checkpoint(const char* scene, const char* out) {
  std::ofstream file(out, std::ios::binary);
  file << sync::write_checkpoint(1, {}, open(read(scene)));
  return file.good() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 4 && std::string(arguments[1]) == "checkpoint") return write_checkpoint(arguments[2], arguments[3]);
  if (count == 2 && std::string(arguments[1]) == "collaboration") {
    bench::collaboration();
    return 0;
  }
  if (count != 4) {
    std::fprintf(stderr,
                 "core_bench SCENE_5000.json SCENE_30.json FONTS | core_bench checkpoint SCENE.json OUT.json | "
                 "core_bench collaboration\n");
    return 2;
  }
  const auto fonts = painters::FontFolder::open(arguments[3]);
  if (!fonts.ok()) {
    std::fprintf(stderr, "core_bench: %s\n", fonts.error().rule);
    return 1;
  }
  bench::collaboration();
  scene_work(read(arguments[1]), fonts.value());
  render_work(read(arguments[2]), fonts.value());
  return 0;
}
