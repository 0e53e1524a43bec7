// flashkit inspect: what is in a design, as JSON.
#include <cstdio>
#include <map>
#include <set>

#include "base/json.h"
#include "cli/design.h"
#include "painters/render.h"

namespace flashkit::cli {
namespace {

using base::Json;
using document::Key;

constexpr std::string_view k_name = "inspect";
constexpr std::string_view k_help =
    "usage: flashkit inspect DESIGN.json [--fonts DIR] [--blobs DIR]\n\n"
    "Prints JSON: pages with their sizes and elements by type, what this version draws as a placeholder and why, the\n"
    "fonts used and whether they are at hand, assets that are missing, and warnings about what was not understood.\n";

using Counts = std::map<std::string, std::size_t>;

Json json_of(const Counts& counts) {
  Json out = Json::object();
  for (const auto& [name, count] : counts) out.set(name, Json::number(static_cast<double>(count)));
  return out;
}

struct Found {
  Counts elements;
  Counts placeholders;
  std::set<std::string> families;
};

void add_families_of_letters(const document::TextSequence& letters, Found& found) {
  for (const document::TextPiece& piece : letters.pieces()) {
    const auto* family = document::find_format(piece.formats, document::name_of(Key::FontFamily));
    if (family != nullptr && !piece.removed) found.families.insert(family->value.as_string());
  }
}

void count_elements(const document::Document& document, base::NodeId parent, Counts& counts, Found& found) {
  std::vector<base::NodeId> open = document.live_children(parent);
  while (!open.empty()) {
    const document::Node& node = *document.find(open.back());
    open.pop_back();
    ++counts[node.type.empty() ? "unknown" : node.type];
    if (node.kind == document::Kind::Text || node.kind == document::Kind::Table) {
      found.families.insert(node.string(Key::FontFamily));
    }
    if (node.text != nullptr) add_families_of_letters(*node.text, found);
    if (node.kind != document::Kind::Group) continue;
    for (const base::NodeId child : document.live_children(node.id)) open.push_back(child);
  }
}

Json placeholder_json(const document::Document& document, const display::PlaceholderNote& note) {
  const document::Node* node = document.find(note.node);
  Json out = Json::object();
  out.set("id", Json::string(node->string(Key::Id)));
  out.set("type", Json::string(node->type));
  out.set("reason", Json::string(std::string(display::name_of(note.reason))));
  if (!note.detail.empty()) out.set("detail", Json::string(note.detail));
  return out;
}

Json page_json(const document::Document& document, base::NodeId id, painters::Renderer& renderer, Found& found) {
  const display::BuiltPage built = renderer.build(document, id);
  const geometry::Size size = display::page_size(document, id);
  Counts counts;
  count_elements(document, id, counts, found);
  Json placeholders = Json::array();
  for (const display::PlaceholderNote& note : built.report.placeholders) {
    ++found.placeholders[std::string(display::name_of(note.reason))];
    placeholders.items().push_back(placeholder_json(document, note));
  }
  for (const auto& [type, count] : counts) found.elements[type] += count;
  Json out = Json::object();
  out.set("id", Json::string(document.find(id)->string(Key::Id)));
  out.set("width", Json::number(size.width));
  out.set("height", Json::number(size.height));
  out.set("elements", json_of(counts));
  out.set("placeholders", std::move(placeholders));
  return out;
}

std::set<std::string> custom_families(const document::Document& document) {
  std::set<std::string> out;
  const document::Value* fonts = document.root().find(Key::Fonts);
  if (fonts == nullptr) return out;
  const Json list = fonts->as_json();
  for (const Json& font : list.items()) {
    if (const Json* family = font.find("fontFamily")) out.emplace(family->as_string());
  }
  return out;
}

Json fonts_json(const Design& design, const painters::FontFolder& fonts, painters::Renderer& renderer,
                const Found& found) {
  const std::set<std::string> custom = custom_families(design.document);
  std::set<std::string> lost;
  for (const auto& font : renderer.missing_fonts()) lost.insert(font.source);
  Json out = Json::array();
  for (const std::string& family : found.families) {
    Json entry = Json::object();
    const bool own = custom.contains(family);
    entry.set("family", Json::string(family));
    entry.set("from", Json::string(own ? "design" : fonts.catalog().has_family(family) ? "bundle" : "none"));
    entry.set("available", Json::boolean(fonts.catalog().has_family(family) || (own && !lost.contains(family))));
    out.items().push_back(std::move(entry));
  }
  return out;
}

Json missing_json(painters::Renderer& renderer) {
  Json out = Json::array();
  const auto add = [&out](const char* kind, const painters::MissingImage& missing) {
    Json entry = Json::object();
    entry.set("kind", Json::string(kind));
    entry.set("source", Json::string(missing.source));
    entry.set("why", Json::string(missing.why));
    out.items().push_back(std::move(entry));
  };
  for (const auto& image : renderer.missing_images()) add("image", image);
  for (const auto& font : renderer.missing_fonts()) add("font", font);
  return out;
}

Json warnings_json(const Design& design) {
  Json out = Json::array();
  for (const auto& warning : design.warnings) {
    Json entry = Json::object();
    entry.set("path", Json::string(warning.path));
    entry.set("what", Json::string(warning.what));
    entry.set("count", Json::number(static_cast<double>(warning.count)));
    out.items().push_back(std::move(entry));
  }
  return out;
}

}  // namespace

int run_inspect(Arguments arguments) {
  constexpr std::string_view k_flags[] = {"--fonts", "--blobs"};
  Options options;
  if (const auto failure = Options::parse(arguments, k_flags, options)) return misuse(k_name, failure->what);
  if (options.help()) return std::fputs(k_help.data(), stdout) < 0 ? 1 : 0;
  if (options.rest().size() != 1) return misuse(k_name, "name exactly one design");
  Design design;
  if (const auto failure = load_design(std::string(options.rest()[0]), design)) return fail(k_name, failure->what);
  painters::FontFolder fonts;
  bool fonts_found = false;
  if (const auto failure = load_fonts(options.find("--fonts"), fonts, fonts_found)) return fail(k_name, failure->what);
  painters::FileAssets assets(folder_of(design.path), std::string(options.find("--blobs").value_or("")));
  painters::Renderer renderer(fonts, assets);
  renderer.open_design(design.document);
  Found found;
  Json pages = Json::array();
  for (const base::NodeId page : design.document.live_children({})) {
    pages.items().push_back(page_json(design.document, page, renderer, found));
  }
  Json out = Json::object();
  out.set("file", Json::string(design.path));
  out.set("schemaVersion", Json::number(design.source_version));
  out.set("pageCount", Json::number(static_cast<double>(pages.items().size())));
  out.set("elements", json_of(found.elements));
  out.set("placeholders", json_of(found.placeholders));
  out.set("fontBundle", Json::boolean(fonts_found));
  out.set("fonts", fonts_json(design, fonts, renderer, found));
  out.set("missingAssets", missing_json(renderer));
  out.set("warnings", warnings_json(design));
  out.set("pages", std::move(pages));
  const std::string text = base::write_json(out) + "\n";
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : fail(k_name, "cannot write the answer");
}

}  // namespace flashkit::cli
