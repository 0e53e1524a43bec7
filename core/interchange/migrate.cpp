#include <cmath>

#include "document/markup.h"
#include "interchange/migrate_detail.h"

namespace flashkit::interchange {
namespace {

using base::Json;
using Visit = std::function<void(Json& element)>;

Json* find(Json& object, std::string_view key) {
  for (auto& member : object.members()) {
    if (member.first == key) return &member.second;
  }
  return nullptr;
}

std::string_view type_of(const Json& element) {
  const Json* type = element.find("type");
  return type == nullptr ? std::string_view() : type->as_string();
}

// The depth is bounded by the parser's limit.
void visit_elements(Json& parent, const Visit& visit) {
  Json* children = find(parent, "children");
  if (children == nullptr) return;
  for (Json& element : children->items()) {
    if (!element.is_object()) continue;
    visit(element);
    if (type_of(element) == "group") visit_elements(element, visit);
  }
}

void visit_design(Json& design, const Visit& visit) {
  Json* pages = find(design, "pages");
  if (pages == nullptr) return;
  for (Json& page : pages->items()) visit_elements(page, visit);
}

// Version 0 kept letterSpacing in rem; since 1 it is a fraction of the font size.
void letter_spacing_to_em(Json& element) {
  if (type_of(element) != "text") return;
  Json* spacing = find(element, "letterSpacing");
  if (spacing == nullptr || !spacing->is_number() || spacing->as_number() == 0) return;
  const Json* size = element.find("fontSize");
  const double size_px = size != nullptr && size->is_number() ? size->as_number() : 14;
  const double em = spacing->as_number() * 16 / size_px;
  if (std::isfinite(em)) *spacing = Json::number(em);
}

// Before version 2 the intensity of filters ran from -100 to 100, that of the three presets excepted.
void intensity_to_fraction(Json& element) {
  Json* filters = find(element, "filters");
  if (filters == nullptr || !filters->is_object()) return;
  for (auto& [name, filter] : filters->members()) {
    if (name == "warm" || name == "cold" || name == "natural" || !filter.is_object()) continue;
    Json* intensity = find(filter, "intensity");
    if (intensity != nullptr && intensity->is_number()) *intensity = Json::number(intensity->as_number() / 100);
  }
}

bool text_has_markup(const Json& holder) {
  const Json* text = holder.find("text");
  return text != nullptr && document::holds_tag(text->as_string(), document::TagSet::Quill);
}

bool element_has_markup(const Json& element) {
  if (type_of(element) == "text") return text_has_markup(element);
  if (type_of(element) != "table") return false;
  const Json* cells = element.find("cells");
  if (cells == nullptr) return false;
  for (const Json& cell : cells->items()) {
    if (text_has_markup(cell)) return true;
  }
  return false;
}

// Before version 3 a design with rich text was drawn by an engine whose text background is one rectangle.
void keep_old_backgrounds(Json& design) {
  bool rich = false;
  visit_design(design, [&rich](Json& element) { rich = rich || element_has_markup(element); });
  if (!rich) return;
  visit_design(design, [](Json& element) {
    if (type_of(element) != "text") return;
    const Json* enabled = element.find("backgroundEnabled");
    if (enabled != nullptr && enabled->as_bool()) element.set("legacyBackground", Json::boolean(true));
  });
}

void set_if_absent(Json& object, const char* key, Json value) {
  if (object.find(key) == nullptr) object.set(key, std::move(value));
}

// `locked` says all five, whatever they say themselves: editors that know it look no further.
void unlock_flags(Json& element) {
  const Json* locked = element.find("locked");
  if (locked != nullptr && locked->as_bool()) {
    for (const char* key : {"draggable", "contentEditable", "styleEditable", "resizable", "removable"}) {
      element.set(key, Json::boolean(false));
    }
  }
  if (type_of(element) == "svg") {
    const Json* source = element.find("svgSource");
    if (source != nullptr && source->is_string()) set_if_absent(element, "src", *source);
  }
  Json* weight = find(element, "fontWeight");
  if (weight != nullptr && weight->is_number()) *weight = Json::string(std::string(weight->number_text()));
}

}  // namespace

void migrate(Json& design, double version) {
  if (version < 1) visit_design(design, letter_spacing_to_em);
  if (version < 2) visit_design(design, intensity_to_fraction);
  if (version < 3) keep_old_backgrounds(design);
}

void add_aliases(Json& design) {
  visit_design(design, unlock_flags);
  Json* fonts = find(design, "fonts");
  if (fonts == nullptr) return;
  for (Json& font : fonts->items()) {
    const Json* name = font.is_object() ? font.find("name") : nullptr;
    if (name != nullptr && name->is_string()) set_if_absent(font, "fontFamily", *name);
  }
}

}  // namespace flashkit::interchange
