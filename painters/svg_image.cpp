#include "painters/svg_image.h"

#include <librsvg/rsvg.h>

#include <algorithm>

#include "interchange/recolour.h"
#include "interchange/svg_frame.h"
#include "painters/limits.h"
#include "painters/svg_check.h"
#include "painters/svg_repeats.h"

namespace flashkit::painters {

using base::Errc;
using base::Error;
using base::Result;

struct SvgImage::Handle {
  RsvgHandle* handle = nullptr;
  explicit Handle(RsvgHandle* taken) : handle(taken) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { g_object_unref(handle); }
};

SvgImage::SvgImage(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
SvgImage::SvgImage(SvgImage&&) noexcept = default;
SvgImage& SvgImage::operator=(SvgImage&&) noexcept = default;
SvgImage::~SvgImage() = default;

Result<SvgImage> SvgImage::open(base::ByteView bytes, std::string_view colours) {
  if (bytes.size() > k_max_svg_bytes) return Error{Errc::Limit, "the SVG file is larger than 32 MB", bytes.size()};
  const std::string_view text = base::text_of(bytes);
  if (const auto refusal = check_svg(text)) return *refusal;
  const auto framed = interchange::frame_svg(colours.empty() ? text : interchange::svg_recolour(text, colours));
  if (!framed.has_value()) return Error{Errc::Malformed, "the SVG file cannot be read"};
  GError* error = nullptr;
  const base::ByteView whole = base::bytes_of(framed->text);
  RsvgHandle* raw = rsvg_handle_new_from_data(whole.data(), whole.size(), &error);
  if (raw == nullptr) {
    g_clear_error(&error);
    return Error{Errc::Malformed, "the SVG file cannot be read"};
  }
  SvgImage out(std::make_unique<Handle>(raw));
  rsvg_handle_set_dpi(raw, 96);
  out.width_px_ = framed->natural.width_px;
  out.height_px_ = framed->natural.height_px;
  out.size_bytes_ = k_svg_memory * whole.size();
  const SvgWeight weight = svg_weight(framed->text, k_max_svg_elements);
  const double layers = static_cast<double>(weight.layers);
  const double at_once = static_cast<double>(weight.layers_at_once);
  out.most_pixels_ = weight.layers_at_once == 0
                         ? k_max_svg_whole_pixels
                         : std::min(k_max_svg_layer_pixels / at_once, k_max_svg_layer_work / std::max(1.0, layers));
  return out;
}

bool SvgImage::draw(cairo_t* to, const DrawingBox& box) const {
  const RsvgRectangle viewport{box.x, box.y, box.width, box.height};
  GError* error = nullptr;
  const bool drawn = rsvg_handle_render_document(handle_->handle, to, &viewport, &error) != FALSE;
  g_clear_error(&error);
  return drawn;
}

bool is_svg(base::ByteView bytes) {
  std::string_view text = base::text_of(bytes.first(bytes.size() < 4096 ? bytes.size() : 4096));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t tag = text.find("<svg");
  if (tag == std::string_view::npos) return false;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

}  // namespace flashkit::painters
