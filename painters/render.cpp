#include "painters/render.h"

#include "painters/web_fonts.h"

namespace flashkit::painters {

using base::Bytes;
using base::Errc;
using base::Error;
using base::Result;
using document::Key;

std::optional<Format> format_of(std::string_view extension) {
  std::string lower(extension);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  if (lower == "png") return Format::Png;
  if (lower == "jpg" || lower == "jpeg") return Format::Jpeg;
  if (lower == "pdf") return Format::Pdf;
  if (lower == "svg") return Format::Svg;
  return std::nullopt;
}

Renderer::Renderer(const FontFolder& fonts, AssetSource& assets)
    : folder_(fonts), assets_(assets), painter_(fonts_, assets) {
  fonts_.set_catalog(fonts.catalog());
}

void Renderer::load_custom_font(const display::CustomFont& font) {
  auto bytes = assets_.load(font.source);
  if (bytes.ok()) bytes = unpacked_font(std::move(bytes).value());
  base::Error error;
  if (bytes.ok()) {
    const auto added = fonts_.add_custom(font.family, std::move(bytes).value(), font.style);
    if (added.ok()) return;
    error = added.error();
  } else {
    error = bytes.error();
  }
  missing_fonts_.push_back({font.family, error.rule, error.code});
}

void Renderer::open_design(const document::Document& document) {
  fonts_.clear_custom();
  for (const display::CustomFont& font : display::custom_fonts_of(document)) load_custom_font(font);
}

bool Renderer::bring(const display::PageReport& report) {
  bool news = false;
  for (const std::string& file : report.fonts_missing) {
    if (!asked_fonts_.insert(file).second) continue;
    auto bytes = folder_.load(file);
    if (bytes.ok() && fonts_.add(std::move(bytes).value()).ok()) news = true;
  }
  for (const display::ImageNote& image : report.images) {
    if (images_.contains(image.source)) continue;
    const auto facts = painter_.images().facts(image.source);
    display::ImageInfo info;
    info.failed = !facts.ok();
    if (facts.ok()) info.size_px = {facts.value().width_px, facts.value().height_px};
    images_.emplace(image.source, info);
    news = true;
  }
  return news;
}

display::BuiltPage Renderer::build(const document::Document& document, base::NodeId page) {
  const display::Inputs inputs{
      .fonts = &fonts_, .images = &images_, .overrides = nullptr, .options = {.for_export = true}};
  constexpr int k_most_rounds = 8;  // a fallback font may show that yet another one is needed
  display::BuiltPage out = display::build_page(document, page, inputs);
  for (int round = 0; round < k_most_rounds && bring(out.report); ++round) {
    out = display::build_page(document, page, inputs);
  }
  return out;
}

Result<Bytes> Renderer::render(const document::Document& document, const RenderRequest& request) {
  if (request.pages.empty()) return Error{Errc::NotFound, "the design has no page"};
  open_design(document);
  const std::size_t count = request.format == Format::Pdf ? request.pages.size() : 1;
  std::vector<display::BuiltPage> built;
  std::vector<display::DisplayListView> views;
  for (std::size_t i = 0; i < count; ++i) built.push_back(build(document, request.pages[i]));
  for (const display::BuiltPage& page : built) {
    FLASHKIT_TRY(const auto view, display::DisplayListView::open(page.words));
    views.push_back(view);
  }
  switch (request.format) {
    case Format::Png:
      return painter_.png(views[0], request.scale);
    case Format::Jpeg:
      return painter_.jpeg(views[0], request.scale, request.jpeg_quality);
    case Format::Pdf:
      return painter_.pdf(views, document.root().number(Key::Dpi));
    case Format::Svg:
      return painter_.svg(views[0], request.scale);
  }
  return Error{Errc::Unsupported, "this format is not known"};
}

}  // namespace flashkit::painters
