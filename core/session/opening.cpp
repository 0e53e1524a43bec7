#include <algorithm>
#include <cmath>

#include "document/value.h"
#include "interchange/export.h"
#include "interchange/import.h"
#include "operations/ids.h"
#include "session/actions_detail.h"
#include "session/edits_detail.h"
#include "session/importing_detail.h"
#include "session/input_detail.h"
#include "session/insert_detail.h"
#include "session/opening_detail.h"
#include "session/selection_detail.h"
#include "session/text_edit_detail.h"
#include "sync/limits.h"

namespace flashkit::session {

using base::NodeId;

namespace {

std::string number_text(double value) { return std::string(document::Value::number(value).json_text()); }

void send_open(Desk& desk, bool create) {
  sync::OpenDocument open;
  open.document = operations::id_bytes(desk.document_id);
  if (!desk.capability.is_nil()) open.capability = operations::id_bytes(desk.capability);
  open.create = create;
  open.rules = sync::k_rules;
  send_to_replica(desk.device, std::move(open));
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

// Makes what the design begins with.
template <class Make>
bool begin(Desk& desk, Make make) {
  desk.complete = true;
  const bool made = make();
  prune_selection(desk);
  view_resized(desk, desk.device.view);
  return made;
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
    if (const auto place = too_large_for_import(*import)) {
      say_notice(device, "error", "This file holds a part that is too large to be opened.", *place);
      return nullptr;
    }
  }
  auto desk = std::make_unique<Desk>(device);
  desk->document_id = *id;
  desk->capability = operations::id_from_bytes<base::Capability>(message.capability).value_or(base::Capability{});
  if (device.replica) desk->saving.replica_status(*device.replica);
  send_open(*desk, fresh != nullptr || import.has_value());
  CommitOptions not_undoable;
  not_undoable.undoable = false;
  if (fresh != nullptr) {
    begin(*desk, [&] { return commit(*desk, fresh_design(*desk, *fresh, message.name), not_undoable); });
  }
  if (import) {
    const bool whole = begin(*desk, [&] { return import_design(*desk, *import, message.name); });
    if (!whole) say_notice(device, "error", "Parts of this file could not be opened.");
    tell_warnings(device, *import);
  }
  return desk;
}

void close_design(Desk& desk) {
  cancel_gesture(desk);
  end_text_edit(desk);
  sync::CloseDocument close;
  close.document = operations::id_bytes(desk.document_id);
  send_to_replica(desk.device, std::move(close));
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
  send_to_replica(desk.device, std::move(row));
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
