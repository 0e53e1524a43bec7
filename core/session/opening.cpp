#include <algorithm>
#include <cmath>

#include "document/value.h"
#include "interchange/export.h"
#include "interchange/import.h"
#include "operations/ids.h"
#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/input_detail.h"
#include "session/insert_detail.h"
#include "session/opening_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"
#include "sync/limits.h"

namespace flashkit::session {

using base::NodeId;

namespace {

std::string number_text(double value) { return document::Value::number(value).json_text(); }

void send_open(Desk& desk, bool create) {
  sync::OpenDocument open;
  open.document = operations::id_bytes(desk.document_id);
  if (!desk.capability.is_nil()) open.capability = operations::id_bytes(desk.capability);
  open.create = create;
  open.rules = sync::k_rules;
  sync::TabMessage message;
  message.kind = std::move(open);
  send_to_replica(desk.device, std::move(message));
}

operations::OperationBuilder fresh_design(Desk& desk, const NewDesign& wish, const std::string& name) {
  const auto side = [](double value) {
    return std::isfinite(value) ? std::clamp(value, 1.0, display::k_max_page_px) : 1080.0;
  };
  operations::OperationBuilder builder = draft(desk);
  builder.set({}, "width", number_text(side(wish.width)));
  builder.set({}, "height", number_text(side(wish.height)));
  builder.set({}, "schemaVersion", number_text(document::k_schema_version));
  if (!name.empty()) builder.set({}, "name", json_quoted(name));
  document::Placement placement;
  placement.order = operations::order_key_between({}, {}, operations::order_suffix(builder.id().client));
  const std::vector<operations::KeyAndJson> properties{{"background", "\"white\""}};
  builder.create("page", placement, properties);
  return builder;
}

// The whole file as one operation: the root's registers, then every page and element.
operations::OperationBuilder imported_design(Desk& desk, const interchange::Import& import, const std::string& name) {
  operations::OperationBuilder builder = draft(desk);
  bool named = false;
  for (const interchange::ImportedProperty& property : import.nodes.front().properties) {
    builder.set({}, property.key, property.value.json_text());
    named = named || (property.key == "name" && !property.value.as_string().empty());
  }
  if (!named && !name.empty()) builder.set({}, "name", json_quoted(name));
  std::vector<std::size_t> children(import.nodes.size(), 0);
  for (std::size_t i = 1; i < import.nodes.size(); ++i) ++children[import.nodes[i].parent];
  std::vector<std::vector<std::string>> keys(import.nodes.size());
  std::vector<std::size_t> used(import.nodes.size(), 0);
  std::vector<operations::NewNode> nodes;
  nodes.reserve(import.nodes.size());
  for (std::size_t i = 1; i < import.nodes.size(); ++i) {
    const interchange::ImportedNode& source = import.nodes[i];
    if (keys[source.parent].empty()) keys[source.parent] = interchange::spread_order_keys(children[source.parent]);
    operations::NewNode node;
    node.type = source.type;
    node.placement = source.placement;
    node.placement.order = keys[source.parent][used[source.parent]++];
    if (source.parent != 0) node.parent = source.parent - 1;
    for (const interchange::ImportedProperty& property : source.properties) {
      node.properties.emplace_back(property.key, property.value.json_text());
    }
    node.letters = source.letters;
    nodes.push_back(std::move(node));
  }
  builder.create_batch(nodes);
  return builder;
}

void begin(Desk& desk, operations::OperationBuilder&& builder) {
  CommitOptions options;
  options.undoable = false;
  desk.complete = true;
  commit(desk, std::move(builder), options);
  prune_selection(desk);
  view_resized(desk, desk.device.view);
}

void tell_warnings(Device& device, const interchange::Import& import) {
  if (import.warnings.empty()) return;
  std::string detail;
  for (const interchange::ImportWarning& warning : import.warnings) {
    if (detail.size() > 4000) break;
    detail += warning.path + ": " + warning.what;
    if (warning.count > 1) detail += " (" + std::to_string(warning.count) + " times)";
    detail += '\n';
  }
  say_notice(device, "info", "The design was imported. Parts that are not understood yet are kept as they are.",
             detail);
}

}  // namespace

std::unique_ptr<Desk> open_design(Device& device, const OpenDesign& message) {
  const auto id = operations::id_from_bytes<base::DocumentId>(message.document);
  if (!id) {
    say_notice(device, "error", "This address names no design.");
    return nullptr;
  }
  const auto* fresh = std::get_if<NewDesign>(&message.source);
  const auto* file = std::get_if<std::string>(&message.source);
  std::optional<interchange::Import> import;
  if (file != nullptr) {
    auto read = interchange::import_polotno(*file);
    if (!read.ok()) {
      say_notice(device, "error", "This file is not a design that can be opened.", read.error().rule);
      return nullptr;
    }
    import = std::move(read).value();
  }
  auto desk = std::make_unique<Desk>(device);
  desk->document_id = *id;
  desk->capability = operations::id_from_bytes<base::Capability>(message.capability).value_or(base::Capability{});
  if (device.replica) desk->saving.replica_status(*device.replica);
  send_open(*desk, fresh != nullptr || import.has_value());
  if (fresh != nullptr) begin(*desk, fresh_design(*desk, *fresh, message.name));
  if (import) {
    begin(*desk, imported_design(*desk, *import, message.name));
    tell_warnings(device, *import);
  }
  return desk;
}

void close_design(Desk& desk) {
  cancel_gesture(desk);
  end_text_edit(desk);
  sync::CloseDocument close;
  close.document = operations::id_bytes(desk.document_id);
  sync::TabMessage message;
  message.kind = std::move(close);
  send_to_replica(desk.device, std::move(message));
}

void tell_row(Desk& desk) {
  if (!desk.complete) return;
  const document::Node& root = desk.document().root();
  const std::string name = root.string(document::Key::Name);
  const PageSize size = desk.board.empty() ? PageSize{} : PageSize{desk.board.front().width, desk.board.front().height};
  if (desk.row_told && desk.row_name == name && desk.row_size.width == size.width &&
      desk.row_size.height == size.height) {
    return;
  }
  desk.row_told = true;
  desk.row_name = name;
  desk.row_size = size;
  sync::ChangeRow row;
  row.document = operations::id_bytes(desk.document_id);
  row.name = name;
  row.width = size.width;
  row.height = size.height;
  sync::TabMessage message;
  message.kind = std::move(row);
  send_to_replica(desk.device, std::move(message));
}

void export_polotno(Desk& desk) {
  finish_burst(desk);
  cancel_gesture(desk);
  Exported out;
  const auto write = [&](const document::Document& design) {
    const std::string name = design.root().string(document::Key::Name);
    out.name = (name.empty() ? "design" : name) + ".json";
    out.bytes = interchange::export_polotno(design);
  };
  if (desk.shown_version) {
    write(desk.shown_version->document);
  } else {
    without_previews(desk, [&] { write(desk.document()); });
  }
  desk.device.say(std::move(out));
}

}  // namespace flashkit::session
