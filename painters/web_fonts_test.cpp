#include "painters/web_fonts.h"

#include <gtest/gtest.h>
#include <woff2/encode.h>
#include <zlib.h>

#include <random>

#include "interchange/import.h"
#include "painters/render.h"
#include "text/fonts_for_test.h"

namespace flashkit::painters {
namespace {

using base::Bytes;

std::uint32_t big_endian(base::ByteView bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 | std::uint32_t{bytes[at + 2]} << 8 |
         bytes[at + 3];
}

void append(Bytes& out, std::uint64_t value, int width = 4) {
  for (int i = width - 1; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

Bytes woff_of(base::ByteView font) {
  const std::size_t count = std::size_t{font[4]} << 8 | font[5];
  Bytes out = base::copy_of(base::bytes_of("wOFF"));
  append(out, big_endian(font, 0));
  append(out, 0);
  append(out, count, 2);
  for (int i = 0; i < 30; ++i) out.push_back(0);
  Bytes tables;
  const std::size_t tables_at = out.size() + count * 20;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = 12 + i * 16;
    const std::uint32_t offset = big_endian(font, at + 8);
    const std::uint32_t length = big_endian(font, at + 12);
    Bytes packed(compressBound(length));
    uLongf size = packed.size();
    EXPECT_EQ(compress(packed.data(), &size, font.data() + offset, length), Z_OK);
    packed.resize(size);
    if (size >= length) packed = base::copy_of(font.subspan(offset, length));
    append(out, big_endian(font, at));
    append(out, tables_at + tables.size());
    append(out, packed.size());
    append(out, length);
    append(out, big_endian(font, at + 4));
    tables.insert(tables.end(), packed.begin(), packed.end());
  }
  out.insert(out.end(), tables.begin(), tables.end());
  return out;
}

Bytes woff2_of(base::ByteView font) {
  std::size_t size = woff2::MaxWOFF2CompressedSize(font.data(), font.size());
  Bytes out(size);
  woff2::WOFF2Params fast;
  fast.brotli_quality = 2;
  EXPECT_TRUE(woff2::ConvertTTFToWOFF2(font.data(), font.size(), out.data(), &size, fast));
  out.resize(size);
  return out;
}

class WebFonts : public testing::Test {
 protected:
  void SetUp() override {
    const auto catalog = text::bundle_catalog();
    if (!catalog.has_value()) GTEST_SKIP() << "no font bundle";
    const auto& faces = catalog->faces();
    const auto smallest = std::min_element(faces.begin(), faces.end(),
                                           [](const auto& a, const auto& b) { return a.size_bytes < b.size_bytes; });
    font = text::bundle_file(smallest->file).value();
  }
  Bytes font;
};

TEST_F(WebFonts, AreUnpackedToTheFontThatTheyPack) {
  const text::FontInfo plain = text::read_font_info(font).value();
  for (const Bytes& packed : {font, woff_of(font), woff2_of(font)}) {
    const auto unpacked = unpacked_font(packed);
    ASSERT_TRUE(unpacked.ok()) << unpacked.error().rule;
    const auto info = text::read_font_info(unpacked.value());
    ASSERT_TRUE(info.ok()) << info.error().rule;
    EXPECT_EQ(info.value().family, plain.family);
    EXPECT_EQ(info.value().glyph_count, plain.glyph_count);
    EXPECT_EQ(info.value().metrics, plain.metrics);
  }
}

TEST_F(WebFonts, MayBeDamagedInAnyWay) {
  std::mt19937 random(11);
  for (const Bytes& whole : {woff_of(font), woff2_of(font)}) {
    for (int i = 0; i < 300; ++i) {
      Bytes hurt = whole;
      if (i % 3 == 0) hurt.resize(random() % hurt.size());
      for (int n = 0; n < 4 && hurt.size() > 4; ++n)
        hurt[4 + random() % std::min<std::size_t>(hurt.size() - 4, 400)] = static_cast<std::uint8_t>(random());
      (void)unpacked_font(std::move(hurt)).ok();
    }
  }
}

// Says what it was asked for.
class Asked : public AssetSource {
 public:
  std::string sources;
  base::Result<Bytes> load(std::string_view source) override {
    sources.append(source).append("\n");
    return base::Error{base::Errc::NotFound, "there is nothing here"};
  }
};

TEST(FontSources, AreTheFirstAddressOfTheDeclaration) {
  const auto import = interchange::import_polotno(R"x({"schemaVersion":4,"width":9,"height":9,"pages":[],"fonts":[
    {"fontFamily":"A","styles":[{"src":"url(\"a.ttf\") format(\"truetype\")"},{"src":"url( 'b(1).ttf' ), url(c.woff)"},
      {"src":"url(d(2).ttf)  format('x')"},{"src":"url(data:font/ttf;base64,AAEAAA==)"},
      {"src":"e.ttf"},{"src":"url(f.ttf"}]},
    {"fontFamily":"B","url":"g.ttf"}]})x");
  ASSERT_TRUE(import.ok());
  const document::Document design = interchange::build_document(import.value(), {{0, 1}, 1});
  FontFolder fonts;
  Asked assets;
  Renderer(fonts, assets).open_design(design);
  EXPECT_EQ(assets.sources, "a.ttf\nb(1).ttf\nd(2).ttf\ndata:font/ttf;base64,AAEAAA==\ne.ttf\nf.ttf\ng.ttf\n");
}

}  // namespace
}  // namespace flashkit::painters
