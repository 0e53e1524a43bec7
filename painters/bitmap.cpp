#include "painters/bitmap.h"

#include <vips/vips.h>

#include <cmath>
#include <memory>
#include <mutex>

#include "painters/limits.h"

namespace flashkit::painters {
namespace {

using base::ByteView;
using base::Errc;
using base::Error;
using base::Result;

struct Unref {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using ImagePtr = std::unique_ptr<VipsImage, Unref>;

// libvips is a library with one state for the process; its cache is of no use here and only holds memory.
void start_vips() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (VIPS_INIT("flashkit") != 0) return;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_leak_set(FALSE);
    const auto silence = [](const gchar*, GLogLevelFlags, const gchar*, gpointer) {};
    g_log_set_handler("VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK & ~G_LOG_LEVEL_ERROR), silence, nullptr);
  });
}

bool starts_with(ByteView bytes, std::string_view magic, std::size_t at = 0) {
  return bytes.size() >= at + magic.size() && base::text_of(bytes.subspan(at, magic.size())) == magic;
}

// Only the formats that a browser shows as well: libvips knows many more, and each is a door.
Result<ImagePtr> open_image(ByteView bytes) {
  start_vips();
  const auto wrap = [](VipsImage* image) -> Result<ImagePtr> {
    if (image != nullptr) return ImagePtr(image);
    vips_error_clear();
    return Error{Errc::Malformed, "the image is damaged"};
  };
  VipsImage* out = nullptr;
  void* data = const_cast<std::uint8_t*>(bytes.data());  // the library's own signature; it only reads
  const std::size_t size = bytes.size();
  if (is_jpeg(bytes)) {
    (void)vips_jpegload_buffer(data, size, &out, "autorotate", TRUE, nullptr);
    return wrap(out);
  }
  if (starts_with(bytes, "\x89PNG\r\n\x1a\n")) {
    (void)vips_pngload_buffer(data, size, &out, nullptr);
    return wrap(out);
  }
  if (starts_with(bytes, "RIFF") && starts_with(bytes, "WEBP", 8)) {
    (void)vips_webpload_buffer(data, size, &out, nullptr);
    return wrap(out);
  }
  if (starts_with(bytes, "GIF8")) {
    (void)vips_gifload_buffer(data, size, &out, nullptr);
    return wrap(out);
  }
  return Error{Errc::Unsupported, "the image is not PNG, JPEG, WebP or GIF"};
}

Result<ImagePtr> open_checked(ByteView bytes) {
  FLASHKIT_TRY(ImagePtr image, open_image(bytes));
  const auto pixels = static_cast<std::uint64_t>(image->Xsize) * static_cast<std::uint64_t>(image->Ysize);
  if (pixels > k_max_image_pixels) return Error{Errc::Limit, "the image has over 100 million pixels", pixels};
  if (pixels == 0) return Error{Errc::Malformed, "the image is empty"};
  return image;
}

// Each step takes an image and gives the next one.
template <class Step>
Result<ImagePtr> step(ImagePtr image, Step make) {
  VipsImage* out = nullptr;
  if (make(image.get(), &out) != 0 || out == nullptr) {
    vips_error_clear();
    return Error{Errc::Malformed, "the image is damaged"};
  }
  return ImagePtr(out);
}

// sRGB with alpha, 8 bits.
Result<ImagePtr> to_rgba(ImagePtr image) {
  if (vips_image_get_typeof(image.get(), VIPS_META_ICC_NAME) != 0) {
    VipsImage* out = nullptr;
    if (vips_icc_transform(image.get(), &out, "srgb", "embedded", TRUE, nullptr) == 0) {
      image.reset(out);
    } else {
      vips_error_clear();  // a broken profile: the numbers are taken as they are
    }
  }
  if (vips_image_get_interpretation(image.get()) != VIPS_INTERPRETATION_sRGB) {
    FLASHKIT_TRY(image, step(std::move(image), [](VipsImage* in, VipsImage** out) {
                   return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, nullptr);
                 }));
  }
  if (image->BandFmt != VIPS_FORMAT_UCHAR) {
    FLASHKIT_TRY(image, step(std::move(image),
                             [](VipsImage* in, VipsImage** out) { return vips_cast_uchar(in, out, nullptr); }));
  }
  if (vips_image_hasalpha(image.get()) == 0) {
    FLASHKIT_TRY(
        image, step(std::move(image), [](VipsImage* in, VipsImage** out) { return vips_addalpha(in, out, nullptr); }));
  }
  if (image->Bands != 4) return Error{Errc::Unsupported, "the image has an odd number of channels"};
  return image;
}

std::uint32_t premultiplied(const std::uint8_t* rgba) {
  const std::uint32_t a = rgba[3];
  const auto scaled = [a](std::uint32_t c) { return (c * a + 127) / 255; };
  if (a == 255) return 0xFF000000u | std::uint32_t{rgba[0]} << 16 | std::uint32_t{rgba[1]} << 8 | rgba[2];
  return a << 24 | scaled(rgba[0]) << 16 | scaled(rgba[1]) << 8 | scaled(rgba[2]);
}

// Averages of 2 x 2, each channel on its own; odd edges repeat.
Level halved(const Level& in) {
  Level out{(in.width + 1) / 2, (in.height + 1) / 2, {}};
  out.pixels.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
  const auto width = static_cast<std::size_t>(in.width);
  for (int y = 0; y < out.height; ++y) {
    const std::uint32_t* top = in.pixels.data() + static_cast<std::size_t>(2 * y) * width;
    const std::uint32_t* bottom = 2 * y + 1 < in.height ? top + width : top;
    std::uint32_t* row = out.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width);
    for (std::size_t x = 0; x < static_cast<std::size_t>(out.width); ++x) {
      const std::size_t left = 2 * x;
      const std::size_t right = left + 1 < width ? left + 1 : left;
      const std::uint32_t p[4] = {top[left], top[right], bottom[left], bottom[right]};
      std::uint32_t even = 0x00020002u;
      std::uint32_t odd = 0x00020002u;
      for (const std::uint32_t pixel : p) {
        even += pixel & 0x00FF00FFu;
        odd += pixel >> 8 & 0x00FF00FFu;
      }
      row[x] = (even >> 2 & 0x00FF00FFu) | (odd >> 2 & 0x00FF00FFu) << 8;
    }
  }
  return out;
}

}  // namespace

const Level& Bitmap::level(std::size_t index) {
  index = index > 15 ? 15 : index;
  while (levels_.size() <= index && (levels_.back().width > 1 || levels_.back().height > 1)) {
    Level next = halved(levels_.back());
    levels_.push_back(std::move(next));
  }
  return levels_[index < levels_.size() ? index : levels_.size() - 1];
}

std::size_t Bitmap::size_bytes() const {
  std::size_t sum = 0;
  for (const Level& level : levels_) sum += level.pixels.size() * sizeof(std::uint32_t);
  return sum;
}

std::size_t level_for(double scale) {
  std::size_t level = 0;
  while (scale > 0 && scale <= 0.5 && level < 15) {
    scale *= 2;
    ++level;
  }
  return level;
}

Result<ImageSize> probe_image(ByteView bytes) {
  FLASHKIT_TRY(const ImagePtr image, open_checked(bytes));
  return ImageSize{image->Xsize, image->Ysize};
}

Result<Bitmap> decode_image(ByteView bytes) {
  FLASHKIT_TRY(ImagePtr image, open_checked(bytes));
  FLASHKIT_TRY(image, to_rgba(std::move(image)));
  Level full{image->Xsize, image->Ysize, {}};
  std::size_t size = 0;
  const std::unique_ptr<void, void (*)(void*)> memory(vips_image_write_to_memory(image.get(), &size), g_free);
  const std::size_t count = static_cast<std::size_t>(full.width) * static_cast<std::size_t>(full.height);
  if (memory == nullptr || size != count * 4) {
    vips_error_clear();
    return Error{Errc::Malformed, "the image is damaged"};
  }
  full.pixels.resize(count);
  const auto* rgba = static_cast<const std::uint8_t*>(memory.get());
  for (std::size_t i = 0; i < count; ++i) full.pixels[i] = premultiplied(rgba + 4 * i);
  return Bitmap(std::move(full));
}

bool is_jpeg(ByteView bytes) { return starts_with(bytes, "\xFF\xD8\xFF"); }

bool is_plain_jpeg(ByteView bytes) {
  if (!is_jpeg(bytes)) return false;
  start_vips();
  VipsImage* raw = nullptr;
  (void)vips_jpegload_buffer(const_cast<std::uint8_t*>(bytes.data()), bytes.size(), &raw, nullptr);
  if (raw == nullptr) {
    vips_error_clear();
    return false;
  }
  const ImagePtr image(raw);
  return (image->Bands == 1 || image->Bands == 3) && vips_image_get_orientation(image.get()) <= 1;
}

}  // namespace flashkit::painters
