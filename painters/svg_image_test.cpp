#include "painters/svg_image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "painters/scene_for_test.h"

namespace flashkit::painters {
namespace {

using base::Errc;

constexpr std::string_view k_open =
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' ";
// Half clear red, but for its upper left quarter.
const std::string k_quarter = std::string(k_open) +
                              "viewBox='0 0 10 10'><g opacity='.5'><g opacity='.9999'><rect width='10' height='10' "
                              "fill='#f00'/></g></g><rect width='5' height='5' fill='#0f0'/></svg>";

class SvgImageTest : public PainterTest {
 protected:
  void add(const std::string& name, const std::string& svg) { assets.files[name] = base::copy_of(base::bytes_of(svg)); }
  Errc refused(const std::string& inside) {
    const auto opened = SvgImage::open(base::bytes_of(std::string(k_open) + ">" + inside + "</svg>"));
    return opened.ok() ? Errc::NotFound : opened.error().code;
  }
};

TEST_F(SvgImageTest, DrawsLayersWholeHoweverItIsTurnedAndFlipped) {
  add("a.svg", k_quarter);
  for (int angle = 0; angle < 360; angle += 15) {
    for (std::uint32_t flags = 0; flags < 4; ++flags) {
      const double a = angle * std::numbers::pi / 180;
      Scene scene;
      scene.order(OrderKind::Transform, {std::cos(a), std::sin(a), -std::sin(a), std::cos(a), 50, 50});
      scene.image("a.svg", {0, 0, 1, 1, -20, -20, 40, 40}, flags);
      const Picture out = paint(scene, 100, 100);
      for (const auto& [u, v] : {std::pair(-1, -1), std::pair(1, -1), std::pair(-1, 1), std::pair(1, 1)}) {
        const double x = 50 + 10 * (u * std::cos(a) - v * std::sin(a));
        const double y = 50 + 10 * (u * std::sin(a) + v * std::cos(a));
        const bool green = u == ((flags & 1) != 0 ? 1 : -1) && v == ((flags & 2) != 0 ? 1 : -1);
        const std::uint32_t pixel = out.at(static_cast<int>(std::floor(x)), static_cast<int>(std::floor(y)));
        EXPECT_NEAR(static_cast<double>(pixel >> 24), green ? 255 : 128, 1) << angle << " " << flags;
        EXPECT_NEAR(static_cast<double>(pixel >> 8 & 255), green ? 255 : 0, 1) << angle << " " << flags;
      }
    }
  }
}

TEST_F(SvgImageTest, WhatFailsLeavesTheRestInPlace) {
  add("bad.svg",
      std::string(k_open) +
          "viewBox='0 0 9 9'><pattern id='p' patternUnits='userSpaceOnUse' width='99999' height='99999'><path "
          "d='M0 0h9v9z'/></pattern><g transform='scale(3)'><g transform='scale(3)'><rect width='9' "
          "height='9' fill='url(#p)'/></g></g></svg>");
  Scene scene;
  scene.image("bad.svg", {0, 0, 1, 1, 50, 50, 10, 10});
  scene.fill(0xFF0000FF, 10, 10, 10, 10);
  const Picture out = paint(scene, 100, 100);
  EXPECT_EQ(out.at(15, 15), k_red);
  EXPECT_EQ(out.at(95, 95), 0u);
  EXPECT_NE(out.at(55, 55), 0u) << "nothing marks the place";
}

TEST_F(SvgImageTest, StaysShapesInPdf) {
  add("a.svg", k_quarter);
  Scene scene;
  scene.order(OrderKind::Transform, {0.7, 0.7, -0.7, 0.7, 50, 0});
  scene.image("a.svg", {0, 0, 1, 1, 0, 0, 40, 20}, 1);
  const auto view = DisplayListView::open(scene.finish(100, 100));
  const DisplayListView pages[] = {view.value()};
  const auto pdf = painter.pdf(pages, 72);
  ASSERT_TRUE(pdf.ok());
  EXPECT_EQ(base::text_of(pdf.value()).find("/Image"), std::string_view::npos);
}

TEST_F(SvgImageTest, KeepsItsLayersSmallWhereItIsHuge) {
  add("a.svg", k_quarter);
  const auto opened = SvgImage::open(base::bytes_of(k_quarter));
  EXPECT_LE(opened.value().most_pixels(), 32e6);
  Scene scene;
  scene.image("a.svg", {0, 0, 1, 1, -15'000, -15'000, 30'000, 30'000});
  const Picture out = paint(scene, 100, 100);
  EXPECT_EQ(out.at(10, 10), 0x80800000u);
}

TEST_F(SvgImageTest, StretchesTheViewBoxToItsBox) {
  const std::string_view lower_half =
      "viewBox='0 0 10 20' width='1in' height='50'><rect y='10' width='10' height='10' "
      "fill='#f00'/><rect width='10' height='10' fill='#0f0'/></svg>";
  add("a.svg", std::string(k_open) + std::string(lower_half));
  const auto facts = painter.images().facts("a.svg");
  EXPECT_EQ(facts.value().width_px, 96);
  Scene scene;
  scene.image("a.svg", {0, 0, 1, 1, 0, 0, 60, 20});
  const Picture out = paint(scene, 60, 20);
  EXPECT_EQ(out.at(1, 1), k_green);
  EXPECT_EQ(out.at(58, 18), k_red);
}

TEST_F(SvgImageTest, RefusesDataThatIsNoPictureHoweverItIsHidden) {
  const std::string pixel =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
  EXPECT_EQ(refused("<image href='data:image/png;base64," + pixel + "'/>"), Errc::NotFound);
  EXPECT_EQ(refused("<image href=' DATA:;base64,\n" + pixel + "'/>"), Errc::NotFound);
  EXPECT_EQ(refused("<image href='data:image/svg+xml,%3Csvg>\"data:image/png;base64," + pixel + "\"%3C/svg>'/>"),
            Errc::NotFound);
  EXPECT_EQ(refused("<style>@font-face{src:url(data:font/woff2;base64,d09GMgABAAA=)}</style>"), Errc::NotFound);
  EXPECT_EQ(refused("<text>data: 5, or \"data:\" or 'data:x'</text><image href='data:,'/>"), Errc::NotFound);
  const std::string bmp = ";base64,Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgA";
  for (const char* address : {"data:image/bmp", "DaTa:", "&#100;ata:", "&#x64;a&#9;ta:", "da&#10;ta:",
                              " data:image/png", "data:image/svg+xml"}) {
    EXPECT_EQ(refused("<image xlink:href='" + (address + bmp) + "'/>"), Errc::Unsupported) << address;
  }
  EXPECT_EQ(refused("<rect mask='url(data:image/svg+xml" + bmp + "#m)'/>"), Errc::Unsupported);
  EXPECT_EQ(refused("<style>@import '\\64 ata:text/css" + bmp + "';</style>"), Errc::Unsupported);
  EXPECT_EQ(refused("<image href='data:image/svg+xml,<svg><image href=\"data:" + bmp + "\"/></svg>'/>"),
            Errc::Unsupported);
}

TEST_F(SvgImageTest, FollowsEntitiesOrRefusesThem) {
  const auto code = [](const std::string& declarations) {
    const std::string svg = "<!DOCTYPE svg [" + declarations +
                            "]><svg xmlns='http://www.w3.org/2000/svg' a='&n;'><image "
                            "href='&d;ta:image/bmp;base64,Qk06'/></svg>";
    const auto opened = SvgImage::open(base::bytes_of(svg));
    return opened.ok() ? Errc::NotFound : opened.error().code;
  };
  EXPECT_EQ(code("<!ENTITY n 'http://ns.adobe.com/'><!ENTITY d 'x'>"), Errc::NotFound);
  EXPECT_EQ(code("<!ENTITY n 'http://ns.adobe.com/'><!ENTITY d 'da'>"), Errc::Unsupported);
  EXPECT_EQ(code("<!ENTITY n 'http://ns.adobe.com/'><!ENTITY d '&#100;a'>"), Errc::Unsupported);
  EXPECT_EQ(code("<!ENTITY n 'x'><!ENTITY d SYSTEM 'data:,da'>"), Errc::Unsupported);
  EXPECT_EQ(code("<!ENTITY % n 'x'>"), Errc::Unsupported);
  std::string many = "<!DOCTYPE svg [<!ENTITY a '" + std::string(1'000, 'x') + "'>]><svg>";
  for (int i = 0; i < 100'000; ++i) many += "&a;";
  EXPECT_EQ(SvgImage::open(base::bytes_of(many)).error().code, Errc::Limit);
}

TEST_F(SvgImageTest, LetsFilesGoThatWereNotUsedForLong) {
  const std::size_t room = 4'000'000;
  ImageStore store(assets, room);
  for (int i = 0; i < 50; ++i) {
    add(std::to_string(i), std::string(k_open) + "><desc>" + std::string(50'000, 'x') + "</desc></svg>");
    EXPECT_NE(store.svg(std::to_string(i), ""), nullptr);
    EXPECT_NE(store.svg("0", "{\"red\":\"#" + std::to_string(100 + i) + "\"}"), nullptr);
    EXPECT_LE(store.kept_bytes(), room);
  }
  EXPECT_GT(store.kept_bytes(), room / 4);
  EXPECT_NE(store.svg("7", ""), nullptr) << "what went is loaded again";
  EXPECT_TRUE(store.missing().empty());
}

}  // namespace
}  // namespace flashkit::painters
