// Pictures of text beside pictures that Pango made of the same words with the same font file: Devanagari, Arabic, Latin
// in two lines, and turned. Pango shapes, breaks and aligns by itself; only where the first baseline stands is ours.
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <gtest/gtest.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/json.h"
#include "interchange/import.h"
#include "painters/encode.h"
#include "painters/glyphs.h"
#include "painters/render.h"

namespace flashkit::painters {
namespace {

constexpr int k_width = 600;
constexpr int k_height = 400;

struct TextCase {
  std::string text;
  std::string family;
  double size_px = 40;
  double x = 30, y = 30, box_width = 540;
  std::string align = "left";
  double rotation = 0;
};

std::vector<double> brightness(const Level& level) {
  std::vector<double> out;
  for (const std::uint32_t p : level.pixels) out.push_back(((p >> 16 & 255) + (p >> 8 & 255) + (p & 255)) / 3.0);
  return out;
}

struct Likeness {
  double mean = 0;
  double worst_tile = 1;  // of 64 px
};

// Structural similarity over windows of 8 x 8, every 4 pixels.
Likeness likeness(const std::vector<double>& a, const std::vector<double>& b) {
  constexpr double c1 = 6.5025;
  constexpr double c2 = 58.5225;
  constexpr int k_tiles = (k_width + 63) / 64;
  std::vector<double> sums(k_tiles * ((k_height + 63) / 64), 0);
  std::vector<int> counts(sums.size(), 0);
  for (int y = 0; y + 8 <= k_height; y += 4) {
    for (int x = 0; x + 8 <= k_width; x += 4) {
      double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
      for (int dy = 0; dy < 8; ++dy) {
        for (int dx = 0; dx < 8; ++dx) {
          const auto at = static_cast<std::size_t>((y + dy) * k_width + x + dx);
          ma += a[at], mb += b[at], aa += a[at] * a[at], bb += b[at] * b[at], ab += a[at] * b[at];
        }
      }
      ma /= 64, mb /= 64;
      const double va = aa / 64 - ma * ma;
      const double vb = bb / 64 - mb * mb;
      const double cov = ab / 64 - ma * mb;
      const double value = (2 * ma * mb + c1) * (2 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
      const auto tile = static_cast<std::size_t>(y / 64 * k_tiles + x / 64);
      sums[tile] += value;
      ++counts[tile];
    }
  }
  Likeness out;
  int count = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (counts[i] == 0) continue;
    out.mean += sums[i];
    count += counts[i];
    out.worst_tile = std::min(out.worst_tile, sums[i] / counts[i]);
  }
  out.mean /= count;
  return out;
}

class PangoTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("FLASHKIT_FONTS");
    folder_ = folder != nullptr ? folder : "build/fonts";
    auto opened = FontFolder::open(folder_);
    if (!opened.ok()) GTEST_SKIP() << "no font bundle: make one with `node tools/fonts.mjs build/fonts`";
    fonts_ = std::move(opened).value();
  }

  static document::Document design_of(const TextCase& test) {
    base::Json element = base::Json::object();
    element.set("type", base::Json::string("text"));
    element.set("text", base::Json::string(test.text));
    element.set("fontFamily", base::Json::string(test.family));
    element.set("align", base::Json::string(test.align));
    const std::pair<const char*, double> numbers[] = {{"fontSize", test.size_px}, {"x", test.x}, {"y", test.y},
                                                      {"width", test.box_width},  {"height", 0}, {"lineHeight", 1.2},
                                                      {"rotation", test.rotation}};
    for (const auto& [key, number] : numbers) element.set(key, base::Json::number(number));
    const std::string json = R"({"schemaVersion":4,"width":600,"height":400,"pages":[{"id":"p","children":[)" +
                             base::write_json(element) + "]}]}";
    const auto import = interchange::import_polotno(json);
    EXPECT_TRUE(import.ok());
    return interchange::build_document(import.value(), {{0, 1}, 1});
  }

  base::Bytes render(const TextCase& test, Format format) {
    const document::Document document = design_of(test);
    FileAssets assets("", "");
    Renderer renderer(fonts_, assets);
    auto bytes = renderer.render(document, {.format = format, .pages = document.live_children({})});
    EXPECT_TRUE(bytes.ok());
    return bytes.ok() ? std::move(bytes).value() : base::Bytes{};
  }

  std::vector<double> ours(const TextCase& test) {
    auto bitmap = decode_image(render(test, Format::Png));
    EXPECT_TRUE(bitmap.ok());
    return brightness(bitmap.value().level(0));
  }

  std::vector<double> theirs(const TextCase& test) {
    const auto face = fonts_.catalog().resolve(test.family, {});
    EXPECT_TRUE(face.has_value());
    const text::CatalogFace& chosen = fonts_.catalog().faces()[*face];
    const std::string path = folder_ + "/" + chosen.file + ".ttf";
    FcConfigAppFontAddFile(FcConfigGetCurrent(), reinterpret_cast<const FcChar8*>(path.c_str()));
    const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, k_width, k_height));
    cairo_t* to = cairo_create(surface.get());
    cairo_set_source_rgb(to, 1, 1, 1);
    cairo_paint(to);
    cairo_set_source_rgb(to, 0, 0, 0);
    cairo_translate(to, test.x, test.y);
    cairo_rotate(to, test.rotation * 3.14159265358979323846 / 180);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    // Of its own: the one that Pango keeps does not hear of fonts that are added later.
    PangoFontMap* map = pango_cairo_font_map_new();
    PangoContext* context = pango_font_map_create_context(map);
    pango_cairo_update_context(to, context);
    PangoLayout* layout = pango_layout_new(context);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    PangoFontDescription* wish = pango_font_description_from_string(test.family.c_str());
    pango_font_description_set_absolute_size(wish, test.size_px * PANGO_SCALE);
    pango_layout_set_font_description(layout, wish);
    pango_layout_set_width(layout, static_cast<int>(test.box_width * PANGO_SCALE));
    pango_layout_set_text(layout, test.text.data(), static_cast<int>(test.text.size()));
    show_lines(to, layout, test, chosen.metrics);
    pango_font_description_free(wish);
    g_object_unref(layout);
    g_object_unref(context);
    g_object_unref(map);
    cairo_font_options_destroy(options);
    cairo_destroy(to);
    const auto png = encode_png(surface.get());
    return brightness(decode_image(png.value()).value().level(0));
  }

  static void show_lines(cairo_t* to, PangoLayout* layout, const TextCase& test, const text::FontMetrics& metrics) {
    const double unit = test.size_px / metrics.units_per_em;
    double baseline = 0.6 * test.size_px + (metrics.ascent - metrics.descent) / 2.0 * unit;
    for (int i = 0; i < pango_layout_get_line_count(layout); ++i, baseline += 1.2 * test.size_px) {
      PangoLayoutLine* line = pango_layout_get_line_readonly(layout, i);
      PangoRectangle logical;
      pango_layout_line_get_extents(line, nullptr, &logical);
      const double width = logical.width / static_cast<double>(PANGO_SCALE);
      const double spare = test.box_width - width;
      cairo_move_to(to, test.align == "right" ? spare : test.align == "center" ? spare / 2 : 0, baseline);
      pango_cairo_show_layout_line(to, line);
    }
  }
  void compare(const TextCase& test) {
    const auto mine = ours(test);
    const auto other = theirs(test);
    ASSERT_EQ(mine.size(), other.size());
    EXPECT_LT(*std::min_element(mine.begin(), mine.end()), 50) << "nothing was drawn";
    const Likeness found = likeness(mine, other);
    EXPECT_GE(found.mean, 0.98) << test.text;
    EXPECT_GE(found.worst_tile, 0.9) << test.text;
    RecordProperty("mean", std::to_string(found.mean));
    std::printf("    likeness %.4f, worst tile %.4f\n", found.mean, found.worst_tile);
  }

  std::string folder_;
  FontFolder fonts_;
};

TEST_F(PangoTest, DrawsDevanagariAsPangoDoes) {
  compare({.text = "नमस्ते दुनिया, क्षत्रिय ज्ञान", .family = "Noto Sans Devanagari"});
}

TEST_F(PangoTest, DrawsArabicAsPangoDoes) {
  compare({.text = "السلام عليكم ورحمة الله", .family = "Noto Naskh Arabic", .size_px = 48, .align = "right"});
}

TEST_F(PangoTest, DrawsTurnedTextAsPangoDoes) {
  compare({.text = "AVATAR finds office", .family = "Roboto", .x = 80, .y = 60, .box_width = 420, .rotation = 30});
}

TEST_F(PangoTest, BreaksAndCentresLinesAsPangoDoes) {
  compare({.text = "The quick brown fox jumps over the lazy dog and goes home",
           .family = "Roboto",
           .size_px = 32,
           .box_width = 300,
           .align = "center"});
}

// Runs of several fonts share one text; each word must come out of the file once.
TEST_F(PangoTest, TextOfAPdfIsCopiedAsItWasWritten) {
  const TextCase test{.text = "Sale नमस्ते office today", .family = "Roboto", .size_px = 30};
  const std::string path = testing::TempDir() + "flashkit_text_of_a_pdf.pdf";
  const base::Bytes pdf = render(test, Format::Pdf);
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(pdf.data()), static_cast<long>(pdf.size()));
  FILE* pipe = popen(("pdftotext " + path + " - 2>/dev/null").c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string found;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) found += static_cast<char>(c);
  if (pclose(pipe) != 0) GTEST_SKIP() << "pdftotext is not installed";
  EXPECT_EQ(found.substr(0, found.find('\n')), test.text);
}

}  // namespace
}  // namespace flashkit::painters
