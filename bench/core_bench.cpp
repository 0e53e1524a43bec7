// The engine natively, as JSON lines like those of lines.mjs: core_bench SCENE_5000.json SCENE_30.json FONTS.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

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

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

double milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void report(const char* bench, const char* unit, std::vector<double> samples, const std::string& more = {}) {
  std::sort(samples.begin(), samples.end());
  const auto at = [&](double share) {
    return samples[std::min(samples.size() - 1, static_cast<std::size_t>(share * static_cast<double>(samples.size())))];
  };
  std::printf(R"({"bench":"%s","subject":"flashkit","unit":"%s","p50":%.4g,"p95":%.4g,"p99":%.4g,"n":%zu%s})"
              "\n",
              bench, unit, at(0.5), at(0.95), at(0.99), samples.size(), more.c_str());
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

// The tape of collaboration.mjs: 100,000 sets on 5,000 elements, each an operation of its own.
void apply_sets() {
  const base::ClientId client{1, 2};
  operations::OperationBuilder create(client, 1);
  const base::NodeId page = create.create("page", {.parent = {}, .order = "V"});
  std::vector<base::NodeId> elements;
  const auto orders = interchange::spread_order_keys(5000);
  for (const std::string& order : orders) elements.push_back(create.create("figure", {.parent = page, .order = order}));
  const operations::Operation batch = create.take();
  constexpr const char* k_keys[] = {"fill", "opacity", "fontSize", "name", "src"};
  std::uint32_t state = 3;
  const auto random = [&state](std::uint32_t below) {
    state = state * 1664525u + 1013904223u;
    return static_cast<std::uint32_t>(std::uint64_t{state} * below >> 32);
  };
  std::vector<operations::Operation> sets;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    operations::OperationBuilder builder(client, i + 2);
    const base::NodeId node = elements[random(5000)];
    const char* key = k_keys[random(5)];
    builder.set(node, key, std::to_string(random(1000)));
    sets.push_back(builder.take());
  }
  std::vector<double> samples;
  std::string checkpoint;
  for (int i = 0; i < 5; ++i) {
    document::Document document;
    samples.push_back(milliseconds([&] {
      operations::apply(document, batch);
      for (const auto& set : sets) operations::apply(document, set);
    }));
    checkpoint = sync::write_checkpoint(100'001, {}, document);
  }
  report("apply_100k_sets", "ms", samples, ",\"bytes\":" + std::to_string(checkpoint.size()));
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
  if (count != 4) {
    std::fprintf(stderr,
                 "core_bench SCENE_5000.json SCENE_30.json FONTS | core_bench checkpoint SCENE.json OUT.json\n");
    return 2;
  }
  const auto fonts = painters::FontFolder::open(arguments[3]);
  if (!fonts.ok()) {
    std::fprintf(stderr, "core_bench: %s\n", fonts.error().rule);
    return 1;
  }
  apply_sets();
  scene_work(read(arguments[1]), fonts.value());
  render_work(read(arguments[2]), fonts.value());
  return 0;
}
