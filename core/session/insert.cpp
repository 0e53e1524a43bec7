#include <algorithm>
#include <cmath>

#include "document/value.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"
#include "session/insert_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using base::NodeId;

bool is_json(std::string_view text) { return document::Value::parse(text).ok(); }
std::string json_quoted(std::string_view text) { return std::string(document::Value::string(text).json_text()); }

NodeId add_element(Desk& desk, operations::OperationBuilder& builder, NodeId page, const NewElement& element) {
  document::Placement placement;
  placement.parent = page;
  placement.order = operations::order_key_before(desk.document(), page, {}, suffix_of(desk));
  placement.x = element.frame.x;
  placement.y = element.frame.y;
  placement.width = element.frame.width;
  placement.height = element.frame.height;
  placement.rotation = element.frame.rotation;
  return builder.create(element.type, tidied(std::move(placement)), element.properties);
}

namespace {

std::string default_family(const Desk& desk) {
  const text::FontCatalog& catalog = desk.device.fonts.catalog();
  if (catalog.has_family("Inter")) return "Inter";
  return catalog.fallback_family().empty() ? "Roboto" : catalog.fallback_family();
}

}  // namespace

NewElement element_of_tool(const Desk& desk, Tool tool) {
  NewElement out;
  switch (tool) {
    case Tool::Text: {
      const BoardPage* page = board_page(desk, desk.page);
      const double size = page == nullptr ? 32 : std::max(std::floor(std::min(page->width, page->height) / 24), 8.0);
      out.type = "text";
      out.frame = {0, 0, size * 8, 0, 0};
      out.properties = {{"text", "\"\""},
                        {"fontSize", std::string(document::Value::number(size).json_text())},
                        {"fontFamily", json_quoted(default_family(desk))},
                        {"fill", "\"#111111\""},
                        {"align", "\"left\""}};
      return out;
    }
    case Tool::Rectangle:
    case Tool::Ellipse:
      out.type = "figure";
      out.frame = {0, 0, 200, 200, 0};
      out.properties = {{"subType", tool == Tool::Ellipse ? "\"circle\"" : "\"rect\""}, {"fill", "\"#5B5BD6\""}};
      return out;
    case Tool::Line:
      out.type = "line";
      out.frame = {0, 0, 300, 4, 0};
      out.properties = {{"color", "\"#111111\""}};
      return out;
    case Tool::Select:
    case Tool::Pan:
      return out;
  }
  return out;
}

Point middle_of_view(const Desk& desk, NodeId page) {
  const BoardPage* place = board_page(desk, page);
  if (place == nullptr) return {};
  const ViewSize& view = desk.device.view;
  Rect seen{desk.camera.to_board_x(0), desk.camera.to_board_y(0), desk.camera.to_board_x(view.width_px),
            desk.camera.to_board_y(view.height_px)};
  const Rect all = Rect::of(place->x, place->y, place->width, place->height);
  const Rect both = geometry::intersection(seen, all);
  const Point middle = view.empty() || both.empty() ? all.center() : both.center();
  return middle - Point{place->x, place->y};
}

namespace {

struct DefaultSize {
  double width;
  double height;
};

DefaultSize default_size(Desk& desk, const Insert& message, const BoardPage& page) {
  const double third = std::max(std::floor(std::min(page.width, page.height) / 3), 1.0);
  if (message.type == "line") return {third, std::max(std::floor(third / 80), 1.0)};
  if (message.type == "text") return {std::floor(page.width / 2), 0};
  for (const PropertyValue& property : message.properties) {
    if (property.key != "src") continue;
    const auto source = document::Value::parse(property.value);
    const auto known = source.ok() ? desk.device.images.find(source.value().as_string()) : desk.device.images.end();
    if (known == desk.device.images.end() || known->second.failed) continue;
    const geometry::Size natural = known->second.size_px;
    const double most = std::max(natural.width, natural.height);
    const double scale = most > 0 ? std::min(1.0, std::min(page.width, page.height) * 0.6 / most) : 1;
    if (most > 0) return {natural.width * scale, natural.height * scale};
  }
  return {third, third};
}

}  // namespace

void insert_element(Desk& desk, const Insert& message) {
  if (!can_edit(desk)) return;
  end_text_edit(desk);
  NodeId page = desk.page;
  Point middle;
  if (message.x && message.y) {
    const Point view{*message.x, *message.y};
    if (const BoardPage* under = board_page_at(desk, view)) page = under->page;
    middle = page_of_view(desk, page, view);
  } else {
    middle = middle_of_view(desk, page);
  }
  middle = middle + Point{message.offset, message.offset};
  const BoardPage* place = board_page(desk, page);
  if (place == nullptr || !std::isfinite(middle.x) || !std::isfinite(middle.y)) return;
  NewElement element;
  element.type = message.type.empty() ? "figure" : message.type;
  const DefaultSize size = default_size(desk, message, *place);
  element.frame.width = std::max(message.width.value_or(size.width), 0.0);
  element.frame.height = std::max(message.height.value_or(size.height), 0.0);
  if (!std::isfinite(element.frame.width) || !std::isfinite(element.frame.height)) return;
  element.frame.x = whole(middle.x - element.frame.width / 2);
  element.frame.y = whole(middle.y - element.frame.height / 2);
  if (element.type == "text") {
    for (const auto& [key, value] : element_of_tool(desk, Tool::Text).properties)
      element.properties.emplace_back(key, value);
  }
  for (const PropertyValue& property : message.properties) {
    if (!is_json(property.value)) continue;
    const auto known = std::find_if(element.properties.begin(), element.properties.end(),
                                    [&](const operations::KeyAndJson& pair) { return pair.first == property.key; });
    if (known != element.properties.end()) {
      known->second = property.value;
    } else {
      element.properties.emplace_back(property.key, property.value);
    }
  }
  operations::OperationBuilder builder = draft(desk);
  const NodeId id = add_element(desk, builder, page, element);
  if (commit(desk, std::move(builder))) set_selection(desk, {id});
}

}  // namespace flashkit::session
