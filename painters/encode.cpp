#include "painters/encode.h"

#include <turbojpeg.h>

#include <memory>

namespace flashkit::painters {

using base::Bytes;
using base::Errc;
using base::Error;
using base::Result;

cairo_status_t append_bytes(void* to, const unsigned char* data, unsigned int length) {
  auto* out = static_cast<Bytes*>(to);
  out->insert(out->end(), data, data + length);
  return CAIRO_STATUS_SUCCESS;
}

Result<Bytes> encode_png(cairo_surface_t* surface) {
  Bytes out;
  cairo_surface_flush(surface);
  if (cairo_surface_write_to_png_stream(surface, append_bytes, &out) != CAIRO_STATUS_SUCCESS) {
    return Error{Errc::Limit, "the picture could not be written as PNG"};
  }
  return out;
}

Result<Bytes> encode_jpeg(cairo_surface_t* surface, int quality) {
  cairo_surface_flush(surface);
  const int width = cairo_image_surface_get_width(surface);
  const int height = cairo_image_surface_get_height(surface);
  const std::unique_ptr<void, int (*)(void*)> handle(tjInitCompress(), tjDestroy);
  if (handle == nullptr) return Error{Errc::Unavailable, "the JPEG encoder could not start"};
  Bytes out(tjBufSize(width, height, TJSAMP_420));
  unsigned char* data = out.data();
  unsigned long size = out.size();
  const int failed =
      tjCompress2(handle.get(), cairo_image_surface_get_data(surface), width, cairo_image_surface_get_stride(surface),
                  height, TJPF_BGRX, &data, &size, TJSAMP_420, quality, TJFLAG_NOREALLOC);
  if (failed != 0) return Error{Errc::Limit, "the picture could not be written as JPEG"};
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

}  // namespace flashkit::painters
