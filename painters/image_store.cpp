#include "painters/image_store.h"

#include "interchange/recolour.h"
#include "painters/limits.h"

namespace flashkit::painters {
namespace {

constexpr std::size_t k_shown_source = 120;

base::Result<ImageFacts> read_facts(base::ByteView bytes) {
  if (is_svg(bytes)) {
    FLASHKIT_TRY(const SvgImage image, SvgImage::open(bytes));
    return ImageFacts{true, image.width_px(), image.height_px()};
  }
  FLASHKIT_TRY(const ImageSize size, probe_image(bytes));
  return ImageFacts{false, static_cast<double>(size.width), static_cast<double>(size.height)};
}

}  // namespace

ImageStore::Entry& ImageStore::entry(std::string_view source) {
  const auto found = entries_.find(source);
  if (found != entries_.end()) return found->second;
  Entry& fresh = entries_.emplace(std::string(source), Entry{}).first->second;
  auto bytes = assets_->load(source);
  if (!bytes.ok()) {
    fresh.error = bytes.error();
    return fresh;
  }
  fresh.bytes = std::move(bytes).value();
  const auto facts = read_facts(fresh.bytes);
  if (facts.ok()) {
    fresh.facts = facts.value();
  } else {
    fresh.error = facts.error();
    fresh.bytes = {};
  }
  return fresh;
}

base::Result<ImageFacts> ImageStore::facts(std::string_view source) {
  const Entry& found = entry(source);
  if (found.error.has_value()) return *found.error;
  return found.facts;
}

void ImageStore::make_room(const Entry& keep) {
  std::size_t sum = 0;
  for (const auto& [source, entry] : entries_) sum += entry.bitmap == nullptr ? 0 : entry.bitmap->size_bytes();
  if (sum <= k_max_decoded_bytes) return;
  for (auto& [source, entry] : entries_) {
    if (&entry != &keep) entry.bitmap.reset();
  }
}

Bitmap* ImageStore::bitmap(std::string_view source) {
  Entry& found = entry(source);
  if (found.error.has_value() || found.facts.is_svg) return nullptr;
  if (found.bitmap == nullptr) {
    make_room(found);
    auto decoded = decode_image(found.bytes);
    if (!decoded.ok()) {
      found.error = decoded.error();
      return nullptr;
    }
    found.bitmap = std::make_unique<Bitmap>(std::move(decoded).value());
  }
  return found.bitmap.get();
}

const SvgImage* ImageStore::svg(std::string_view source, std::string_view colours) {
  Entry& found = entry(source);
  if (found.error.has_value() || !found.facts.is_svg) return nullptr;
  const auto drawn = found.drawings.find(colours);
  if (drawn != found.drawings.end()) return drawn->second.get();
  const std::string_view text = base::text_of(found.bytes);
  const std::string recoloured = colours.empty() ? std::string(text) : interchange::svg_recolour(text, colours);
  auto opened = SvgImage::open(base::bytes_of(recoloured));
  if (!opened.ok()) {
    found.error = opened.error();
    return nullptr;
  }
  auto image = std::make_unique<SvgImage>(std::move(opened).value());
  return found.drawings.emplace(std::string(colours), std::move(image)).first->second.get();
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
