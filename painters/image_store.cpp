#include "painters/image_store.h"

#include <algorithm>

namespace flashkit::painters {
namespace {

constexpr std::size_t k_shown_source = 120;

}  // namespace

base::Result<ImageFacts> ImageStore::read_facts(Entry& entry) {
  if (is_svg(entry.bytes)) {
    FLASHKIT_TRY(const SvgImage* image, open_drawing(entry, {}));
    return ImageFacts{true, image->width_px(), image->height_px()};
  }
  FLASHKIT_TRY(const ImageSize size, probe_image(entry.bytes));
  return ImageFacts{false, static_cast<double>(size.width), static_cast<double>(size.height)};
}

ImageStore::Entry& ImageStore::entry(std::string_view source) {
  auto found = entries_.find(source);
  if (found == entries_.end()) found = entries_.emplace(std::string(source), Entry{}).first;
  Entry& out = found->second;
  out.used = ++uses_;
  if (out.error.has_value() || !out.bytes.empty()) return out;
  auto bytes = assets_->load(source);
  if (!bytes.ok()) {
    out.error = bytes.error();
    return out;
  }
  out.bytes = std::move(bytes).value();
  if (!out.known) {
    const auto facts = read_facts(out);
    if (facts.ok()) {
      out.facts = facts.value();
      out.known = true;
    } else {
      out.error = facts.error();
      out.bytes = {};
    }
  }
  count(out);
  return out;
}

base::Result<ImageFacts> ImageStore::facts(std::string_view source) {
  const auto known = entries_.find(source);
  if (known != entries_.end() && known->second.known && !known->second.error.has_value()) return known->second.facts;
  const Entry& found = entry(source);
  if (found.error.has_value()) return *found.error;
  return found.facts;
}

void ImageStore::count(Entry& entry) {
  const std::size_t decoded = entry.bitmap == nullptr ? 0 : entry.bitmap->size_bytes();
  const std::size_t bytes = entry.bytes.size() + decoded + entry.drawings_bytes;
  kept_bytes_ = kept_bytes_ - entry.counted_bytes + bytes;
  entry.counted_bytes = bytes;
  while (kept_bytes_ > most_bytes_) {
    Entry* oldest = nullptr;
    for (auto& [source, other] : entries_) {
      if (&other == &entry || other.counted_bytes == 0) continue;
      if (oldest == nullptr || other.used < oldest->used) oldest = &other;
    }
    if (oldest == nullptr) return;
    let_go(*oldest);
  }
}

void ImageStore::let_go(Entry& entry) {
  kept_bytes_ -= entry.counted_bytes;
  entry.counted_bytes = 0;
  entry.bytes = {};
  entry.bitmap.reset();
  entry.drawings.clear();
  entry.drawings_bytes = 0;
}

Bitmap* ImageStore::bitmap(std::string_view source) {
  Entry& found = entry(source);
  if (found.error.has_value() || found.facts.is_svg) return nullptr;
  if (found.bitmap == nullptr) {
    auto decoded = decode_image(found.bytes);
    if (!decoded.ok()) {
      found.error = decoded.error();
      return nullptr;
    }
    found.bitmap = std::make_unique<Bitmap>(std::move(decoded).value());
  }
  count(found);  // halved levels may have come since
  return found.bitmap.get();
}

base::Result<const SvgImage*> ImageStore::open_drawing(Entry& entry, std::string_view colours) {
  const auto drawn = entry.drawings.find(colours);
  if (drawn != entry.drawings.end()) return static_cast<const SvgImage*>(drawn->second.get());
  FLASHKIT_TRY(SvgImage opened, SvgImage::open(entry.bytes, colours));
  // One file in a thousand colours must not keep all the room.
  if (entry.drawings_bytes + opened.size_bytes() > most_bytes_ / 4) {
    entry.drawings.clear();
    entry.drawings_bytes = 0;
  }
  entry.drawings_bytes += opened.size_bytes();
  auto image = std::make_unique<SvgImage>(std::move(opened));
  return static_cast<const SvgImage*>(
      entry.drawings.emplace(std::string(colours), std::move(image)).first->second.get());
}

const SvgImage* ImageStore::svg(std::string_view source, std::string_view colours) {
  Entry& found = entry(source);
  if (found.error.has_value() || !found.facts.is_svg) return nullptr;
  const auto opened = open_drawing(found, colours);
  if (!opened.ok()) {
    found.error = opened.error();
    return nullptr;
  }
  count(found);
  return opened.value();
}

const base::Bytes* ImageStore::plain_jpeg(std::string_view source) {
  Entry& found = entry(source);
  if (found.error.has_value() || found.facts.is_svg) return nullptr;
  if (!found.is_plain_jpeg.has_value()) found.is_plain_jpeg = is_plain_jpeg(found.bytes);
  return *found.is_plain_jpeg ? &found.bytes : nullptr;
}

std::vector<MissingImage> ImageStore::missing() const {
  std::vector<MissingImage> out;
  for (const auto& [source, entry] : entries_) {
    if (!entry.error.has_value()) continue;
    const bool whole = source.size() <= k_shown_source;
    out.push_back({whole ? source : source.substr(0, k_shown_source) + "...", entry.error->rule, entry.error->code});
  }
  return out;
}

}  // namespace flashkit::painters
