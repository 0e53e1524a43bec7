// Every design of the shared corpus builds, every list is whole, and what is not drawn yet is counted: placeholders.txt
// says how many elements of each file stand as a marked box, by reason. FLASHKIT_UPDATE=1 writes that file anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "display/build.h"
#include "display/display_list.h"
#include "interchange/import.h"
#include "text/fonts_for_test.h"

namespace flashkit {
namespace {

namespace fs = std::filesystem;

fs::path corpus_folder() {
  const char* shared = std::getenv("FLASHKIT_SHARED");
  return fs::path(shared != nullptr ? shared : "../shared") / "data" / "polotno-designs";
}
fs::path table_path() { return "tests/corpus/placeholders.txt"; }

std::vector<fs::path> corpus_files() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(corpus_folder())) {
    if (entry.path().extension() == ".json") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What a page reports when every image that it names is there.
display::BuiltPage build_with_images(const document::Document& design, base::NodeId page) {
  display::ImageTable images;
  const auto first = display::build_page(design, page, {.images = &images});
  for (const auto& image : first.report.images) images[image.source] = {.size_px = {640, 480}};
  return display::build_page(design, page, {.images = &images});
}

// An element's own keys say whether this version draws it; written here anew, so that the table is not its own witness.
bool should_be_drawn(const document::Node& node) {
  using document::Key;
  using document::Kind;
  for (const Key flag : {Key::ShadowEnabled, Key::BlurEnabled, Key::BrightnessEnabled, Key::SepiaEnabled,
                         Key::GrayscaleEnabled, Key::BackgroundEnabled, Key::CurveEnabled}) {
    const auto* value = node.find(flag);
    if (value != nullptr && value->as_bool(false)) return false;
  }
  for (const Key text : {Key::ClipSrc, Key::MaskSrc, Key::BlendMode, Key::Filters}) {
    const auto* value = node.find(text);
    if (value == nullptr || value->is_null()) continue;
    if (value->json_text() != "\"\"" && value->json_text() != "{}" && value->json_text() != "[]") return false;
  }
  static const std::set<std::string> k_figures = {"",        "rect",    "circle",    "star",       "triangle",
                                                  "diamond", "hexagon", "cross",     "rightArrow", "pentagon",
                                                  "ellipse", "upArrow", "leftArrow", "downArrow",  "rightTriangle"};
  switch (node.kind) {
    case Kind::Text:
      return node.string(Key::Text).find('<') == std::string::npos;
    case Kind::Figure:
      return k_figures.contains(node.string(Key::SubType));
    case Kind::Image:
    case Kind::Svg:
      return !node.string(Key::Src).empty();
    case Kind::Line:
    case Kind::Group:
      return true;
    case Kind::Root:
    case Kind::Page:
    case Kind::Table:
    case Kind::Video:
    case Kind::Gif:
    case Kind::Unknown:
      return false;
  }
  return false;
}

// "reason count, reason count", or "none".
std::string describe(const std::map<std::string, int>& counts) {
  std::string out;
  for (const auto& [reason, count] : counts) out += (out.empty() ? "" : ", ") + reason + " " + std::to_string(count);
  return out.empty() ? "none" : out;
}

TEST(Corpus, HasItsPlaceholdersWrittenDown) {
  if (!fs::exists(corpus_folder())) GTEST_SKIP() << "no corpus at " << corpus_folder() << "; set FLASHKIT_SHARED";
  std::string table;
  for (const fs::path& path : corpus_files()) {
    const auto imported = interchange::import_polotno(read_file(path));
    ASSERT_TRUE(imported.ok()) << path << ": " << imported.error().rule;
    const document::Document design = interchange::build_document(imported.value(), {{1, 2}, 1});
    std::map<std::string, int> counts;
    for (const base::NodeId page : design.live_children({})) {
      const auto built = build_with_images(design, page);
      const auto opened = display::DisplayListView::open(built.words);
      ASSERT_TRUE(opened.ok()) << path << ": " << opened.error().rule;
      for (const auto& note : built.report.placeholders) {
        ++counts[std::string(display::name_of(note.reason))];
        const document::Node& node = *design.find(note.node);
        EXPECT_FALSE(should_be_drawn(node))
            << path << ": " << node.type << " is a placeholder: " << display::name_of(note.reason) << " "
            << note.detail;
      }
    }
    table += path.filename().string() + ": " + describe(counts) + "\n";
  }
  if (std::getenv("FLASHKIT_UPDATE") != nullptr) std::ofstream(table_path(), std::ios::binary) << table;
  EXPECT_EQ(table, read_file(table_path()));
}

// With the font bundle at hand every text that is drawn has its glyphs.
TEST(Corpus, TextsAreLaidOutWithTheBundledFonts) {
  if (!fs::exists(corpus_folder())) GTEST_SKIP() << "no corpus at " << corpus_folder() << "; set FLASHKIT_SHARED";
  text::Stage& stage = text::shared_stage();
  FLASHKIT_NEED_FONTS(stage);
  int glyph_orders = 0;
  for (const fs::path& path : corpus_files()) {
    const auto imported = interchange::import_polotno(read_file(path));
    ASSERT_TRUE(imported.ok());
    const document::Document design = interchange::build_document(imported.value(), {{1, 2}, 1});
    for (const base::NodeId page : design.live_children({})) {
      display::BuiltPage built = display::build_page(design, page, {.fonts = &stage.fonts});
      for (int round = 0; round < 8 && !built.report.fonts_missing.empty(); ++round) {
        for (const std::string& file : built.report.fonts_missing) {
          auto bytes = text::bundle_file(file);
          ASSERT_TRUE(bytes.has_value()) << file;
          ASSERT_TRUE(stage.fonts.add(std::move(*bytes)).ok());
        }
        built = display::build_page(design, page, {.fonts = &stage.fonts});
      }
      EXPECT_TRUE(built.report.fonts_missing.empty()) << path;
      ASSERT_TRUE(display::DisplayListView::open(built.words).ok()) << path;
      const std::string dumped = display::dump(built.words);
      for (std::size_t at = dumped.find("glyphs "); at != std::string::npos; at = dumped.find("glyphs ", at + 1))
        ++glyph_orders;
      for (const auto& text : built.report.texts) EXPECT_GT(text.height_px, 0) << path;
    }
  }
  EXPECT_GT(glyph_orders, 200);
}

}  // namespace
}  // namespace flashkit
