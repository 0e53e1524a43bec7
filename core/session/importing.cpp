#include <vector>

#include "operations/builder.h"
#include "operations/letter_formats.h"
#include "session/edits_detail.h"
#include "session/importing_detail.h"
#include "session/insert_detail.h"

namespace flashkit::session {

using base::NodeId;

namespace {

constexpr std::size_t k_import_step_bytes = 128;   // about what ids and a placement take
constexpr std::size_t k_import_formatted = 2'000;  // steps of formats in one operation

class Importer {
 public:
  Importer(Desk& desk, const interchange::Import& import)
      : desk_(desk),
        import_(import),
        children_(import.nodes.size(), 0),
        keys_(import.nodes.size()),
        used_(import.nodes.size(), 0),
        made_(import.nodes.size()),
        builder_(draft(desk)) {
    for (std::size_t i = 1; i < import.nodes.size(); ++i) ++children_[import.nodes[i].parent];
  }

  bool run(std::string_view name) {
    give_root(name);
    for (std::size_t i = 1; i < import_.nodes.size() && good_; ++i) make_node(i);
    flush();
    return good_;
  }

 private:
  // Makes room for a step of about this size.
  operations::OperationBuilder& step(std::size_t bytes) {
    if (!builder_.empty() && bytes_ + bytes + k_import_step_bytes > k_import_bytes) flush();
    bytes_ += bytes + k_import_step_bytes;
    return builder_;
  }

  void flush() {
    if (builder_.empty()) return;
    CommitOptions options;
    options.undoable = false;
    good_ = good_ && commit(desk_, std::move(builder_), options);
    builder_ = draft(desk_);
    bytes_ = formatted_ = 0;
  }

  static std::size_t size_of(const interchange::ImportedProperty& property) {
    return property.key.size() + property.value.json_text().size() + 8;
  }

  void give_root(std::string_view name) {
    bool named = false;
    for (const interchange::ImportedProperty& property : import_.nodes.front().properties) {
      step(size_of(property)).set({}, property.key, property.value.json_text());
      named = named || (property.key == "name" && !property.value.as_string().empty());
    }
    if (!named && !name.empty()) step(name.size()).set({}, "name", json_quoted(name));
  }

  void make_node(std::size_t index) {
    const interchange::ImportedNode& source = import_.nodes[index];
    const std::size_t parent = source.parent;
    if (keys_[parent].empty()) keys_[parent] = interchange::spread_order_keys(children_[parent]);
    document::Placement placement = source.placement;
    placement.parent = made_[parent];
    placement.order = keys_[parent][used_[parent]++];
    // What does not fit beside the others is set behind them: the order of keys stays.
    std::size_t bytes = 0;
    std::size_t together = 0;
    for (; together < source.properties.size(); ++together) {
      const std::size_t next = size_of(source.properties[together]);
      if (bytes + next + k_import_step_bytes > k_import_bytes) break;
      bytes += next;
    }
    std::vector<operations::KeyAndJson> properties;
    for (std::size_t i = 0; i < together; ++i) {
      properties.emplace_back(source.properties[i].key, source.properties[i].value.json_text());
    }
    const NodeId id = step(bytes).create(source.type, placement, properties);
    made_[index] = id;
    document::TextRunId letters = builder_.last_run();
    for (std::size_t i = together; i < source.properties.size(); ++i) {
      const interchange::ImportedProperty& property = source.properties[i];
      step(size_of(property)).set(id, property.key, property.value.json_text());
      if (property.key == document::name_of(document::Key::Text)) letters = builder_.last_run();
    }
    if (source.letters.has_value()) give_formats(id, letters, *source.letters);
  }

  void give_formats(NodeId id, document::TextRunId run, const document::TextSequence& letters) {
    for (const operations::FormatStep& format :
         operations::format_steps(document::TextSequence(run, letters.visible()), letters)) {
      if (formatted_ + format.spans.size() > k_import_formatted) flush();
      formatted_ += format.spans.size();
      const std::size_t value = format.value.has_value() ? format.value->json_text().size() : 0;
      step(format.spans.size() * k_import_step_bytes + format.key.size() + value).format_spans(id, format);
    }
  }

  Desk& desk_;
  const interchange::Import& import_;
  std::vector<std::size_t> children_;  // how many a node has
  std::vector<std::vector<std::string>> keys_;
  std::vector<std::size_t> used_;
  std::vector<NodeId> made_;
  operations::OperationBuilder builder_;
  std::size_t bytes_ = 0;
  std::size_t formatted_ = 0;
  bool good_ = true;
};

// pages[2].children[5]; empty for the design itself.
std::string path_of(const interchange::Import& import, std::size_t index) {
  if (index == 0) return {};
  const std::size_t parent = import.nodes[index].parent;
  std::size_t place = 0;
  for (std::size_t i = parent + 1; i < index; ++i) place += import.nodes[i].parent == parent ? 1u : 0u;
  const std::string above = path_of(import, parent);
  return (above.empty() ? "pages[" : above + ".children[") + std::to_string(place) + "]";
}

}  // namespace

std::optional<std::string> too_large_for_import(const interchange::Import& import) {
  for (std::size_t i = 0; i < import.nodes.size(); ++i) {
    for (const interchange::ImportedProperty& property : import.nodes[i].properties) {
      const std::size_t bytes = property.value.json_text().size();
      if (bytes <= k_import_value_bytes) continue;
      const std::string path = path_of(import, i);
      return (path.empty() ? "" : path + ".") + property.key + " holds " + std::to_string(bytes >> 20) +
             " MB, and one value may hold up to " + std::to_string(k_import_value_bytes >> 20) +
             " MB. Take the picture out of the file, open the file, and put the picture in as a file of its own.";
    }
  }
  return std::nullopt;
}

bool import_design(Desk& desk, const interchange::Import& import, std::string_view name) {
  return Importer(desk, import).run(name);
}

}  // namespace flashkit::session
