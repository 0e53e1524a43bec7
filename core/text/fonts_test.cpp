#include "text/fonts.h"

#include <gtest/gtest.h>

#include <random>

#include "base/sha256.h"
#include "text/fonts_for_test.h"
#include "text/layout.h"

namespace flashkit::text {
namespace {

constexpr const char* k_small_catalog = R"({"version":1,"fallbackFamily":"Two",
  "aliases":{"Arial":"One"},"fallback":[{"family":"One","language":"ja"},{"family":"Two"}],
  "families":[
    {"name":"One","faces":[
      {"weight":400,"italic":false,"file":"0000000000000000000000000000000000000000000000000000000000000001","size":1,"metrics":[1000,900,250,0,-100,50,300,50],"coverage":0},
      {"weight":700,"italic":false,"file":"0000000000000000000000000000000000000000000000000000000000000002","size":1,"metrics":[1000,900,250,0,-100,50,300,50],"coverage":0},
      {"weight":900,"italic":true,"file":"0000000000000000000000000000000000000000000000000000000000000003","size":1,"metrics":[1000,900,250,0,-100,50,300,50],"coverage":0}]},
    {"name":"Two","faces":[
      {"weight":300,"italic":false,"file":"0000000000000000000000000000000000000000000000000000000000000004","size":1,"metrics":[1000,900,250,0,-100,50,300,50],"coverage":1},
      {"weight":500,"italic":false,"file":"0000000000000000000000000000000000000000000000000000000000000005","size":1,"metrics":[1000,900,250,0,-100,50,300,50],"coverage":1}]}],
  "coverages":["1t 2 ffk 0","1s 4"]})";

FontCatalog small_catalog() {
  auto parsed = FontCatalog::parse(k_small_catalog);
  EXPECT_TRUE(parsed.ok());
  return std::move(parsed).value();
}

TEST(FontCatalog, MatchesStylesAsCssDoes) {
  const FontCatalog catalog = small_catalog();
  const auto weight_of = [&](const char* family, std::uint16_t weight, bool italic = false) {
    const CatalogFace& face = catalog.faces()[*catalog.resolve(family, {weight, italic})];
    return face.family + " " + std::to_string(face.style.weight) + (face.style.italic ? " italic" : "");
  };
  EXPECT_EQ(weight_of("One", 400), "One 400");
  EXPECT_EQ(weight_of("One", 500), "One 400");
  EXPECT_EQ(weight_of("One", 600), "One 700");
  EXPECT_EQ(weight_of("One", 900), "One 700");
  EXPECT_EQ(weight_of("One", 100), "One 400");
  EXPECT_EQ(weight_of("One", 400, true), "One 900 italic");
  EXPECT_EQ(weight_of("Two", 400), "Two 500");
  EXPECT_EQ(weight_of("Two", 200, true), "Two 300");
  EXPECT_EQ(weight_of(" oNe ", 400), "One 400");
  EXPECT_EQ(weight_of("Arial", 700), "One 700");
  EXPECT_EQ(weight_of("No Such Family", 300), "Two 300");
  EXPECT_FALSE(FontCatalog().resolve("One", {}).has_value());
}

TEST(FontCatalog, KnowsWhoCoversACharacter) {
  const FontCatalog catalog = small_catalog();
  EXPECT_FALSE(catalog.covers(0, 64));
  EXPECT_TRUE(catalog.covers(0, 65));
  EXPECT_TRUE(catalog.covers(0, 67));
  EXPECT_FALSE(catalog.covers(0, 68));
  EXPECT_TRUE(catalog.covers(0, 68 + 20000));
  EXPECT_TRUE(catalog.covers(3, 64));
  EXPECT_FALSE(catalog.covers(99, 65));
  EXPECT_EQ(catalog.faces()[*catalog.fallback_for(65, {400, false})].family, "Two");
  EXPECT_EQ(catalog.faces()[*catalog.fallback_for(65, {400, false}, "ja")].family, "One");
  EXPECT_EQ(catalog.faces()[*catalog.fallback_for(20068, {400, false})].family, "One");
  EXPECT_FALSE(catalog.fallback_for(0x1F600, {}).has_value());
}

TEST(FontCatalog, RefusesWhatIsNoCatalogue) {
  for (const char* text :
       {"", "[]", "{}", R"({"coverages":["1"],"families":[]})", R"({"coverages":["1 zzzzz"],"families":[]})",
        R"({"coverages":["! 1"],"families":[]})", R"({"coverages":[],"families":[{"name":"A","faces":[]}]})",
        R"({"coverages":[],"families":[{"name":"A","faces":[{"file":"x"}]}]})"}) {
    EXPECT_FALSE(FontCatalog::parse(text).ok()) << text;
  }
}

TEST(FontBundle, SaysOfEveryFaceWhatTheFileSays) {
  const auto catalog = bundle_catalog();
  if (!catalog) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  EXPECT_GT(catalog->faces().size(), 300u);
  EXPECT_EQ(catalog->fallback_family(), "Roboto");
  for (const CatalogFace& face : catalog->faces()) {
    const auto bytes = bundle_file(face.file);
    ASSERT_TRUE(bytes.has_value()) << face.family;
    EXPECT_EQ(bytes->size(), face.size_bytes);
    const auto info = read_font_info(*bytes);
    ASSERT_TRUE(info.ok()) << face.family;
    EXPECT_EQ(info.value().metrics, face.metrics) << face.family << " " << face.style.weight;
    EXPECT_EQ(info.value().style.italic, face.style.italic) << face.family << " " << face.style.weight;
  }
}

TEST(FontBundle, CoverageIsWhatTheFontMaps) {
  auto catalog = bundle_catalog();
  if (!catalog) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  FontLibrary fonts;
  fonts.set_catalog(*catalog);
  for (const char* family : {"Roboto", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Emoji", "Poppins"}) {
    const std::uint32_t face = *catalog->resolve(family, {});
    const auto font = fonts.add(*bundle_file(catalog->faces()[face].file));
    ASSERT_TRUE(font.ok());
    EXPECT_EQ(fonts.loaded(face), font.value());
    for (char32_t code = 0x20; code < 0x20000; ++code) {
      ASSERT_EQ(fonts.has_glyph(font.value(), code), catalog->covers(face, code))
          << family << " " << std::uint32_t{code};
    }
  }
}

base::Bytes some_font() {
  const auto catalog = bundle_catalog();
  if (!catalog) return {};
  return bundle_file(catalog->faces()[*catalog->resolve("Roboto", {})].file).value_or(base::Bytes{});
}

TEST(FontLibrary, KnowsAFontByItsBytes) {
  const base::Bytes bytes = some_font();
  if (bytes.empty()) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  FontLibrary fonts;
  const auto first = fonts.add(bytes);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(fonts.add(bytes).value(), first.value());
  EXPECT_EQ(fonts.size(), 1u);
  EXPECT_EQ(fonts.file(first.value()), base::to_hex(base::sha256(bytes)));
  EXPECT_EQ(fonts.find(fonts.file(first.value())), first.value());
  EXPECT_EQ(fonts.info(first.value()).family, "Roboto");
  EXPECT_EQ(fonts.info(first.value()).style, (FontStyle{400, false}));
  EXPECT_EQ(fonts.info(first.value()).metrics.units_per_em, 2048);
}

TEST(FontLibrary, PrefersADesignsOwnFonts) {
  const base::Bytes bytes = some_font();
  if (bytes.empty()) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  FontLibrary fonts;
  fonts.set_catalog(*bundle_catalog());
  EXPECT_EQ(fonts.choose("Lobster", {}).font, k_no_font);
  const FontId font = fonts.add_custom("Lobster", bytes).value();
  EXPECT_EQ(fonts.choose("lobster", {700, true}).font, font);
  EXPECT_FALSE(fonts.choose("Lobster", {}).catalog_face.has_value());
  fonts.clear_custom();
  EXPECT_TRUE(fonts.choose("Lobster", {}).catalog_face.has_value());
  EXPECT_TRUE(fonts.has(font));
}

TEST(FontLibrary, GivesOutlinesInFontUnits) {
  const base::Bytes bytes = some_font();
  if (bytes.empty()) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  FontLibrary fonts;
  const FontId font = fonts.add(bytes).value();
  TextInput input;
  input.text = "I ";
  const TextLayout layout = layout_paragraphs(fonts, input);
  OutlineCache cache;
  const GlyphOutline& outline = cache.get(fonts, font, layout.glyphs[0].id);
  ASSERT_FALSE(outline.empty());
  EXPECT_EQ(outline.verbs.front(), OutlineVerb::Move);
  EXPECT_EQ(outline.verbs.back(), OutlineVerb::Close);
  std::size_t points = 0;
  for (const OutlineVerb verb : outline.verbs) points += points_of(verb);
  EXPECT_EQ(points, outline.points.size());
  for (const OutlinePoint& point : outline.points) {
    EXPECT_GE(point.y, 0.0f);  // Roboto's I stands on the baseline and is 1456 units high
    EXPECT_LE(point.y, 1456.0f);
  }
  EXPECT_TRUE(cache.get(fonts, font, layout.glyphs[1].id).empty());
  EXPECT_TRUE(cache.get(fonts, font, 0xFFFFFF).empty());
  EXPECT_EQ(cache.size(), 3u);
}

TEST(FontFile, RefusesWhatIsNoFont) {
  EXPECT_FALSE(read_font_info(base::bytes_of("")).ok());
  EXPECT_FALSE(read_font_info(base::bytes_of("<html>not a font</html>")).ok());
  EXPECT_FALSE(read_font_info(base::bytes_of(std::string("\0\1\0\0\xFF\xFF", 6))).ok());
  EXPECT_FALSE(read_font_info(base::bytes_of("ttcf"), 7).ok());
}

// Uses a damaged font as an editor would; only crashes and sanitizer reports can fail it.
void use(base::Bytes bytes) {
  FontLibrary fonts;
  const auto font = fonts.add_custom("Hurt", std::move(bytes));
  if (!font.ok()) return;
  TextInput input;
  input.text = "AVATAR fi \xC3\xA9 1/2";
  input.styles = {{0, 100, {"Hurt", 20, {}, 0.1, true, true}}};
  input.width_px = 40.0;
  const TextLayout layout = layout_paragraphs(fonts, input);
  for (const Glyph& glyph : layout.glyphs) EXPECT_LT(fonts.outline(font.value(), glyph.id).verbs.size(), 1u << 24);
}

TEST(FontFile, SurvivesTruncation) {
  const base::Bytes bytes = some_font();
  if (bytes.empty()) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  for (std::size_t size = 0; size < bytes.size(); size += size < 1024 ? 29 : 4999) {
    use(base::Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)));
  }
}

TEST(FontFile, SurvivesFlippedBits) {
  const base::Bytes bytes = some_font();
  if (bytes.empty()) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts";
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    base::Bytes hurt = bytes;
    // Mostly the directory and the small tables near the front, where lengths and offsets are.
    const std::size_t reach = seed % 3 == 0 ? hurt.size() : seed % 3 == 1 ? 512 : 16384;
    for (int flips = 0; flips < 12; ++flips) hurt[random() % reach] ^= static_cast<std::uint8_t>(1u << random() % 8);
    use(std::move(hurt));
  }
}

}  // namespace
}  // namespace flashkit::text
