#pragma once
// Pixels to files. The pixels are Cairo's ARGB32 or RGB24 (BGRA in memory, premultiplied).
#include <cairo.h>

#include "base/bytes.h"
#include "base/result.h"

namespace flashkit::painters {

base::Result<base::Bytes> encode_png(cairo_surface_t* surface);
// Baseline, 4:2:0; quality 1 to 100. Transparency is lost: paint on white first.
base::Result<base::Bytes> encode_jpeg(cairo_surface_t* surface, int quality);
// For Cairo's streams: what it writes goes to the end of the base::Bytes at `to`.
cairo_status_t append_bytes(void* to, const unsigned char* data, unsigned int length);

}  // namespace flashkit::painters
