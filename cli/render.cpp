// flashkit render: a design in, a picture out.
#include "painters/render.h"

#include <cstdio>

#include "base/number.h"
#include "cli/design.h"

namespace flashkit::cli {
namespace {

constexpr std::string_view k_name = "render";
constexpr std::string_view k_help =
    "usage: flashkit render DESIGN.json [--page N] [--scale S] [--quality Q] [--fonts DIR] [--blobs DIR] -o OUT\n\n"
    "Draws a page of a design as OUT.png, .jpg or .svg, or all pages as OUT.pdf. Nothing is fetched from the network:\n"
    "images are data URLs, files beside the design, or blobs by their hash. What is missing is drawn as a marked box\n"
    "and said on standard error.\n\n"
    "  -o FILE       where to write; the extension says the format\n"
    "  --page N      the page, from 1 (PDF: only this page; otherwise all)\n"
    "  --scale S     pixels of the picture per pixel of the design (1); PNG, JPEG and SVG\n"
    "  --quality Q   of JPEG, 1 to 100 (85)\n"
    "  --fonts DIR   the font bundle (else FLASHKIT_FONTS, else beside the program)\n"
    "  --blobs DIR   a folder of files named by their SHA-256, for sources like blob:<hash>\n";

struct Wish {
  std::string design;
  std::string out;
  painters::RenderRequest request;
  std::optional<std::size_t> page;  // from 0
  std::optional<std::string_view> fonts;
  std::string blobs;
};

std::optional<Failure> read_numbers(const Options& options, Wish& wish) {
  if (const auto text = options.find("--scale")) {
    const auto scale = base::parse_number(*text);
    if (!scale.has_value() || !(*scale > 0))
      return Failure{"--scale must be a number above 0, not " + std::string(*text)};
    wish.request.scale = *scale;
  }
  if (const auto text = options.find("--page")) {
    const auto page = base::parse_number(*text);
    if (!page.has_value() || !(*page >= 1 && *page <= 1e6) ||
        *page != static_cast<double>(static_cast<std::size_t>(*page))) {
      return Failure{"--page must be a whole number from 1, not " + std::string(*text)};
    }
    wish.page = static_cast<std::size_t>(*page) - 1;
  }
  if (const auto text = options.find("--quality")) {
    const auto quality = base::parse_number(*text);
    if (!quality.has_value() || !(*quality >= 1 && *quality <= 100)) {
      return Failure{"--quality must be between 1 and 100, not " + std::string(*text)};
    }
    wish.request.jpeg_quality = static_cast<int>(*quality);
  }
  return std::nullopt;
}

std::optional<Failure> read_wish(const Options& options, Wish& wish) {
  if (options.rest().size() != 1) return Failure{"name exactly one design"};
  wish.design = options.rest()[0];
  const auto out = options.find("-o");
  if (!out.has_value()) return Failure{"say with -o where to write"};
  wish.out = *out;
  const auto format = painters::format_of(extension_of(wish.out));
  if (!format.has_value()) {
    return Failure{wish.out + ": unknown extension; it must be .png, .jpg, .pdf or .svg"};
  }
  wish.request.format = *format;
  wish.fonts = options.find("--fonts");
  wish.blobs = options.find("--blobs").value_or("");
  return read_numbers(options, wish);
}

void say_what_is_missing(painters::Renderer& renderer, bool fonts_found) {
  if (!fonts_found) {
    std::fputs(
        "warning: no font bundle was found, texts are left out; make one with `node tools/fonts.mjs build/fonts`\n",
        stderr);
  }
  for (const auto& image : renderer.missing_images()) {
    std::fprintf(stderr, "warning: an image is missing: %s (%s)\n", image.source.c_str(), image.why);
  }
  for (const auto& font : renderer.missing_fonts()) {
    std::fprintf(stderr, "warning: a font of the design is missing: %s (%s)\n", font.source.c_str(), font.why);
  }
}

}  // namespace

int run_render(Arguments arguments) {
  constexpr std::string_view k_flags[] = {"-o", "--page", "--scale", "--quality", "--fonts", "--blobs"};
  Options options;
  Wish wish;
  if (const auto failure = Options::parse(arguments, k_flags, options)) return misuse(k_name, failure->what);
  if (options.help()) return std::fputs(k_help.data(), stdout) < 0 ? 1 : 0;
  if (const auto failure = read_wish(options, wish)) return misuse(k_name, failure->what);
  Design design;
  if (const auto failure = load_design(wish.design, design)) return fail(k_name, failure->what);
  wish.request.pages = design.document.live_children({});
  const std::size_t count = wish.request.pages.size();
  if (count == 0) return fail(k_name, wish.design + ": the design has no page; add one in the editor");
  if (wish.page.has_value()) {
    if (*wish.page >= count) {
      return fail(k_name, wish.design + ": there is no page " + std::to_string(*wish.page + 1) + "; the design has " +
                              std::to_string(count));
    }
    wish.request.pages = {wish.request.pages[*wish.page]};
  }
  painters::FontFolder fonts;
  bool fonts_found = false;
  if (const auto failure = load_fonts(wish.fonts, fonts, fonts_found)) return fail(k_name, failure->what);
  painters::FileAssets assets(folder_of(wish.design), wish.blobs);
  painters::Renderer renderer(fonts, assets);
  const auto bytes = renderer.render(design.document, wish.request);
  if (!bytes.ok()) return fail(k_name, wish.design + ": " + bytes.error().rule);
  for (const auto& image : renderer.missing_images()) {
    // Too large is not the same as missing: the picture would be wrong without the author knowing why.
    if (image.code != base::Errc::Limit) continue;
    return fail(k_name, wish.design + ": " + image.source + ": " + image.why + "; make the image smaller");
  }
  if (const auto failure = write_output(wish.out, bytes.value())) return fail(k_name, failure->what);
  say_what_is_missing(renderer, fonts_found);
  return 0;
}

}  // namespace flashkit::cli
