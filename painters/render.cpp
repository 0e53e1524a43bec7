#include "painters/render.h"

#include <algorithm>

#include "base/json.h"
#include "base/number.h"
#include "painters/web_fonts.h"

namespace flashkit::painters {
namespace {

using base::Bytes;
using base::Errc;
using base::Error;
using base::Json;
using base::Result;
using document::Key;

std::string_view text_at(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  return value == nullptr ? std::string_view() : value->as_string();
}

// The address inside CSS's first url(...), quoted or not; what stands behind it (`format("truetype")`, others) is
// passed over. An unquoted address may have brackets: it ends with the one behind which a new word begins.
std::string_view inside_url(std::string_view css) {
  const std::size_t begin = css.find("url(");
  if (begin == std::string_view::npos) return css;
  css.remove_prefix(begin + 4);
  css.remove_prefix(std::min(css.find_first_not_of(' '), css.size()));
  if (!css.empty() && (css.front() == '"' || css.front() == '\'')) {
    const char quote = css.front();
    css.remove_prefix(1);
    return css.substr(0, css.find(quote));
  }
  std::size_t end = css.find(')');
  while (end != std::string_view::npos && end + 1 < css.size() && css[end + 1] != ' ' && css[end + 1] != ',') {
    end = css.find(')', end + 1);
  }
  css = css.substr(0, end);
  while (!css.empty() && css.back() == ' ') css.remove_suffix(1);
  return css;
}

text::FontStyle style_of(const Json& style) {
  text::FontStyle out;
  out.italic = text_at(style, "fontStyle") == "italic";
  const std::string_view weight = text_at(style, "fontWeight");
  if (weight == "bold") out.weight = 700;
  const auto number = base::parse_number(weight);
  if (number.has_value() && *number >= 1 && *number <= 1000) out.weight = static_cast<std::uint16_t>(*number);
  return out;
}

}  // namespace

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

void Renderer::load_custom_font(std::string_view family, std::string_view source,
                                std::optional<text::FontStyle> style) {
  if (source.empty()) return;
  auto bytes = assets_.load(source);
  if (bytes.ok()) bytes = unpacked_font(std::move(bytes).value());
  base::Error error;
  if (bytes.ok()) {
    const auto added = fonts_.add_custom(family, std::move(bytes).value(), style);
    if (added.ok()) return;
    error = added.error();
  } else {
    error = bytes.error();
  }
  missing_fonts_.push_back({std::string(family), error.rule, error.code});
}

void Renderer::open_design(const document::Document& document) {
  fonts_.clear_custom();
  const document::Value* fonts = document.root().find(Key::Fonts);
  if (fonts == nullptr) return;
  const Json list = fonts->as_json();
  for (const Json& font : list.items()) {
    const std::string_view family = text_at(font, "fontFamily");
    if (family.empty()) continue;
    const Json* styles = font.find("styles");
    if (styles == nullptr || styles->items().empty()) {
      load_custom_font(family, text_at(font, "url"), std::nullopt);
      continue;
    }
    for (const Json& style : styles->items())
      load_custom_font(family, inside_url(text_at(style, "src")), style_of(style));
  }
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
