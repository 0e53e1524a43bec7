#pragma once
// Small scenes painted to pixels that a test can look at.
#include <cairo.h>
#include <gtest/gtest.h>

#include "painters/encode.h"
#include "painters/painter.h"

namespace flashkit::painters {

using display::DisplayListView;
using display::DisplayListWriter;
using display::OrderKind;

// Assets by name.
class MapAssets : public AssetSource {
 public:
  std::map<std::string, base::Bytes, std::less<>> files;
  base::Result<base::Bytes> load(std::string_view source) override {
    if (is_data_url(source)) return decode_data_url(source);
    const auto found = files.find(source);
    if (found == files.end()) return base::Error{base::Errc::NotFound, "there is no such asset"};
    return found->second;
  }
};

class Scene {
 public:
  DisplayListWriter writer;
  void rectangle_path(double x, double y, double width, double height) {
    writer.word(5);
    writer.word(4);
    for (const double number : {x, y, width, height}) writer.real(number);
  }
  void solid(std::uint32_t rgba) {
    writer.word(0);
    writer.word(rgba);
  }
  void fill(std::uint32_t rgba, double x, double y, double width, double height) {
    writer.begin_order(OrderKind::Fill);
    solid(rgba);
    writer.word(0);
    rectangle_path(x, y, width, height);
    writer.end_order();
  }
  void order(OrderKind kind, std::initializer_list<double> numbers = {}) {
    writer.begin_order(kind);
    for (const double number : numbers) writer.real(number);
    writer.end_order();
  }
  void image(std::string_view source, std::initializer_list<double> crop_and_box, std::uint32_t flags = 0,
             std::string_view colours = {}) {
    const std::uint32_t source_string = writer.string(source);
    const std::uint32_t colours_string = colours.empty() ? 0 : writer.string(colours);
    writer.begin_order(OrderKind::Image);
    writer.word(source_string);
    writer.word(0);
    writer.word(colours_string);
    for (const double number : crop_and_box) writer.real(number);
    writer.word(flags);
    writer.end_order();
  }
  const std::vector<std::uint32_t>& finish(double width, double height) {
    DisplayListWriter::Row row;
    row.right = width;
    row.bottom = height;
    row.end_order = writer.next_order();
    writer.row(row);
    words_ = writer.finish(width, height);
    return words_;
  }

 private:
  std::vector<std::uint32_t> words_;
};

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels;  // premultiplied ARGB
  std::uint32_t at(int x, int y) const { return pixels[static_cast<std::size_t>(y * width + x)]; }
};

inline Picture decoded(const base::Bytes& file) {
  auto bitmap = decode_image(file);
  EXPECT_TRUE(bitmap.ok());
  if (!bitmap.ok()) return {};
  const Level& level = bitmap.value().level(0);
  return {level.width, level.height, level.pixels};
}

inline constexpr std::uint32_t k_red = 0xFFFF0000;
inline constexpr std::uint32_t k_green = 0xFF00FF00;
inline constexpr std::uint32_t k_blue = 0xFF0000FF;
inline constexpr std::uint32_t k_white = 0xFFFFFFFF;

inline base::Bytes png_of(int width, int height, std::initializer_list<std::uint32_t> argb) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  auto* data = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(surface));
  std::size_t i = 0;
  for (const std::uint32_t pixel : argb) data[i++] = pixel;
  cairo_surface_mark_dirty(surface);
  auto out = encode_png(surface);
  cairo_surface_destroy(surface);
  return std::move(out).value();
}

class PainterTest : public testing::Test {
 protected:
  Picture paint(Scene& scene, double width, double height, double scale = 1) {
    const auto view = DisplayListView::open(scene.finish(width, height));
    EXPECT_TRUE(view.ok());
    const auto png = painter.png(view.value(), scale);
    EXPECT_TRUE(png.ok());
    return png.ok() ? decoded(png.value()) : Picture{};
  }
  text::FontLibrary fonts;
  MapAssets assets;
  Painter painter{fonts, assets};
};

}  // namespace flashkit::painters
