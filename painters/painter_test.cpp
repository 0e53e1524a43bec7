#include "painters/painter.h"

#include <gtest/gtest.h>

#include <cmath>

#include "painters/limits.h"
#include "painters/scene_for_test.h"

namespace flashkit::painters {
namespace {

TEST_F(PainterTest, FillsUnderTransformsClipsAndLayers) {
  Scene scene;
  scene.fill(0xFFFFFFFF, 0, 0, 40, 40);
  scene.order(OrderKind::Save);
  scene.order(OrderKind::Transform, {2, 0, 0, 2, 10, 10});
  scene.writer.begin_order(OrderKind::Clip);
  scene.rectangle_path(0, 0, 5, 5);
  scene.writer.end_order();
  scene.fill(0xFF0000FF, 0, 0, 10, 10);
  scene.order(OrderKind::Restore);
  scene.order(OrderKind::LayerBegin, {0.5, 30, 0, 40, 10});
  scene.fill(0x0000FFFF, 30, 0, 10, 10);
  scene.fill(0x0000FFFF, 30, 0, 10, 10);
  scene.order(OrderKind::LayerEnd);
  const Picture out = paint(scene, 40, 40);
  EXPECT_EQ(out.at(9, 9), k_white);
  EXPECT_EQ(out.at(10, 10), k_red);
  EXPECT_EQ(out.at(19, 19), k_red);
  EXPECT_EQ(out.at(20, 20), k_white);
  EXPECT_EQ(out.at(35, 5) & 0xFF, 0xFFu);
  EXPECT_NEAR(static_cast<double>(out.at(35, 5) >> 16 & 0xFF), 127, 1);
}

TEST_F(PainterTest, PaintsGradientsAndScales) {
  Scene scene;
  scene.writer.begin_order(OrderKind::Fill);
  scene.writer.word(1);
  for (const double number : {0.0, 0.0, 100.0, 0.0}) scene.writer.real(number);
  scene.writer.word(2);
  scene.writer.real(0);
  scene.writer.word(0x000000FF);
  scene.writer.real(1);
  scene.writer.word(0xFFFFFFFF);
  scene.writer.word(0);
  scene.rectangle_path(0, 0, 100, 10);
  scene.writer.end_order();
  const Picture out = paint(scene, 100, 10, 2);
  EXPECT_EQ(out.width, 200);
  EXPECT_NEAR(static_cast<double>(out.at(100, 5) & 0xFF), 128, 2);
}

TEST_F(PainterTest, CropsAndFlipsImages) {
  assets.files["a.png"] = png_of(2, 2, {k_red, k_green, k_blue, k_white});
  Scene scene;
  scene.image("a.png", {0, 0, 1, 1, 0, 0, 20, 20});
  scene.image("a.png", {0, 0, 1, 1, 20, 0, 20, 20}, 1);
  scene.image("a.png", {0, 0, 1, 1, 40, 0, 20, 20}, 2);
  scene.image("a.png", {0.5, 0.5, 0.5, 0.5, 60, 0, 20, 20});
  const Picture out = paint(scene, 80, 20);
  EXPECT_EQ(out.at(1, 1), k_red);
  EXPECT_EQ(out.at(18, 1), k_green);
  EXPECT_EQ(out.at(21, 1), k_green);
  EXPECT_EQ(out.at(41, 1), k_blue);
  EXPECT_EQ(out.at(78, 18), k_white);
}

TEST_F(PainterTest, SnapsUprightImagesToPixels) {
  assets.files["a.png"] = png_of(1, 1, {k_red});
  Scene scene;
  scene.fill(0xFFFFFFFF, 0, 0, 20, 20);
  scene.image("a.png", {0, 0, 1, 1, 2.4, 2.4, 10, 10});
  const Picture out = paint(scene, 20, 20);
  EXPECT_EQ(out.at(1, 5), k_white);
  EXPECT_EQ(out.at(2, 5), k_red);
  EXPECT_EQ(out.at(11, 5), k_red);
  EXPECT_EQ(out.at(12, 5), k_white);
}

TEST_F(PainterTest, DrawsSvgStretchedAndRecoloured) {
  Scene scene;
  const std::string svg =
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'%3E%3Crect width='10' "
      "height='10' fill='%23f00'/%3E%3C/svg%3E";
  scene.image(svg, {0, 0, 1, 1, 0, 0, 40, 20}, 0, R"({"red":"#00ff00"})");
  scene.image(svg, {0, 0, 1, 1, 40, 0, 40, 20});
  const Picture out = paint(scene, 80, 20);
  EXPECT_EQ(out.at(1, 1), k_green);
  EXPECT_EQ(out.at(38, 18), k_green);
  EXPECT_EQ(out.at(60, 10), k_red);
}

TEST_F(PainterTest, MarksWhatIsMissingAndSaysWhy) {
  assets.files["bad.png"] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};
  assets.files["odd"] = {1, 2, 3};
  Scene scene;
  for (const char* source : {"gone.png", "bad.png", "odd", "data:image/png;base64,####"}) {
    scene.image(source, {0, 0, 1, 1, 0, 0, 50, 50});
  }
  const Picture out = paint(scene, 50, 50);
  EXPECT_NE(out.at(25, 25), 0u);
  std::string all;
  for (const auto& missing : painter.images().missing()) all += missing.source + ": " + missing.why + "\n";
  EXPECT_EQ(all,
            "bad.png: the image is damaged\ndata:image/png;base64,####: the data URL is not base64\n"
            "gone.png: there is no such asset\nodd: the image is not PNG, JPEG, WebP or GIF\n");
}

std::uint32_t crc_of(base::ByteView bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

std::string base64_of(base::ByteView bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t n = 0; n < 3; ++n) bits = bits << 8 | (i + n < bytes.size() ? bytes[i + n] : 0u);
    for (std::size_t n = 0; n < 4; ++n) out += i + n > bytes.size() ? '=' : digits[bits >> (18 - 6 * n) & 63];
  }
  return out;
}

// A PNG that claims 61440 x 61440 pixels and holds next to no data.
base::Bytes image_bomb() {
  base::Bytes png = png_of(1, 1, {k_red});
  for (const std::size_t at : {18u, 22u}) {
    png[at] = 0xF0;
    png[at + 1] = 0x00;
  }
  const std::uint32_t crc = crc_of(base::ByteView(png).subspan(12, 17));
  for (std::size_t i = 0; i < 4; ++i) png[29 + i] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
  return png;
}

TEST_F(PainterTest, RefusesAnImageBombByItsHeaderAlsoWithinAnSvg) {
  const base::Bytes bomb = image_bomb();
  const auto probed = probe_image(bomb);
  ASSERT_FALSE(probed.ok());
  EXPECT_EQ(probed.error().code, base::Errc::Limit) << probed.error().rule;
  EXPECT_EQ(decode_image(bomb).error().code, base::Errc::Limit);
  const auto svg = [](const base::Bytes& png) {
    return "<svg xmlns='http://www.w3.org/2000/svg'><image href='data:image/png;base64," + base64_of(png) + "'/></svg>";
  };
  EXPECT_EQ(SvgImage::open(base::bytes_of(svg(bomb))).error().code, base::Errc::Limit);
  EXPECT_TRUE(SvgImage::open(base::bytes_of(svg(png_of(1, 1, {k_red})))).ok());
}

TEST_F(PainterTest, RefusesPicturesThatWouldBeTooLarge) {
  Scene scene;
  scene.fill(0xFF0000FF, 0, 0, 1, 1);
  const auto view = DisplayListView::open(scene.finish(40'000, 25'000));
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(painter.png(view.value(), 1).error().code, base::Errc::Limit);
  EXPECT_EQ(painter.jpeg(view.value(), 0.7, 80).error().code, base::Errc::Limit);
  EXPECT_FALSE(painter.png(view.value(), std::nan("")).ok());
  EXPECT_TRUE(painter.png(view.value(), 0.001).ok());
}

TEST_F(PainterTest, WritesPdfAndSvgWithTheOriginalJpeg) {
  Scene small;
  small.fill(0x204060FF, 0, 0, 64, 64);
  const auto list = DisplayListView::open(small.finish(64, 64));
  const base::Bytes jpeg = painter.jpeg(list.value(), 1, 90).value();
  assets.files["photo.jpg"] = jpeg;
  Scene scene;
  scene.image("photo.jpg", {0, 0, 1, 1, 0, 0, 300, 300});
  const auto view = DisplayListView::open(scene.finish(300, 300));
  const DisplayListView pages[] = {view.value(), view.value()};
  const auto pdf = painter.pdf(pages, 72);
  ASSERT_TRUE(pdf.ok());
  const std::string_view text = base::text_of(pdf.value());
  EXPECT_TRUE(text.starts_with("%PDF-"));
  const std::size_t first = text.find(base::text_of(jpeg));
  ASSERT_NE(first, std::string_view::npos);
  EXPECT_EQ(text.find(base::text_of(jpeg), first + 1), std::string_view::npos) << "the photo stands in the file twice";
  const auto svg = painter.svg(view.value(), 1);
  ASSERT_TRUE(svg.ok());
  EXPECT_NE(base::text_of(svg.value()).find("data:image/jpeg;base64,"), std::string_view::npos);
}

TEST(Assets, ReadsDataUrls) {
  const auto text = [](std::string_view url) {
    const auto bytes = decode_data_url(url);
    return bytes.ok() ? std::string(base::text_of(bytes.value())) : std::string("error: ") + bytes.error().rule;
  };
  EXPECT_EQ(text("data:text/plain;base64,aGVsbG8="), "hello");
  EXPECT_EQ(text("data:;base64,aGVs\n bG8"), "hello");
  EXPECT_EQ(text("data:;base64,aGVsbG8%3D"), "hello");
  EXPECT_EQ(text("data:image/svg+xml;utf8,<svg a='%22%zz'/>"), "<svg a='\"%zz'/>");
  EXPECT_EQ(text("data:x"), "error: the data URL has no comma");
  EXPECT_EQ(text("data:;base64,?"), "error: the data URL is not base64");
}

TEST(Assets, NeverLeavesTheDesignsFolder) {
  FileAssets assets("painters", "");
  EXPECT_TRUE(assets.load("README.md").ok());
  EXPECT_TRUE(assets.load("./README.md").ok());
  for (const char* source : {"../README.md", "/etc/passwd", "file:///etc/passwd", "", "..", "nothing",
                             "a/../../README.md", "%2e%2e/README.md", "http://127.0.0.1/x.png"}) {
    EXPECT_FALSE(assets.load(source).ok()) << source;
  }
}

TEST(Levels, HalveOnPremultipliedChannels) {
  Bitmap bitmap(Level{3, 1, {0xFF000000, 0xFF0000FF, 0x80800000}});
  EXPECT_EQ(bitmap.level(1).width, 2);
  EXPECT_EQ(bitmap.level(1).pixels[0], 0xFF000080u);
  EXPECT_EQ(bitmap.level(1).pixels[1], 0x80800000u);
  EXPECT_EQ(bitmap.level(9).width, 1);
  EXPECT_EQ(level_for(1), 0u);
  EXPECT_EQ(level_for(0.51), 0u);
  EXPECT_EQ(level_for(0.5), 1u);
  EXPECT_EQ(level_for(0.2), 2u);
}

}  // namespace
}  // namespace flashkit::painters
